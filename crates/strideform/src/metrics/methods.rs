//! Every method of orientation and of metrics; those of contacts are in the registry of contact methods.

use crate::contacts::MethodInfo;
use crate::recording::Segment::{self, Foot, Pelvis, Shank, Thigh, Trunk, Wrist};

use super::definition::MetricMethod;
use super::id::MetricId;
use super::{
    arm_crossover, cadence, contact_fusion, foot_load, foot_strike, hip_extension, known_speed,
    leg_stiffness, loading_rate, oscillation, pelvis, pelvis_force, shank_angle, stride_length, symmetry,
    tibial, tibial_loading, timing, trunk_lean, typical_loading, vertical_force,
};

const LEG: &[Segment] = &[Foot, Shank, Thigh];
const ANY: &[Segment] = &[Foot, Shank, Thigh, Pelvis, Trunk, Wrist];
const ANGLES: &[MetricId] = &[
    MetricId::FootStrikeAngle,
    MetricId::ShankAngleAtContact,
    MetricId::StrideLength,
    MetricId::PelvicDropExcursion,
    MetricId::PelvicTiltRange,
    MetricId::VerticalOscillation,
    MetricId::TrunkLean,
    MetricId::HipExtensionAtToeOff,
    MetricId::VerticalLoadingRate,
];

static METHODS: &[MetricMethod] = &[
    // Orientation.
    orientation(
        "periodic-strap-down",
        "angular rate integrated over each stride and closed at its end, gravity from whole strides; used where the running is steady",
        ANY,
        "this project; the mean of specific force over whole strides is gravity",
        "none: not based on a published method",
        ANGLES,
    ),
    orientation(
        "offline-vqf",
        "forward and backward filter over the whole recording; used where the running is not steady",
        ANY,
        "Laidig & Seel 2023, Information Fusion 91:187, doi:10.1016/j.inffus.2022.10.014",
        "time constant of 3 s for acceleration, no magnetometer, rates at mid-points",
        ANGLES,
    ),
    orientation(
        "functional-axis",
        "medio-lateral axis as the principal direction of angular rate; sign from the faster forward swing",
        LEG,
        "principal components of angular rate, as commonly used for legs",
        "from all three rates, not only the two horizontal ones",
        &[MetricId::FootStrikeAngle, MetricId::ShankAngleAtContact, MetricId::HipExtensionAtToeOff],
    ),
    orientation(
        "periodic-heading",
        "direction of running from the components that repeat with every step and those that change sign",
        &[Pelvis, Trunk],
        "this project",
        "none: not based on a published method",
        &[
            MetricId::PelvicDropExcursion,
            MetricId::PelvicDropPeak,
            MetricId::PelvicDropMidstance,
            MetricId::PelvicTiltRange,
            MetricId::TrunkLean,
        ],
    ),
    // Metrics; each method is described in the file that computes it.
    cadence::METHOD,
    timing::METHOD,
    contact_fusion::FEET_METHOD,
    contact_fusion::PELVIS_METHOD,
    pelvis_force::METHOD,
    typical_loading::METHOD,
    foot_load::PEAK_METHOD,
    foot_load::RATE_METHOD,
    foot_strike::METHOD,
    stride_length::METHOD,
    known_speed::METHOD,
    shank_angle::METHOD,
    tibial::METHOD,
    vertical_force::METHOD,
    pelvis::METHOD,
    oscillation::METHOD,
    oscillation::BY_MEAN,
    trunk_lean::METHOD,
    hip_extension::METHOD,
    loading_rate::METHOD,
    tibial_loading::METHOD,
    leg_stiffness::METHOD,
    arm_crossover::METHOD,
    symmetry::METHOD,
];

/// Every method of orientation and of metrics.
pub fn metric_methods() -> &'static [MetricMethod] {
    METHODS
}

const fn orientation(
    id: &'static str,
    summary: &'static str,
    segments: &'static [Segment],
    citation: &'static str,
    deviations: &'static str,
    gives: &'static [MetricId],
) -> MetricMethod {
    let info = MethodInfo { id, summary, segments, needs_gyr: true, min_rate_hz: 50.0, citation, deviations };
    MetricMethod { stage: "orientation", info, gives }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_unique() {
        for (i, method) in METHODS.iter().enumerate() {
            assert!(METHODS.iter().skip(i + 1).all(|m| m.info.id != method.info.id), "{}", method.info.id);
        }
    }
}
