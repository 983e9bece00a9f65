//! A piece of evidence in one line.

use strideform::findings::{Evidence, FindingSide, Role};

use crate::number::{decimals, fixed};
use crate::units::{evidence_unit, metric_name, shown};

/// `Cadence: 152.0 ± 0.4 steps/min; threshold 156`.
pub(crate) fn weighed(evidence: &Evidence, with_source: bool) -> String {
    let (factor, unit) = shown(evidence_unit(evidence));
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
