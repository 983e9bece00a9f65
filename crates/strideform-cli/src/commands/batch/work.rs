//! One input from its files to a record.

use std::panic::{AssertUnwindSafe, catch_unwind};

use strideform::pipeline::{self, Options};
use strideform::read::{self, Input, ReadOptions};
use strideform::recording::Session;
use strideform::report::Analysis;
use strideform_render::tables::{RecordBatch, RunRow, strides_batch};

use super::record::FailureRow;
use super::unit::Unit;
use crate::commands::{analyze, session};
use crate::options::RunArgs;

/// What holds for every input.
pub(super) struct Task<'a> {
    /// How to read.
    pub read: ReadOptions,
    /// What the user said of runner and run.
    pub run: &'a RunArgs,
    /// Methods and rules.
    pub options: Options,
    /// The rows of strides are wanted.
    pub strides: bool,
}

/// An input that was analysed.
pub(super) struct Analysed {
    /// Its row.
    pub row: RunRow,
    /// Its strides, where they are wanted and there are any.
    pub strides: Option<RecordBatch>,
}

impl Task<'_> {
    /// Reads and analyses one input; whatever goes wrong, a panic too, is a row of failures.
    pub(super) fn analyse(&self, unit: &Unit) -> Result<Analysed, FailureRow> {
        // Nothing that the analysis changes outlives it, so a panic leaves nothing half done.
        catch_unwind(AssertUnwindSafe(|| self.one(unit))).unwrap_or_else(|panic| {
            let what = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "no message".to_owned());
            Err(FailureRow::plain(format!(
                "internal error: {what}; this is a fault of strideform {}, please report it",
                env!("CARGO_PKG_VERSION")
            )))
        })
    }

    fn one(&self, unit: &Unit) -> Result<Analysed, FailureRow> {
        let input = unit.input.as_ref().map_err(FailureRow::plain)?;
        let mut session = self.session(input).map_err(|error| FailureRow::of(&error, &unit.text))?;
        self.run.apply(&mut session.runner, &mut session.run);
        let analysis = pipeline::analyze(&session, &self.options);
        let reason = (!analysis.has_running()).then(|| nobody(&session));
        drop(session);
        let strides = self.strides(unit, &analysis)?;
        Ok(Analysed { row: RunRow::of(&*unit.text, &analysis, reason), strides })
    }

    fn session(&self, input: &Input) -> Result<Session, strideform::Error> {
        match input {
            Input::Session(path) => read::session(path, &self.read),
            Input::Recording { source, placement, device } => {
                let options = session::of_input(&self.read, *placement, device.clone());
                let found = read::contents(source, &options)?;
                Ok(Session { recordings: found.recordings, watches: found.watches, ..Session::default() })
            }
        }
    }

    fn strides(&self, unit: &Unit, analysis: &Analysis) -> Result<Option<RecordBatch>, FailureRow> {
        if !self.strides || analysis.contacts.is_empty() {
            return Ok(None);
        }
        let batch = strides_batch(&unit.text, analysis);
        batch.map(Some).map_err(|error| FailureRow::plain(format!("internal error: {error}")))
    }
}

/// Why there is no running, in one line.
fn nobody(session: &Session) -> String {
    let mut said: Vec<String> = session
        .recordings
        .iter()
        .map(|recording| match session.recordings.len() {
            1 => analyze::activities(recording),
            _ => format!("{}: {}", recording.placement, analyze::activities(recording)),
        })
        .collect();
    if said.is_empty() {
        said.push("no running among the activities of the watch".to_owned());
    }
    format!("nobody runs: {}", said.join("; "))
}
