//! The foot's pitch rate in one running bout, divided into strides around the moments at which the foot is still.

use crate::bouts::Bout;
use crate::orientation::{FunctionalAxis, medio_lateral_axis};
use crate::recording::{Sensor, Signals};
use crate::signal::{CubicSpline, cumulative_trapezoid, median, zero_phase_lowpass};

use super::window::{Point, Window};
use super::zero_velocity;

/// The swing lies between these shares of a stride before the foot is still; heel lift lies between the shares after
/// it.
const SWING_BEFORE: (f64, f64) = (0.35, 0.10);
const LIFT_AFTER: (f64, f64) = (0.05, 0.30);
/// The swing's peak is searched for between these shares of a stride before the foot is still. *Chosen*:
/// grounded running has its foot flat 0.25 strides after contact, sprints 0.1.
const PEAK_BEFORE: (f64, f64) = (0.55, 0.06);
/// Low-pass that leaves the swing lobe, as a multiple of the stride frequency (*chosen*).
const SWING_LOWPASS_STRIDES: f64 = 4.0;
/// Padding on each side of the bout for the filters, s (*chosen*: three time constants of the slowest).
const MARGIN_S: f64 = 1.0;

/// Pitch rate of one bout, rad/s, positive toe up.
#[derive(Debug, Clone)]
pub(super) struct PitchRate {
    /// The axis of rotation.
    pub(super) axis: FunctionalAxis,
    /// Share of strides whose sequence (swing, still, lift) agrees with the sign of the axis.
    pub(super) agreement: f64,
    cycles: Vec<Cycle>,
    curve: CubicSpline,
    first_sample: usize,
    rate_hz: f64,
    end_s: f64,
}

/// One stride around the moment at which the foot is still.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cycle {
    /// Peak of the swing before it, s.
    pub(super) swing: Point,
    /// Moment at which the foot is still, s since the recording's first sample.
    pub(super) still_s: f64,
    /// Peak of the next swing, or the end of the samples, s.
    pub(super) until_s: f64,
    /// Stride time around here, s.
    pub(super) stride_s: f64,
}

impl PitchRate {
    /// The pitch rate low-passed at `lowpass_hz`; `None` without a gyroscope, a stride time or any rotation.
    ///
    /// The sign comes from the sequence: the foot swings forward before it is still, and the heel lifts afterwards.
    pub(super) fn of(signals: &Signals<Sensor>, bout: &Bout, lowpass_hz: f64) -> Option<Self> {
        let stride_s = bout.stride_s.filter(|t| t.is_finite() && *t > 0.0)?;
        let rate_hz = signals.rate_hz;
        let gyr = signals.gyr.as_ref()?;
        let mut axis = medio_lateral_axis(&gyr.slice(bout.start..bout.end), rate_hz, stride_s)?;
        let margin = (MARGIN_S * rate_hz) as usize;
        let first_sample = bout.start.saturating_sub(margin);
        let stop = bout.end.saturating_add(margin).min(signals.len());
        let mut rate = gyr.slice(first_sample..stop).along(&axis.axis);
        let stills: Vec<f64> = zero_velocity::moments(signals, first_sample, stop, stride_s)
            .iter()
            .map(|i| i.saturating_sub(first_sample) as f64)
            .collect();

        let angle = cumulative_trapezoid(&rate, 1.0);
        let turned = |from: f64, to: f64| Some(at(&angle, to)? - at(&angle, from)?);
        let per_stride = stride_s * rate_hz;
        let signs: Vec<f64> = stills
            .iter()
            .filter_map(|s| {
                let swing = turned(s - SWING_BEFORE.0 * per_stride, s - SWING_BEFORE.1 * per_stride)?;
                let lift = turned(s + LIFT_AFTER.0 * per_stride, s + LIFT_AFTER.1 * per_stride)?;
                Some(swing - lift)
            })
            .collect();
        let sign = median(&signs)?;
        let agreement = signs.iter().filter(|s| *s * sign > 0.0).count() as f64 / signs.len() as f64;
        if sign < 0.0 {
            axis.axis = -axis.axis;
            rate.iter_mut().for_each(|v| *v = -*v);
        }

        let lobes =
            CubicSpline::uniform(&zero_phase_lowpass(&rate, SWING_LOWPASS_STRIDES / stride_s, rate_hz));
        let curve = CubicSpline::uniform(&zero_phase_lowpass(&rate, lowpass_hz, rate_hz));
        let end_s = signals.time_s(bout.end.min(signals.len()));
        let mut out = Self { axis, agreement, cycles: Vec::new(), curve, first_sample, rate_hz, end_s };
        let start_s = signals.time_s(bout.start);
        out.cycles = out.cut(bout, &lobes, &stills, start_s);
        Some(out)
    }

    fn cut(&self, bout: &Bout, lobes: &CubicSpline, stills: &[f64], start_s: f64) -> Vec<Cycle> {
        let seconds = |i: f64| (self.first_sample as f64 + i) / self.rate_hz;
        let mut out: Vec<Cycle> = Vec::with_capacity(stills.len());
        for still_s in stills.iter().map(|i| seconds(*i)).filter(|t| (start_s..self.end_s).contains(t)) {
            let Some(stride_s) = bout.stride_at(still_s).filter(|t| t.is_finite() && *t > 0.0) else {
                continue;
            };
            let from = (still_s - PEAK_BEFORE.0 * stride_s).max(start_s);
            let window = Window::cut(lobes, from, still_s - PEAK_BEFORE.1 * stride_s, |t| self.sample(t));
            let Some(swing) = window.and_then(|w| w.max()).filter(|peak| peak.value > 0.0) else { continue };
            if let Some(last) = out.last_mut() {
                last.until_s = last.until_s.min(swing.at_s);
            }
            let until_s = (still_s + stride_s).min(self.end_s);
            out.push(Cycle { swing, still_s, until_s, stride_s });
        }
        out
    }

    /// Every stride of the bout in which the foot is still after a swing.
    pub(super) fn cycles(&self) -> &[Cycle] {
        &self.cycles
    }

    /// The curve between two times, on a fine grid.
    pub(super) fn window(&self, from_s: f64, to_s: f64) -> Option<Window> {
        Window::cut(&self.curve, from_s, to_s.min(self.end_s), |t| self.sample(t))
    }

    fn sample(&self, time_s: f64) -> f64 {
        time_s * self.rate_hz - self.first_sample as f64
    }
}

/// The value nearest to sample `i`, if there is one.
fn at(x: &[f64], i: f64) -> Option<f64> {
    (i >= 0.0).then(|| x.get(i.round() as usize).copied())?
}
