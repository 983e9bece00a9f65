//! Every trial analysed with every set of sensors, in parallel.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use strideform::contacts::ContactSide;
use strideform::findings::Status;
use strideform::metrics::{Metric, MetricId};
use strideform::pipeline::{self, AnalysisOptions};
use strideform::recording::{Recording, Run, Runner, Segment, Session};
use strideform::report::Analysis;

use super::sets::{SETS, SensorSet};
use super::truth::Trial;
use crate::run::record;

/// A contact of the program and one of the force plate belong together within this, s.
const MATCHED_S: f64 = 0.1;

/// A metric as the program gives it, in the unit of the catalogue.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Estimate {
    /// Mean of both sides where both are given, else the value of the run.
    pub(crate) value: f64,
    pub(crate) sides: Option<[f64; 2]>,
    /// Stated 95 % half-widths: of the value and of left − right.
    pub(crate) half_width: f64,
    pub(crate) difference_half_width: Option<f64>,
}

/// Contacts of the force plate and what the program made of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Contacts {
    pub(crate) n: usize,
    pub(crate) right_side: usize,
    pub(crate) wrong_side: usize,
    pub(crate) unknown_side: usize,
    pub(crate) missed: usize,
    pub(crate) extra: usize,
}

impl Contacts {
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            n: self.n + other.n,
            right_side: self.right_side + other.right_side,
            wrong_side: self.wrong_side + other.wrong_side,
            unknown_side: self.unknown_side + other.unknown_side,
            missed: self.missed + other.missed,
            extra: self.extra + other.extra,
        }
    }

    pub(crate) fn share(&self, count: usize) -> f64 {
        count as f64 / self.n as f64
    }
}

/// One trial with one set of sensors.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) metrics: BTreeMap<&'static str, Estimate>,
    pub(crate) findings: BTreeMap<String, Status>,
    pub(crate) contacts: Contacts,
}

/// Outcomes of every trial, in the order of [`SETS`].
pub(crate) fn all(folder: &Path, trials: &[Trial]) -> Vec<Vec<Outcome>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(trial) = trials.get(i) else { return done };
            done.push((i, of_trial(folder, trial)));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, Vec<Outcome>)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|w| w.join().unwrap_or_else(|e| std::panic::resume_unwind(e))).collect()
    });
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, outcomes)| outcomes).collect()
}

/// One trial with every set; each sensor is read once.
fn of_trial(folder: &Path, trial: &Trial) -> Vec<Outcome> {
    let mut read: BTreeMap<&str, Recording> = BTreeMap::new();
    for sensor in SETS.iter().flat_map(|set| set.sensors) {
        read.entry(sensor)
            .or_insert_with(|| record(&folder.join(format!("sensor/{}_{sensor}.csv.gz", trial.id)), sensor));
    }
    let analysed = |set: &SensorSet| {
        let recordings = set.sensors.iter().filter_map(|s| read.get(s).cloned()).collect();
        let runner = Runner::default().with_height_cm(trial.height_cm).with_mass_kg(trial.mass_kg);
        let run = Run::default().with_speed_mps(set.speed_given.then_some(trial.speed_mps));
        let session = Session::default().with_run(run).with_runner(runner).with_recordings(recordings);
        outcome(trial, &pipeline::analyze(&session, &AnalysisOptions::default()))
    };
    SETS.iter().map(analysed).collect()
}

fn outcome(trial: &Trial, analysis: &Analysis) -> Outcome {
    let contacts = contacts(trial, analysis);
    // The command line writes no figures without running.
    if !analysis.has_running() {
        return Outcome { contacts, ..Outcome::default() };
    }
    Outcome {
        metrics: analysis
            .metrics
            .iter()
            .filter(|m| !rests_on_impact(m))
            .map(|m| (m.id.as_str(), estimate(m)))
            .collect(),
        findings: analysis.findings.iter().map(|f| (f.fault.clone(), f.status)).collect(),
        contacts,
    }
}

/// Loading rates from a shank rest on its impact, which the markers damp: these recordings cannot judge them.
fn rests_on_impact(metric: &Metric) -> bool {
    metric.id == MetricId::VerticalLoadingRate && metric.placement.segment == Segment::Shank
}

fn estimate(metric: &Metric) -> Estimate {
    let sides = metric.left.zip(metric.right).map(|(left, right)| [left, right]);
    Estimate {
        value: sides.map_or(metric.value, |[left, right]| 0.5 * (left + right)),
        sides,
        half_width: metric.uncertainty,
        difference_half_width: metric.side_difference_uncertainty,
    }
}

/// Each contact of the force plate with the nearest of the program, used once.
fn contacts(trial: &Trial, analysis: &Analysis) -> Contacts {
    let mut out = Contacts { n: trial.contacts.len(), ..Contacts::default() };
    let (Some(first), Some(last)) = (trial.contacts.first(), trial.contacts.last()) else { return out };
    let found: Vec<(f64, ContactSide)> =
        analysis.contacts.iter().map(|row| (row.contact.initial_contact_s, row.contact.side)).collect();
    let mut used = vec![false; found.len()];
    for truth in &trial.contacts {
        let apart = |k: usize| (found[k].0 - truth.initial_contact_s).abs();
        let nearest = (0..found.len()).min_by(|a, b| apart(*a).total_cmp(&apart(*b)));
        let Some(k) = nearest.filter(|k| apart(*k) <= MATCHED_S && !used[*k]) else {
            out.missed += 1;
            continue;
        };
        used[k] = true;
        match found[k].1 {
            ContactSide::Unknown => out.unknown_side += 1,
            side if (side == ContactSide::Left) == truth.left => out.right_side += 1,
            _ => out.wrong_side += 1,
        }
    }
    let covered = |t: f64| t > first.initial_contact_s - 0.05 && t < last.initial_contact_s + 0.05;
    let within = found.iter().filter(|(t, _)| covered(*t)).count();
    out.extra = within.saturating_sub(used.iter().filter(|used| **used).count());
    out
}
