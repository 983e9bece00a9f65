//! Tables of a single analysis.

use arrow_array::RecordBatch;
use strideform::report::{Analysis, ContactRow};

use super::column::{self, Column};
use super::strides::{contact_columns, contact_values};
use crate::RenderError;

/// One row per contact, with the columns of `--contacts`.
///
/// # Errors
/// None that an analysis can cause; this applies to every table here.
pub fn contacts(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    contact_rows(&analysis.contacts)
}

/// The same table for any list of contacts.
///
/// # Errors
/// None that valid contacts can cause.
pub fn contact_rows(rows: &[ContactRow]) -> Result<RecordBatch, RenderError> {
    let schema = column::schema("strideform.contacts/1", &contact_columns());
    column::table(schema, contact_values(rows))
}

/// One row per metric; `value`, `uncertainty`, `left`, `right` and `sd` are in the row's `unit`.
///
/// # Errors
/// None that an analysis can cause.
pub fn metrics(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let rows = &analysis.metrics;
    let own = "row"; // the unit differs from row to row
    let columns = [
        Column::text("metric", "Identifier in the catalogue").always(),
        Column::text("unit", "Unit of the values in this row").always(),
        Column::number("value", own, "Median over steps, both sides together"),
        Column::number("uncertainty", own, "95 % half-width of value"),
        Column::number("left", own, "Median of the left side's steps"),
        Column::number("right", own, "Median of the right side's steps"),
        Column::number("side_uncertainty", own, "95 % half-width of left and of right"),
        Column::number("side_difference_uncertainty", own, "95 % half-width of left minus right"),
        Column::number("sd", own, "Standard deviation over steps"),
        Column::count("n", "Steps (windows for cadence) that value is based on"),
        Column::text("placement", "The sensor it comes from").always(),
        Column::text("method", "Identifier of the method").always(),
        Column::text("error_source", "Basis of the uncertainty").always(),
        Column::texts("caveats", "Identifiers of its caveats"),
    ];
    let caveats: Vec<Vec<&str>> =
        rows.iter().map(|m| m.caveats.iter().map(|c| c.id.as_str()).collect()).collect();
    let values = vec![
        column::words(rows.iter().map(|m| m.id)),
        column::words(rows.iter().map(|m| m.unit)),
        column::numbers(rows.iter().map(|m| Some(m.value))),
        column::numbers(rows.iter().map(|m| Some(m.uncertainty))),
        column::numbers(rows.iter().map(|m| m.left)),
        column::numbers(rows.iter().map(|m| m.right)),
        column::numbers(rows.iter().map(|m| m.side_uncertainty)),
        column::numbers(rows.iter().map(|m| m.side_difference_uncertainty)),
        column::numbers(rows.iter().map(|m| m.sd)),
        column::counts(rows.iter().map(|m| m.n as u64)),
        column::words(rows.iter().map(|m| m.placement.to_string())),
        column::words(rows.iter().map(|m| &m.method)),
        column::words(rows.iter().map(|m| m.error_source)),
        column::lists(caveats.iter().map(Vec::as_slice)),
    ];
    column::table(column::schema("strideform.metrics/1", &columns), values)
}

/// One row per recording.
///
/// # Errors
/// None that an analysis can cause.
pub fn recordings(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let rows = &analysis.recordings;
    let columns = [
        Column::text("file", "The file as given").always(),
        Column::text("device", "The device within the file"),
        Column::text("placement", "Where the sensor sits").always(),
        Column::count("samples", "Data rows read"),
        Column::number("seconds", "s", "Time from first to last sample"),
        Column::number("rate_hz", "Hz", "Measured sampling rate"),
        Column::number("running_s", "s", "Seconds of running"),
        Column::texts("channels", "acc, gyr"),
    ];
    let values = vec![
        column::words(rows.iter().map(|r| &r.file)),
        column::texts(rows.iter().map(|r| r.device.as_ref())),
        column::words(rows.iter().map(|r| r.placement.to_string())),
        column::counts(rows.iter().map(|r| r.samples as u64)),
        column::numbers(rows.iter().map(|r| Some(r.seconds))),
        column::numbers(rows.iter().map(|r| Some(r.rate_hz))),
        column::numbers(rows.iter().map(|r| Some(r.running_s))),
        column::lists(rows.iter().map(|r| r.channels.as_slice())),
    ];
    column::table(column::schema("strideform.recordings/1", &columns), values)
}

/// One row per metric that could not be computed.
///
/// # Errors
/// None that an analysis can cause.
pub fn unavailable(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let rows = &analysis.unavailable;
    let columns = [
        Column::text("metric", "Identifier in the catalogue").always(),
        Column::text("needs", "What is missing").always(),
    ];
    let values =
        vec![column::words(rows.iter().map(|u| u.id.as_str())), column::words(rows.iter().map(|u| &u.needs))];
    column::table(column::schema("strideform.unavailable/1", &columns), values)
}

/// One row per caveat, about a recording (`about` is its file), a metric (`about` is its identifier) or the run.
///
/// # Errors
/// None that an analysis can cause.
pub fn caveats(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let columns = [
        Column::text("scope", "recording, metric or run").always(),
        Column::text("about", "The file or the metric"),
        Column::text("id", "Identifier").always(),
        Column::text("text", "One sentence that states the consequence").always(),
        Column::number("value", "row", "The measured quantity that it is based on (a share is 0…1)"),
    ];
    let of_recordings = analysis
        .recordings
        .iter()
        .flat_map(|r| r.caveats.iter().map(|c| ("recording", Some(r.file.as_str()), c)));
    let of_metrics =
        analysis.metrics.iter().flat_map(|m| m.caveats.iter().map(|c| ("metric", Some(m.id.as_str()), c)));
    let of_run = analysis.caveats.iter().map(|c| ("run", None, c));
    let rows: Vec<_> = of_recordings.chain(of_metrics).chain(of_run).collect();
    let values = vec![
        column::words(rows.iter().map(|r| r.0)),
        column::texts(rows.iter().map(|r| r.1)),
        column::words(rows.iter().map(|r| &r.2.id)),
        column::words(rows.iter().map(|r| &r.2.text)),
        column::numbers(rows.iter().map(|r| r.2.value)),
    ];
    column::table(column::schema("strideform.caveats/1", &columns), values)
}
