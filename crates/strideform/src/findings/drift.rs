//! Form drift: several small changes over the run, or one large change, beyond the run's own variation.

use crate::metrics::{Drift, MIN_RUNNING_S, SpeedOverRun};

use super::finding::{Evidence, Role, Severity};
use super::rules::{Fault, RuleKind};
use super::weigh::{Verdict, beyond};

/// Probability of drift where one sign alone is sure: it is said, and not called present (*chosen*).
const ONE_SIGN: f64 = 0.6;

/// A change, with the probabilities that it exceeds the mild and the marked threshold.
struct Change {
    mild: f64,
    marked: f64,
    is_marked: bool,
    is_mild: bool,
    evidence: Evidence,
}

/// The verdict over all metrics that the table names; `None` if none of them was tracked over the run.
///
/// Drift is present with two changes beyond mild or one beyond marked, and borderline where one change lies beyond mild. With independent errors, the probability of neither is
/// that of no change at all plus that of a single change that is not marked.
pub(super) fn weigh(fault: &Fault, drift: &[Drift]) -> Option<Verdict> {
    let mut changes: Vec<Change> = fault.rules.iter().filter_map(|rule| change(rule, drift)).collect();
    changes.sort_by(|a, b| b.mild.total_cmp(&a.mild));
    let strongest = changes.first()?.mild;
    let none: f64 = changes.iter().map(|c| 1.0 - c.mild).product();
    let one_alone: f64 = (0..changes.len())
        .filter_map(|i| {
            let others: f64 =
                changes.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| 1.0 - c.mild).product();
            changes.get(i).map(|c| (c.mild - c.marked).max(0.0) * others)
        })
        .sum();
    // Never absent beside a value past its own limit.
    let one_sign = (ONE_SIGN * (1.0 - none)).max(if changes.iter().any(|c| c.is_mild) { 0.5 } else { 0.0 });
    let probability = (1.0 - none - one_alone).clamp(0.0, 1.0).max(one_sign);
    let marked = changes.iter().any(|c| c.is_marked);
    // Changes clearly below their threshold add nothing where another one is not.
    let counts = |c: &Change| strongest < 0.1 || c.mild >= 0.1;
    Some(Verdict {
        probability,
        severity: if marked { Severity::Marked } else { Severity::Mild },
        side: None,
        evidence: changes.into_iter().filter(counts).map(|c| c.evidence).collect(),
        one_way: false,
        proxy: false,
    })
}

fn change(rule: &super::rules::Rule, drift: &[Drift]) -> Option<Change> {
    let found = drift.iter().find(|d| d.id == rule.metric)?;
    let unit = if rule.percent { found.fresh.abs() / 100.0 } else { 1.0 };
    let up = match rule.kind {
        RuleKind::DriftUp => true,
        RuleKind::DriftDown => false,
        RuleKind::DriftEither => found.change >= 0.0,
        _ => return None,
    };
    let sign = if up { unit } else { -unit };
    let (mild, marked) = (sign * rule.mild, sign * rule.marked);
    let past = |threshold: f64| beyond(found.change, threshold, found.uncertainty, up);
    Some(Change {
        mild: past(mild),
        marked: past(marked),
        is_marked: if up { found.change >= marked } else { found.change <= marked },
        is_mild: if up { found.change >= mild } else { found.change <= mild },
        evidence: Evidence {
            metric: found.id.to_string(),
            role: Role::Change,
            value: found.change,
            uncertainty: found.uncertainty,
            threshold: mild,
            marked,
            side: None,
            relative: false,
            source: rule.source.clone(),
        },
    })
}

/// What would be needed, for a run that was too short.
pub(super) fn needs(fault: &Fault, running_s: Option<f64>) -> String {
    match running_s.filter(|s| *s > 0.0 && *s < MIN_RUNNING_S) {
        Some(s) if s < 100.0 => format!("{} (this one: {s:.0} s)", fault.needs),
        Some(s) => format!("{} (this one: {:.0} min)", fault.needs, s / 60.0),
        None => fault.needs.clone(),
    }
}

/// What was examined: the parts of the run, what is known about the speed, and whether one sign stands alone.
pub(super) fn looked_at(drift: &[Drift], lone: bool) -> Vec<String> {
    let Some(first) = drift.first() else { return Vec::new() };
    let minutes = |s: f64| format!("{:.1}", s / 60.0);
    let [a, b] = first.fresh_s.map(minutes);
    let [c, d] = first.late_s.map(minutes);
    let speed = match drift.iter().map(|d| d.speed).max_by_key(|s| *s as u8) {
        Some(SpeedOverRun::Removed) => ", at a comparable speed",
        Some(SpeedOverRun::Steady) => ", at steady speed",
        _ => "",
    };
    let mut out = vec![format!("minutes {a} to {b} of running were compared with minutes {c} to {d}{speed}")];
    out.extend(lone.then(|| "one sign alone: two, or a marked one, are called drift".to_owned()));
    out
}

/// A confounder seen in the data: the speed is not known.
pub(super) fn confounders(drift: &[Drift]) -> Vec<String> {
    let unknown = drift.iter().any(|d| d.speed == SpeedOverRun::Unknown);
    let text = "the speed over the run is not known, and running slower or faster changes every metric";
    if unknown { vec![text.to_owned()] } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{Finding, Status};
    use super::super::{Circumstances, RuleTable, assess};
    use super::*;
    use crate::recording::{Run, Runner};

    /// A change with its 95 % half-width.
    fn changed(id: &str, fresh: f64, change: f64, uncertainty: f64) -> Drift {
        Drift {
            id: id.parse().unwrap(),
            unit: "",
            fresh,
            late: fresh + change,
            change,
            uncertainty,
            n: 100,
            speed: SpeedOverRun::Steady,
            fresh_s: [30.0, 100.0],
            late_s: [320.0, 400.0],
        }
    }

    fn judged(drift: &[Drift]) -> Finding {
        let (runner, run) = (Runner::default(), Run::default());
        let circumstances = Circumstances { drift, ..Circumstances::new(&runner, &run) };
        let all = assess(&RuleTable::embedded(), &[], circumstances);
        all.into_iter().find(|f| f.fault == "form-drift").unwrap()
    }

    #[test]
    fn one_sign_is_borderline_and_named_two_or_a_marked_one_are_drift() {
        let cadence = |change| changed("cadence", 168.0, change, 0.5);
        let contact = |change| changed("contact_time", 0.25, change, 0.003);
        // Limits: 3 % of 168 is 5.0 steps/min, 4 % of 250 ms is 10 ms.
        let one = judged(&[cadence(-7.0), contact(0.002)]);
        assert_eq!(one.status, Status::Borderline);
        assert!(one.checks.iter().any(|c| c.contains("one sign alone")), "{:?}", one.checks);
        assert_eq!(one.evidence.iter().map(|e| e.metric.as_str()).collect::<Vec<_>>(), ["cadence"]);
        assert_eq!(judged(&[cadence(-7.0), contact(0.0147)]).status, Status::Present);
        assert_eq!(judged(&[cadence(-14.0), contact(0.0)]).status, Status::Present, "marked");
        assert_eq!(judged(&[cadence(-1.0), contact(0.002)]).status, Status::Absent);
        assert_eq!(judged(&[cadence(7.0)]).status, Status::Absent, "quicker steps are no sign");
        assert_eq!(judged(&[]).status, Status::NotAssessed);
    }

    #[test]
    fn never_absent_beside_a_value_past_its_limit() {
        // Past the limit by less than its error.
        for change in [-5.1, -5.5, -6.0] {
            let found = judged(&[changed("cadence", 168.0, change, 3.0)]);
            assert_eq!(found.status, Status::Borderline, "{change}");
        }
    }
}
