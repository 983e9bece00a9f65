//! Landings from a foot sensor without a gyroscope, and two directions of the foot.
//!
//! However a foot lands, its swing is decelerated by several g beforehand, the specific force rises again at the
//! landing, and soon afterwards the foot is still and measures only gravity. No other moment of a stride shows all
//! three.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Signals, Triad};
use crate::signal::{PeakOptions, cumulative_trapezoid, derivative, find_peaks, norm3, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY;

use super::force::{Force, RISE_S};

/// Low-pass for finding landings, Hz, and a sampling rate sufficient for it (*chosen*).
const LANDING_LOWPASS_HZ: f64 = 25.0;
const LANDING_RATE_HZ: f64 = 250.0;
/// The swing is decelerated for this share of a stride before the landing (*chosen*).
const BRAKED: f64 = 0.12;
/// The foot is still at some time between these shares of a stride after the landing, for at least this share of it.
/// *Chosen*: flat at 0.13 and 0.11–0.21 strides on the two foot recordings of docs/VALIDATION.md.
const STILL: (f64, f64) = (0.05, 0.20);
const STILL_FOR: f64 = 0.06;
/// Weight of jerk in the measure of unrest, s, and the lower limit of unrest, g (*chosen*).
const JERK_S: f64 = 0.01;
const MIN_UNREST: f64 = 0.3;
/// Minimum time between two landings, in stride times (*chosen*).
const DISTANCE: f64 = 0.6;

/// Low-passes for the foot's directions, Hz: one to find where it is flattest, one to read the directions (*chosen*).
const FLAT_LOWPASS_HZ: f64 = 10.0;
const FRAME_LOWPASS_HZ: f64 = 20.0;
/// Where the foot lies flat after a landing, in stride times, and half the duration of that moment, s.
const FLAT_WINDOW: (f64, f64) = (0.06, 0.22);
const FLAT_HALF_S: f64 = 0.015;
/// Where the swinging foot is decelerated before a landing, in stride times (*chosen*).
const BRAKE_WINDOW: (f64, f64) = (0.15, 0.02);

/// Landings in one running bout.
#[derive(Debug, Clone)]
pub(super) struct Impacts {
    /// Times of the landings, accurate to about 10 ms, s since the recording's first sample.
    pub(super) times_s: Vec<f64>,
    /// The signal they were found in.
    pub(super) force: Force,
}

/// Directions of the foot in sensor axes.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    /// Out of the upper of the shoe: opposite to gravity while the foot lies flat.
    pub(super) up: Vector3<f64>,
    /// Towards the toes, perpendicular to `up`: opposite to the deceleration of the swing.
    pub(super) forward: Vector3<f64>,
}

impl Impacts {
    /// Landings of one bout; `None` without a stride time.
    pub(super) fn of(signals: &Signals<Sensor>, bout: &Bout) -> Option<Self> {
        let stride_s = bout.stride_s.filter(|t| t.is_finite() && *t > 0.0)?;
        let force = Force::of(signals, bout);
        // After the low-pass a few hundred samples per second are enough.
        let every = (force.rate_hz / LANDING_RATE_HZ).ceil().max(1.0) as usize;
        let low = |axis: &[f64]| zero_phase_lowpass(axis, LANDING_LOWPASS_HZ, force.rate_hz);
        let acc = force.acc.map(|axis| low(axis).into_iter().step_by(every).collect());
        let evidence = evidence(&acc, force.rate_hz / every as f64, stride_s);
        let options = PeakOptions::default().distance(DISTANCE * stride_s * force.rate_hz / every as f64);
        let times_s = find_peaks(&evidence, &options)
            .iter()
            .map(|peak| force.seconds((peak.index * every) as f64))
            .filter(|t| (force.start_s..force.end_s).contains(t))
            .collect();
        Some(Self { times_s, force })
    }

    /// The foot's directions, from all strides of the bout; `None` if they cannot be determined.
    pub(super) fn frame(&self, bout: &Bout) -> Option<Frame> {
        let force = &self.force;
        let calm = force.size(FLAT_LOWPASS_HZ).far_from(STANDARD_GRAVITY);
        let curves = force.curves(FRAME_LOWPASS_HZ);
        let mean = |from: f64, to: f64| {
            let [x, y, z] = curves.each_ref().map(|curve| {
                let step = (force.sample(to) - force.sample(from)) / 16.0;
                curve.grid(force.sample(from), step, 17).iter().sum::<f64>() / 17.0
            });
            Vector3::new(x, y, z)
        };
        let (mut flats, mut brakes) = (Vec::new(), Vec::new());
        for &landing in &self.times_s {
            let Some(stride) = bout.stride_at(landing) else { continue };
            let at = |share: f64| landing + share * stride;
            if at(-BRAKE_WINDOW.0) < force.seconds(0.0) || at(FLAT_WINDOW.1) > force.end_s {
                continue;
            }
            let window = force.window(&calm, at(FLAT_WINDOW.0), at(FLAT_WINDOW.1));
            let Some(flat) = window.and_then(|w| w.min()) else { continue };
            flats.push(mean(flat.at_s - FLAT_HALF_S, flat.at_s + FLAT_HALF_S));
            brakes.push(mean(at(-BRAKE_WINDOW.0), at(-BRAKE_WINDOW.1)));
        }
        let up = middle(flats)?.try_normalize(f64::MIN_POSITIVE)?;
        let brake = middle(brakes)?;
        let forward = (up * brake.dot(&up) - brake).try_normalize(f64::MIN_POSITIVE)?;
        let finite = up.iter().chain(&forward).all(|v| v.is_finite());
        finite.then_some(Frame { up, forward })
    }
}

/// Evidence of a landing at each sample: the rise that follows plus the preceding deceleration, in g, divided by the
/// smallest unrest afterwards.
fn evidence(acc: &Triad, rate_hz: f64, stride_s: f64) -> Vec<f64> {
    let g = |f: &f64| f / STANDARD_GRAVITY;
    let size: Vec<f64> = acc.norm().iter().map(g).collect();
    let slope = acc.map(|axis| derivative(axis, 1.0 / rate_hz));
    let jerk = norm3(&slope.x, &slope.y, &slope.z);
    let unrest = |(f, j): (&f64, &f64)| (f - 1.0).powi(2) + (JERK_S * g(j)).powi(2);
    let unrest: Vec<f64> = size.iter().zip(&jerk).map(unrest).collect();

    let last = size.len().saturating_sub(1);
    let samples = |share: f64| (share * stride_s * rate_hz).round().max(1.0) as usize;
    // Running sums give the means over windows.
    let (sizes, unrests) = (cumulative_trapezoid(&size, 1.0), cumulative_trapezoid(&unrest, 1.0));
    let mean = |sums: &[f64], from: usize, to: usize| {
        let sum = sums.get(to.min(last)).zip(sums.get(from.min(last))).map_or(0.0, |(b, a)| b - a);
        sum / (to - from).max(1) as f64
    };
    let half = samples(0.5 * STILL_FOR);
    let calm: Vec<f64> = (0..size.len()).map(|i| mean(&unrests, i.saturating_sub(half), i + half)).collect();
    let part = |x: &[f64], from: usize, to: usize, worst: f64, of: fn(f64, f64) -> f64| {
        x.get(from.min(last)..=to.min(last)).unwrap_or(&[]).iter().copied().fold(worst, of)
    };
    let rise = (RISE_S * rate_hz).round().max(1.0) as usize;
    size.iter()
        .enumerate()
        .map(|(i, here)| {
            let rise = part(&size, i, i + rise, f64::MIN, f64::max) - here;
            let brake = mean(&sizes, i.saturating_sub(samples(BRAKED)), i) - 1.0;
            let rest = part(&calm, i + samples(STILL.0), i + samples(STILL.1), f64::MAX, f64::min);
            (rise + brake.max(0.0)) / (rest + MIN_UNREST * MIN_UNREST).sqrt()
        })
        .collect()
}

/// Trimmed mean: the mean without the farthest fifth of the vectors, applied twice. Unlike a median per axis, it does
/// not depend on the sensor's orientation.
fn middle(mut vectors: Vec<Vector3<f64>>) -> Option<Vector3<f64>> {
    let mean =
        |all: &[Vector3<f64>]| (!all.is_empty()).then(|| all.iter().sum::<Vector3<f64>>() / all.len() as f64);
    for _ in 0..2 {
        let centre = mean(&vectors)?;
        vectors.sort_by(|a, b| (a - centre).norm_squared().total_cmp(&(b - centre).norm_squared()));
        vectors.truncate(vectors.len() - vectors.len() / 5);
    }
    mean(&vectors)
}
