//! The catalogues as JSON, the same documents as the command line's.

use pyo3::prelude::*;
use strideform::findings::RuleTable;
use strideform_render::{catalogue, json};

use crate::errors::internal;

/// Every metric.
#[pyfunction]
pub(crate) fn metrics() -> PyResult<String> {
    json::document(&strideform::metrics::catalogue()).map_err(internal)
}

/// Every method.
#[pyfunction]
pub(crate) fn methods() -> PyResult<String> {
    json::document(&catalogue::methods()).map_err(internal)
}

/// The parameters of a contact method; None if there is no such method.
#[pyfunction]
pub(crate) fn parameters(id: &str) -> PyResult<Option<String>> {
    let known = strideform::contacts::parameters(id);
    known.map(|table| json::document(&table).map_err(internal)).transpose()
}

/// Every form fault with its rules.
#[pyfunction]
pub(crate) fn faults() -> PyResult<String> {
    json::document(&catalogue::faults(&RuleTable::embedded())).map_err(internal)
}

/// The table of rules for the form faults, as a file to edit.
#[pyfunction]
pub(crate) fn faults_toml() -> &'static str {
    RuleTable::embedded_toml()
}
