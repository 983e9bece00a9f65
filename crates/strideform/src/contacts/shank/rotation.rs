//! The shank's rotation in the sagittal plane, from the gyroscope.

use crate::bouts::Bout;
use crate::orientation::forward_sense;
use crate::recording::{Sensor, Signals};
use crate::signal::{PeakOptions, find_peaks, mean, principal_axes, refine_parabolic, zero_phase_lowpass};

/// Low-pass for finding mid-swing, Hz (Greene & McGrath 2010 use 5 Hz for shank gyroscopes in walking; running is
/// somewhat faster).
const SWING_CUTOFF_HZ: f64 = 8.0;
/// Minimum rate at mid-swing relative to the bout's fastest tenth (*chosen*).
const MIN_SWING: f64 = 0.5;

/// Rotation about the main axis, positive for forward swing, and whether that sign is certain.
///
/// The stance phase shows which direction is forward ([`forward_sense`]). If it does not, the shank usually swings
/// forward faster than it rotates back in stance, so the third moment has the sign of the forward swing.
pub(super) fn about_main_axis(
    signals: &Signals<Sensor>,
    bout: &Bout,
    range: std::ops::Range<usize>,
) -> Option<(Vec<f64>, bool)> {
    let gyr = signals.gyr.as_ref()?.slice(range);
    let ([main, ..], _) = principal_axes(&gyr.x, &gyr.y, &gyr.z);
    let along = gyr.along(&main);
    let running = bout.start..bout.end.min(signals.len());
    let sure = bout.stride_s.and_then(|stride_s| forward_sense(signals, running, stride_s, &main));
    let usual = || mean(&along.iter().map(|v| v.powi(3)).collect::<Vec<_>>()).unwrap_or(1.0).signum();
    let sign = sure.unwrap_or_else(usual);
    Some((along.into_iter().map(|v| sign * v).collect(), sure.is_some()))
}

/// Mid-swings in fractional samples, one per stride, for strides of at least `shortest` samples.
pub(super) fn mid_swings(rotation: &[f64], rate_hz: f64, shortest: f64) -> Vec<f64> {
    let smooth = zero_phase_lowpass(rotation, SWING_CUTOFF_HZ, rate_hz);
    let fast = crate::signal::quantile(&smooth, 0.9).unwrap_or(f64::INFINITY);
    let options =
        PeakOptions::default().distance(0.6 * shortest).height((MIN_SWING * fast).max(f64::MIN_POSITIVE));
    find_peaks(&smooth, &options).iter().map(|peak| refine_parabolic(&smooth, peak.index).0).collect()
}
