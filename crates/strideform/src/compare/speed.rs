//! Like speed: whether two runs were run at one, and what the difference would do by itself.

use serde::Serialize;

use crate::findings::reference_range;
use crate::recording::Runner;
use crate::report::Saved;

/// Speeds that differ by less count as alike (*chosen*: 5 %, 0.15 m/s at 3 m/s).
const ALIKE: f64 = 0.05;

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
    /// Not known for one or both.
    Unknown,
    /// One run, recorded twice: one speed, whatever the devices say.
    SameRun,
}

impl Speeds {
    /// Both speeds, where they are known.
    pub fn both(self) -> Option<(f64, f64)> {
        match self {
            Self::Alike { before, after } | Self::Different { before, after } => Some((before, after)),
            _ => None,
        }
    }
}

/// The speeds of two runs.
pub(super) fn speeds(before: &Saved, after: &Saved) -> Speeds {
    let (Some((before, _)), Some((after, _))) = (before.speed_mps(), after.speed_mps()) else {
        return Speeds::Unknown;
    };
    // Of their mean; the last digit of a speed of exactly 5 % more shall not decide.
    if (after - before).abs() <= ALIKE * 0.5 * (after + before) * (1.0 + 1e-9) {
        Speeds::Alike { before, after }
    } else {
        Speeds::Different { before, after }
    }
}

/// True for metrics that speed does not move by itself: left against right, shares of the arm swing, and speed itself.
pub fn independent(id: &str) -> bool {
    matches!(id, "contact_time_balance" | "step_time_asymmetry" | "arm_crossover_share" | "speed")
}

/// Factor by which a metric usually changes from one speed to another, from the reference curves of cadence and contact
/// time ([`reference_range`]) and what follows from them; `None` where no curve is known.
pub fn expected_ratio(id: &str, from_mps: f64, to_mps: f64, runner: &Runner) -> Option<f64> {
    let middle = |metric: &str, speed: f64| {
        let run = crate::recording::Run { speed_mps: Some(speed), ..Default::default() };
        reference_range(metric, &run, runner).map(|u| 0.5 * (u.low + u.high)).filter(|v| *v > 0.0)
    };
    let ratio = |metric: &str| Some(middle(metric, to_mps)? / middle(metric, from_mps)?);
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

    fn at(speed: f64) -> Saved {
        Saved { run: SavedRun { speed_mps: Some(speed), ..SavedRun::default() }, ..Saved::default() }
    }

    #[test]
    fn five_per_cent_is_still_alike() {
        // 0.15 of a mean of 3.0.
        assert!(matches!(speeds(&at(2.925), &at(3.075)), Speeds::Alike { .. }));
        assert!(matches!(speeds(&at(2.92), &at(3.08)), Speeds::Different { .. }));
        assert_eq!(speeds(&at(3.0), &Saved::default()), Speeds::Unknown);
    }

    #[test]
    fn what_speed_does_by_itself_follows_the_curves() {
        let runner = Runner::default();
        let ratio = |id| expected_ratio(id, 3.0, 3.5, &runner).unwrap();
        // 173 over 168 steps/min; (3.5/3)^−0.53; rounding of doubles.
        assert!((ratio("cadence") - 173.0 / 168.0).abs() < 1e-12);
        assert!((ratio("step_time") * ratio("cadence") - 1.0).abs() < 1e-12);
        assert!((ratio("contact_time") - (3.5f64 / 3.0).powf(-0.53)).abs() < 1e-12);
        // Step length times cadence is speed.
        assert!((ratio("step_length") * ratio("cadence") - 3.5 / 3.0).abs() < 1e-12);
        assert_eq!(expected_ratio("pelvic_drop_peak", 3.0, 3.5, &runner), None);
        assert_eq!(expected_ratio("contact_time", 3.0, 9.0, &runner), None);
    }
}
