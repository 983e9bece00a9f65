//! Cubic spline over a uniform grid.

use crate::signal::gaps::bridge;

/// Twice continuously differentiable cubic interpolation of samples at 0, 1, 2, … with the third derivative
/// continuous at the second and last-but-one sample (not-a-knot), as `scipy.interpolate.CubicSpline`.
///
/// Two samples give a line, three a parabola, one a constant. Outside the samples the first and last cubic are
/// extrapolated. Built in linear time; gaps are first bridged by straight lines.
#[derive(Debug, Clone, PartialEq)]
pub struct CubicSpline {
    values: Vec<f64>,
    slopes: Vec<f64>,
}

impl CubicSpline {
    /// Spline through `x`.
    #[must_use]
    pub fn uniform(x: &[f64]) -> Self {
        let values = bridge(x).into_owned();
        let slopes = slopes(&values);
        Self { values, slopes }
    }

    /// Value at `t` samples; NaN if the spline has no samples or `t` is NaN.
    #[must_use]
    pub fn eval(&self, t: f64) -> f64 {
        let (u, c) = self.piece(t);
        c[0] + u * (c[1] + u * (c[2] + u * c[3]))
    }

    /// First derivative at `t` samples, per sample.
    #[must_use]
    pub fn derivative(&self, t: f64) -> f64 {
        let (u, c) = self.piece(t);
        c[1] + u * (2.0 * c[2] + u * 3.0 * c[3])
    }

    /// Second derivative at `t` samples, per sample squared.
    #[must_use]
    pub fn second_derivative(&self, t: f64) -> f64 {
        let (u, c) = self.piece(t);
        2.0 * c[2] + u * 6.0 * c[3]
    }

    /// Values on a grid `per_sample` times as fine, from the first sample to the last:
    /// `(len − 1) · per_sample + 1` values, none for an empty spline or `per_sample` 0.
    #[must_use]
    pub fn resample(&self, per_sample: usize) -> Vec<f64> {
        let Some(n) = self.values.len().checked_sub(1).filter(|_| per_sample > 0) else {
            return Vec::new();
        };
        (0..=n.saturating_mul(per_sample)).map(|k| self.eval(k as f64 / per_sample as f64)).collect()
    }

    /// `count` values at `start`, `start + step`, …, all in samples.
    #[must_use]
    pub fn grid(&self, start: f64, step: f64, count: usize) -> Vec<f64> {
        (0..count).map(|k| self.eval(start + k as f64 * step)).collect()
    }

    /// Number of samples that the spline passes through.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether the spline has no samples.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The cubic that applies at `t`, as its local time and coefficients.
    fn piece(&self, t: f64) -> (f64, [f64; 4]) {
        let last = self.values.len().saturating_sub(2);
        // The cast turns negative and NaN positions into 0.
        let i = (t as usize).min(last);
        let u = t - i as f64;
        let (v, s) = (self.values.get(i..), self.slopes.get(i..));
        match (v, s) {
            (Some(&[y0, y1, ..]), Some(&[s0, s1, ..])) => {
                let d = y1 - y0;
                (u, [y0, s0, 3.0 * d - 2.0 * s0 - s1, s0 + s1 - 2.0 * d])
            }
            (Some(&[y]), _) => (u, [y, 0.0, 0.0, 0.0]),
            _ => (u, [f64::NAN; 4]),
        }
    }
}

/// Slopes at the samples: continuity of the second derivative inside, not-a-knot at both ends.
fn slopes(y: &[f64]) -> Vec<f64> {
    match *y {
        [] => return Vec::new(),
        [_] => return vec![0.0],
        [a, b] => return vec![b - a; 2],
        [a, b, c] => {
            let (half, mid) = (0.5 * (a - 2.0 * b + c), 0.5 * (c - a));
            return vec![mid - 2.0 * half, mid, mid + 2.0 * half];
        }
        _ => {}
    }
    // Row i reads `lower·s[i−1] + diag·s[i] + upper·s[i+1] = rhs`; elimination keeps upper/diag and rhs/diag.
    let n = y.len();
    let end = |a: f64, b: f64, c: f64| 0.5 * (5.0 * (b - a) + (c - b));
    let first = match *y {
        [a, b, c, ..] => end(a, b, c),
        _ => 0.0,
    };
    let last = match *y {
        [.., c, b, a] => -end(a, b, c),
        _ => 0.0,
    };
    let mut ratio = Vec::with_capacity(n);
    let mut out = Vec::with_capacity(n);
    let (mut r, mut s) = (2.0, first);
    ratio.push(r);
    out.push(s);
    for w in y.windows(3) {
        let &[a, _, c] = w else { continue };
        let diag = 4.0 - r;
        s = (3.0 * (c - a) - s) / diag;
        r = 1.0 / diag;
        ratio.push(r);
        out.push(s);
    }
    let mut next = (last - 2.0 * s) / (1.0 - 2.0 * r);
    out.push(next);
    for (s, r) in out.iter_mut().rev().skip(1).zip(ratio.iter().rev()) {
        *s -= r * next;
        next = *s;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::CubicSpline;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn a_cubic_is_reproduced_everywhere() {
        let f = |t: f64| 1.0 + t * (-2.0 + t * (0.5 - 0.1 * t));
        for n in 4..12 {
            let x: Vec<f64> = (0..n).map(|i| f(f64::from(i))).collect();
            let spline = CubicSpline::uniform(&x);
            // Not-a-knot reproduces cubics exactly; values reach 100, rounding a few hundred times 1e-16.
            for k in -4..40 {
                let t = 0.3 * f64::from(k);
                assert!(abs_diff_eq!(spline.eval(t), f(t), epsilon = 1e-11), "{n} {t}");
                let slope = -2.0 + t - 0.3 * t * t;
                assert_abs_diff_eq!(spline.derivative(t), slope, epsilon = 1e-11);
                assert_abs_diff_eq!(spline.second_derivative(t), 1.0 - 0.6 * t, epsilon = 1e-11);
            }
        }
    }

    #[test]
    fn short_signals_have_their_polynomial() {
        assert!(CubicSpline::uniform(&[]).eval(0.0).is_nan());
        assert_eq!(CubicSpline::uniform(&[3.0]).eval(7.0), 3.0);
        assert_eq!(CubicSpline::uniform(&[3.0, 5.0]).eval(-1.0), 1.0);
        assert_eq!(CubicSpline::uniform(&[0.0, 1.0, 4.0]).eval(1.5), 2.25);
        assert_eq!(CubicSpline::uniform(&[0.0, 1.0, 4.0]).resample(2), [0.0, 0.25, 1.0, 2.25, 4.0]);
        assert!(CubicSpline::uniform(&[1.0, 2.0]).resample(0).is_empty());
    }
}
