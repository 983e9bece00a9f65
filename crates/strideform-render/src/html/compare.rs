//! A comparison as an HTML page, in the style of the report.

use minijinja::Value;
use serde::Serialize;
use strideform::compare::{Comparison, Verdict};

use super::svg::{Change, changes};
use super::template::{filled, style, trusted};
use crate::RenderError;
use crate::comparison::{self as labels, pair, pairs, verdict};
use crate::number::unit_after;
use crate::units::{metric_name, shown, with_unit};

const PAGE: &str = include_str!("compare.html");

#[derive(Serialize)]
struct View {
    style: Value,
    title: String,
    before: String,
    after: String,
    summary: Vec<String>,
    picture: Option<Value>,
    rows: Vec<Row>,
    by_speed: bool,
    findings: Vec<String>,
    not_compared: Vec<String>,
    caveats: Vec<String>,
    version: &'static str,
}

#[derive(Serialize)]
struct Row {
    name: String,
    before: String,
    after: String,
    change: String,
    by_speed: String,
    limit: String,
    verdict: &'static str,
}

/// A comparison as a whole page, UTF-8, made like [`page`](super::page).
///
/// # Errors
/// None that a comparison can cause.
pub fn comparison(comparison: &Comparison) -> Result<Vec<u8>, RenderError> {
    let runner = comparison.before.runner.clone().or_else(|| comparison.after.runner.clone());
    let summary = labels::summary(comparison);
    let view = View {
        style: style(),
        title: runner.unwrap_or_else(|| "Unnamed runner".to_owned()),
        before: labels::side(&comparison.before),
        after: labels::side(&comparison.after),
        picture: picture(comparison, summary.first().map_or("", String::as_str)),
        summary,
        rows: rows(comparison),
        by_speed: labels::speed_explains(comparison),
        findings: comparison.findings.iter().map(labels::finding).collect(),
        not_compared: labels::not_compared(comparison)
            .into_iter()
            .map(|(reason, names)| format!("{}: {reason}", names.join("; ")))
            .collect(),
        caveats: comparison.caveats.iter().map(|c| c.text.clone()).collect(),
        version: comparison.version,
    };
    filled(PAGE, &view).map(String::into_bytes).map_err(|error| RenderError::new("the page", error))
}

fn rows(comparison: &Comparison) -> Vec<Row> {
    let mut out = Vec::new();
    for metric in &comparison.metrics {
        let (_, unit) = shown(&metric.unit);
        let name = with_unit(&metric_name(&metric.id), unit);
        for (side, p) in pairs(metric) {
            if p.verdict == Verdict::NotComparable {
                continue;
            }
            let s = pair(p, &metric.unit);
            out.push(Row {
                name: if side.is_empty() { name.clone() } else { format!("{name}, {side}") },
                before: s.before,
                after: s.after,
                change: s.change,
                by_speed: s.by_speed,
                limit: s.limit,
                verdict: verdict(p.verdict),
            });
        }
    }
    out
}

/// The changes as multiples of their limits; without any, every metric of both sides combined.
fn picture(comparison: &Comparison, message: &str) -> Option<Value> {
    let mut list = Vec::new();
    // If anything changed, only that is shown; the table lists everything.
    let any = comparison.changed().next().is_some();
    for metric in comparison.metrics.iter().filter(|m| !any || m.has_changed()) {
        let (_, unit) = shown(&metric.unit);
        for (side, p) in pairs(metric).into_iter().filter(|(side, _)| any || side.is_empty()) {
            let limit = p.minimal_detectable_change.filter(|l| *l > 0.0);
            let (Some(limit), false) = (limit, p.verdict == Verdict::NotComparable) else { continue };
            let s = pair(p, &metric.unit);
            let name = metric_name(&metric.id).replace("Contralateral pelvic", "Pelvic");
            list.push(Change {
                name: if side.is_empty() { name } else { format!("{name}, {side}") },
                ratio: p.own_change() / limit,
                class: match side {
                    "left" => "l",
                    "right" => "r",
                    _ => "n",
                },
                words: format!("{} → {}{}", s.before, s.after, unit_after(unit)),
            });
        }
    }
    (!list.is_empty()).then(|| trusted(changes("changes", &list, message)))
}
