//! Sudden rise in load: a run compared with the longest of the 30 days before it.
//!
//! # Source
//! Frandsen et al. 2025 (British Journal of Sports Medicine; 5205 runners): a single run more than 10 % longer than the longest
//! of the 30 days before was associated with more injuries (hazard ratio 1.64, 1.52 above 30 %, 2.28 above 100 %); the week-to-week ratio and
//! the acute-to-chronic ratio were not.

use super::finding::{Evidence, Finding, Role, Severity, Status};
use super::rules::{LONGEST_RUN_RATIO, RuleKind, RuleTable};
use super::weigh::{beyond, severity};

/// With at least this many runs in the 30 days before, the log counts as complete (*chosen*: one a week).
pub const RUNS_OF_A_COMPLETE_LOG: usize = 4;
/// The rule looks back this many days, so a shorter log cannot be judged.
const DAYS_OF_A_COMPLETE_LOG: f64 = 30.0;
/// The highest hazard was found from this ratio.
pub const VERY_MARKED_RATIO: f64 = 2.0;
/// 95 % half-width of the ratio of two distances from one device, as a share (*chosen*: 3 % for each, partly shared as both come
/// from one device).
const RATIO_ERROR: f64 = 0.03;

/// A run, and what the log holds for the 30 days before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadLog {
    /// Length of the run being judged, m (or s or steps, if all runs use the same: only ratios count).
    pub run: f64,
    /// The longest run of the 30 days before, in the same unit; `None` without any.
    pub longest_before: Option<f64>,
    /// Runs logged in those 30 days.
    pub runs_before: usize,
    /// Days from the log's first run to the run being judged.
    pub days_logged: f64,
}

impl LoadLog {
    /// True where the log reaches back far enough, with enough runs, for the ratio to mean something.
    pub fn is_complete(&self) -> bool {
        self.runs_before >= RUNS_OF_A_COMPLETE_LOG && self.days_logged >= DAYS_OF_A_COMPLETE_LOG
    }
}

/// The finding `load-spike` of a table; `None` if the table has no such fault.
///
/// `not-assessed` for a log with fewer than [`RUNS_OF_A_COMPLETE_LOG`] runs in the 30 days before, or one that does not reach
/// back 30 days: runs that were not logged produce an apparent spike.
pub fn load_spike(table: &RuleTable, log: LoadLog) -> Option<Finding> {
    let fault = table.faults.iter().find(|f| f.rules.iter().any(|r| r.kind == RuleKind::LongestRun))?;
    let rule = fault.rules.iter().find(|r| r.kind == RuleKind::LongestRun)?;
    let mut finding = fault.not_assessed();
    let before = log.longest_before.filter(|v| v.is_finite() && *v > 0.0 && log.runs_before > 0);
    let (Some(before), true) = (before, log.run.is_finite() && log.run > 0.0) else {
        finding.needs = Some("at least one run in the 30 days before, preferably four or more".to_owned());
        return Some(finding);
    };
    if !log.is_complete() {
        let runs = if log.runs_before == 1 { "run" } else { "runs" };
        finding.needs = Some(format!(
            "a log of at least {RUNS_OF_A_COMPLETE_LOG} runs over {DAYS_OF_A_COMPLETE_LOG:.0} days before this run (there: {} {runs}, {:.0} days): runs \
             that were not logged look like a rise",
            log.runs_before,
            log.days_logged.max(0.0)
        ));
        return Some(finding);
    }
    let ratio = log.run / before;
    let half = RATIO_ERROR * ratio;
    let p = beyond(ratio, rule.mild, half, true);
    finding.status = Status::of(p);
    finding.confidence = Some(if finding.status == Status::Absent { 1.0 - p } else { p });
    finding.evidence = vec![Evidence {
        metric: LONGEST_RUN_RATIO.to_owned(),
        role: Role::Decides,
        value: ratio,
        uncertainty: half,
        threshold: rule.mild,
        marked: rule.marked,
        side: None,
        relative: false,
        source: rule.source.clone(),
    }];
    if finding.status != Status::Absent {
        finding.confounders_seen = finding.checks.len();
        finding.confounders = finding.checks.iter().chain(&fault.confounders).cloned().collect();
        finding.advice = fault.advice.clone();
        finding.exercises = fault.exercises.clone();
        finding.remedy = fault.remedy.clone();
    }
    if finding.status == Status::Present {
        finding.severity = Some(severity(ratio, rule.marked, true));
        if ratio >= VERY_MARKED_RATIO && finding.severity == Some(Severity::Marked) {
            finding.checks.push("more than twice the longest run, where the hazard is highest".to_owned());
        }
    }
    Some(finding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_half_longer_than_any_other_is_a_spike() {
        let table = RuleTable::embedded();
        let of = |run, before, runs| {
            let log = LoadLog { run, longest_before: before, runs_before: runs, days_logged: 60.0 };
            load_spike(&table, log).unwrap()
        };
        let f = of(15_000.0, Some(10_000.0), 8);
        assert_eq!((f.status, f.severity, f.confounders_seen), (Status::Present, Some(Severity::Marked), 0));
        let mild = of(12_000.0, Some(10_000.0), 8);
        assert_eq!((mild.status, mild.severity), (Status::Present, Some(Severity::Mild)));
        assert_eq!(of(10_000.0, Some(10_000.0), 8).status, Status::Absent);
        // 11 % with an error of 3 % is not certainly above 10 %.
        assert_eq!(of(11_100.0, Some(10_000.0), 8).status, Status::Borderline);
        assert_eq!(of(10_000.0, None, 0).status, Status::NotAssessed);
        assert_eq!(of(15_000.0, Some(10_000.0), 2).status, Status::NotAssessed);
    }
}
