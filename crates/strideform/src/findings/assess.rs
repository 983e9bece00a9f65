//! Metrics against rules.
//!
//! A finding is the probability that the metric's true value lies beyond the mild threshold, given the value and its
//! own error: Φ((value − threshold)/σ) with σ = half-width / 1.96. At 0.9 or more the fault is present, at 0.1 or less
//! absent, else borderline. The marked threshold sets the severity only.

use serde::{Deserialize, Serialize};

use crate::metrics::Metric;
use crate::recording::{Run, Runner};

use super::probability::normal_cdf;
use super::reference::{leg_length_m, usual_cadence};
use super::rules::{Fault, Rule, RuleKind, RuleTable};

/// Verdict on one fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Probability of 0.9 or more that the mild threshold is passed.
    Present,
    /// In between: the error does not allow a verdict.
    Borderline,
    /// Probability of 0.1 or less.
    Absent,
    /// The recordings cannot tell; `needs` says what would.
    NotAssessed,
}

/// How far beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Beyond the mild threshold.
    Mild,
    /// Beyond the marked threshold.
    Marked,
}

/// Which side shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingSide {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both.
    Both,
}

/// Grade of the evidence that links the fault to injury or pain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// Randomised trial or meta-analysis of interventions.
    A,
    /// Prospective cohort.
    B,
    /// Case-control, cross-sectional or biomechanical study.
    C,
    /// Expert opinion or this project's proposal.
    D,
}

/// A value held against a threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The metric.
    pub metric: String,
    /// Its value, in the metric's unit.
    pub value: f64,
    /// 95 % half-width of the value.
    pub uncertainty: f64,
    /// Mild threshold, in the metric's unit.
    pub threshold: f64,
    /// Marked threshold, in the metric's unit.
    pub marked: f64,
    /// The side the value belongs to.
    pub side: Option<FindingSide>,
    /// Where the threshold comes from.
    pub source: String,
}

/// The verdict on one fault with everything behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The fault's identifier.
    pub fault: String,
    /// The fault's name.
    pub name: String,
    /// The verdict.
    pub status: Status,
    /// How far beyond, where present.
    pub severity: Option<Severity>,
    /// Grade of the evidence.
    pub grade: Grade,
    /// The side, where sides are told apart.
    pub side: Option<FindingSide>,
    /// Sureness of the verdict, 0…1: the probability that the mild threshold is passed, or for `absent` that it is not.
    pub confidence: Option<f64>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// What else could explain it.
    pub confounders: Vec<String>,
    /// What the literature connects it with; never a diagnosis.
    pub linked_to: Vec<String>,
    /// What to try.
    pub advice: Vec<String>,
    /// What assessing it would need.
    pub needs: Option<String>,
}

/// What else the rules look at.
#[derive(Debug, Clone, Copy)]
pub struct Circumstances<'a> {
    /// The runner.
    pub runner: &'a Runner,
    /// The run.
    pub run: &'a Run,
}

/// Every fault of the table, in its order.
pub fn assess(table: &RuleTable, metrics: &[Metric], circumstances: Circumstances<'_>) -> Vec<Finding> {
    table.faults.iter().map(|fault| assess_one(fault, metrics, circumstances)).collect()
}

struct Verdict {
    probability: f64,
    severity: Severity,
    side: Option<FindingSide>,
    evidence: Vec<Evidence>,
    /// The value is a lower bound of what the rule looks for: it can show the fault, never its absence.
    below_truth: bool,
}

fn assess_one(fault: &Fault, metrics: &[Metric], circumstances: Circumstances<'_>) -> Finding {
    let mut unanchored = false;
    let verdict = fault.rules.iter().find_map(|rule| {
        let metric = metrics.iter().find(|m| m.id == rule.metric)?;
        if is_unanchored(rule, metric) {
            unanchored = true;
            return None;
        }
        weigh(rule, metric, circumstances)
    });
    let mut finding = Finding {
        fault: fault.id.clone(),
        name: fault.name.clone(),
        status: Status::NotAssessed,
        severity: None,
        grade: fault.grade,
        side: None,
        confidence: None,
        evidence: Vec::new(),
        confounders: Vec::new(),
        linked_to: fault.linked_to.clone(),
        advice: Vec::new(),
        needs: None,
    };
    let Some(verdict) = verdict else {
        finding.needs = Some(if unanchored {
            "some seconds of standing still in the recording, to count the angle from".to_owned()
        } else {
            fault.needs.clone()
        });
        return finding;
    };
    let p = verdict.probability;
    if verdict.below_truth && p < 0.9 {
        finding.needs = Some(format!("{} that does not clip (16 g or more), at 200 Hz or more", fault.needs));
        return finding;
    }
    finding.status = if p >= 0.9 {
        Status::Present
    } else if p <= 0.1 {
        Status::Absent
    } else {
        Status::Borderline
    };
    finding.confidence = Some(if finding.status == Status::Absent { 1.0 - p } else { p });
    finding.evidence = verdict.evidence;
    if finding.status != Status::Absent {
        finding.side = verdict.side;
        finding.confounders = confounders(fault, circumstances);
        finding.advice = fault.advice.clone();
    }
    if finding.status == Status::Present {
        finding.severity = Some(verdict.severity);
    }
    finding
}

/// An angle that was not counted from standing says nothing about a level, only about sides and changes.
fn is_unanchored(rule: &Rule, metric: &Metric) -> bool {
    matches!(rule.kind, RuleKind::Above | RuleKind::Below)
        && metric.caveats.iter().any(|c| c.id == "no-standing")
}

fn confounders(fault: &Fault, circumstances: Circumstances<'_>) -> Vec<String> {
    let mut out = fault.confounders.clone();
    if let Some(slope) = circumstances.run.slope_percent.filter(|s| s.abs() >= 1.0) {
        out.push(format!("the run was on a slope of {slope} %"));
    }
    out
}

fn weigh(rule: &Rule, metric: &Metric, circumstances: Circumstances<'_>) -> Option<Verdict> {
    match rule.kind {
        RuleKind::Above | RuleKind::Below => weigh_level(rule, metric),
        RuleKind::AwayFrom => weigh_deviation(rule, metric),
        RuleKind::BelowUsualCadence => weigh_cadence(rule, metric, circumstances),
    }
}

fn beyond(value: f64, threshold: f64, half_width: f64, above: bool) -> f64 {
    let sigma = (half_width / 1.96).max(f64::MIN_POSITIVE);
    let distance = if above { value - threshold } else { threshold - value };
    normal_cdf(distance / sigma)
}

fn severity(value: f64, marked: f64, above: bool) -> Severity {
    if (above && value >= marked) || (!above && value <= marked) { Severity::Marked } else { Severity::Mild }
}

fn weigh_level(rule: &Rule, metric: &Metric) -> Option<Verdict> {
    let above = rule.kind == RuleKind::Above;
    let half = metric.side_uncertainty.unwrap_or(metric.uncertainty);
    let mut sides: Vec<(Option<FindingSide>, f64, f64)> = Vec::new();
    if rule.per_side {
        sides.extend(metric.left.map(|v| (Some(FindingSide::Left), v, half)));
        sides.extend(metric.right.map(|v| (Some(FindingSide::Right), v, half)));
    }
    if sides.is_empty() {
        sides.push((None, metric.value, metric.uncertainty));
    }
    let judged: Vec<(Option<FindingSide>, f64, f64)> =
        sides.iter().map(|(side, v, h)| (*side, *v, beyond(*v, rule.mild, *h, above))).collect();
    let worst = judged.iter().max_by(|a, b| a.2.total_cmp(&b.2))?;
    let both = judged.len() == 2 && judged.iter().all(|j| j.2 >= 0.9);
    Some(Verdict {
        probability: worst.2,
        severity: severity(worst.1, rule.marked, above),
        side: if both { Some(FindingSide::Both) } else { worst.0 },
        evidence: sides
            .iter()
            .map(|(side, value, half)| Evidence {
                metric: metric.id.to_owned(),
                value: *value,
                uncertainty: *half,
                threshold: rule.mild,
                marked: rule.marked,
                side: *side,
                source: rule.source.clone(),
            })
            .collect(),
        below_truth: above && metric.is_lower_bound(),
    })
}

fn weigh_deviation(rule: &Rule, metric: &Metric) -> Option<Verdict> {
    let centre = rule.centre?;
    let high = metric.value >= centre;
    let sign = if high { 1.0 } else { -1.0 };
    let mild = centre + sign * rule.mild;
    let marked = centre + sign * rule.marked;
    let side = match metric.id {
        // More than half of the contact time is the left's: the left foot stays longer on the ground.
        "contact_time_balance" | "step_time_asymmetry" => {
            Some(if high { FindingSide::Left } else { FindingSide::Right })
        }
        _ => None,
    };
    Some(Verdict {
        probability: beyond(metric.value, mild, metric.uncertainty, high),
        severity: severity(metric.value, marked, high),
        side,
        evidence: vec![Evidence {
            metric: metric.id.to_owned(),
            value: metric.value,
            uncertainty: metric.uncertainty,
            threshold: mild,
            marked,
            side: None,
            source: rule.source.clone(),
        }],
        below_truth: false,
    })
}

fn weigh_cadence(rule: &Rule, metric: &Metric, circumstances: Circumstances<'_>) -> Option<Verdict> {
    let usual = usual_cadence(circumstances.run, circumstances.runner)?;
    let (_, known) = leg_length_m(circumstances.runner);
    let mild = usual * (1.0 - rule.mild / 100.0);
    let marked = usual * (1.0 - rule.marked / 100.0);
    // An unknown leg length moves the reference: ±5 cm (SD of adult leg length) is 2.7 % of cadence.
    let half = if known { metric.uncertainty } else { metric.uncertainty.hypot(1.96 * 0.027 * usual) };
    let source =
        if known { rule.source.clone() } else { format!("{}; leg length unknown, 92 cm taken", rule.source) };
    Some(Verdict {
        probability: beyond(metric.value, mild, half, false),
        severity: severity(metric.value, marked, false),
        side: None,
        evidence: vec![Evidence {
            metric: metric.id.to_owned(),
            value: metric.value,
            uncertainty: half,
            threshold: mild,
            marked,
            side: None,
            source,
        }],
        below_truth: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::ContactSide;
    use crate::metrics::Sided;
    use crate::recording::Placement;

    fn metric(id: &'static str, value: f64, half: f64) -> Metric {
        let mut sided = Sided::default();
        sided.push(0.0, ContactSide::Unknown, value);
        let mut m = sided.metric(id, Placement::PELVIS, "test", 0.0, "test").unwrap();
        m.uncertainty = half;
        m
    }

    fn status(fault: &str, metrics: &[Metric], run: &Run) -> (Status, Option<Severity>, Option<FindingSide>) {
        let table = RuleTable::embedded();
        let runner = Runner { leg_length_cm: Some(92.0), ..Runner::default() };
        let all = assess(&table, metrics, Circumstances { runner: &runner, run });
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
    fn cadence_needs_a_speed_to_be_called_low() {
        let low = metric("cadence", 150.0, 0.5);
        assert_eq!(status("low-cadence", std::slice::from_ref(&low), &Run::default()).0, Status::NotAssessed);
        let run = Run { speed_mps: Some(3.0), ..Run::default() };
        // Usual 168; 7 % below is 156.2, 12 % below 147.8.
        assert_eq!(status("low-cadence", &[low], &run).0, Status::Present);
        assert_eq!(status("low-cadence", &[metric("cadence", 165.0, 0.5)], &run).0, Status::Absent);
    }

    #[test]
    fn an_angle_not_counted_from_standing_is_no_overstriding() {
        let mut angle = metric("shank_angle_at_contact", 30.0, 8.0);
        assert_eq!(status("overstriding", std::slice::from_ref(&angle), &Run::default()).0, Status::Present);
        angle.caveats.push(crate::recording::Caveat::new("no-standing", "compare sides and changes"));
        assert_eq!(status("overstriding", &[angle], &Run::default()).0, Status::NotAssessed);
    }
}
