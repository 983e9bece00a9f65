//! `--log`: the runs before this one, for the fault that needs them.

use strideform::findings::RuleTable;
use strideform::report::{Analysis, Saved};
use strideform::trend::{self, TrendSession};

use super::trend_sessions::{expanded, sessions};
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
    let Some(start) = this.started.as_ref().map(|s| s.at) else {
        return Err(Failure::Usage(
            "--log needs the start time of this run: `started = …` under [run] in session.toml, or a watch file"
                .to_owned(),
        ));
    };
    let mut runs = Vec::new();
    for input in expanded(log) {
        runs.extend(sessions(&input)?);
    }
    runs.retain(|r| r.started.as_ref().is_some_and(|s| s.at < start));
    runs.push(this);
    for judged in trend::trend(runs, table).findings {
        if let Some(finding) = analysis.findings.iter_mut().find(|f| f.fault == judged.fault) {
            *finding = judged;
        }
    }
    Ok(())
}
