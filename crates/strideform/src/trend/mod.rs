//! Weeks of training: how load and form change from one run to the next.
//!
//! The rule backed by evidence concerns the single run: more than 10 % longer than the longest run of the 30 days before it
//! (Frandsen et al. 2025). The change from week to week is shown without a warning, because that study found no association.
//! Steps, and steps times impact per side, are descriptive; no threshold is known for them.
//!
//! Days and weeks follow the clock in which the start was written, so that a change of time zone or of summer time does not
//! move a run into another week; weeks begin on Monday (ISO 8601).

mod accounts;
mod course;
mod duplicates;
mod load;
mod outings;
mod session;
mod spike;
mod start;
mod value;
mod week;

use serde::Serialize;

use crate::findings::{Finding, RuleTable};
use crate::recording::{Caveat, CaveatId};

pub use accounts::{FileAccount, FileRead, FileUse};
pub use course::{Course, CoursePoint, Tendency};
pub use load::SideLoad;
pub use session::{Spike, TrendSession};
pub use spike::Gap;
pub use start::Start;
pub use value::TrendValue;
pub use week::Week;

/// Identifier and version of the JSON format.
pub const SCHEMA: &str = "strideform.trend/1";

/// Sessions, weeks, and what they show.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Trend {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Version of this library.
    pub version: &'static str,
    /// Running sessions with a start, in chronological order.
    pub sessions: Vec<TrendSession>,
    /// Weeks from the first session to the last, including those without a run.
    pub weeks: Vec<Week>,
    /// `load-spike`, as in an analysis.
    pub findings: Vec<Finding>,
    /// Every metric over time, at a comparable speed.
    pub courses: Vec<Course>,
    /// Days without a run, where there are more than seven in a row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Gap>,
    /// Sessions without a start time: not included in any week or rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undated: Vec<TrendSession>,
    /// What became of every file, after [`Trend::account`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileAccount>,
    /// What to keep in mind when reading the trend.
    pub caveats: Vec<Caveat>,
}

impl Trend {
    /// Accounts for every file that was read.
    pub fn account(&mut self, read: Vec<FileRead>) {
        let all: Vec<TrendSession> = self.sessions.iter().chain(&self.undated).cloned().collect();
        self.files = accounts::accounts(read, &all);
    }
}

/// The load of one run, from the runs of a log before it: the ratio of this run itself, not of a longer one in the log.
///
/// `None` where the run has no start, or the table no such fault.
pub fn load_of(mut this: TrendSession, log: Vec<TrendSession>, table: &RuleTable) -> Option<Finding> {
    let start = this.started.clone()?;
    // A name that no file has, by which the run is found again.
    this.file = "\0this".to_owned();
    let (mut sessions, _) =
        duplicates::merged(log.into_iter().filter(|s| s.started.is_some()).chain([this.clone()]).collect());
    let at = sessions.iter().position(|s| s.file == this.file || s.also.contains(&this.file))?;
    // Merged with a longer recording in the log, it is still the run that was given.
    if let Some(own) = sessions.get_mut(at) {
        *own = TrendSession { started: own.started.clone().or(Some(start)), ..this };
    }
    sessions.truncate(at + 1);
    spike::mark(&mut sessions);
    spike::finding_at(&sessions, at, table, "is compared with the runs before it")
}

/// Sorts the sessions by time, merges duplicates, and assesses the log.
pub fn trend(sessions: Vec<TrendSession>, table: &RuleTable) -> Trend {
    let (dated, undated): (Vec<_>, Vec<_>) = sessions.into_iter().partition(|s| s.started.is_some());
    let (sessions, merged) = duplicates::merged(dated);
    let (mut sessions, joined) = outings::joined(sessions);
    let mut caveats = Vec::new();
    if merged > 0 {
        let runs = if merged == 1 { "recording is" } else { "recordings are" };
        let text = format!("{merged} {runs} of a run that is also in another file: each run counts once");
        caveats.push(Caveat::new(CaveatId::SameRun, text).with_value(merged as f64));
    }
    if !undated.is_empty() {
        let n = undated.len();
        let runs = if n == 1 { "session has" } else { "sessions have" };
        let text = format!("{n} {runs} no start time: listed, but not included in any week or rule");
        caveats.push(Caveat::new(CaveatId::Undated, text).with_value(n as f64));
    }
    let walked = sessions.iter().filter(|s| s.load_only).count();
    if walked > 0 {
        let runs = if walked == 1 { "run has" } else { "runs have" };
        let text = format!(
            "{walked} {runs} a cadence below 120 steps/min, as walking breaks give: counted in the load, not in the form"
        );
        caveats.push(Caveat::new(CaveatId::LoadOnly, text).with_value(walked as f64));
    }
    if joined > 0 {
        let outings = if joined == 1 { "outing was" } else { "outings were" };
        let text = format!(
            "{joined} {outings} recorded in several parts, less than half an hour apart: each counts as one run, with the form \
             of its longest part"
        );
        caveats.push(Caveat::new(CaveatId::Outing, text).with_value(joined as f64));
    }
    caveats.extend(spike::gaps(&sessions));
    spike::mark(&mut sessions);
    let findings = spike::finding(&sessions, table).into_iter().collect();
    Trend {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        weeks: week::weeks(&sessions),
        findings,
        courses: course::courses(&sessions),
        gaps: spike::list_of_gaps(&sessions),
        sessions,
        undated,
        files: Vec::new(),
        caveats,
    }
}

#[cfg(test)]
mod tests;
