//! The samples of a bout, low-passed, with the rotation if measured.

use crate::bouts::Bout;
use crate::recording::{Sensor, Signals, Triad};
use crate::signal::zero_phase_lowpass;

use super::rotation::about_main_axis;

/// Low-pass for the movement of the leg as a whole, Hz (measured on the recordings of docs/VALIDATION.md).
const SWING_CUTOFF_HZ: f64 = 5.0;
/// Samples read beyond a bout's ends so that the filters have settled there, s (*chosen*: at least three periods of 5
/// Hz).
const MARGIN_S: f64 = 1.0;

/// The samples of a bout and a margin, on the recording's clock.
pub(super) struct Stretch {
    /// Specific force, m/s².
    pub(super) acc: Triad,
    /// The same, low-passed at [`SWING_CUTOFF_HZ`].
    pub(super) swing: Triad,
    /// Rotation in the sagittal plane, rad/s, if it was measured.
    pub(super) rotation: Option<Vec<f64>>,
    /// True if it is known which sign of that rotation is the forward swing.
    pub(super) sense_is_sure: bool,
    /// Index of the first sample in the recording.
    pub(super) first: usize,
    /// Samples per second.
    pub(super) rate_hz: f64,
}

impl Stretch {
    /// The samples of a bout with a margin on both sides, as far as available.
    pub(super) fn new(signals: &Signals<Sensor>, bout: &Bout) -> Self {
        let margin = (MARGIN_S * signals.rate_hz).ceil().max(0.0) as usize;
        let first = bout.start.saturating_sub(margin);
        let range = first..bout.end.saturating_add(margin);
        let acc = signals.acc.slice(range.clone());
        let (rotation, sense_is_sure) = about_main_axis(signals, bout, range).unzip();
        let swing = acc.map(|x| zero_phase_lowpass(x, SWING_CUTOFF_HZ, signals.rate_hz));
        Self {
            acc,
            swing,
            rotation,
            sense_is_sure: sense_is_sure == Some(true),
            first,
            rate_hz: signals.rate_hz,
        }
    }

    /// Time of the first sample, s.
    pub(super) fn start_s(&self) -> f64 {
        self.first as f64 / self.rate_hz
    }

    /// Sample range between two times, limited to the available samples.
    pub(super) fn samples(&self, from_s: f64, to_s: f64) -> std::ops::Range<usize> {
        let index =
            |t: f64| (((t - self.start_s()) * self.rate_hz).round().max(0.0) as usize).min(self.acc.len());
        let from = index(from_s);
        from..index(to_s).max(from)
    }
}
