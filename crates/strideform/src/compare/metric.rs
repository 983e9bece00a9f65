//! One metric, before and after.

use serde::Serialize;

use crate::recording::Runner;
use crate::report::SavedMetric;

use super::detectable::{ErrorModel, minimal_detectable_change};
use super::speed::{Speeds, expected_ratio, independent};

/// What became of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Higher by more than the minimal detectable change.
    Increased,
    /// Lower by more than that.
    Decreased,
    /// The difference lies within what errors alone would give.
    WithinError,
    /// Cannot be held against each other; `reason` says why.
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
    /// After less before, in the metric's unit.
    pub change: f64,
    /// The part of `change` that the difference of speed explains, where a reference curve is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected_from_speed: Option<f64>,
    /// 95 % limit of a change by error alone, in the metric's unit; with `expected_from_speed` its error is in it.
    pub minimal_detectable_change: Option<f64>,
    /// The verdict.
    pub verdict: Verdict,
}

impl Pair {
    /// The change that speed does not explain.
    pub fn own_change(&self) -> f64 {
        self.change - self.expected_from_speed.unwrap_or(0.0)
    }

    /// True where the change is more than error.
    pub fn has_changed(&self) -> bool {
        matches!(self.verdict, Verdict::Increased | Verdict::Decreased)
    }
}

/// A metric before and after.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Compared {
    /// Identifier of the catalogue.
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
    /// How the errors were put together.
    pub model: ErrorModel,
    /// Method before and after.
    pub methods: (String, String),
    /// Why it is not comparable.
    pub reason: Option<String>,
}

impl Compared {
    /// True where the whole or one side changed.
    pub fn has_changed(&self) -> bool {
        [Some(self.value), self.left, self.right].into_iter().flatten().any(|p| p.has_changed())
    }

    /// Values that were held against a limit.
    pub fn tests(&self) -> usize {
        let judged = |p: &Pair| p.verdict != Verdict::NotComparable;
        [Some(self.value), self.left, self.right].iter().flatten().filter(|p| judged(p)).count()
    }
}

/// What both runs share for every metric.
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
        // Half of the expected change (*chosen*): runners differ that much in how they answer to speed.
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
            unknown.then(|| "the error of one of the values is not known".to_owned())
        }),
    }
}

/// Why nothing of the metric can be compared.
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
        return Some(format!("{which} only a bound: the recording could not resolve the peak"));
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

/// A value of one leg against a value of the other leg or of both.
fn other_legs(before: &SavedMetric, after: &SavedMetric) -> Option<String> {
    let legs = |m: &SavedMetric| match (m.left.is_some(), m.right.is_some()) {
        (true, false) => Some("the left leg alone"),
        (false, true) => Some("the right leg alone"),
        (true, true) => Some("both legs"),
        (false, false) => None,
    };
    let (b, a) = (legs(before)?, legs(after)?);
    (b != a).then(|| format!("{b} before, {a} after"))
}
