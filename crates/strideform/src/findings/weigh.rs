//! One metric compared with one rule: the probability that the mild threshold is exceeded.

use crate::metrics::{Metric, MetricId};
use crate::recording::CaveatId;
use crate::recording::{Run, Runner};
use crate::signal::stats::normal_cdf;

use super::finding::{Evidence, FindingSide, Role, Severity};
use super::reference_range::{leg_length_m, typical_cadence};
use super::rules::{Rule, RuleKind, Worse};
use super::speed::RunningSpeed;

/// Method of a value that is typical for the speed: nothing of the runner is in it, so it is no evidence.
const TYPICAL: &str = "speed-loading-rate";

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
    /// Points to the fault without measuring it.
    pub(super) proxy: bool,
}

/// `None` where the rule cannot be applied (one side only, or a value that nothing of this runner is in).
pub(super) fn weigh(rule: &Rule, metric: &Metric, runner: &Runner, speed: &RunningSpeed) -> Option<Verdict> {
    if metric.method == TYPICAL {
        return None;
    }
    match rule.kind {
        RuleKind::Above | RuleKind::Below => level(rule, metric, speed),
        RuleKind::AwayFrom => deviation(rule, metric),
        RuleKind::BelowUsualCadence => cadence(rule, metric, runner, speed),
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

/// True if the error is wider than a marked difference between left and right: such a value cannot tell one from none.
pub(super) fn is_too_coarse(rule: &Rule, metric: &Metric) -> bool {
    match rule.kind {
        RuleKind::AwayFrom => metric.uncertainty > rule.marked,
        RuleKind::SideDifference => {
            let mean = metric.left.zip(metric.right).map(|(l, r)| 0.5 * (l + r).abs());
            let unit = if rule.percent { mean.map_or(1.0, |m| m / 100.0) } else { 1.0 };
            metric.side_difference_uncertainty.is_some_and(|half| half > rule.marked * unit)
        }
        _ => false,
    }
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

/// A value with the thresholds that it is compared with.
#[derive(Clone, Copy)]
struct Level {
    side: Option<FindingSide>,
    value: f64,
    half: f64,
    mild: f64,
    marked: f64,
    /// Mean and standard deviation of ordinary runners.
    usual: Option<(f64, f64)>,
}

impl Level {
    /// Probability that the true value exceeds the mild threshold. Where ordinary runners are known, it is that of the posterior: a
    /// coarse value says less than a precise one.
    fn beyond(&self, above: bool) -> f64 {
        let Some((mean, sd)) = self.usual else { return beyond(self.value, self.mild, self.half, above) };
        let error = self.half / 1.96;
        let weight = sd * sd / (sd * sd + error * error);
        let value = mean + weight * (self.value - mean);
        beyond(value, self.mild, weight.sqrt() * self.half, above)
    }
}

fn level(rule: &Rule, metric: &Metric, speed: &RunningSpeed) -> Option<Verdict> {
    let above = rule.kind == RuleKind::Above;
    let levels = levels(rule, metric, speed);
    let worst = levels.iter().max_by(|a, b| a.beyond(above).total_cmp(&b.beyond(above)))?;
    let side = match worst.side {
        Some(_) if levels.iter().filter(|l| l.side.is_some()).count() == 2 => {
            let both = levels.iter().filter(|l| l.side.is_some()).all(|l| l.beyond(above) >= 0.9);
            if both { Some(FindingSide::Both) } else { worst.side }
        }
        None if rule.one_side_mild.is_some() => side_of_mean(metric, worst.mild),
        side => side,
    };
    let evidence = |l: &Level| Evidence {
        metric: metric.id.to_string(),
        role: Role::Decides,
        value: l.value,
        uncertainty: l.half,
        threshold: l.mild,
        marked: l.marked,
        side: l.side,
        relative: false,
        source: with_speed_in_words(rule, speed),
    };
    Some(Verdict {
        probability: worst.beyond(above),
        severity: severity(worst.value, worst.marked, above),
        side,
        evidence: levels.iter().map(evidence).collect(),
        one_way: rule.one_way || (above && metric.is_lower_bound()),
        proxy: rule.proxy,
    })
}

/// What a rule judges: the value, the sides, or both with a threshold each.
fn levels(rule: &Rule, metric: &Metric, speed: &RunningSpeed) -> Vec<Level> {
    let per_mps = rule.per_mps.unwrap_or(0.0);
    let shift = rule.at_mps.map_or(0.0, |at| per_mps * (speed.mps - at));
    // An error of the speed is one of the threshold.
    let with_speed = |half: f64| half.hypot(per_mps * speed.half);
    let level = |side, value, half, more: f64| Level {
        side,
        value,
        half: with_speed(half),
        mild: rule.mild + shift + more,
        marked: rule.marked + shift + more,
        usual: rule.usual.map(|[mean, sd]| (mean + shift, sd)),
    };
    let more = rule.one_side_mild.map_or(0.0, |one| one - rule.mild);
    let half = metric.side_uncertainty.unwrap_or(metric.uncertainty);
    let sides = [(FindingSide::Left, metric.left), (FindingSide::Right, metric.right)];
    let sides: Vec<Level> =
        sides.into_iter().filter_map(|(side, value)| Some(level(Some(side), value?, half, more))).collect();
    let value = level(None, metric.value, metric.uncertainty, 0.0);
    match (rule.one_side_mild, rule.per_side) {
        // With one side alone, the value is that side's.
        (Some(_), _) if sides.len() == 2 => std::iter::once(value).chain(sides).collect(),
        (None, true) if !sides.is_empty() => sides,
        _ => vec![value],
    }
}

/// Where the mean of both sides exceeds a threshold: both, or the side that alone does.
fn side_of_mean(metric: &Metric, mild: f64) -> Option<FindingSide> {
    let (left, right) = (metric.left?, metric.right?);
    Some(match (left > mild, right > mild) {
        (true, false) => FindingSide::Left,
        (false, true) => FindingSide::Right,
        _ => FindingSide::Both,
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
    let mut half = metric.side_difference_uncertainty?;
    let mut change = left - right;
    if rule.percent {
        let mean = 0.5 * (left + right).abs();
        if !(mean > 0.0) {
            return None;
        }
        (change, half) = (100.0 * change / mean, 100.0 * half / mean);
    }
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
            relative: rule.percent && role == Role::Difference,
            source: rule.source.clone(),
        }],
        one_way: rule.one_way,
        proxy: rule.proxy,
    }
}

/// The source of a threshold that changes with speed, with the speed it was taken at.
fn with_speed_in_words(rule: &Rule, speed: &RunningSpeed) -> String {
    let source = &rule.source;
    match (rule.per_mps, speed.known) {
        (None, _) => source.clone(),
        (Some(_), true) => format!("{source}; threshold at {:.1} m/s", speed.mps),
        (Some(_), false) => {
            format!("{source}; speed unknown, {:.1} ± {:.1} m/s assumed", speed.mps, speed.half)
        }
    }
}

fn cadence(rule: &Rule, metric: &Metric, runner: &Runner, speed: &RunningSpeed) -> Option<Verdict> {
    let at = |mps: f64| typical_cadence(&Run { speed_mps: Some(mps), ..Run::default() }, runner);
    let typical = at(speed.mps)?;
    let of_speed = (at(speed.mps + speed.half)? - typical).abs();
    let (_, known) = leg_length_m(runner);
    let mild = typical * (1.0 - rule.mild / 100.0);
    let marked = typical * (1.0 - rule.marked / 100.0);
    // An unknown leg length shifts the reference: ±5 cm (SD of adult leg length) is 2.7 % of cadence.
    let of_leg = if known { 0.0 } else { 1.96 * 0.027 * typical };
    let half = metric.uncertainty.hypot(of_leg).hypot(of_speed);
    let mut verdict =
        single(rule, metric, Role::Decides, (metric.value, half), (mild, marked), (false, None));
    for evidence in &mut verdict.evidence {
        if !known {
            evidence.source.push_str("; leg length unknown, 92 cm assumed");
        }
        if !speed.known {
            let text = format!("; speed unknown, {:.1} ± {:.1} m/s assumed", speed.mps, speed.half);
            evidence.source.push_str(&text);
        }
    }
    // A cadence says little where the speed is not known: it can point to the fault at most.
    verdict.proxy |= !speed.known;
    Some(verdict)
}
