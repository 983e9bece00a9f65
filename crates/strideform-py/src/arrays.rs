//! Samples as numpy arrays.

use numpy::PyArray2;
use numpy::ndarray::Array2;
use pyo3::prelude::*;
use strideform::pipeline::SegmentSamples;
use strideform::recording::Triad;

/// Three columns, shape (n, 3).
pub(crate) fn matrix<'py>(py: Python<'py>, triad: &Triad) -> Bound<'py, PyArray2<f64>> {
    let rows: Vec<[f64; 3]> = (0..triad.len()).map(|i| triad.at(i).into()).collect();
    PyArray2::from_owned_array(py, Array2::from(rows))
}

/// Scalar first, shape (n, 4); NaN where the segment's axes are unknown.
pub(crate) fn quaternions<'py>(py: Python<'py>, samples: &SegmentSamples) -> Bound<'py, PyArray2<f64>> {
    let of = |q: &Option<_>| q.map_or([f64::NAN; 4], wxyz);
    let rows: Vec<[f64; 4]> = samples.orientation.iter().map(of).collect();
    PyArray2::from_owned_array(py, Array2::from(rows))
}

fn wxyz(q: nalgebra::UnitQuaternion<f64>) -> [f64; 4] {
    [q.w, q.i, q.j, q.k]
}
