//! Failures as JSON, in the words of the command line.

use serde::Serialize;
use strideform::{Error, ErrorKind};

/// Why a call did not succeed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An input cannot be read or used.
    Input(Box<Error>),
    /// Everything was read, but no running was detected.
    NoRunning(String),
    /// A call that makes no sense, or an output that cannot be written.
    Internal(String),
}

pub(crate) type Outcome = Result<String, Failure>;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Input(Box::new(error))
    }
}

impl From<strideform_render::RenderError> for Failure {
    fn from(error: strideform_render::RenderError) -> Self {
        Self::Internal(error.to_string())
    }
}

#[derive(Serialize)]
struct Document<'a> {
    error: Body<'a>,
}

#[derive(Default, Serialize)]
struct Body<'a> {
    /// `io`, `malformed`, `ambiguous`, `unusable`, `usage`, `no-running` or `internal`.
    kind: &'static str,
    /// Exit status of the command line.
    status: u8,
    message: &'a str,
    remedy: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<u64>,
    column: Option<usize>,
    column_name: Option<&'a str>,
    cell: Option<&'a str>,
    line_text: Option<&'a str>,
    /// Of the cell in `line_text`, in bytes of UTF-8.
    span: Option<(usize, usize)>,
    /// Place, message and remedy in one line.
    text: String,
}

impl Failure {
    /// The failure as a JSON document.
    pub(crate) fn document(&self) -> String {
        let error = match self {
            Self::Input(error) => of_error(error),
            Self::NoRunning(text) => {
                Body { kind: "no-running", status: 4, message: text, text: text.clone(), ..Body::default() }
            }
            Self::Internal(text) => {
                Body { kind: "internal", status: 1, message: text, text: text.clone(), ..Body::default() }
            }
        };
        // A struct of texts and numbers can always be written.
        serde_json::to_string(&Document { error }).unwrap_or_default()
    }
}

fn of_error(error: &Error) -> Body<'_> {
    let place = error.position();
    let (kind, status) = match error.kind() {
        ErrorKind::Io => ("io", 3),
        ErrorKind::Malformed => ("malformed", 3),
        ErrorKind::Ambiguous => ("ambiguous", 3),
        ErrorKind::Unusable => ("unusable", 3),
        ErrorKind::Usage => ("usage", 2),
        _ => ("input", 3),
    };
    Body {
        kind,
        status,
        message: error.message(),
        remedy: error.remedy(),
        file: place.file.as_deref(),
        line: place.line,
        column: place.column,
        column_name: place.column_name.as_deref(),
        cell: place.cell.as_deref(),
        line_text: place.line_text.as_deref(),
        span: place.span,
        text: error.to_string(),
    }
}
