//! Sacrum accelerometer with two axes against the instrumented treadmill.

mod by_condition;

use std::collections::BTreeMap;
use std::path::Path;

use strideform::contacts;
use strideform::recording::{Placement, Segment};
use strideform::report::Analysis;
use strideform::signal::stats;

use crate::judged::Ledger;
use crate::page::Page;
use crate::plot::{self, Series};
use crate::rivals::{self, Rival};
use crate::run::{Comparison, analyze, compare, icc, record};
use crate::stats::Errors;
use crate::truth::{number, rows, text};

/// Contacts (initial contact, toe-off, s) and active peaks (BW) of one trial.
type Steps = (Vec<(f64, f64)>, Vec<f64>);

struct Trial {
    name: String,
    speed: f64,
    condition: String,
    slope: f64,
    strike: String,
    cadence: f64,
    contacts: Vec<(f64, f64)>,
    peaks: Vec<f64>,
}

impl Trial {
    /// Every metric of a run that the force plate gives too, beside it.
    fn note(&self, what: &str, analysis: &Analysis, ledger: &mut Ledger) {
        let c = &self.contacts;
        let median = |values: Vec<f64>| stats::median(&values);
        // The tables leave steps out where the force had seams: what lies further apart than a step is no step.
        let steps: Vec<_> = c.windows(2).filter(|w| w[1].0 - w[0].0 < 0.6).collect();
        let strides: Vec<_> = c.windows(3).filter(|w| w[2].0 - w[0].0 < 1.0).collect();
        for (id, truth) in [
            ("cadence", Some(self.cadence)),
            ("contact_time", median(c.iter().map(|c| c.1 - c.0).collect())),
            ("flight_time", median(steps.iter().map(|w| w[1].0 - w[0].1).collect())),
            ("step_time", median(steps.iter().map(|w| w[1].0 - w[0].0).collect())),
            ("stride_time", median(strides.iter().map(|w| w[2].0 - w[0].0).collect())),
            ("duty_factor", median(strides.iter().map(|w| (w[0].1 - w[0].0) / (w[2].0 - w[0].0)).collect())),
            ("peak_vertical_force", median(self.peaks.clone())),
        ] {
            ledger.note(what, analysis, id, truth);
        }
    }
}

/// (time in s, normal force in BW) of one trial.
fn force(folder: &Path, trial: &str) -> Vec<(f64, f64)> {
    rows(&folder.join("force").join(format!("{trial}.csv")))
        .iter()
        .filter_map(|r| Some((number(r, "time_s")?, number(r, "grf_normal_bw")?)))
        .collect()
}

/// Largest force between 25 % and 90 % of the contact: past the impact, which on a steep descent is the larger one.
fn active_peak(force: &[(f64, f64)], on: f64, off: f64) -> f64 {
    let (from, to) = (on + 0.25 * (off - on), on + 0.9 * (off - on));
    force.iter().filter(|(t, _)| (from..=to).contains(t)).map(|f| f.1).fold(f64::NAN, f64::max)
}

fn trials(folder: &Path) -> Vec<Trial> {
    let mut steps: BTreeMap<String, Steps> = BTreeMap::new();
    let mut forces: BTreeMap<String, Vec<(f64, f64)>> = BTreeMap::new();
    for row in rows(&folder.join("truth_steps.csv")) {
        if let (Some(on), Some(off)) = (number(&row, "contact_on_s"), number(&row, "contact_off_s")) {
            let trial = text(&row, "trial").to_owned();
            let entry = steps.entry(trial.clone()).or_default();
            entry.0.push((on, off));
            let force = forces.entry(trial.clone()).or_insert_with(|| force(folder, &trial));
            entry.1.push(active_peak(force, on, off));
        }
    }
    rows(&folder.join("truth_trials.csv"))
        .iter()
        .map(|row| {
            let name = text(row, "trial").to_owned();
            let (contacts, peaks) = steps.remove(&name).unwrap_or_default();
            Trial {
                speed: number(row, "speed_mps").unwrap_or(f64::NAN),
                condition: format!("{} {}", text(row, "speed_mps"), text(row, "slope_deg")),
                cadence: number(row, "cadence_spm").unwrap_or(f64::NAN),
                slope: number(row, "slope_deg").unwrap_or(f64::NAN),
                strike: text(row, "strike_type").to_owned(),
                name,
                contacts,
                peaks,
            }
        })
        .collect()
}

/// Per trial: errors of contact time over step time, and the step times.
struct Duty {
    relative: Vec<f64>,
    step_s: f64,
    speed: f64,
}

/// The offset (and slope on speed) of duty that the other conditions' errors ask for, applied to the judged trial, ms.
fn left_out(all: &[(&Trial, Duty)], judged: usize, with_speed: bool) -> Errors {
    let (trial, duty) = &all[judged];
    let mut x = Vec::new();
    let mut y = Vec::new();
    for (other, d) in all.iter().filter(|(t, _)| t.condition != trial.condition) {
        let _ = other;
        for e in &d.relative {
            x.push(d.speed.clamp(2.5, 4.2));
            y.push(*e);
        }
    }
    let shift = if with_speed {
        stats::linear_regression(&x, &y).map_or(0.0, |line| line.at(duty.speed.clamp(2.5, 4.2)))
    } else {
        stats::mean(&y).unwrap_or(0.0)
    };
    Errors(duty.relative.iter().map(|e| 1e3 * (e - shift) * duty.step_s).collect())
}

pub(crate) fn validate(data: &Path, page: &mut Page) {
    let folder = data.join("sacrum-treadmill-force");
    let trials = trials(&folder);
    page.heading("Sacrum, two accelerometer axes (500 Hz)");
    page.paragraph(
        "One runner, 16 trials of 5 s, 2.5–4.17 m/s, −10°…+10°, against the belt's normal force at 50 N. *Left out*: the \
         method's offset (with speed: offset and slope on speed) fitted without the judged condition (speed and slope).",
    );
    for with_speed in [false, true] {
        let analyses: Vec<Analysis> = trials
            .iter()
            .map(|t| {
                let path = folder.join("sensor").join(format!("{}.csv", t.name));
                analyze(record(&path, "pelvis"), with_speed.then_some(t.speed), None)
            })
            .collect();
        let compared: Vec<Comparison> =
            trials.iter().zip(&analyses).map(|(t, a)| compare(a, &t.contacts)).collect();
        contact_time(&trials, &compared, with_speed, page);
        let what = if with_speed { "sacrum, 2 axes, speed told" } else { "sacrum, 2 axes" };
        for (trial, analysis) in trials.iter().zip(&analyses) {
            trial.note(what, analysis, &mut page.ledger);
        }
        if !with_speed {
            events_and_force(&trials, &analyses, &compared, page);
            by_condition::write(&trials, &compared, page);
        }
    }
    rival_methods(&folder, &trials, page);
}

fn rival_methods(folder: &Path, trials: &[Trial], page: &mut Page) {
    let ours = contacts::default_for(Placement::PELVIS, false).map(|m| m.info().id);
    let others = contacts::all().iter().map(|m| m.info()).filter(|i| i.segments.contains(&Segment::Pelvis));
    let mut found = Vec::new();
    for id in ours.into_iter().chain(others.map(|i| i.id).filter(|id| Some(*id) != ours)) {
        let mut rival = Rival::new(id);
        for t in trials {
            let path = folder.join("sensor").join(format!("{}.csv", t.name));
            rival.add(&compare(&analyze(record(&path, "pelvis"), None, Some(id)), &t.contacts), &t.contacts);
        }
        found.push(rival);
    }
    rivals::write(&found, page);
}

fn contact_time(trials: &[Trial], compared: &[Comparison], with_speed: bool, page: &mut Page) {
    let all: Vec<(&Trial, Duty)> = trials
        .iter()
        .zip(compared)
        .map(|(t, c)| {
            let step_s = 60.0 / t.cadence;
            let relative = c.matched.iter().filter_map(|m| m.contact_time).map(|e| e / step_s).collect();
            (t, Duty { relative, step_s, speed: t.speed })
        })
        .collect();
    let mut steps = [Errors::default(), Errors::default()];
    let mut means = [Errors::default(), Errors::default()];
    let mut pairs = Vec::new();
    let mut plot: Vec<Series> = Vec::new();
    for (i, (trial, duty)) in all.iter().enumerate() {
        let shipped = Errors(duty.relative.iter().map(|e| 1e3 * e * duty.step_s).collect());
        let out = left_out(&all, i, with_speed);
        let truth =
            stats::mean(&trial.contacts.iter().map(|c| c.1 - c.0).collect::<Vec<_>>()).unwrap_or(f64::NAN);
        pairs.push((1e3 * truth + out.bias(), 1e3 * truth));
        let times = compared[i].matched.iter().filter(|m| m.contact_time.is_some());
        let of_steps = times.zip(&out.0).filter_map(|(m, e)| {
            let time = trial.contacts.get(m.truth).map(|c| 1e3 * (c.1 - c.0))?;
            Some((time, time + e))
        });
        series(&mut plot, format!("{} m/s", trial.speed)).pairs.extend(of_steps);
        for (k, e) in [shipped, out].into_iter().enumerate() {
            means[k].0.push(e.bias());
            steps[k].0.extend(e.0);
        }
    }
    let (title, step_bar, mean_bar) =
        if with_speed { ("With speed told", 9.0, 7.0) } else { ("Without speed", 12.0, 10.5) };
    page.check(
        steps[1].rmse() <= step_bar,
        format!("sacrum contact time a step, {title}: {:.1}", steps[1].rmse()),
    );
    page.check(
        means[1].rmse() <= mean_bar,
        format!("sacrum contact time a trial, {title}: {:.1}", means[1].rmse()),
    );
    page.paragraph(&format!(
        "{title}, contact time (ms; published: RMSE 20 ms, bias 13 ms, Patoz et al. 2022):"
    ));
    let row = |name: &str, k: usize| {
        vec![
            name.to_owned(),
            steps[k].n().to_string(),
            steps[k].plus_minus(1.0, 1),
            format!("{:.1}", steps[k].rmse()),
            steps[k].limits(1.0, 1),
            means[k].n().to_string(),
            format!("{:.1}", means[k].rmse()),
            if k == 1 { icc(&pairs) } else { String::new() },
        ]
    };
    page.table(
        &[
            "constants",
            "steps",
            "bias ± SD",
            "RMSE a step",
            "limits of agreement",
            "trials",
            "RMSE a trial",
            "ICC(2,1)",
        ],
        &[row("left out", 1), row("shipped", 0)],
    );
    plot.sort_by(|a, b| a.name.cmp(&b.name));
    let (file, said) =
        if with_speed { ("sacrum-contact-time-speed", ", speed told") } else { ("sacrum-contact-time", "") };
    page.picture(
        file,
        &format!("Bland–Altman plot of contact time from the sacrum{said}"),
        plot::bland_altman(
            &format!("Contact time from the sacrum{said}, the judged condition left out"),
            "ms",
            &plot,
        ),
    );
}

fn events_and_force(trials: &[Trial], analyses: &[Analysis], compared: &[Comparison], page: &mut Page) {
    let (mut initial, mut toe_off) = (Errors::default(), Errors::default());
    let mut cadence = Errors::default();
    let (mut force, mut force_trials) = (Errors::default(), Errors::default());
    let (mut missed, mut extra, mut covered, mut stated) = (0, 0, 0, 0);
    let mut plot: Vec<Series> = Vec::new();
    for ((t, a), c) in trials.iter().zip(analyses).zip(compared) {
        initial.0.extend(c.matched.iter().map(|m| 1e3 * m.initial_contact));
        toe_off.0.extend(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e));
        missed += c.missed;
        extra += c.extra;
        if let Some(m) = a.metric("cadence") {
            cadence.0.push(m.value - t.cadence);
        }
        let truth =
            stats::median(&t.contacts.iter().map(|c| c.1 - c.0).collect::<Vec<_>>()).unwrap_or(f64::NAN);
        if let Some(m) = a.metric("contact_time") {
            stated += 1;
            covered += usize::from((m.value - truth).abs() <= m.uncertainty);
        }
        let mut of_trial = Errors::default();
        for m in &c.matched {
            let found = a.contacts.iter().find(|row| {
                (row.contact.initial_contact_s - t.contacts[m.truth].0 - m.initial_contact).abs() < 1e-9
            });
            let peak = found.and_then(|row| row.values.iter().find(|v| v.0 == "peak_vertical_force"));
            if let Some((_, value)) = peak {
                of_trial.0.push(value - t.peaks[m.truth]);
                series(&mut plot, format!("{} m/s", t.speed)).pairs.push((t.peaks[m.truth], *value));
            }
        }
        if of_trial.n() > 0 {
            force_trials.0.push(of_trial.bias());
            force.0.extend(of_trial.0);
        }
    }
    let mean_size = stats::mean(&cadence.0.iter().map(|e| e.abs()).collect::<Vec<_>>()).unwrap_or(f64::NAN);
    page.check(mean_size <= 0.2, format!("sacrum cadence: mean error {mean_size:.2}"));
    page.check(force.rmse() <= 0.11, format!("sacrum active peak: RMSE {:.3}", force.rmse()));
    page.table(
        &["quantity", "n", "bias ± SD", "RMSE", "note"],
        &[
            vec![
                "initial contact, ms".into(),
                initial.n().to_string(),
                initial.plus_minus(1.0, 1),
                format!("{:.1}", initial.rmse()),
                format!("{missed} missed, {extra} extra"),
            ],
            vec![
                "toe-off, ms".into(),
                toe_off.n().to_string(),
                toe_off.plus_minus(1.0, 1),
                format!("{:.1}", toe_off.rmse()),
                String::new(),
            ],
            vec![
                "cadence, steps/min".into(),
                cadence.n().to_string(),
                cadence.plus_minus(1.0, 2),
                format!("{:.2}", cadence.rmse()),
                format!("mean size {mean_size:.2}"),
            ],
            vec![
                "active peak force a step, BW".into(),
                force.n().to_string(),
                force.plus_minus(1.0, 3),
                format!("{:.3}", force.rmse()),
                "published RMSE 0.15 (Patoz et al. 2022)".into(),
            ],
            vec![
                "active peak force a trial, BW".into(),
                force_trials.n().to_string(),
                force_trials.plus_minus(1.0, 3),
                format!("{:.3}", force_trials.rmse()),
                String::new(),
            ],
            vec![
                "stated 95 % interval of contact time covers the trial's median".into(),
                stated.to_string(),
                format!("{covered} of {stated}"),
                String::new(),
                String::new(),
            ],
        ],
    );
    plot.sort_by(|a, b| a.name.cmp(&b.name));
    page.picture(
        "sacrum-active-peak",
        "Bland–Altman plot of the active peak of vertical force from the sacrum",
        plot::bland_altman("Active peak of vertical force from the sacrum, single steps", "BW", &plot),
    );
}

/// The series of that name, a new one where there is none.
fn series(plot: &mut Vec<Series>, name: String) -> &mut Series {
    let at = plot.iter().position(|s| s.name == name).unwrap_or_else(|| {
        plot.push(Series { name, pairs: Vec::new() });
        plot.len() - 1
    });
    &mut plot[at]
}
