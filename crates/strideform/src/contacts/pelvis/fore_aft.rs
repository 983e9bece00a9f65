//! How strongly a pelvis is braked and pushed: fore–aft acceleration at the rates of strides and steps.

use crate::bouts::Bout;
use crate::contacts::BoutAxes;
use crate::recording::{Sensor, Signals};
use crate::signal::{zero_phase_highpass, zero_phase_lowpass};

use super::vertical;

/// Read over this much running in the middle of each bout, s (*chosen*, as for the heading).
const READ_S: f64 = 120.0;
/// Low-pass, Hz: impacts have no fixed direction.
const LOWPASS_HZ: f64 = 8.0;
/// High-pass over the step rate: below the rate of strides there is only leaning.
const HIGHPASS_STEPS: f64 = 0.3;

/// SD of fore–aft acceleration over whole strides, m/s², gravity's share through nodding included: 3.8, 5.2 and 6.9 m/s²
/// at 2.5, 3.5 and 4.5 m/s in 13 runners. `axes` are those of the bouts; `None` without a forward direction.
pub(crate) fn fore_aft_swing(
    signals: &Signals<Sensor>,
    bouts: &[Bout],
    axes: &[Option<BoutAxes>],
    stride_s: f64,
) -> Option<f64> {
    let (mut sum, mut count) = (0.0, 0_usize);
    for (bout, axes) in bouts.iter().zip(axes) {
        let Some(anterior) = axes.as_ref().and_then(|a| a.anterior) else { continue };
        let whole = bout.start..bout.end.min(signals.len());
        let strides = (whole.len() as f64).min(READ_S * signals.rate_hz) / (stride_s * signals.rate_hz);
        let used = (strides.floor() * stride_s * signals.rate_hz) as usize;
        let start = whole.start + (whole.len().saturating_sub(used)) / 2;
        let part = Bout { start, end: start + used, ..bout.clone() };
        if used == 0 {
            continue;
        }
        let margin = vertical::margin(signals, &part);
        let Some(acc) = vertical::clean(signals, &part) else { continue };
        let smooth = zero_phase_lowpass(&acc.along(&anterior), LOWPASS_HZ, signals.rate_hz);
        let swing = zero_phase_highpass(&smooth, 2.0 * HIGHPASS_STEPS / stride_s, signals.rate_hz);
        let inside = swing.get(margin..margin + used).unwrap_or(&swing);
        let mean = inside.iter().sum::<f64>() / inside.len() as f64;
        sum += inside.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
        count += inside.len();
    }
    (count > 0).then(|| (sum / count as f64).sqrt())
}
