//! Something that the user must know about a result that was nevertheless computed.

use serde::{Deserialize, Serialize};

/// Went on, but know this. Travels with the result it concerns.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Caveat {
    /// Stable identifier, e.g. `clipped`, `gaps`, `low-rate`.
    pub id: String,
    /// One sentence in plain words, with the consequence.
    pub text: String,
    /// The measured quantity behind it, where there is one (a share is 0…1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<f64>,
}

impl Caveat {
    /// A caveat without a number.
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self { id: id.into(), text: text.into(), value: None }
    }

    /// Adds the measured quantity.
    #[must_use]
    pub fn with_value(mut self, value: f64) -> Self {
        self.value = value.is_finite().then_some(value);
        self
    }
}
