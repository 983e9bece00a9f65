//! The foot's pitch rate in one running bout, cut into cycles from mid-swing to mid-swing.

use crate::bouts::Bout;
use crate::orient::{FunctionalAxis, medio_lateral_axis};
use crate::recording::{Sensor, Track};
use crate::signal::{CubicSpline, PeakOptions, find_peaks, median, refine_parabolic, zero_phase_lowpass};

use super::window::Window;

/// Low-pass that leaves the swing lobe, as a multiple of the stride frequency (as for the axis' sign).
const SWING_LOWPASS_STRIDES: f64 = 3.0;
/// Least distance of two swing peaks, in stride times (*chosen*: strides of one runner differ by a few per cent).
const SWING_DISTANCE: f64 = 0.6;
/// Least height of a swing peak as a share of the bout's median (*chosen*).
const SWING_HEIGHT: f64 = 0.4;
/// Signal on either side of the bout that the filters may see, s (*chosen*: three time constants of the slowest).
const MARGIN_S: f64 = 1.0;

/// Pitch rate of one bout.
#[derive(Debug, Clone)]
pub(super) struct PitchRate {
    /// The axis it is taken about.
    pub(super) axis: FunctionalAxis,
    /// Mid-swings, s since the recording's first sample.
    swings_s: Vec<f64>,
    curve: CubicSpline,
    first_sample: usize,
    rate_hz: f64,
    end_s: f64,
}

/// One stride, from mid-swing on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cycle {
    /// Mid-swing, s since the recording's first sample.
    pub(super) swing_s: f64,
    /// Stride time around here, s.
    pub(super) stride_s: f64,
    /// Mid-swing of the next stride, or the end of the samples where there is none; s.
    pub(super) until_s: f64,
}

impl PitchRate {
    /// The pitch rate low-passed at `lowpass_hz`; `None` without gyroscope, stride time or anything that turns.
    pub(super) fn of(track: &Track<Sensor>, bout: &Bout, lowpass_hz: f64) -> Option<Self> {
        let stride_s = bout.stride_s.filter(|t| t.is_finite() && *t > 0.0)?;
        let rate_hz = track.rate_hz;
        let gyr = track.gyr.as_ref()?;
        let axis = medio_lateral_axis(&gyr.slice(bout.start..bout.end), rate_hz, stride_s)?;
        let margin = (MARGIN_S * rate_hz) as usize;
        let first_sample = bout.start.saturating_sub(margin);
        let rate = gyr.slice(first_sample..bout.end.saturating_add(margin)).along(&axis.axis);
        let at = |i: f64| (first_sample as f64 + i) / rate_hz;
        let (start_s, end_s) = (track.time_s(bout.start), track.time_s(bout.end.min(track.len())));

        let lobes = zero_phase_lowpass(&rate, SWING_LOWPASS_STRIDES / stride_s, rate_hz);
        let options = PeakOptions::default().distance(SWING_DISTANCE * stride_s * rate_hz).height(0.0);
        let peaks: Vec<(f64, f64)> = find_peaks(&lobes, &options)
            .iter()
            .map(|peak| refine_parabolic(&lobes, peak.index))
            .filter(|(i, _)| (start_s..end_s).contains(&at(*i)))
            .collect();
        let heights: Vec<f64> = peaks.iter().map(|(_, height)| *height).collect();
        let swing_height = median(&heights)?;
        let swings_s =
            peaks.iter().filter(|(_, h)| *h >= SWING_HEIGHT * swing_height).map(|(i, _)| at(*i)).collect();
        let curve = CubicSpline::uniform(&zero_phase_lowpass(&rate, lowpass_hz, rate_hz));
        Some(Self { axis, swings_s, curve, first_sample, rate_hz, end_s })
    }

    /// Every stride of the bout that begins with a swing. Where the next swing is missing or late, the cycle ends
    /// a stride time after it began, or with the bout.
    pub(super) fn cycles(&self, bout: &Bout) -> Vec<Cycle> {
        let next = self.swings_s.iter().skip(1).copied().map(Some).chain([None]);
        let cycle = |(swing_s, next): (f64, Option<f64>)| {
            let stride_s = bout.stride_at(swing_s).filter(|t| t.is_finite() && *t > 0.0)?;
            // A swing more than one and a half strides later belongs to another stride: one was lost between.
            let regular = next.filter(|next| *next - swing_s <= 1.5 * stride_s);
            let until_s = regular.unwrap_or((swing_s + stride_s).min(self.end_s));
            Some(Cycle { swing_s, stride_s, until_s })
        };
        self.swings_s.iter().copied().zip(next).filter_map(cycle).collect()
    }

    /// The curve between two times, on a fine grid.
    pub(super) fn window(&self, from_s: f64, to_s: f64) -> Option<Window> {
        let at_sample = |t: f64| t * self.rate_hz - self.first_sample as f64;
        Window::cut(&self.curve, from_s, to_s.min(self.end_s), at_sample)
    }
}
