//! The answer in plain words: what is present, what is even, what limits both.

use strideform::findings::{Evidence, Finding, FindingSide, Status};
use strideform::metrics;
use strideform::recording::Side;
use strideform::report::Analysis;

use super::units::{metric_name, quantity, with_error};
use crate::labels::{lower, name, severity, side, upper};

/// At most three lines.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Answer {
    /// Which faults are present, or that none is.
    pub(crate) found: String,
    /// What is borderline; empty without any.
    pub(crate) borderline: String,
    /// What is as it should be.
    pub(crate) ordinary: String,
    /// What these sensors leave open.
    pub(crate) limit: String,
}

/// The answer of an analysis.
pub(crate) fn answer(analysis: &Analysis) -> Answer {
    Answer {
        found: found(analysis),
        borderline: borderline(analysis),
        ordinary: ordinary(analysis),
        limit: limit(analysis).unwrap_or_default(),
    }
}

/// Present and borderline findings, strongest first.
pub(crate) fn strongest(analysis: &Analysis) -> Vec<&Finding> {
    let rank = |f: &Finding| match (f.status, f.severity) {
        (Status::Present, Some(strideform::findings::Severity::Marked)) => 0,
        (Status::Present, _) => 1,
        _ => 2,
    };
    let mut list: Vec<&Finding> = analysis
        .findings
        .iter()
        .filter(|f| matches!(f.status, Status::Present | Status::Borderline))
        .collect();
    list.sort_by(|a, b| {
        rank(a).cmp(&rank(b)).then(b.confidence.unwrap_or(0.0).total_cmp(&a.confidence.unwrap_or(0.0)))
    });
    list
}

fn found(analysis: &Analysis) -> String {
    // The strongest in a sentence, a second one too; more of them in a row of names.
    let present = analysis.findings.iter().filter(|f| f.status == Status::Present).count();
    found_in(analysis, if present > 2 { 1 } else { 2 })
}

/// What is found and what is borderline with only the strongest in a sentence.
pub(crate) fn brief(analysis: &Analysis) -> String {
    let borderline = borderline(analysis).replace("Borderline, so within the error:", "Borderline:");
    format!("{} {borderline}", found_in(analysis, 1)).trim_end().to_owned()
}

/// The sentence on a hip drop says by how much it is more than on the other side: an imbalance that rests on the same
/// difference is not said twice.
fn is_said(finding: &Finding, by: &[&Finding]) -> bool {
    let of_drop = |e: &Evidence| e.metric == "pelvic_drop_excursion";
    finding.fault == "left-right-imbalance"
        && worst(finding).is_some_and(of_drop)
        && by.first().is_some_and(|f| f.fault == "hip-drop" && f.side == finding.side)
}

fn found_in(analysis: &Analysis, full: usize) -> String {
    let list = strongest(analysis);
    let mut present: Vec<&Finding> = list.iter().copied().filter(|f| f.status == Status::Present).collect();
    present.retain(|f| !is_said(f, &list));
    let mut out: Vec<String> = present.iter().take(full).map(|f| sentence(f)).collect();
    let rest: Vec<String> = present.iter().skip(full).map(|f| short(f)).collect();
    if !rest.is_empty() {
        out.push(format!("Also present: {}.", rest.join("; ")));
    }
    let checked: Vec<String> =
        analysis.findings.iter().filter(|f| f.status == Status::Absent).map(name).collect();
    let borderline = borderline(analysis);
    if out.is_empty() && !borderline.is_empty() {
        out.push("Nothing is clearly present.".to_owned());
    }
    if out.is_empty() {
        return if checked.is_empty() {
            let hint = analysis.run.speed_mps.is_none() && analysis.metric("cadence").is_some();
            let hint = if hint { " With the running speed, cadence can be judged." } else { "" };
            format!("No form fault could be checked with these sensors.{hint}")
        } else {
            format!("Nothing stands out. Checked: {}.", checked.join("; "))
        };
    }
    out.join(" ")
}

/// `Borderline, so within the error: …`; empty without any.
fn borderline(analysis: &Analysis) -> String {
    let list: Vec<String> = strongest(analysis)
        .into_iter()
        .filter(|f| f.status == Status::Borderline)
        .map(|f| side(f).map_or_else(|| name(f), |s| format!("{} {s}", name(f))))
        .collect();
    if list.is_empty() {
        return String::new();
    }
    format!("Borderline, so within the error: {}.", list.join("; "))
}

/// One present finding in a few words: `bounce, mild (11.1 cm)`.
fn short(finding: &Finding) -> String {
    let mut text = name(finding);
    if let Some(side) = side(finding) {
        text.push_str(&format!(" {side}"));
    }
    if let Some(s) = finding.severity {
        text.push_str(&format!(", {}", severity(s)));
    }
    if let Some(e) = worst(finding) {
        let unit = metrics::info(&e.metric).map_or("", |info| info.unit);
        text.push_str(&format!(" ({})", quantity(e.value, e.uncertainty, unit)));
    }
    text
}

/// One present finding as a sentence.
fn sentence(finding: &Finding) -> String {
    let Some(evidence) = worst(finding) else { return format!("{}.", finding.name) };
    let unit = metrics::info(&evidence.metric).map_or("", |info| info.unit);
    let value = with_error(evidence.value, evidence.uncertainty, unit);
    let which = side(finding);
    let legs = |one: &str, both: &str| match finding.side {
        Some(FindingSide::Left) => format!("the left {one}"),
        Some(FindingSide::Right) => format!("the right {one}"),
        _ => both.to_owned(),
    };
    let text = match finding.fault.as_str() {
        "hip-drop" => {
            let standing = match finding.side {
                Some(FindingSide::Left) => "On the left leg, the right hip sinks",
                Some(FindingSide::Right) => "On the right leg, the left hip sinks",
                _ => "The hip of the swinging leg sinks on both sides, by up to",
            };
            let more = more_than_other(finding, unit).unwrap_or_default();
            format!("{standing} {value}{more}")
        }
        "overstriding" => {
            let foot = upper(&legs("foot lands", "the feet land"));
            format!("{foot} ahead of the knee: shank {value} forward")
        }
        "heel-pounding" => {
            let shank = upper(&legs("leg lands", "both legs land"));
            format!("{shank} hard: {value} at the shin")
        }
        "left-right-imbalance" => {
            let foot = match finding.side {
                Some(FindingSide::Left) => "The left foot stays longer on the ground",
                Some(FindingSide::Right) => "The right foot stays longer on the ground",
                _ => "The feet differ in ground contact",
            };
            match evidence.metric.as_str() {
                "contact_time_balance" => format!("{foot}: left share {value}"),
                "pelvic_drop_excursion" => {
                    let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
                    let leg = legs("leg", "one leg");
                    format!("Left and right differ: the hip drop on {leg} is larger by {by}")
                }
                _ => format!("Left and right differ: {} {value}", lower(&metric_name(&evidence.metric))),
            }
        }
        "low-cadence" => format!("Steps are few for this speed: {value}"),
        "trunk-lean" => format!("The trunk leans forward {value}"),
        "form-drift" => {
            let way = if evidence.value > 0.0 { "rose" } else { "fell" };
            let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
            format!("Form changed over the run: {} {way} by {by}", lower(&metric_name(&evidence.metric)))
        }
        "limited-hip-extension" => {
            let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
            format!("{} less far behind than the other, by {by}", upper(&legs("thigh goes", "the thighs go")))
        }
        "arm-crossover" => {
            let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
            format!(
                "{} across the body more than the other, by {by}",
                upper(&legs("arm swings", "the arms swing"))
            )
        }
        "bounce" => format!("The body rises and falls {value} with each step"),
        _ => {
            let at = which.map_or_else(String::new, |s| format!(", {s}"));
            format!("{}{at}: {} {value}", finding.name, lower(&metric_name(&evidence.metric)))
        }
    };
    let marked = finding.severity.map_or_else(String::new, |s| format!(", {}", severity(s)));
    format!("{text}: {}{marked}.", name(finding)).replace(&format!(": {}", finding.name), "")
}

/// The evidence furthest beyond its threshold.
pub(crate) fn worst(finding: &Finding) -> Option<&Evidence> {
    let beyond = |e: &Evidence| {
        let above = if e.marked >= e.threshold { 1.0 } else { -1.0 };
        above * (e.value - e.threshold) / e.uncertainty.max(1e-12)
    };
    finding.deciding().max_by(|a, b| beyond(a).total_cmp(&beyond(b)))
}

/// `, 4° more than on the right (± 3°)`, where that difference is larger than its error.
fn more_than_other(finding: &Finding, unit: &str) -> Option<String> {
    let of = |side| finding.evidence.iter().find(|e| e.side == Some(side));
    let (left, right) = (of(FindingSide::Left)?, of(FindingSide::Right)?);
    if left.metric != right.metric {
        return None;
    }
    // Each side's own error counts: a difference may be better known, never worse.
    let half = left.uncertainty.hypot(right.uncertainty);
    let more = match finding.side? {
        FindingSide::Left => left.value - right.value,
        FindingSide::Right => right.value - left.value,
        FindingSide::Both => return None,
    };
    let words = with_error(more, half, unit).replacen(" (", " more than the other side (", 1);
    (more > half).then(|| format!(", {words}"))
}

fn ordinary(analysis: &Analysis) -> String {
    let mut out: Vec<String> = Vec::new();
    let absent = |id: &str| analysis.findings.iter().any(|f| f.fault == id && f.status == Status::Absent);
    if let Some(landing) = landing(analysis) {
        out.push(landing);
    }
    let balance = analysis.metric("contact_time_balance").filter(|_| absent("left-right-imbalance"));
    if let Some(balance) = balance {
        let value = with_error(balance.value, balance.uncertainty, balance.unit);
        out.push(format!("Contact times are even: {value} on the left."));
    }
    let mut measured: Vec<String> = Vec::new();
    for (id, words) in [("cadence", "cadence"), ("contact_time", "contact time")] {
        if let Some(m) = analysis.metric(id) {
            measured.push(format!("{words} {}", quantity(m.value, m.uncertainty, m.unit)));
        }
    }
    if !measured.is_empty() {
        out.push(format!("{}.", upper(&measured.join(", "))));
    }
    let stands_out =
        analysis.findings.iter().any(|f| matches!(f.status, Status::Present | Status::Borderline));
    let not: Vec<String> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::Absent && !(f.fault == "left-right-imbalance" && balance.is_some()))
        .map(name)
        .collect();
    if stands_out && !not.is_empty() {
        out.push(format!("Checked and not found: {}.", not.join("; ")));
    }
    out.join(" ")
}

/// Where the feet land, if it is the same whatever the error of the angle.
fn landing(analysis: &Analysis) -> Option<String> {
    let classes = [
        ("foot_strike_share_rear", "heel"),
        ("foot_strike_share_mid", "midfoot"),
        ("foot_strike_share_fore", "forefoot"),
    ];
    classes.into_iter().find_map(|(id, place)| {
        let share = analysis.metric(id)?;
        (share.value - share.uncertainty > 50.0).then(|| format!("Landing is on the {place}."))
    })
}

/// What the sensors leave open whatever they show, or else the faults that were not assessed.
fn limit(analysis: &Analysis) -> Option<String> {
    let open: Vec<String> =
        analysis.findings.iter().filter(|f| f.status == Status::NotAssessed).map(name).collect();
    let open = (!open.is_empty()).then(|| format!("Not assessed with these sensors: {}.", open.join("; ")));
    one_sided(analysis).or(open)
}

/// What a single leg or a bare step counter can never tell.
pub(crate) fn one_sided(analysis: &Analysis) -> Option<String> {
    let running = || analysis.recordings.iter().filter(|r| r.running_s > 0.0).map(|r| r.placement);
    let first = running().next()?.side;
    if running().all(|p| p.is_leg() && p.side == first) {
        let (this, other) = if first == Side::Left { ("left", "right") } else { ("right", "left") };
        return Some(format!("Only the {this} leg wore a sensor: nothing is known of the {other} one."));
    }
    let only_cadence = analysis.metrics.iter().all(|m| m.id == "cadence") && !analysis.metrics.is_empty();
    only_cadence.then(|| "Only cadence could be measured with these sensors.".to_owned())
}
