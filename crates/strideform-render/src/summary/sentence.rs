//! One finding that is present: as a sentence, or in a few words.

use strideform::findings::{Finding, FindingSide, Role};

use super::strongest::worst;
use crate::labels::{lower, name, severity, side, upper};
use crate::units::{evidence_unit, metric_name, quantity, with_error};

/// One present finding in a few words: `bounce, mild (11.1 cm)`.
pub(super) fn short(finding: &Finding) -> String {
    let mut text = name(finding);
    if let Some(side) = side(finding) {
        text.push_str(&format!(" {side}"));
    }
    if let Some(s) = finding.severity {
        text.push_str(&format!(", {}", severity(s)));
    }
    if let Some(e) = worst(finding) {
        text.push_str(&format!(" ({})", quantity(e.value, e.uncertainty, evidence_unit(e))));
    }
    text
}

/// One present finding as a sentence.
pub(super) fn sentence(finding: &Finding) -> String {
    let Some(evidence) = worst(finding) else { return format!("{}.", finding.name) };
    let unit = evidence_unit(evidence);
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
                Some(FindingSide::Left) => "On the left leg, the right hip drops",
                Some(FindingSide::Right) => "On the right leg, the left hip drops",
                _ => "The swing-side hip drops on both sides, by up to",
            };
            let more = more_than_other(finding, unit).unwrap_or_default();
            format!("{standing} {value}{more}")
        }
        "overstriding" => {
            let foot = upper(&legs("foot lands", "the feet land"));
            format!("{foot} ahead of the knee: shank angle {value}")
        }
        "heel-pounding" => {
            let shank = upper(&legs("leg lands", "both legs land"));
            format!("{shank} hard: {value} at the shin")
        }
        "left-right-imbalance" => {
            let foot = match finding.side {
                Some(FindingSide::Left) => "The left foot stays on the ground longer",
                Some(FindingSide::Right) => "The right foot stays on the ground longer",
                _ => "Ground contact differs between the feet",
            };
            match evidence.metric.as_str() {
                "contact_time_balance" => format!("{foot}: left share {value}"),
                "pelvic_drop_excursion" => {
                    let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
                    let leg = legs("leg", "one leg");
                    format!("Left and right differ: the hip drop on {leg} is larger by {by}")
                }
                _ if evidence.role == Role::Difference => {
                    let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
                    let leg = legs("leg", "one leg");
                    format!(
                        "Left and right differ: {} on {leg} is higher by {by}",
                        lower(&metric_name(&evidence.metric))
                    )
                }
                _ => format!("Left and right differ: {} {value}", lower(&metric_name(&evidence.metric))),
            }
        }
        "low-cadence" => format!("Cadence is low for this speed: {value}"),
        "trunk-lean" if evidence.value < 0.0 => {
            format!("The trunk leans back {}", with_error(-evidence.value, evidence.uncertainty, unit))
        }
        "trunk-lean" => format!("The trunk leans forward {value}"),
        "form-drift" => {
            let direction = if evidence.value > 0.0 { "rose" } else { "fell" };
            let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
            format!(
                "Form changed over the run: {} {direction} by {by}",
                lower(&metric_name(&evidence.metric))
            )
        }
        "limited-hip-extension" if evidence.role != Role::Difference => {
            format!("{} little at toe-off: {value}", upper(&legs("thigh extends", "the thighs extend")))
        }
        "limited-hip-extension" => {
            let by = with_error(evidence.value.abs(), evidence.uncertainty, unit);
            format!(
                "{} less at toe-off than the other, by {by}",
                upper(&legs("thigh extends", "the thighs extend"))
            )
        }
        "arm-crossover" if evidence.role != Role::Difference => {
            format!("{} across the body: {value} of the swing", upper(&legs("arm swings", "both arms swing")))
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

/// `, 4° more than on the right (± 3°)`, if that difference is larger than its error.
fn more_than_other(finding: &Finding, unit: &str) -> Option<String> {
    let of = |side| finding.evidence.iter().find(|e| e.side == Some(side));
    let (left, right) = (of(FindingSide::Left)?, of(FindingSide::Right)?);
    if left.metric != right.metric {
        return None;
    }
    // Each side has its own error: a difference may be known better than the sides, never worse.
    let half = left.uncertainty.hypot(right.uncertainty);
    let more = match finding.side? {
        FindingSide::Left => left.value - right.value,
        FindingSide::Right => right.value - left.value,
        FindingSide::Both => return None,
    };
    let words = with_error(more, half, unit).replacen(" (", " more than the other side (", 1);
    (more > half).then(|| format!(", {words}"))
}
