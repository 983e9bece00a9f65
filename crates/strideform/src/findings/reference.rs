//! References that depend on speed and size.

use crate::recording::{Run, Runner};

/// Leg length as a share of height where only height is known (anthropometric mean).
const LEG_OF_HEIGHT: f64 = 0.53;
/// Leg length assumed where neither is known, m: the one that anchors the curve below.
const LEG_M: f64 = 0.92;

/// Leg length in metres, and whether it was given or derived from height; otherwise the anchor's.
pub(super) fn leg_length_m(runner: &Runner) -> (f64, bool) {
    let positive = |v: Option<f64>| v.filter(|v| v.is_finite() && *v > 0.0);
    match (positive(runner.leg_length_cm), positive(runner.height_cm)) {
        (Some(leg), _) => (leg / 100.0, true),
        (None, Some(height)) => (LEG_OF_HEIGHT * height / 100.0, true),
        (None, None) => (LEG_M, false),
    }
}

/// Typical cadence in steps/min at a speed and leg length: [168 + 10·(v − 3)]·√(0.92/L).
///
/// Anchors: 169 steps/min at 3.06 m/s (Patoz et al. 2022, n = 100), about 170 at 3.0 m/s (Lieberman et al. 2015, n = 14);
/// scaling by leg length after Froude. A prior, not a norm: SD between runners about 9 steps/min.
pub(super) fn usual_cadence(run: &Run, runner: &Runner) -> Option<f64> {
    let speed = run.speed_mps.filter(|v| v.is_finite() && *v > 0.0)?;
    let (leg, _) = leg_length_m(runner);
    Some((168.0 + 10.0 * (speed - 3.0)) * (0.92 / leg).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn anchors_are_met() {
        let run = Run { speed_mps: Some(3.0), ..Run::default() };
        // The curve's own anchor.
        assert_abs_diff_eq!(usual_cadence(&run, &Runner::default()).unwrap(), 168.0, epsilon = 1e-9);
        assert!(usual_cadence(&Run::default(), &Runner::default()).is_none());
        let short = Runner { leg_length_cm: Some(80.0), ..Runner::default() };
        assert!(usual_cadence(&run, &short).unwrap() > 168.0);
    }
}
