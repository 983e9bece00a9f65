//! Straight lines through points.

use super::spread::median;

/// The line `y = intercept + slope · x`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line {
    /// Change of y per unit of x.
    pub slope: f64,
    /// y at x = 0.
    pub intercept: f64,
}

impl Line {
    /// y of the line at `x`.
    #[must_use]
    pub fn at(&self, x: f64) -> f64 {
        self.intercept + self.slope * x
    }
}

fn points(x: &[f64], y: &[f64]) -> Vec<(f64, f64)> {
    let all = x.iter().copied().zip(y.iter().copied());
    all.filter(|(x, y)| x.is_finite() && y.is_finite()).collect()
}

/// Least-squares line; `None` unless two points differ in x.
#[must_use]
pub fn linear_regression(x: &[f64], y: &[f64]) -> Option<Line> {
    let points = points(x, y);
    let n = points.len() as f64;
    let mx = points.iter().map(|p| p.0).sum::<f64>() / n;
    let my = points.iter().map(|p| p.1).sum::<f64>() / n;
    let (mut up, mut across) = (0.0, 0.0);
    for (x, y) in &points {
        up += (x - mx) * (y - my);
        across += (x - mx).powi(2);
    }
    let slope = up / across;
    (across > 0.0 && slope.is_finite()).then_some(Line { slope, intercept: my - slope * mx })
}

/// Maximum number of points used by [`theil_sen`] (*chosen*: 80 000 slopes, a few milliseconds).
const MAX_POINTS: usize = 400;

/// Theil–Sen line: the median of the slopes between all pairs of points, and the median of the residuals as intercept.
/// Robust to up to 29 % of outliers, so it suits clocks with stray timestamps. Of more than 400 points, 400 evenly
/// spaced ones determine the slope; all determine the intercept. `None` unless two points differ in x.
#[must_use]
pub fn theil_sen(x: &[f64], y: &[f64]) -> Option<Line> {
    let points = points(x, y);
    let used: Vec<(f64, f64)> = if points.len() <= MAX_POINTS {
        points.clone()
    } else {
        let at = |k: usize| k * (points.len() - 1) / (MAX_POINTS - 1);
        (0..MAX_POINTS).filter_map(|k| points.get(at(k)).copied()).collect()
    };
    let mut slopes = Vec::with_capacity(used.len() * used.len().saturating_sub(1) / 2);
    for (i, a) in used.iter().enumerate() {
        let later = used.iter().skip(i + 1);
        slopes.extend(later.filter(|b| b.0 != a.0).map(|b| (b.1 - a.1) / (b.0 - a.0)));
    }
    let slope = median(&slopes)?;
    let rest: Vec<f64> = points.iter().map(|(x, y)| y - slope * x).collect();
    Some(Line { slope, intercept: median(&rest)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::abs_diff_eq;

    #[test]
    fn both_find_an_exact_line_and_one_ignores_strays() {
        let x: Vec<f64> = (0..1000).map(f64::from).collect();
        let mut y: Vec<f64> = x.iter().map(|x| 0.5 * x - 3.0).collect();
        // Powers of two: sums of thousands stay exact to about 1e-12.
        for line in [linear_regression(&x, &y), theil_sen(&x, &y)] {
            assert!(line.is_some_and(|l| abs_diff_eq!(l.slope, 0.5, epsilon = 1e-12)));
            assert!(line.is_some_and(|l| abs_diff_eq!(l.at(0.0), -3.0, epsilon = 1e-9)));
        }
        for v in y.iter_mut().step_by(5) {
            *v += 1e6;
        }
        assert_eq!(theil_sen(&x, &y), Some(Line { slope: 0.5, intercept: -3.0 }));
    }

    #[test]
    fn no_line_through_one_place() {
        assert_eq!(linear_regression(&[1.0, 1.0], &[0.0, 2.0]), None);
        assert_eq!(theil_sen(&[1.0, 1.0], &[0.0, 2.0]), None);
        assert_eq!(linear_regression(&[], &[]), None);
    }
}
