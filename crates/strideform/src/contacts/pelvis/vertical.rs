//! The vertical of one bout: specific force along up, in body weights, whatever the orientation of the sensor.
//!
//! Over whole strides of steady running the mean specific force is one g straight up, so its direction is up and its
//! magnitude is the unit: neither orientation nor scale of the sensor matters. Both means move with the bout, which
//! compensates for a sensor that slips slowly.

use std::ops::Range;

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::recording::{Sensor, Signals, Triad};
use crate::signal::{CubicSpline, bridge, median, zero_phase_lowpass};
use crate::units::STANDARD_GRAVITY as G;

use super::gravity_free;
use super::stride_mean::{moving_mean, step_period, whole_strides};
use super::zero_clip;

/// Samples before and after the bout that filters may look at, s (*chosen*: three time constants of the slowest).
const MARGIN_S: f64 = 0.5;
/// Length of the window for up and the unit, s (*chosen*: some fifteen strides, short beside a sensor's slipping).
const WINDOW_S: f64 = 10.0;
/// Rate below which the vertical is interpolated before anything else, Hz (*chosen*: a 20 Hz signal crosses levels
/// on straight lines between its samples to 0.2 ms).
const FINE_HZ: f64 = 200.0;

/// Specific force of one bout along up.
#[derive(Debug, Clone)]
pub(crate) struct Vertical {
    /// Samples per second (a whole multiple of the recording's rate).
    pub(crate) rate_hz: f64,
    /// Time of the first sample, s since the recording's first.
    pub(crate) start_s: f64,
    /// Vertical specific force, negative values cut to zero, over its mean: body weights.
    pub(crate) force: Vec<f64>,
    /// Times of the bout itself, s.
    pub(crate) bout_s: Range<f64>,
    /// Median step time, s, by autocorrelation.
    pub(crate) step_s: f64,
    /// Up in sensor axes, mean over the bout.
    pub(crate) up: Vector3<f64>,
}

impl Vertical {
    /// Prepares a bout; `None` where nothing repeats like steps.
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

/// The bout's samples and the margin, without holes; `None` for less than three steps' worth.
pub(super) fn clean(signals: &Signals<Sensor>, bout: &Bout) -> Option<Triad> {
    let end = bout.end.min(signals.len());
    // One second (*chosen*): three steps, the least that can repeat.
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

/// Up as one direction for the bout: the mean, or from the free fall of flight where gravity was removed.
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

/// Median of the step period over 20 s pieces: one long autocorrelation smears where cadence drifts. Nine pieces spread
/// over the bout are enough for what is refined later.
pub(super) fn local_step(vertical: &[f64], rate_hz: f64, hint: Option<f64>) -> Option<f64> {
    let piece = ((20.0 * rate_hz) as usize).max(1);
    let every = vertical.len().div_ceil(piece).div_ceil(9).max(1);
    let period = |part: &[f64]| step_period(&zero_phase_lowpass(part, 10.0, rate_hz), rate_hz, hint);
    median(&vertical.chunks(piece).step_by(every).filter_map(period).collect::<Vec<f64>>())
}

/// Projection on the moving up, and its mean direction inside the bout.
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

/// Up where the component along `n` was cut at zero and so has too large a mean: the components across `n` are
/// whole, and the mean specific force is one g long.
fn tilted(n: &Vector3<f64>, mean: &Vector3<f64>) -> Vector3<f64> {
    let across = mean - n * mean.dot(n);
    // 0.95 (*chosen*): a tilt beyond 72° is no longer distinguishable from a scale error.
    let sine = (across.norm() / G).min(0.95);
    let side = across.try_normalize(0.0).unwrap_or_else(Vector3::zeros);
    n * (1.0 - sine * sine).sqrt() + side * sine
}

/// Interpolated to at least [`FINE_HZ`], and how many times finer that is.
fn fine(vertical: &[f64], rate_hz: f64) -> (Vec<f64>, usize) {
    let times = (FINE_HZ / rate_hz).ceil().clamp(1.0, 16.0) as usize;
    if times == 1 { (vertical.to_vec(), 1) } else { (CubicSpline::uniform(vertical).resample(times), times) }
}

/// Negative values cut, then divided by the mean over whole strides. `None` where there is no force at all.
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
