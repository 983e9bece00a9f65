//! The runner's heading in the axes of a pelvis sensor.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::contacts::ContactInput;
use crate::orientation::{half_stride_covariance, largest, sense};
use crate::recording::{Axes, Triad};
use crate::signal::{cumulative_trapezoid, zero_phase_highpass, zero_phase_lowpass};

use super::vertical::{self, Vertical};

/// The heading is estimated from this much running in the middle of the bout, s (*chosen*: some 170 strides average out
/// anything that does not persist).
const HEADING_S: f64 = 120.0;

/// Samples of a bout from which the heading is estimated, with gaps bridged.
struct Horizontal<'a> {
    acc: &'a Triad,
    gyr: Option<&'a Triad>,
    axes: Axes,
    rate_hz: f64,
    step_s: f64,
    up: Vector3<f64>,
}

/// Odds that fore–aft braking gives the sense rightly, per unit of its correlation (*chosen*: at the weakest correlation
/// of 39 trials, 0.09, it is right in 7 of 10 cases; at 0.5 and more nearly always).
const SENSE_ODDS: f64 = 10.0;
/// Probability that axes named in the file are named rightly (*chosen*).
const NAMED_AXES: f64 = 0.999;

/// Anterior in sensor axes, with the probability that it does not point backwards.
pub(super) fn heading(
    input: &ContactInput<'_>,
    bout: &Bout,
    vertical: &Vertical,
) -> Option<(Vector3<f64>, f64)> {
    let whole = bout.start..bout.end.min(input.signals.len());
    let used = whole.len().min((HEADING_S * input.signals.rate_hz) as usize);
    let start = whole.start + (whole.len() - used) / 2;
    let part = Bout { start, end: start + used, ..bout.clone() };
    let margin = vertical::margin(input.signals, &part);
    let acc = vertical::clean(input.signals, &part)?.slice(margin..margin + used);
    let gyr = input.signals.gyr.as_ref().map(|g| g.slice(start..start + used));
    anterior(&Horizontal {
        acc: &acc,
        gyr: gyr.as_ref(),
        axes: input.signals.axes,
        rate_hz: input.signals.rate_hz,
        step_s: vertical.step_s,
        up: vertical.up,
    })
}

/// The anterior direction, perpendicular to up; `None` if no horizontal axis was measured or the direction cannot be
/// determined.
///
/// Named axes are trusted. Otherwise: from one step to the next, fore–aft acceleration repeats while sideways
/// acceleration changes sign, so the half-stride autocovariance of horizontal acceleration is largest along the way;
/// tilting does the reverse. The sense is the one in which fore–aft acceleration runs against the rate of change of
/// the vertical (braking while the force rises). Measured on the recordings of docs/VALIDATION.md: within 4°.
fn anterior(h: &Horizontal<'_>) -> Option<(Vector3<f64>, f64)> {
    let across = |v: Vector3<f64>| (v - h.up * v.dot(&h.up)).try_normalize(0.1);
    let missing = h.axes.measured.iter().position(|m| !m);
    if h.axes.anatomical {
        let named = if h.axes.measured.first() == Some(&true) { across(Vector3::x()) } else { None };
        return named.map(|axis| (axis, NAMED_AXES));
    }
    let line = match missing {
        // Two axes: the only horizontal direction in their plane.
        Some(i) => {
            let normal = *[Vector3::x(), Vector3::y(), Vector3::z()].get(i)?;
            h.up.cross(&normal).try_normalize(0.1)?
        }
        None => repeating_line(h)?,
    };
    let braking = -sense(&h.acc.along(&line), &h.acc.along(&h.up), h.step_s, h.rate_hz)?;
    Some((line * braking.signum(), 1.0 / (1.0 + (-SENSE_ODDS * braking.abs()).exp())))
}

fn repeating_line(h: &Horizontal<'_>) -> Option<Vector3<f64>> {
    let seed = if h.up.x.abs() < 0.7 { Vector3::x() } else { Vector3::y() };
    let e1 = h.up.cross(&seed).try_normalize(0.0)?;
    let e2 = h.up.cross(&e1);
    let lag = h.step_s * h.rate_hz;
    // 8 Hz keeps the fore–aft and sideways sway but not the impact, which has no fixed direction.
    let swing = |e: &Vector3<f64>| zero_phase_lowpass(&h.acc.along(e), 8.0, h.rate_hz);
    let mut sum = half_stride_covariance(&swing(&e1), &swing(&e2), lag)?;
    if let Some(gyr) = h.gyr {
        let tilt = |e: &Vector3<f64>| {
            let angle = cumulative_trapezoid(&gyr.along(e), 1.0 / h.rate_hz);
            // Half the stride rate keeps the sway and removes the drift of the integral.
            zero_phase_highpass(&zero_phase_lowpass(&angle, 8.0, h.rate_hz), 0.25 / h.step_s, h.rate_hz)
        };
        if let Some(tilting) = half_stride_covariance(&tilt(&e1), &tilt(&e2), lag) {
            sum -= tilting;
        }
    }
    let v = largest(&sum)?;
    (e1 * v.x + e2 * v.y).try_normalize(0.0)
}
