//! Turns the files of one input into its rows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use strideform::pipeline::{self, AnalysisOptions};
use strideform::read::{self, Input, ReadOptions};
use strideform::recording::{Run, Runner, Session, WatchRun};
use strideform::report::Analysis;
use strideform_render::tables::{RecordBatch, RunRow, strides_batch};

use super::failure_row::FailureRow;
use super::no_running::no_running;
use super::run_row::run_row;
use crate::inputs::BatchInput;

/// The rows of one input.
#[derive(Debug)]
#[non_exhaustive]
pub struct InputRows {
    /// Its row of the table of runs.
    pub run: RunRow,
    /// Its rows of the table of strides, if they are requested and there are any.
    pub strides: Option<RecordBatch>,
}

/// Settings that apply to every input.
#[derive(Debug, Clone, Default)]
pub struct InputTask {
    /// How to read.
    pub read: ReadOptions,
    /// Methods and rules.
    pub options: AnalysisOptions,
    /// Whether the rows of strides are requested.
    pub strides: bool,
}

impl InputTask {
    /// Reads and analyses one input of a job; `adjust` changes the data about the runner and the run.
    ///
    /// # Errors
    /// Whatever goes wrong with the input, even a panic, becomes a row of failures.
    pub fn analyze(
        &self,
        input: &BatchInput,
        adjust: impl Fn(&mut Runner, &mut Run),
    ) -> Result<InputRows, FailureRow> {
        let what = input.input.as_ref().map_err(FailureRow::new)?;
        self.rows(&input.name, what, adjust)
    }

    /// Reads and analyses an input under a given name; `adjust` changes the data about the runner and the run.
    ///
    /// # Errors
    /// As for [`analyze`](Self::analyze).
    pub fn rows(
        &self,
        name: &str,
        input: &Input,
        adjust: impl Fn(&mut Runner, &mut Run),
    ) -> Result<InputRows, FailureRow> {
        // No state changed by the analysis outlives it, so a panic leaves nothing half finished.
        let done = catch_unwind(AssertUnwindSafe(|| self.unguarded(name, input, adjust)));
        done.unwrap_or_else(|panic| {
            let what = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_else(|| "no message".to_owned());
            Err(FailureRow::new(format!(
                "internal error: {what}; this is a bug in strideform {}, please report it",
                env!("CARGO_PKG_VERSION")
            )))
        })
    }

    fn unguarded(
        &self,
        name: &str,
        input: &Input,
        adjust: impl Fn(&mut Runner, &mut Run),
    ) -> Result<InputRows, FailureRow> {
        let mut session = input.read(&self.read).map_err(|error| FailureRow::of(&error, name))?;
        adjust(&mut session.runner, &mut session.run);
        if let Some(run) = self.several(name, input, &session, &adjust)? {
            return Ok(InputRows { run, strides: None });
        }
        let analysis = pipeline::analyze(&session, &self.options);
        let reason = (!analysis.has_running()).then(|| no_running(&session));
        drop(session);
        let strides = self.strides(name, &analysis)?;
        Ok(InputRows { run: run_row(name, &analysis, reason), strides })
    }

    /// The rows of an input with several runs, such as a portal's table or an archive, each with its number behind the name.
    fn several(
        &self,
        name: &str,
        input: &Input,
        session: &Session,
        adjust: &impl Fn(&mut Runner, &mut Run),
    ) -> Result<Option<RunRow>, FailureRow> {
        let Input::Recording { source, device: None, .. } = input else { return Ok(None) };
        let several = |run: &WatchRun| run.number > 0 || run.runs > 1;
        if !session.recordings.is_empty() || !session.watches.iter().any(several) {
            return Ok(None);
        }
        let runs = read::each_run(source, &input.options(&self.read));
        let runs = runs.map_err(|error| FailureRow::of(&error, name))?;
        let mut rows = runs.into_iter().map(|(number, watches)| {
            let mut session = Session::default().with_watches(watches);
            adjust(&mut session.runner, &mut session.run);
            let analysis = pipeline::analyze(&session, &self.options);
            let reason = (!analysis.has_running()).then(|| no_running(&session));
            run_row(format!("{name}#{number}"), &analysis, reason)
        });
        let Some(mut first) = rows.next() else { return Ok(None) };
        first.more = rows.collect();
        Ok(Some(first))
    }

    fn strides(&self, name: &str, analysis: &Analysis) -> Result<Option<RecordBatch>, FailureRow> {
        if !self.strides || analysis.contacts.is_empty() {
            return Ok(None);
        }
        let batch = strides_batch(name, analysis);
        batch.map(Some).map_err(|error| FailureRow::new(format!("internal error: {error}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::read::Source;
    use strideform_render::tables::RunStatus;

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
    fn no_running_is_a_row_with_the_activities_found() {
        let rows = rows("left_shank.csv", still(20)).expect("it is read");
        assert_eq!(rows.run.status, RunStatus::NoRunning);
        assert_eq!(rows.run.reason.as_deref(), Some("no running detected: still 20 s"));
        assert!(rows.strides.is_none());
    }

    #[test]
    fn every_run_of_a_table_is_a_row() {
        let table = "Activity Type,Date,Title,Distance,Time,Avg Run Cadence\r\n\
            Running,2026-05-04 07:00:00,Run,8.00,00:40:00,172\r\n\
            Cycling,2026-05-03 07:00:00,Ride,30.00,01:00:00,\r\n\
            Running,2026-05-02 07:00:00,Run,10.00,00:50:00,170\r\n";
        let row = rows("Activities.csv", table.into()).expect("it is read").run;
        let all: Vec<&RunRow> = std::iter::once(&row).chain(&row.more).collect();
        let values: Vec<(&str, Option<f64>, Option<f64>)> =
            all.iter().map(|r| (r.input.as_str(), r.distance_m, r.metrics["cadence"].value)).collect();
        assert_eq!(
            values,
            [
                ("Activities.csv#1", Some(10_000.0), Some(170.0)),
                ("Activities.csv#2", Some(8_000.0), Some(172.0)),
            ]
        );
        assert!(all.iter().all(|r| r.started.is_some() && r.steps.is_some()));
    }

    #[test]
    fn a_failure_does_not_repeat_the_name_of_the_input() {
        let row = rows("left_shank.csv", b"time_s,acc_x_g,acc_y_g,acc_z_g\n0,x,0,1\n".to_vec())
            .expect_err("not a number");
        assert!(!row.reason.contains("left_shank.csv") && !row.reason.contains('\n'), "{}", row.reason);
    }
}
