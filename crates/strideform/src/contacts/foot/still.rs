//! When the foot lies still: the one moment of every stride that no kind of foot strike lacks.

use crate::recording::{Sensor, Track};
use crate::signal::{PeakOptions, cumulative_trapezoid, find_peaks, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY;

/// Low-pass of both sensors, Hz (*chosen*: leaves impact ringing out).
const LOWPASS_HZ: f64 = 25.0;
/// The foot is still for about this share of a stride (*chosen*: the shortest seen, 32 ms of contacts of 0.16 s).
const SPAN: f64 = 0.06;
/// Least distance of two still moments, in stride times (*chosen*).
const DISTANCE: f64 = 0.6;

/// Samples of the still moments between `from` and `to`, one a stride: where turning is slow and the specific force is
/// gravity and nothing more, each measured against its own usual size. Empty without a gyroscope.
pub(super) fn moments(track: &Track<Sensor>, from: usize, to: usize, stride_s: f64) -> Vec<usize> {
    let Some(gyr) = track.gyr.as_ref() else { return Vec::new() };
    let rate_hz = track.rate_hz;
    let low = |axis: &[f64]| zero_phase_lowpass(axis, LOWPASS_HZ, rate_hz);
    let gravity = if track.gravity_free { 0.0 } else { STANDARD_GRAVITY };
    let force = track.acc.slice(from..to).map(low).norm();
    let force: Vec<f64> = force.iter().map(|f| (f - gravity).powi(2)).collect();
    let turning: Vec<f64> = gyr.slice(from..to).map(low).norm().iter().map(|w| w * w).collect();
    let usual = |x: &[f64]| (x.iter().sum::<f64>() / x.len().max(1) as f64).max(f64::MIN_POSITIVE);
    let (usual_force, usual_turning) = (usual(&force), usual(&turning));
    let unrest: Vec<f64> =
        force.iter().zip(&turning).map(|(f, w)| f / usual_force + w / usual_turning).collect();

    // Minima of the mean over the span are maxima of its negative.
    let half = (0.5 * SPAN * stride_s * rate_hz).round().max(1.0) as usize;
    let sums = cumulative_trapezoid(&unrest, 1.0);
    let last = sums.len().saturating_sub(1);
    let rest: Vec<f64> = (0..sums.len())
        .map(|i| {
            let (a, b) = (i.saturating_sub(half), (i + half).min(last));
            let sum = sums.get(b).zip(sums.get(a)).map_or(0.0, |(b, a)| b - a);
            -sum / (b - a).max(1) as f64
        })
        .collect();
    let options = PeakOptions::default().distance(DISTANCE * stride_s * rate_hz);
    find_peaks(&rest, &options).iter().map(|peak| from + peak.index).collect()
}
