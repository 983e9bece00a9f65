//! Three axes, column by column.

use nalgebra::{Matrix3, Vector3};

/// Samples of a vector quantity, one column per axis; all three have the same length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Triad {
    /// First axis.
    pub x: Vec<f64>,
    /// Second axis.
    pub y: Vec<f64>,
    /// Third axis.
    pub z: Vec<f64>,
}

impl Triad {
    /// From three columns, truncated to the length of the shortest.
    pub fn new(mut x: Vec<f64>, mut y: Vec<f64>, mut z: Vec<f64>) -> Self {
        let n = x.len().min(y.len()).min(z.len());
        x.truncate(n);
        y.truncate(n);
        z.truncate(n);
        Self { x, y, z }
    }

    /// Number of samples.
    pub fn len(&self) -> usize {
        self.x.len()
    }

    /// True without samples.
    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    /// The three columns.
    pub fn columns(&self) -> [&[f64]; 3] {
        [&self.x, &self.y, &self.z]
    }

    /// One sample; zero outside the range.
    pub fn at(&self, i: usize) -> Vector3<f64> {
        match (self.x.get(i), self.y.get(i), self.z.get(i)) {
            (Some(&x), Some(&y), Some(&z)) => Vector3::new(x, y, z),
            _ => Vector3::zeros(),
        }
    }

    /// Applies `f`, e.g. a filter, to each column.
    #[must_use]
    pub fn map(&self, f: impl Fn(&[f64]) -> Vec<f64>) -> Self {
        Self::new(f(&self.x), f(&self.y), f(&self.z))
    }

    /// The columns of the samples in `range`, limited to the available samples.
    pub(crate) fn part(&self, range: std::ops::Range<usize>) -> [&[f64]; 3] {
        let end = range.end.min(self.len());
        self.columns().map(|c| c.get(range.start.min(end)..end).unwrap_or_default())
    }

    /// A copy of the samples in `range`, limited to the available samples.
    #[must_use]
    pub fn slice(&self, range: std::ops::Range<usize>) -> Self {
        let end = range.end.min(self.len());
        let start = range.start.min(end);
        Self {
            x: self.x[start..end].to_vec(),
            y: self.y[start..end].to_vec(),
            z: self.z[start..end].to_vec(),
        }
    }

    /// Every sample rotated by `rotation` (rows are the new axes in old coordinates).
    #[must_use]
    pub fn rotated(&self, rotation: &Matrix3<f64>) -> Self {
        let mut out = Self::default();
        for i in 0..self.len() {
            let v = rotation * self.at(i);
            out.x.push(v.x);
            out.y.push(v.y);
            out.z.push(v.z);
        }
        out
    }

    /// Projection of every sample onto `direction`.
    pub fn along(&self, direction: &Vector3<f64>) -> Vec<f64> {
        let (a, b, c) = (direction.x, direction.y, direction.z);
        self.x.iter().zip(&self.y).zip(&self.z).map(|((x, y), z)| a * x + b * y + c * z).collect()
    }

    /// Euclidean norm of every sample.
    pub fn norm(&self) -> Vec<f64> {
        self.x.iter().zip(&self.y).zip(&self.z).map(|((x, y), z)| (x * x + y * y + z * z).sqrt()).collect()
    }

    /// Mean vector; zero without samples.
    pub fn mean(&self) -> Vector3<f64> {
        if self.is_empty() {
            return Vector3::zeros();
        }
        let n = self.len() as f64;
        Vector3::new(
            self.x.iter().sum::<f64>() / n,
            self.y.iter().sum::<f64>() / n,
            self.z.iter().sum::<f64>() / n,
        )
    }
}
