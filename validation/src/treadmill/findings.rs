//! What the program finds in ordinary runners: where they come out as faulty too often, a threshold is wrong.

use std::collections::{BTreeMap, BTreeSet};

use strideform::findings::Status;

use super::analyses::Outcome;
use super::sets::SETS;
use super::tables::{percent, table};
use super::truth::Trial;

/// One fault with one set of sensors, over the trials.
#[derive(Debug, Default)]
pub(crate) struct Tally<'a> {
    pub(crate) present: usize,
    pub(crate) borderline: usize,
    absent: usize,
    pub(crate) trials: usize,
    runners: BTreeSet<&'a str>,
    runners_present: BTreeSet<&'a str>,
}

impl Tally<'_> {
    pub(crate) fn share(&self, count: usize) -> f64 {
        count as f64 / self.trials as f64
    }

    pub(crate) fn runners(&self) -> usize {
        self.runners.len()
    }
}

/// Every fault that is assessed in at least one trial.
pub(crate) fn tally<'a>(trials: &'a [Trial], outcomes: &[&Outcome]) -> BTreeMap<String, Tally<'a>> {
    let mut out: BTreeMap<String, Tally<'a>> = BTreeMap::new();
    for (trial, outcome) in trials.iter().zip(outcomes) {
        for (fault, status) in &outcome.findings {
            let tally = out.entry(fault.clone()).or_default();
            tally.trials += 1;
            tally.runners.insert(&trial.runner);
            match status {
                Status::Present => {
                    tally.present += 1;
                    tally.runners_present.insert(&trial.runner);
                }
                Status::Borderline => tally.borderline += 1,
                Status::Absent => tally.absent += 1,
                Status::NotAssessed => {}
            }
        }
    }
    out.retain(|_, t| t.present + t.borderline + t.absent > 0);
    out
}

pub(crate) fn write(trials: &[Trial], outcomes: &[Vec<&Outcome>]) -> String {
    let mut rows = Vec::new();
    for (set, outcomes) in SETS.iter().zip(outcomes) {
        for (fault, tally) in tally(trials, outcomes) {
            rows.push(vec![
                fault,
                set.name.to_owned(),
                format!("{} / {}", tally.runners.len(), tally.trials),
                percent(tally.share(tally.present)),
                tally.runners_present.len().to_string(),
                percent(tally.share(tally.borderline)),
                percent(tally.share(tally.absent)),
                percent(tally.share(tally.trials - tally.present - tally.borderline - tally.absent)),
            ]);
        }
    }
    rows.sort();
    let header = [
        "fault",
        "sensors",
        "runners / trials",
        "present",
        "runners with it in any trial",
        "borderline",
        "absent",
        "not assessed",
    ];
    table(&header, &rows)
}
