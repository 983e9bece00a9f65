//! How each metric developed over the run.

use minijinja::Value;
use serde::Serialize;
use strideform::report::Analysis;

use super::early_late::early_late;
use super::svg::sparkline;
use super::template::trusted;
use crate::number::{decimals, fixed, unit_after};
use crate::units::{metric_name, shown};

/// One metric by minute.
#[derive(Serialize)]
pub(super) struct Trace {
    name: String,
    picture: Value,
    words: String,
}

pub(super) fn traces(analysis: &Analysis) -> Vec<Trace> {
    analysis
        .metrics
        .iter()
        .filter_map(|metric| {
            let (factor, unit) = shown(metric.unit);
            let digits = decimals(metric.uncertainty * factor);
            let show = |v: f64| fixed(v * factor, digits);
            // A minute with few steps is the start or end of the run, or a stop.
            let counts: Vec<f64> = metric.series.iter().map(|p| p.n as f64).collect();
            let min_steps = strideform::signal::median(&counts)? / 3.0;
            let series: Vec<_> = metric.series.iter().filter(|p| p.n as f64 >= min_steps).collect();
            let [first, _, .., last] = &series[..] else { return None };
            let name = metric_name(metric.id.as_str());
            let words = match early_late(&metric.steps) {
                Some(c) => {
                    let half = c.half_width * factor;
                    let digits = decimals(half).min(digits + 1);
                    let change = fixed(c.change * factor, digits);
                    let nothing = change.bytes().all(|b| matches!(b, b'0' | b'.'));
                    let sign = if c.change > 0.0 && !nothing { "+" } else { "" };
                    let beyond = c.change.abs() > c.half_width && !nothing;
                    format!(
                        "{} → {}{}, {}{} ± {}{}",
                        fixed(c.early * factor, digits),
                        fixed(c.late * factor, digits),
                        unit_after(unit),
                        sign,
                        change,
                        fixed(half, digits),
                        if beyond { ": changed" } else { "" }
                    )
                }
                None => format!("{} → {}{}", show(first.value), show(last.value), unit_after(unit)),
            };
            let message = format!(
                "{name} from minute {} to {}, early and late: {words}.",
                fixed(first.t_s / 60.0, 0),
                fixed(last.t_s / 60.0, 0)
            );
            let points: Vec<(f64, f64)> =
                series.iter().map(|p| ((p.t_s / 60.0).floor(), p.value * factor)).collect();
            let id = format!("course-{}", metric.id);
            let picture = sparkline(&id, &name, &message, &points, metric.uncertainty * factor);
            Some(Trace { name, picture: trusted(picture), words })
        })
        .collect()
}
