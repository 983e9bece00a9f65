//! Whether two runs were at a comparable speed, and how much a difference in speed alone would change a metric.

use serde::Serialize;

use crate::findings::reference_range;
use crate::recording::Runner;
use crate::report::{Saved, SavedSpeed};

/// Speeds that differ by no more than this share are comparable (*chosen*: 5 %, 0.15 m/s at 3 m/s).
const COMPARABLE: f64 = 0.05;

/// How the two speeds compare.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
#[non_exhaustive]
pub enum Speeds {
    /// Within 5 % of each other.
    Alike {
        /// Before, m/s.
        before: f64,
        /// After, m/s.
        after: f64,
    },
    /// More than 5 % apart.
    Different {
        /// Before, m/s.
        before: f64,
        /// After, m/s.
        after: f64,
    },
    /// Unknown for one run or both.
    Unknown,
    /// The same run recorded twice: the same speed, whatever the devices report.
    SameRun,
}

impl Speeds {
    /// Both speeds, where known.
    pub fn both(self) -> Option<(f64, f64)> {
        match self {
            Self::Alike { before, after } | Self::Different { before, after } => Some((before, after)),
            _ => None,
        }
    }
}

/// The speeds of two runs.
pub(super) fn speeds(before: &Saved, after: &Saved) -> Speeds {
    let (Some(SavedSpeed { mps: before, .. }), Some(SavedSpeed { mps: after, .. })) =
        (before.speed(), after.speed())
    else {
        return Speeds::Unknown;
    };
    // Relative to their mean; the tolerance keeps rounding from deciding at exactly 5 %.
    if (after - before).abs() <= COMPARABLE * 0.5 * (after + before) * (1.0 + 1e-9) {
        Speeds::Alike { before, after }
    } else {
        Speeds::Different { before, after }
    }
}

/// True for metrics that do not depend on speed (left-right differences, shares of the arm swing), and for speed itself.
pub fn independent(id: &str) -> bool {
    matches!(id, "contact_time_balance" | "step_time_asymmetry" | "arm_crossover_share" | "speed")
}

/// Factor by which a metric typically changes from one speed to another, derived from the reference curves of cadence and
/// contact time ([`reference_range`]); `None` if no curve is known.
pub fn expected_ratio(id: &str, from_mps: f64, to_mps: f64, runner: &Runner) -> Option<f64> {
    let centre = |metric: &str, speed: f64| {
        let run = crate::recording::Run { speed_mps: Some(speed), ..Default::default() };
        reference_range(metric, &run, runner).map(|u| 0.5 * (u.low + u.high)).filter(|v| *v > 0.0)
    };
    let ratio = |metric: &str| Some(centre(metric, to_mps)? / centre(metric, from_mps)?);
    let cadence = || ratio("cadence");
    let ratio = match id {
        "cadence" => cadence()?,
        "step_time" | "stride_time" => 1.0 / cadence()?,
        "contact_time" => ratio("contact_time")?,
        "duty_factor" => ratio("contact_time")? * cadence()?,
        "step_length" | "stride_length" => to_mps / from_mps / cadence()?,
        _ => return None,
    };
    ratio.is_finite().then_some(ratio)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::SavedRun;
    use approx::assert_abs_diff_eq;

    fn at(speed: f64) -> Saved {
        Saved { run: SavedRun { speed_mps: Some(speed), ..SavedRun::default() }, ..Saved::default() }
    }

    #[test]
    fn five_per_cent_is_still_comparable() {
        // 0.15 relative to a mean of 3.0.
        assert!(matches!(speeds(&at(2.925), &at(3.075)), Speeds::Alike { .. }));
        assert!(matches!(speeds(&at(2.92), &at(3.08)), Speeds::Different { .. }));
        assert_eq!(speeds(&at(3.0), &Saved::default()), Speeds::Unknown);
    }

    #[test]
    fn the_expected_change_follows_the_reference_curves() {
        let runner = Runner::default();
        let ratio = |id| expected_ratio(id, 3.0, 3.5, &runner).unwrap();
        // 173 over 168 steps/min; (3.5/3)^−0.53; rounding of doubles.
        assert_abs_diff_eq!(ratio("cadence"), 173.0 / 168.0, epsilon = 1e-12);
        assert_abs_diff_eq!(ratio("step_time") * ratio("cadence"), 1.0, epsilon = 1e-12);
        assert_abs_diff_eq!(ratio("contact_time"), (3.5f64 / 3.0).powf(-0.53), epsilon = 1e-12);
        // Step length times cadence is speed.
        assert_abs_diff_eq!(ratio("step_length") * ratio("cadence"), 3.5 / 3.0, epsilon = 1e-12);
        assert_eq!(expected_ratio("pelvic_drop_peak", 3.0, 3.5, &runner), None);
        assert_eq!(expected_ratio("contact_time", 3.0, 9.0, &runner), None);
    }
}
