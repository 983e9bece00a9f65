//! Watches: their metrics rank after those of sensors; their speed and start time complete the data about the run.

use crate::metrics::{self, MetricId};
use crate::recording::{Caveat, CaveatId, Placement, RowKind, Run, Session, Sport, WatchRun};
use crate::report::{LapSummary, RecordingSummary};

use super::metric_set::MetricSet;

/// The run, completed with data from the watches that the user did not give.
pub(super) fn completed(run: &Run, watches: &[WatchRun]) -> Run {
    let mut out = run.clone();
    let running = || watches.iter().filter(|w| w.has_running());
    if out.speed_mps.is_none() {
        out.speed_mps = running()
            .find_map(|w| metrics::watch(w).into_iter().find(|m| m.id == MetricId::Speed))
            .map(|m| m.value)
            .or_else(|| running().find_map(WatchRun::mean_speed_mps));
    }
    if out.started.is_none() {
        out.started = running().find_map(WatchRun::started_text);
    }
    out.shoes = out.shoes.or_else(|| running().find_map(|w| w.shoes.clone()));
    // Sums of a table of many runs are those of a season.
    let mut single = running().filter(|w| w.runs == 1);
    if let Some(watch) = single.next() {
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        out.distance_m = out.distance_m.or(watch.totals.distance_m.filter(positive));
        out.seconds = out.seconds.or(watch.totals.seconds.filter(positive));
        out.steps = out.steps.or(watch.steps());
    }
    if out.surface.is_none() && running().any(|w| w.indoors) {
        out.surface = Some("treadmill".to_owned());
    }
    out
}

/// Adds the metrics that no sensor provided; if one did, a caveat mentions a watch that differs by more than both
/// errors.
pub(super) fn add_metrics(found: &mut MetricSet, session: &Session, run: &Run) {
    for watch in &session.watches {
        let own = metrics::watch(watch);
        // What a second device's values merely imply would mix its values with those of the first.
        let implied = |m: &metrics::Metric| watch.beside && m.method.starts_with("from-");
        found.insert_or_cross_check(own.into_iter().filter(|m| !implied(m)));
    }
    if !session.watches.is_empty() && found.get(MetricId::LegStiffness).is_none() {
        found.insert(metrics::leg_stiffness(found.as_slice(), &session.runner, run));
    }
}

/// Laps (*chosen*: more than the longest race with a lap a kilometre).
const MAX_LAPS: usize = 500;

/// The laps of the run, from the first device that has several.
pub(super) fn laps(watches: &[WatchRun]) -> Vec<LapSummary> {
    let Some(run) = watches.iter().find(|w| w.runs == 1 && w.has_running() && w.laps.len() > 1) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (number, lap) in (1..=run.laps.len().min(MAX_LAPS)).zip(&run.laps) {
        let mut summary = LapSummary::default();
        (summary.number, summary.start_s) = (number, lap.start_s);
        let own = run.lap(number);
        let totals = own.as_ref().map_or(lap.totals, |own| own.totals);
        (summary.seconds, summary.distance_m) = (totals.seconds, totals.distance_m);
        summary.steps = totals.steps.or_else(|| own.as_ref().and_then(WatchRun::steps));
        let metrics = own.iter().flat_map(metrics::watch);
        summary.metrics = metrics.map(|m| (m.id.to_string(), m.value)).collect();
        out.push(summary);
    }
    out
}

/// Summary of the watch's run for the report.
pub(super) fn summary(run: &WatchRun) -> RecordingSummary {
    let mut caveats = run.caveats.clone();
    let running_s = run.running_s();
    if !run.has_running() {
        let text = match &run.sport {
            Sport::Other(name) => format!("this is {name}, not running"),
            Sport::Walking => "this is walking, not running".to_owned(),
            _ => "no running was detected in this export: no cadence above 60 strides per minute".to_owned(),
        };
        caveats.push(Caveat::new(CaveatId::NoRunning, text));
    }
    let span = match (run.records.time_s.first(), run.records.time_s.last()) {
        (Some(a), Some(b)) => b - a,
        _ => 0.0,
    };
    let rows = run.records.len();
    let rate_hz =
        if run.rows == RowKind::Record && span > 0.0 { rows.saturating_sub(1) as f64 / span } else { 0.0 };
    RecordingSummary {
        file: run.file.clone(),
        device: run.device.clone(),
        placement: Placement::WATCH,
        samples: rows,
        seconds: run.totals.seconds.unwrap_or(span),
        rate_hz,
        channels: run.records.channels().into_iter().map(|c| c.name()).collect(),
        running_s,
        doubtful_s: 0.0,
        caveats,
    }
}
