//! Toe-off: where the axial acceleration of the unloaded shank is smallest, refined by where it falls.
//!
//! Its low-passes are `axial_cutoff_hz` and `fall_cutoff` of [`ShankTwoOnsets`].

use crate::signal::{PeakOptions, last_fall, local_maxima, peak_samples};

use super::parameters::ShankTwoOnsets;
use crate::contacts::shank::curve::Curve;
use crate::contacts::shank::neighbours::local_median;

/// Search window for the axial minimum after initial contact, as shares of the stride: contact takes between 0.2 (fast
/// running) and 0.55 (slow jog) of a stride, and the minimum follows toe-off by 0.02–0.04.
const WINDOW: (f64, f64) = (0.20, 0.62);
/// The same for the slow curve, whose minimum needs room on both sides.
const SLOW_WINDOW: (f64, f64) = (0.12, 0.75);
/// Minimum prominence of the slow curve's minimum, as a share of its range in the window (*chosen*).
const PROMINENCE: f64 = 0.25;
/// Maximum distance of the fast curve's minimum from that of the slow curve, as a share of the stride (measured on the
/// recordings of docs/VALIDATION.md: within 0.03).
const NEAR: f64 = 0.08;
/// How far before the minimum the fall begins, as a share of the stride.
const FALL: f64 = 0.21;
/// Neighbours on each side over which medians are taken (*chosen*: enough to average, few enough to follow the speed).
const NEIGHBOURS: usize = 10;
/// Time that must have been measured after the minimum to exclude a filter artefact, s (*chosen*: a quarter of a period
/// of the 5–7 Hz filter).
const AFTER_S: f64 = 0.040;

/// Reasons for a missing toe-off.
pub(super) const ENDS: &str = "the recording ends before toe-off";
pub(super) const UNSEEN: &str = "no unloading found";

/// The curves from which toe-off is read.
pub(super) struct ToeOffCurves {
    /// Along up, for the minimum.
    pub(super) axial: Curve,
    /// Along up, filtered more strongly, for the fall before it.
    pub(super) fall: Curve,
}

/// Toe-off of every contact, given initial contacts and stride times.
pub(super) fn toe_offs(
    method: &ShankTwoOnsets,
    curves: &ToeOffCurves,
    contacts: &[(f64, f64)],
) -> Vec<Result<f64, &'static str>> {
    let minima: Vec<_> = contacts.iter().map(|&(at, stride)| axial_minimum(curves, at, stride)).collect();
    let refined = refine(method, curves, contacts, &minima);
    let toe_off = |at: f64, refined: f64| {
        let lag = method.toe_off_lag_share * (refined - at);
        refined - lag.max(method.toe_off_lag_s.start).min(method.toe_off_lag_s.end)
    };
    let times = contacts.iter().zip(&minima).zip(refined);
    times.map(|((&(at, _), minimum), refined)| minimum.map(|_| toe_off(at, refined))).collect()
}

/// The deepest local minimum near that of the slow curve: elsewhere the fast curve may be deeper, in a dip during
/// stance or in late swing if the window reaches that far.
fn axial_minimum(curves: &ToeOffCurves, at: f64, stride: f64) -> Result<f64, &'static str> {
    let axial = &curves.axial;
    let (mut from, mut to) = (at + WINDOW.0 * stride, at + WINDOW.1 * stride);
    let cut = to > axial.end_s();
    if let Some(slow) = slow_minimum(&curves.fall, at, stride) {
        from = from.max(slow - NEAR * stride);
        to = to.min(slow + NEAR * stride).max(from);
    }
    let window = axial.window(from, to);
    let negated: Vec<f64> = window.values.iter().map(|v| -v).collect();
    let depth = |&i: &usize| negated.get(i).copied().unwrap_or(f64::NEG_INFINITY);
    let deepest = local_maxima(&negated).into_iter().max_by(|a, b| depth(a).total_cmp(&depth(b)));
    match deepest.map(|i| window.vertex_s(i)) {
        Some(minimum) if minimum + AFTER_S <= axial.end_s() => Ok(minimum),
        Some(_) => Err(ENDS),
        None if cut => Err(ENDS),
        None => Err(UNSEEN),
    }
}

/// The slow curve's first prominent minimum in the window: the leg is unloaded at toe-off, whereas later minima, which
/// may be deeper in fast running, belong to the swing.
fn slow_minimum(slow: &Curve, at: f64, stride: f64) -> Option<f64> {
    let window = slow.window(at + SLOW_WINDOW.0 * stride, at + SLOW_WINDOW.1 * stride);
    let (_, high) = window.highest(0, usize::MAX)?;
    let (_, low) = window.lowest(0, usize::MAX)?;
    let negated: Vec<f64> = window.values.iter().map(|v| -v).collect();
    let options = PeakOptions::default().prominence(PROMINENCE * (high - low));
    let inside = |i: &usize| {
        let t = window.time_s(*i as f64) - at;
        (WINDOW.0 * stride..=WINDOW.1 * stride).contains(&t)
    };
    let mut minima = peak_samples(&negated, &options).into_iter().filter(inside);
    minima.next().map(|i| window.time_s(i as f64))
}

/// Shifts each minimum by how much earlier or later than usual the preceding fall came. The fall is read at the same
/// level for all neighbouring contacts, and only its deviation from their median delay counts, so it adds no bias.
fn refine(
    method: &ShankTwoOnsets,
    curves: &ToeOffCurves,
    contacts: &[(f64, f64)],
    minima: &[Result<f64, &'static str>],
) -> Vec<f64> {
    let mut lows = Vec::new();
    let mut highs = Vec::new();
    for (&(_, stride), minimum) in contacts.iter().zip(minima) {
        let at = minimum.ok();
        let near = at.map(|at| curves.fall.window(at - 0.04 * stride, at + 0.04 * stride));
        let before = at.map(|at| curves.fall.window(at - FALL * stride, at));
        lows.push(near.and_then(|w| w.lowest(0, usize::MAX)).map(|(_, v)| v));
        highs.push(before.and_then(|w| w.highest(0, usize::MAX)).map(|(_, v)| v));
    }
    let lows = local_median(&lows, NEIGHBOURS);
    let highs = local_median(&highs, NEIGHBOURS);
    let levels = lows.iter().zip(&highs).map(|(low, high)| {
        let (low, high) = ((*low)?, (*high)?);
        Some(low + method.fall_level * (high - low))
    });
    let ahead: Vec<Option<f64>> = contacts
        .iter()
        .zip(minima)
        .zip(levels)
        .map(|((&(_, stride), minimum), level)| {
            let minimum = minimum.ok()?;
            let window = curves.fall.window(minimum - FALL * stride, minimum + 0.04 * stride);
            let fall = last_fall(&window.values, 0, window.values.len(), level?)?;
            Some(minimum - window.time_s(fall))
        })
        .collect();
    let usual = local_median(&ahead, NEIGHBOURS);
    minima
        .iter()
        .zip(ahead.iter().zip(&usual))
        .map(|(minimum, pair)| match (minimum, pair) {
            (Ok(minimum), (Some(ahead), Some(usual))) => minimum - method.fall_share * (ahead - usual),
            (Ok(minimum), _) => *minimum,
            (Err(_), _) => f64::NAN,
        })
        .collect()
}
