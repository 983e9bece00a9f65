//! Every metric in the order of reports; each is defined in the file that computes it.

use super::definition::MetricInfo;
use super::{
    arm_crossover, cadence, foot_strike, hip_extension, leg_stiffness, loading_rate, oscillation, pelvis,
    shank_angle, stride_length, symmetry, tibial, timing, trunk_lean, vertical_force,
};

static CATALOGUE: &[MetricInfo] = &[
    cadence::CADENCE_INFO,
    timing::STEP_TIME_INFO,
    timing::STRIDE_TIME_INFO,
    timing::CONTACT_TIME_INFO,
    timing::FLIGHT_TIME_INFO,
    timing::DUTY_FACTOR_INFO,
    symmetry::CONTACT_TIME_BALANCE_INFO,
    symmetry::STEP_TIME_ASYMMETRY_INFO,
    tibial::PEAK_TIBIAL_ACCELERATION_INFO,
    tibial::PEAK_TIBIAL_ACCELERATION_RESULTANT_INFO,
    vertical_force::PEAK_VERTICAL_FORCE_INFO,
    loading_rate::VERTICAL_LOADING_RATE_INFO,
    loading_rate::INSTANTANEOUS_LOADING_RATE_INFO,
    foot_strike::FOOT_STRIKE_ANGLE_INFO,
    foot_strike::FOOT_STRIKE_SHARE_REAR_INFO,
    foot_strike::FOOT_STRIKE_SHARE_MID_INFO,
    foot_strike::FOOT_STRIKE_SHARE_FORE_INFO,
    shank_angle::SHANK_ANGLE_AT_CONTACT_INFO,
    stride_length::STRIDE_LENGTH_INFO,
    stride_length::STEP_LENGTH_INFO,
    stride_length::SPEED_INFO,
    pelvis::PELVIC_DROP_PEAK_INFO,
    pelvis::PELVIC_DROP_MIDSTANCE_INFO,
    pelvis::PELVIC_DROP_EXCURSION_INFO,
    pelvis::PELVIC_TILT_RANGE_INFO,
    oscillation::VERTICAL_OSCILLATION_INFO,
    oscillation::VERTICAL_RATIO_INFO,
    leg_stiffness::LEG_STIFFNESS_INFO,
    trunk_lean::INFO,
    hip_extension::INFO,
    arm_crossover::ARM_CROSSOVER_SHARE_INFO,
];

/// All metrics, in the order of reports.
pub fn catalogue() -> &'static [MetricInfo] {
    CATALOGUE
}

/// The metric with this identifier.
pub fn info(id: impl AsRef<str>) -> Option<&'static MetricInfo> {
    CATALOGUE.iter().find(|m| m.id == *id.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metrics::MetricId;

    #[test]
    fn every_metric_is_defined_once_in_the_order_of_its_identifiers() {
        assert!(catalogue().iter().map(|m| m.id).eq(MetricId::ALL.iter().copied()));
        for m in catalogue() {
            assert!(!m.definition.is_empty() && !m.needs().is_empty() && !m.from().is_empty(), "{}", m.id);
        }
    }
}
