//! Bland–Altman agreement and the intraclass correlation of paired values.

use serde::Serialize;

use crate::signal::stats::{mean, rms, sd, student_975};

/// Differences, found minus reference, of one quantity.
///
/// Bland & Altman 1986 (Lancet 327:307–310): bias, limits of agreement bias ± 1.96 SD, and their 95 % confidence
/// intervals. The intervals treat the steps as independent, so they apply to the trial that the steps come from and not
/// to any other; for several trials use [`Repeated`](super::Repeated).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Difference {
    /// `initial_contact`, `toe_off` or `contact_time`.
    pub id: &'static str,
    /// Unit of all values except `icc`.
    pub unit: &'static str,
    /// Pairs.
    pub n: usize,
    /// Mean difference, in `unit`.
    pub bias: f64,
    /// 95 % confidence interval of the bias, in `unit`; `None` for one pair.
    pub bias_interval: Option<[f64; 2]>,
    /// Standard deviation of the differences, in `unit` (divisor n − 1), zero for one pair.
    pub sd: f64,
    /// Limits of agreement, in `unit`: about 95 % of the differences lie between them.
    pub limits: [f64; 2],
    /// 95 % confidence half-width of each limit, in `unit`; `None` for one pair.
    pub limit_half_width: Option<f64>,
    /// Root of the mean square difference, in `unit`.
    pub rmse: f64,
    /// ICC(2,1), if durations (not instants) are compared and vary.
    pub icc: Option<f64>,
}

impl Difference {
    /// Statistics of (found, reference) pairs; `None` without pairs. Set `with_icc` for durations such as contact time; a
    /// correlation of steadily increasing instants is meaningless.
    pub fn of(id: &'static str, unit: &'static str, pairs: &[(f64, f64)], with_icc: bool) -> Option<Self> {
        let differences: Vec<f64> = pairs.iter().map(|(found, truth)| found - truth).collect();
        let n = differences.len();
        let bias = mean(&differences)?;
        let rmse = rms(&differences)?;
        let spread = sd(&differences);
        let sd = spread.unwrap_or(0.0);
        let half_width = |factor: f64| spread.map(|sd| student_975(n.saturating_sub(1)) * sd * factor.sqrt());
        let count = n as f64;
        Some(Self {
            id,
            unit,
            n,
            bias,
            bias_interval: half_width(1.0 / count).map(|h| [bias - h, bias + h]),
            sd,
            limits: [bias - 1.96 * sd, bias + 1.96 * sd],
            // Variance of a limit, Bland & Altman 1999 (Stat Methods Med Res 8:135–160): s²(1/n + 1.96²/2(n − 1)).
            limit_half_width: half_width(1.0 / count + 1.96 * 1.96 / (2.0 * (count - 1.0).max(1.0))),
            rmse,
            icc: if with_icc { icc_2_1(pairs) } else { None },
        })
    }
}

/// Intraclass correlation ICC(2,1): two-way random effects, absolute agreement, single measurement, of two raters.
///
/// Shrout & Fleiss 1979 (Psychol Bull 86:420–428). `None` for fewer than three pairs or if nothing varies.
pub fn icc_2_1(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < 3 {
        return None;
    }
    let n = pairs.len() as f64;
    let found: Vec<f64> = pairs.iter().map(|p| p.0).collect();
    let truth: Vec<f64> = pairs.iter().map(|p| p.1).collect();
    let (mean_found, mean_truth) = (mean(&found)?, mean(&truth)?);
    let grand = (mean_found + mean_truth) / 2.0;
    let rows: f64 = pairs.iter().map(|(a, b)| 2.0 * ((a + b) / 2.0 - grand).powi(2)).sum();
    let columns = n * ((mean_found - grand).powi(2) + (mean_truth - grand).powi(2));
    let total: f64 = pairs.iter().map(|(a, b)| (a - grand).powi(2) + (b - grand).powi(2)).sum();
    let between = rows / (n - 1.0);
    let error = ((total - rows - columns) / (n - 1.0)).max(0.0);
    let below = between + error + 2.0 * (columns - error) / n;
    (below > 0.0 && total > 1e-24 * n).then(|| (between - error) / below)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_relative_eq;

    #[test]
    fn icc_matches_the_analysis_of_variance() {
        // First two judges of the six subjects in Shrout & Fleiss 1979, table 2. numpy's sums of squares give
        // MSR 4.683333, MSC 80.083333, MSE 0.683333 and so 0.125654…; rounding only.
        let pairs = [(9.0, 2.0), (6.0, 1.0), (8.0, 4.0), (7.0, 1.0), (10.0, 5.0), (6.0, 2.0)];
        assert_relative_eq!(icc_2_1(&pairs).expect("varies"), 0.125_654_450_261_780_1, max_relative = 1e-12);
    }

    #[test]
    fn bias_limits_and_rmse_of_a_worked_example() {
        let pairs = [(1.0, 0.0), (2.0, 3.0), (5.0, 4.0), (7.0, 6.0)];
        let d = Difference::of("contact_time", "s", &pairs, true).expect("pairs");
        assert_relative_eq!(d.bias, 0.5);
        assert_relative_eq!(d.sd, 1.0);
        assert_relative_eq!(d.rmse, 1.0);
        assert_relative_eq!(d.limits[0], 0.5 - 1.96);
        let [low, high] = d.bias_interval.expect("four pairs");
        // t(3) = 3.182 446, standard error 0.5; seven digits are given.
        assert_relative_eq!(high - low, 3.182_446, max_relative = 1e-6);
    }

    #[test]
    fn one_pair_has_no_spread_and_equal_values_no_icc() {
        let d = Difference::of("toe_off", "s", &[(1.0, 0.9)], true).expect("a pair");
        assert_eq!((d.sd, d.bias_interval, d.icc), (0.0, None, None));
        assert_eq!(icc_2_1(&[(1.0, 1.0); 5]), None);
        assert!(Difference::of("toe_off", "s", &[], true).is_none());
    }
}
