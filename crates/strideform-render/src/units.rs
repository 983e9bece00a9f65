//! Units and names as shown to people; files use those of the catalogue.

use strideform::findings::Evidence;
use strideform::metrics::{Bound, Metric};

use crate::number::{decimals, fixed, unit_after};

/// The unit in which a unit of the catalogue is shown, and the factor to convert to it.
pub(crate) fn shown(unit: &str) -> (f64, &str) {
    match unit {
        "s" => (1000.0, "ms"),
        "1" => (1.0, ""),
        other => (1.0, other),
    }
}

/// The unit of a piece of evidence: that of its metric, or % where it is a share of the mean of both sides.
pub(crate) fn evidence_unit(evidence: &Evidence) -> &'static str {
    if evidence.relative {
        "%"
    } else {
        strideform::metrics::info(&evidence.metric).map_or("", |info| info.unit)
    }
}

/// True where the error of a level exceeds the level itself: it is not shown as a number.
pub(crate) fn is_hollow(metric: &Metric) -> bool {
    LEVELS.contains(&metric.id.as_str()) && metric.uncertainty >= metric.value.abs()
}

/// Metrics whose level may be known so badly that only its change within a runner means something. Angles and differences
/// around zero are not among them.
const LEVELS: [&str; 4] =
    ["vertical_loading_rate", "instantaneous_loading_rate", "leg_stiffness", "peak_tibial_acceleration"];

/// The name of a metric, for the first column of a table and for sentences; the identifier if it has no name.
pub(crate) fn metric_name(id: &str) -> String {
    strideform::metrics::info(id).map_or_else(|| id.replace('_', " "), |info| info.name.to_owned())
}

/// `Cadence (steps/min)`, `Peak vertical force (active, BW)`.
pub(crate) fn with_unit(name: &str, unit: &str) -> String {
    match (unit, name.strip_suffix(')')) {
        ("", _) => name.to_owned(),
        (_, Some(open)) => format!("{open}, {unit})"),
        (_, None) => format!("{name} ({unit})"),
    }
}

/// A quantity of the catalogue with the digits that its error justifies: `273 ms`.
pub(crate) fn quantity(value: f64, half_width: f64, unit: &str) -> String {
    let (factor, unit) = shown(unit);
    let digits = decimals(half_width * factor);
    format!("{}{}", fixed(value * factor, digits), unit_after(unit))
}

/// `273 ms (± 9)`; the unit is repeated after the error only if it is a single character.
pub(crate) fn with_error(value: f64, half_width: f64, unit: &str) -> String {
    let (factor, short) = shown(unit);
    let half = fixed(half_width * factor, decimals(half_width * factor));
    let after = if short.chars().count() <= 1 { unit_after(short) } else { String::new() };
    format!("{} (±\u{a0}{half}{after})", quantity(value, half_width, unit))
}

/// `≥ ` or `≤ ` if the value is a bound.
pub(crate) fn bound(metric: &Metric) -> &'static str {
    match metric.bound {
        Bound::AtLeast => "≥ ",
        Bound::AtMost => "≤ ",
        Bound::Exact => "",
    }
}

/// True if the value comes from one leg only.
pub(crate) fn one_leg(metric: &Metric) -> bool {
    metric.left.is_some() != metric.right.is_some()
        && metric.left.or(metric.right).is_some_and(|side| (side - metric.value).abs() < 1e-12)
}
