//! What was inferred rather than specified, so that `inspect` can show it and the user can override it.

use serde::{Deserialize, Serialize};

/// One conclusion drawn from a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Inference {
    /// Its subject: `delimiter`, `time unit`, `accelerometer unit`, `placement`…
    pub about: String,
    /// What was inferred.
    pub conclusion: String,
    /// The evidence for it.
    pub because: String,
    /// The option that overrides it, e.g. `--units acc=g`; empty if there is none.
    pub overridden_by: String,
}
