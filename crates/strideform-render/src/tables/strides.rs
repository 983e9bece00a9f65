//! The table of strides: one row per contact, with every metric of its step.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::SchemaRef;
use strideform::metrics::{MetricInfo, catalogue};
use strideform::report::{Analysis, ContactRow};

use super::column::{self, Column};
use crate::RenderError;
use crate::csv::{step_metrics, step_value};

/// Name and version of the table: within a version, columns may be added but never renamed or given another unit.
pub const STRIDES: &str = "strideform.strides/1";

/// Metrics of a run as a whole, which single steps do not have.
const OF_RUNS: [&str; 9] = [
    "cadence",
    "contact_time_balance",
    "step_time_asymmetry",
    "vertical_loading_rate",
    "instantaneous_loading_rate",
    "foot_strike_share_rear",
    "foot_strike_share_mid",
    "foot_strike_share_fore",
    "arm_crossover_share",
];

fn of_steps() -> impl Iterator<Item = &'static MetricInfo> {
    catalogue().iter().filter(|info| !OF_RUNS.contains(&info.id.as_str()))
}

/// Columns of a contact, as in `--contacts`.
pub(super) fn contact_columns() -> Vec<Column> {
    vec![
        Column::text("side", "left, right or unknown").always(),
        Column::number("initial_contact_s", "s", "Initial contact, since the earliest first sample").always(),
        Column::number("toe_off_s", "s", "Toe-off, on the same clock"),
        Column::number("contact_time_s", "s", "From initial contact to toe-off"),
        Column::number("flight_time_s", "s", "From toe-off to the other foot's initial contact"),
        Column::flag("valid", "False if the contact was rejected"),
        Column::text("reason", "Why it was rejected"),
        Column::text("placement", "The sensor that it comes from").always(),
        Column::number(
            "side_probability",
            "1",
            "Probability of the side, where the movement of a pelvis gives it",
        ),
    ]
}

/// Values of [`contact_columns`].
pub(super) fn contact_values(rows: &[ContactRow]) -> Vec<ArrayRef> {
    vec![
        column::words(rows.iter().map(|r| r.contact.side.as_str())),
        column::numbers(rows.iter().map(|r| Some(r.contact.initial_contact_s))),
        column::numbers(rows.iter().map(|r| r.contact.toe_off_s)),
        column::numbers(rows.iter().map(|r| r.contact.contact_time_s())),
        column::numbers(rows.iter().map(|r| r.flight_s)),
        column::flags(rows.iter().map(|r| r.contact.valid)),
        column::texts(rows.iter().map(|r| r.contact.reason.as_ref())),
        column::words(rows.iter().map(|r| r.contact.placement.to_string())),
        column::numbers(rows.iter().map(|r| r.side_probability)),
    ]
}

fn metric_column(info: &MetricInfo) -> Column {
    Column::number(info.id.as_str(), info.unit, info.definition)
}

/// The schema of [`strides_batch`]: `input`, the columns of contacts, every metric that a step can have.
pub fn strides_schema() -> SchemaRef {
    let mut columns = vec![Column::text("input", "The input as given or found").always()];
    columns.extend(contact_columns());
    columns.extend(of_steps().map(metric_column));
    column::schema(STRIDES, &columns)
}

/// The strides of one input of a batch; the columns are the same for every input.
///
/// # Errors
/// None that an analysis can cause.
pub fn strides_batch(input: &str, analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let rows = &analysis.contacts;
    let mut values = vec![column::words(rows.iter().map(|_| input))];
    values.extend(contact_values(rows));
    values
        .extend(of_steps().map(|info| column::numbers(rows.iter().map(|r| step_value(r, info.id.as_str())))));
    column::table(strides_schema(), values)
}

/// The strides of one analysis, with the metrics that at least one step has.
///
/// # Errors
/// None that an analysis can cause.
pub fn strides(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let ids = step_metrics(analysis);
    let mut columns = contact_columns();
    columns.extend(catalogue().iter().filter(|info| ids.contains(&info.id.as_str())).map(metric_column));
    let rows = &analysis.contacts;
    let mut values = contact_values(rows);
    values.extend(ids.iter().map(|id| column::numbers(rows.iter().map(|r| step_value(r, id)))));
    column::table(column::schema(STRIDES, &columns), values)
}
