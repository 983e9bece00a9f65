//! The table of numbers, and left against right.

use minijinja::Value;
use serde::Serialize;
use strideform::findings::reference_range;
use strideform::metrics::Metric;
use strideform::report::Analysis;

use super::svg::{Difference, balance as picture};
use super::template::trusted;
use crate::labels;
use crate::number::{decimals, fixed, typical_range, unit_after};
use crate::strike::probability;
use crate::units::{bound, is_hollow, metric_name, one_leg, quantity, shown, with_unit};

/// The table.
#[derive(Serialize)]
pub(super) struct Numbers {
    /// The first to look at.
    key: Vec<Row>,
    /// The others, folded.
    rows: Vec<Row>,
    /// How many there are.
    all: usize,
    sources: Vec<String>,
}

#[derive(Serialize)]
struct Row {
    name: String,
    plain: Option<&'static str>,
    left: String,
    right: String,
    both: String,
    error: String,
    typical: String,
    n: String,
}

/// The numbers that a coach looks at first, in this order of importance.
const KEY: [&str; 12] = [
    "cadence",
    "contact_time",
    "pelvic_drop_excursion",
    "peak_tibial_acceleration",
    "contact_time_balance",
    "foot_strike_angle",
    "shank_angle_at_contact",
    "vertical_oscillation",
    "trunk_lean",
    "hip_extension_at_toe_off",
    "flight_time",
    "speed",
];
/// Most of them that are not folded.
const MAX_KEY: usize = 6;

const NONE: &str = "–";

pub(super) fn numbers(analysis: &Analysis) -> Numbers {
    let mut sources: Vec<String> = Vec::new();
    let known = |id: &&&str| analysis.metric(**id).is_some();
    let key: Vec<&str> = KEY.iter().filter(known).take(MAX_KEY).copied().collect();
    let all: Vec<(bool, Row)> = analysis
        .metrics
        .iter()
        .map(|metric| {
            let (factor, unit) = shown(metric.unit);
            let open = probability(analysis, metric);
            let digits = if open.is_some() { 0 } else { decimals(metric.uncertainty * factor) };
            let show = |v: f64| fixed(v * factor, digits);
            let value = |v: Option<f64>| {
                v.map_or_else(|| NONE.to_owned(), |v| format!("{}{}", bound(metric), show(v)))
            };
            let range = reference_range(metric.id.as_str(), &analysis.run, &analysis.runner);
            let typical = range.map_or_else(
                || NONE.to_owned(),
                |r| {
                    let at = sources.iter().position(|s| s == r.source).unwrap_or_else(|| {
                        sources.push(r.source.to_owned());
                        sources.len() - 1
                    });
                    let marks = ["¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];
                    let mark = marks.get(at).copied().unwrap_or_default();
                    format!("{}{mark}", typical_range(&r, factor))
                },
            );
            let error =
                if open.is_some() || is_hollow(metric) { NONE.to_owned() } else { show(metric.uncertainty) };
            let whole = Some(metric.value).filter(|_| !one_leg(metric));
            let (name, left, right, both) = match &open {
                Some(p) => (p.name.to_owned(), p.left, p.right, p.both),
                None if is_hollow(metric) => {
                    (format!("{} (trend only)", metric_name(metric.id.as_str())), None, None, None)
                }
                None => (with_unit(&metric_name(metric.id.as_str()), unit), metric.left, metric.right, whole),
            };
            let row = Row {
                name,
                plain: labels::plain(metric.id.as_str()),
                left: value(left),
                right: value(right),
                both: value(both),
                error,
                typical,
                n: metric.n.to_string(),
            };
            (key.contains(&metric.id.as_str()), row)
        })
        .collect();
    let count = all.len();
    let (key, rows): (Vec<_>, Vec<_>) = all.into_iter().partition(|(is_key, _)| *is_key);
    let only = |list: Vec<(bool, Row)>| list.into_iter().map(|(_, row)| row).collect();
    Numbers { key: only(key), rows: only(rows), all: count, sources }
}

/// Left against right for every metric with sides; `None` without any.
pub(super) fn balance(analysis: &Analysis) -> Option<Value> {
    let mut list: Vec<Difference> = Vec::new();
    for metric in &analysis.metrics {
        list.extend(difference(metric));
    }
    if list.is_empty() {
        return None;
    }
    let beyond: Vec<String> =
        list.iter().filter(|d| d.ratio.abs() >= 1.0).map(|d| format!("{}: {}", d.name, d.words)).collect();
    let message = if beyond.is_empty() {
        "No difference between left and right exceeds its error.".to_owned()
    } else {
        format!("Larger than the error: {}. All other differences are within it.", beyond.join("; "))
    };
    Some(trusted(picture("balance", &list, &message)))
}

/// Shares of foot-strike types follow from the angle, and step times from their asymmetry.
const SHOWN_ELSEWHERE: [&str; 6] = [
    "foot_strike_share_rear",
    "foot_strike_share_mid",
    "foot_strike_share_fore",
    "stride_time",
    "step_time",
    "duty_factor",
];

fn difference(metric: &Metric) -> Option<Difference> {
    if SHOWN_ELSEWHERE.contains(&metric.id.as_str()) {
        return None;
    }
    let (more, half, unit, name) = match metric.id.as_str() {
        // The error of these is already that of a difference.
        "contact_time_balance" => {
            let more = 2.0 * (metric.value - 50.0);
            (more, 2.0 * metric.uncertainty, "%", "Contact time".to_owned())
        }
        "step_time_asymmetry" => (metric.value, metric.uncertainty, "%", "Step time".to_owned()),
        "contact_time" => return None,
        _ => {
            let half = std::f64::consts::SQRT_2 * metric.side_uncertainty?;
            (metric.left? - metric.right?, half, metric.unit, metric_name(metric.id.as_str()))
        }
    };
    if !(half > 0.0 && more.is_finite()) {
        return None;
    }
    let (factor, short) = shown(unit);
    let digits = decimals(half * factor);
    let side = if more >= 0.0 { "left" } else { "right" };
    let more_words = quantity(more.abs(), half, unit);
    let error = format!("± {}{}", fixed(half * factor, digits), unit_after(short));
    let none = fixed(more.abs() * factor, digits).bytes().all(|b| matches!(b, b'0' | b'.'));
    let words =
        if none { format!("no difference, {error}") } else { format!("{side} {more_words} more, {error}") };
    // Short enough to fit beside the values.
    let name = name
        .replace("Contralateral pelvic", "Pelvic")
        .replace("Vertical average loading rate", "Loading rate, average")
        .replace("Vertical instantaneous loading rate", "Loading rate, steepest");
    Some(Difference { name, ratio: more / half, words })
}
