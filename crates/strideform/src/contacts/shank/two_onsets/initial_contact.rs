//! Initial contact: two onsets that begin when the foot first touches the ground, refined by the time of the impact
//! peak.

use crate::signal::{last_rise, norm3, zero_phase_lowpass};

use super::parameters::ShankTwoOnsets;
use crate::contacts::shank::curve::{Curve, STEP_S, Window};
use crate::contacts::shank::impact_candidates::Impact;

/// Margin read around a window that is filtered after interpolation, s (*chosen*: the transient of an 18 Hz filter has
/// decayed to under 1 %).
const SETTLE_S: f64 = 0.1;

/// The curves from which initial contact is read.
pub(super) struct OnsetCurves {
    /// Along anterior.
    pub(super) anterior: Curve,
    /// Along up, for the impact peak.
    pub(super) axial: Curve,
    /// The three axes, for the jerk.
    pub(super) jerk: [Curve; 3],
}

/// The onsets of one stride.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Onset {
    /// Onset of anterior acceleration minus its delay, s.
    pub(super) anterior_s: f64,
    /// Onset of jerk minus its delay, s.
    pub(super) jerk_s: f64,
    /// Peak of axial acceleration that follows, s.
    pub(super) peak_s: Option<f64>,
}

impl Onset {
    /// Mean of the two onsets, s.
    pub(super) fn mean_s(&self) -> f64 {
        0.5 * (self.anterior_s + self.jerk_s)
    }
}

/// Finds both onsets before an impact; `None` if one of them lies outside the samples.
pub(super) fn onset(method: &ShankTwoOnsets, curves: &OnsetCurves, impact: &Impact) -> Option<Onset> {
    let e = impact.time_s;
    let window = curves.anterior.window(e - 0.150, e + 0.020);
    let rise = rise(&window, e - 0.075, e + 0.020, 0.075, method.anterior_level)?;
    let anterior_s = rise - method.anterior_lead_s;

    let slopes = curves.jerk.each_ref().map(|c| c.slopes(e - 0.135 - SETTLE_S, e + 0.035 + SETTLE_S));
    let [x, y, z] = &slopes;
    let values =
        zero_phase_lowpass(&norm3(&x.values, &y.values, &z.values), method.jerk_cutoff_hz, 1.0 / STEP_S);
    let window = Window { from_s: x.from_s, values };
    let jerk_s = self::rise(&window, e - 0.045, e + 0.035, 0.090, method.jerk_level)? - method.jerk_lead_s;

    let from = 0.5 * (anterior_s + jerk_s);
    let window = curves.axial.window(from, from + 0.090);
    let last = window.values.len().saturating_sub(2);
    let peak = window.highest(1, last).filter(|&(i, _)| i > 1 && i < last).map(|(i, _)| window.vertex_s(i));
    Some(Onset { anterior_s, jerk_s, peak_s: peak })
}

/// When the curve passes a share of the rise from the lowest point in the `back` seconds before the highest point
/// between two times. `None` if the rise begins before the signal does.
fn rise(window: &Window, from_s: f64, to_s: f64, back: f64, level: f64) -> Option<f64> {
    let (top, high) = window.highest(window.index(from_s), window.index(to_s))?;
    let start = window.index(window.time_s(top as f64) - back);
    let (foot, low) = window.lowest(start, top)?;
    if foot == 0 && window.from_s > from_s - back {
        return None;
    }
    last_rise(&window.values, foot, top + 1, low + level * (high - low)).map(|at| window.time_s(at))
}
