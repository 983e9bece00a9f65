//! Values of the run beside the medians of the reference's steps.

use std::path::Path;

use strideform::report::Analysis;
use strideform::signal::stats;

use super::angles::{force, midstance, obliquity};
use super::{LEG_M, MASS_KG, SPEED_MPS, contacts_of};
use crate::cells::Cell;
use crate::ledger::Set;
use crate::page::Page;
use crate::spring_mass;
use crate::truth::{Row, number, text};

/// Median of a column over one foot's steps, or all.
fn of(steps: &[Row], column: &str, foot: Option<&str>) -> Option<f64> {
    let rows = steps.iter().filter(|s| foot.is_none_or(|f| text(s, "foot") == f));
    stats::median(&rows.filter_map(|s| number(s, column)).collect::<Vec<_>>())
}

/// Every metric whose truth the markers, the force or the belt give.
pub(super) fn note(
    data: &Path,
    page: &mut Page,
    (segment, given): (&'static str, bool),
    analysis: &Analysis,
    cells: &[Cell],
    truth: &[(f64, f64)],
    steps: &[Row],
) {
    let what = format!("{segment}, from markers{}", if given { ", speed and runner given" } else { "" });
    let median = |values: Vec<f64>| stats::median(&values);
    let force = force(data);
    let all = contacts_of(steps, None);
    let ahead = if segment == "pelvis" { 2 } else { 1 };
    let strides: Vec<(f64, f64)> =
        truth.iter().zip(truth.iter().skip(ahead)).map(|(a, b)| (b.0 - a.0, a.1 - a.0)).collect();
    let stride = median(strides.iter().map(|s| s.0).collect());
    let cadence = match (all.first(), all.last()) {
        (Some(a), Some(b)) => Some(60.0 * (all.len() - 1) as f64 / (b.0 - a.0)),
        _ => None,
    };
    let mut values = vec![
        ("cadence", cadence),
        ("contact_time", median(truth.iter().map(|c| c.1 - c.0).collect())),
        ("stride_time", stride),
        ("duty_factor", median(strides.iter().map(|s| s.1 / s.0).collect())),
        ("stride_length", stride.map(|s| SPEED_MPS * s)),
        ("step_length", stride.map(|s| 0.5 * SPEED_MPS * s)),
        ("leg_stiffness", spring_mass::stiffness(&force, &all, MASS_KG, SPEED_MPS, LEG_M)),
    ];
    if segment == "pelvis" {
        let curve = obliquity(data);
        let rises = spring_mass::oscillations(&force, &all);
        let rise = median(rises).map(|m| 100.0 * m);
        let of_step = stride.map(|s| 50.0 * SPEED_MPS * s);
        values.extend([
            ("step_time", of(steps, "step_time_s", None)),
            ("flight_time", of(steps, "flight_time_s", None)),
            ("peak_vertical_force", of(steps, "peak_vgrf_bw", None)),
            ("pelvic_drop_excursion", of(steps, "contralateral_drop_excursion_deg", None)),
            ("pelvic_drop_peak", of(steps, "contralateral_drop_peak_deg", None)),
            ("pelvic_drop_midstance", median(steps.iter().filter_map(|s| midstance(&curve, s)).collect())),
            ("vertical_oscillation", rise),
            ("vertical_ratio", rise.zip(of_step).map(|(r, s)| 100.0 * r / s)),
        ]);
        let side = |column: &str| of(steps, column, Some("left")).zip(of(steps, column, Some("right")));
        if let Some((l, r)) = side("step_time_s") {
            values.push(("step_time_asymmetry", Some(200.0 * (l - r) / (l + r))));
        }
        if !given {
            let columns = [
                ("step_time", "step_time_s"),
                ("peak_vertical_force", "peak_vgrf_bw"),
                ("pelvic_drop_excursion", "contralateral_drop_excursion_deg"),
                ("pelvic_drop_peak", "contralateral_drop_peak_deg"),
            ];
            for (id, truth) in columns.into_iter().filter_map(|(id, c)| Some((id, side(c)?))) {
                page.ledger.note_sides(Set::Markers, &what, analysis, id, truth);
            }
        }
    } else {
        let halves = strides.iter().map(|s| 0.5 * s.0 - s.1).collect();
        values.push(("flight_time", median(halves)));
    }
    if segment == "foot" {
        values.push(("foot_strike_angle", of(steps, "foot_strike_angle_deg", Some("left"))));
        // The same sensor gives the speed where none is given.
        values.push(("speed", (!given).then_some(SPEED_MPS)));
        let left = || steps.iter().filter(|s| text(s, "foot") == "left");
        for (id, class) in [
            ("foot_strike_share_rear", "RFS"),
            ("foot_strike_share_mid", "MFS"),
            ("foot_strike_share_fore", "FFS"),
        ] {
            let n = left().filter(|s| text(s, "strike_type") == class).count();
            values.push((id, Some(100.0 * n as f64 / left().count().max(1) as f64)));
        }
    }
    for (id, truth) in values {
        let shift = cells.iter().find(|c| c.id == id && c.is_fitted()).and_then(|c| c.shift(segment));
        page.ledger.note(Set::Markers, &what, analysis, id, truth, shift);
    }
}

/// Contact time, duty factor and stride time of a sensor without its gyroscope.
pub(super) fn timing(
    page: &mut Page,
    segment: &str,
    analysis: &Analysis,
    cells: &[Cell],
    truth: &[(f64, f64)],
) {
    let what = format!("{segment}, from markers, accelerometer only");
    let median = |values: Vec<f64>| stats::median(&values);
    let ahead = if segment == "pelvis" { 2 } else { 1 };
    let strides: Vec<(f64, f64)> =
        truth.iter().zip(truth.iter().skip(ahead)).map(|(a, b)| (b.0 - a.0, a.1 - a.0)).collect();
    for (id, truth) in [
        ("contact_time", median(truth.iter().map(|c| c.1 - c.0).collect())),
        ("stride_time", median(strides.iter().map(|s| s.0).collect())),
        ("duty_factor", median(strides.iter().map(|s| s.1 / s.0).collect())),
    ] {
        let shift = cells.iter().find(|c| c.id == id && c.is_fitted()).and_then(|c| c.shift(segment));
        page.ledger.note(Set::Markers, &what, analysis, id, truth, shift);
    }
}
