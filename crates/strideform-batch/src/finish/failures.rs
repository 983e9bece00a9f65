//! Inputs that could not be used: a table, or words on standard error.

use std::io::Write;

use strideform_render::csv::safe_text;
use strideform_render::tables::FailureRow;

use crate::exit::Failure;

/// Failures told in full where no table was asked for (*chosen*: a screen).
const TOLD: usize = 20;

/// The table of failures under construction, sorted by the order in which rows come.
pub(super) struct FailureTable<W: Write>(csv::Writer<W>);

impl<W: Write> FailureTable<W> {
    /// Begins with the header.
    pub(super) fn new(out: W) -> Result<Self, Failure> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["input", "line", "column", "reason"]).map_err(refused)?;
        Ok(Self(writer))
    }

    /// Adds a row.
    pub(super) fn write(&mut self, input: &str, row: &FailureRow) -> Result<(), Failure> {
        let number = |n: Option<u64>| n.map(|n| n.to_string()).unwrap_or_default();
        let (line, column) = (number(row.line), number(row.column.map(|c| c as u64)));
        let (input, reason) = (safe_text(input), safe_text(&row.reason));
        self.0.write_record([&input, &line, &column, &reason]).map_err(refused)
    }

    /// Gives back what was written to.
    pub(super) fn finish(self) -> Result<W, Failure> {
        self.0.into_inner().map_err(|error| refused(error.into_error().into()))
    }
}

fn refused(error: csv::Error) -> Failure {
    Failure::Ours(format!("cannot write the failures: {error}"))
}

/// Tells failures on standard error, the first ones in full.
#[derive(Default)]
pub(super) struct Teller {
    told: usize,
}

impl Teller {
    /// Tells one.
    pub(super) fn tell(&mut self, input: &str, row: &FailureRow) {
        self.told += 1;
        if self.told <= TOLD {
            let mut place = String::new();
            if let Some(line) = row.line {
                place.push_str(&format!(", line {line}"));
            }
            if let Some(column) = row.column {
                place.push_str(&format!(", column {column}"));
            }
            // Nothing can be done where standard error is closed.
            let _ = writeln!(std::io::stderr().lock(), "left out: {input}{place}: {}", row.reason);
        }
    }

    /// Counts what was not told.
    pub(super) fn close(&self) {
        if self.told > TOLD {
            let rest = self.told - TOLD;
            let _ = writeln!(
                std::io::stderr().lock(),
                "left out: {rest} more; --failures FILE.csv lists them all"
            );
        }
    }
}
