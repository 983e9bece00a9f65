//! The table of inputs that could not be used.

use std::io::{self, Write};

use strideform_render::csv::safe_text;

use crate::rows::FailureRow;

const COLUMNS: [&str; 4] = ["input", "line", "column", "reason"];

/// The names of the table's columns.
pub(super) fn columns() -> Vec<String> {
    COLUMNS.map(str::to_owned).to_vec()
}

/// The table of failures under construction.
pub(super) struct FailureTable<W: Write>(csv::Writer<W>);

impl<W: Write> FailureTable<W> {
    /// Starts with the header.
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(COLUMNS)?;
        Ok(Self(writer))
    }

    /// Adds a row.
    pub(super) fn write(&mut self, input: &str, row: &FailureRow) -> io::Result<()> {
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let (line, column) = (number(row.line), number(row.column.map(|c| c as u64)));
        let (input, reason) = (safe_text(input), safe_text(&row.reason));
        Ok(self.0.write_record([&input, &line, &column, &reason])?)
    }

    /// Ends the table and returns what it was written to.
    pub(super) fn finish(self) -> io::Result<W> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}
