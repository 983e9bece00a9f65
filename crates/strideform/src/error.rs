//! One error for everything that cannot go on: what happened, where in which file, and what to do about it.

use std::fmt;

/// What kind of thing went wrong; decides the exit status of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file that is missing or cannot be opened or read.
    Io,
    /// Bytes that are no recording: empty, binary, a cell that is no number, ragged rows, time running back…
    Malformed,
    /// Read, but not usable without a word from the user: unknown placement, raw counts, no rate, several sensors.
    Ambiguous,
    /// A recording that holds no accelerometer, or another lack that no option mends.
    Unusable,
    /// An option or argument that contradicts itself or the file.
    Usage,
}

/// Where in a file an error stands. Lines and columns count from 1, the header included.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Position {
    /// The file as the user named it (`-` for standard input).
    pub file: Option<String>,
    /// Line, from 1.
    pub line: Option<u64>,
    /// Column (cell) number, from 1.
    pub column: Option<usize>,
    /// Name of the column in the header.
    pub column_name: Option<String>,
    /// The cell's text.
    pub cell: Option<String>,
    /// The whole line as it stands in the file, where it is short enough to show.
    pub line_text: Option<String>,
    /// Byte range of the cell within `line_text`.
    pub span: Option<(usize, usize)>,
}

/// Longer lines are not shown (*chosen*: wider than any terminal).
pub(crate) const LONGEST_LINE_SHOWN: usize = 400;

/// Longer messages are cut (*chosen*); they quote what a file says, which has no bounds.
const LONGEST_MESSAGE: usize = 1000;

/// An error of the library.
///
/// The message says what is wrong, [`Error::position`] where, [`Error::remedy`] what helps.
#[derive(Debug, Clone, PartialEq)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    remedy: Option<String>,
    position: Box<Position>,
}

impl Error {
    /// A new error of the given kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if message.len() > LONGEST_MESSAGE {
            let end = (0..=LONGEST_MESSAGE).rev().find(|at| message.is_char_boundary(*at)).unwrap_or(0);
            message.truncate(end);
            message.push('…');
        }
        Self { kind, message, remedy: None, position: Box::default() }
    }

    /// Adds what the user can do about it.
    #[must_use]
    pub fn with_remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// Replaces the position.
    #[must_use]
    pub fn at(mut self, mut position: Position) -> Self {
        if position.line_text.as_ref().is_some_and(|text| text.len() > LONGEST_LINE_SHOWN) {
            (position.line_text, position.span) = (None, None);
        }
        self.position = Box::new(position);
        self
    }

    /// Names the file, keeping the rest of the position.
    #[must_use]
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.position.file = Some(file.into());
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong, without position and remedy.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What helps, if anything is known to.
    pub fn remedy(&self) -> Option<&str> {
        self.remedy.as_deref()
    }

    /// Where it stands.
    pub fn position(&self) -> &Position {
        &self.position
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

impl std::error::Error for Error {}
