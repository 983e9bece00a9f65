//! Principal axes of a three-axis signal.

use nalgebra::{Matrix3, SymmetricEigen, Vector3};

/// Unit principal axes of the samples about their mean, the axis of greatest variance first, and the variances (n − 1,
/// squared units of the signal). Samples with a non-finite axis are skipped; if fewer than two remain, the axes are x,
/// y, z and the variances zero.
///
/// The signs are fixed: the largest component of each of the first two axes is positive, and the third axis makes the
/// system right-handed.
#[must_use]
pub fn principal_axes(x: &[f64], y: &[f64], z: &[f64]) -> ([Vector3<f64>; 3], [f64; 3]) {
    let samples = || {
        let all = x.iter().zip(y).zip(z).map(|((x, y), z)| Vector3::new(*x, *y, *z));
        all.filter(|v| v.iter().all(|c| c.is_finite()))
    };
    let count = samples().count();
    let none = ([Vector3::x(), Vector3::y(), Vector3::z()], [0.0; 3]);
    if count < 2 {
        return none;
    }
    let centre = samples().sum::<Vector3<f64>>() / count as f64;
    let mut spread = Matrix3::zeros();
    for v in samples() {
        let d = v - centre;
        spread += d * d.transpose();
    }
    spread /= (count - 1) as f64;
    // Sums of huge values overflow; a step limit keeps the iteration from running forever.
    if !spread.iter().all(|v| v.is_finite()) {
        return none;
    }
    let Some(eigen) = SymmetricEigen::try_new(spread, f64::EPSILON, 1000) else {
        return none;
    };
    let mut order = [0usize, 1, 2];
    order.sort_by(|&a, &b| eigen.eigenvalues[b].total_cmp(&eigen.eigenvalues[a]));
    let axis = |k: usize| positive(eigen.eigenvectors.column(order[k]).into_owned());
    let (first, second) = (axis(0), axis(1));
    let variances = order.map(|k| eigen.eigenvalues[k].max(0.0));
    ([first, second, first.cross(&second)], variances)
}

fn positive(axis: Vector3<f64>) -> Vector3<f64> {
    let largest = axis.iter().copied().fold(0.0, |m: f64, c| if c.abs() > m.abs() { c } else { m });
    if largest < 0.0 { -axis } else { axis }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::abs_diff_eq;

    #[test]
    fn a_tilted_line_is_found_with_its_variance() {
        let t: Vec<f64> = (0..101).map(|i| f64::from(i) - 50.0).collect();
        let side: Vec<f64> = (0..101).map(|i| if i % 2 == 0 { 0.5 } else { -0.5 }).collect();
        let x: Vec<f64> = t.iter().map(|t| -0.6 * t).collect();
        let z: Vec<f64> = t.iter().map(|t| -0.8 * t + 9.81).collect();
        let (axes, var) = principal_axes(&x, &side, &z);
        // Eigenvectors to rounding over the gap of the eigenvalues, which is 850.
        assert!((axes[0] - Vector3::new(0.6, 0.0, 0.8)).norm() < 1e-12);
        assert!((axes[1] - Vector3::y()).norm() < 1e-12);
        assert!((axes[2] - axes[0].cross(&axes[1])).norm() < 1e-12);
        assert!(abs_diff_eq!(var[0], 858.5, epsilon = 1e-9) && var[2].abs() < 1e-9);
    }

    #[test]
    fn too_little_gives_the_sensor_axes() {
        let (axes, var) = principal_axes(&[f64::NAN, 1.0], &[0.0, 1.0], &[0.0, 1.0]);
        assert_eq!((axes[0], var), (Vector3::x(), [0.0; 3]));
    }
}
