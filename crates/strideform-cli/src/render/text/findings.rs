//! Findings, strongest first: status, side, severity, sureness, evidence, what to try.

use strideform::findings::{Evidence, Finding, FindingSide, Severity, Status};
use strideform::metrics;
use strideform::report::Analysis;

use super::wrapped;
use crate::render::number::{decimals, fixed};
use crate::render::units::{metric_name, shown};
use crate::render::words::{grade, name, side, sureness};

/// Everything but the faults that could not be assessed.
pub(super) fn blocks(analysis: &Analysis) -> String {
    let mut out = String::new();
    for status in [Status::Present, Status::Borderline] {
        let mut list: Vec<&Finding> = analysis.findings.iter().filter(|f| f.status == status).collect();
        list.sort_by(|a, b| b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)));
        for finding in list {
            out.push_str(&block(finding));
        }
    }
    let absent: Vec<String> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::Absent)
        .map(|f| f.confidence.map_or_else(|| name(f), |p| format!("{} ({})", name(f), sureness(p))))
        .collect();
    if !absent.is_empty() {
        out.push_str(&wrapped("absent: ", &absent.join("; ")));
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
        title.push_str(&format!(" ({})", sureness(p)));
    }
    let mut out = wrapped(&format!("{status}: "), &title);
    for evidence in &finding.evidence {
        out.push_str(&wrapped("  ", &weighed(evidence)));
    }
    out.push_str(&wrapped("  ", &format!("Evidence that it matters: {}.", grade(finding.grade))));
    for (head, list) in [("  Try: ", &finding.advice), ("  Could also be: ", &finding.confounders)] {
        if !list.is_empty() {
            out.push_str(&wrapped(head, &format!("{}.", list.join("; "))));
        }
    }
    out
}

/// `Cadence 152.0 ± 0.4 steps/min, threshold 156`.
fn weighed(evidence: &Evidence) -> String {
    let unit = metrics::info(&evidence.metric).map_or("", |info| info.unit);
    let (factor, unit) = shown(unit);
    let digits = decimals(evidence.uncertainty * factor);
    let show = |v: f64| fixed(v * factor, digits);
    let side = evidence.side.map_or("", |side| match side {
        FindingSide::Left => ", left",
        FindingSide::Right => ", right",
        FindingSide::Both => "",
    });
    format!(
        "{}{side}: {} ± {} {unit}; threshold {} ({})",
        metric_name(&evidence.metric),
        show(evidence.value),
        show(evidence.uncertainty),
        fixed(evidence.threshold * factor, digits.max(1)),
        evidence.source
    )
}
