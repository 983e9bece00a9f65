//! The table of metrics: metric, left, right, both, ±, typical, n.

use strideform::findings::reference_range;
use strideform::metrics::Metric;
use strideform::report::Analysis;

use super::wrap::{NO_BREAK, wrapped};
use crate::number::{decimals, fixed, typical_range};
use crate::strike::probability;
use crate::table::{Align, Table};
use crate::units::{bound, is_hollow, metric_name, one_leg, shown, with_unit};

/// A value with the digits that its error justifies, in the unit shown to people; without the unit.
pub(super) fn value(metric: &Metric, value: f64) -> String {
    let (factor, _) = shown(metric.unit);
    fixed(value * factor, decimals(metric.uncertainty * factor))
}

/// `273 ± 9 ms`.
pub(super) fn with_error(metric: &Metric) -> String {
    let (factor, unit) = shown(metric.unit);
    let half = fixed(metric.uncertainty * factor, decimals(metric.uncertainty * factor));
    let space = if unit.is_empty() || unit == "°" { String::new() } else { NO_BREAK.to_string() };
    format!("{}{NO_BREAK}±{NO_BREAK}{half}{space}{unit}", value(metric, metric.value))
}

/// The table; empty without metrics.
pub(super) fn table(analysis: &Analysis) -> String {
    if analysis.metrics.is_empty() {
        return String::new();
    }
    let sides = analysis.metrics.iter().any(|m| m.left.is_some() || m.right.is_some());
    let ranges: Vec<_> = analysis
        .metrics
        .iter()
        .map(|m| reference_range(m.id.as_str(), &analysis.run, &analysis.runner))
        .collect();
    let has_typical = ranges.iter().any(Option::is_some);
    let mut columns = vec![("metric", Align::Left)];
    if sides {
        columns.extend([("left", Align::Right), ("right", Align::Right)]);
    }
    columns.extend([("both", Align::Right), ("±", Align::Right)]);
    if has_typical {
        columns.push(("typical", Align::Right));
    }
    columns.push(("n", Align::Right));
    let mut table = Table::new(&columns);
    let unknown = || "-".to_owned();
    for (metric, range) in analysis.metrics.iter().zip(&ranges) {
        let (factor, unit) = shown(metric.unit);
        let open = probability(analysis, metric);
        let digits = if open.is_some() { 0 } else { decimals(metric.uncertainty * factor) };
        let show = |v: f64| fixed(v * factor, digits);
        let marked = |v: f64| format!("{}{}", bound(metric), show(v));
        // With one leg only there is no "both": its value is listed under its side.
        let both = Some(metric.value).filter(|_| !one_leg(metric));
        let (name, left, right, both) = match &open {
            Some(p) => (p.name.to_owned(), p.left, p.right, p.both),
            None if is_hollow(metric) => {
                (format!("{} (trend only)", metric_name(metric.id.as_str())), None, None, None)
            }
            None => (with_unit(&metric_name(metric.id.as_str()), unit), metric.left, metric.right, both),
        };
        let mut row = vec![name];
        if sides {
            row.push(left.map_or_else(unknown, marked));
            row.push(right.map_or_else(unknown, marked));
        }
        row.push(both.map_or_else(unknown, marked));
        row.push(if open.is_some() || is_hollow(metric) { unknown() } else { show(metric.uncertainty) });
        if has_typical {
            row.push(range.as_ref().map_or_else(unknown, |r| typical_range(r, factor)));
        }
        row.push(metric.n.to_string());
        table.row(row);
    }
    let mut text = table.render();
    text.push_str(&wrapped(
        "",
        "± is the 95 % interval; n counts the steps, strides or windows behind a value.",
    ));
    if has_typical {
        text.push_str(&wrapped("", "typical: the range of most runners at this speed (not a norm)."));
    }
    text
}
