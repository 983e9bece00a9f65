//! Findings, strongest first: status, side, severity, confidence, evidence, what to try.

use strideform::findings::{Evidence, Finding, FindingSide, Role, Severity, Status};
use strideform::metrics;
use strideform::report::Analysis;

use super::wrap::wrapped;
use crate::labels::{confidence_label, grade, name, side};
use crate::number::{decimals, fixed};
use crate::units::{metric_name, shown};

/// Every fault that could be assessed.
pub(super) fn blocks(analysis: &Analysis) -> String {
    let mut out = String::new();
    for status in [Status::Present, Status::Borderline] {
        let mut list: Vec<&Finding> = analysis.findings.iter().filter(|f| f.status == status).collect();
        list.sort_by(|a, b| b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)));
        for finding in list {
            out.push_str(&block(finding));
        }
    }
    let absent = || analysis.findings.iter().filter(|f| f.status == Status::Absent);
    let is_sure = |f: &&Finding| f.confidence.is_none_or(|p| p >= 0.9);
    let named = |f: &Finding| {
        f.confidence.map_or_else(|| name(f), |p| format!("{} ({})", name(f), confidence_label(p)))
    };
    let sure: Vec<String> = absent().filter(is_sure).map(named).collect();
    let probable: Vec<String> = absent().filter(|f| !is_sure(f)).map(named).collect();
    for (head, list) in [("not found: ", sure), ("probably fine: ", probable)] {
        if !list.is_empty() {
            out.push_str(&wrapped(head, &list.join("; ")));
        }
    }
    out
}

fn block(finding: &Finding) -> String {
    let status = if finding.status == Status::Present { "present" } else { "borderline" };
    let mut title = finding.name.clone();
    if let Some(side) = side(finding) {
        title.push_str(&format!(", {side}"));
    }
    if let Some(severity) = finding.severity {
        title.push_str(if severity == Severity::Marked { ", marked" } else { ", mild" });
    }
    if let Some(p) = finding.confidence {
        title.push_str(&format!(" ({})", confidence_label(p)));
    }
    let mut out = wrapped(&format!("{status}: "), &title);
    // A source is cited once, after the last value that uses it.
    let deciding: Vec<&Evidence> = finding.deciding().collect();
    for (i, evidence) in deciding.iter().enumerate() {
        let repeated = deciding.get(i + 1).is_some_and(|next| next.source == evidence.source);
        out.push_str(&wrapped("  ", &weighed(evidence, !repeated)));
    }
    for (head, role) in [
        ("  Supported by: ", Role::Supports),
        ("  Contradicted by: ", Role::Contradicts),
        ("  Inconclusive: ", Role::Open),
    ] {
        let list: Vec<String> =
            finding.evidence.iter().filter(|e| e.role == role).map(|e| weighed(e, false)).collect();
        if !list.is_empty() {
            out.push_str(&wrapped(head, &format!("{}.", list.join("; "))));
        }
    }
    for check in &finding.checks {
        out.push_str(&wrapped("  Checked: ", &format!("{check}.")));
    }
    out.push_str(&wrapped("  ", &format!("Grade of evidence: {}.", grade(finding.grade))));
    let (seen, general) = finding.confounders.split_at_checked(finding.confounders_seen).unwrap_or_default();
    for (head, list) in [
        ("  Try: ", &finding.advice[..]),
        ("  Train: ", &finding.exercises[..]),
        ("  Seen in this run: ", seen),
        ("  Could also be: ", general),
    ] {
        if !list.is_empty() {
            out.push_str(&wrapped(head, &format!("{}.", list.join("; "))));
        }
    }
    out
}

/// `Cadence: 152.0 ± 0.4 steps/min; threshold 156`.
fn weighed(evidence: &Evidence, with_source: bool) -> String {
    let unit = metrics::info(&evidence.metric).map_or("", |info| info.unit);
    let (factor, unit) = shown(unit);
    let digits = decimals(evidence.uncertainty * factor);
    let change = matches!(evidence.role, Role::Change | Role::Difference);
    let show = |v: f64| {
        let sign = if change && v > 0.0 { "+" } else { "" };
        format!("{sign}{}", fixed(v * factor, digits))
    };
    let about = match (evidence.role, evidence.side) {
        (Role::Change, _) => ", late minus early",
        (Role::Difference, _) => ", left minus right",
        (_, Some(FindingSide::Left)) => ", left",
        (_, Some(FindingSide::Right)) => ", right",
        _ => "",
    };
    let limit = format!(
        "{}{}",
        if change && evidence.threshold > 0.0 { "+" } else { "" },
        fixed(evidence.threshold * factor, digits.max(1))
    );
    let source = if with_source { format!(" ({})", evidence.source) } else { String::new() };
    let gap = if unit.is_empty() { "" } else { " " };
    format!(
        "{}{about}: {} ± {}{gap}{unit}, threshold {limit}{source}",
        metric_name(&evidence.metric),
        show(evidence.value),
        fixed(evidence.uncertainty * factor, digits),
    )
}
