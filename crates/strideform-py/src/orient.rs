//! Orientation.

use numpy::ndarray::{Array2, ArrayView2};
use numpy::{PyArray1, PyArray2, PyReadonlyArray2};
use pyo3::prelude::*;
use strideform::orientation::{Vqf, VqfParams, offline_vqf};
use strideform::recording::Triad;
use strideform::{Error, ErrorKind};

use crate::errors::raised;
use crate::threads;

/// Quaternions (n, 4), biases (n, 3), rest (n).
type Found<'py> = (Bound<'py, PyArray2<f64>>, Bound<'py, PyArray2<f64>>, Bound<'py, PyArray1<bool>>);

/// Offline VQF of gyr (n, 3) in rad/s and acc (n, 3) in m/s².
#[pyfunction]
pub(crate) fn vqf_offline<'py>(
    py: Python<'py>,
    gyr: PyReadonlyArray2<'py, f64>,
    acc: PyReadonlyArray2<'py, f64>,
    rate_hz: f64,
    tau_acc_s: f64,
    motion_bias: bool,
    rest_bias: bool,
) -> PyResult<Found<'py>> {
    let (gyr, acc) = (triad(&gyr.as_array()), triad(&acc.as_array()));
    let params = VqfParams { tau_acc_s, motion_bias, rest_bias };
    let found =
        py.detach(|| threads::on(1, || offline_vqf(&gyr, &acc, rate_hz, &params).map(|vqf| arrays(&vqf))));
    let (quaternions, bias, rest) = found.ok_or_else(|| {
        let what =
            "there are no samples, one of them is not finite, or rate_hz or tau_acc_s is not a positive number";
        raised(py, &Error::new(ErrorKind::Usage, what))
    })?;
    Ok((
        PyArray2::from_owned_array(py, quaternions),
        PyArray2::from_owned_array(py, bias),
        PyArray1::from_vec(py, rest),
    ))
}

fn triad(samples: &ArrayView2<'_, f64>) -> Triad {
    let axis = |i: usize| samples.columns().into_iter().nth(i).map(|c| c.to_vec()).unwrap_or_default();
    Triad::new(axis(0), axis(1), axis(2))
}

/// Scalar first.
fn arrays(vqf: &Vqf) -> (Array2<f64>, Array2<f64>, Vec<bool>) {
    let wxyz: Vec<[f64; 4]> = vqf.orientation.iter().map(|q| [q.w, q.i, q.j, q.k]).collect();
    let bias: Vec<[f64; 3]> = (0..vqf.bias.len()).map(|i| vqf.bias.at(i).into()).collect();
    (Array2::from(wxyz), Array2::from(bias), vqf.rest.clone())
}
