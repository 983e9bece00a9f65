//! How each metric developed over the run.

use minijinja::Value;
use serde::Serialize;
use strideform::metrics::SpeedOverRun;
use strideform::report::Analysis;

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
            let words = match analysis.drift.iter().find(|d| d.id == metric.id) {
                Some(d) => {
                    let half = d.uncertainty * factor;
                    let digits = decimals(half).min(digits + 1);
                    let change = fixed(d.change * factor, digits);
                    let nothing = change.bytes().all(|b| matches!(b, b'0' | b'.'));
                    let sign = if d.change > 0.0 && !nothing { "+" } else { "" };
                    let beyond = d.change.abs() > d.uncertainty && !nothing;
                    format!(
                        "{} → {}{}, {}{} ± {}{}",
                        fixed(d.fresh * factor, digits),
                        fixed(d.late * factor, digits),
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

/// What the values beside the lines compare: the parts of the run and the error of a finding on drift.
pub(super) fn note(analysis: &Analysis) -> String {
    let lines = "Lines are medians per minute; hollow dots mark minutes without running.";
    let Some(first) = analysis.drift.first() else {
        return format!(
            "{lines} The values are the first and the last minute: the run was too short to compare its parts."
        );
    };
    let minute = |s: f64| fixed(s / 60.0, 1);
    let ([a, b], [c, d]) = (first.fresh_s.map(minute), first.late_s.map(minute));
    let speed = match analysis.drift.iter().map(|d| d.speed).max_by_key(|s| *s as u8) {
        Some(SpeedOverRun::Removed) => " Changes of speed are subtracted.",
        Some(SpeedOverRun::Steady) => "",
        _ => " Changes of speed are not subtracted, as the speed is not known.",
    };
    format!(
        "{lines} The values compare minutes {a} to {b} of running (early) with minutes {c} to {d} (late), and give late minus \
         early with its 95 % interval within this run.{speed}"
    )
}
