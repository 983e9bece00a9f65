//! What a regression reaches without, or on top of, the program's methods.

use super::analyses::Outcome;
use super::errors::{TrialError, TrialErrors};
use super::ridge::{self, Sample};
use super::sets::SensorSet;
use super::truth::Trial;

/// Rear-foot limit of the foot strike angle, ° (Altman & Davis 2012).
const REAR_FOOT_DEG: f64 = 8.0;

/// What a regression may use: figures that the program prints from the same sensors, the speed where it knows it, the height.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feature {
    Own,
    Speed,
    StrideTime,
    ContactTime,
    Oscillation,
    StrikeAngle,
    BelowRearFoot,
    RearFoot,
    StepOverContact,
    OscillationOverStride,
    Height,
}

impl Feature {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Own => "the program's value",
            Self::Speed => "speed",
            Self::StrideTime => "stride time",
            Self::ContactTime => "contact time",
            Self::Oscillation => "vertical oscillation",
            Self::StrikeAngle => "strike angle",
            Self::BelowRearFoot => "(strike angle − 8°)² below 8°",
            Self::RearFoot => "rear foot or not",
            Self::StepOverContact => "½ stride time / contact time",
            Self::OscillationOverStride => "oscillation / stride time²",
            Self::Height => "height",
        }
    }

    fn value(self, id: &str, set: &SensorSet, trial: &Trial, outcome: &Outcome) -> Option<f64> {
        let metric = |id: &str| outcome.metrics.get(id).map(|e| e.value);
        match self {
            Self::Own => metric(id),
            Self::Speed if set.speed_given => Some(trial.speed_mps),
            Self::Speed => metric("speed"),
            Self::StrideTime => metric("stride_time"),
            Self::ContactTime => metric("contact_time"),
            Self::Oscillation => metric("vertical_oscillation"),
            Self::StrikeAngle => metric("foot_strike_angle"),
            Self::BelowRearFoot => metric("foot_strike_angle").map(|a| (a - REAR_FOOT_DEG).min(0.0).powi(2)),
            Self::RearFoot => metric("foot_strike_angle").map(|a| f64::from(u8::from(a > REAR_FOOT_DEG))),
            Self::StepOverContact => Some(0.5 * metric("stride_time")? / metric("contact_time")?),
            Self::OscillationOverStride => {
                Some(metric("vertical_oscillation")? / metric("stride_time")?.powi(2))
            }
            Self::Height => Some(trial.height_cm),
        }
    }
}

/// The features of the ridge for one quantity: up to four, for the loading rate from feet six.
pub(crate) fn features(id: &str, set: &SensorSet) -> Vec<Feature> {
    use Feature::{
        BelowRearFoot, ContactTime, Height, Oscillation, OscillationOverStride, Own, RearFoot, Speed,
        StepOverContact, StrideTime, StrikeAngle,
    };
    let (feet, pelvis) = (set.has("foot-left"), set.has("pelvis"));
    let mut out = match id {
        "contact_time" | "flight_time" | "duty_factor" if feet => vec![Own, StrikeAngle, StrideTime],
        "contact_time" | "flight_time" | "duty_factor" if pelvis => vec![Own, StrideTime, Oscillation],
        "contact_time" | "flight_time" | "duty_factor" => vec![Own, StrideTime],
        "peak_vertical_force" if pelvis && !feet => vec![Own, OscillationOverStride, StepOverContact],
        "peak_vertical_force" => vec![StepOverContact],
        "vertical_loading_rate" if feet => {
            vec![StrikeAngle, BelowRearFoot, RearFoot, ContactTime, StrideTime]
        }
        "vertical_loading_rate" if pelvis => vec![StrideTime, Oscillation, ContactTime],
        "vertical_loading_rate" => vec![ContactTime, StrideTime],
        "foot_strike_angle" | "contact_time_balance" | "step_time_asymmetry" | "speed" => return vec![Own],
        _ => vec![Own, StrideTime, Height],
    };
    if set.knows_speed() {
        out.push(Speed);
    }
    out
}

/// Loading rates are fitted as logarithms: their errors grow with their size.
fn is_logarithmic(id: &str) -> bool {
    id == "vertical_loading_rate"
}

/// Errors of the ridge with the judged runner left out.
pub(crate) fn ridge<'a>(
    id: &str,
    set: &SensorSet,
    trials: &'a [Trial],
    outcomes: &[&Outcome],
) -> TrialErrors<'a> {
    let features = features(id, set);
    left_out(id, trials, |i, trial| {
        let outcome = outcomes.get(i)?;
        features.iter().map(|f| f.value(id, set, trial, outcome)).collect()
    })
}

/// Errors of the same regression on the treadmill's speed and the runner's height alone, without any sensor.
pub(crate) fn speed_and_height<'a>(id: &str, trials: &'a [Trial]) -> TrialErrors<'a> {
    left_out(id, trials, |_, trial| {
        let speed = if is_logarithmic(id) { trial.speed_mps.ln() } else { trial.speed_mps };
        Some(vec![speed, trial.height_cm])
    })
}

fn left_out<'a>(
    id: &str,
    trials: &'a [Trial],
    features: impl Fn(usize, &Trial) -> Option<Vec<f64>>,
) -> TrialErrors<'a> {
    let logarithmic = is_logarithmic(id);
    let mut used = Vec::new();
    let mut samples = Vec::new();
    for (i, trial) in trials.iter().enumerate() {
        let (Some(truth), Some(features)) = (trial.truth.get(id), features(i, trial)) else { continue };
        let target = if logarithmic { truth.value.ln() } else { truth.value };
        samples.push(Sample { runner: &trial.runner, features, target });
        used.push((trial, truth.value));
    }
    let predicted = ridge::runner_left_out(&samples);
    let errors = used.iter().zip(predicted).filter_map(|((trial, truth), predicted)| {
        let value = if logarithmic { predicted?.exp() } else { predicted? };
        let (runner, speed_mps) = (trial.runner.as_str(), trial.speed_mps);
        Some(TrialError { runner, speed_mps, error: value - truth, half_width: None })
    });
    TrialErrors(errors.collect())
}
