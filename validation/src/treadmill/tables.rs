//! The tables of the page.

use std::fmt::Write;

use super::analyses::{Contacts, Outcome};
use super::baselines;
use super::errors::{SPEEDS, TrialError, TrialErrors};
use super::sets::{Quantity, SETS, SensorSet};
use super::truth::Trial;

/// A Markdown table.
pub(crate) fn table(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|{}\n", header.join(" | "), "---|".repeat(header.len()));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out.push('\n');
    out
}

/// A figure, or a dash where there is none.
pub(crate) fn number(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:.digits$}") } else { "–".to_owned() }
}

/// The same with its sign.
pub(crate) fn signed(value: f64, digits: usize) -> String {
    if value.is_finite() { format!("{value:+.digits$}") } else { "–".to_owned() }
}

/// A share in per cent.
pub(crate) fn percent(share: f64) -> String {
    if share.is_finite() { format!("{:.1} %", 100.0 * share) } else { "–".to_owned() }
}

/// One quantity from one set of sensors.
#[derive(Debug)]
pub(crate) struct Cell<'a> {
    pub(crate) set: &'static SensorSet,
    /// What the program gives.
    pub(crate) program: TrialErrors<'a>,
    /// The error of left − right, where it gives both sides.
    pub(crate) left_right: TrialErrors<'a>,
    pub(crate) ridge: TrialErrors<'a>,
}

/// Every set of sensors that gives the quantity, by the program or by the ridge.
pub(crate) fn cells<'a>(
    quantity: &Quantity,
    trials: &'a [Trial],
    outcomes: &[Vec<&Outcome>],
) -> Vec<Cell<'a>> {
    let id = quantity.id;
    let cell = |(set, outcomes): (&'static SensorSet, &Vec<&Outcome>)| {
        // A speed that was given is no result.
        if id == "speed" && set.speed_given {
            return None;
        }
        let mut program = TrialErrors::default();
        let mut left_right = TrialErrors::default();
        for (trial, outcome) in trials.iter().zip(outcomes) {
            let (Some(truth), Some(estimate)) = (trial.truth.get(id), outcome.metrics.get(id)) else {
                continue;
            };
            let (runner, speed_mps) = (trial.runner.as_str(), trial.speed_mps);
            let error = |error, half_width| TrialError { runner, speed_mps, error, half_width };
            program.0.push(error(estimate.value - truth.value, Some(estimate.half_width)));
            if let Some(([l, r], [true_l, true_r])) = estimate.sides.zip(truth.sides) {
                left_right.0.push(error((l - r) - (true_l - true_r), estimate.difference_half_width));
            }
        }
        // Quantities that the program does not give yet from every set that could: the ridge shows what there is to gain.
        let open = ["peak_vertical_force", "vertical_loading_rate"].contains(&id);
        if program.trials() == 0 && !open {
            return None;
        }
        let ridge = baselines::ridge(id, set, trials, outcomes);
        (program.trials() + ridge.trials() > 0).then_some(Cell { set, program, left_right, ridge })
    };
    SETS.iter().zip(outcomes).filter_map(cell).collect()
}

/// The absolute error of the program with its interval.
pub(crate) fn absolute(quantity: &Quantity, cells: &[Cell<'_>]) -> String {
    let rows: Vec<Vec<String>> = cells
        .iter()
        .filter(|c| c.program.trials() > 0)
        .map(|c| {
            let e = &c.program;
            let (between, within) = e.between_within();
            let mut row = vec![c.set.name.to_owned(), format!("{} / {}", e.runners(), e.trials())];
            row.push(quantity.signed(e.bias()));
            row.extend([e.rmse(), between, within, e.p95(), e.half_width()].map(|v| quantity.number(v)));
            row.push(number(e.sharpness(), 2));
            row.push(percent(e.coverage()));
            row.extend(e.by_speed().map(|v| quantity.signed(v)));
            row
        })
        .collect();
    let speeds = SPEEDS.map(|v| format!("bias at {v:.1} m/s"));
    let fixed = [
        "sensors",
        "runners / trials",
        "bias",
        "RMSE",
        "SD between",
        "SD within",
        "p95",
        "stated ±",
        "± / p95",
        "coverage",
    ];
    let header: Vec<&str> = fixed.into_iter().chain(speeds.iter().map(String::as_str)).collect();
    table(&header, &rows)
}

/// RMSE and change of the program beside those of the two baselines; left against right.
pub(crate) fn beside(quantity: &Quantity, cells: &[Cell<'_>], trials: &[Trial]) -> String {
    let plain = baselines::speed_and_height(quantity.id, trials);
    let both = |e: &TrialErrors<'_>| match e.trials() {
        0 => "–".to_owned(),
        n => format!("{} / {n}", e.runners()),
    };
    let row = |name: &str, e: &TrialErrors<'_>, features: String| {
        let mut row = vec![name.to_owned(), both(e)];
        row.extend([e.rmse(), e.p95(), e.change()].map(|v| quantity.number(v)));
        row.push(features);
        row
    };
    let mut rows = vec![row("none: speed and height alone", &plain, "speed, height".to_owned())];
    for cell in cells {
        let features =
            baselines::features(quantity.id, cell.set).iter().map(|f| f.name()).collect::<Vec<_>>();
        let sensors = cell.set.name;
        rows.push(row(&format!("{sensors}: the program"), &cell.program, String::new()));
        rows.push(row(&format!("{sensors}: ridge"), &cell.ridge, features.join(", ")));
    }
    let header = ["sensors", "runners / trials", "RMSE", "p95", "change between speeds", "features"];
    let mut out = table(&header, &rows);
    let rows: Vec<Vec<String>> = cells
        .iter()
        .filter(|c| c.left_right.trials() > 0)
        .map(|c| {
            let e = &c.left_right;
            let mut row = vec![c.set.name.to_owned(), both(e), quantity.signed(e.bias())];
            row.extend([e.rmse(), e.p95(), e.half_width()].map(|v| quantity.number(v)));
            row.extend([number(e.sharpness(), 2), percent(e.coverage())]);
            row
        })
        .collect();
    if !rows.is_empty() {
        let header = [
            "left − right from",
            "runners / trials",
            "bias",
            "RMSE",
            "p95",
            "stated ±",
            "± / p95",
            "coverage",
        ];
        out.push_str(&table(&header, &rows));
    }
    out
}

/// Contacts found, missed and extra, and their sides.
pub(crate) fn contacts(trials: &[Trial], sums: &[Contacts]) -> String {
    let mut runners: Vec<&str> = trials.iter().map(|t| t.runner.as_str()).collect();
    runners.dedup();
    let rows: Vec<Vec<String>> = SETS
        .iter()
        .zip(sums)
        .map(|(set, c)| {
            let shares = [c.right_side, c.wrong_side, c.unknown_side, c.missed, c.extra];
            let fixed =
                [set.name.to_owned(), format!("{} / {}", runners.len(), trials.len()), c.n.to_string()];
            fixed.into_iter().chain(shares.map(|n| percent(c.share(n)))).collect()
        })
        .collect();
    let header = [
        "sensors",
        "runners / trials",
        "contacts",
        "side right",
        "side wrong",
        "side unknown",
        "missed",
        "extra",
    ];
    table(&header, &rows)
}
