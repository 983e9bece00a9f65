//! The length of a run relative to the longest of the 30 days before it.

use serde::Serialize;

use crate::findings::{Finding, LoadLog, RuleTable, load_spike};
use crate::recording::{Caveat, CaveatId};

use super::session::{Spike, TrendSession};

/// Days that the rule looks back (Frandsen et al. 2025).
const DAYS: i32 = 30;
/// More days than this without a run count as a gap (*chosen*: a week).
const GAP_DAYS: i32 = 7;

/// Whole days from the first session to the second.
fn days(from: &TrendSession, to: &TrendSession) -> Option<i32> {
    let (from, to) = (from.started.as_ref()?.day, to.started.as_ref()?.day);
    from.until(to).ok().map(|span| span.get_days())
}

/// One measure of the length of a run.
type Length = fn(&TrendSession) -> Option<f64>;

/// The length of the run and of those before it: by distance, or by time if distances are unknown.
fn log(sessions: &[TrendSession], at: usize) -> Option<(LoadLog, &'static str)> {
    let this = sessions.get(at)?;
    let earlier: Vec<&TrendSession> = sessions
        .iter()
        .take(at)
        .rev()
        // In chronological order, days written in different time zones may be off by one.
        .take_while(|s| days(s, this).is_some_and(|d| d <= DAYS + 1))
        .filter(|s| days(s, this).is_some_and(|d| d <= DAYS))
        .collect();
    let lengths: [(&'static str, Length); 2] = [("distance", |s| s.distance_m), ("time", |s| s.seconds)];
    lengths.into_iter().find_map(|(by, length)| {
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        let run = length(this).filter(positive)?;
        let before: Vec<f64> = earlier.iter().filter_map(|s| length(s).filter(positive)).collect();
        if before.is_empty() && !earlier.is_empty() {
            return None;
        }
        let longest = before.iter().copied().fold(None, |m: Option<f64>, v| Some(m.map_or(v, |m| m.max(v))));
        let days_logged = sessions.first().and_then(|first| days(first, this)).unwrap_or(0);
        let runs_before = before.len();
        let log = LoadLog { run, longest_before: longest, runs_before, days_logged: f64::from(days_logged) };
        Some((log, by))
    })
}

/// Sets the ratio of every run; the sessions must be in chronological order.
pub(super) fn mark(sessions: &mut [TrendSession]) {
    let spikes: Vec<Option<Spike>> = (0..sessions.len())
        .map(|at| {
            let (log, by) = log(sessions, at)?;
            let longest_before = log.longest_before?;
            let (runs_before, log_is_complete) = (log.runs_before, log.is_complete());
            Some(Spike { ratio: log.run / longest_before, longest_before, runs_before, by, log_is_complete })
        })
        .collect();
    for (session, spike) in sessions.iter_mut().zip(spikes) {
        session.spike = spike;
    }
}

/// The finding for the last 30 days of the log, from its largest ratio; `None` if the table has no such fault.
pub(super) fn finding(sessions: &[TrendSession], table: &RuleTable) -> Option<Finding> {
    let Some(last) = sessions.last() else {
        return load_spike(
            table,
            LoadLog { run: f64::NAN, longest_before: None, runs_before: 0, days_logged: 0.0 },
        );
    };
    let recent = sessions.iter().enumerate().filter(|(_, s)| days(s, last).is_some_and(|d| d < DAYS));
    let (at, _) = recent
        .max_by(|a, b| {
            let ratio = |s: &TrendSession| s.spike.map_or(0.0, |s| s.ratio);
            ratio(a.1).total_cmp(&ratio(b.1))
        })
        .or_else(|| sessions.len().checked_sub(1).zip(Some(last)))?;
    finding_at(sessions, at, table, "was the largest increase of the last 30 days")
}

/// The finding for one run of the log, from the runs before it; `role` is what is said of it.
pub(super) fn finding_at(
    sessions: &[TrendSession],
    at: usize,
    table: &RuleTable,
    role: &str,
) -> Option<Finding> {
    let (log, by) = log(sessions, at)?;
    let mut finding = load_spike(table, log)?;
    if !finding.evidence.is_empty() {
        let this = sessions.get(at)?;
        let day = this.started.as_ref().map(|s| s.day.to_string()).unwrap_or_default();
        finding.checks.push(format!("by {by}, the run on {day} {role}"));
        let near: Vec<TrendSession> = sessions
            .iter()
            .take(at + 1)
            .filter(|s| days(s, this).is_some_and(|d| d <= DAYS))
            .cloned()
            .collect();
        if let Some(gap) = gaps(&near) {
            if !finding.confounders.is_empty() {
                finding.confounders.insert(0, gap.text.clone());
                finding.confounders_seen += 1;
            }
            finding.checks.push(gap.text);
        }
    }
    Some(finding)
}

/// Days without a run in the log: a rest, an injury, or runs that were not recorded.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Gap {
    /// The day of the last run before.
    pub after: String,
    /// Days without a run.
    pub days: i32,
}

/// Gaps of more than a week without a run; the sessions must be in chronological order.
pub(super) fn list_of_gaps(sessions: &[TrendSession]) -> Vec<Gap> {
    sessions
        .iter()
        .zip(sessions.iter().skip(1))
        // The days in between, not counting those of the two runs.
        .filter_map(|(a, b)| Some(Gap { days: days(a, b)? - 1, after: a.started.as_ref()?.day.to_string() }))
        .filter(|gap| gap.days > GAP_DAYS)
        .collect()
}

/// A caveat about gaps.
pub(super) fn gaps(sessions: &[TrendSession]) -> Option<Caveat> {
    let gaps = list_of_gaps(sessions);
    let Gap { days: longest, after: day } = gaps.iter().max_by_key(|gap| gap.days)?;
    let many = match gaps.len() {
        1 => "the log has a gap".to_owned(),
        n => format!("the log has {n} gaps of more than a week, the longest"),
    };
    let text = format!(
        "{many} of {longest} days after {day}: unrecorded runs would make a later increase look larger"
    );
    Some(Caveat::new(CaveatId::Gaps, text).with_value(f64::from(*longest)))
}
