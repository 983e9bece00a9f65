//! Lengths of vectors given axis by axis.

/// Euclidean norm of each sample of three axes, up to the shortest axis.
#[must_use]
pub fn norm3(x: &[f64], y: &[f64], z: &[f64]) -> Vec<f64> {
    x.iter().zip(y).zip(z).map(|((x, y), z)| (x * x + y * y + z * z).sqrt()).collect()
}

/// Euclidean norm of each sample over any number of axes, up to the shortest axis; empty if there are no axes.
#[must_use]
pub fn norm(axes: &[&[f64]]) -> Vec<f64> {
    let len = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    let mut out = vec![0.0; len];
    for axis in axes {
        for (sum, v) in out.iter_mut().zip(*axis) {
            *sum += v * v;
        }
    }
    for v in &mut out {
        *v = v.sqrt();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_known_vectors() {
        assert_eq!(norm3(&[2.0, 0.0], &[3.0, 0.0], &[6.0]), [7.0]);
        assert_eq!(norm(&[&[3.0, 1.0], &[4.0, 0.0]]), [5.0, 1.0]);
        assert!(norm(&[]).is_empty());
    }
}
