//! The trials and what the force plate and the markers say of them.

use std::collections::BTreeMap;
use std::path::Path;

use strideform::signal::stats;

use crate::truth::{Row, number, rows, text};

/// A contact of the force plate.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) left: bool,
    pub(crate) initial_contact_s: f64,
}

/// A quantity of one trial, in the unit of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Truth {
    /// Mean of the two sides' medians.
    pub(crate) value: f64,
    /// Median of the left and of the right side, where the quantity has sides.
    pub(crate) sides: Option<[f64; 2]>,
}

/// One runner at one speed.
#[derive(Debug)]
pub(crate) struct Trial {
    pub(crate) id: String,
    pub(crate) runner: String,
    pub(crate) speed_mps: f64,
    pub(crate) height_cm: f64,
    pub(crate) mass_kg: f64,
    /// Strike class of the left and of the right foot, as the laboratory labelled them.
    pub(crate) strike: [String; 2],
    pub(crate) contacts: Vec<Contact>,
    /// By identifier of the metric.
    pub(crate) truth: BTreeMap<&'static str, Truth>,
}

/// Quantities that `truth_steps.csv` holds step by step.
const COLUMNS: [(&str, &str); 14] = [
    ("step_time", "step_time_s"),
    ("stride_time", "stride_time_s"),
    ("contact_time", "contact_time_s"),
    ("flight_time", "flight_time_s"),
    ("peak_vertical_force", "active_peak_bw"),
    ("vertical_loading_rate", "valr_bw_s"),
    ("foot_strike_angle", "foot_strike_angle_deg"),
    ("stride_length", "stride_length_m"),
    ("pelvic_drop_peak", "drop_peak_deg"),
    ("pelvic_drop_midstance", "drop_midstance_deg"),
    ("pelvic_drop_excursion", "drop_excursion_deg"),
    ("pelvic_tilt_range", "pelvis_tilt_range_deg"),
    ("vertical_oscillation", "vertical_oscillation_cm"),
    ("hip_extension_at_toe_off", "hip_extension_at_toe_off_deg"),
];

/// Every trial of the folder with its truth.
pub(crate) fn trials(folder: &Path) -> Vec<Trial> {
    let mut steps: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for row in rows(&folder.join("truth_steps.csv")) {
        steps.entry(text(&row, "trial").to_owned()).or_default().push(row);
    }
    let trial = |row: &Row| {
        let id = text(row, "trial").to_owned();
        let steps = steps.get(&id)?;
        let speed_mps = number(row, "speed_mps")?;
        let contact = |r: &Row| {
            let initial_contact_s = number(r, "initial_contact_s")?;
            Some(Contact { left: text(r, "side") == "left", initial_contact_s })
        };
        Some(Trial {
            runner: text(row, "runner").to_owned(),
            speed_mps,
            height_cm: number(row, "height_cm")?,
            mass_kg: number(row, "mass_kg")?,
            strike: ["strike_left", "strike_right"].map(|side| text(row, side).to_owned()),
            contacts: steps.iter().filter_map(contact).collect(),
            truth: truth(steps, speed_mps),
            id,
        })
    };
    rows(&folder.join("trials.csv")).iter().filter_map(trial).collect()
}

fn truth(steps: &[Row], speed_mps: f64) -> BTreeMap<&'static str, Truth> {
    let mut out = BTreeMap::new();
    for (id, column) in COLUMNS {
        out.extend(sided(steps, |r| number(r, column)).map(|t| (id, t)));
    }
    // The sensor knows the shank as it stood, not the vertical.
    let shank = |r: &Row| Some(number(r, "shank_angle_deg")? - number(r, "shank_standing_deg")?);
    out.extend(sided(steps, shank).map(|t| ("shank_angle_at_contact", t)));
    let duty = |r: &Row| Some(number(r, "contact_time_s")? / number(r, "stride_time_s")?);
    out.extend(sided(steps, duty).map(|t| ("duty_factor", t)));
    let step_length = |r: &Row| Some(0.5 * number(r, "stride_length_m")?);
    out.extend(sided(steps, step_length).map(|t| ("step_length", Truth { sides: None, ..t })));
    let whole = |value: f64| Truth { value, sides: None };
    let step_times: Vec<f64> = steps.iter().filter_map(|r| number(r, "step_time_s")).collect();
    out.extend(stats::mean(&step_times).map(|mean| ("cadence", whole(60.0 / mean))));
    if let Some([left, right]) = out.get("contact_time").and_then(|t| t.sides) {
        out.insert("contact_time_balance", whole(100.0 * left / (left + right)));
    }
    if let Some([left, right]) = out.get("step_time").and_then(|t| t.sides) {
        out.insert("step_time_asymmetry", whole(200.0 * (left - right) / (left + right)));
    }
    out.insert("speed", whole(speed_mps));
    out
}

/// Median of each side's steps, and their mean.
fn sided(steps: &[Row], value: impl Fn(&Row) -> Option<f64>) -> Option<Truth> {
    let median = |side: &str| {
        let of_side = steps.iter().filter(|r| text(r, "side") == side);
        stats::median(&of_side.filter_map(&value).collect::<Vec<f64>>())
    };
    let sides = [median("left")?, median("right")?];
    Some(Truth { value: 0.5 * (sides[0] + sides[1]), sides: Some(sides) })
}
