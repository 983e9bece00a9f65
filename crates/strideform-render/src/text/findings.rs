//! Findings, strongest first: status, side, severity, confidence, evidence, what to try.

use strideform::findings::{Evidence, Finding, Role, Severity, Status};
use strideform::report::Analysis;

use super::wrap::wrapped;
use crate::evidence::weighed;
use crate::labels::{confidence_label, grade, name, side};
use crate::recheck::recheck;

/// Every fault that could be assessed.
pub(super) fn blocks(analysis: &Analysis) -> String {
    let mut out = String::new();
    for status in [Status::Present, Status::Borderline] {
        let mut list: Vec<&Finding> = analysis.findings.iter().filter(|f| f.status == status).collect();
        list.sort_by(|a, b| b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)));
        for finding in list {
            out.push_str(&block(analysis, finding));
        }
    }
    let absent = || analysis.findings.iter().filter(|f| f.status == Status::Absent);
    let is_sure = |f: &&Finding| f.confidence.is_none_or(|p| p >= 0.9);
    let named = |f: &Finding| {
        let confidence = f.confidence.map(confidence_label);
        // Where several metrics decide, absent holds for those that were measured.
        let said: Vec<String> = confidence.into_iter().chain(f.checks.clone()).collect();
        if said.is_empty() { name(f) } else { format!("{} ({})", name(f), said.join("; ")) }
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

fn block(analysis: &Analysis, finding: &Finding) -> String {
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
    if !finding.linked_to.is_empty() {
        out.push_str(&wrapped("  Associated with: ", &format!("{}.", finding.linked_to.join("; "))));
    }
    out.push_str(&wrapped("  ", &format!("Grade of evidence: {}.", grade(finding.grade))));
    let (seen, general) = finding.confounders.split_at_checked(finding.confounders_seen).unwrap_or_default();
    for (head, list) in [("  Seen in this run: ", seen), ("  Could also be: ", general)] {
        if !list.is_empty() {
            out.push_str(&wrapped(head, &format!("{}.", list.join("; "))));
        }
    }
    if let Some(text) = recheck(analysis, finding) {
        out.push_str(&wrapped("  Checking again: ", &text));
    }
    out
}
