//! Errors by the way a foot lands, and how often its class is right.

use std::collections::BTreeSet;

use strideform::signal::stats;

use super::analyses::Outcome;
use super::bars::Figure;
use super::sets::{QUANTITIES, SETS};
use super::tables::{percent, table};
use super::truth::Trial;

/// The laboratory's labels.
const CLASSES: [&str; 3] = ["Rearfoot", "Midfoot", "Forefoot"];
/// Quantities whose error may depend on the strike.
const CONCERNED: [&str; 5] =
    ["contact_time", "flight_time", "foot_strike_angle", "shank_angle_at_contact", "vertical_loading_rate"];

/// Feet of one class: whose they are, and their errors.
struct Feet<'a> {
    runners: Vec<&'a str>,
    errors: Vec<f64>,
}

impl Feet<'_> {
    fn runners(&self) -> usize {
        self.runners.iter().collect::<BTreeSet<_>>().len()
    }
}

/// Every foot of that class with the error of its side.
fn feet<'a>(id: &str, class: &str, trials: &'a [Trial], outcomes: &[&Outcome]) -> Feet<'a> {
    let mut out = Feet { runners: Vec::new(), errors: Vec::new() };
    for (trial, outcome) in trials.iter().zip(outcomes) {
        let Some(truth) = trial.truth.get(id).and_then(|t| t.sides) else { continue };
        let Some(estimate) = outcome.metrics.get(id).and_then(|e| e.sides) else { continue };
        for side in 0..2 {
            if trial.strike[side] == class {
                out.runners.push(&trial.runner);
                out.errors.push(estimate[side] - truth[side]);
            }
        }
    }
    out
}

/// A table of the errors of single feet by strike class.
pub(crate) fn errors(trials: &[Trial], outcomes: &[Vec<&Outcome>]) -> String {
    let mut rows = Vec::new();
    for id in CONCERNED {
        let Some(quantity) = QUANTITIES.iter().find(|q| q.id == id) else { continue };
        for (set, outcomes) in SETS.iter().zip(outcomes) {
            let of_class: Vec<Feet<'_>> = CLASSES.map(|c| feet(id, c, trials, outcomes)).into();
            if of_class.iter().all(|f| f.errors.is_empty()) {
                continue;
            }
            let mut row = vec![format!("{id}, {}", quantity.unit), set.name.to_owned()];
            for feet in &of_class {
                row.push(format!("{} / {}", feet.runners(), feet.errors.len()));
                row.push(stats::mean(&feet.errors).map_or("–".into(), |v| quantity.signed(v)));
                row.push(stats::rms(&feet.errors).map_or("–".into(), |v| quantity.number(v)));
            }
            rows.push(row);
        }
    }
    let header = [
        "metric",
        "sensors",
        "rear: runners / feet",
        "bias",
        "RMSE",
        "mid: runners / feet",
        "bias",
        "RMSE",
        "fore: runners / feet",
        "bias",
        "RMSE",
    ];
    table(&header, &rows)
}

/// Feet by the class that is given to them.
struct Classes {
    runners: usize,
    /// Labelled class by class given, the last for feet without one.
    counts: [[usize; 4]; 3],
}

impl Classes {
    /// From the shares of rear-, mid- and fore-foot steps: the largest names the foot.
    fn of(trials: &[Trial], outcomes: &[&Outcome]) -> Self {
        let shares = ["foot_strike_share_rear", "foot_strike_share_mid", "foot_strike_share_fore"];
        let mut counts = [[0_usize; 4]; 3];
        let mut runners = BTreeSet::new();
        for (trial, outcome) in trials.iter().zip(outcomes) {
            runners.insert(&trial.runner);
            for side in 0..2 {
                let Some(label) = CLASSES.iter().position(|c| *c == trial.strike[side]) else { continue };
                let share = |id: &str| outcome.metrics.get(id).and_then(|e| e.sides).map(|s| s[side]);
                let given = shares.iter().enumerate().filter_map(|(k, id)| Some((k, share(id)?)));
                let class = given.max_by(|a, b| a.1.total_cmp(&b.1)).map_or(3, |(k, _)| k);
                counts[label][class] += 1;
            }
        }
        Self { runners: runners.len(), counts }
    }

    fn feet(&self) -> usize {
        self.counts.iter().flatten().sum()
    }

    fn right(&self) -> f64 {
        (0..3).map(|k| self.counts[k][k]).sum::<usize>() as f64 / self.feet() as f64
    }
}

/// How many feet get which class.
pub(crate) fn classes(trials: &[Trial], outcomes: &[Vec<&Outcome>]) -> String {
    let with_feet = SETS.iter().zip(outcomes).filter(|(set, _)| set.has("foot-left"));
    let rows: Vec<Vec<String>> = with_feet
        .map(|(set, outcomes)| {
            let classes = Classes::of(trials, outcomes);
            let mut row = vec![set.name.to_owned(), format!("{} / {}", classes.runners, classes.feet())];
            row.push(percent(classes.right()));
            row.extend(classes.counts.map(|c| c.map(|n| n.to_string()).join(" / ")));
            row
        })
        .collect();
    let header =
        ["rear", "mid", "fore"].map(|label| format!("labelled {label}: called rear / mid / fore / none"));
    let fixed = ["sensors", "runners / feet", "class right"];
    let header: Vec<&str> = fixed.into_iter().chain(header.iter().map(String::as_str)).collect();
    table(&header, &rows)
}

/// The share of feet with the wrong class or none.
pub(crate) fn figures(trials: &[Trial], outcomes: &[Vec<&Outcome>]) -> Vec<Figure> {
    let with_feet = SETS.iter().zip(outcomes).filter(|(set, _)| set.has("foot-left"));
    with_feet
        .map(|(set, outcomes)| {
            let classes = Classes::of(trials, outcomes);
            Figure {
                name: "strike class not right".to_owned(),
                sensors: set.name,
                value: 1.0 - classes.right(),
                coverage: None,
                runners: classes.runners,
                trials: trials.len(),
            }
        })
        .collect()
}
