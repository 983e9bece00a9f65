//! One finished input in the journal.

use serde::{Deserialize, Serialize};
use strideform_render::tables::RunRow;

use super::unit::Stamp;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The input's text.
    pub input: String,
    /// State of its files when they were read.
    pub stamp: Stamp,
    /// How it ended.
    pub done: Done,
}

/// How an input ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    /// A row of the table of runs, and where the rows of its strides lie.
    Row(Box<RunRow>, Option<Slice>),
    /// A row of the failures.
    Failure(FailureRow),
}

/// Why an input could not be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FailureRow {
    /// Line, from 1 with the header.
    pub line: Option<u64>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// What is wrong and what helps, in one line.
    pub reason: String,
}

/// A part of a data file of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slice {
    /// Number of the file.
    pub file: usize,
    /// First byte.
    pub at: u64,
    /// Bytes.
    pub len: u64,
    /// CRC-32 of the bytes.
    pub crc: u32,
}

impl FailureRow {
    /// A reason without a place.
    pub(super) fn plain(reason: impl Into<String>) -> Self {
        Self { line: None, column: None, reason: one_line(&reason.into()) }
    }

    /// The row of an error; a file other than the input itself is named in the reason.
    pub(super) fn of(error: &strideform::Error, input: &str) -> Self {
        let position = error.position();
        let mut reason = String::new();
        if let Some(file) = position.file.as_deref().filter(|file| !input.ends_with(file)) {
            reason.push_str(&format!("{file}: "));
        }
        reason.push_str(error.message());
        if let Some(name) = &position.column_name {
            reason.push_str(&format!(" (column {name})"));
        }
        if let Some(remedy) = error.remedy() {
            reason.push_str(&format!("; {remedy}"));
        }
        Self { line: position.line, column: position.column, reason: one_line(&reason) }
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::{Error, ErrorKind, Position};

    #[test]
    fn a_failure_is_one_line_and_names_another_file_than_the_input() {
        let position = Position {
            file: Some("s/left.csv".into()),
            line: Some(5),
            column: Some(2),
            column_name: Some("acc_x".into()),
            ..Position::default()
        };
        let error = Error::new(ErrorKind::Malformed, "`x`\nis no number").with_remedy("mend it").at(position);
        let row = FailureRow::of(&error, "s");
        assert_eq!(row.reason, "s/left.csv: `x` is no number (column acc_x); mend it");
        assert_eq!((row.line, row.column), (Some(5), Some(2)));
        assert_eq!(
            FailureRow::of(&error, "shank-left=s/left.csv").reason,
            "`x` is no number (column acc_x); mend it"
        );
    }
}
