//! Turns an analysis into its row of the table of runs.

use strideform::report::{Analysis, RecordingSummary};
use strideform_render::tables::{RunRow, RunStatus, RunValues, RunVerdict};

/// The row of an analysis; without running, its status is [`RunStatus::NoRunning`] and it holds `reason`.
pub fn run_row(input: impl Into<String>, analysis: &Analysis, reason: Option<String>) -> RunRow {
    let status = if analysis.has_running() { RunStatus::Done } else { RunStatus::NoRunning };
    let recordings = &analysis.recordings;
    let most = |value: fn(&RecordingSummary) -> f64| {
        recordings.iter().map(value).filter(|v| v.is_finite()).fold(0.0, f64::max)
    };
    let known = |value: f64| value.is_finite().then_some(value);
    let placements: Vec<String> = recordings.iter().map(|r| r.placement.to_string()).collect();
    let mut caveats: Vec<String> = recordings
        .iter()
        .flat_map(|r| &r.caveats)
        .chain(&analysis.caveats)
        .map(|caveat| caveat.id.to_string())
        .collect();
    caveats.sort();
    caveats.dedup();
    let metrics = analysis.metrics.iter().map(|m| {
        let mut values = RunValues::default();
        values.value = known(m.value);
        values.uncertainty = known(m.uncertainty);
        values.left = m.left.and_then(known);
        values.right = m.right.and_then(known);
        (m.id.to_string(), values)
    });
    let mut row = RunRow::new(input, status);
    row.placement = (!placements.is_empty()).then(|| placements.join("+"));
    row.reason = reason.filter(|_| status == RunStatus::NoRunning);
    row.samples = recordings.iter().map(|r| r.samples as u64).sum();
    row.seconds = most(|r| r.seconds);
    row.running_s = most(|r| r.running_s);
    row.rate_hz = recordings.iter().map(|r| r.rate_hz).filter(|v| *v > 0.0).reduce(f64::min);
    if status == RunStatus::Done {
        row.metrics = metrics.collect();
    }
    row.faults = analysis.findings.iter().map(|f| (f.fault.clone(), f.status.as_str().to_owned())).collect();
    row.verdicts = analysis
        .findings
        .iter()
        .map(|f| {
            let mut verdict = RunVerdict::default();
            verdict.side = f.side.map(|s| s.as_str().to_owned());
            verdict.severity = f.severity.map(|s| s.as_str().to_owned());
            verdict.confidence = f.confidence.and_then(known);
            (f.fault.clone(), verdict)
        })
        .filter(|(_, verdict)| *verdict != RunVerdict::default())
        .collect();
    row.started.clone_from(&analysis.run.started);
    row.distance_m = analysis.run.distance_m.and_then(known);
    row.steps = analysis.run.steps.and_then(known);
    let mut devices: Vec<&str> = recordings.iter().filter_map(|r| r.device.as_deref()).collect();
    devices.dedup();
    row.device = (!devices.is_empty()).then(|| devices.join("+"));
    row.caveats = caveats;
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::pipeline::{AnalysisOptions, analyze};
    use strideform::read::{Input, ReadOptions, Source};
    use strideform_virtual::{CsvStyle, Params, SensorSpec, Side, VirtualRun};

    #[test]
    fn a_row_of_runs_survives_json_to_the_last_bit() {
        let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() }).expect("a run");
        let mut bytes = Vec::new();
        run.record(&SensorSpec::shank(Side::Left)).write_csv(&mut bytes, CsvStyle::Units).expect("written");
        let source = Source::Bytes { name: "shank-left.csv".into(), bytes };
        let input = Input::Recording { source, placement: None, device: None };
        let session = input.read(&ReadOptions::default()).expect("it is read");
        let analysis = analyze(&session, &AnalysisOptions::default());
        let row = run_row("a run", &analysis, None);
        assert!(row.metrics.len() > 5, "{:?}", row.metrics.keys());
        assert_eq!(row.metrics["cadence"].value, analysis.metric("cadence").map(|m| m.value));
        let text = serde_json::to_string(&row).expect("JSON");
        let back: RunRow = serde_json::from_str(&text).expect("reads back");
        assert_eq!(back, row);
    }
}
