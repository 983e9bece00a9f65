//! A card for every finding, strongest first, with the picture before the text.

use minijinja::Value;
use serde::Serialize;
use strideform::contacts::ContactSide;
use strideform::findings::{Evidence, Finding, FindingSide, Role};
use strideform::metrics::Metric;
use strideform::report::Analysis;

use super::svg::{DotRow, Dots, dots};
use super::template::trusted;
use crate::evidence::weighed;
use crate::labels;
use crate::number::{decimals, fixed, unit_after};
use crate::recheck::recheck;
use crate::summary::strongest;
use crate::units::{evidence_unit, metric_name, shown, with_unit};

/// One finding.
#[derive(Serialize)]
pub(super) struct Card {
    number: usize,
    title: String,
    status: &'static str,
    severity: Option<&'static str>,
    confidence_label: Option<String>,
    pictures: Vec<Value>,
    sources: Vec<String>,
    /// Changes over the run, which have no picture here.
    changes: Vec<String>,
    /// What else was examined.
    checks: Vec<String>,
    meaning: Option<String>,
    linked_to: Vec<String>,
    grade: &'static str,
    recheck: Option<String>,
    confounders: Vec<String>,
}

pub(super) fn cards(analysis: &Analysis) -> Vec<Card> {
    strongest(analysis)
        .into_iter()
        .zip(1..)
        .map(|(finding, number)| card(analysis, finding, number))
        .collect()
}

fn card(analysis: &Analysis, finding: &Finding, number: usize) -> Card {
    let title = labels::side(finding)
        .map_or_else(|| finding.name.clone(), |side| format!("{}, {side}", finding.name));
    let mut sources: Vec<String> = Vec::new();
    for evidence in finding.deciding() {
        if !sources.contains(&evidence.source) {
            sources.push(evidence.source.clone());
        }
    }
    Card {
        number,
        title,
        status: labels::status(finding.status),
        severity: finding.severity.map(labels::severity),
        confidence_label: finding.confidence.map(|p| labels::confidence_label(p).replace(" %", "\u{202f}%")),
        pictures: pictures(analysis, finding, number),
        sources,
        changes: finding.deciding().filter(|e| e.role == Role::Change).map(|e| weighed(e, false)).collect(),
        checks: finding.checks.iter().map(|c| format!("Checked: {c}.")).collect(),
        meaning: labels::meaning_of(finding),
        linked_to: finding.linked_to.clone(),
        grade: labels::grade(finding.grade),
        recheck: recheck(analysis, finding),
        confounders: finding.confounders.clone(),
    }
}

/// One picture for each metric of the evidence.
fn pictures(analysis: &Analysis, finding: &Finding, number: usize) -> Vec<Value> {
    let mut ids: Vec<&str> = Vec::new();
    // Changes over the run are shown further down the page.
    let deciding: Vec<&Evidence> = finding.deciding().filter(|e| e.role != Role::Change).collect();
    // If only some of the rules decided, show those.
    let beyond = |e: &&Evidence| (e.value - e.threshold) * (e.marked - e.threshold) > 0.0;
    let decided: Vec<&str> = deciding.iter().filter(|e| beyond(e)).map(|e| e.metric.as_str()).collect();
    let of_use = |e: &Evidence| decided.is_empty() || decided.contains(&e.metric.as_str());
    for evidence in deciding.iter().filter(|e| of_use(e)) {
        if !ids.contains(&evidence.metric.as_str()) {
            ids.push(&evidence.metric);
        }
    }
    ids.into_iter()
        .zip(1..)
        .filter_map(|(id, k)| {
            let metric = analysis.metric(id)?;
            let evidence: Vec<&Evidence> = deciding.iter().copied().filter(|e| e.metric == id).collect();
            picture(metric, &evidence, &format!("finding-{number}-{k}")).map(trusted)
        })
        .collect()
}

fn picture(metric: &Metric, evidence: &[&Evidence], id: &str) -> Option<String> {
    let first = evidence.first()?;
    let (factor, unit) = shown(evidence_unit(first));
    let difference = first.role == Role::Difference;
    let name = match metric_name(metric.id.as_str()) {
        name if difference => format!("{name}, left minus right"),
        name => name.to_string(),
    };
    // The full name of a difference is wider than the picture.
    let axis = match name.split(',').next() {
        Some(short) if difference => format!("{short}, left − right"),
        _ => name.clone(),
    };
    let rows: Vec<DotRow> = evidence.iter().map(|e| row(metric, e)).collect();
    let above = first.marked >= first.threshold;
    let digits = decimals(first.uncertainty * factor).max(usize::from(first.threshold.fract() != 0.0));
    let limit = format!("{}{}", fixed(first.threshold * factor, digits), unit_after(unit));
    let parts: Vec<String> = rows
        .iter()
        .map(|r| if r.label.is_empty() { r.words.clone() } else { format!("{} {}", r.label, r.words) })
        .collect();
    let message = format!(
        "{name}: {}. The mild threshold is {limit}; values {} it indicate a fault.{}",
        parts.join("; "),
        if above { "above" } else { "below" },
        if difference { "" } else { " Dots are single steps or time windows." },
    );
    Some(dots(&Dots {
        id: id.to_owned(),
        title: format!("{name} and its threshold"),
        message,
        axis: with_unit(&axis, unit),
        unit: unit.to_owned(),
        mild: first.threshold * factor,
        marked: first.marked * factor,
        even: match metric.id.as_str() {
            _ if difference => Some(0.0),
            "contact_time_balance" => Some(50.0),
            "step_time_asymmetry" => Some(0.0),
            _ => None,
        },
        rows,
    }))
}

fn row(metric: &Metric, evidence: &Evidence) -> DotRow {
    let (factor, unit) = shown(evidence_unit(evidence));
    // A difference is not a property of single steps: show only its interval.
    let difference = evidence.role == Role::Difference;
    let (label, class, side) = match evidence.side.filter(|_| !difference) {
        Some(FindingSide::Left) => ("left", "l", Some(ContactSide::Left)),
        Some(FindingSide::Right) => ("right", "r", Some(ContactSide::Right)),
        _ => ("", "n", None),
    };
    let values = match side {
        _ if difference => Vec::new(),
        Some(side) => metric.steps.of(side),
        None => metric.steps.values(),
    };
    let digits = decimals(evidence.uncertainty * factor);
    let half = fixed(evidence.uncertainty * factor, digits);
    // Short units are written once at the end, degrees after each number, long units on the axis only.
    let (each, last) = match unit {
        "°" => (unit_after(unit), unit_after(unit)),
        unit if unit.chars().count() <= 2 => (String::new(), unit_after(unit)),
        _ => (String::new(), String::new()),
    };
    DotRow {
        label: label.to_owned(),
        class,
        values: values.into_iter().map(|v| v * factor).collect(),
        interval: (evidence.value * factor, evidence.uncertainty * factor),
        words: format!("{}{each} ± {half}{last}", fixed(evidence.value * factor, digits)),
    }
}
