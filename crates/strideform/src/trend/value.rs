//! One metric of one session.

use serde::{Serialize, Serializer};

/// A metric of one session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TrendValue {
    /// Both sides together, in the catalogue's unit.
    pub value: f64,
    /// Left, in the same unit.
    pub left: Option<f64>,
    /// Right, in the same unit.
    pub right: Option<f64>,
    /// Segment and method: only values with the same basis are comparable.
    pub basis: String,
}

/// Files contain only the value.
impl Serialize for TrendValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.value)
    }
}
