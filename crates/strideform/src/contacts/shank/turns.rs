//! Strides seen by rotation alone: the end of the forward swing, and the steepest turn around toe-off.
//!
//! Neither needs an impact, so soft landings show them as clearly as hard ones. Constants from 13 runners at 2.5–4.5 m/s
//! whose feet were on an instrumented treadmill (Fukuchi, Fukuchi & Duarte 2017): the swing ends 26 ms before contact, SD
//! 6 ms between legs, the same at every speed and for every part of the foot that lands first.

use crate::bouts::Bout;
use crate::signal::zero_phase_lowpass;

use super::rotation::mid_swings;
use super::samples::Stretch;

/// Low-pass of the rotation, Hz.
const CUTOFF_HZ: f64 = 20.0;
/// How long after the end of the swing the foot lands, s.
const CONTACT_AFTER_S: f64 = 0.0263;
/// How long after toe-off the rotation turns most steeply, s.
const STEEP_AFTER_S: f64 = 0.050_269_437 - CONTACT_AFTER_S;
/// The swing ends within this after its fastest moment, share of the stride.
const SWING_END: f64 = 0.35;
/// Where the steepest turn lies after the end of the swing, shares of the stride.
const STEEP: (f64, f64) = (0.16, 0.52);
/// The first turn that is this steep beside the steepest one counts: later ones belong to the swing.
const STEEP_SHARE: f64 = 0.6;
/// How far before a bout's first sample a contact may lie, s (*chosen*, as for impacts).
const BEFORE_BOUT_S: f64 = 0.1;

/// One stride by rotation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Turn {
    /// Initial contact, s since the recording's first sample.
    pub(super) contact_s: f64,
    /// Toe-off, s, where the samples reach that far.
    pub(super) toe_off_s: Option<f64>,
    /// Stride time there, s.
    pub(super) stride_s: f64,
}

/// The strides of a bout; empty without a gyroscope.
pub(super) fn turns(stretch: &Stretch, bout: &Bout) -> Vec<Turn> {
    let (Some(rotation), Some(stride_s)) = (&stretch.rotation, bout.stride_s) else { return Vec::new() };
    let rate = stretch.rate_hz;
    let smooth = zero_phase_lowpass(rotation, CUTOFF_HZ, rate);
    let slopes = crate::signal::derivative(&smooth, 1.0 / rate);
    let span = bout.start as f64 / rate - BEFORE_BOUT_S..=bout.end as f64 / rate;
    let at = |i: f64| stretch.start_s() + i / rate;
    let turn = |swing: f64| {
        let stride_s = bout.stride_at(at(swing)).filter(|s| s.is_finite() && *s > 0.0)?;
        let n = stride_s * rate;
        let end = swing_end(&smooth, swing, n)?;
        let contact_s = at(end) + CONTACT_AFTER_S;
        let toe_off_s = steepest(&slopes, end, n).map(|i| at(i) - STEEP_AFTER_S);
        span.contains(&contact_s).then_some(Turn { contact_s, toe_off_s, stride_s })
    };
    let mut out: Vec<Turn> = Vec::new();
    for found in mid_swings(rotation, rate, stride_s * rate).into_iter().filter_map(turn) {
        if out.last().is_none_or(|last| found.contact_s - last.contact_s > 0.5 * found.stride_s) {
            out.push(found);
        }
    }
    out
}

/// Where the rate falls through zero after its peak, fractional sample.
fn swing_end(rotation: &[f64], swing: f64, stride: f64) -> Option<f64> {
    let from = swing.max(0.0) as usize;
    let to = (from + (SWING_END * stride) as usize).min(rotation.len().saturating_sub(1));
    (from..to).find_map(|i| {
        let (a, b) = (*rotation.get(i)?, *rotation.get(i + 1)?);
        (a > 0.0 && b <= 0.0).then(|| i as f64 + a / (a - b))
    })
}

/// The steepest fall of the rate around toe-off, fractional sample; `None` where the samples end before it.
fn steepest(slopes: &[f64], end: f64, stride: f64) -> Option<f64> {
    let from = (end + STEEP.0 * stride) as usize;
    let to = (end + STEEP.1 * stride) as usize;
    let window = slopes.get(from..to)?;
    let deepest = window.iter().copied().reduce(f64::min)?;
    let triples = window.windows(3).enumerate();
    let first = triples.into_iter().find_map(|(i, t)| {
        let &[a, b, c] = t else { return None };
        (b <= a && b < c && b < STEEP_SHARE * deepest).then_some(i + 1)
    });
    let index = from + first?;
    let negated: Vec<f64> = slopes.get(index - 1..=index + 1)?.iter().map(|v| -v).collect();
    Some((index - 1) as f64 + crate::signal::refine_parabolic(&negated, 1).0)
}
