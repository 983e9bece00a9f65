//! Sensors computed from optical markers (one man, 4.05 m/s) against the force plate: foot, shank and sacrum with gyroscope.

mod angles;
mod note;

use std::path::Path;

use strideform::contacts;
use strideform::recording::{Placement, Recording, Run, Runner};
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::baselines::{self, Baseline};
use crate::cells::{self, Cell, Meta, NOTHING, Pair};
use crate::ledger::Set;
use crate::page::Page;
use crate::plot::{self, Panel};
use crate::run::{Comparison, analyze, analyze_run, compare, orientations, record, turned};
use crate::sacrum::{Learned, Needed, fitted, force_line, moved, needed};
use crate::stats::Errors;
use crate::timing::{self, Found};
use crate::truth::{Row, number, rows, text};

/// The treadmill's speed, m/s, and the man's mass, kg.
const SPEED_MPS: f64 = 4.05;
const MASS_KG: f64 = 82.9;
/// His leg length is not known: program and reference use the same value, m (*chosen*), so that the comparison of
/// leg stiffness tests times and model, not the leg.
const LEG_M: f64 = 0.95;

fn meta(side: &str) -> Meta {
    Meta {
        runner: "markers' man".into(),
        trial: side.into(),
        speed: SPEED_MPS,
        slope: 0.0,
        strike: "RFS".into(),
    }
}

/// The reference's contacts of a foot, or of both.
fn contacts_of(steps: &[Row], foot: Option<&str>) -> Vec<(f64, f64)> {
    steps
        .iter()
        .filter(|r| foot.is_none_or(|f| text(r, "foot") == f))
        .filter_map(|r| Some((number(r, "contact_on_s")?, number(r, "contact_off_s")?)))
        .collect()
}

fn recording(data: &Path, part: &str, placement: &str) -> Recording {
    record(&data.join(format!("markers-treadmill-force/virtual_imu_{part}_240hz.csv")), placement)
}

/// What the contact-time constants would have to be for this man's pelvis; he is the other runner for the sacrum set.
pub(crate) struct SingleRunner {
    pub(crate) needed: Needed,
}

pub(crate) fn single_runner(data: &Path) -> Option<SingleRunner> {
    let truth = contacts_of(&rows(&data.join("markers-treadmill-force/truth_steps.csv")), None);
    let recording = recording(data, "sacrum", "pelvis");
    let found = compare(&analyze(recording.clone(), None, None), &truth);
    let (first, last) = (truth.first()?, truth.last()?);
    let step_s = (last.0 - first.0) / (truth.len() - 1) as f64;
    Some(SingleRunner { needed: needed(&recording, &found, step_s, SPEED_MPS)? })
}

pub(crate) fn validate(data: &Path, learned: &Learned, page: &mut Page) {
    let folder = data.join("markers-treadmill-force");
    let steps = rows(&folder.join("truth_steps.csv"));
    let of = |foot: Option<&str>| contacts_of(&steps, foot);
    page.start(
        "markers",
        "Foot, shank and sacrum with gyroscope, computed from markers (240 Hz)",
        "Contacts, angles, lengths and heights from sensors computed from optical markers: 1 runner at 4.05 m/s",
    );
    page.paragraph(
        "One man, 6 s at 4.05 m/s. Impacts are damped by the markers; the foot's constants were fitted on these strides, so \
         only its SD here is evidence, not its bias. Errors in ms, bias ± SD. One trial: the intervals below hold for its steps and \
         say nothing about other runners.",
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
                recording.signals.gyr = None;
            }
            let analysis = analyze(recording.clone(), None, None);
            let c = compare(&analysis, &truth);
            let initial = Errors(c.matched.iter().map(|m| 1e3 * m.initial_contact).collect());
            let toe_off = Errors(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e).collect());
            let contact = Errors(c.matched.iter().filter_map(|m| m.contact_time).map(|e| 1e3 * e).collect());
            let mut shifts = Vec::new();
            for by in orientations(6) {
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
        let one_leg = foot.is_some();
        let path = folder.join(format!("virtual_imu_{part}_240hz.csv"));
        let place: Placement = placement.parse().unwrap_or(Placement::PELVIS);
        let ours = contacts::default_for(place, true).map(|m| m.info().id);
        let others = contacts::all().iter().map(|m| m.info()).filter(|i| i.segments.contains(&place.segment));
        let mut found = Vec::new();
        for id in ours.into_iter().chain(others.map(|i| i.id).filter(|id| Some(*id) != ours)) {
            let mut baseline = Baseline::new(id, one_leg);
            baseline.add(&meta(placement), &analyze(record(&path, placement), None, Some(id)), &truth);
            found.push(baseline);
        }
        baselines::write(&found, page);
    }
    for (placement, part, foot) in [
        ("foot-left", "foot_left", Some("left")),
        ("shank-left", "shank_left", Some("left")),
        ("pelvis", "sacrum", None),
    ] {
        quantities(data, learned, (placement, part, foot), &steps, page);
    }
    angles::bars(data, &steps, page);
}

/// Every quantity that the reference gives too, step by step and as the run's value.
fn quantities(
    data: &Path,
    learned: &Learned,
    (placement, part, foot): (&'static str, &str, Option<&str>),
    steps: &[Row],
    page: &mut Page,
) {
    let truth = contacts_of(steps, foot);
    let recording = recording(data, part, placement);
    let run = Run::default().with_speed_mps(SPEED_MPS).with_surface("treadmill");
    let runner = Runner::default().with_mass_kg(MASS_KG).with_leg_length_cm(100.0 * LEG_M);
    let segment = placement.trim_end_matches("-left");
    let mut without = recording.clone();
    without.signals.gyr = None;
    let analysis = analyze(without.clone(), None, None);
    let c = compare(&analysis, &truth);
    let cells = timing_cells(learned, segment, &without, &c, &truth, false);
    page.paragraph(&format!(
        "Timing from the sensor at {placement} with its accelerometer alone, single steps:"
    ));
    cells::write("markers, accelerometer only", &cells, page);
    note::timing(page, segment, &analysis, &cells, &truth);
    for given in [false, true] {
        let analysis = if given {
            analyze_run(recording.clone(), run.clone(), runner.clone(), None)
        } else {
            analyze(recording.clone(), None, None)
        };
        let c = compare(&analysis, &truth);
        let mut cells = timing_cells(learned, segment, &recording, &c, &truth, given);
        if !given {
            cells.extend(angles::cells(data, segment, &analysis, steps, foot));
            cells.extend(peak(learned, segment, &analysis, steps));
            page.paragraph(&format!("Every quantity from the sensor at {placement}, single steps:"));
            let set = match segment {
                "foot" => "markers, foot",
                "shank" => "markers, shank",
                _ => "markers, pelvis",
            };
            cells::write(set, &cells, page);
            pictures(segment, &cells, page);
        } else if segment == "pelvis" {
            page.paragraph("The same from the pelvis with the speed given:");
            let moved: Vec<Cell> = cells.iter().filter(|c| c.is_fitted()).cloned().collect();
            cells::write("markers, pelvis, speed given", &moved, page);
        }
        page.note_reported(Set::Markers, &analysis);
        note::note(data, page, (segment, given), &analysis, &cells, &truth, steps);
    }
}

/// Timing with constants fitted elsewhere: on the other strides (foot) or on the other runner (pelvis); the shank's were
/// fitted on other runners anyway.
fn timing_cells(
    learned: &Learned,
    segment: &'static str,
    recording: &Recording,
    c: &Comparison,
    truth: &[(f64, f64)],
    given: bool,
) -> Vec<Cell> {
    let found = Found::of(c, truth, segment != "pelvis");
    let (left_out, out) = match segment {
        "foot" => ("stride left out", stride_left_out(&found)),
        "pelvis" => {
            let step_s = match (truth.first(), truth.last()) {
                (Some(a), Some(b)) => (b.0 - a.0) / (truth.len() - 1) as f64,
                _ => f64::NAN,
            };
            let others: Vec<&Needed> = learned.needed[usize::from(given)].iter().collect();
            let by = needed(recording, c, step_s, SPEED_MPS).map(|a| fitted(&others, &a, given));
            ("runner left out", found.moved(moved(by.unwrap_or_default(), step_s)))
        }
        _ => (NOTHING, found.moved(|e| e)),
    };
    timing::cells(segment, left_out, &[(meta(segment), found, out)])
}

/// Each contact less the mean error of the others: the two offsets fitted without the test stride.
fn stride_left_out(found: &Found) -> Found {
    let errors: Vec<(usize, f64, Option<f64>)> = found
        .found
        .iter()
        .filter_map(|(i, (on, off))| {
            let t = found.truth.get(*i)?;
            Some((*i, on - t.0, off.map(|o| o - t.1)))
        })
        .collect();
    let mut out = found.moved(|e| e);
    for (i, event) in &mut out.found {
        let others = || errors.iter().filter(|e| e.0 != *i);
        let mean = |of: Vec<f64>| stats::mean(&of).unwrap_or(0.0);
        event.0 -= mean(others().map(|e| e.1).collect());
        let end = mean(others().filter_map(|e| e.2).collect());
        event.1 = event.1.map(|t| t - end);
    }
    out
}

/// The active peak, with the line fitted on the other runner.
fn peak(learned: &Learned, segment: &'static str, analysis: &Analysis, steps: &[Row]) -> Option<Cell> {
    let line = force_line(&learned.peaks)?;
    let mut cell = Cell::new("peak_vertical_force", segment, "runner left out");
    let pairs = angles::step_pairs(analysis, "peak_vertical_force", steps, "peak_vgrf_bw", None);
    cell.add(&meta(segment), pairs.into_iter().map(|(v, truth)| Pair { truth, shipped: v, out: line.at(v) }));
    (cell.n() > 0).then_some(cell)
}

fn pictures(segment: &str, cells: &[Cell], page: &mut Page) {
    let panels: Vec<Panel> = cells
        .iter()
        .filter(|c| !matches!(c.id, "initial_contact" | "toe_off"))
        // Fewer than five pairs make no picture; every primary metric of this set has seven or more.
        .filter(|c| c.n() >= 5)
        .map(|c| Panel::of(c, |m| m.trial.clone()))
        .collect();
    page.picture(
        &format!("markers-{segment}"),
        &format!("Bland–Altman plots of every quantity from the {segment}, computed from markers"),
        plot::panels(&format!("Sensor at the {segment}, computed from markers"), &panels),
    );
}
