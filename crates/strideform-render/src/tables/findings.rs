//! The table of findings.

use arrow_array::{ArrayRef, RecordBatch};
use strideform::findings::Finding;
use strideform::report::Analysis;

use super::column::{self, Column};
use crate::RenderError;

/// One row per fault in the rule table; `metric`, `value`, `uncertainty` and `threshold` are those of the first
/// deciding evidence, in that metric's unit.
///
/// # Errors
/// None that an analysis can cause.
pub fn findings(analysis: &Analysis) -> Result<RecordBatch, RenderError> {
    let rows = &analysis.findings;
    let columns = [
        Column::text("fault", "Identifier of the fault").always(),
        Column::text("name", "Its name").always(),
        Column::text("status", "present, borderline, absent or not-assessed").always(),
        Column::text("severity", "mild or marked, if present"),
        Column::text("grade", "Grade of the evidence, A to D").always(),
        Column::text("side", "left, right or both"),
        Column::number("confidence", "1", "Confidence in the verdict, 0…1"),
        Column::text("metric", "The deciding metric"),
        Column::number("value", "row", "Its value, or the deciding difference"),
        Column::number("uncertainty", "row", "95 % half-width of value"),
        Column::number("threshold", "row", "Mild threshold"),
        Column::texts("confounders", "What else could explain it"),
        Column::texts("linked_to", "What the literature links it to; never a diagnosis"),
        Column::texts("advice", "What to try while running"),
        Column::text("needs", "What assessing it would need"),
    ];
    let deciding = |f: &Finding, value: fn(&strideform::findings::Evidence) -> f64| {
        f.evidence.iter().find(|e| e.role.decides()).map(value)
    };
    let metric = |f: &Finding| f.evidence.iter().find(|e| e.role.decides()).map(|e| e.metric.clone());
    let list = |value: fn(&Finding) -> &[String]| -> ArrayRef { column::lists(rows.iter().map(value)) };
    let values = vec![
        column::words(rows.iter().map(|f| &f.fault)),
        column::words(rows.iter().map(|f| &f.name)),
        column::words(rows.iter().map(|f| f.status.as_str())),
        column::texts(rows.iter().map(|f| f.severity.map(|s| s.as_str()))),
        column::words(rows.iter().map(|f| f.grade.as_str())),
        column::texts(rows.iter().map(|f| f.side.map(|s| s.as_str()))),
        column::numbers(rows.iter().map(|f| f.confidence)),
        column::texts(rows.iter().map(metric)),
        column::numbers(rows.iter().map(|f| deciding(f, |e| e.value))),
        column::numbers(rows.iter().map(|f| deciding(f, |e| e.uncertainty))),
        column::numbers(rows.iter().map(|f| deciding(f, |e| e.threshold))),
        list(|f| &f.confounders),
        list(|f| &f.linked_to),
        list(|f| &f.advice),
        column::texts(rows.iter().map(|f| f.needs.as_ref())),
    ];
    column::table(column::schema("strideform.findings/1", &columns), values)
}
