//! Filters.

use numpy::{PyArray1, PyReadonlyArray1};
use pyo3::prelude::*;
use strideform::signal::Butterworth;
use strideform::{Error, ErrorKind};

use crate::errors::raised;

/// Zero-phase Butterworth filter of one channel; `kind` is `low`, `high` or `band`.
#[pyfunction]
pub(crate) fn butter_zero_phase<'py>(
    py: Python<'py>,
    x: PyReadonlyArray1<'py, f64>,
    rate_hz: f64,
    cutoff_hz: Vec<f64>,
    order: usize,
    kind: &str,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let designed = match (kind, cutoff_hz.as_slice()) {
        ("low", [edge]) => Butterworth::lowpass(order, *edge, rate_hz),
        ("high", [edge]) => Butterworth::highpass(order, *edge, rate_hz),
        ("band", [low, high]) => Butterworth::bandpass(order, *low, *high, rate_hz),
        _ => {
            let text = format!("a filter of kind `{kind}` with {} cut-offs", cutoff_hz.len());
            let error = Error::new(ErrorKind::Usage, text)
                .with_remedy("kind is \"low\" or \"high\" with one cut-off, or \"band\" with two");
            return Err(raised(py, &error));
        }
    };
    let sos = designed.map_err(|e| raised(py, &Error::new(ErrorKind::Usage, e.to_string())))?;
    let samples = x.as_slice()?;
    let filtered = py.detach(|| sos.filtfilt(samples));
    Ok(PyArray1::from_vec(py, filtered))
}
