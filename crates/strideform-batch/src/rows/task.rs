//! One input of many, from its files to its rows: what `batch` and the fleets of the Python wheel do with each.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow_array::RecordBatch;
use strideform::Error;
use strideform::bouts::{self, Activity};
use strideform::pipeline::{self, Options};
use strideform::read::{self, Input, ReadOptions};
use strideform::recording::{Recording, Run, Runner, Session};
use strideform::report::Analysis;

use super::failure_row::FailureRow;
use super::run_row::RunRow;
use super::strides::strides_batch;
use crate::text;

/// The rows of one input.
#[derive(Debug)]
#[non_exhaustive]
pub struct InputRows {
    /// Its row of the table of runs.
    pub run: RunRow,
    /// Its rows of the table of strides, where they are wanted and there are any.
    pub strides: Option<RecordBatch>,
}

/// What holds for every input.
#[derive(Debug, Clone, Default)]
pub struct InputTask {
    /// How to read.
    pub read: ReadOptions,
    /// Methods and rules.
    pub options: Options,
    /// The rows of strides are wanted.
    pub strides: bool,
}

impl InputTask {
    /// Reads and analyses one input under its name in the tables; `overrule` changes what is known of runner and run.
    ///
    /// # Errors
    /// Whatever goes wrong with the input, a panic too, is a row of failures.
    pub fn rows(
        &self,
        name: &str,
        input: &Input,
        overrule: impl Fn(&mut Runner, &mut Run),
    ) -> Result<InputRows, FailureRow> {
        // Nothing that the analysis changes outlives it, so a panic leaves nothing half done.
        let done = catch_unwind(AssertUnwindSafe(|| self.unguarded(name, input, overrule)));
        done.unwrap_or_else(|panic| {
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

    fn unguarded(
        &self,
        name: &str,
        input: &Input,
        overrule: impl Fn(&mut Runner, &mut Run),
    ) -> Result<InputRows, FailureRow> {
        let mut session = self.session(input).map_err(|error| FailureRow::of(&error, name))?;
        overrule(&mut session.runner, &mut session.run);
        let analysis = pipeline::analyze(&session, &self.options);
        let reason = (!analysis.has_running()).then(|| nobody_runs(&session));
        drop(session);
        let strides = self.strides(name, &analysis)?;
        Ok(InputRows { run: RunRow::of(name, &analysis, reason), strides })
    }

    fn session(&self, input: &Input) -> Result<Session, Error> {
        match input {
            Input::Session(path) => read::session(path, &self.read),
            Input::Recording { source, placement, device } => {
                let mut own = self.read.clone();
                own.placement = placement.or(own.placement);
                own.device = device.clone().or(own.device);
                let found = read::contents(source, &own)?;
                Ok(Session::default().with_recordings(found.recordings).with_watches(found.watches))
            }
        }
    }

    fn strides(&self, name: &str, analysis: &Analysis) -> Result<Option<RecordBatch>, FailureRow> {
        if !self.strides || analysis.contacts.is_empty() {
            return Ok(None);
        }
        let batch = strides_batch(name, analysis);
        batch.map(Some).map_err(|error| FailureRow::plain(format!("internal error: {error}")))
    }
}

/// Why there is no running, in one line.
pub fn nobody_runs(session: &Session) -> String {
    let mut said: Vec<String> = session
        .recordings
        .iter()
        .map(|recording| match session.recordings.len() {
            1 => activities(recording),
            _ => format!("{}: {}", recording.placement, activities(recording)),
        })
        .collect();
    if said.is_empty() {
        said.push("no running among the activities of the watch".to_owned());
    }
    format!("nobody runs: {}", said.join("; "))
}

/// What is done instead of running, longest first: `walking 31 s, still 2 s`.
pub fn activities(recording: &Recording) -> String {
    let signals = &recording.signals;
    let mut sums = [
        ("walking", Activity::Walk, 0.0),
        ("still", Activity::Still, 0.0),
        ("other movement", Activity::Other, 0.0),
    ];
    for bout in bouts::find(signals, recording.placement) {
        if let Some(sum) = sums.iter_mut().find(|(_, activity, _)| *activity == bout.activity) {
            sum.2 += signals.time_s(bout.end) - signals.time_s(bout.start);
        }
    }
    sums.sort_by(|a, b| b.2.total_cmp(&a.2));
    let parts: Vec<String> = sums
        .iter()
        .filter(|(.., s)| *s >= 1.0)
        .map(|(name, _, s)| format!("{name} {}", text::duration(*s)))
        .collect();
    if parts.is_empty() { "too short to tell".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::RunStatus;
    use strideform::read::Source;

    fn still(seconds: usize) -> Vec<u8> {
        let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
        for i in 0..seconds * 100 {
            csv += &format!("{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, 1.0 + 0.001 * (i % 3) as f64);
        }
        csv.into_bytes()
    }

    fn rows(name: &str, bytes: Vec<u8>) -> Result<InputRows, FailureRow> {
        let source = Source::Bytes { name: name.to_owned(), bytes };
        let input = Input::Recording { source, placement: None, device: None };
        InputTask { strides: true, ..InputTask::default() }.rows(name, &input, |_, _| {})
    }

    #[test]
    fn nobody_running_is_a_row_with_what_is_done_instead() {
        let rows = rows("left_shank.csv", still(20)).expect("it is read well");
        assert_eq!(rows.run.status, RunStatus::NobodyRuns);
        assert_eq!(rows.run.reason.as_deref(), Some("nobody runs: still 20 s"));
        assert!(rows.strides.is_none());
    }

    #[test]
    fn what_cannot_be_read_is_a_failure_that_does_not_repeat_its_name() {
        let row = rows("left_shank.csv", b"time_s,acc_x_g,acc_y_g,acc_z_g\n0,x,0,1\n".to_vec())
            .expect_err("no number");
        assert!(!row.reason.contains("left_shank.csv") && !row.reason.contains('\n'), "{}", row.reason);
    }
}
