//! A table, exported through the Arrow PyCapsule interface.

use std::collections::HashMap;

use arrow_array::cast::AsArray;
use arrow_array::ffi::FFI_ArrowSchema;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch, RecordBatchIterator};
use arrow_schema::DataType;
use numpy::PyArray1;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyList};

use crate::errors::internal;

/// Columns of equal length with names, units and descriptions.
#[pyclass(frozen, module = "strideform._native")]
pub(crate) struct Batch(RecordBatch);

impl Batch {
    pub(crate) fn new(batch: Result<RecordBatch, impl std::fmt::Display>) -> PyResult<Self> {
        batch.map(Self).map_err(internal)
    }

    fn index(&self, name: &str) -> PyResult<usize> {
        self.0.schema_ref().index_of(name).map_err(|_| PyKeyError::new_err(name.to_owned()))
    }
}

#[pymethods]
impl Batch {
    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn names(&self) -> Vec<String> {
        self.0.schema_ref().fields().iter().map(|f| f.name().clone()).collect()
    }

    /// Metadata of one column: `unit`, `description`.
    fn about(&self, name: &str) -> PyResult<HashMap<String, String>> {
        Ok(self.0.schema_ref().field(self.index(name)?).metadata().clone().into())
    }

    /// Metadata of the table.
    fn metadata(&self) -> HashMap<String, String> {
        self.0.schema_ref().metadata().clone().into()
    }

    /// One column: numbers as a numpy array (NaN where missing), texts and lists of texts as a list (None where missing).
    fn column<'py>(&self, py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
        let array = self.0.column(self.index(name)?);
        Ok(match array.data_type() {
            DataType::Float64 => {
                let cells = array.as_primitive::<Float64Type>().iter().map(|v| v.unwrap_or(f64::NAN));
                PyArray1::from_iter(py, cells).into_any()
            }
            DataType::Int64 => {
                PyArray1::from_iter(py, array.as_primitive::<Int64Type>().values().iter().copied()).into_any()
            }
            DataType::Int32 => {
                PyArray1::from_iter(py, array.as_primitive::<Int32Type>().values().iter().copied()).into_any()
            }
            DataType::Boolean => {
                PyArray1::from_iter(py, array.as_boolean().iter().map(|v| v.unwrap_or(false))).into_any()
            }
            DataType::Utf8 => {
                PyList::new(py, array.as_string::<i32>().iter().collect::<Vec<_>>())?.into_any()
            }
            DataType::List(_) => {
                let cells = array.as_list::<i32>().iter().map(|cell| {
                    cell.map(|texts| {
                        texts.as_string::<i32>().iter().flatten().map(str::to_owned).collect::<Vec<_>>()
                    })
                });
                PyList::new(py, cells.collect::<Vec<_>>())?.into_any()
            }
            other => return Err(PyTypeError::new_err(format!("a column of {other} cannot be exported"))),
        })
    }

    /// The Arrow C stream of one batch; nothing is copied, and the buffers live as long as any consumer.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // The interface allows returning our own schema, whatever was requested.
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The Arrow C schema.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema_ref().as_ref()).map_err(internal)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }
}
