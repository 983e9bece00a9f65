//! Sensors missing, gyroscope missing for half of the file, ±2 g, 30 Hz: `needs …` or a caveat, never a number that the
//! recording cannot carry.

use approx::abs_diff_eq;
use std::fs;
use std::path::Path;

use strideform::recording::CaveatId;
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, Part, SensorFaults, SensorSpec, Side};

use super::{analysed, run, sensors};

/// Metrics that stand on attitude.
const OF_ATTITUDE: [&str; 12] = [
    "foot_strike_angle",
    "foot_strike_share_rear",
    "shank_angle_at_contact",
    "pelvic_drop_peak",
    "pelvic_drop_midstance",
    "pelvic_drop_excursion",
    "pelvic_tilt_range",
    "vertical_oscillation",
    "vertical_ratio",
    "trunk_lean",
    "hip_extension_at_toe_off",
    "arm_crossover_share",
];
/// Metrics of impact.
const OF_IMPACT: [&str; 4] = [
    "peak_tibial_acceleration",
    "peak_tibial_acceleration_resultant",
    "vertical_loading_rate",
    "instantaneous_loading_rate",
];

/// Each of `ids` is missing, and says what it needs.
fn none_of(analysis: &Analysis, ids: &[&str]) {
    for id in ids {
        // What is typical for a known speed is no measurement.
        let Some(metric) = analysis.metric(id).filter(|m| m.method == "speed-loading-rate") else {
            assert!(analysis.metric(id).is_none(), "{id}: {:?}", analysis.metric(id).map(|m| m.value));
            let needs = analysis.unavailable.iter().find(|u| u.id == *id).map(|u| u.needs.as_str());
            assert!(needs.is_some_and(|n| !n.is_empty()), "{id} does not say what it needs");
            continue;
        };
        assert!(metric.uncertainty > 0.5 * metric.value, "{metric:?}");
    }
}

#[test]
fn one_foot_tells_nothing_of_hip_shank_and_arm() {
    let only: Vec<SensorSpec> = vec![SensorSpec::on(Part::Foot(Side::Left))];
    let analysis = analysed(&run(), &only, CsvStyle::Units, |_| {});
    none_of(&analysis, &OF_IMPACT);
    none_of(
        &analysis,
        &[
            "pelvic_drop_excursion",
            "shank_angle_at_contact",
            "trunk_lean",
            "arm_crossover_share",
            "step_time",
            "step_time_asymmetry",
            "contact_time_balance",
            "peak_vertical_force",
        ],
    );
    for m in analysis.metrics.iter().filter(|m| m.id != "speed") {
        assert!(m.right.is_none(), "{}: a right value from a left foot", m.id);
    }
}

#[test]
fn without_gyroscope_there_are_no_angles() {
    let analysis = analysed(&run(), &sensors(|s| s), CsvStyle::AccelerometerOnly, |_| {});
    // Height within a step needs no attitude: a pelvis shows it along its own mean acceleration, less accurately.
    let heights = ["vertical_oscillation", "vertical_ratio"];
    let angles: Vec<&str> = OF_ATTITUDE.into_iter().filter(|id| !heights.contains(id)).collect();
    none_of(&analysis, &angles);
    for id in heights {
        assert!(analysis.metric(id).is_some_and(|m| m.method == "stride-mean-height"), "{id}");
    }
}

/// The gyroscope's cells are empty from the middle of the file on: contacts and angles of the rest, or a caveat.
#[test]
fn half_a_gyroscope_is_said() {
    let only = vec![SensorSpec::on(Part::Pelvis), SensorSpec::on(Part::Shank(Side::Left))];
    let analysis = analysed(&run(), &only, CsvStyle::Units, |folder| {
        for name in ["pelvis.csv", "shank-left.csv"] {
            let file = folder.join(name);
            halve(&file);
        }
    });
    for recording in &analysis.recordings {
        let said = recording.caveats.iter().any(|c| c.text.contains("gyroscope columns"));
        let without = !recording.channels.contains(&"gyr");
        assert!(said, "{}: {:?} (gyr left out: {without})", recording.placement, recording.caveats);
    }
    // Whatever angle is shown comes from no more strides than had a gyroscope: half of about 45 s' 110 steps.
    for m in analysis.metrics.iter().filter(|m| OF_ATTITUDE.contains(&m.id.as_str())) {
        assert!(m.n <= 60, "{}: n {}", m.id, m.n);
    }
}

fn halve(file: &Path) {
    let text = fs::read_to_string(file).expect("written");
    let rows = text.lines().count();
    let cut = |(i, line): (usize, &str)| {
        if i < rows / 2 {
            return line.to_owned();
        }
        let kept: Vec<&str> = line.split(',').take(4).collect();
        format!("{},,,", kept.join(","))
    };
    let halved: Vec<String> = text.lines().enumerate().map(cut).collect();
    fs::write(file, halved.join("\n")).expect("written again");
}

#[test]
fn two_g_carry_no_impact_and_no_way() {
    let clipped = sensors(|s| s.with(SensorFaults { acc_range_g: Some(2.0), ..SensorFaults::default() }));
    let analysis = analysed(&run(), &clipped, CsvStyle::Units, |_| {});
    for id in
        OF_IMPACT.iter().chain(&["peak_vertical_force", "stride_length", "speed", "vertical_oscillation"])
    {
        let Some(m) = analysis.metric(id) else { continue };
        let warned = m.is_lower_bound()
            || m.caveats.iter().any(|c| c.text.contains("limit") || c.text.contains("clipped"));
        let told = ["told-speed", "speed-loading-rate"].contains(&m.method.as_str());
        assert!(warned || told, "{id}: {:.2} ± {:.2} without a caveat", m.value, m.uncertainty);
    }
    for id in ["vertical_loading_rate", "instantaneous_loading_rate", "peak_vertical_force"] {
        let typical = analysis.metric(id).is_none_or(|m| m.method == "speed-loading-rate");
        assert!(typical, "{id}: a number from ±2 g");
    }
    for recording in analysis.recordings.iter().filter(|r| r.placement.is_leg()) {
        assert!(recording.caveats.iter().any(|c| c.id == CaveatId::Clipped), "{}", recording.placement);
    }
}

#[test]
fn thirty_hertz_give_cadence_and_no_contact_time() {
    let analysis = analysed(&run(), &sensors(|s| s.rate(30.0)), CsvStyle::Units, |_| {});
    none_of(
        &analysis,
        &["contact_time", "flight_time", "duty_factor", "contact_time_balance", "leg_stiffness"],
    );
    none_of(&analysis, &OF_IMPACT);
    none_of(&analysis, &OF_ATTITUDE);
    none_of(&analysis, &["peak_vertical_force"]);
    let cadence = analysis.metric("cadence").expect("cadence");
    // The virtual runner's 168, within the stated interval.
    assert!(
        abs_diff_eq!(cadence.value, 168.0, epsilon = cadence.uncertainty),
        "{} ± {}",
        cadence.value,
        cadence.uncertainty
    );
}
