//! How much was checked, and the summary in at most three lines.

use strideform::findings::{Finding, Severity, Status};
use strideform::report::Analysis;

use super::metrics;
use super::wrap::wrapped;
use crate::duration::duration;
use crate::labels;
use crate::summary::{Summary, as_far_as_measured, brief, checked as possible, more, one_sided, placement};

/// What was found, what was measured, and the limits of both, in full sentences if they fit.
pub(super) fn lines(analysis: &Analysis) -> String {
    let limit = one_sided(analysis).map(|l| wrapped("", &l)).unwrap_or_default();
    let measured = wrapped("", &measured(analysis));
    if let Some(why) = placement(analysis) {
        return format!("{}{measured}", wrapped("", &why));
    }
    let possible = wrapped("", &possible(analysis));
    let summary = Summary::new(analysis);
    for found in [format!("{} {}", summary.found, summary.borderline), brief(analysis)] {
        let full = format!("{}{measured}{limit}", wrapped("", found.trim_end()));
        if full.lines().count() <= 3 {
            return format!("{possible}{full}");
        }
    }
    format!("{possible}{}{measured}{limit}", wrapped("", &verdict(analysis)))
}

/// What to do first, and which sensor would add most.
pub(super) fn next(analysis: &Analysis) -> String {
    let more = if placement(analysis).is_none() { more(analysis) } else { None };
    let lines = [crate::plan::first(analysis), more];
    lines.into_iter().flatten().map(|text| wrapped("", &text)).collect()
}

fn verdict(analysis: &Analysis) -> String {
    let of = |status| analysis.findings.iter().filter(move |f| f.status == status);
    let present: Vec<String> = of(Status::Present).map(named).collect();
    let borderline: Vec<String> = of(Status::Borderline).map(named).collect();
    let checked = analysis.findings.iter().filter(|f| f.status != Status::NotAssessed).count();
    let mut text = if !present.is_empty() {
        format!("Present: {}.", present.join("; "))
    } else if checked == 0 {
        let hint = analysis.run.speed_mps.is_none() && analysis.metric("cadence").is_some();
        let hint = if hint { " With --speed, cadence could be assessed." } else { "" };
        format!("No form fault can be assessed with these sensors.{hint}")
    } else if borderline.is_empty() {
        let names: Vec<String> = of(Status::Absent).map(as_far_as_measured).collect();
        format!("No form fault found. Checked: {}.", names.join("; "))
    } else {
        String::new()
    };
    if !borderline.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&format!("Too close to call: {}.", borderline.join("; ")));
    }
    text
}

fn named(finding: &Finding) -> String {
    let mut text = labels::name(finding);
    if let Some(side) = labels::side(finding) {
        text.push_str(&format!(", {side}"));
    }
    match finding.severity {
        Some(Severity::Mild) => text.push_str(" (mild)"),
        Some(Severity::Marked) => text.push_str(" (marked)"),
        None => {}
    }
    text
}

/// Seconds of running, cadence, contact time.
fn measured(analysis: &Analysis) -> String {
    let running = analysis.recordings.iter().map(|r| r.running_s).fold(0.0, f64::max);
    let mut parts = vec![format!("{} of running", duration(running))];
    for (id, label) in [("cadence", "cadence"), ("contact_time", "contact time")] {
        if let Some(metric) = analysis.metric(id) {
            parts.push(format!("{label} {}", metrics::with_error(metric)));
        }
    }
    format!("{}.", parts.join(", "))
}
