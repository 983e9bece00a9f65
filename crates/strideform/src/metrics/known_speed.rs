//! Step and stride length from a given speed: the distance covered at that speed in the time of a step or stride.

use crate::contacts::ContactSide;

use super::definition::{MetricMethod, Source};
use super::estimate::{Metric, Sided};
use super::id::MetricId;
use super::measured::sigma;
use crate::contacts::MethodInfo;

/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "told-speed",
        summary: "the given speed over the cadence",
        segments: Source::WORN,
        needs_gyr: false,
        min_rate_hz: 15.0,
        citation: "definition",
        deviations: "none",
    },
    &[MetricId::StepLength, MetricId::StrideLength],
);

/// Relative 95 % error of a given speed (*chosen*: treadmills are wrong by a few per cent).
pub(super) const SPEED: f64 = 0.03;
const SOURCE: &str = "judgement: a given speed is accurate to 3 %";

/// `speed` as given, and `step_length` and `stride_length` (m) from it and the cadence in `known`; empty without a speed.
/// The speed is an input: it checks a measured one and is not itself a result.
pub fn of_known_speed(speed_mps: Option<f64>, known: &[Metric]) -> Vec<Metric> {
    let Some(v) = speed_mps.filter(|v| v.is_finite() && *v > 0.0) else { return Vec::new() };
    let Some(cadence) = known.iter().find(|m| m.id == MetricId::Cadence && m.value > 0.0) else {
        return Vec::new();
    };
    let step_m = 60.0 * v / cadence.value;
    let length = SPEED.hypot(cadence.uncertainty / cadence.value);
    [
        (MetricId::Speed, v, SPEED),
        (MetricId::StepLength, step_m, length),
        (MetricId::StrideLength, 2.0 * step_m, length),
    ]
    .into_iter()
    .filter_map(|(id, value, relative)| {
        // One value, without single steps.
        let mut one = Sided::default();
        one.push(0.0, ContactSide::Unknown, value);
        let bias = sigma(value * relative);
        let mut metric = one.metric(id, cadence.placement, METHOD.info.id, bias, SOURCE)?;
        metric.n = cadence.n;
        metric.side_uncertainty = None;
        metric.side_difference_uncertainty = None;
        metric.steps.steps.clear();
        Some(metric)
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Placement;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_step_covers_the_way_of_its_time() {
        let mut windows = Sided::default();
        windows.push(5.0, ContactSide::Unknown, 180.0);
        let cadence = windows.metric(MetricId::Cadence, Placement::PELVIS, "m", 0.0, "s").unwrap();
        let lengths = of_known_speed(Some(3.0), &[cadence]);
        // 3 m/s at 3 steps per second is 1 m per step, 2 m per stride; errors are 3 %, because the cadence is exact here.
        for (m, (id, value)) in lengths.iter().zip([
            (MetricId::Speed, 3.0),
            (MetricId::StepLength, 1.0),
            (MetricId::StrideLength, 2.0),
        ]) {
            assert_eq!((m.id, m.value), (id, value));
            // Rounding of √ and ÷ only.
            assert_abs_diff_eq!(m.uncertainty, 0.03 * value, epsilon = 1e-12);
        }
        assert!(of_known_speed(Some(3.0), &[]).is_empty());
        assert!(of_known_speed(Some(-1.0), &lengths).is_empty());
    }
}
