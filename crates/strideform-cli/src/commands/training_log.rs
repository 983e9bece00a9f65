//! `--log`: the runs before this one, for the fault that needs them.

use std::io::Write;

use strideform::findings::RuleTable;
use strideform::report::{Analysis, Saved};
use strideform::trend::{self, TrendSession};

use super::trend_sessions::{self, expanded};
use crate::diagnose;
use crate::exit::Failure;

/// Assesses the load of this run from the earlier runs of the log, instead of leaving it `not-assessed`.
///
/// # Errors
/// An input of the log that cannot be read, and a run whose start time is unknown.
pub(crate) fn apply(analysis: &mut Analysis, log: &[String], table: &RuleTable) -> Result<(), Failure> {
    if log.is_empty() {
        return Ok(());
    }
    let this = TrendSession::of_analysis(&Saved::from(&*analysis), "this run");
    if this.started.is_none() {
        return Err(Failure::Usage(
            "--log needs the start time of this run: `started = …` under [run] in session.toml, or a watch file"
                .to_owned(),
        ));
    }
    let mut runs = Vec::new();
    for read in trend_sessions::read_all(&expanded(log).files) {
        match read.sessions {
            Ok(sessions) => runs.extend(sessions),
            // What the user named has to be read; of a folder or an archive what is not a run is skipped.
            Err(failure) if log.contains(&read.file) => return Err(failure),
            Err(failure) => {
                let words = diagnose::message(&failure, false);
                let line = words.lines().next().unwrap_or_default();
                let _ = writeln!(std::io::stderr().lock(), "{}", line.replacen("error: ", "skipped: ", 1));
            }
        }
    }
    if let Some(judged) = trend::load_of(this, runs, table) {
        analysis.replace_finding(judged);
    }
    Ok(())
}
