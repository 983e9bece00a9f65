//! Weeks of training: load and form from one run to the next.
//!
//! The rule with evidence is the single run: longer than the longest of the 30 days before by more than 10 % (Frandsen et al.
//! 2025). The change from week to week is shown without alarm: that study found no relation. Steps, and steps times impact
//! per side, are a description; no threshold for them is known.
//!
//! Days and weeks are those of the clock that the start was written in, so that a change of zone or of summer time moves no
//! run into another week; weeks begin on Monday (ISO 8601).

mod course;
mod duplicates;
mod load;
mod session;
mod spike;
mod week;

use serde::Serialize;

use crate::findings::{Finding, RuleTable};
use crate::recording::{Caveat, CaveatId};

pub use course::{Course, CoursePoint, Tendency};
pub use load::SideLoad;
pub use session::{Start, TrendSession, TrendValue};
pub use spike::Spike;
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
    /// Running sessions with a start, in order of time.
    pub sessions: Vec<TrendSession>,
    /// Weeks from the first session to the last, those without a run too.
    pub weeks: Vec<Week>,
    /// `load-spike`, as in an analysis.
    pub findings: Vec<Finding>,
    /// Every metric over time, at like speed.
    pub courses: Vec<Course>,
    /// Sessions without a start: in no week and in no rule.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub undated: Vec<TrendSession>,
    /// What to know.
    pub caveats: Vec<Caveat>,
}

/// Puts sessions in order of time, merges those that are one run, and weighs the log.
pub fn trend(sessions: Vec<TrendSession>, table: &RuleTable) -> Trend {
    let (dated, undated): (Vec<_>, Vec<_>) = sessions.into_iter().partition(|s| s.started.is_some());
    let (mut sessions, merged) = duplicates::merged(dated);
    let mut caveats = Vec::new();
    if merged > 0 {
        let runs = if merged == 1 { "recording is" } else { "recordings are" };
        let text = format!("{merged} {runs} of a run that another file holds too: each run counts once");
        caveats.push(Caveat::new(CaveatId::SameRun, text).with_value(merged as f64));
    }
    if !undated.is_empty() {
        let n = undated.len();
        let runs = if n == 1 { "session has" } else { "sessions have" };
        let text = format!("{n} {runs} no start time: listed, but in no week and in no rule");
        caveats.push(Caveat::new(CaveatId::Undated, text).with_value(n as f64));
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
        sessions,
        undated,
        caveats,
    }
}

#[cfg(test)]
mod tests;
