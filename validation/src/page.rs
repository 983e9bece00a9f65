//! The page under construction: Markdown, and the list of figures that were not reached.

use std::collections::BTreeSet;
use std::fmt::Write;

use strideform::report::Analysis;

use crate::cells::Cell;
use crate::judged::{Ledger, Place, Set};

/// Markdown with a list of failed checks.
#[derive(Debug, Default)]
pub(crate) struct Page {
    pub(crate) text: String,
    pub(crate) failures: Vec<String>,
    /// Pictures by file name.
    pub(crate) pictures: Vec<(String, String)>,
    /// Stated intervals beside the truth.
    pub(crate) ledger: Ledger,
    /// What the program reported from which kind of recording, judged or not.
    pub(crate) reported: BTreeSet<(Set, Place, &'static str)>,
    /// Every cell shown, by the recordings it comes from.
    pub(crate) cells: Vec<(&'static str, Cell)>,
}

impl Page {
    pub(crate) fn heading(&mut self, text: &str) {
        let _ = writeln!(self.text, "\n## {text}\n");
    }

    /// Remembers which metrics came out of a recording.
    pub(crate) fn seen(&mut self, set: Set, analysis: &Analysis) {
        for metric in &analysis.metrics {
            let place = if set == Set::Watch { Some(Place::Watch) } else { Place::of(metric) };
            self.reported.extend(place.map(|p| (set, p, metric.id.as_str())));
        }
    }

    pub(crate) fn paragraph(&mut self, text: &str) {
        let _ = writeln!(self.text, "{text}\n");
    }

    pub(crate) fn table(&mut self, header: &[&str], rows: &[Vec<String>]) {
        let _ = writeln!(self.text, "| {} |", header.join(" | "));
        let _ = writeln!(self.text, "|{}", "---|".repeat(header.len()));
        for row in rows {
            let _ = writeln!(self.text, "| {} |", row.join(" | "));
        }
        self.text.push('\n');
    }

    /// A picture in a file of its own beside the page.
    pub(crate) fn picture(&mut self, name: &str, alt: &str, svg: String) {
        let _ = writeln!(self.text, "![{alt}](validation/{name}.svg)\n");
        self.pictures.push((format!("{name}.svg"), svg));
    }

    /// Notes a figure that must be reached; `what` is said where it is not.
    pub(crate) fn check(&mut self, reached: bool, what: impl Into<String>) {
        if !reached {
            self.failures.push(what.into());
        }
    }
}
