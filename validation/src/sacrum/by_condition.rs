//! The same errors by speed, by slope and by strike.

use super::Trial;
use crate::cells::{self, Cell, Group};
use crate::page::Page;
use crate::run::Comparison;
use crate::stats::Errors;

const GROUPS: [Group; 9] = [
    ("2.5 m/s", |t| t.speed < 3.0),
    ("3.33 m/s", |t| (3.0..4.0).contains(&t.speed)),
    ("4.17 m/s", |t| t.speed >= 4.0),
    ("downhill, −10° and −5°", |t| t.slope < -1.0),
    ("level", |t| t.slope.abs() <= 1.0),
    ("uphill, 5° and 10°", |t| t.slope > 1.0),
    ("rearfoot", |t| t.strike.starts_with('R')),
    ("midfoot", |t| t.strike.starts_with('M')),
    ("mixed strike", |t| t.strike.starts_with("mixed")),
];

/// Every quantity that is compared step by step.
const SHOWN: [&str; 7] = [
    "contact_time",
    "flight_time",
    "duty_factor",
    "step_time",
    "stride_time",
    "cadence",
    "peak_vertical_force",
];

pub(super) fn write(trials: &[Trial], compared: &[Comparison], cells: &[Cell], page: &mut Page) {
    page.paragraph("By speed, slope and strike, without speed, shipped constants, ms:");
    let mut rows = Vec::new();
    for (name, belongs) in GROUPS {
        let [mut initial, mut toe_off, mut time] = [Errors::default(), Errors::default(), Errors::default()];
        let (mut of, mut missed, mut extra) = (0, 0, 0);
        for (_, c) in trials.iter().zip(compared).filter(|(t, _)| belongs(&t.meta)) {
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
            "RMSE",
        ],
        &rows,
    );
    page.paragraph(
        "Every quantity by speed, slope and strike, without speed, test condition left out (bias ± SD over steps; the \
         runner's foot strike changed with the slope, so the two effects cannot be separated):",
    );
    groups(cells, page);
}

pub(super) fn known_speed(cells: &[Cell], page: &mut Page) {
    page.paragraph("By speed, slope and strike with the speed given, test condition left out:");
    let of: Vec<&Cell> =
        cells.iter().filter(|c| ["contact_time", "flight_time", "duty_factor"].contains(&c.id)).collect();
    cells::by_group(&of, &GROUPS, page);
}

fn groups(cells: &[Cell], page: &mut Page) {
    let of: Vec<&Cell> = SHOWN.iter().filter_map(|id| cells.iter().find(|c| c.id == *id)).collect();
    cells::by_group(&of, &GROUPS, page);
}
