//! The medio-lateral axis of a foot, shank or thigh from its rotation in running.
//!
//! A leg segment rotates mostly about one axis, which is therefore the first principal direction of its angular rate.
//! The principal direction has no sign; the swing provides it, because a leg swings forward (toes up, ankle ahead of
//! the knee) faster than it swings back.

use nalgebra::Vector3;

use crate::recording::Triad;
use crate::signal::{median, principal_axes, zero_phase_lowpass};

/// Low-pass for the directions, Hz (*chosen*: keeps the swing, removes impact ringing and wobble).
const AXIS_LOWPASS_HZ: f64 = 20.0;
/// Low-pass for the sign, as a multiple of the stride frequency: only the swing lobe (about a third of a stride)
/// remains of the curve. *Chosen*; margins of 1.30–1.44 on the foot recordings of docs/VALIDATION.md.
const SIGN_LOWPASS_STRIDES: f64 = 3.0;

/// The axis about which a leg segment rotates.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct FunctionalAxis {
    /// Unit vector in sensor axes. Angular rate along it is positive while the leg swings forward: in a right-handed
    /// sensor frame it points to the runner's right.
    pub axis: Vector3<f64>,
    /// λ₁/(λ₁+λ₂) of the angular rate, 0.5…1: how dominant one axis is (usually 0.8 or more in running).
    pub lambda_ratio: f64,
    /// Median forward swing peak over median backward peak, 1 or more: how certain the sign is.
    pub sign_margin: f64,
}

impl FunctionalAxis {
    /// True if the axis and its sign are clear enough to rely on: a λ-ratio of at least 0.7 and a margin of at least
    /// 1.1 (*chosen*, well below the 0.9 and 1.3 of the recordings of docs/VALIDATION.md).
    pub fn is_clear(&self) -> bool {
        self.lambda_ratio >= 0.7 && self.sign_margin >= 1.1
    }
}

/// Finds the medio-lateral axis of a leg segment from its angular rate (rad/s) during running whose strides take
/// about `stride_s` seconds.
///
/// `None` for less than one stride, or without rotation.
pub fn medio_lateral_axis(gyr: &Triad, rate_hz: f64, stride_s: f64) -> Option<FunctionalAxis> {
    let per_stride = (stride_s * rate_hz).round();
    if !(per_stride >= 4.0 && gyr.len() as f64 >= per_stride) {
        return None;
    }
    let smooth = gyr.map(|axis| zero_phase_lowpass(axis, AXIS_LOWPASS_HZ, rate_hz));
    let (axes, variances) = principal_axes(&smooth.x, &smooth.y, &smooth.z);
    let [axis, ..] = axes;
    let [first, second, _] = variances;
    if !(first > 0.0 && first.is_finite()) {
        return None;
    }
    let swing = zero_phase_lowpass(&gyr.along(&axis), SIGN_LOWPASS_STRIDES / stride_s, rate_hz);
    let extreme = |of: fn(f64, f64) -> f64| {
        let each: Vec<f64> = swing
            .chunks_exact(per_stride as usize)
            .filter_map(|stride| stride.iter().copied().reduce(of))
            .collect();
        median(&each)
    };
    let (forward, backward) = (extreme(f64::max)?, -extreme(f64::min)?);
    let (axis, forward, backward) =
        if forward >= backward { (axis, forward, backward) } else { (-axis, backward, forward) };
    if !(forward > 0.0 && forward.is_finite()) {
        return None;
    }
    // A rate that never reverses has no defined margin; a large finite value is used instead.
    let sign_margin = if backward > 1e-3 * forward { forward / backward } else { 1e3 };
    Some(FunctionalAxis { axis, lambda_ratio: first / (first + second), sign_margin })
}

#[cfg(test)]
mod tests {
    use approx::assert_abs_diff_eq;
    use std::f64::consts::TAU;

    use nalgebra::{Rotation3, Unit};

    use super::*;

    /// A leg that swings forward fast and briefly, back slowly, with a little of another axis.
    fn leg(axis: Vector3<f64>, other: Vector3<f64>) -> Triad {
        let mut out = Triad::default();
        for i in 0..1000 {
            let phase = TAU * f64::from(i) / 70.0;
            let v = axis * (6.0 * phase.cos() + 2.0 * (2.0 * phase).cos()) + other * phase.sin();
            out.x.push(v.x);
            out.y.push(v.y);
            out.z.push(v.z);
        }
        out
    }

    #[test]
    fn axis_and_sign_are_found_in_any_orientation() {
        for k in 0..20 {
            let turn = Rotation3::from_axis_angle(
                &Unit::new_normalize(Vector3::new(1.0, 0.3 * f64::from(k), -0.7)),
                0.9 * f64::from(k),
            );
            let (axis, other) = (turn * Vector3::z(), turn * Vector3::x());
            let found = medio_lateral_axis(&leg(axis, other), 100.0, 0.7).unwrap();
            // All strides but the last are whole: the two axes mix by less than a degree.
            assert!(found.axis.dot(&axis) > 0.9998, "{:?} for {axis:?}", found.axis);
            // Variances 6²/2 + 2²/2 = 20 and 1/2: the ratio is 0.976.
            assert_abs_diff_eq!(found.lambda_ratio, 0.976, epsilon = 0.005);
            // The second harmonic passes to 92 %: +7.85 forward, −4.28 back; chunks of whole samples blur it a little.
            assert_abs_diff_eq!(found.sign_margin, 1.83, epsilon = 0.05);
        }
    }

    #[test]
    fn nothing_is_found_where_nothing_turns() {
        let still = Triad::new(vec![0.0; 500], vec![0.0; 500], vec![0.0; 500]);
        assert_eq!(medio_lateral_axis(&still, 100.0, 0.7), None);
        assert_eq!(medio_lateral_axis(&Triad::default(), 100.0, 0.7), None);
        let short = leg(Vector3::z(), Vector3::x()).slice(0..30);
        assert_eq!(medio_lateral_axis(&short, 100.0, 0.7), None);
        for stride in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(medio_lateral_axis(&leg(Vector3::z(), Vector3::x()), 100.0, stride), None);
        }
    }
}
