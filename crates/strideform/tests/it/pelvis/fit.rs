//! Least squares, and errors with groups left out.

use nalgebra::{DMatrix, DVector};

/// Coefficients of the least squares of `y` on the rows of `x`.
pub(crate) fn least_squares(x: &[Vec<f64>], y: &[f64]) -> Vec<f64> {
    let columns = x[0].len();
    let a = DMatrix::from_fn(x.len(), columns, |r, c| x[r][c]);
    let b = DVector::from_column_slice(y);
    let normal = a.transpose() * &a;
    let solved = normal.lu().solve(&(a.transpose() * b)).expect("independent columns");
    solved.iter().copied().collect()
}

pub(crate) fn rms(x: &[f64]) -> f64 {
    (x.iter().map(|v| v * v).sum::<f64>() / x.len() as f64).sqrt()
}

pub(crate) fn mean(x: &[f64]) -> f64 {
    x.iter().sum::<f64>() / x.len() as f64
}

pub(crate) fn sd(x: &[f64]) -> f64 {
    let m = mean(x);
    (x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / (x.len() - 1) as f64).sqrt()
}

pub(crate) fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
