//! A value with its error bar.

use serde::{Deserialize, Serialize};

use crate::contacts::ContactSide;
use crate::recording::{Caveat, Placement, stored};
use crate::signal::stats;

use super::id::MetricId;

/// One point of a metric over the course of the run.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Point {
    /// Middle of the block, s since the first sample.
    pub t_s: f64,
    /// Median of the block's steps, in the metric's unit.
    pub value: f64,
    /// Steps in the block.
    pub n: usize,
}

/// One metric of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Metric {
    /// Identifier in the catalogue.
    pub id: MetricId,
    /// Unit in the catalogue.
    #[serde(deserialize_with = "stored::text")]
    pub unit: stored::Text,
    /// Median over the steps of both sides, in `unit`.
    #[serde(deserialize_with = "stored::number")]
    pub value: f64,
    /// Whether `value` is only a bound; outputs show this as a caveat.
    #[serde(skip)]
    pub bound: Bound,
    /// Median of the left side's steps, in `unit`.
    pub left: Option<f64>,
    /// Median of the right side's steps, in `unit`.
    pub right: Option<f64>,
    /// 95 % half-width of `value`, in `unit`: 1.96·√(σ_bias² + σ_step²/n).
    #[serde(deserialize_with = "stored::number")]
    pub uncertainty: f64,
    /// 95 % half-width of `left` and of `right`, each by itself (for their difference, see the symmetry metrics).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_uncertainty: Option<f64>,
    /// 95 % half-width of `left` − `right`, if both exist and can be compared; errors that both sensors share are not
    /// included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side_difference_uncertainty: Option<f64>,
    /// Standard deviation over single steps, in `unit`.
    pub sd: Option<f64>,
    /// Number of steps (windows, for cadence) from which `value` was computed.
    pub n: usize,
    /// The sensor it comes from.
    pub placement: Placement,
    /// The method's identifier.
    pub method: String,
    /// Basis of σ_bias.
    #[serde(deserialize_with = "stored::text")]
    pub error_source: stored::Text,
    /// Caveats about it.
    pub caveats: Vec<Caveat>,
    /// Median per minute of running.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<Point>,
    /// The single steps from which `value` was computed, in `unit`, for plots; empty if there are none (cadence from a
    /// watch).
    #[serde(skip)]
    pub steps: Sided,
}

/// Whether a value is the quantity itself or only a bound on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Bound {
    /// The quantity itself.
    #[default]
    Exact,
    /// The true value is at least this, so a fault can be shown but never ruled out.
    AtLeast,
    /// The true value is at most this.
    AtMost,
}

impl Metric {
    /// Whether the true value is [at least](Bound::AtLeast) this.
    pub fn is_lower_bound(&self) -> bool {
        self.bound == Bound::AtLeast
    }
}

/// 1.96·√(σ_bias² + σ_step²/n), in the unit of `bias` and `step`: the 95 % half-width of a mean whose bias varies
/// between runners.
pub fn half_width(bias: f64, step: f64, n: usize) -> f64 {
    1.96 * (bias * bias + step * step / n.max(1) as f64).sqrt()
}

/// Values of single steps with time and side, from which a metric is computed.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Sided {
    /// (time in s, side, value).
    pub steps: Vec<(f64, ContactSide, f64)>,
}

impl Sided {
    /// Adds one step; a value that is not finite is ignored.
    pub fn push(&mut self, t_s: f64, side: ContactSide, value: f64) {
        if value.is_finite() {
            self.steps.push((t_s, side, value));
        }
    }

    /// Values of one side, in the metric's unit.
    pub fn of(&self, side: ContactSide) -> Vec<f64> {
        self.steps.iter().filter(|s| s.1 == side).map(|s| s.2).collect()
    }

    /// All values, in the metric's unit.
    pub fn values(&self) -> Vec<f64> {
        self.steps.iter().map(|s| s.2).collect()
    }

    /// The metric `id` with the given 1-σ bias (unit of the metric); `None` without steps.
    pub fn metric(
        &self,
        id: MetricId,
        placement: Placement,
        method: &str,
        bias: f64,
        error_source: &'static str,
    ) -> Option<Metric> {
        let all = self.values();
        let sd = stats::sd(&all);
        let side = |side| if id.is_sided() { stats::median(&self.of(side)) } else { None };
        // With unlike sides, the median of all steps would jump between the two.
        let value = match (side(ContactSide::Left), side(ContactSide::Right)) {
            (Some(left), Some(right)) => 0.5 * (left + right),
            _ => stats::median(&all)?,
        };
        let fewest = [ContactSide::Left, ContactSide::Right]
            .into_iter()
            .map(|s| self.of(s).len())
            .filter(|n| *n > 0)
            .min()
            .filter(|_| id.is_sided());
        Some(Metric {
            id,
            unit: id.unit(),
            value,
            bound: Bound::Exact,
            left: side(ContactSide::Left),
            right: side(ContactSide::Right),
            uncertainty: half_width(bias, sd.unwrap_or(0.0), all.len()),
            side_uncertainty: fewest.map(|n| half_width(bias, sd.unwrap_or(0.0), n)),
            // Nothing is known to be common to both sides, so each may be wrong by the full bias.
            side_difference_uncertainty: if id.is_sided() {
                self.difference_half_width(std::f64::consts::SQRT_2 * bias)
            } else {
                None
            },
            sd,
            n: all.len(),
            placement,
            method: method.to_owned(),
            error_source,
            caveats: Vec::new(),
            series: self.series(),
            steps: self.clone(),
        })
    }

    /// 95 % half-width of the difference of the sides' medians for a 1-σ bias of that difference; `None` with fewer
    /// than three steps per side.
    pub fn difference_half_width(&self, bias: f64) -> Option<f64> {
        let (left, right) = (self.of(ContactSide::Left), self.of(ContactSide::Right));
        let se2 = |v: &[f64]| stats::sd(v).map(|sd| sd * sd / v.len() as f64);
        if left.len() < 3 || right.len() < 3 {
            return None;
        }
        Some(1.96 * (bias * bias + se2(&left)? + se2(&right)?).sqrt())
    }

    /// Medians per minute, for runs of more than two minutes.
    pub fn series(&self) -> Vec<Point> {
        let (Some(first), Some(last)) = (self.steps.first(), self.steps.last()) else { return Vec::new() };
        if last.0 - first.0 < 120.0 {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut block: Vec<f64> = Vec::new();
        let mut minute = 0_u64;
        let mut flush = |minute: u64, block: &mut Vec<f64>| {
            if let Some(value) = stats::median(block) {
                out.push(Point { t_s: 60.0 * minute as f64 + 30.0, value, n: block.len() });
            }
            block.clear();
        };
        for (t, _, value) in &self.steps {
            let this = (t / 60.0).max(0.0) as u64;
            if this != minute {
                flush(minute, &mut block);
                minute = this;
            }
            block.push(*value);
        }
        flush(minute, &mut block);
        out
    }
}
