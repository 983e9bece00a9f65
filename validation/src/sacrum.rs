//! Sacrum accelerometer with two axes against the instrumented treadmill.

mod by_condition;
mod force;
mod left_out;
mod nested;
mod trial;

use std::path::Path;

use strideform::contacts;
use strideform::recording::{Placement, Recording, Run, Runner, Segment};
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::baselines::{self, Baseline};
use crate::cells::{self, Cell, Pair, With};
use crate::page::Page;
use crate::plot::{self, Panel};
use crate::run::{Comparison, analyze, analyze_run, compare, record};
use crate::stats::Errors;
use crate::timing::{self, Found};

pub(crate) use force::force_line;
pub(crate) use left_out::{Move, Needed, fitted, moved, needed};
pub(crate) use trial::{Trial, trials};

/// What was left out, as worded in tables.
const CONDITION: &str = "condition left out";

/// Constants used by other sections to test their runner: fitted on this runner's trials alone.
#[derive(Debug, Clone)]
pub(crate) struct Learned {
    /// Without and with speed.
    pub(crate) needed: [Vec<Needed>; 2],
    /// (shipped, truth) of active peaks, BW.
    pub(crate) peaks: Vec<(f64, f64)>,
}

fn recording(folder: &Path, trial: &Trial) -> Recording {
    record(&folder.join("sensor").join(format!("{}.csv", trial.meta.trial)), "pelvis")
}

pub(crate) fn validate(data: &Path, page: &mut Page) -> Learned {
    let folder = data.join("sacrum-treadmill-force");
    let trials = trials(&folder);
    let other = crate::markers::single_runner(data);
    page.start(
        "sacrum",
        "Sacrum, two accelerometer axes (500 Hz)",
        "Contacts, times and peak force from the sacrum against an instrumented treadmill: 1 runner, 2.5–4.2 m/s, ±10°",
    );
    page.paragraph(
        "One runner, 16 trials of 5 s, 2.5–4.17 m/s, −10°…+10°, against the belt's normal force at 50 N. *Condition left out*: \
         what is fitted (the offset of the step duty, with speed also its slope on speed; the two constants of initial contact; the \
         regression of the active peak) fitted without the trials at the test speed and slope. *Runner left out*: fitted \
         on the man of the marker recording alone. Filters and levels were chosen after seeing these trials: a paragraph below \
         chooses them again in every fold.",
    );
    let mut learned = Learned { needed: [Vec::new(), Vec::new()], peaks: Vec::new() };
    for with_speed in [false, true] {
        let analyses: Vec<Analysis> = trials
            .iter()
            .map(|t| {
                let run = Run::default().with_speed_mps(with_speed.then_some(t.meta.speed));
                let runner = if with_speed { t.runner.clone() } else { Runner::default() };
                analyze_run(recording(&folder, t), run, runner, None)
            })
            .collect();
        let compared: Vec<Comparison> =
            trials.iter().zip(&analyses).map(|(t, a)| compare(a, &t.contacts)).collect();
        let needed: Vec<Needed> = trials
            .iter()
            .zip(&compared)
            .filter_map(|(t, c)| needed(&recording(&folder, t), c, 60.0 / t.cadence, t.meta.speed))
            .collect();
        page.check(needed.len() == trials.len(), "sacrum: a trial without contacts");
        let moves = left_out::moves(&trials, &needed, with_speed);
        let mut cells = timing_cells(&trials, &compared, &moves, CONDITION);
        cells.push(cadence_cell(&trials, &analyses));
        cells.push(force::cell(&trials, &analyses, &compared));
        let what = if with_speed { "sacrum, 2 axes, speed given" } else { "sacrum, 2 axes" };
        page.paragraph(&format!(
            "{} Single steps; ICC over steps and over the trials' means (published for contact time: RMSE 20 ms, bias \
             13 ms, Patoz et al. 2022; for the active peak: RMSE 0.15 BW):",
            if with_speed { "**With the speed given.**" } else { "**Without speed.**" }
        ));
        cells::write(what, &cells, page);
        let elsewhere: Vec<Move> = needed
            .iter()
            .map(|a| other.as_ref().map_or(Move::default(), |o| fitted(&[&o.needed], a, false)))
            .collect();
        if !with_speed {
            other_runner(&trials, &compared, &elsewhere, page);
        }
        bars(&cells, with_speed, page);
        pictures(&cells, with_speed, page);
        for (trial, analysis) in trials.iter().zip(&analyses) {
            page.note_reported(crate::ledger::Set::Sacrum, analysis);
            trial.note(what, analysis, &cells, &mut page.ledger);
        }
        if !with_speed {
            counts(&compared, page);
            by_condition::write(&trials, &compared, &cells, page);
            learned.peaks = cells
                .iter()
                .find(|c| c.id == "peak_vertical_force")
                .map(|c| c.pairs(With::Shipped))
                .unwrap_or_default();
            force::baselines(&trials, &analyses, &compared, page);
        } else {
            by_condition::known_speed(&cells, page);
        }
        learned.needed[usize::from(with_speed)] = needed;
    }
    nested::write(&folder, &trials, page);
    published_methods(&folder, &trials, page);
    learned
}

fn timing_cells(
    trials: &[Trial],
    compared: &[Comparison],
    moves: &[Move],
    left_out: &'static str,
) -> Vec<Cell> {
    let all: Vec<_> = trials
        .iter()
        .zip(compared)
        .zip(moves)
        .map(|((t, c), by)| {
            let found = Found::of(c, &t.contacts, false);
            let out = found.moved(moved(*by, 60.0 / t.cadence));
            (t.meta.clone(), found, out)
        })
        .collect();
    timing::cells("pelvis", left_out, &all)
}

fn cadence_cell(trials: &[Trial], analyses: &[Analysis]) -> Cell {
    let mut cell = Cell::new("cadence", "pelvis", cells::NOTHING);
    for (t, a) in trials.iter().zip(analyses) {
        let value = a.metric("cadence").map(|m| m.value);
        cell.add(&t.meta, value.map(|v| Pair { truth: t.cadence, shipped: v, out: v }));
    }
    cell
}

/// The same trials with the constants of the other runner, who ran at one speed.
fn other_runner(trials: &[Trial], compared: &[Comparison], moves: &[Move], page: &mut Page) {
    page.paragraph("The same without speed, with constants fitted on the man of the marker recording:");
    let cells = timing_cells(trials, compared, moves, "runner left out");
    let of: Vec<Cell> = cells.into_iter().filter(Cell::is_fitted).collect();
    cells::write("sacrum, other runner's constants", &of, page);
}

/// Required accuracy.
fn bars(cells: &[Cell], with_speed: bool, page: &mut Page) {
    let get = |id: &str| cells.iter().find(|c| c.id == id);
    let rmse = |e: Vec<f64>| Errors(e).rmse();
    let (title, step_bar, mean_bar) =
        if with_speed { ("With speed given", 9.0, 7.0) } else { ("Without speed", 12.0, 10.5) };
    if let Some(c) = get("contact_time") {
        let step = rmse(c.errors(With::LeftOut).concat());
        let mean = rmse(c.means(With::LeftOut).iter().map(|(e, t)| e - t).collect());
        page.check(step <= step_bar, format!("sacrum contact time a step, {title}: {step:.1}"));
        page.check(mean <= mean_bar, format!("sacrum contact time a trial, {title}: {mean:.1}"));
    }
    if let Some(c) = get("cadence") {
        let sizes: Vec<f64> = c.errors(With::Shipped).concat().iter().map(|e| e.abs()).collect();
        let size = stats::mean(&sizes).unwrap_or(f64::NAN);
        page.check(size <= 0.2, format!("sacrum cadence: mean error {size:.2}"));
    }
    if let Some(c) = get("peak_vertical_force") {
        for with in [With::Shipped, With::LeftOut] {
            let size = rmse(c.errors(with).concat());
            page.check(size <= 0.11, format!("sacrum active peak, {with:?}: RMSE {size:.3}"));
        }
    }
}

fn pictures(cells: &[Cell], with_speed: bool, page: &mut Page) {
    let get = |id: &str| cells.iter().find(|c| c.id == id);
    let by_speed = |m: &cells::Meta| format!("{} m/s", m.speed);
    let (file, said) =
        if with_speed { ("sacrum-contact-time-speed", ", speed given") } else { ("sacrum-contact-time", "") };
    if let Some(c) = get("contact_time") {
        page.picture(
            file,
            &format!("Bland–Altman plot of contact time from the sacrum{said}"),
            plot::single(
                &format!("Contact time from the sacrum{said}, test condition left out"),
                &Panel::of(c, by_speed),
            ),
        );
    }
    if with_speed {
        return;
    }
    if let Some(c) = get("peak_vertical_force") {
        page.picture(
            "sacrum-active-peak",
            "Bland–Altman plot of the active peak of vertical force from the sacrum",
            plot::single(
                "Active peak of vertical force from the sacrum, test condition left out",
                &Panel::of(c, by_speed),
            ),
        );
    }
    let others = ["flight_time", "duty_factor", "step_time", "stride_time", "cadence"];
    let panels: Vec<Panel> = others.iter().filter_map(|id| get(id)).map(|c| Panel::of(c, by_speed)).collect();
    page.picture(
        "sacrum-others",
        "Bland–Altman plots of flight time, duty factor, step and stride time and cadence from the sacrum",
        plot::panels("Sacrum, two axes, without speed", &panels),
    );
}

fn counts(compared: &[Comparison], page: &mut Page) {
    let (missed, extra): (usize, usize) =
        (compared.iter().map(|c| c.missed).sum(), compared.iter().map(|c| c.extra).sum());
    let found: usize = compared.iter().map(|c| c.matched.len()).sum();
    page.paragraph(&format!(
        "Contacts: {found} of {} found, {missed} missed, {extra} extra.",
        found + missed
    ));
}

fn published_methods(folder: &Path, trials: &[Trial], page: &mut Page) {
    let ours = contacts::default_for(Placement::PELVIS, false).map(|m| m.info().id);
    let others = contacts::all().iter().map(|m| m.info()).filter(|i| i.segments.contains(&Segment::Pelvis));
    let mut found = Vec::new();
    for id in ours.into_iter().chain(others.map(|i| i.id).filter(|id| Some(*id) != ours)) {
        let mut baseline = Baseline::new(id, false);
        for t in trials {
            baseline.add(&t.meta, &analyze(recording(folder, t), None, Some(id)), &t.contacts);
        }
        found.push(baseline);
    }
    baselines::write(&found, page);
}
