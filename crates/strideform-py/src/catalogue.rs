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

/// Every form fault with its rules.
#[pyfunction]
pub(crate) fn faults() -> PyResult<String> {
    json::document(&catalogue::faults(&RuleTable::embedded())).map_err(internal)
}
