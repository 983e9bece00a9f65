//! Which segment a running sensor is worn on, from the signal alone.
//!
//! A linear discriminant on quantities that no turning of the sensor changes, in the way of
//! `validation/people/running/placement.py`, on the running of docs/VALIDATION.md, MotionSense, an ankle and the virtual
//! runner. With the person or the data set left out of that fit, the lowest probability of a right placement is 0.004 (a
//! shank whose like was then not in the fit; 0.04 among the others). The distances are softened (*chosen*,
//! [`SOFTNESS`]), because a new device or runner differs by more than those of the fit do.

use std::ops::Range;

use super::evidence::{Rhythm, log_odds, planarity};
use super::period::period;
use super::slow::{Slow, variance};
use super::windows::WINDOW_S;
use crate::recording::{Placement, Segment, Sensor, Side, Signals};
use crate::signal::median;

/// Number of quantities.
const N: usize = 7;

/// The classes and their means: ln |mean specific force| (g; legs that swing fast feel their own rotation), root of the
/// odd share, share of the first harmonic, root of |a|'s share at the stride rate, ln (planarity + 0.02), root of the
/// share of time below 0.5 g, ln amplitude (g). The trunk is not distinguished from the pelvis.
const CLASSES: [(Segment, [f64; N]); 5] = [
    (Segment::Pelvis, [-0.003, 0.246, 0.014, 0.047, -2.425, 0.467, 0.055]),
    (Segment::Thigh, [0.188, 0.579, 0.104, 0.208, -0.946, 0.286, 0.256]),
    (Segment::Shank, [0.323, 0.802, 0.496, 0.668, -0.908, 0.116, 0.484]),
    (Segment::Foot, [0.838, 0.707, 0.370, 0.502, -1.772, 0.0, 0.788]),
    (Segment::Wrist, [0.216, 0.634, 0.382, 0.161, -0.847, 0.0, 0.279]),
];

/// Inverse of the covariance within classes.
const PRECISION: [[f64; N]; N] = [
    [91.3, -8.1, -70.6, 19.1, 4.8, 9.3, -24.4],
    [-8.1, 172.6, -57.9, -18.2, -8.3, 37.8, -1.6],
    [-70.6, -57.9, 293.7, -18.8, -8.8, -18.3, 0.1],
    [19.1, -18.2, -18.8, 77.2, 3.5, 42.9, 2.2],
    [4.8, -8.3, -8.8, 3.5, 5.6, 4.7, -0.1],
    [9.3, 37.8, -18.3, 42.9, 4.7, 218.1, 23.6],
    [-24.4, -1.6, 0.1, 2.2, -0.1, 23.6, 30.8],
];

/// Mean and standard deviation of ln (root mean square of the angular rate, °/s; `validation/people/running/turning.py`), a cue independent of acceleration, in
/// the order of [`CLASSES`]: 13 runners at 2.5 to 4.5 m/s (within a class 0.18 to 0.26, pelvis 4.48, thigh 5.53, shank
/// 5.95, foot 6.09) and 12 joggers with a phone in the pocket (5.3, so the thigh is wide). No wrist with gyroscope was at hand:
/// *chosen*, and wide.
const TURNING: [(f64, f64); 5] = [(4.48, 0.3), (5.45, 0.42), (5.95, 0.3), (6.09, 0.3), (5.5, 0.5)];

/// Squared distances count by this factor (*chosen*).
const SOFTNESS: f64 = 0.35;

/// Farther than this from every class, squared, the movement is not known well enough (*chosen*: largest left-out
/// distance of a person's sensor 25, apart from one whose like was then not in the fit).
const UNKNOWN: f64 = 30.0;

/// Below this the stated segment is contradicted (*chosen*, because a question costs less than a confident error: of 300
/// recordings under their right name one lies below, of a jogger whose phone hardly turns in the pocket;
/// `validation/people/running/wrong_names.py`).
const CONTRADICTED: f64 = 0.02;

/// From this a sensor called a shank is taken to be on the foot, though the two move too much alike for [`CONTRADICTED`]
/// (*chosen*: of 78 shanks of 13 runners none gets that far, of 76 of their feet called shanks 72 do). Not the other way
/// round: stiff feet swing as shanks do.
const ON_THE_FOOT: f64 = 0.85;

/// From this the likeliest segment is certain enough to serve without being stated (*chosen*).
const CERTAIN: f64 = 0.95;

/// Weight of a segment on which another sensor of the same side is worn (*chosen*: two sensors on one segment are rare).
const TAKEN: f64 = 0.05;

/// Windows that are looked at, evenly over those that move enough (*chosen*), and how many at least.
const WINDOWS: usize = 40;
const MIN_WINDOWS: usize = 2;

/// Amplitude, g, correlation, and stride time, s, of windows from which a segment can be inferred (as in the fit).
const AMPLITUDE_G: f64 = 0.5;
const RHO: f64 = 0.5;
const STRIDE_S: Range<f64> = 0.5..0.95;

/// Where the signal says that a sensor was worn.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Worn {
    /// Probability of each segment, the likeliest first; `pelvis` stands for pelvis and trunk.
    pub probabilities: Vec<(Segment, f64)>,
}

impl Worn {
    /// The likeliest segment and its probability.
    pub fn likeliest(&self) -> Option<(Segment, f64)> {
        self.probabilities.first().copied()
    }

    /// True if the likeliest segment has a probability of at least 0.95.
    pub fn is_certain(&self) -> bool {
        self.likeliest().is_some_and(|(_, p)| p >= CERTAIN)
    }

    /// Probability of a segment.
    pub fn of(&self, segment: Segment) -> Option<f64> {
        let class = class(segment);
        self.probabilities.iter().find(|(s, _)| *s == class).map(|(_, p)| *p)
    }

    /// True if a sensor on this segment would hardly move like this.
    pub fn contradicts(&self, segment: Segment) -> bool {
        let on_the_foot =
            self.likeliest().is_some_and(|(likeliest, p)| likeliest == Segment::Foot && p >= ON_THE_FOOT);
        (segment == Segment::Shank && on_the_foot) || self.of(segment).is_some_and(|p| p < CONTRADICTED)
    }
}

/// What each sensor of a session looks like beside the others: a segment on which another sensor of the same side is worn, by
/// its placement and more likely than not by its movement, is unlikely for this one.
pub fn worn_together(sensors: &[(Placement, Option<Worn>)]) -> Vec<Option<Worn>> {
    let has = |segment: Segment, side: Side, but: usize| {
        sensors.iter().enumerate().any(|(i, (placement, worn))| {
            let here = i != but && placement.side == side && class(placement.segment) == segment;
            here && worn.as_ref().and_then(|w| w.of(segment)).is_some_and(|p| p >= 0.5)
        })
    };
    let one = |(i, (placement, worn)): (usize, &(Placement, Option<Worn>))| {
        let mut worn = worn.clone()?;
        let own = class(placement.segment);
        for (segment, p) in &mut worn.probabilities {
            if *segment != own && has(*segment, placement.side, i) {
                *p *= TAKEN;
            }
        }
        let total: f64 = worn.probabilities.iter().map(|(_, p)| p).sum();
        worn.probabilities.iter_mut().for_each(|(_, p)| *p /= total);
        worn.probabilities.sort_by(|a, b| b.1.total_cmp(&a.1));
        Some(worn)
    };
    sensors.iter().enumerate().map(one).collect()
}

/// The class of a segment: trunk and pelvis, wrist and watch move alike.
fn class(segment: Segment) -> Segment {
    match segment {
        Segment::Trunk => Segment::Pelvis,
        Segment::Watch => Segment::Wrist,
        other => other,
    }
}

/// Infers the segment; `None` without enough running, without all three axes or without gravity.
pub(super) fn worn(signals: &Signals<Sensor>, slow: &Slow) -> Option<Worn> {
    if slow.axes < 3 || slow.gravity_free {
        return None;
    }
    let moving = moving(slow);
    let every = moving.len().div_ceil(WINDOWS).max(1);
    let chosen: Vec<&Range<usize>> = moving.iter().step_by(every).collect();
    let found: Vec<[f64; N]> = chosen.iter().filter_map(|range| quantities(slow, range)).collect();
    if found.len() < MIN_WINDOWS {
        return None;
    }
    let mut x = [0.0; N];
    for (i, slot) in x.iter_mut().enumerate() {
        let column: Vec<f64> = found.iter().filter_map(|q| q.get(i).copied()).collect();
        *slot = median(&column)?;
    }
    let distances = CLASSES.map(|(segment, mean)| (segment, distance(&x, &mean)));
    let nearest = distances.iter().map(|d| d.1).fold(f64::INFINITY, f64::min);
    if nearest.is_nan() || nearest > UNKNOWN {
        return None;
    }
    let turning = turning(signals, slow, &chosen);
    let mut weights = distances.map(|(segment, d)| (segment, -0.5 * SOFTNESS * (d - nearest)));
    if let Some(turning) = turning {
        for ((_, weight), (mean, sd)) in weights.iter_mut().zip(TURNING) {
            *weight -= 0.5 * ((turning - mean) / sd).powi(2) + sd.ln();
        }
    }
    let most = weights.iter().map(|w| w.1).fold(f64::NEG_INFINITY, f64::max);
    let weights = weights.map(|(segment, weight)| (segment, (weight - most).exp()));
    let total: f64 = weights.iter().map(|w| w.1).sum();
    let mut probabilities: Vec<(Segment, f64)> = weights.iter().map(|(s, w)| (*s, w / total)).collect();
    probabilities.sort_by(|a, b| b.1.total_cmp(&a.1));
    let (segment, _) = probabilities.first().copied()?;
    // Only running was fitted: the likeliest segment must run too.
    let placement = Placement::new(segment, Side::Left);
    let odds: Vec<f64> = chosen.iter().filter_map(|range| running_odds(slow, range, placement)).collect();
    (median(&odds)? > 0.0).then_some(Worn { probabilities })
}

/// Windows of a second's hop with enough movement.
fn moving(slow: &Slow) -> Vec<Range<usize>> {
    let len = slow.samples(WINDOW_S);
    let mut out = Vec::new();
    for piece in slow.pieces.iter().filter(|p| p.len() >= len) {
        let starts = (piece.start..=piece.end - len).step_by(slow.samples(1.0));
        let ranges = starts.map(|start| start..start + len);
        out.extend(ranges.filter(|r| variance(&slow.calm, r).is_some_and(|v| v > AMPLITUDE_G * AMPLITUDE_G)));
    }
    out
}

fn axes<'a>(slow: &'a Slow, range: &Range<usize>) -> [&'a [f64]; 3] {
    slow.band.each_ref().map(|axis| axis.get(range.clone()).unwrap_or(&[]))
}

/// Median over windows of ln (root mean square of the angular rate, °/s).
fn turning(signals: &Signals<Sensor>, slow: &Slow, windows: &[&Range<usize>]) -> Option<f64> {
    let axes = signals.gyr.as_ref()?.columns();
    let of = |window: &Range<usize>| {
        let range = window.start * slow.step..window.end * slow.step;
        let mut mean_square = 0.0;
        for axis in &axes {
            let part = axis.get(range.clone())?;
            let squares = part.iter().filter(|v| v.is_finite()).map(|v| v * v);
            mean_square += squares.sum::<f64>() / part.len().max(1) as f64;
        }
        Some(mean_square.sqrt().to_degrees().max(1e-3).ln())
    };
    median(&windows.iter().filter_map(|w| of(w)).collect::<Vec<f64>>())
}

/// The quantities of one window, if it repeats at a runner's rate.
fn quantities(slow: &Slow, range: &Range<usize>) -> Option<[f64; N]> {
    // Any leg will do: pelvis and wrist repeat with the stride too.
    let leg = Placement::new(Segment::Shank, Side::Left);
    let found = period(&axes(slow, range), slow.rate_hz, leg)?;
    if found.rho <= RHO || !STRIDE_S.contains(&found.run_s) {
        return None;
    }
    let rhythm = Rhythm::of(slow, range, found.run_s);
    let [x, y, z] = axes(slow, range);
    let (mut sum, mut low, mut n) = ([0.0; 3], 0.0, 0.0);
    for ((x, y), z) in x.iter().zip(y).zip(z) {
        let size = (x * x + y * y + z * z).sqrt();
        if size.is_finite() {
            n += 1.0;
            low += if size < 0.5 { 1.0 } else { 0.0 };
            for (total, v) in sum.iter_mut().zip([x, y, z]) {
                *total += v;
            }
        }
    }
    let mean = sum.iter().map(|s| s * s).sum::<f64>().sqrt() / n;
    let amplitude = variance(&slow.calm, range)?.sqrt();
    Some([
        mean.max(1e-3).ln(),
        rhythm.odd.sqrt(),
        rhythm.first,
        rhythm.once.sqrt(),
        (planarity(slow, range) + 0.02).ln(),
        (low / n).sqrt(),
        amplitude.ln(),
    ])
}

fn running_odds(slow: &Slow, range: &Range<usize>, placement: Placement) -> Option<f64> {
    let amplitude = variance(&slow.calm, range)?.sqrt();
    let found = period(&axes(slow, range), slow.rate_hz, placement)?;
    Some(log_odds(slow, range, amplitude, found, placement))
}

/// Squared distance in units of the scatter within classes.
fn distance(x: &[f64; N], mean: &[f64; N]) -> f64 {
    let mut off = [0.0; N];
    for (slot, (x, m)) in off.iter_mut().zip(x.iter().zip(mean)) {
        *slot = x - m;
    }
    let row = |weights: &[f64; N]| weights.iter().zip(&off).map(|(w, o)| w * o).sum::<f64>();
    PRECISION.iter().zip(&off).map(|(weights, o)| o * row(weights)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(probabilities: &[(Segment, f64)]) -> Option<Worn> {
        Some(Worn { probabilities: probabilities.to_vec() })
    }

    #[test]
    fn a_segment_that_is_taken_is_unlikely_unless_both_are_exchanged() {
        let shank = like(&[(Segment::Shank, 0.98), (Segment::Foot, 0.01), (Segment::Pelvis, 0.01)]);
        let foot = like(&[(Segment::Foot, 0.98), (Segment::Shank, 0.01), (Segment::Pelvis, 0.01)]);
        let contradicted = |all: &[(Placement, Option<Worn>)]| {
            let worn = worn_together(all);
            all.iter()
                .zip(worn)
                .map(|((p, _), w)| w.is_some_and(|w| w.contradicts(p.segment)))
                .collect::<Vec<_>>()
        };
        let at = |segment, side| Placement::new(segment, side);
        let (left, right) = (Side::Left, Side::Right);
        let own = (at(Segment::Shank, left), shank.clone());
        // A foot that moves like a shank: alone, beside a shank of its side, and beside one of the other side.
        let odd = (at(Segment::Foot, left), shank.clone());
        assert_eq!(contradicted(std::slice::from_ref(&odd)), [true]);
        assert_eq!(contradicted(&[odd.clone(), own]), [false, false]);
        assert_eq!(contradicted(&[odd.clone(), (at(Segment::Shank, right), shank)]), [true, false]);
        // Exchanged sensors stay contradicted.
        assert_eq!(contradicted(&[odd, (at(Segment::Shank, left), foot)]), [true, true]);
    }
}
