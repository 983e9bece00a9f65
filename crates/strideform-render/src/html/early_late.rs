//! The early part of a run against its late part, for one metric.

use strideform::metrics::Sided;
use strideform::signal::{mean, median, sd};

/// Share of the steps that count as early, and as late (*chosen*: a fifth, so that each part is long enough to average
/// over bends and short enough to differ).
const PART: f64 = 0.2;
/// Blocks per part: neighbouring steps are correlated, blocks hardly are.
const BLOCKS: usize = 5;
/// Shortest block, s (*chosen*: a dozen steps, or half a window of cadence).
const SHORTEST_S: f64 = 5.0;
/// 97.5 % quantile of Student's t with 2·(5 − 1) degrees of freedom (tables).
const T8: f64 = 2.306;

/// How a metric changed from the early to the late part of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct EarlyLate {
    /// Median of the first fifth of the steps.
    pub(super) early: f64,
    /// Median of the last fifth.
    pub(super) late: f64,
    /// Late minus early.
    pub(super) change: f64,
    /// 95 % half-width of the change, from the scatter of blocks of steps. A constant sensor error cancels out; effects of
    /// speed or slope do not.
    pub(super) half_width: f64,
}

/// Early against late; `None` for less than about two minutes of running.
pub(super) fn early_late(steps: &Sided) -> Option<EarlyLate> {
    let values = steps.values();
    let part = (PART * values.len() as f64) as usize;
    let size = part / BLOCKS;
    let times: Vec<f64> = steps.steps.iter().map(|s| s.0).collect();
    let intervals: Vec<f64> = times.iter().zip(times.iter().skip(1)).map(|(a, b)| b - a).collect();
    if size == 0 || size as f64 * median(&intervals)? < SHORTEST_S {
        return None;
    }
    let blocks = |from: usize| -> Option<Vec<f64>> {
        values.get(from..from + size * BLOCKS)?.chunks(size).map(median).collect()
    };
    let (first, last) = (blocks(0)?, blocks(values.len() - size * BLOCKS)?);
    let (early, late) = (mean(&first)?, mean(&last)?);
    let variance = |b: &[f64]| sd(b).map(|s| s * s / BLOCKS as f64);
    let half_width = T8 * (variance(&first)? + variance(&last)?).sqrt();
    Some(EarlyLate { early, late, change: late - early, half_width })
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::contacts::ContactSide;

    /// A reproducible scatter of ±1.
    fn scatter(i: usize) -> f64 {
        (i as f64 * 12.9898).sin() * 43_758.545_3 % 1.0
    }

    fn run(n: usize, value: impl Fn(usize) -> f64) -> Option<EarlyLate> {
        let mut steps = Sided::default();
        for i in 0..n {
            steps.push(i as f64 * 0.36, ContactSide::Left, value(i));
        }
        early_late(&steps)
    }

    #[test]
    fn a_drift_is_found_and_steadiness_is_within_its_interval() {
        let steady = run(2000, |i| 10.0 + scatter(i)).expect("enough steps");
        assert!(steady.change.abs() <= steady.half_width, "{steady:?}");
        let drifting = run(2000, |i| 10.0 + scatter(i) + i as f64 / 1000.0).expect("enough steps");
        // The parts' middles are 1600 steps apart: 1.6.
        assert!((drifting.change - 1.6).abs() <= drifting.half_width, "{drifting:?}");
        assert!(drifting.half_width < 0.6, "{drifting:?}");
        assert!(run(300, |_| 1.0).is_none(), "108 s");
    }
}
