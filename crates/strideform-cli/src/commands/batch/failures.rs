//! Inputs that could not be used, on standard error.

use std::io::Write;

use strideform_batch::rows::FailureRow;
use strideform_render::visible;

/// Number of failures shown in full if no table was requested (*chosen*: a screenful).
const SHOWN: usize = 20;

/// Reports failures on standard error, the first ones in full.
#[derive(Default)]
pub(super) struct Reporter {
    seen: usize,
}

impl Reporter {
    /// Reports one failure.
    pub(super) fn report(&mut self, input: &str, row: &FailureRow) {
        self.seen += 1;
        if self.seen > SHOWN {
            return;
        }
        let mut place = String::new();
        if let Some(line) = row.line {
            place.push_str(&format!(", line {line}"));
        }
        if let Some(column) = row.column {
            place.push_str(&format!(", column {column}"));
        }
        // Nothing can be done where standard error is closed.
        let _ = writeln!(
            std::io::stderr().lock(),
            "{}",
            visible::line(&format!("skipped: {input}{place}: {}", row.reason))
        );
    }

    /// Reports how many were not shown.
    pub(super) fn close(&self) {
        if self.seen > SHOWN {
            let rest = self.seen - SHOWN;
            let _ = writeln!(
                std::io::stderr().lock(),
                "skipped: {rest} more; --failures FILE.csv lists them all"
            );
        }
    }
}
