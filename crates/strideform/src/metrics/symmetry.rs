//! Left compared with right, with the error of a difference.
//!
//! Random errors average out over steps, but differences between the two sensors do not: a sensor misplaced by 5 cm
//! shifts contact time by up to 10 ms (Kiernan et al. 2024, 74 runners), so a smaller difference means nothing.

use crate::contacts::ContactSide;
use crate::recording::Placement;
use crate::signal::stats;

use super::contact_fusion::{LEFT_RIGHT_S, SOURCE};
use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Metric, Sided};
use super::id::MetricId;
use super::measured::sigma;
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `contact_time_balance`.
pub(super) const CONTACT_TIME_BALANCE_INFO: MetricInfo = MetricInfo::new(
    MetricId::ContactTimeBalance,
    "Contact-time balance",
    "Left contact time over the sum of left and right; 50 is even, 51 is a difference of 4 % (10 ms of 250 ms)",
    &[Source::on_each_side(&[Segment::Foot, Segment::Shank]).at_hz(50.0), Source::on(&[Segment::Watch])],
);
/// `step_time_asymmetry`.
pub(super) const STEP_TIME_ASYMMETRY_INFO: MetricInfo = MetricInfo::new(
    MetricId::StepTimeAsymmetry,
    "Step-time asymmetry",
    "100 · (left − right) / mean of the two step times; positive: left steps take longer",
    &[
        Source::on_each_side(&[Segment::Foot, Segment::Shank]).needs("synchronised clocks"),
        Source::on(&[Segment::Pelvis]).needs("a method that distinguishes left from right"),
    ],
);

/// 1-σ error of one side that the other side does not share.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SideError {
    /// In the unit of the compared quantity.
    pub per_side: f64,
    /// Its source.
    pub source: &'static str,
}

impl SideError {
    /// Contact time from a sensor on each leg: half of the largest shift due to misplacement in Kiernan et al. 2024, s.
    pub const CONTACT_TIME: Self =
        Self { per_side: 0.005, source: "sensor misplacement, Kiernan et al. 2024 (Sensors)" };
    /// The same for a gyroscope on each shank: left less right erred by 18 ms (RMSE) on 13 runners, s.
    pub(crate) const SHANK_CONTACT_TIME: Self =
        Self { per_side: 0.018 / std::f64::consts::SQRT_2, source: SOURCE };
    /// Step times of two legs or of a pelvis, from the 1-σ bias of initial contact, s. Left less right erred on 13 runners (39
    /// trials; `validation/people/times/step_asymmetry.py`) by 1.9 % of the step with feet, 3.5 % with shanks and 2.8 % with a
    /// pelvis, all with gyroscope; each is widened by a tenth (*chosen*: straps and shoes differ more than markers do).
    pub(crate) fn step_time(segment: Segment, has_gyroscope: bool, bias_s: f64) -> Self {
        let share = match segment {
            Segment::Foot if has_gyroscope => 0.70,
            Segment::Shank if has_gyroscope => 1.18,
            _ => 1.0,
        };
        Self { per_side: share * bias_s, source: "docs/VALIDATION.md: 13 runners on a treadmill" }
    }
    /// The same for fused contact times of two feet: left less right erred by ±18.8 ms on 13 runners, s.
    pub(crate) const FUSED_CONTACT_TIME: Self =
        Self { per_side: sigma(LEFT_RIGHT_S) / std::f64::consts::SQRT_2, source: SOURCE };
}

/// 95 % half-width of the difference of two medians.
fn difference_half_width(left: &[f64], right: &[f64], per_side: f64) -> f64 {
    let se2 = |v: &[f64]| stats::sd(v).unwrap_or(0.0).powi(2) / v.len().max(1) as f64;
    1.96 * (2.0 * per_side * per_side + se2(left) + se2(right)).sqrt()
}

/// Contact-time balance in % left from contact times (s) of both sides; `None` with fewer than three steps per side.
pub fn contact_time_balance(
    contact_s: &Sided,
    error: SideError,
    placement: Placement,
    method: &str,
) -> Option<Metric> {
    let (left, right) = (contact_s.of(ContactSide::Left), contact_s.of(ContactSide::Right));
    if left.len() < 3 || right.len() < 3 {
        return None;
    }
    let (l, r) = (stats::median(&left)?, stats::median(&right)?);
    let sum = l + r;
    if sum <= 0.0 {
        return None;
    }
    // d(l/(l+r)) = (r·dl − l·dr)/(l+r)² ≈ (dl − dr)/(2(l+r)) near balance.
    let half = 100.0 * difference_half_width(&left, &right, error.per_side) / (2.0 * sum);
    let mut metric = contact_s.metric(MetricId::ContactTimeBalance, placement, method, 0.0, error.source)?;
    metric.value = 100.0 * l / sum;
    metric.uncertainty = half;
    metric.sd = None;
    metric.n = left.len() + right.len();
    metric.series = Vec::new();
    metric.steps = Sided::default();
    Some(metric)
}

/// Step-time asymmetry in % from step times (s) of both sides; `None` with fewer than three steps per side.
pub fn step_time_asymmetry(
    step_s: &Sided,
    error: SideError,
    placement: Placement,
    method: &str,
) -> Option<Metric> {
    let (left, right) = (step_s.of(ContactSide::Left), step_s.of(ContactSide::Right));
    if left.len() < 3 || right.len() < 3 {
        return None;
    }
    let (l, r) = (stats::median(&left)?, stats::median(&right)?);
    let mean = 0.5 * (l + r);
    if mean <= 0.0 {
        return None;
    }
    let mut metric = step_s.metric(MetricId::StepTimeAsymmetry, placement, method, 0.0, error.source)?;
    metric.value = 100.0 * (l - r) / mean;
    metric.uncertainty = 100.0 * difference_half_width(&left, &right, error.per_side) / mean;
    metric.sd = None;
    metric.n = left.len() + right.len();
    metric.series = Vec::new();
    metric.steps = Sided::default();
    Some(metric)
}

/// How the step-time asymmetries of several sensors become one.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "step-asymmetry-combined",
        summary: "mean of the asymmetries from feet and shanks, weighted by the inverse squares of their errors; wider where they disagree",
        segments: &[Segment::Foot, Segment::Shank],
        needs_gyr: false,
        min_rate_hz: 50.0,
        citation: "this project; widening as by the Particle Data Group (Workman 2022, doi:10.1093/ptep/ptac097, 5.2.2)",
        deviations: "errors of the sensors are taken as independent",
    },
    &[MetricId::StepTimeAsymmetry],
);

/// One asymmetry from those of several sources, best first; the only one as it is.
pub(crate) fn combined_asymmetry(mut all: Vec<Metric>) -> Option<Metric> {
    all.retain(|m| m.uncertainty > 0.0);
    if all.len() < 2 {
        return all.pop();
    }
    let weight = |m: &Metric| m.uncertainty.powi(-2);
    let total: f64 = all.iter().map(weight).sum();
    let mean = all.iter().map(|m| m.value * weight(m)).sum::<f64>() / total;
    // Squared deviations in units of the stated errors: one per further source is expected.
    let spread: f64 = all.iter().map(|m| weight(m) * (1.96 * (m.value - mean)).powi(2)).sum();
    let wider = (spread / (all.len() - 1) as f64).sqrt().max(1.0);
    let mut first = all.swap_remove(0);
    first.value = mean;
    first.uncertainty = wider / total.sqrt();
    METHOD.info.id.clone_into(&mut first.method);
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    fn sided(left: &[f64], right: &[f64]) -> Sided {
        let mut s = Sided::default();
        for (i, v) in left.iter().enumerate() {
            s.push(i as f64, ContactSide::Left, *v);
        }
        for (i, v) in right.iter().enumerate() {
            s.push(i as f64 + 0.5, ContactSide::Right, *v);
        }
        s
    }

    #[test]
    fn ten_milliseconds_of_250_are_one_per_cent_of_balance() {
        let s = sided(&[0.255; 10], &[0.245; 10]);
        let m = contact_time_balance(&s, SideError::CONTACT_TIME, Placement::PELVIS, "test").unwrap();
        // 255/500, exact but for rounding.
        assert_abs_diff_eq!(m.value, 51.0, epsilon = 1e-9);
        // √2·5 ms / (2·0.5 s) · 1.96 = 1.386 %: a 10 ms difference is within its error.
        assert_abs_diff_eq!(m.uncertainty, 1.386, epsilon = 0.001);
    }

    #[test]
    fn sources_that_agree_narrow_the_asymmetry_and_others_widen_it() {
        let one = |value: f64, half: f64| {
            let s = sided(&[0.35; 10], &[0.35; 10]);
            let mut m = step_time_asymmetry(&s, SideError::CONTACT_TIME, Placement::PELVIS, "t").unwrap();
            (m.value, m.uncertainty) = (value, half);
            m
        };
        let agree = combined_asymmetry(vec![one(6.0, 3.0), one(5.0, 4.0)]).unwrap();
        // Weights 1/9 and 1/16: 5.64; half-width 1/√(1/9 + 1/16) = 2.4. Exact but for rounding.
        assert_abs_diff_eq!(agree.value, 5.64, epsilon = 1e-9);
        assert_abs_diff_eq!(agree.uncertainty, 2.4, epsilon = 1e-9);
        let apart = combined_asymmetry(vec![one(6.0, 3.0), one(-6.0, 4.0)]).unwrap();
        // 12 apart with standard errors of 1.53 and 2.04: 4.7 times what is expected.
        assert_abs_diff_eq!(apart.uncertainty, 2.4 * 1.96 * 12.0 / 5.0, epsilon = 1e-9);
        assert_eq!(combined_asymmetry(vec![one(6.0, 3.0)]).unwrap().value, 6.0);
        assert!(combined_asymmetry(Vec::new()).is_none());
    }

    #[test]
    fn mirrored_sides_mirror_the_balance() {
        let a = sided(&[0.26, 0.27, 0.25], &[0.24, 0.25, 0.23]);
        let b = sided(&[0.24, 0.25, 0.23], &[0.26, 0.27, 0.25]);
        let f = |s: &Sided| {
            contact_time_balance(s, SideError::CONTACT_TIME, Placement::PELVIS, "t").unwrap().value
        };
        // The definition is antisymmetric about 50; rounding only.
        assert!((f(&a) - 50.0 + (f(&b) - 50.0)).abs() < 1e-9);
    }
}
