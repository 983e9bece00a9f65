//! Stride time from the autocorrelation of a window.

use crate::recording::{Placement, Segment};
use crate::signal::{autocorrelation_near, autocorrelation_sum, refine_parabolic};

/// Lags searched for a stride of a leg sensor, s: 0.45 s is 267 steps/min, 1.6 s is a stroll (*chosen*).
const LEG_LAGS_S: (f64, f64) = (0.45, 1.6);

/// Lags searched on pelvis, trunk and wrist, whose signals may repeat with every step (*chosen*: 0.22 s is
/// 273 steps/min).
const BODY_LAGS_S: (f64, f64) = (0.22, 1.6);

/// The first peak this close to the highest is the period; later ones are its multiples (measured on the recordings
/// of docs/VALIDATION.md: highest share of a half-period peak on legs 0.25, lowest share of the first full one 0.93).
const FIRST_PEAK: f64 = 0.85;

/// The same for legs, whose half-period peaks are far lower, while at 20 Hz a stride's first peak falls between samples
/// (*chosen*).
const FIRST_LEG_PEAK: f64 = 0.7;

/// Below this a repeating body signal is a step, above [`STRIDE_FROM_S`] a stride, for running at 115–270 steps/min
/// (0.44 s is 136 steps/min as a step and 272 as a stride).
const STEP_UNTIL_S: f64 = 0.44;
/// See [`STEP_UNTIL_S`]: 0.62 s is 97 steps/min as a step, walking, and 194 as a stride.
const STRIDE_FROM_S: f64 = 0.62;

/// A longer period is not a walking step but a stride of swinging arms (*chosen*: 71 steps/min).
const WALKING_STEP_UNTIL_S: f64 = 0.85;

/// Minimum correlation halfway through a stride (*chosen*; 0.2–0.97 for running at pelvis, hip and wrist on the
/// recordings of docs/VALIDATION.md).
const HALF_WAY: f64 = 0.1;

/// The period found in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Period {
    /// Stride time if this is running, s.
    pub(super) run_s: f64,
    /// Stride time if this is walking, s.
    pub(super) walk_s: f64,
    /// Longest stride time that the signal allows, s: if step and stride cannot be distinguished, running must be
    /// recognisable even with the slower interpretation.
    pub(super) slow_s: f64,
    /// Autocorrelation at the peak.
    pub(super) rho: f64,
}

/// A peak of the autocorrelation: lag in samples and height.
type Peak = (f64, f64);

fn peaks(r: &[f64], from: usize, to: usize) -> Vec<Peak> {
    (from.max(1)..to)
        .filter_map(|k| {
            let (a, b, c) = (*r.get(k - 1)?, *r.get(k)?, *r.get(k + 1)?);
            (b > a && b >= c && b > 0.0).then(|| refine_parabolic(r, k))
        })
        .collect()
}

/// The period of the axes sampled at `rate_hz`; `None` if nothing repeats.
pub(super) fn period(axes: &[&[f64]; 3], rate_hz: f64, placement: Placement) -> Option<Period> {
    let leg = placement.is_leg();
    let (from_s, to_s) = if leg { LEG_LAGS_S } else { BODY_LAGS_S };
    let len = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    // Beyond 0.6 of the window, too few pairs remain.
    let last = ((to_s * rate_hz) as usize + 2).min(len * 6 / 10);
    let r = autocorrelation_sum(axes, last);
    let found = peaks(&r, (from_s * rate_hz).floor() as usize, last);
    let highest = found.iter().map(|p| p.1).fold(0.0, f64::max);
    let first = if leg { FIRST_LEG_PEAK } else { FIRST_PEAK };
    let (lag, rho) = found.iter().copied().find(|p| p.1 >= first * highest)?;
    let lag_s = lag / rate_hz;
    if leg {
        return Some(Period { run_s: lag_s, walk_s: lag_s, slow_s: lag_s, rho });
    }
    // The stride that corresponds to a step: its own peak, if there is one within a twelfth.
    let doubled = found
        .iter()
        .copied()
        .filter(|p| (p.0 / (2.0 * lag) - 1.0).abs() < 1.0 / 12.0)
        .max_by(|a, b| a.1.total_cmp(&b.1));
    let twice_s = doubled.map_or(2.0 * lag_s, |p| p.0 / rate_hz);
    if lag_s < STEP_UNTIL_S {
        return Some(Period { run_s: twice_s, walk_s: twice_s, slow_s: twice_s, rho });
    }
    // A stride of two similar steps correlates with itself halfway through; halfway through a step the sign is
    // opposite. The initial fall from lag zero is ignored.
    let (from, to) = ((0.44 * lag) as usize, (0.56 * lag).ceil() as usize + 1);
    if peaks(&r, from, to).iter().any(|p| p.1 > HALF_WAY) {
        return Some(Period { run_s: lag_s, walk_s: lag_s, slow_s: lag_s, rho });
    }
    if lag_s > STRIDE_FROM_S {
        let walk_s = if lag_s < WALKING_STEP_UNTIL_S { twice_s } else { lag_s };
        return Some(Period { run_s: lag_s, walk_s, slow_s: lag_s, rho });
    }
    // Arms that swing without shaking look the same halfway through a stride as steps halfway through a step.
    let alternating = doubled.is_some_and(|p| p.1 > rho + 0.02) || placement.segment != Segment::Wrist;
    let run_s = if alternating && twice_s < 1.04 { twice_s } else { lag_s };
    Some(Period { run_s, walk_s: twice_s, slow_s: twice_s, rho })
}

/// Stride time within 15 % of `hint_s`, s, and the autocorrelation there; `None` if there is no peak.
///
/// Only the first multiple is used, which gives every stride the same weight. Combs of later multiples and harmonic
/// spectra deviated more from the force plate (mean error over sacrum trials 0.24 steps/min against 0.36–0.67).
pub(super) fn stride_near(axes: &[&[f64]; 3], rate_hz: f64, hint_s: f64) -> Option<(f64, f64)> {
    let lag = hint_s * rate_hz;
    if !(lag.is_finite() && lag > 1.0) {
        return None;
    }
    let (from, to) = ((0.85 * lag).max(1.0) as usize, (1.15 * lag).ceil() as usize + 1);
    let r = autocorrelation_near(axes, from - 1..to + 1);
    let nearby = peaks(&r, 1, r.len());
    let highest = nearby.into_iter().max_by(|a, b| a.1.total_cmp(&b.1));
    highest.map(|(lag, rho)| ((lag + (from - 1) as f64) / rate_hz, rho))
}
