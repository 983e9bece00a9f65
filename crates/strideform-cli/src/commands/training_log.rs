//! `--log`: the runs before this one, for the fault that needs them.

use strideform::findings::RuleTable;
use strideform::report::{Analysis, Saved};
use strideform::trend::{self, TrendSession};

use super::trend_sessions::{self, expanded};
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
    for read in trend_sessions::read_all(&expanded(log)) {
        runs.extend(read.sessions?);
    }
    if let Some(judged) = trend::load_of(this, runs, table) {
        analysis.replace_finding(judged);
    }
    Ok(())
}
