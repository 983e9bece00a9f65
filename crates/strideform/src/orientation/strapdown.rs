//! Strap-down integration closed over whole strides: orientation of a sensor in steady running.
//!
//! In steady straight running a segment returns to the same orientation with every stride, and the mean acceleration
//! over whole strides is zero. The first fact gives the gyroscope's bias and the second the vertical, without a model
//! of the motion and without relying on the accelerometer when it measures more than gravity. Compared with markers, on
//! simulated sensors with the faults of cheap ones, the error was a fifth to a half of that of offline VQF
//! (docs/VALIDATION.md).

use crate::parallel::*;
use nalgebra::{Matrix3, UnitQuaternion, Vector3};

use super::increments::Increments;
use super::period::{Strides, stride_mean_of};
use super::vqf::{advanced, upright};

/// Number of strides after which the orientation must return (*measured* on the recordings of docs/VALIDATION.md: four
/// average out stride-to-stride differences).
const CLOSE_STRIDES: f64 = 4.0;
/// Length of the segments with a separate bias, s (*chosen*: cheap gyroscopes drift over minutes).
const PIECE_S: f64 = 60.0;
/// Number of closures per segment (*measured*: more bring no improvement).
const STARTS: usize = 40;
/// Misclosure above which a closure gets less weight, rad (*chosen*: 2°, several times the misclosure of a treadmill
/// run).
const USUAL_RAD: f64 = 0.035;
/// Misclosure over four strides above which running is not steady, rad: about the vertical (a turn) and about the
/// horizontal (*chosen*: 8° in 3 s is a bend of 60 m radius at 3.3 m/s, tighter than a running track's 36 m at 2 m/s).
const TURN_RAD: f64 = 0.14;
/// See [`TURN_RAD`].
const TILT_RAD: f64 = 0.10;
/// How much wider the limits are for legs, which rotate at 500–1000 °/s at the start of any closure, so that strides
/// differing by 5 ms leave 5° (*chosen*).
const LEG: f64 = 2.5;

/// Result of strap-down integration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strapdown {
    /// Rotates sensor axes into a frame whose z axis is up and whose heading is arbitrary, at the end of each interval.
    pub(super) orientation: Vec<UnitQuaternion<f64>>,
    /// Share of closures that are steady, 0…1.
    pub(super) steady: f64,
}

/// Orientation at the ends of the intervals; `leg` sensors average the vertical over two strides, others over four.
/// `None` for fewer than two strides.
pub(super) fn strapdown(made: &Increments, strides: &Strides, leg: bool) -> Option<Strapdown> {
    let n = made.len();
    let pieces = (n as f64 / (PIECE_S * made.rate_hz)).round().max(1.0) as usize;
    let mut biases: Vec<Bias> = (0..pieces)
        .map(|k| {
            let range = n * k / pieces..n * (k + 1) / pieces;
            Bias { range, value: Vector3::zeros(), misclosures: Vec::new() }
        })
        .collect();
    // Three iterations: each integrates with the bias found by the previous one, and the third changes nothing
    // noticeable.
    let mut turned = Vec::with_capacity(n);
    integrate(made, &biases, &mut turned);
    for _ in 0..3 {
        biases.par_iter_mut().for_each(|bias| bias.refine(made.rate_hz, &turned, strides));
        integrate(made, &biases, &mut turned);
    }
    if (n as f64) < 2.0 * strides.at(0.0) {
        return None;
    }
    let force: Vec<Vector3<f64>> = turned.iter().enumerate().map(|(i, q)| q * made.acc.at(i)).collect();
    let window = if leg { 2.0 } else { CLOSE_STRIDES };
    // The second averaging removes stride-to-stride differences.
    let up = stride_mean_of(stride_mean_of(force, strides, window), strides, window);
    let mut orientation = turned;
    orientation.par_iter_mut().zip(&up).for_each(|(q, u)| *q = upright(u) * *q);
    let all: Vec<&Misclosure> = biases.iter().flat_map(|b| &b.misclosures).collect();
    let steady = all.iter().filter(|m| m.is_steady(&orientation, if leg { LEG } else { 1.0 })).count();
    let steady = if all.is_empty() { 0.0 } else { steady as f64 / all.len() as f64 };
    Some(Strapdown { orientation, steady })
}

/// The part of a closure that the bias does not explain.
#[derive(Debug, Clone)]
struct Misclosure {
    sample: usize,
    /// Rotation vector in sensor axes at the sample, rad.
    left: Vector3<f64>,
}

impl Misclosure {
    fn is_steady(&self, orientation: &[UnitQuaternion<f64>], width: f64) -> bool {
        let Some(q) = orientation.get(self.sample) else { return false };
        let level = q * self.left;
        level.z.abs() < width * TURN_RAD && level.xy().norm() < width * TILT_RAD
    }
}

/// Bias of the gyroscope over a segment.
struct Bias {
    range: std::ops::Range<usize>,
    value: Vector3<f64>,
    misclosures: Vec<Misclosure>,
}

impl Bias {
    fn middle(&self) -> f64 {
        0.5 * (self.range.start + self.range.end) as f64
    }

    /// Updates the bias by a least-squares fit of the misclosures that is robust against turns: rotvec(R(t)ᵀ R(t + 4T))
    /// = ∫ R(t)ᵀ R(s) ds · b.
    fn refine(&mut self, rate_hz: f64, turned: &[UnitQuaternion<f64>], strides: &Strides) {
        let stride = strides.at(self.middle());
        let len = self.range.len() as f64;
        let whole = ((len - 2.0) / stride).floor().min(CLOSE_STRIDES);
        if !(whole >= 1.0) {
            return;
        }
        let lag = whole * stride;
        let mut sums = Vec::with_capacity(self.range.len() + 1);
        let mut sum = Matrix3::zeros();
        for q in turned.get(self.range.clone()).unwrap_or(&[]) {
            sums.push(sum);
            sum += q.to_rotation_matrix().matrix() / rate_hz;
        }
        let at = |p: f64| -> Option<(UnitQuaternion<f64>, Matrix3<f64>)> {
            let (i, u) = (p as usize, p.fract());
            let (a, b) = (turned.get(self.range.start + i)?, turned.get(self.range.start + i + 1)?);
            let (s, t) = (sums.get(i)?, sums.get(i + 1)?);
            Some((a.nlerp(b, u), s + (t - s) * u))
        };
        let room = len - 2.0 - lag;
        let rows: Vec<(usize, Vector3<f64>, Matrix3<f64>)> = (0..STARTS)
            .filter_map(|j| {
                let start = room * j as f64 / (STARTS - 1) as f64;
                let ((a, s), (b, t)) = (at(start)?, at(start + lag)?);
                let turn = (a.inverse() * b).scaled_axis();
                Some((
                    self.range.start + start as usize,
                    turn,
                    a.inverse().to_rotation_matrix().matrix() * (t - s),
                ))
            })
            .collect();
        let mut step = Vector3::zeros();
        // Five reweightings: from plain least squares to Huber's estimator (*chosen*).
        for round in 0..5 {
            let (mut normal, mut right) = (Matrix3::zeros(), Vector3::zeros());
            for (_, turn, effect) in &rows {
                let left = (turn - effect * step).norm();
                let weight = if round == 0 { 1.0 } else { USUAL_RAD / left.max(USUAL_RAD) };
                normal += effect.transpose() * effect * weight;
                right += effect.transpose() * turn * weight;
            }
            let Some(inverse) = normal.try_inverse() else { break };
            step = inverse * right;
        }
        if step.iter().all(|v| v.is_finite()) {
            self.value += step;
            self.misclosures = rows
                .into_iter()
                .map(|(sample, turn, effect)| Misclosure {
                    sample,
                    left: (turn - effect * step) * (CLOSE_STRIDES / whole),
                })
                .collect();
        }
    }
}

fn integrate(made: &Increments, biases: &[Bias], out: &mut Vec<UnitQuaternion<f64>>) {
    out.clear();
    let dt = 1.0 / made.rate_hz;
    let mut turned = UnitQuaternion::identity();
    let mut piece = 0;
    out.extend((0..made.len()).map(|i| {
        // Linear interpolation between the midpoints of the segments.
        let at = i as f64;
        while biases.get(piece + 1).is_some_and(|b| b.middle() <= at) {
            piece += 1;
        }
        let bias = match (biases.get(piece), biases.get(piece + 1)) {
            (Some(a), Some(b)) => {
                let share = ((at - a.middle()) / (b.middle() - a.middle())).clamp(0.0, 1.0);
                a.value + (b.value - a.value) * share
            }
            (Some(a), None) => a.value,
            _ => Vector3::zeros(),
        };
        turned = advanced(&turned, &((made.gyr.at(i) - bias) * dt));
        turned
    }));
}

#[cfg(test)]
mod tests {
    use super::super::increments::push;
    use super::*;
    use crate::recording::Triad;

    const G: f64 = 9.80665;

    /// A segment that sways with the stride (0.7 s), bounces, and optionally turns around between 20 and 24 s;
    /// orientations with z up.
    fn run(seconds: f64, bias: Vector3<f64>, turn: f64) -> (Increments, Vec<UnitQuaternion<f64>>) {
        let rate = 100.0;
        let orientation = |t: f64| {
            let w = std::f64::consts::TAU / 0.7;
            let heading = turn * ((t - 20.0) / 4.0).clamp(0.0, 1.0);
            UnitQuaternion::from_axis_angle(&Vector3::z_axis(), heading)
                * UnitQuaternion::from_scaled_axis(Vector3::new(
                    0.10 * (w * t).sin(),
                    0.06 * (2.0 * w * t + 0.4).sin(),
                    0.12 * (w * t + 1.0).cos(),
                ))
                * UnitQuaternion::from_euler_angles(0.4, -0.8, 2.0)
        };
        let (mut gyr, mut acc, mut truth) = (Triad::default(), Triad::default(), Vec::new());
        let mut before = orientation(-1.0 / rate);
        for i in 0..(seconds * rate) as usize {
            let t = i as f64 / rate;
            let q = orientation(t);
            push(&mut gyr, (before.inverse() * q).scaled_axis() * rate + bias);
            let w2 = 2.0 * std::f64::consts::TAU / 0.7;
            let force =
                Vector3::new(3.0 * (w2 * t).cos(), 1.5 * (0.5 * w2 * t).sin(), G + 12.0 * (w2 * t).sin());
            push(&mut acc, q.inverse() * force);
            truth.push(q);
            before = q;
        }
        (Increments { rate_hz: rate, start_s: 0.0, gyr, acc }, truth)
    }

    fn tilt_errors(found: &Strapdown, truth: &[UnitQuaternion<f64>]) -> Vec<f64> {
        let up = |q: &UnitQuaternion<f64>| q.inverse() * Vector3::z();
        found.orientation.iter().zip(truth).map(|(a, b)| up(a).angle(&up(b)).to_degrees()).collect()
    }

    #[test]
    fn orientation_comes_back_without_the_bias() {
        for seconds in [6.0, 30.0, 200.0] {
            let (made, truth) = run(seconds, Vector3::new(0.03, -0.02, 0.025), 0.0);
            let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, 69.0).expect("strides");
            let found = strapdown(&made, &strides, false).expect("orientation");
            let worst = tilt_errors(&found, &truth).into_iter().fold(0.0, f64::max);
            // Without noise what remains is the stride time's error (1e-3): 0.1° of a sway of 6°.
            assert!(worst < 0.1, "{seconds} s: {worst}");
            assert_eq!(found.steady, 1.0);
        }
    }

    #[test]
    fn a_turn_is_noticed() {
        let (made, _) = run(60.0, Vector3::new(0.01, 0.0, 0.0), 3.0);
        let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, 70.0).expect("strides");
        let found = strapdown(&made, &strides, false).expect("orientation");
        // 4 s of turning touch closures that begin up to 2.8 s earlier: 7 of 57 s.
        assert!((0.8..0.93).contains(&found.steady), "{}", found.steady);
    }

    #[test]
    fn too_short_for_a_closure() {
        let (made, _) = run(1.2, Vector3::zeros(), 0.0);
        let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, 70.0).expect("strides");
        assert!(strapdown(&made, &strides, false).is_none());
    }
}
