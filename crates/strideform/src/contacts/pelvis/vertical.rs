//! The vertical signal of one bout: specific force along the upward direction, in body weights, whatever the
//! orientation of the sensor.
//!
//! Over whole strides of steady running the mean specific force is exactly 1 g upwards. Its direction therefore gives
//! the vertical and its magnitude the unit, so neither the orientation nor the scale of the sensor matters. Both are
//! moving averages, which compensates for a sensor that slips slowly.

use std::ops::Range;

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Signals, Triad};
use crate::signal::{CubicSpline, bridge, median, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use super::gravity_free;
use super::stride_mean::{moving_mean, step_period, whole_strides};
use super::zero_clip;

/// Padding before and after the bout for the filters, s (*chosen*: three time constants of the slowest).
const MARGIN_S: f64 = 0.5;
/// Length of the averaging window for the vertical and the unit, s (*chosen*: some fifteen strides, short compared with
/// a slow slip of the sensor).
const WINDOW_S: f64 = 10.0;
/// Rate below which the vertical signal is interpolated first, Hz (*chosen*: at this rate, linear interpolation finds
/// the level crossings of a 20 Hz signal to 0.2 ms).
const FINE_HZ: f64 = 200.0;

/// Specific force of one bout along the upward direction.
#[derive(Debug, Clone)]
pub(crate) struct Vertical {
    /// Samples per second (a whole multiple of the recording's rate).
    pub(crate) rate_hz: f64,
    /// Time of the first sample, s since the recording's first.
    pub(crate) start_s: f64,
    /// Vertical specific force with negative values set to zero, divided by its mean: body weights.
    pub(crate) force: Vec<f64>,
    /// Start and end of the bout itself, s.
    pub(crate) bout_s: Range<f64>,
    /// Median step time, s, by autocorrelation.
    pub(crate) step_s: f64,
    /// Up in sensor axes, mean over the bout.
    pub(crate) up: Vector3<f64>,
}

impl Vertical {
    /// Prepares a bout; `None` if no step period is found.
    pub(crate) fn of_bout(signals: &Signals<Sensor>, bout: &Bout) -> Option<Self> {
        let acc = clean(signals, bout)?;
        let from = bout.start - margin(signals, bout);
        let inside = bout.start - from..(bout.end.min(signals.len()) - from);
        let hint = bout.stride_s.map(|s| 0.5 * s);
        let up = mean_up(&acc, &inside, signals.gravity_free.then_some(signals.rate_hz))?;
        let acc = if signals.gravity_free { add(&acc, &(up * G)) } else { acc };
        let rough = acc.along(&up);
        let step_s = local_step(&rough, signals.rate_hz, hint)?;
        let cut = (!signals.gravity_free).then(|| zero_clip::direction(&acc)).flatten();
        let (vertical, up) = along_up(&acc, &inside, signals.rate_hz, step_s, cut);
        let times = fine(&vertical, signals.rate_hz);
        let rate_hz = signals.rate_hz * times.1 as f64;
        let force = in_body_weights(times.0, &inside, times.1, rate_hz, step_s)?;
        Some(Self {
            rate_hz,
            start_s: signals.time_s(from),
            force,
            bout_s: signals.time_s(bout.start)..signals.time_s(bout.end.min(signals.len()).saturating_sub(1)),
            step_s,
            up,
        })
    }

    /// Time of a (fractional) sample, s since the recording's first.
    pub(crate) fn time_s(&self, sample: f64) -> f64 {
        self.start_s + sample / self.rate_hz
    }
}

/// The bout's samples and the margin, with gaps bridged; `None` for less than three steps.
pub(super) fn clean(signals: &Signals<Sensor>, bout: &Bout) -> Option<Triad> {
    let end = bout.end.min(signals.len());
    // One second (*chosen*): three steps, the minimum for a period.
    if !(signals.rate_hz > 0.0 && end > bout.start && (end - bout.start) as f64 >= signals.rate_hz) {
        return None;
    }
    let margin = (MARGIN_S * signals.rate_hz) as usize;
    let acc = signals.acc.part(bout.start.saturating_sub(margin)..end.saturating_add(margin));
    let [x, y, z] = acc.map(|column| bridge(column).into_owned());
    Some(Triad::new(x, y, z))
}

/// Samples of margin before the bout's first.
pub(super) fn margin(signals: &Signals<Sensor>, bout: &Bout) -> usize {
    bout.start.min((MARGIN_S * signals.rate_hz) as usize)
}

/// One upward direction for the bout: the mean, or, if gravity was removed, from free fall in flight.
pub(super) fn mean_up(
    acc: &Triad,
    inside: &Range<usize>,
    without_gravity_hz: Option<f64>,
) -> Option<Vector3<f64>> {
    let inner = acc.slice(inside.clone());
    let up = match without_gravity_hz {
        Some(rate_hz) => gravity_free::up(&inner, rate_hz)?,
        None => inner.mean(),
    };
    let norm = up.norm();
    (norm.is_finite() && norm > 0.0).then(|| up / norm)
}

pub(super) fn add(acc: &Triad, offset: &Vector3<f64>) -> Triad {
    let shift = |column: &[f64], by: f64| column.iter().map(|v| v + by).collect();
    Triad::new(shift(&acc.x, offset.x), shift(&acc.y, offset.y), shift(&acc.z, offset.z))
}

/// Median of the step period over 20 s segments: a single long autocorrelation is smeared when cadence drifts. Nine
/// segments spread over the bout suffice, because the period is refined later.
pub(super) fn local_step(vertical: &[f64], rate_hz: f64, hint: Option<f64>) -> Option<f64> {
    let piece = ((20.0 * rate_hz) as usize).max(1);
    let every = vertical.len().div_ceil(piece).div_ceil(9).max(1);
    let period = |part: &[f64]| step_period(&zero_phase_lowpass(part, 10.0, rate_hz), rate_hz, hint);
    median(&vertical.chunks(piece).step_by(every).filter_map(period).collect::<Vec<f64>>())
}

/// Projection onto the moving upward direction, and the mean direction inside the bout.
fn along_up(
    acc: &Triad,
    inside: &Range<usize>,
    rate_hz: f64,
    step_s: f64,
    cut: Option<Vector3<f64>>,
) -> (Vec<f64>, Vector3<f64>) {
    let window = whole_strides(inside.len(), rate_hz, step_s, WINDOW_S);
    let [x, y, z] = acc.part(inside.clone()).map(|column| moving_mean(column, window));
    let mean = Triad::new(x, y, z);
    let last = inside.len().saturating_sub(1);
    let mut sum = Vector3::zeros();
    let vertical = (0..acc.len())
        .map(|i| {
            let m = mean.at(i.saturating_sub(inside.start).min(last));
            let up = match cut {
                Some(n) => tilted(&n, &m),
                None => m.try_normalize(0.0).unwrap_or_else(Vector3::zeros),
            };
            sum += up;
            acc.at(i).dot(&up)
        })
        .collect();
    (vertical, sum.try_normalize(0.0).unwrap_or_else(Vector3::zeros))
}

/// The upward direction when the component along `n` was clipped at zero, which makes its mean too large: the
/// components perpendicular to `n` are unaffected, and the mean specific force has a magnitude of 1 g.
fn tilted(n: &Vector3<f64>, mean: &Vector3<f64>) -> Vector3<f64> {
    let across = mean - n * mean.dot(n);
    // 0.95 (*chosen*): a tilt beyond 72° cannot be distinguished from a scale error.
    let sine = (across.norm() / G).min(0.95);
    let side = across.try_normalize(0.0).unwrap_or_else(Vector3::zeros);
    n * (1.0 - sine * sine).sqrt() + side * sine
}

/// The signal interpolated to at least [`FINE_HZ`], and the factor of refinement.
fn fine(vertical: &[f64], rate_hz: f64) -> (Vec<f64>, usize) {
    let times = (FINE_HZ / rate_hz).ceil().clamp(1.0, 16.0) as usize;
    if times == 1 { (vertical.to_vec(), 1) } else { (CubicSpline::uniform(vertical).resample(times), times) }
}

/// Negative values set to zero, then divided by the mean over whole strides. `None` if there is no force at all.
fn in_body_weights(
    mut vertical: Vec<f64>,
    inside: &Range<usize>,
    times: usize,
    rate_hz: f64,
    step_s: f64,
) -> Option<Vec<f64>> {
    for v in &mut vertical {
        *v = v.max(0.0);
    }
    let inside = inside.start * times..(inside.end * times).min(vertical.len());
    let inner = vertical.get(inside.clone())?;
    let mean = moving_mean(inner, whole_strides(inner.len(), rate_hz, step_s, WINDOW_S));
    let last = mean.len().checked_sub(1)?;
    for (i, v) in vertical.iter_mut().enumerate() {
        let unit = mean.get(i.saturating_sub(inside.start).min(last)).copied().unwrap_or(0.0);
        // Less than a tenth of a g over ten seconds is not running.
        if !(unit > 0.1 * G || unit > 0.0 && unit.is_finite()) {
            return None;
        }
        *v /= unit;
    }
    Some(vertical)
}
