//! Slopes, integrals and trends of uniformly sampled signals.

use crate::signal::stats::mean;

/// Derivative with respect to time for a spacing of `dt` seconds: central differences, one-sided at the ends (as
/// `numpy.gradient`). Same length as `x`; zeros for fewer than two samples. A NaN propagates to its neighbours.
#[must_use]
pub fn derivative(x: &[f64], dt: f64) -> Vec<f64> {
    let mut out = Vec::with_capacity(x.len());
    let (&[a, b, ..], &[.., c, d]) = (x, x) else {
        return vec![0.0; x.len()];
    };
    out.push((b - a) / dt);
    out.extend(x.iter().zip(x.iter().skip(2)).map(|(a, b)| (b - a) / (2.0 * dt)));
    out.push((d - c) / dt);
    out
}

/// Running integral from the first sample by the trapezoidal rule for a spacing of `dt` seconds, starting at 0.
/// Same length as `x`.
#[must_use]
pub fn cumulative_trapezoid(x: &[f64], dt: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let mut previous = x.first().copied().unwrap_or(0.0);
    x.iter()
        .enumerate()
        .map(|(i, &v)| {
            if i > 0 {
                sum += 0.5 * (previous + v) * dt;
            }
            previous = v;
            sum
        })
        .collect()
}

/// Signal minus its least-squares straight line. Non-finite samples do not affect the line and stay as they are; a
/// single finite sample becomes zero.
#[must_use]
pub fn detrend(x: &[f64]) -> Vec<f64> {
    let finite = || x.iter().enumerate().filter(|(_, v)| v.is_finite());
    let Some(centre) = mean(x) else {
        return x.to_vec();
    };
    let count = finite().count() as f64;
    let middle = finite().map(|(i, _)| i as f64).sum::<f64>() / count;
    let (mut up, mut across) = (0.0, 0.0);
    for (i, v) in finite() {
        let t = i as f64 - middle;
        up += t * (v - centre);
        across += t * t;
    }
    let slope = if across > 0.0 { up / across } else { 0.0 };
    x.iter().enumerate().map(|(i, v)| v - centre - slope * (i as f64 - middle)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derivative_and_integral_of_a_parabola() {
        let x: Vec<f64> = (0..6).map(|i| f64::from(i * i)).collect();
        assert_eq!(derivative(&x, 0.5), [2.0, 4.0, 8.0, 12.0, 16.0, 18.0]);
        assert_eq!(cumulative_trapezoid(&[0.0, 1.0, 2.0, 3.0], 2.0), [0.0, 1.0, 4.0, 9.0]);
        assert_eq!(derivative(&[5.0], 1.0), [0.0]);
        assert!(derivative(&[], 1.0).is_empty() && cumulative_trapezoid(&[], 1.0).is_empty());
    }

    #[test]
    fn a_line_leaves_nothing() {
        let mut x: Vec<f64> = (0..50).map(|i| 3.0 - 0.25 * f64::from(i)).collect();
        x[7] = f64::NAN;
        let rest = detrend(&x);
        // Values of order 10 round at 2e-15.
        assert!(rest.iter().enumerate().all(|(i, v)| i == 7 || v.abs() < 1e-13));
        assert!(rest[7].is_nan());
        assert_eq!(detrend(&[4.0]), [0.0]);
    }
}
