//! What the methods behind the metrics need and where they come from; those of contacts speak for themselves.

use crate::contacts::MethodInfo;
use crate::recording::Segment::{self, Foot, Pelvis, Shank, Thigh, Trunk, Wrist};

/// A method behind metrics, with the metrics that it gives or that rest on it.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct MetricMethod {
    /// `orient` or `metrics`.
    pub stage: &'static str,
    /// What it is and needs.
    pub info: MethodInfo,
    /// Identifiers of the metrics.
    pub gives: &'static [&'static str],
}

const LEG: &[Segment] = &[Foot, Shank, Thigh];
const ANY: &[Segment] = &[Foot, Shank, Thigh, Pelvis, Trunk, Wrist];
const ANGLES: &[&str] = &[
    "foot_strike_angle",
    "shank_angle_at_contact",
    "stride_length",
    "pelvic_drop_excursion",
    "pelvic_tilt_range",
    "vertical_oscillation",
    "trunk_lean",
    "hip_extension_at_toe_off",
    "vertical_loading_rate",
];

/// Every method of attitude and of metrics.
pub fn metric_methods() -> Vec<MetricMethod> {
    vec![
        orient(
            "periodic-strap-down",
            "angular rate integrated over each stride and closed at its end, gravity from whole strides; used where the running is steady",
            ANY,
            "this project; the mean of specific force over whole strides is gravity",
            "none: no published text is followed",
            ANGLES,
        ),
        orient(
            "offline-vqf",
            "filter over the whole recording, both ways; used where the running is not steady",
            ANY,
            "Laidig & Seel 2023, Information Fusion 91:187",
            "time constant of 3 s for acceleration, no magnetometer, rates at mid-points",
            ANGLES,
        ),
        orient(
            "functional-axis",
            "medio-lateral axis as the principal direction of angular rate, its sign from the quicker forward swing",
            LEG,
            "principal components of angular rate, as in common use for legs",
            "of all three rates, not of the two horizontal ones",
            &["foot_strike_angle", "shank_angle_at_contact", "hip_extension_at_toe_off"],
        ),
        orient(
            "periodic-heading",
            "direction of running from what repeats with the step and what changes sign with it",
            &[Pelvis, Trunk],
            "this project",
            "none: no published text is followed",
            &[
                "pelvic_drop_excursion",
                "pelvic_drop_peak",
                "pelvic_drop_midstance",
                "pelvic_tilt_range",
                "trunk_lean",
            ],
        ),
        metric(
            "periodicity",
            "period of the summed autocorrelation of three axes in windows of 10 s",
            (ANY, false, 15.0),
            "autocorrelation, as in common use; octave by placement and evidence",
            "none",
            &["cadence"],
        ),
        metric(
            "contact-intervals",
            "steps between contacts over their time, median over windows of 10 s",
            (&[Foot, Shank, Pelvis], false, 25.0),
            "definition",
            "none",
            &["cadence"],
        ),
        metric(
            "foot-strike-at-contact",
            "pitch at initial contact less the pitch where the foot lies flat in the same stance; classes by probability",
            (&[Foot], true, 95.0),
            "classes: Altman & Davis 2012, Gait & Posture 35:298; pitch: this project",
            "the foot's own flat instant is the reference, not standing; no class where the error does not allow one",
            &[
                "foot_strike_angle",
                "foot_strike_share_rear",
                "foot_strike_share_mid",
                "foot_strike_share_fore",
            ],
        ),
        metric(
            "zero-velocity-strides",
            "acceleration integrated twice between instants at which the foot lies flat, velocity zero at both",
            (&[Foot], true, 95.0),
            "Zrenner et al. 2018, Sensors 18:4194; Falbriard et al. 2021, Front. Sports Act. Living 3:585809",
            "one instant a stance, drift taken off in proportion to time",
            &["stride_length", "step_length", "speed"],
        ),
        metric(
            "told-speed",
            "the speed that was told over the cadence",
            (ANY, false, 15.0),
            "definition",
            "none",
            &["step_length", "stride_length"],
        ),
        metric(
            "shank-inclination",
            "shank from vertical at initial contact, zero while standing",
            (&[Shank], true, 50.0),
            "this project",
            "without standing the mean of mid-stance stands in for it, with a caveat",
            &["shank_angle_at_contact"],
        ),
        metric(
            "tibial-peak-60hz",
            "largest acceleration within 75 ms after contact, low-passed at 60 Hz, gravity removed; along the shank as it stood, else as \
             it is at mid-stance, without gyroscope along the mean force",
            (&[Shank], false, 100.0),
            "Aubol & Milner 2020; Sinclair et al. 2013",
            "below 190 Hz a lower bound",
            &["peak_tibial_acceleration", "peak_tibial_acceleration_resultant"],
        ),
        metric(
            "pelvis-active-peak-10hz",
            "vertical specific force over its mean, low-passed at 10 Hz, regressed on a force plate",
            (&[Pelvis], false, 50.0),
            "Day et al. 2021, J. Biomech. 110323; Alcantara et al. 2022, PeerJ 12752",
            "own regression on two runners; interval widened where the half-sine model of Morin et al. 2005 disagrees",
            &["peak_vertical_force"],
        ),
        metric(
            "pelvic-drop",
            "obliquity low-passed at 12 Hz, from initial contact to its peak on the side of the swinging leg",
            (&[Pelvis], true, 50.0),
            "definition after Bramah et al. 2018, Am. J. Sports Med. 46:3023; procedure: this project",
            "none: no published text is followed",
            &["pelvic_drop_excursion", "pelvic_drop_peak", "pelvic_drop_midstance", "pelvic_tilt_range"],
        ),
        metric(
            "stride-closed-height",
            "vertical acceleration integrated twice over every stride, each time without its mean",
            (&[Pelvis], true, 50.0),
            "this project",
            "height of the sensor, not of the centre of mass",
            &["vertical_oscillation", "vertical_ratio"],
        ),
        metric(
            "trunk-lean",
            "forward inclination over stance, zero while standing",
            (&[Trunk], true, 50.0),
            "definition after Teng & Powers 2015, Med. Sci. Sports Exerc. 47:625",
            "from standing, not from vertical",
            &["trunk_lean"],
        ),
        metric(
            "hip-extension",
            "thigh behind the hip less forward tilt of the pelvis at toe-off, both zero while standing",
            (&[Thigh, Pelvis], true, 50.0),
            "this project; error after Lin et al. 2023, Sensors 23:9599",
            "none: no published text is followed",
            &["hip_extension_at_toe_off"],
        ),
        metric(
            "two-mass",
            "two pulses of force, the first from how the shank is stopped",
            (&[Shank], true, 95.0),
            "Clark, Ryan & Weyand 2017, J. Exp. Biol. 220:247; interval after Kiernan et al. 2023, Sensors 23:8719",
            "speed of the limb from the sensor; an estimate with an interval of at least ±110 %",
            &["vertical_loading_rate", "instantaneous_loading_rate"],
        ),
        metric(
            "tibial-peak-line",
            "a straight line through two published group means of tibial peak and loading rate",
            (&[Shank], false, 190.0),
            "Milner et al. 2006, Med. Sci. Sports Exerc. 38:323",
            "a trend only; used without gyroscope",
            &["vertical_loading_rate", "instantaneous_loading_rate"],
        ),
        metric(
            "sine-model-morin-2005",
            "peak force over leg compression, from contact and flight time, speed, mass and leg length",
            (&[Foot, Shank, Pelvis], false, 50.0),
            "Morin et al. 2005, J. Appl. Biomech. 21:167",
            "medians over the run; leg of 0.53 of the height where it was not told",
            &["leg_stiffness"],
        ),
        metric(
            "forearm-turning-about-the-vertical",
            "share of the forearm's turning in a stride that is about the vertical",
            (&[Wrist], true, 50.0),
            "this project",
            "none: no published text is followed",
            &["arm_crossover_share"],
        ),
    ]
}

fn orient(
    id: &'static str,
    summary: &'static str,
    segments: &'static [Segment],
    citation: &'static str,
    deviations: &'static str,
    gives: &'static [&'static str],
) -> MetricMethod {
    let info = MethodInfo { id, summary, segments, needs_gyr: true, min_rate_hz: 50.0, citation, deviations };
    MetricMethod { stage: "orientation", info, gives }
}

fn metric(
    id: &'static str,
    summary: &'static str,
    (segments, needs_gyr, min_rate_hz): (&'static [Segment], bool, f64),
    citation: &'static str,
    deviations: &'static str,
    gives: &'static [&'static str],
) -> MetricMethod {
    let info = MethodInfo { id, summary, segments, needs_gyr, min_rate_hz, citation, deviations };
    MetricMethod { stage: "metrics", info, gives }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_single_and_metrics_exist() {
        let methods = metric_methods();
        for (i, method) in methods.iter().enumerate() {
            assert!(methods.iter().skip(i + 1).all(|m| m.info.id != method.info.id), "{}", method.info.id);
            for id in method.gives {
                assert!(crate::metrics::info(id).is_some(), "{}: {id}", method.info.id);
            }
        }
    }
}
