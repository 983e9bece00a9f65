//! One metric, before and after.

use serde::Serialize;

use crate::recording::Runner;
use crate::report::SavedMetric;

use super::detectable::{ErrorModel, minimal_detectable_change};
use super::speed::{Speeds, expected_ratio, independent};

/// Whether a value changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Higher by more than the minimal detectable change.
    Increased,
    /// Lower by more than the minimal detectable change.
    Decreased,
    /// The difference is no larger than error alone can produce.
    WithinError,
    /// The two values cannot be compared; `reason` says why.
    NotComparable,
}

/// A value before and after.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Pair {
    /// Before, in the metric's unit.
    pub before: f64,
    /// After, in the metric's unit.
    pub after: f64,
    /// After minus before, in the metric's unit.
    pub change: f64,
    /// The part of `change` explained by the difference in speed, where a reference curve is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_from_speed: Option<f64>,
    /// 95 % limit of the change that error alone can produce, in the metric's unit; includes the error of
    /// `expected_from_speed`.
    pub minimal_detectable_change: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
}

impl Pair {
    /// The change that is not explained by speed.
    pub fn own_change(&self) -> f64 {
        self.change - self.expected_from_speed.unwrap_or(0.0)
    }

    /// True if the change exceeds the error.
    pub fn has_changed(&self) -> bool {
        matches!(self.verdict, Verdict::Increased | Verdict::Decreased)
    }
}

/// A metric before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Compared {
    /// Identifier in the catalogue.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Both sides together.
    #[serde(flatten)]
    pub value: Pair,
    /// The left side.
    pub left: Option<Pair>,
    /// The right side.
    pub right: Option<Pair>,
    /// How the errors were combined.
    pub model: ErrorModel,
    /// Method before and after.
    pub methods: (String, String),
    /// Why it is not comparable.
    pub reason: Option<String>,
}

impl Compared {
    /// True if the combined value or one side changed.
    pub fn has_changed(&self) -> bool {
        [Some(self.value), self.left, self.right].into_iter().flatten().any(|p| p.has_changed())
    }

    /// Number of values that were compared with a limit.
    pub fn tests(&self) -> usize {
        let judged = |p: &Pair| p.verdict != Verdict::NotComparable;
        [Some(self.value), self.left, self.right].iter().flatten().filter(|p| judged(p)).count()
    }
}

/// The circumstances of both runs, the same for every metric.
pub(super) struct Conditions<'a> {
    pub(super) speed: Speeds,
    /// The slopes differ.
    pub(super) slope: bool,
    pub(super) runner: &'a Runner,
}

/// `shank` of `shank-left`.
fn segment(placement: &str) -> &str {
    placement.trim_end_matches("-left").trim_end_matches("-right")
}

pub(super) fn compared(before: &SavedMetric, after: &SavedMetric, conditions: &Conditions<'_>) -> Compared {
    let alike = before.method == after.method && segment(&before.placement) == segment(&after.placement);
    let model = if alike { ErrorModel::SameMethod } else { ErrorModel::OtherMethod };
    let expected = match conditions.speed.both() {
        Some((from, to)) if !independent(&before.id) => {
            expected_ratio(&before.id, from, to, conditions.runner).map(|r| r - 1.0)
        }
        _ => None,
    };
    let reason = reason(before, after, conditions, expected.is_some());
    let pair = |b: f64, a: f64, side: bool, reason: bool| {
        let expected = expected.map(|share| share * b);
        let change = a - b;
        // Half of the expected change (*chosen*): runners differ that much in how they respond to speed.
        let limit = minimal_detectable_change(before, after, side, model)
            .map(|limit| limit.hypot(0.5 * expected.unwrap_or(0.0)));
        let own = change - expected.unwrap_or(0.0);
        let verdict = match limit {
            None => Verdict::NotComparable,
            _ if reason || !own.is_finite() => Verdict::NotComparable,
            Some(limit) if own > limit => Verdict::Increased,
            Some(limit) if own < -limit => Verdict::Decreased,
            Some(_) => Verdict::WithinError,
        };
        Pair {
            before: b,
            after: a,
            change,
            expected_from_speed: expected,
            minimal_detectable_change: limit,
            verdict,
        }
    };
    let legs = other_legs(before, after);
    let both = |b: Option<f64>, a: Option<f64>| Some(pair(b?, a?, true, reason.is_some()));
    Compared {
        id: before.id.clone(),
        unit: before.unit.clone(),
        value: pair(before.value, after.value, false, reason.is_some() || legs.is_some()),
        left: both(before.left, after.left),
        right: both(before.right, after.right),
        model,
        methods: (before.method.clone(), after.method.clone()),
        reason: reason.clone().or(legs).or_else(|| {
            let unknown = minimal_detectable_change(before, after, false, model).is_none();
            unknown.then(|| "the error of one of the values is unknown".to_owned())
        }),
    }
}

/// Why neither the value nor its sides can be compared.
fn reason(
    before: &SavedMetric,
    after: &SavedMetric,
    conditions: &Conditions<'_>,
    curve: bool,
) -> Option<String> {
    if before.unit != after.unit {
        return Some(format!("the units differ: {}, then {}", before.unit, after.unit));
    }
    if before.is_bound || after.is_bound {
        let which = match (before.is_bound, after.is_bound) {
            (true, true) => "both values are",
            (true, false) => "the value before is",
            _ => "the value after is",
        };
        return Some(format!("{which} only a limit: the recording could not resolve the peak"));
    }
    if independent(&before.id) {
        return None;
    }
    if let (Speeds::Different { before, after }, false) = (conditions.speed, curve) {
        let more = 100.0 * (after / before - 1.0);
        let word = if more > 0.0 { "faster" } else { "slower" };
        return Some(format!(
            "the second run was {:.0} % {word} ({before:.2}, then {after:.2} m/s)",
            more.abs()
        ));
    }
    conditions.slope.then(|| "the slopes differ by 2 % or more".to_owned())
}

/// Why one leg cannot be compared with the other leg, or with both.
fn other_legs(before: &SavedMetric, after: &SavedMetric) -> Option<String> {
    let legs = |m: &SavedMetric| match (m.left.is_some(), m.right.is_some()) {
        (true, false) => Some("left leg only"),
        (false, true) => Some("right leg only"),
        (true, true) => Some("both legs"),
        (false, false) => None,
    };
    let (b, a) = (legs(before)?, legs(after)?);
    (b != a).then(|| format!("{b} before, {a} after"))
}
