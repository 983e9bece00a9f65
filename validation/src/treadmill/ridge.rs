//! Ridge regression on standardised features, each runner predicted from the others.

use nalgebra::{DMatrix, DVector};

/// Penalty on the standardised coefficients (*chosen* before any result was seen; results hardly depend on it).
const PENALTY: f64 = 0.5;

/// One trial of a regression.
#[derive(Debug, Clone)]
pub(crate) struct Sample<'a> {
    pub(crate) runner: &'a str,
    pub(crate) features: Vec<f64>,
    pub(crate) target: f64,
}

/// A fitted line: the features' means and scales, and the coefficients with the intercept first.
struct Fit {
    standard: Vec<(f64, f64)>,
    coefficients: DVector<f64>,
}

impl Fit {
    fn of(samples: &[&Sample<'_>]) -> Option<Self> {
        let n = samples.len();
        let standard: Vec<(f64, f64)> = (0..samples.first()?.features.len())
            .map(|j| {
                let mean = samples.iter().map(|s| s.features[j]).sum::<f64>() / n as f64;
                let variance = samples.iter().map(|s| (s.features[j] - mean).powi(2)).sum::<f64>() / n as f64;
                // A feature that never changes is left out by its zero deviation, whatever its scale.
                (mean, variance.sqrt().max(1e-12))
            })
            .collect();
        let row = |i: usize| scaled(&standard, &samples[i].features);
        let x = DMatrix::from_fn(n, standard.len() + 1, |i, j| row(i)[j]);
        let y = DVector::from_iterator(n, samples.iter().map(|s| s.target));
        let mut normal = x.transpose() * &x;
        for j in 1..=standard.len() {
            normal[(j, j)] += PENALTY;
        }
        let coefficients = normal.lu().solve(&(x.transpose() * y))?;
        Some(Self { standard, coefficients })
    }

    fn at(&self, features: &[f64]) -> f64 {
        scaled(&self.standard, features).iter().zip(self.coefficients.iter()).map(|(x, c)| x * c).sum()
    }
}

/// One, then the features less their means over their scales.
fn scaled(standard: &[(f64, f64)], features: &[f64]) -> Vec<f64> {
    let scaled = features.iter().zip(standard).map(|(x, (mean, sd))| (x - mean) / sd);
    std::iter::once(1.0).chain(scaled).collect()
}

/// A prediction for every sample by the line of all other runners; `None` where the others are too few for a line.
pub(crate) fn runner_left_out(samples: &[Sample<'_>]) -> Vec<Option<f64>> {
    samples
        .iter()
        .map(|sample| {
            let others: Vec<&Sample<'_>> = samples.iter().filter(|s| s.runner != sample.runner).collect();
            (others.len() > sample.features.len()).then_some(())?;
            Fit::of(&others).map(|fit| fit.at(&sample.features))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples() -> Vec<Sample<'static>> {
        ["a", "a", "b", "b", "c", "c", "d", "d"]
            .into_iter()
            .zip(0..8)
            .map(|(runner, i)| {
                let (x, z) = (f64::from(i), f64::from(i * i % 5));
                Sample { runner, features: vec![x, z], target: 3.0 + 2.0 * x - z }
            })
            .collect()
    }

    #[test]
    fn a_line_is_found_but_for_the_penalty() {
        for (sample, predicted) in samples().iter().zip(runner_left_out(&samples())) {
            // The penalty of 0.5 on six trials shrinks the slopes by up to 0.5 / 6.5 = 8 %.
            assert!((predicted.unwrap() - sample.target).abs() < 1.5, "{predicted:?} {}", sample.target);
        }
    }

    #[test]
    fn a_runner_does_not_take_part_in_his_own_prediction() {
        let mut moved = samples();
        moved[0].target += 100.0;
        moved[1].target -= 70.0;
        let (before, after) = (runner_left_out(&samples()), runner_left_out(&moved));
        assert_eq!(before[..2], after[..2]);
        assert_ne!(before[2], after[2]);
    }
}
