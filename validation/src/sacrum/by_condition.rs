//! The same errors by speed, by slope and by strike.

use super::Trial;
use crate::page::Page;
use crate::run::Comparison;
use crate::stats::Errors;

/// A group's name and what belongs to it.
type Group = (&'static str, fn(&Trial) -> bool);

const GROUPS: [Group; 8] = [
    ("2.5 m/s", |t| t.speed < 3.0),
    ("3.33 m/s", |t| (3.0..4.0).contains(&t.speed)),
    ("4.17 m/s", |t| t.speed >= 4.0),
    ("downhill, −10° and −5°", |t| t.slope < -1.0),
    ("level", |t| t.slope.abs() <= 1.0),
    ("uphill, 5° and 10°", |t| t.slope > 1.0),
    ("rearfoot", |t| t.strike.starts_with('R')),
    ("midfoot", |t| t.strike.starts_with('M')),
];

pub(super) fn write(trials: &[Trial], compared: &[Comparison], page: &mut Page) {
    page.paragraph("By speed, slope and strike, without speed, shipped constants, ms:");
    let mut rows = Vec::new();
    for (name, belongs) in GROUPS {
        let [mut initial, mut toe_off, mut time] = [Errors::default(), Errors::default(), Errors::default()];
        let (mut of, mut missed, mut extra) = (0, 0, 0);
        for (_, c) in trials.iter().zip(compared).filter(|(t, _)| belongs(t)) {
            of += 1;
            missed += c.missed;
            extra += c.extra;
            initial.0.extend(c.matched.iter().map(|m| 1e3 * m.initial_contact));
            toe_off.0.extend(c.matched.iter().filter_map(|m| m.toe_off).map(|e| 1e3 * e));
            time.0.extend(c.matched.iter().filter_map(|m| m.contact_time).map(|e| 1e3 * e));
        }
        if of == 0 {
            continue;
        }
        rows.push(vec![
            name.to_owned(),
            of.to_string(),
            time.n().to_string(),
            missed.to_string(),
            extra.to_string(),
            initial.plus_minus(1.0, 1),
            toe_off.plus_minus(1.0, 1),
            time.plus_minus(1.0, 1),
            time.limits(1.0, 1),
            format!("{:.1}", time.rmse()),
        ]);
    }
    page.table(
        &[
            "condition",
            "trials",
            "steps",
            "missed",
            "extra",
            "initial contact",
            "toe-off",
            "contact time",
            "limits of agreement",
            "RMSE",
        ],
        &rows,
    );
}
