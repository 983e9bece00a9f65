//! Rendering errors, none of which can be caused by an input.

use std::fmt::Display;

/// A document could not be written: an internal error, or a disk error if a table is written to a file.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {what}: {why}")]
pub struct RenderError {
    what: &'static str,
    why: String,
    #[source]
    io: Option<std::io::Error>,
}

impl RenderError {
    pub(crate) fn new(what: &'static str, why: impl Display) -> Self {
        Self { what, why: why.to_string(), io: None }
    }

    pub(crate) fn io(what: &'static str, error: std::io::Error) -> Self {
        Self { what, why: error.to_string(), io: Some(error) }
    }

    /// The underlying disk error, if that was the cause.
    pub fn io_error(&self) -> Option<&std::io::Error> {
        self.io.as_ref()
    }
}
