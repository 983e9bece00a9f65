//! Every metric's identifier, unit and definition, in one place: `strideform metrics`, the docs and the outputs share it.

use serde::Serialize;

/// What a metric is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct MetricInfo {
    /// Identifier in every output.
    pub id: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Unit of every value in every output.
    pub unit: &'static str,
    /// What exactly is meant.
    pub definition: &'static str,
    /// Placements that give it, best first.
    pub from: &'static str,
    /// What is lacking where it could not be computed; to be read after "needs".
    pub needs: &'static str,
    /// True where left and right are told apart.
    pub sided: bool,
}

const fn metric(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    definition: &'static str,
    from: &'static str,
    needs: &'static str,
    sided: bool,
) -> MetricInfo {
    MetricInfo { id, name, unit, definition, from, needs, sided }
}

/// All metrics, in the order of reports.
pub fn catalogue() -> &'static [MetricInfo] {
    &CATALOGUE
}

/// The metric of that identifier.
pub fn info(id: &str) -> Option<&'static MetricInfo> {
    CATALOGUE.iter().find(|m| m.id == id)
}

static CATALOGUE: [MetricInfo; 31] = [
    metric(
        "cadence",
        "Cadence",
        "steps/min",
        "Steps of both feet per minute while running: median over windows of 10 s; under 20 s of running, the steps \
         between first and last contact over that time, less the first 0.75 s out of standing",
        "any placement",
        "20 Hz or more and some seconds of running",
        false,
    ),
    metric(
        "step_time",
        "Step time",
        "s",
        "From initial contact of one foot to initial contact of the other; left: the step that the left foot begins",
        "both feet, both shanks, pelvis",
        "a pelvis sensor, or a foot or shank sensor on each leg with one clock",
        true,
    ),
    metric(
        "stride_time",
        "Stride time",
        "s",
        "From initial contact of a foot to its next initial contact",
        "foot, shank, pelvis",
        "a foot, shank or pelvis sensor",
        true,
    ),
    metric(
        "contact_time",
        "Ground contact time",
        "s",
        "From initial contact to toe-off of the same foot, as a force plate with a threshold of 50 N sees it",
        "foot, shank, pelvis; watch",
        "a foot, shank or pelvis sensor with 50 Hz or more",
        true,
    ),
    metric(
        "flight_time",
        "Flight time",
        "s",
        "From toe-off of one foot to initial contact of the other; from one leg alone: half of stride time minus \
         two contact times, which takes both legs as alike",
        "foot, shank, pelvis; watch",
        "a foot, shank or pelvis sensor with 50 Hz or more",
        false,
    ),
    metric(
        "duty_factor",
        "Duty factor",
        "1",
        "Contact time over stride time of the same foot; above 0.5 there is no flight",
        "foot, shank, pelvis; watch",
        "a foot, shank or pelvis sensor with 50 Hz or more",
        true,
    ),
    metric(
        "contact_time_balance",
        "Contact-time balance",
        "% left",
        "Left contact time over the sum of left and right; 50 is even, 51 is a difference of 4 % (10 ms of 250 ms)",
        "both feet, both shanks; watch",
        "a foot or shank sensor on each leg",
        false,
    ),
    metric(
        "step_time_asymmetry",
        "Step-time asymmetry",
        "%",
        "100 · (left − right) / mean of the two step times; positive: left steps last longer",
        "both feet, both shanks, pelvis with sides",
        "a pelvis sensor that tells the sides, or a foot or shank sensor on each leg with one clock",
        false,
    ),
    metric(
        "peak_tibial_acceleration",
        "Peak tibial acceleration, axial",
        "g",
        "Largest acceleration along the shank's long axis within 75 ms after initial contact, gravity removed",
        "shank",
        "a shank sensor with 100 Hz or more",
        true,
    ),
    metric(
        "peak_tibial_acceleration_resultant",
        "Peak tibial acceleration, resultant",
        "g",
        "Largest size of the shank's acceleration within 75 ms after initial contact, gravity removed",
        "shank",
        "a shank sensor with 100 Hz or more",
        true,
    ),
    metric(
        "peak_vertical_force",
        "Peak vertical force (active)",
        "BW",
        "Active (second) peak of the vertical ground reaction force in body weights, not the impact peak",
        "pelvis",
        "a pelvis sensor on the middle line with 50 Hz or more",
        true,
    ),
    metric(
        "vertical_loading_rate",
        "Vertical average loading rate",
        "BW/s",
        "Slope of the vertical ground reaction force between 20 % and 80 % of the time from initial contact to impact peak",
        "shank",
        "a shank sensor with 200 Hz or more (with gyroscope: 100 Hz) whose range the landings do not exceed; a foot or a pelvis \
         could tell change at most",
        true,
    ),
    metric(
        "instantaneous_loading_rate",
        "Vertical instantaneous loading rate",
        "BW/s",
        "Largest slope of the vertical ground reaction force between 20 % and 80 % of the time from initial contact to impact peak",
        "shank",
        "a shank sensor with 200 Hz or more (with gyroscope: 100 Hz) whose range the landings do not exceed; a foot or a pelvis \
         could tell change at most",
        true,
    ),
    metric(
        "foot_strike_angle",
        "Foot strike angle",
        "°",
        "Pitch of the foot at initial contact relative to the flat foot; toes up is positive",
        "foot with gyroscope",
        "a foot sensor with gyroscope, 100 Hz or more",
        true,
    ),
    metric(
        "foot_strike_share_rear",
        "Rear-foot strikes",
        "%",
        "Share of steps that land on the heel (strike angle above 8.0°)",
        "foot with gyroscope",
        "a foot sensor with gyroscope, 100 Hz or more",
        true,
    ),
    metric(
        "foot_strike_share_mid",
        "Mid-foot strikes",
        "%",
        "Share of steps that land on the midfoot (strike angle −1.6…8.0°)",
        "foot with gyroscope",
        "a foot sensor with gyroscope, 100 Hz or more",
        true,
    ),
    metric(
        "foot_strike_share_fore",
        "Fore-foot strikes",
        "%",
        "Share of steps that land on the forefoot (strike angle below −1.6°)",
        "foot with gyroscope",
        "a foot sensor with gyroscope, 100 Hz or more",
        true,
    ),
    metric(
        "shank_angle_at_contact",
        "Shank angle at contact",
        "°",
        "Inclination of the shank from vertical at initial contact, positive with the ankle ahead of the knee",
        "shank with gyroscope",
        "a shank sensor with gyroscope, 100 Hz or more",
        true,
    ),
    metric(
        "stride_length",
        "Stride length",
        "m",
        "Distance from initial contact of a foot to its next; twice what watches call stride length",
        "foot with gyroscope; speed and cadence",
        "a foot sensor with gyroscope, 100 Hz or more, or the running speed",
        true,
    ),
    metric(
        "step_length",
        "Step length",
        "m",
        "Distance from initial contact of one foot to that of the other (watches call this stride length)",
        "foot with gyroscope; speed and cadence; watch",
        "a foot sensor with gyroscope, or the running speed",
        false,
    ),
    metric(
        "speed",
        "Speed",
        "m/s",
        "Mean running speed over ground or belt",
        "foot with gyroscope; as told; watch",
        "a foot sensor with gyroscope, or the running speed",
        false,
    ),
    metric(
        "pelvic_drop_peak",
        "Contralateral pelvic drop, peak",
        "°",
        "Largest sinking of the pelvis on the side of the swinging leg during stance, from the standing posture",
        "pelvis with gyroscope",
        "a pelvis sensor with gyroscope, 50 Hz or more",
        true,
    ),
    metric(
        "pelvic_drop_midstance",
        "Contralateral pelvic drop, mid-stance",
        "°",
        "The same at half of contact time",
        "pelvis with gyroscope",
        "a pelvis sensor with gyroscope, 50 Hz or more",
        true,
    ),
    metric(
        "pelvic_drop_excursion",
        "Contralateral pelvic drop, excursion",
        "°",
        "From obliquity at initial contact to the peak of the drop during the same stance",
        "pelvis with gyroscope",
        "a pelvis sensor with gyroscope, 50 Hz or more",
        true,
    ),
    metric(
        "pelvic_tilt_range",
        "Pelvic tilt range",
        "°",
        "Range of forward–backward pelvic tilt within a stride",
        "pelvis with gyroscope",
        "a pelvis sensor with gyroscope, 50 Hz or more",
        false,
    ),
    metric(
        "vertical_oscillation",
        "Vertical oscillation",
        "cm",
        "Range of the pelvis sensor's height within a step",
        "pelvis with gyroscope; watch",
        "a pelvis sensor with gyroscope, 50 Hz or more",
        false,
    ),
    metric(
        "vertical_ratio",
        "Vertical ratio",
        "%",
        "Vertical oscillation over step length",
        "pelvis with gyroscope, and speed; watch",
        "a pelvis sensor with gyroscope and the running speed",
        false,
    ),
    metric(
        "leg_stiffness",
        "Leg stiffness",
        "kN/m",
        "Peak force over leg compression by the sine model of Morin et al. 2005",
        "foot, shank or pelvis, with mass, leg length and speed",
        "contact and flight time, body mass, leg length or height, and the running speed",
        false,
    ),
    metric(
        "trunk_lean",
        "Trunk lean",
        "°",
        "Mean forward inclination of the trunk in stance from the standing posture",
        "trunk with gyroscope",
        "a trunk sensor with gyroscope, a standing period, and a foot, shank or pelvis sensor for the contacts",
        false,
    ),
    metric(
        "hip_extension_at_toe_off",
        "Hip extension at toe-off",
        "°",
        "Thigh angle minus pelvic tilt at toe-off, extension positive",
        "thigh and pelvis, both with gyroscope",
        "a thigh sensor and a pelvis sensor, both with gyroscope, and a few seconds of standing still in the recording",
        true,
    ),
    metric(
        "arm_crossover_share",
        "Arm crossover share",
        "%",
        "Share of the forearm's turning within a stride that goes across the body: mean square of the angular rate about the \
         vertical over that about all axes",
        "both wrists with gyroscope",
        "a wrist sensor with gyroscope on each arm, 50 Hz or more",
        true,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_unique_and_column_names() {
        let mut seen = std::collections::BTreeSet::new();
        for m in catalogue() {
            assert!(seen.insert(m.id), "{} twice", m.id);
            assert!(m.id.chars().all(|c| c.is_ascii_lowercase() || c == '_'), "{}", m.id);
            assert!(!m.definition.is_empty() && !m.needs.is_empty() && !m.unit.is_empty());
        }
    }
}
