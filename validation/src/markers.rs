//! Sensors computed from optical markers (one man, 4.05 m/s) against the force plate: foot, shank and sacrum with gyroscope.

use std::path::Path;

use strideform::contacts;
use strideform::recording::Placement;
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::page::Page;
use crate::rivals::{self, Rival};
use crate::run::{analyze, attitudes, compare, record, turned};
use crate::stats::Errors;
use crate::truth::{Row, number, rows, text};

pub(crate) fn validate(data: &Path, page: &mut Page) {
    let folder = data.join("markers-treadmill-force");
    let steps = rows(&folder.join("truth_steps.csv"));
    let of = |foot: Option<&str>| -> Vec<(f64, f64)> {
        steps
            .iter()
            .filter(|r| foot.is_none_or(|f| text(r, "foot") == f))
            .filter_map(|r| Some((number(r, "contact_on_s")?, number(r, "contact_off_s")?)))
            .collect()
    };
    page.heading("Foot, shank and sacrum with gyroscope, computed from markers (240 Hz)");
    page.paragraph(
        "One man, 6 s at 4.05 m/s. Impacts are damped by the markers; the foot's constants were fitted on these strides, so \
         its bias here is no evidence, its SD is. Errors in ms, bias ± SD.",
    );
    let mut table = Vec::new();
    for (placement, part, foot) in [
        ("foot-left", "foot_left", Some("left")),
        ("shank-left", "shank_left", Some("left")),
        ("pelvis", "sacrum", None),
    ] {
        let truth = of(foot);
        for gyro in [true, false] {
            let mut recording = record(&folder.join(format!("virtual_imu_{part}_240hz.csv")), placement);
            if !gyro {
                recording.track.gyr = None;
            }
            let analysis = analyze(recording.clone(), None, None);
            let c = compare(&analysis, &truth);
            if gyro {
                note(page, placement, &analysis, &truth, &steps);
            }
            let initial = Errors(c.matched.iter().map(|m| 1e3 * m.initial_contact).collect());
            let toe_off = Errors(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e).collect());
            let contact = Errors(c.matched.iter().filter_map(|m| m.contact_time).map(|e| 1e3 * e).collect());
            let mut shifts = Vec::new();
            for by in attitudes(6) {
                let other = analyze(turned(&recording, &by), None, None);
                shifts.extend(
                    analysis.contacts.iter().zip(&other.contacts).map(|(a, b)| {
                        1e3 * (a.contact.initial_contact_s - b.contact.initial_contact_s).abs()
                    }),
                );
            }
            let shift = stats::median(&shifts).unwrap_or(f64::NAN);
            page.check(shift <= 0.5, format!("{placement}, gyroscope {gyro}: turned sensor shifts contacts"));
            if placement == "foot-left" && gyro {
                page.check(initial.sd() <= 2.0 && toe_off.sd() <= 2.0, "foot: SD of events");
                page.check(contact.rmse() <= 6.0, "foot: contact time");
            }
            table.push(vec![
                format!("{placement}{}", if gyro { "" } else { ", accelerometer only" }),
                format!("{}/{}", c.matched.len(), truth.len()),
                c.extra.to_string(),
                initial.plus_minus(1.0, 1),
                toe_off.plus_minus(1.0, 1),
                format!("{:.1}", contact.rmse()),
                format!("{shift:.3}"),
            ]);
        }
    }
    page.table(
        &[
            "sensor",
            "found",
            "extra",
            "initial contact",
            "toe-off",
            "contact time RMSE",
            "median shift when turned",
        ],
        &table,
    );
    for (placement, part, foot) in [
        ("foot-left", "foot_left", Some("left")),
        ("shank-left", "shank_left", Some("left")),
        ("pelvis", "sacrum", None),
    ] {
        page.paragraph(&format!("Sensor at {placement}:"));
        let truth = of(foot);
        let path = folder.join(format!("virtual_imu_{part}_240hz.csv"));
        let place: Placement = placement.parse().unwrap_or(Placement::PELVIS);
        let ours = contacts::default_for(place, true).map(|m| m.info().id);
        let others = contacts::all().iter().map(|m| m.info()).filter(|i| i.segments.contains(&place.segment));
        let mut found = Vec::new();
        for id in ours.into_iter().chain(others.map(|i| i.id).filter(|id| Some(*id) != ours)) {
            let mut rival = Rival::new(id);
            rival.add(&compare(&analyze(record(&path, placement), None, Some(id)), &truth), &truth);
            found.push(rival);
        }
        rivals::write(&found, page);
    }
    angles(&folder, &steps, page);
}

/// Metrics of the run beside the medians of the reference's steps.
fn note(page: &mut Page, placement: &str, analysis: &Analysis, truth: &[(f64, f64)], steps: &[Row]) {
    let what = format!("{}, from markers", placement.trim_end_matches("-left"));
    let median = |values: Vec<f64>| stats::median(&values);
    let of = |column: &str, foot: Option<&str>| {
        let rows = steps.iter().filter(|s| foot.is_none_or(|f| text(s, "foot") == f));
        median(rows.filter_map(|s| number(s, column)).collect())
    };
    let mut values = vec![("contact_time", median(truth.iter().map(|c| c.1 - c.0).collect()))];
    if placement == "pelvis" {
        values.push(("step_time", of("step_time_s", None)));
        values.push(("flight_time", of("flight_time_s", None)));
        values.push(("peak_vertical_force", of("peak_vgrf_bw", None)));
        values.push(("pelvic_drop_excursion", of("contralateral_drop_excursion_deg", None)));
        values.push(("pelvic_drop_peak", of("contralateral_drop_peak_deg", None)));
    } else {
        values.push(("stride_time", median(truth.windows(2).map(|w| w[1].0 - w[0].0).collect())));
    }
    if placement == "foot-left" {
        values.push(("foot_strike_angle", of("foot_strike_angle_deg", Some("left"))));
    }
    for (id, truth) in values {
        page.ledger.note(&what, analysis, id, truth);
    }
}

/// Values of single steps beside the reference's, matched by the time of contact.
fn step_errors(analysis: &Analysis, id: &str, steps: &[Row], column: &str, foot: Option<&str>) -> Errors {
    let mut out = Errors::default();
    for row in &analysis.contacts {
        let value = row.values.iter().find(|v| v.0 == id).map(|v| v.1);
        let near = steps.iter().filter(|s| foot.is_none_or(|f| text(s, "foot") == f)).find(|s| {
            number(s, "contact_on_s").is_some_and(|on| (on - row.contact.initial_contact_s).abs() < 0.1)
        });
        if let (Some(value), Some(truth)) = (value, near.and_then(|s| number(s, column))) {
            out.0.push(value - truth);
        }
    }
    out
}

fn angles(folder: &Path, steps: &[Row], page: &mut Page) {
    page.paragraph("Angles of single steps against the markers, degrees, with the program's own contacts:");
    let at = |part: &str, placement: &str| {
        analyze(record(&folder.join(format!("virtual_imu_{part}_240hz.csv")), placement), None, None)
    };
    let (foot, pelvis) = (at("foot_left", "foot-left"), at("sacrum", "pelvis"));
    let strike = step_errors(&foot, "foot_strike_angle", steps, "foot_strike_angle_deg", Some("left"));
    page.check(strike.bias().abs() <= 2.5 && strike.sd() <= 0.8, "foot strike angle");
    let drop =
        |side| step_errors(&pelvis, "pelvic_drop_excursion", steps, "contralateral_drop_excursion_deg", side);
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
    let row = |what: &str, e: &Errors, note: String| {
        vec![what.to_owned(), e.n().to_string(), e.plus_minus(1.0, 2), format!("{:.2}", e.rmse()), note]
    };
    page.table(
        &["angle", "n", "bias ± SD", "RMSE", "note"],
        &[
            row(
                "foot strike angle",
                &strike,
                "published: accuracy 2.0 ± 5.9° (Falbriard et al. 2020)".into(),
            ),
            row(
                "contralateral pelvic drop, excursion",
                &both,
                format!(
                    "left minus right wrong by {:+.2}°; side right on {side_right} of {} steps",
                    left.bias() - right.bias(),
                    steps.len()
                ),
            ),
        ],
    );
}
