//! Running or walking: amplitude against period, by placement.

use super::period::Period;
use crate::recording::{Placement, Segment};

/// What a window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gait {
    Run,
    Walk,
    Neither,
}

/// Least autocorrelation at the period (*chosen*; running in the recordings of docs/VALIDATION.md has 0.66 or more,
/// with lost packets, and 0.78 or more without).
const RHO_MIN: f64 = 0.5;

/// Stride times of running, s: 115 to 270 steps/min (*chosen*, a little beyond 120 to 240).
const RUN_STRIDE_S: (f64, f64) = (0.44, 1.04);

/// Stride times of walking, s (*chosen*).
const WALK_STRIDE_S: (f64, f64) = (0.7, 2.4);

/// Least amplitude of walking, g (*chosen*).
const WALK_AMPLITUDE_G: f64 = 0.08;

/// Between these stride times the amplitude that running needs rises: 154 steps/min or more is never walked at up to
/// 2 m/s, and about 136 steps/min is (*chosen* around the published walk-to-run overlap of 140–155 steps/min).
const RISE_S: (f64, f64) = (0.78, 0.88);

/// Amplitude from which a gait is running, g, at quick and at slow strides. The amplitude is the root mean square of
/// the specific force below 6 Hz about its mean, all axes together.
///
/// Measured on the recordings of docs/VALIDATION.md: shank walking 0.58–0.71, running 1.19–2.2; foot running 1.7–3.1;
/// sacrum and waist running 0.77–1.5; hip running 1.0–1.2; wrist running 1.5. No walking was recorded at other places
/// than the shank, so those thresholds are *chosen*: for the pelvis above the vertical and fore-aft amplitude of
/// walking at 2 m/s (about 0.5 g) at slow strides, and at quick ones below the 0.48 g that a half-sine force without
/// any flight has.
fn threshold_g(segment: Segment, stride_s: f64) -> f64 {
    let (quick, slow) = match segment {
        Segment::Foot => (1.2, 1.6),
        Segment::Shank => (0.85, 1.1),
        Segment::Thigh => (0.6, 0.9),
        Segment::Pelvis | Segment::Trunk => (0.45, 0.7),
        Segment::Wrist => (0.5, 0.8),
    };
    let share = ((stride_s - RISE_S.0) / (RISE_S.1 - RISE_S.0)).clamp(0.0, 1.0);
    quick + share * (slow - quick)
}

/// Decides on a window.
pub(super) fn gait(period: Option<Period>, amplitude_g: f64, placement: Placement) -> Gait {
    let Some(period) = period.filter(|p| p.rho >= RHO_MIN) else { return Gait::Neither };
    let within = |s: f64, range: (f64, f64)| s >= range.0 && s <= range.1;
    if within(period.run_s, RUN_STRIDE_S) && amplitude_g >= threshold_g(placement.segment, period.slow_s) {
        Gait::Run
    } else if within(period.walk_s, WALK_STRIDE_S) && amplitude_g >= WALK_AMPLITUDE_G {
        Gait::Walk
    } else {
        Gait::Neither
    }
}
