//! The library's error type: what is wrong, where in which file, and how to fix it.

use std::fmt;
use std::sync::Arc;

/// The kind of an error; it decides the exit status of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file that is missing or cannot be opened or read.
    Io,
    /// Not a recording: empty, binary, a cell that is not a number, ragged rows, timestamps that go backwards…
    Malformed,
    /// Readable, but the user has to specify something first: placement, scale of raw counts, rate, one of several sensors.
    Ambiguous,
    /// A recording without an accelerometer, or with another problem that no option can fix.
    Unusable,
    /// An option or argument that contradicts itself or the file.
    Usage,
    /// Stopped by whoever started it.
    Cancelled,
}

/// Where in a file an error is. Lines and columns count from 1, the header included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Position {
    /// The file as the user named it (`-` for standard input).
    pub file: Option<String>,
    /// Line number, from 1.
    pub line: Option<u64>,
    /// Column (cell) number, from 1.
    pub column: Option<usize>,
    /// Name of the column in the header.
    pub column_name: Option<String>,
    /// The cell's text.
    pub cell: Option<String>,
    /// The whole line as written in the file, if it is short enough to show.
    pub line_text: Option<String>,
    /// Byte range of the cell within `line_text`.
    pub span: Option<(usize, usize)>,
}

impl Position {
    /// The place of a byte range in the text of a file.
    pub(crate) fn of_span(file: &str, text: &str, span: std::ops::Range<usize>) -> Self {
        let before = text.get(..span.start).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |i| i + 1);
        let line_text = text.get(start..).and_then(|t| t.lines().next()).unwrap_or_default().to_owned();
        let from = span.start.saturating_sub(start);
        let to = (span.end.saturating_sub(start)).clamp(from, line_text.len().max(from));
        Self {
            file: Some(file.to_owned()),
            line: Some(before.matches('\n').count() as u64 + 1),
            column: Some(text.get(start..span.start).map_or(0, |t| t.chars().count()) + 1),
            span: (to <= line_text.len()).then_some((from, to)),
            line_text: Some(line_text),
            ..Self::default()
        }
    }
}

/// Maximum length of a line that is shown (*chosen*: wider than any terminal).
pub(crate) const MAX_LINE_SHOWN: usize = 400;

/// Maximum length of a message (*chosen*); messages quote the file, which may hold anything.
const MAX_MESSAGE: usize = 1000;

/// An error of the library.
///
/// The message says what is wrong, [`Error::position`] where, [`Error::remedy`] how to fix it;
/// [`source`](std::error::Error::source) is the underlying system or parser error, if there is one. The message
/// already includes the text of that error. Two errors are equal if everything but their sources is equal.
#[derive(Debug, Clone)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    remedy: Option<String>,
    // Boxed because it is rarely read: a small error keeps every `Result` small.
    details: Box<Details>,
}

#[derive(Debug, Clone, Default)]
struct Details {
    position: Position,
    source: Option<Arc<dyn std::error::Error + Send + Sync>>,
}

impl PartialEq for Error {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, &self.message, &self.remedy, self.position())
            == (other.kind, &other.message, &other.remedy, other.position())
    }
}

impl Error {
    /// A new error of the given kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if message.len() > MAX_MESSAGE {
            let end = (0..=MAX_MESSAGE).rev().find(|at| message.is_char_boundary(*at)).unwrap_or(0);
            message.truncate(end);
            message.push('…');
        }
        Self { kind, message, remedy: None, details: Box::default() }
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Keeps the error that caused this one.
    #[must_use]
    pub fn with_source(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.details.source = Some(Arc::new(source));
        self
    }

    /// Replaces the position.
    #[must_use]
    pub fn at(mut self, mut position: Position) -> Self {
        if position.line_text.as_ref().is_some_and(|text| text.len() > MAX_LINE_SHOWN) {
            (position.line_text, position.span) = (None, None);
        }
        self.details.position = position;
        self
    }

    /// Names the file, keeping the rest of the position.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.details.position.file = Some(file.into());
        self
    }

    /// The kind of the error.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong, without position and remedy.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to fix it, if known.
    pub fn remedy(&self) -> Option<&str> {
        self.remedy.as_deref()
    }

    /// Where it is.
    pub fn position(&self) -> &Position {
        &self.details.position
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let p = self.position();
        if let Some(file) = &p.file {
            write!(f, "{file}")?;
            if let Some(line) = p.line {
                write!(f, ", line {line}")?;
            }
            if let Some(column) = p.column {
                write!(f, ", column {column}")?;
            }
            if let Some(name) = &p.column_name {
                write!(f, " ({name})")?;
            }
            write!(f, ": ")?;
        }
        f.write_str(&self.message)?;
        if let Some(remedy) = &self.remedy {
            write!(f, "; {remedy}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.details.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}
