//! The foot's accelerometer in one running bout: curves, windows, and the onset of an impact.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Track, Triad};
use crate::signal::{CubicSpline, zero_phase_lowpass};

use super::window::{STEP_S, Window};

/// Signal on either side of the bout that the filters may see, s (*chosen*).
const MARGIN_S: f64 = 1.0;
/// The jerk rises within this time before its peak, s (*chosen*: half again the 60 ms of a soft impact).
const ONSET_S: f64 = 0.09;
/// Twice the settling time of an 18 Hz low-pass, s.
const SETTLE_S: f64 = 0.1;

/// Specific force of one bout.
#[derive(Debug, Clone)]
pub(super) struct Force {
    pub(super) acc: Triad,
    pub(super) rate_hz: f64,
    /// First sample of `acc` in the recording.
    pub(super) first_sample: usize,
    /// The bout's times, s.
    pub(super) start_s: f64,
    pub(super) end_s: f64,
}

/// The onset of an impact: where the envelope of the jerk rises through a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Onset {
    /// Low-pass of the jerk's size, Hz.
    pub(super) envelope_hz: f64,
    /// Level between the least envelope before the peak (0) and the peak (1).
    pub(super) level: f64,
}

impl Force {
    pub(super) fn of(track: &Track<Sensor>, bout: &Bout) -> Self {
        let rate_hz = track.rate_hz;
        let margin = (MARGIN_S * rate_hz) as usize;
        let first_sample = bout.start.saturating_sub(margin);
        Self {
            acc: track.acc.slice(first_sample..bout.end.saturating_add(margin)),
            rate_hz,
            first_sample,
            start_s: track.time_s(bout.start),
            end_s: track.time_s(bout.end.min(track.len())),
        }
    }

    /// The specific force low-passed, as three splines.
    pub(super) fn curves(&self, lowpass_hz: f64) -> [CubicSpline; 3] {
        self.acc
            .columns()
            .map(|axis| CubicSpline::uniform(&zero_phase_lowpass(axis, lowpass_hz, self.rate_hz)))
    }

    /// The specific force along a direction, low-passed.
    pub(super) fn along(&self, direction: &Vector3<f64>, lowpass_hz: f64) -> CubicSpline {
        CubicSpline::uniform(&zero_phase_lowpass(&self.acc.along(direction), lowpass_hz, self.rate_hz))
    }

    /// The size of the specific force, low-passed.
    pub(super) fn size(&self, lowpass_hz: f64) -> CubicSpline {
        CubicSpline::uniform(&zero_phase_lowpass(&self.acc.norm(), lowpass_hz, self.rate_hz))
    }

    /// A stretch of one of the curves on a fine grid, no further than the bout's end.
    pub(super) fn window(&self, curve: &CubicSpline, from_s: f64, to_s: f64) -> Option<Window> {
        Window::cut(curve, from_s, to_s.min(self.end_s), |t| self.sample(t))
    }

    /// A time in samples of the curves.
    pub(super) fn sample(&self, time_s: f64) -> f64 {
        time_s * self.rate_hz - self.first_sample as f64
    }

    /// A sample of the curves in seconds.
    pub(super) fn seconds(&self, sample: f64) -> f64 {
        (self.first_sample as f64 + sample) / self.rate_hz
    }

    /// Onset of the strongest impact between two times; differentiated after interpolation, so that it does not depend
    /// on the sampling rate.
    pub(super) fn onset(
        &self,
        curves: &[CubicSpline; 3],
        onset: Onset,
        from_s: f64,
        to_s: f64,
    ) -> Option<f64> {
        // Room before for the rise, and on either side for the low-pass to settle.
        let first = from_s - ONSET_S - SETTLE_S;
        let count = (to_s + SETTLE_S - first) / STEP_S;
        if !(1.0..20_000.0).contains(&count) {
            return None;
        }
        let jerk: Vec<f64> = (0..count as usize)
            .map(|k| {
                let at = self.sample(first + k as f64 * STEP_S);
                curves.iter().map(|c| c.derivative(at).powi(2)).sum::<f64>().sqrt() * self.rate_hz
            })
            .collect();
        let envelope = Window::of(first, zero_phase_lowpass(&jerk, onset.envelope_hz, 1.0 / STEP_S));
        let peak = envelope.part(from_s, to_s).highest()?;
        let before = envelope.part(peak.at_s - ONSET_S, peak.at_s).min()?;
        let level = before.value + onset.level * (peak.value - before.value);
        envelope.last_rise(peak.at_s, level)
    }
}
