//! How probable it is that a window shows running: a logistic regression on what running does to each segment, and
//! marks of other rhythmic movement that rule it out.
//!
//! The step-rate component of |a| needs no orientation: a body that never leaves the ground and is carried by half-sine
//! forces has 0.67 g, a walker 0.2–0.5 g, a runner more. Weights are fitted by `validation/people/running/fit.py` on
//! labelled people (MotionSense, Oxford step counter, an ankle) and the runners of docs/VALIDATION.md, walking also
//! played up to 22 % faster (its acceleration grows with the square of the tempo), running also 8 % slower; constants
//! are then *chosen* a little higher, in favour of slow joggers. With the person left out of the fit, every runner is
//! found (the only one with a wrist cannot be left out) and nobody's walking or stairs at the recorded pace; of twelve
//! people whose walking with a phone at the thigh is played 22 % faster, one is called running and three are doubtful.
//! No recording of clapping or hopping was at hand: their marks follow from mechanics.

use std::ops::Range;

use nalgebra::{Matrix3, Vector3};

use super::gate::{FOOT_AMPLITUDE_G, REST_SHARE, RISE_S, threshold_g, vigour_g};
use super::period::Period;
use super::slow::{Slow, rest};
use crate::recording::{Placement, Segment};

/// A leg with more than 125 strides a minute hops or jumps rope, s (*chosen* just above 240 steps/min:
/// hopping has about 2.2 hops a second).
const LEG_STRIDE_S: f64 = 0.48;

/// Below this odd share a slow pelvis or trunk hops (*chosen*: running has 0.005 or more, recorded and virtual).
const HOP_ODD: f64 = 0.004;

/// Harmonics of the stride that count as movement of the gait (*chosen*: up to 12 Hz at 180 steps/min).
const HARMONICS: usize = 8;

/// Taken from the log odds for each mark of another movement (*chosen*: outweighs any other evidence found in walking).
const MARK: f64 = 6.0;

/// Log odds per natural logarithm of vigour over its threshold (*chosen*: a sixth above it is sure).
const STEEPNESS: f64 = 14.0;

/// The evidence that a mark still outweighs (*chosen*).
const MOST: f64 = 4.5;

/// Log odds per unit of the natural logarithm of each quantity.
struct Weights {
    /// Amplitude, g.
    amplitude: f64,
    /// Distance from the geometric median that the quietest third of samples keeps, g.
    rest: f64,
    /// Amplitude of |a| at the step rate, g.
    step: f64,
    /// Stride time, s.
    stride: f64,
    constant: f64,
}

impl Weights {
    const fn of(segment: Segment) -> Self {
        match segment {
            // Fitted constant 4.77.
            Segment::Pelvis => {
                Self { amplitude: 3.11, rest: 4.17, step: 5.37, stride: -2.12, constant: 5.75 }
            }
            // The chest moves a little less than the pelvis in virtual running; recorded walking stays below -2.
            Segment::Trunk => Self { amplitude: 3.11, rest: 4.17, step: 5.37, stride: -2.12, constant: 7.4 },
            // Fitted constant 3.29.
            Segment::Thigh => Self { amplitude: 2.20, rest: 4.92, step: 3.35, stride: -3.52, constant: 4.58 },
            // Fitted constant 1.58; the step rate shows little at a shank.
            Segment::Shank => Self { amplitude: 4.41, rest: 5.77, step: 0.0, stride: -0.19, constant: 2.82 },
            // No walking foot is recorded, so chosen: even odds at 0.37 g, above the virtual walker's 0.36 and below
            // the virtual runner's 0.45 and the recorded 0.54.
            Segment::Foot => Self { amplitude: 0.0, rest: 12.0, step: 0.0, stride: 0.0, constant: 11.93 },
            // Fitted constant 2.93.
            Segment::Wrist | Segment::Watch => {
                Self { amplitude: 4.04, rest: 4.54, step: 0.65, stride: -0.18, constant: 5.4 }
            }
        }
    }
}

/// Log odds of running in a window.
pub(super) fn log_odds(
    slow: &Slow,
    range: &Range<usize>,
    amplitude_g: f64,
    period: Period,
    placement: Placement,
) -> f64 {
    let segment = placement.segment;
    let leg = matches!(segment, Segment::Foot | Segment::Shank | Segment::Thigh);
    if (segment == Segment::Foot && amplitude_g < FOOT_AMPLITUDE_G) || (leg && period.run_s < LEG_STRIDE_S) {
        return -MARK;
    }
    let ln = |v: f64| (v.max(0.0) + 1e-3).ln();
    let w = Weights::of(segment);
    let rest_g = rest(&slow.calm, range, REST_SHARE).unwrap_or(0.0);
    let without_step =
        w.amplitude * ln(amplitude_g) + w.rest * ln(rest_g) + w.stride * ln(period.run_s) + w.constant;
    let vigour = vigour_odds(slow, range, amplitude_g, period, placement);
    // A step component of 1.5 g adds at most this: harmonics are only worth their time where running is possible.
    let at_most = without_step + 0.41 * w.step.max(0.0) + 6.3 * (-w.step).max(0.0);
    if !without_step.is_finite() || at_most.max(vigour) < -MARK {
        return -MARK;
    }
    let rhythm = Rhythm::of(slow, range, period.run_s);
    let odds = (without_step + w.step * ln(rhythm.step_g)).max(vigour);
    if rhythm.other_movement(slow, range, segment, period.run_s) { odds.min(MOST) - MARK } else { odds }
}

/// Log odds by vigour alone, where nobody walks at such a rate, and at a shank: negative infinity elsewhere. The
/// regression knows few who run quicker than 200 steps/min or slower than 2.5 m/s, its step component is small where a
/// sensor is clipped, and its shanks are of one man.
fn vigour_odds(
    slow: &Slow,
    range: &Range<usize>,
    amplitude_g: f64,
    period: Period,
    placement: Placement,
) -> f64 {
    if period.slow_s > RISE_S.0 && placement.segment != Segment::Shank {
        return f64::NEG_INFINITY;
    }
    let vigour = vigour_g(slow, range, amplitude_g, placement);
    let odds = STEEPNESS * (vigour / threshold_g(placement.segment, period.slow_s)).max(1e-3).ln();
    odds.min(MOST)
}

/// The gait's harmonics in one window.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm {
    /// Size of the mean specific force, g: more than gravity where a segment swings.
    mean_g: f64,
    /// Amplitude of |a| at the step rate, g; of the vector where gravity has been removed.
    step_g: f64,
    /// Energy of |a| at the stride rate as a share of that at stride and step rate.
    pub(super) once: f64,
    /// Share of the odd harmonics of the stride in all harmonics, over the axes: arms and legs swing once a stride.
    pub(super) odd: f64,
    /// Share of the first harmonic.
    pub(super) first: f64,
}

impl Rhythm {
    pub(super) fn of(slow: &Slow, range: &Range<usize>, stride_s: f64) -> Self {
        let columns = slow.band.each_ref().map(|a| a.get(range.clone()).unwrap_or(&[]));
        let [x, y, z] = columns;
        let size: Vec<f64> =
            x.iter().zip(y).zip(z).map(|((x, y), z)| Vector3::new(*x, *y, *z).norm()).collect();
        let turn = std::f64::consts::TAU / (stride_s * slow.rate_hz);
        let of_size = energies(&size, turn);
        let mut of_axes = [0.0; HARMONICS];
        for axis in columns {
            for (sum, one) in of_axes.iter_mut().zip(energies(axis, turn)) {
                *sum += one;
            }
        }
        let total = of_axes.iter().sum::<f64>().max(1e-9);
        let [first, second, ..] = of_axes;
        let mean = columns.map(|axis| {
            let (sum, n) =
                axis.iter().filter(|v| v.is_finite()).fold((0.0, 0usize), |(s, n), v| (s + v, n + 1));
            sum / n.max(1) as f64
        });
        let [size_1, size_2, ..] = of_size;
        Self {
            mean_g: Vector3::from(mean).norm(),
            step_g: (2.0 * if slow.gravity_free { second } else { size_2 }).sqrt(),
            once: size_1 / (size_1 + size_2).max(1e-9),
            odd: of_axes.iter().step_by(2).sum::<f64>() / total,
            first: first / total,
        }
    }

    /// Marks of clapping, hopping or cycling: limits *chosen* beyond what running has, in the recordings and in the
    /// virtual runner from 120 to 240 steps/min, so that only a movement of quite another kind has them.
    fn other_movement(self, slow: &Slow, range: &Range<usize>, segment: Segment, stride_s: f64) -> bool {
        let once = |limit: f64| self.once > limit && !slow.gravity_free;
        match segment {
            // Running repeats |a| with every step (`once` at most 0.07). Hopping with both feet looks like a step of
            // half a stride, or, when slow, like running at 143 steps/min or less without any difference between left
            // and right (odd from 0.005).
            Segment::Pelvis | Segment::Trunk => once(0.3) || (stride_s > 0.84 && self.odd < HOP_ODD),
            // A clapping hand repeats wholly with each clap or not at all with the stride; a swinging arm that repeats
            // |a| once a stride feels its own rotation.
            Segment::Wrist | Segment::Watch => (once(0.3) && self.mean_g < 1.12) || self.odd < 0.1,
            // `once` at most 0.21 recorded and 0.6 virtual: hopping has more, and so has pedalling, of a single harmonic.
            Segment::Thigh => once(0.65) || self.first > 0.87,
            // The acceleration of a hopping shank lies along it, that of a running one in a plane (from 0.08).
            Segment::Shank => {
                self.odd < 0.25 || self.first > 0.87 || (slow.axes == 3 && planarity(slow, range) < 0.06)
            }
            Segment::Foot => self.odd < 0.2 || self.first > 0.87,
        }
    }
}

/// Mean square of the first harmonics of a stride that advances by `turn` radians a sample, over a Hann window.
fn energies(values: &[f64], turn: f64) -> [f64; HARMONICS] {
    let finite = || values.iter().filter(|v| v.is_finite());
    let mean = finite().sum::<f64>() / (finite().count().max(1)) as f64;
    let taper = std::f64::consts::TAU / (values.len().max(2) - 1) as f64;
    let (mut sums, mut weights) = ([(0.0, 0.0); HARMONICS], 0.0);
    for (i, v) in values.iter().enumerate().filter(|(_, v)| v.is_finite()) {
        let weight = 0.5 - 0.5 * (taper * i as f64).cos();
        weights += weight;
        let (s, c) = (turn * i as f64).sin_cos();
        let (mut re, mut im) = (weight * (v - mean), 0.0);
        for sum in &mut sums {
            (re, im) = (re * c - im * s, re * s + im * c);
            sum.0 += re;
            sum.1 += im;
        }
    }
    // Harmonics above half the rate would be aliases.
    let mut order = 0.0;
    sums.map(|(re, im)| {
        order += 1.0;
        if order * turn >= std::f64::consts::PI || weights <= 0.0 {
            return 0.0;
        }
        2.0 * (re * re + im * im) / (weights * weights)
    })
}

/// Second over first principal variance of the specific force.
pub(super) fn planarity(slow: &Slow, range: &Range<usize>) -> f64 {
    let [x, y, z] = slow.calm.each_ref().map(|axis| axis.get(range.clone()).unwrap_or(&[]));
    let points: Vec<Vector3<f64>> = x
        .iter()
        .zip(y)
        .zip(z)
        .map(|((x, y), z)| Vector3::new(*x, *y, *z))
        .filter(|p| p.iter().all(|v| v.is_finite()))
        .collect();
    let centre = points.iter().sum::<Vector3<f64>>() / points.len().max(1) as f64;
    let spread: Matrix3<f64> = points.iter().map(|p| (p - centre) * (p - centre).transpose()).sum();
    let mut values: Vec<f64> = spread.symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    match values.as_slice() {
        [first, second, ..] if *first > 0.0 => second / first,
        _ => 0.0,
    }
}

/// The probability behind log odds.
pub(super) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
