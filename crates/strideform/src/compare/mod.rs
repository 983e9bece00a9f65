//! Two analyses, before and after: which changes exceed the measurement error.
//!
//! Within one runner, much of a metric's error is the same on both occasions and cancels; [`session_share`] models how much.
//! Most metrics depend on speed, so they are compared at a comparable speed: where a reference curve exists, the change
//! explained by speed is removed; elsewhere, runs more than 5 % apart in speed are not compared.

mod detectable;
mod metric;
mod speed;

use serde::Serialize;

use crate::recording::{Caveat, CaveatId};
use crate::report::{Saved, SavedFinding};

pub use detectable::{ErrorModel, minimal_detectable_change};
pub use metric::{Compared, Pair, Verdict};
pub use speed::Speeds;

// Building blocks that this project's own tests, benches and validation use: no promise of stability, not documented.
#[doc(hidden)]
pub use detectable::session_share;
#[doc(hidden)]
pub use speed::{expected_ratio, independent as independent_of_speed};

/// Identifier and version of the JSON format.
pub const SCHEMA: &str = "strideform.compare/1";

/// One of the two runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Side {
    /// The files it was read from.
    pub files: Vec<String>,
    /// The runner's name or code.
    pub runner: Option<String>,
    /// Start.
    pub started: Option<String>,
    /// Speed, m/s.
    pub speed_mps: Option<f64>,
    /// True if the speed was given or came from a watch file, false if it was measured by a sensor.
    #[serde(rename = "speed_told")]
    pub speed_given: Option<bool>,
    /// Seconds of running.
    pub running_s: f64,
}

/// A finding whose status or side changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FindingChange {
    /// The fault.
    pub fault: String,
    /// Its name.
    pub name: String,
    /// Status before.
    pub before: String,
    /// Status after.
    pub after: String,
    /// Side before.
    pub side_before: Option<String>,
    /// Side after.
    pub side_after: Option<String>,
}

/// The comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Comparison {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// Version of this library.
    pub version: &'static str,
    /// The run before.
    pub before: Side,
    /// The run after.
    pub after: Side,
    /// True if both are recordings of the same run.
    pub same_run: bool,
    /// How the speeds compare.
    pub speed: Speeds,
    /// Metrics available in both runs, in the order of the first.
    pub metrics: Vec<Compared>,
    /// Metrics available only in the run before.
    pub only_before: Vec<String>,
    /// Metrics available only in the run after.
    pub only_after: Vec<String>,
    /// Findings whose status or side changed.
    pub findings: Vec<FindingChange>,
    /// What to keep in mind when reading the comparison.
    pub caveats: Vec<Caveat>,
}

impl Comparison {
    /// Metrics whose combined value or one side changed by more than the minimal detectable change.
    pub fn changed(&self) -> impl Iterator<Item = &Compared> {
        self.metrics.iter().filter(|m| m.has_changed())
    }
}

/// Compares two analyses.
pub fn compare(before: &Saved, after: &Saved) -> Comparison {
    let same_run = same_run(before, after);
    let speed = if same_run { Speeds::SameRun } else { speed::speeds(before, after) };
    let slope = slopes_differ(before, after);
    let metrics: Vec<Compared> = before
        .metrics
        .iter()
        .filter_map(|b| {
            let a = after.metric(&b.id)?;
            Some(metric::compared(b, a, &metric::Conditions { speed, slope, runner: &before.runner() }))
        })
        .collect();
    let only = |one: &Saved, other: &Saved| {
        let lacks = |id: &&str| other.metric(id).is_none();
        one.metrics.iter().map(|m| m.id.as_str()).filter(lacks).map(str::to_owned).collect()
    };
    let caveats = caveats(before, after, speed, slope, &metrics);
    Comparison {
        schema: SCHEMA,
        version: env!("CARGO_PKG_VERSION"),
        before: side(before),
        after: side(after),
        same_run,
        speed,
        only_before: only(before, after),
        only_after: only(after, before),
        findings: findings(&before.findings, &after.findings),
        metrics,
        caveats,
    }
}

fn side(saved: &Saved) -> Side {
    let speed = saved.speed();
    Side {
        files: saved.recordings.iter().map(|r| r.file.clone()).collect(),
        runner: saved.runner.id.clone(),
        started: saved.run.started.clone(),
        speed_mps: speed.map(|s| s.mps),
        speed_given: speed.map(|s| s.given),
        running_s: saved.running_s(),
    }
}

/// True if the two overlap in time, so that they are recordings of the same run.
fn same_run(before: &Saved, after: &Saved) -> bool {
    let span = |s: &Saved| {
        let start = s.started()?.as_millisecond() as f64 / 1000.0;
        Some((start, start + s.seconds()))
    };
    let (Some(b), Some(a)) = (span(before), span(after)) else { return false };
    let overlap = b.1.min(a.1) - b.0.max(a.0);
    // Half of the shorter (*chosen*): the clocks of two devices may differ by minutes, but two runs never overlap that much.
    overlap > 0.5 * (b.1 - b.0).min(a.1 - a.0) && overlap > 0.0
}

/// True if the slopes differ too much to compare form (*chosen*: 2 %; running downhill alone may double the impact).
fn slopes_differ(before: &Saved, after: &Saved) -> bool {
    let slope = |s: &Saved| s.run.slope_percent.filter(|v| v.is_finite());
    matches!((slope(before), slope(after)), (Some(b), Some(a)) if (a - b).abs() >= 2.0)
}

fn findings(before: &[SavedFinding], after: &[SavedFinding]) -> Vec<FindingChange> {
    before
        .iter()
        .filter_map(|b| {
            let a = after.iter().find(|a| a.fault == b.fault)?;
            let shows = |f: &SavedFinding| matches!(f.status.as_str(), "present" | "borderline");
            let moved = a.status != b.status || (shows(a) && a.side != b.side);
            moved.then(|| FindingChange {
                fault: b.fault.clone(),
                name: if b.name.is_empty() { b.fault.clone() } else { b.name.clone() },
                before: b.status.clone(),
                after: a.status.clone(),
                side_before: b.side.clone(),
                side_after: a.side.clone(),
            })
        })
        .collect()
}

fn caveats(before: &Saved, after: &Saved, speed: Speeds, slope: bool, metrics: &[Compared]) -> Vec<Caveat> {
    let mut out = Vec::new();
    if speed == Speeds::Unknown {
        let text =
            "the speed of one or both runs is unknown: a change in speed would change most of these values";
        out.push(Caveat::new(CaveatId::SpeedUnknown, text));
    }
    if slope {
        let text = "the slopes differ by 2 % or more: metrics that depend on slope are not compared";
        out.push(Caveat::new(CaveatId::OtherSlope, text));
    }
    if let (Some(b), Some(a)) = (&before.run.surface, &after.run.surface)
        && !b.eq_ignore_ascii_case(a)
    {
        let text =
            format!("the surfaces differ ({b}, then {a}), which alone changes impact and contact time");
        out.push(Caveat::new(CaveatId::OtherSurface, text));
    }
    if let (Some(b), Some(a)) = (&before.runner.id, &after.runner.id)
        && b != a
    {
        let text =
            format!("the runners are named {b} and {a}: these limits do not apply to two different people");
        out.push(Caveat::new(CaveatId::OtherRunner, text));
    }
    let tests = metrics.iter().map(Compared::tests).sum::<usize>();
    // With no real change, 19 of 20 values stay within a 95 % limit.
    if tests >= 10 {
        let text = format!(
            "{tests} values were compared: about one in twenty exceeds its limit by chance even when nothing has changed"
        );
        out.push(Caveat::new(CaveatId::ManyValues, text).with_value(tests as f64));
    }
    if metrics.iter().any(|m| m.model == ErrorModel::SameMethod) {
        let text = "the limits assume the same sensor, worn in the same place in the same way";
        out.push(Caveat::new(CaveatId::SameMounting, text));
    }
    out
}

#[cfg(test)]
mod tests;
