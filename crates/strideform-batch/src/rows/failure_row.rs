//! An input that could not be used.

use serde::{Deserialize, Serialize};
use strideform::Error;

/// Why an input could not be used: one row of the table of failures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FailureRow {
    /// Line, from 1, including the header.
    pub line: Option<u64>,
    /// Column, from 1.
    pub column: Option<usize>,
    /// What is wrong and how to fix it, in one line.
    pub reason: String,
}

impl FailureRow {
    /// A reason without line and column.
    pub fn new(reason: impl AsRef<str>) -> Self {
        Self { line: None, column: None, reason: one_line(reason.as_ref()) }
    }

    /// The row of an error; a file other than the input itself is named in the reason.
    pub fn of(error: &Error, input: &str) -> Self {
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
    use strideform::{ErrorKind, Position};

    #[test]
    fn a_failure_is_one_line_and_names_another_file_than_the_input() {
        let mut position = Position::default();
        position.file = Some("s/left.csv".into());
        (position.line, position.column) = (Some(5), Some(2));
        position.column_name = Some("acc_x".into());
        let error =
            Error::new(ErrorKind::Malformed, "`x`\nis not a number").with_remedy("fix the cell").at(position);
        let row = FailureRow::of(&error, "s");
        assert_eq!(row.reason, "s/left.csv: `x` is not a number (column acc_x); fix the cell");
        assert_eq!((row.line, row.column), (Some(5), Some(2)));
        let row = FailureRow::of(&error, "shank-left=s/left.csv");
        assert_eq!(row.reason, "`x` is not a number (column acc_x); fix the cell");
    }
}
