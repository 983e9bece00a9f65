//! Straight line through a metric's block medians over the run, with speed as a second predictor, and the scatter about
//! it.

use nalgebra::{DMatrix, DVector};

/// Median of one block.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block {
    /// Middle of the block, as a share of the run.
    pub(super) t: f64,
    pub(super) value: f64,
    pub(super) speed: Option<f64>,
}

/// What the fit says about the error of a change.
pub(super) struct Fit {
    /// Variance of one block's median about the line, increased for the correlation between neighbours.
    pub(super) block_variance: f64,
    /// Change of the metric per m/s; 0 if speed was not fitted.
    pub(super) per_speed: f64,
    pub(super) per_speed_variance: f64,
    /// 97.5 % quantile of Student's t for the fit's degrees of freedom.
    pub(super) quantile: f64,
}

impl Fit {
    /// `None` with fewer than five blocks more than fitted parameters.
    pub(super) fn of(blocks: &[Block], with_speed: bool) -> Option<Self> {
        let used: Vec<&Block> = blocks.iter().filter(|b| !with_speed || b.speed.is_some()).collect();
        let mean = |f: &dyn Fn(&Block) -> f64| used.iter().map(|b| f(b)).sum::<f64>() / used.len() as f64;
        let speed = |b: &Block| b.speed.unwrap_or(0.0);
        let (t0, v0) = (mean(&|b| b.t), mean(&speed));
        let columns = if with_speed { 3 } else { 2 };
        let free = used.len().checked_sub(columns).filter(|free| *free >= 5)?;
        let design = DMatrix::from_fn(used.len(), columns, |i, k| {
            let block = used.get(i);
            match k {
                0 => 1.0,
                1 => block.map_or(0.0, |b| b.t - t0),
                _ => block.map_or(0.0, |b| speed(b) - v0),
            }
        });
        let values = DVector::from_iterator(used.len(), used.iter().map(|b| b.value));
        let normal = (design.transpose() * &design).try_inverse()?;
        let found = &normal * design.transpose() * &values;
        let rest: Vec<f64> = (&values - &design * &found).iter().copied().collect();
        let variance = rest.iter().map(|r| r * r).sum::<f64>() / free as f64;
        let enlarged = variance * shared(&rest, free);
        let (per_speed, spread) = match (with_speed, found.get(2), normal.get((2, 2))) {
            (true, Some(slope), Some(v)) => (*slope, v * enlarged),
            _ => (0.0, 0.0),
        };
        let all = [enlarged, per_speed, spread];
        all.iter().all(|v| v.is_finite()).then(|| Self {
            block_variance: enlarged,
            per_speed,
            per_speed_variance: spread,
            quantile: student(free as f64),
        })
    }
}

/// How much larger the variance of a mean of many blocks is than without correlation: (1 + ρ)/(1 − ρ) for a first-order process.
fn shared(rest: &[f64], free: usize) -> f64 {
    let squares: f64 = rest.iter().map(|r| r * r).sum();
    if squares <= 0.0 {
        return 1.0;
    }
    let products: f64 = rest.iter().zip(rest.iter().skip(1)).map(|(a, b)| a * b).sum();
    let found = products / squares;
    // Kendall's correction of the bias in short series; at most 0.8, a factor of nine (*chosen*).
    let rho = (found + (1.0 + 4.0 * found) / free as f64).clamp(0.0, 0.8);
    (1.0 + rho) / (1.0 - rho)
}

/// 97.5 % quantile of Student's t by the first two terms of Cornish and Fisher's expansion: 2.55 for 5 (exact 2.571).
fn student(free: f64) -> f64 {
    1.96 + 2.372 / free + 2.822 / (free * free)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::abs_diff_eq;

    #[test]
    fn quantiles_of_the_tables() {
        // The third term is below 0.03 from five degrees of freedom on.
        for (free, t) in [(5.0, 2.571), (10.0, 2.228), (30.0, 2.042), (1e6, 1.960)] {
            assert!(abs_diff_eq!(student(free), t, epsilon = 0.03), "{free}");
        }
    }

    #[test]
    fn a_wandering_course_has_a_larger_error() {
        let made = |f: &dyn Fn(usize) -> f64| {
            let blocks: Vec<Block> =
                (0..20).map(|i| Block { t: i as f64 / 20.0, value: f(i), speed: None }).collect();
            Fit::of(&blocks, false).unwrap().block_variance
        };
        let jumping = made(&|i| if i % 2 == 0 { 1.0 } else { -1.0 });
        let wandering = made(&|i| if (i / 5) % 2 == 0 { 1.0 } else { -1.0 });
        assert!(wandering > 3.0 * jumping, "{wandering} {jumping}");
    }
}
