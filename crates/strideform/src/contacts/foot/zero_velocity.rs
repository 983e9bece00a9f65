//! When the foot is still (zero velocity), which happens in every stride whatever the foot strike.

use nalgebra::Vector3;

use crate::orientation::heights;
use crate::recording::{Sensor, Signals};
use crate::signal::{PeakOptions, cumulative_trapezoid, median, peak_samples, quantile, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY;

/// Low-pass of both sensors, Hz (*chosen*: removes impact ringing).
const LOWPASS_HZ: f64 = 25.0;
/// The foot is still for at least this share of a stride (*chosen*: 20 ms of a quick stride; the shortest contacts,
/// 0.16 s, leave 32 ms).
const SPAN: f64 = 0.03;
/// Minimum time between two still moments, in stride times (*chosen*).
const DISTANCE: f64 = 0.6;

/// Samples of the still moments between `from` and `to`, one per stride: where rotation is slow and the specific force
/// is close to gravity alone, each relative to its own mean. Empty without a gyroscope.
///
/// The foot must also be low, which excludes moments of slow rotation and low force in mid-swing. Gravity must point
/// the same way as in the other still moments: a foot reversing its rotation in mid-swing may be as slow and as lightly
/// loaded for some 30 ms, but it is then tilted the other way. The upward direction comes from moments found without
/// this condition, by the magnitude of the force or by its component along the mean, whichever lies nearer to that mean
/// (in swing the leg also pulls the foot upwards).
pub(super) fn moments(signals: &Signals<Sensor>, from: usize, to: usize, stride_s: f64) -> Vec<usize> {
    let Some(gyr) = signals.gyr.as_ref() else { return Vec::new() };
    let rate_hz = signals.rate_hz;
    let low = |axis: &[f64]| zero_phase_lowpass(axis, LOWPASS_HZ, rate_hz);
    let acc = signals.acc.slice(from..to).map(low);
    let raised = raised(signals, from..to, stride_s);
    let turning: Vec<f64> = gyr.slice(from..to).map(low).norm().iter().map(|w| w * w).collect();
    let size = |gravity: f64| -> Vec<usize> {
        let off: Vec<f64> = acc.norm().iter().map(|f| (f - gravity).powi(2)).collect();
        quietest(&off, &turning, &raised, stride_s * rate_hz)
    };
    if signals.gravity_free {
        return size(0.0).into_iter().map(|i| from + i).collect();
    }
    let unit = |v: Vector3<f64>| v.try_normalize(f64::MIN_POSITIVE);
    let towards = |up: Vector3<f64>| {
        let off: Vec<f64> =
            (0..acc.len()).map(|i| (acc.at(i) - up * STANDARD_GRAVITY).norm_squared()).collect();
        quietest(&off, &turning, &raised, stride_s * rate_hz)
    };
    let gravity_at = |found: &[usize]| {
        let of = |axis: &[f64]| {
            let values: Vec<f64> = found.iter().filter_map(|i| axis.get(*i).copied()).collect();
            median(&values)
        };
        let [x, y, z] = acc.columns().map(of);
        unit(Vector3::new(x?, y?, z?))
    };
    let by_size = size(STANDARD_GRAVITY);
    let Some(mean) = unit(acc.mean()) else { return Vec::new() };
    let up = [by_size, towards(mean)]
        .iter()
        .filter_map(|found| gravity_at(found))
        .max_by(|a, b| a.dot(&mean).total_cmp(&b.dot(&mean)));
    let found = towards(up.unwrap_or(mean));
    found.into_iter().map(|i| from + i).collect()
}

/// Relative height of the foot, 0 at its lowest and 1 at its highest; 0 throughout if unknown.
fn raised(signals: &Signals<Sensor>, range: std::ops::Range<usize>, stride_s: f64) -> Vec<f64> {
    let n = range.len();
    let heights = heights(signals, range, stride_s).unwrap_or_default();
    // Single strides may lie outside 0…1.
    match (quantile(&heights, 0.05), quantile(&heights, 0.95)) {
        (Some(low), Some(high)) if high > low => heights.iter().map(|h| (h - low) / (high - low)).collect(),
        _ => vec![0.0; n],
    }
}

/// Where the mean over a span is smallest, one position per stride of `stride` samples.
fn quietest(force: &[f64], turning: &[f64], raised: &[f64], stride: f64) -> Vec<usize> {
    let usual = |x: &[f64]| (x.iter().sum::<f64>() / x.len().max(1) as f64).max(f64::MIN_POSITIVE);
    let (usual_force, usual_turning) = (usual(force), usual(turning));
    let unrest: Vec<f64> = force
        .iter()
        .zip(turning)
        .zip(raised)
        .map(|((f, w), high)| f / usual_force + w / usual_turning + high)
        .collect();

    // Minima of the mean over the span are maxima of its negative.
    let half = (0.5 * SPAN * stride).round().max(1.0) as usize;
    let sums = cumulative_trapezoid(&unrest, 1.0);
    let last = sums.len().saturating_sub(1);
    let rest: Vec<f64> = (0..sums.len())
        .map(|i| {
            let (a, b) = (i.saturating_sub(half), (i + half).min(last));
            let sum = sums.get(b).zip(sums.get(a)).map_or(0.0, |(b, a)| b - a);
            -sum / (b - a).max(1) as f64
        })
        .collect();
    let options = PeakOptions::default().distance(DISTANCE * stride);
    peak_samples(&rest, &options)
}
