//! The answer in at most three lines.

use strideform::findings::{Finding, Severity, Status};
use strideform::report::Analysis;

use super::{metrics, wrapped};
use crate::summary::{answer, brief, one_sided};
use crate::labels;

/// What is wrong, what the run was like, and the one thing that limits both: in sentences where they fit.
pub(super) fn lines(analysis: &Analysis) -> String {
    let limit = one_sided(analysis).map(|l| wrapped("", &l)).unwrap_or_default();
    let measured = wrapped("", &measured(analysis));
    let answer = answer(analysis);
    for found in [format!("{} {}", answer.found, answer.borderline), brief(analysis)] {
        let full = format!("{}{measured}{limit}", wrapped("", found.trim_end()));
        if full.lines().count() <= 3 {
            return full;
        }
    }
    format!("{}{measured}{limit}", wrapped("", &verdict(analysis)))
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
        let hint = if hint { " With --speed, cadence can be judged." } else { "" };
        format!("No form fault could be checked with these sensors.{hint}")
    } else if borderline.is_empty() {
        let names: Vec<String> = of(Status::Absent).map(labels::name).collect();
        format!("Nothing stands out. Checked: {}.", names.join("; "))
    } else {
        String::new()
    };
    if !borderline.is_empty() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&format!("Borderline, within the error: {}.", borderline.join("; ")));
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
    for (id, words) in [("cadence", "cadence"), ("contact_time", "contact time")] {
        if let Some(metric) = analysis.metric(id) {
            parts.push(format!("{words} {}", metrics::with_error(metric)));
        }
    }
    format!("{}.", parts.join(", "))
}

/// `14 s`, `12 min 05 s`, `1 h 02 min`.
pub fn duration(seconds: f64) -> String {
    let whole = seconds.max(0.0).round() as u64;
    match (whole / 3600, whole / 60 % 60, whole % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_read_like_a_watch() {
        assert_eq!(duration(14.4), "14 s");
        assert_eq!(duration(725.0), "12 min 05 s");
        assert_eq!(duration(3725.0), "1 h 02 min");
    }
}
