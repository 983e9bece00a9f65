//! One metric compared with one rule: the probability that the mild threshold is exceeded.

use crate::metrics::{Metric, MetricId};
use crate::recording::CaveatId;
use crate::recording::{Run, Runner};
use crate::signal::stats::normal_cdf;

use super::finding::{Evidence, FindingSide, Role, Severity};
use super::reference_range::{leg_length_m, typical_cadence};
use super::rules::{Rule, RuleKind, Worse};

/// The result of applying a rule to a metric.
#[derive(Debug, Clone)]
pub(super) struct Verdict {
    /// Probability that the mild threshold is exceeded, 0…1.
    pub(super) probability: f64,
    pub(super) severity: Severity,
    pub(super) side: Option<FindingSide>,
    pub(super) evidence: Vec<Evidence>,
    /// True if the rule can show the fault but never its absence: the value is a lower bound, or the rule covers only one form of the fault.
    pub(super) one_way: bool,
}

/// `None` if the rule cannot be applied (no speed, one side only).
pub(super) fn weigh(rule: &Rule, metric: &Metric, runner: &Runner, run: &Run) -> Option<Verdict> {
    match rule.kind {
        RuleKind::Above | RuleKind::Below => level(rule, metric),
        RuleKind::AwayFrom => deviation(rule, metric),
        RuleKind::BelowUsualCadence => cadence(rule, metric, runner, run),
        RuleKind::SideDifference => difference(rule, metric),
        // Assessed over several metrics together, or from the log of earlier runs.
        RuleKind::DriftUp | RuleKind::DriftDown | RuleKind::DriftEither | RuleKind::LongestRun => None,
    }
}

/// An angle that is not relative to standing supports only comparisons of sides and changes, not of its level.
pub(super) fn is_unanchored(rule: &Rule, metric: &Metric) -> bool {
    matches!(rule.kind, RuleKind::Above | RuleKind::Below)
        && metric.caveats.iter().any(|c| c.id == CaveatId::NoStanding)
}

/// Φ of the distance beyond the threshold over its standard error.
pub(super) fn beyond(value: f64, threshold: f64, half_width: f64, above: bool) -> f64 {
    let sigma = (half_width / 1.96).max(f64::MIN_POSITIVE);
    let distance = if above { value - threshold } else { threshold - value };
    normal_cdf(distance / sigma)
}

pub(super) fn severity(value: f64, marked: f64, above: bool) -> Severity {
    if (above && value >= marked) || (!above && value <= marked) { Severity::Marked } else { Severity::Mild }
}

fn level(rule: &Rule, metric: &Metric) -> Option<Verdict> {
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
                metric: metric.id.to_string(),
                role: Role::Decides,
                value: *value,
                uncertainty: *half,
                threshold: rule.mild,
                marked: rule.marked,
                side: *side,
                source: rule.source.clone(),
            })
            .collect(),
        one_way: rule.one_way || (above && metric.is_lower_bound()),
    })
}

fn deviation(rule: &Rule, metric: &Metric) -> Option<Verdict> {
    let centre = rule.centre?;
    let high = metric.value >= centre;
    let sign = if high { 1.0 } else { -1.0 };
    let side = match metric.id {
        // Above 50 %, the left foot stays on the ground longer.
        MetricId::ContactTimeBalance | MetricId::StepTimeAsymmetry => {
            Some(if high { FindingSide::Left } else { FindingSide::Right })
        }
        _ => None,
    };
    Some(single(
        rule,
        metric,
        Role::Decides,
        (metric.value, metric.uncertainty),
        (centre + sign * rule.mild, centre + sign * rule.marked),
        (high, side),
    ))
}

/// Left minus right, with the error of a difference.
fn difference(rule: &Rule, metric: &Metric) -> Option<Verdict> {
    let (left, right) = (metric.left?, metric.right?);
    let half = metric.side_difference_uncertainty?;
    let change = left - right;
    let high = change >= 0.0;
    let sign = if high { 1.0 } else { -1.0 };
    let left_is_worse = high == (rule.worse == Worse::Higher);
    let side = if left_is_worse { FindingSide::Left } else { FindingSide::Right };
    Some(single(
        rule,
        metric,
        Role::Difference,
        (change, half),
        (sign * rule.mild, sign * rule.marked),
        (high, Some(side)),
    ))
}

fn single(
    rule: &Rule,
    metric: &Metric,
    role: Role,
    (value, half): (f64, f64),
    (mild, marked): (f64, f64),
    (above, side): (bool, Option<FindingSide>),
) -> Verdict {
    Verdict {
        probability: beyond(value, mild, half, above),
        severity: severity(value, marked, above),
        side,
        evidence: vec![Evidence {
            metric: metric.id.to_string(),
            role,
            value,
            uncertainty: half,
            threshold: mild,
            marked,
            side: None,
            source: rule.source.clone(),
        }],
        one_way: rule.one_way,
    }
}

fn cadence(rule: &Rule, metric: &Metric, runner: &Runner, run: &Run) -> Option<Verdict> {
    let typical = typical_cadence(run, runner)?;
    let (_, known) = leg_length_m(runner);
    let mild = typical * (1.0 - rule.mild / 100.0);
    let marked = typical * (1.0 - rule.marked / 100.0);
    // An unknown leg length shifts the reference: ±5 cm (SD of adult leg length) is 2.7 % of cadence.
    let half = if known { metric.uncertainty } else { metric.uncertainty.hypot(1.96 * 0.027 * typical) };
    let mut verdict =
        single(rule, metric, Role::Decides, (metric.value, half), (mild, marked), (false, None));
    if !known {
        for evidence in &mut verdict.evidence {
            evidence.source.push_str("; leg length unknown, 92 cm assumed");
        }
    }
    Some(verdict)
}
