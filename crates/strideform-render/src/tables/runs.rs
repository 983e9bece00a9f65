//! The table of runs: one row per input.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use strideform::findings::RuleTable;
use strideform::metrics::catalogue;

use super::column::{self, Column};
use super::run_row::{RunRow, RunValues};
use crate::RenderError;

/// Name and version of the table: within a version, columns may be added but never renamed or given another unit.
pub const RUNS: &str = "strideform.runs/1";

/// The schema of the table of runs; its columns name the faults of a rule table.
pub fn runs_schema(rules: &RuleTable) -> SchemaRef {
    column::schema(RUNS, &columns(rules))
}

fn columns(rules: &RuleTable) -> Vec<Column> {
    let mut all = vec![
        Column::text("input", "The input as given or found").always(),
        Column::text("placement", "Placements of the sensors, joined by +"),
        Column::status("status", "0 analysed, 4 read, but no running was detected").always(),
        Column::text("reason", "Why there is nothing to measure"),
        Column::count("samples", "Samples of all sensors"),
        Column::number("seconds", "s", "Time from first to last sample of the longest recording").always(),
        Column::number("running_s", "s", "Running time, in the recording that has the most").always(),
        Column::number("rate_hz", "Hz", "Measured sampling rate; the lowest if they differ"),
        Column::text("started", "Start, RFC 3339, if known"),
        Column::number("distance_m", "m", "Distance, as a watch states it"),
        Column::number("steps", "1", "Steps of both feet, as a watch states them"),
        Column::text("device", "Devices, as far as they are named, joined by +"),
    ];
    for metric in catalogue() {
        let (id, unit) = (metric.id.as_str(), metric.unit);
        all.push(Column::number(id, unit, metric.definition));
        all.push(Column::number(format!("{id}_uncertainty"), unit, "95 % half-width of the value"));
        all.push(Column::number(format!("{id}_left"), unit, "Left side"));
        all.push(Column::number(format!("{id}_right"), unit, "Right side"));
    }
    for fault in &rules.faults {
        let what = format!("{}: present, borderline, absent or not-assessed", fault.name);
        let name = fault_column(&fault.id);
        all.push(Column::text(name.clone(), what));
        all.push(Column::text(format!("{name}_side"), "left, right or both"));
        all.push(Column::text(format!("{name}_severity"), "mild or marked, if present"));
        all.push(Column::number(format!("{name}_confidence"), "1", "Confidence in the verdict, 0…1"));
    }
    all.push(Column::text("caveats", "Identifiers of the caveats about the recordings, separated by spaces"));
    all
}

fn fault_column(id: &str) -> String {
    format!("fault_{}", id.replace('-', "_"))
}

/// Rows of the table of runs, with the columns of the given schema.
///
/// # Errors
/// None, if the rows match the schema.
pub fn runs_batch(rows: &[RunRow], rules: &RuleTable) -> Result<RecordBatch, RenderError> {
    let rows: Vec<&RunRow> = rows.iter().flat_map(|row| std::iter::once(row).chain(&row.more)).collect();
    let mut all: Vec<ArrayRef> = vec![
        column::words(rows.iter().map(|r| &r.input)),
        column::texts(rows.iter().map(|r| r.placement.as_ref())),
        column::statuses(rows.iter().map(|r| r.status.code())),
        column::texts(rows.iter().map(|r| r.reason.as_ref())),
        column::counts(rows.iter().map(|r| r.samples)),
        column::numbers(rows.iter().map(|r| Some(r.seconds))),
        column::numbers(rows.iter().map(|r| Some(r.running_s))),
        column::numbers(rows.iter().map(|r| r.rate_hz)),
        column::texts(rows.iter().map(|r| r.started.as_ref())),
        column::numbers(rows.iter().map(|r| r.distance_m)),
        column::numbers(rows.iter().map(|r| r.steps)),
        column::texts(rows.iter().map(|r| r.device.as_ref())),
    ];
    for metric in catalogue() {
        let cells = |value: fn(&RunValues) -> Option<f64>| {
            column::numbers(rows.iter().map(move |r| r.metrics.get(metric.id.as_str()).and_then(value)))
        };
        all.extend([cells(|m| m.value), cells(|m| m.uncertainty), cells(|m| m.left), cells(|m| m.right)]);
    }
    for fault in &rules.faults {
        let verdicts = || rows.iter().map(|r| r.verdicts.get(&fault.id));
        all.push(column::texts(rows.iter().map(|r| r.faults.get(&fault.id))));
        all.push(column::texts(verdicts().map(|v| v.and_then(|v| v.side.as_ref()))));
        all.push(column::texts(verdicts().map(|v| v.and_then(|v| v.severity.as_ref()))));
        all.push(column::numbers(verdicts().map(|v| v.and_then(|v| v.confidence))));
    }
    all.push(column::words(rows.iter().map(|r| r.caveats.join(" "))));
    column::table(runs_schema(rules), all)
}
