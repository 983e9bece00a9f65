//! What ordinary runners have at a speed: the table that the library carries, and whether it holds a runner left out.

use std::collections::BTreeMap;
use std::fmt::Write;

use statrs::distribution::{ContinuousCDF, StudentsT};
use strideform::metrics::{Usual, usual};

use super::sets::QUANTITIES;
use super::tables::{percent, table};
use super::truth::Trial;

/// Metrics of one's way of running; those that grow with the runner's error of the day or with speed alone are left out.
const METRICS: [&str; 17] = [
    "cadence",
    "contact_time",
    "flight_time",
    "duty_factor",
    "contact_time_balance",
    "step_time_asymmetry",
    "peak_vertical_force",
    "vertical_loading_rate",
    "foot_strike_angle",
    "shank_angle_at_contact",
    "step_length",
    "pelvic_drop_peak",
    "pelvic_drop_midstance",
    "pelvic_drop_excursion",
    "pelvic_tilt_range",
    "vertical_oscillation",
    "hip_extension_at_toe_off",
];
/// Spread grows with size.
const LOGARITHMIC: [&str; 1] = ["vertical_loading_rate"];
/// Independent of speed by definition: left against right.
const LEVEL: [&str; 2] = ["contact_time_balance", "step_time_asymmetry"];

/// A line over speed with the spread of a trial of a new runner.
#[derive(Debug, Clone, Copy)]
struct Line {
    at_3_5: f64,
    per_mps: f64,
    sd: f64,
}

/// One trial: runner, speed less 3.5 m/s, value (its logarithm where the table has that).
type Point<'a> = (&'a str, f64, f64);

fn points<'a>(metric: &str, trials: &'a [Trial]) -> Vec<Point<'a>> {
    let value = |v: f64| if LOGARITHMIC.contains(&metric) { v.ln() } else { v };
    let point =
        |t: &'a Trial| Some((t.runner.as_str(), t.speed_mps - 3.5, value(t.truth.get(metric)?.value)));
    trials.iter().filter_map(point).collect()
}

/// Least squares, and variance between and within runners from a one-way analysis of the residuals.
fn line(metric: &str, points: &[Point<'_>]) -> Line {
    let n = points.len() as f64;
    let mean = |f: &dyn Fn(&Point<'_>) -> f64| points.iter().map(f).sum::<f64>() / n;
    let (x, y) = (mean(&|p| p.1), mean(&|p| p.2));
    let sum = |f: &dyn Fn(&Point<'_>) -> f64| points.iter().map(f).sum::<f64>();
    let slope = sum(&|p| (p.1 - x) * (p.2 - y)) / sum(&|p| (p.1 - x).powi(2));
    let per_mps = if LEVEL.contains(&metric) { 0.0 } else { slope };
    let at_3_5 = y - per_mps * x;
    let mut by_runner: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for (runner, x, y) in points {
        by_runner.entry(runner).or_default().push(y - at_3_5 - per_mps * x);
    }
    let runners = by_runner.len() as f64;
    let of = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let means: Vec<f64> = by_runner.values().map(|v| of(v)).collect();
    let within: f64 =
        by_runner.values().zip(&means).flat_map(|(v, m)| v.iter().map(move |e| (e - m).powi(2))).sum();
    // A slope costs a degree of freedom within runners.
    let within = within / (n - runners - f64::from(u8::from(per_mps != 0.0)));
    let mean = of(&means);
    let between = means.iter().map(|m| (m - mean).powi(2)).sum::<f64>() / (runners - 1.0);
    let between = (between - within * runners / n).max(0.0);
    Line { at_3_5, per_mps, sd: (between + within).sqrt() }
}

/// The table that the library carries.
pub(crate) fn csv(trials: &[Trial]) -> String {
    let mut out = String::from("metric,log,at_3_5,per_mps,sd,slowest_mps,fastest_mps,runners,trials\n");
    let speeds = trials.iter().map(|t| t.speed_mps);
    let (slow, fast) = (speeds.clone().fold(f64::INFINITY, f64::min), speeds.fold(0.0, f64::max));
    for metric in METRICS {
        let points = points(metric, trials);
        let l = line(metric, &points);
        let log = u8::from(LOGARITHMIC.contains(&metric));
        let _ = writeln!(
            out,
            "{metric},{log},{:.4},{:.4},{:.4},{slow},{fast},{},{}",
            l.at_3_5,
            l.per_mps,
            l.sd,
            runners(&points),
            points.len()
        );
    }
    out
}

fn runners(points: &[Point<'_>]) -> usize {
    points.iter().map(|p| p.0).collect::<std::collections::BTreeSet<_>>().len()
}

/// Share of trials inside the 95 % range that the other runners give.
fn held(metric: &str, points: &[Point<'_>]) -> f64 {
    let inside = |p: &&Point<'_>| {
        let others: Vec<Point<'_>> = points.iter().filter(|o| o.0 != p.0).copied().collect();
        let (l, n) = (line(metric, &others), runners(&others));
        let t = StudentsT::new(0.0, 1.0, (n - 1) as f64).map_or(f64::NAN, |t| t.inverse_cdf(0.975));
        (p.2 - l.at_3_5 - l.per_mps * p.1).abs() <= t * l.sd * (1.0 + 1.0 / n as f64).sqrt()
    };
    points.iter().filter(inside).count() as f64 / points.len() as f64
}

/// What differs between the library's table and these trials.
pub(crate) fn failures(trials: &[Trial]) -> Vec<String> {
    let mut out = Vec::new();
    for metric in METRICS {
        let l = line(metric, &points(metric, trials));
        // The table has four decimals.
        let same = |u: &Usual| {
            [(u.at_3_5, l.at_3_5), (u.per_mps, l.per_mps), (u.sd, l.sd)]
                .iter()
                .all(|(a, b)| (a - b).abs() < 2e-4)
        };
        if !usual(metric).is_some_and(same) {
            out.push(format!("reference range of {metric}: the table is not that of these runners (--reference FILE writes it)"));
        }
    }
    out
}

/// Ranges at the trials' speeds.
pub(crate) fn write(trials: &[Trial]) -> String {
    let mut rows = Vec::new();
    for metric in METRICS {
        let (Some(u), Some(quantity)) = (usual(metric), QUANTITIES.iter().find(|q| q.id == metric)) else {
            continue;
        };
        let points = points(metric, trials);
        let mut row = vec![format!("{metric}, {}", quantity.unit)];
        row.extend([2.5, 3.5, 4.5].map(|v| {
            let range = u.range(Some(v)).map(|r| r.map(|end| quantity.number(end)));
            let median = u.median(Some(v)).map(|m| quantity.number(m));
            match (range, median) {
                (Some([low, high]), Some(median)) => format!("{median} ({low} … {high})"),
                _ => String::new(),
            }
        }));
        row.push(runners(&points).to_string());
        row.push(points.len().to_string());
        row.push(percent(held(metric, &points)));
        rows.push(row);
    }
    table(&["metric", "2.5 m/s", "3.5 m/s", "4.5 m/s", "runners", "trials", "left out, inside"], &rows)
}
