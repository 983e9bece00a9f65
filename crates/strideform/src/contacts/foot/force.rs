//! The foot's accelerometer in one running bout: curves, windows, and the rise at a landing.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Signals, Triad};
use crate::signal::{CubicSpline, zero_phase_lowpass};

use super::window::{Point, Window};

/// The force rises within this time of the landing, s (*chosen*: soft impacts peak 40 ms after contact).
pub(super) const RISE_S: f64 = 0.045;

/// Padding on each side of the bout for the filters, s (*chosen*).
const MARGIN_S: f64 = 1.0;

/// Rises smaller than this share of the largest are ignored (*chosen*).
const ENOUGH: f64 = 0.5;

/// Specific force of one bout.
#[derive(Debug, Clone)]
pub(super) struct Force {
    pub(super) acc: Triad,
    pub(super) rate_hz: f64,
    first_sample: usize,
    /// The bout's times, s.
    pub(super) start_s: f64,
    pub(super) end_s: f64,
}

/// The magnitude of the specific force.
#[derive(Debug, Clone)]
pub(super) struct Size(Vec<f64>);

impl Size {
    /// As a curve.
    pub(super) fn curve(&self) -> CubicSpline {
        CubicSpline::uniform(&self.0)
    }

    /// Its distance from `value`, as a curve.
    pub(super) fn far_from(&self, value: f64) -> CubicSpline {
        CubicSpline::uniform(&self.0.iter().map(|size| (size - value).abs()).collect::<Vec<_>>())
    }
}

impl Force {
    pub(super) fn of(signals: &Signals<Sensor>, bout: &Bout) -> Self {
        let rate_hz = signals.rate_hz;
        let margin = (MARGIN_S * rate_hz) as usize;
        let first_sample = bout.start.saturating_sub(margin);
        Self {
            acc: signals.acc.slice(first_sample..bout.end.saturating_add(margin)),
            rate_hz,
            first_sample,
            start_s: signals.time_s(bout.start),
            end_s: signals.time_s(bout.end.min(signals.len())),
        }
    }

    fn low(&self, lowpass_hz: f64) -> Triad {
        self.acc.map(|axis| zero_phase_lowpass(axis, lowpass_hz, self.rate_hz))
    }

    /// The specific force low-passed, as three splines.
    pub(super) fn curves(&self, lowpass_hz: f64) -> [CubicSpline; 3] {
        self.low(lowpass_hz).columns().map(CubicSpline::uniform)
    }

    /// The specific force along a direction, low-passed.
    pub(super) fn along(&self, direction: &Vector3<f64>, lowpass_hz: f64) -> CubicSpline {
        CubicSpline::uniform(&zero_phase_lowpass(&self.acc.along(direction), lowpass_hz, self.rate_hz))
    }

    /// The magnitude of the low-passed specific force.
    pub(super) fn size(&self, lowpass_hz: f64) -> Size {
        Size(self.low(lowpass_hz).norm())
    }

    /// A section of one of the curves on a fine grid, ending with the bout at the latest.
    pub(super) fn window(&self, curve: &CubicSpline, from_s: f64, to_s: f64) -> Option<Window> {
        Window::cut(curve, from_s, to_s.min(self.end_s), |t| self.sample(t))
    }

    /// Converts a time to samples of the curves.
    pub(super) fn sample(&self, time_s: f64) -> f64 {
        time_s * self.rate_hz - self.first_sample as f64
    }

    /// Converts a sample of the curves to seconds.
    pub(super) fn seconds(&self, sample: f64) -> f64 {
        (self.first_sample as f64 + sample) / self.rate_hz
    }

    /// Where the magnitude of the specific force passes the share `level` of a quick rise that begins between two
    /// times. Of the rises at least half as large as the largest, the one nearest to `near_s` counts.
    pub(super) fn rise(
        &self,
        size: &CubicSpline,
        level: f64,
        from_s: f64,
        to_s: f64,
        near_s: f64,
    ) -> Option<f64> {
        let window = self.window(size, from_s, to_s + RISE_S)?;
        let rises = window.rises(to_s, RISE_S);
        let height = |(low, high): &(Point, Point)| high.value - low.value;
        let largest = rises.iter().map(height).fold(0.0, f64::max);
        let away = |(low, _): &(Point, Point)| (low.at_s - near_s).abs();
        let enough = rises.iter().filter(|rise| height(rise) >= ENOUGH * largest);
        let (low, high) = enough.min_by(|a, b| away(a).total_cmp(&away(b)))?;
        window.first_rise(low.at_s, low.value + level * (high.value - low.value))
    }
}
