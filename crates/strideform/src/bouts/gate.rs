//! Distinguishes running from walking by amplitude and period, depending on placement.

use std::ops::Range;

use super::period::Period;
use super::slow::{Slow, rest};
use crate::recording::{Placement, Segment};

/// What was found in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gait {
    Run,
    Walk,
    Neither,
}

/// Minimum autocorrelation at the period of running (*chosen*; joggers in a corridor come down to 0.5 where they turn,
/// and a sensor at 20 Hz samples a stride 15 times).
const RHO_MIN: f64 = 0.45;

/// The same for walking (*chosen*).
const WALK_RHO_MIN: f64 = 0.6;

/// Stride times of running, s: 115 to 270 steps/min (*chosen*, a little beyond 120 to 240).
const RUN_STRIDE_S: (f64, f64) = (0.44, 1.04);

/// Stride times of walking, s: 50 to 146 steps/min (*chosen*). A quick but weak rhythm is a window that is half
/// running.
const WALK_STRIDE_S: (f64, f64) = (0.82, 2.4);

/// Minimum amplitude of walking, g (*chosen*).
const WALK_AMPLITUDE_G: f64 = 0.05;

/// Between these stride times the amplitude required for running rises: at up to 2 m/s hardly anyone walks at 154
/// steps/min or more, but people do at about 136 (*chosen* around the published walk-to-run overlap of 140–155
/// steps/min).
pub(super) const RISE_S: (f64, f64) = (0.78, 0.88);

/// The quantity that is larger in running than in walking, g.
///
/// Pelvis, trunk and wrist: the amplitude. Foot: how far the quietest third of the samples is from rest, because feet
/// rest on the ground far longer in walking, whatever the speed. Shank and thigh: the geometric mean of both, because
/// in brisk walking either alone comes close to its value in running.
pub(super) fn vigour_g(slow: &Slow, range: &Range<usize>, amplitude_g: f64, placement: Placement) -> f64 {
    let rest_g = || rest(&slow.calm, range, REST_SHARE).unwrap_or(0.0);
    match placement.segment {
        Segment::Foot if amplitude_g < FOOT_AMPLITUDE_G => 0.0,
        Segment::Foot => rest_g(),
        Segment::Shank | Segment::Thigh => (amplitude_g * rest_g()).sqrt(),
        Segment::Pelvis | Segment::Trunk | Segment::Wrist | Segment::Watch => amplitude_g,
    }
}

/// A walking leg rests for more than this share of the stride, a running leg for less (*chosen* below the smallest
/// share of stance in walking, 0.55, minus its beginning and end).
pub(super) const REST_SHARE: f64 = 0.3;

/// Minimum amplitude of a running foot, g (*chosen*; recorded 1.7–3.1, virtual from 1.16).
pub(super) const FOOT_AMPLITUDE_G: f64 = 1.0;

/// Value of that quantity above which a gait is running, g, at quick and at slow strides.
///
/// Each lies between walking and running. Lowest value found in running against highest in walking:
///
/// | | recorded | virtual runner, from 2 m/s and 120 steps/min |
/// |---|---|---|
/// | shank | 1.0 against 0.52 (1.25–1.39 m/s) | 0.70 against 0.60 |
/// | foot | 1.0, no walking recorded | 0.45 against 0.36 |
/// | thigh | – | 0.81 against 0.27 |
/// | pelvis, trunk | 0.77, clipped at 0 g, against 0.22 (97 steps/min) | 0.60 against 0.27 |
/// | wrist | 1.35 against 0.51 | 0.82 against 0.32 |
///
/// Recorded: docs/VALIDATION.md; walking of the low back, a public 50 Hz recording (gaitpy's demonstration); the wrist,
/// UEA archive, BasicMotions, 40 series. Amplitude grows with the square of cadence: the low back comes to about 0.5 g
/// at 135 steps/min. A half-sine force without any flight has 0.48 g, which quick strides must exceed. Virtual: the
/// tests in `margins.rs`, which print the remaining margins; in its walking the shank swings twice as hard as in the
/// recordings. The levels themselves are *chosen* within these intervals.
pub(super) fn threshold_g(segment: Segment, stride_s: f64) -> f64 {
    let (quick, slow) = match segment {
        Segment::Foot => (0.41, 0.41),
        Segment::Shank => (0.65, 0.66),
        Segment::Thigh => (0.5, 0.65),
        Segment::Pelvis | Segment::Trunk => (0.42, 0.56),
        Segment::Wrist | Segment::Watch => (0.55, 0.75),
    };
    let share = ((stride_s - RISE_S.0) / (RISE_S.1 - RISE_S.0)).clamp(0.0, 1.0);
    quick + share * (slow - quick)
}

/// Classifies a window; `log_odds` of running decide where the stride time allows it.
pub(super) fn gait(period: Option<Period>, amplitude_g: f64, log_odds: f64) -> Gait {
    let Some(period) = period.filter(|p| p.rho >= RHO_MIN) else { return Gait::Neither };
    let within = |s: f64, range: (f64, f64)| s >= range.0 && s <= range.1;
    if within(period.run_s, RUN_STRIDE_S) && log_odds >= 0.0 {
        Gait::Run
    } else if period.rho >= WALK_RHO_MIN
        && within(period.walk_s, WALK_STRIDE_S)
        && amplitude_g >= WALK_AMPLITUDE_G
    {
        Gait::Walk
    } else {
        Gait::Neither
    }
}
