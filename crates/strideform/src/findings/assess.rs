//! Assesses every fault of the table: metrics compared with their thresholds.
//!
//! A finding is the probability that the metric's true value lies beyond the mild threshold, given the value and its
//! own error: Φ((value − threshold)/σ) with σ = half-width / 1.96, moved by other metrics that support or contradict it. At
//! 0.9 or more the fault is present, below one half absent, else borderline. The marked threshold sets the severity only.

use crate::metrics::{self, Metric, MetricId};

use super::circumstances::Circumstances;
use super::finding::{Finding, Status};
use super::rules::{Decides, Fault, Rule, RuleTable};
use super::speed::RunningSpeed;
use super::weigh::{Verdict, is_too_coarse, is_unanchored, weigh};
use super::{confounders, drift, imbalance, support};

/// Highest probability of a fault that was not measured but only pointed to: below `present`.
const PROXY: f64 = 0.89;

/// Every fault of the table, in its order.
pub fn assess(table: &RuleTable, metrics: &[Metric], circumstances: Circumstances<'_>) -> Vec<Finding> {
    let speed = RunningSpeed::of(circumstances.run, metrics);
    let one = |fault| Assessment { table, metrics, circumstances, speed }.of(fault);
    table.faults.iter().map(one).collect()
}

/// No fault of the table is assessed; each needs the same first.
pub(crate) fn withheld(table: &RuleTable, needs: &str) -> Vec<Finding> {
    let one = |fault: &Fault| Finding { needs: Some(needs.to_owned()), ..fault.not_assessed() };
    table.faults.iter().map(one).collect()
}

/// True where the share of heel strikes is above one half beyond its error.
fn lands_on_the_heel(metrics: &[Metric]) -> bool {
    let share = metrics.iter().find(|m| m.id == MetricId::FootStrikeShareRear);
    share.is_some_and(|m| m.value - m.uncertainty > 50.0)
}

#[derive(Clone, Copy)]
struct Assessment<'a> {
    table: &'a RuleTable,
    metrics: &'a [Metric],
    circumstances: Circumstances<'a>,
    speed: RunningSpeed,
}

/// Why a rule could not be applied although its metric is available.
#[derive(Default)]
struct Obstacles {
    unanchored: bool,
    bound: bool,
    coarse: bool,
    other: Option<String>,
}

impl<'a> Assessment<'a> {
    fn of(self, fault: &Fault) -> Finding {
        let mut finding = fault.not_assessed();
        let mut obstacles = Obstacles::default();
        let verdict = if fault.is_drift() {
            drift::weigh(fault, self.circumstances.drift)
        } else {
            self.decide(fault, &mut obstacles)
        };
        let open = |v: &Verdict| v.one_way && v.probability < if v.proxy { 0.5 } else { 0.9 };
        let Some(verdict) = verdict.filter(|v| !open(v)) else {
            finding.needs = Some(self.needs(fault, &obstacles));
            return finding;
        };
        let others = support::concordance(
            fault,
            self.metrics,
            (self.circumstances, &self.speed),
            (verdict.side, verdict.probability),
        );
        let most = if verdict.proxy { PROXY } else { 1.0 };
        let probability = others.probability.min(most);
        finding.status = Status::of(probability);
        let absent = finding.status == Status::Absent;
        finding.confidence = Some(if absent { 1.0 - probability } else { probability });
        finding.evidence = verdict.evidence;
        finding.evidence.extend(others.evidence(finding.status));
        finding.checks.extend(self.not_measured(fault));
        if fault.is_drift() {
            let lone = finding.status == Status::Borderline;
            finding.checks.extend(drift::looked_at(self.circumstances.drift, lone));
        }
        if finding.status != Status::Absent {
            finding.side = verdict.side;
            finding.advice = fault.advice.clone();
            finding.exercises = fault.exercises.clone();
            finding.remedy = fault.remedy.fitting(lands_on_the_heel(self.metrics));
            let for_this_strike = finding.remedy.cues.iter().filter(|c| c.rear_foot_only);
            finding.advice.extend(for_this_strike.map(|c| c.text.clone()));
            self.explain(fault, &mut finding);
        }
        if finding.status == Status::Borderline && verdict.proxy {
            finding.needs = Some(fault.needs.clone());
        }
        if finding.status == Status::Present {
            finding.severity = Some(verdict.severity);
        }
        finding
    }

    /// The rules that apply: the first or all of them, as the fault specifies.
    fn decide(self, fault: &Fault, obstacles: &mut Obstacles) -> Option<Verdict> {
        let mut verdicts = fault.rules.iter().filter_map(|rule| self.apply(rule, obstacles));
        if fault.decides == Decides::First {
            let verdict = verdicts.next()?;
            return Some(verdict);
        }
        let mut all: Vec<Verdict> = verdicts.collect();
        all.sort_by(|a, b| b.probability.total_cmp(&a.probability));
        let one_way = all.iter().all(|v| v.one_way);
        let mut all = all.into_iter();
        let mut strongest = all.next()?;
        strongest.one_way = one_way;
        strongest.evidence.extend(all.flat_map(|v| v.evidence));
        Some(strongest)
    }

    fn apply(self, rule: &Rule, obstacles: &mut Obstacles) -> Option<Verdict> {
        let metric = self.metrics.iter().find(|m| m.id == rule.metric)?;
        if is_unanchored(rule, metric) {
            obstacles.unanchored = true;
            return None;
        }
        if is_too_coarse(rule, metric) {
            obstacles.coarse = true;
            return None;
        }
        let mut verdict = weigh(rule, metric, self.circumstances.runner, &self.speed)?;
        obstacles.bound |= verdict.one_way && !rule.one_way;
        let Some(together) = &rule.together_with else { return Some(verdict) };
        let other = self.table.faults.iter().find(|f| f.id == *together)?;
        let Some(with) = self.decide(other, &mut Obstacles::default()) else {
            obstacles.other = Some(format!("in addition to what is available, {}", other.needs));
            return None;
        };
        // Both must apply; their errors are independent.
        verdict.probability *= with.probability;
        verdict.evidence.extend(with.evidence);
        Some(verdict)
    }

    /// Where several metrics decide, those that these sensors do not measure: the fault is judged without them.
    fn not_measured(self, fault: &Fault) -> Option<String> {
        if fault.decides != Decides::Any || fault.is_drift() {
            return None;
        }
        let of = |r: &Rule| self.metrics.iter().find(|m| m.id == r.metric);
        let names = |which: &dyn Fn(&Rule) -> bool| {
            let mut names: Vec<String> = fault
                .rules
                .iter()
                .filter(|r| which(r))
                .filter_map(|r| metrics::info(&r.metric))
                .map(|i| i.name.to_lowercase())
                .collect();
            names.dedup();
            names.join(", ")
        };
        let missing = names(&|r| of(r).is_none());
        let coarse = names(&|r| of(r).is_some_and(|m| is_too_coarse(r, m)));
        let said: Vec<String> = [
            ("not measured by these sensors", missing),
            ("measured too coarsely by these sensors to tell a marked difference", coarse),
        ]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}: {names}"))
        .collect();
        (!said.is_empty()).then(|| said.join("; "))
    }

    fn needs(self, fault: &Fault, obstacles: &Obstacles) -> String {
        if fault.is_drift() {
            return drift::needs(fault, self.circumstances.running_s);
        }
        if obstacles.bound {
            return format!("{} that does not clip (16 g or more), at 200 Hz or more", fault.needs);
        }
        if obstacles.unanchored {
            return "a few seconds of standing still in the recording, as the zero of the angle".to_owned();
        }
        if obstacles.coarse {
            return format!("{}, with a smaller error than here", fault.needs);
        }
        match &obstacles.other {
            Some(other) => format!("{}; or, {other}", fault.needs),
            None => fault.needs.clone(),
        }
    }

    /// Adds the confounders: those seen in the data, then the general ones; and what was examined.
    fn explain(self, fault: &Fault, finding: &mut Finding) {
        let decides = |id: &str| finding.deciding().any(|e| e.metric == id);
        let rules: Vec<&Rule> = fault.rules.iter().filter(|r| decides(&r.metric)).collect();
        let deciding: Vec<&Metric> = self.metrics.iter().filter(|m| decides(m.id.as_str())).collect();
        let mut seen = confounders::seen(fault, &rules, &deciding, self.circumstances);
        if fault.is_drift() {
            seen.extend(drift::confounders(self.circumstances.drift));
        }
        if fault.compares_sides() {
            let (pattern, looked) = imbalance::pattern(self.metrics);
            if pattern.is_some() {
                finding.linked_to.extend(fault.pattern_linked_to.iter().cloned());
            }
            finding.pattern = pattern;
            finding.checks.extend(looked);
            if let Some(course) = imbalance::course(self.metrics) {
                if course.changes { seen.push(course.text) } else { finding.checks.push(course.text) }
            }
        }
        finding.confounders_seen = seen.len();
        let general = fault.confounders.iter().filter(|c| !seen.contains(c)).cloned();
        finding.confounders = seen.iter().cloned().chain(general).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::super::finding::{FindingSide, Severity};
    use super::*;
    use crate::contacts::ContactSide;
    use crate::metrics::Sided;
    use crate::recording::{CaveatId, Placement, Run, Runner};

    fn metric(id: &'static str, value: f64, half: f64) -> Metric {
        let mut sided = Sided::default();
        sided.push(0.0, ContactSide::Unknown, value);
        let mut m = sided.metric(id.parse().unwrap(), Placement::PELVIS, "test", 0.0, "test").unwrap();
        m.uncertainty = half;
        m
    }

    fn status(fault: &str, metrics: &[Metric], run: &Run) -> (Status, Option<Severity>, Option<FindingSide>) {
        let table = RuleTable::embedded();
        let runner = Runner { leg_length_cm: Some(92.0), ..Runner::default() };
        let all = assess(&table, metrics, Circumstances::new(&runner, run));
        let f = all.into_iter().find(|f| f.fault == fault).unwrap();
        (f.status, f.severity, f.side)
    }

    #[test]
    fn a_difference_within_its_error_is_no_imbalance() {
        let run = Run::default();
        let wide = metric("contact_time_balance", 51.8, 1.4);
        assert_eq!(status("left-right-imbalance", &[wide], &run).0, Status::Borderline);
        let clear = metric("contact_time_balance", 53.5, 1.4);
        assert_eq!(
            status("left-right-imbalance", &[clear], &run),
            (Status::Present, Some(Severity::Marked), Some(FindingSide::Left))
        );
        let even = metric("contact_time_balance", 49.9, 1.0);
        assert_eq!(status("left-right-imbalance", &[even], &run).0, Status::Absent);
    }

    #[test]
    fn without_a_speed_a_low_cadence_is_borderline_at_most() {
        let low = metric("cadence", 150.0, 0.5);
        let far = metric("cadence", 110.0, 0.5);
        for cadence in [&low, &far] {
            let found = status("low-cadence", std::slice::from_ref(cadence), &Run::default()).0;
            assert_eq!(found, Status::Borderline);
        }
        let run = Run { speed_mps: Some(3.0), ..Run::default() };
        // Usual 168; 7 % below is 156.2, 12 % below 147.8.
        assert_eq!(status("low-cadence", &[low], &run).0, Status::Present);
        assert_eq!(status("low-cadence", &[metric("cadence", 165.0, 0.5)], &run).0, Status::Absent);
    }

    #[test]
    fn an_angle_not_counted_from_standing_is_no_overstriding() {
        let mut angle = metric("shank_angle_at_contact", 30.0, 8.0);
        assert_eq!(status("overstriding", std::slice::from_ref(&angle), &Run::default()).0, Status::Present);
        angle.caveats.push(crate::recording::Caveat::new(CaveatId::NoStanding, "compare sides and changes"));
        assert_eq!(status("overstriding", &[angle], &Run::default()).0, Status::NotAssessed);
    }

    #[test]
    fn overstriding_is_judged_by_the_mean_of_both_legs_or_by_one_alone() {
        let run = Run { speed_mps: Some(3.5), ..Run::default() };
        let angle = |left: f64, right: f64| {
            let mut sided = Sided::default();
            for i in 0..20 {
                sided.push(f64::from(i), ContactSide::Left, left);
                sided.push(f64::from(i) + 0.4, ContactSide::Right, right);
            }
            let id = "shank_angle_at_contact".parse().unwrap();
            let mut m = sided.metric(id, Placement::PELVIS, "test", 0.0, "test").unwrap();
            (m.uncertainty, m.side_uncertainty) = (2.8, Some(2.8));
            vec![m]
        };
        // Usual 12.15: mild from 15.4 for the mean, 17.2 for one side.
        let found = |left, right| {
            let (status, _, side) = status("overstriding", &angle(left, right), &run);
            (status, side)
        };
        assert_eq!(found(18.0, 18.0), (Status::Present, Some(FindingSide::Both)));
        assert_eq!(found(20.0, 8.0), (Status::Present, Some(FindingSide::Left)));
        assert_eq!(found(8.0, 18.5), (Status::Borderline, Some(FindingSide::Right)));
        assert_eq!(found(12.0, 13.0).0, Status::Absent);
    }
}
