//! Agreement over several trials whose steps are not independent observations.

use serde::Serialize;

use crate::signal::stats::{chi_squared, mean, student_975};

/// Differences, found minus reference, of one quantity in several trials (or runners).
///
/// Steps of one trial share its error, so they are not independent observations. The spread is split into a part between
/// trials and a part within them (one-way analysis of variance, with the true value varying from step to step: Bland &
/// Altman 1999, Stat Methods Med Res 8:135–160, section 5.3, and 2007, J Biopharm Stat 17:571–582). Every trial has the
/// same weight, and the intervals follow from the number of trials (Zou 2013, Stat Methods Med Res 22:630–642), with
/// Student's quantile for the mean because there are few trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Repeated {
    /// `initial_contact`, `toe_off`, `contact_time`, or the name chosen by the caller.
    pub id: &'static str,
    /// Unit of all values.
    pub unit: &'static str,
    /// Trials with at least one pair.
    pub trials: usize,
    /// Pairs in all trials.
    pub n: usize,
    /// Mean of the trials' mean differences.
    pub bias: f64,
    /// 95 % confidence interval of the bias.
    pub bias_interval: [f64; 2],
    /// Standard deviation between trials, without the contribution of single steps to a trial's mean; 0 if that explains
    /// all of it.
    pub sd_between: f64,
    /// Standard deviation within trials; `None` if no trial has two pairs.
    pub sd_within: Option<f64>,
    /// Standard deviation of the difference for one step of a new trial.
    pub sd: f64,
    /// Limits of agreement for one step of a new trial: bias ± 1.96 SD.
    pub limits: [f64; 2],
    /// 95 % confidence intervals of the lower and of the upper limit.
    pub limit_intervals: [[f64; 2]; 2],
    /// Root of the mean square difference over all pairs.
    pub rmse: f64,
}

impl Repeated {
    /// Statistics of (found, reference) pairs trial by trial; trials without pairs are skipped. `None` with fewer than
    /// two trials: a single trial says nothing about the error of the next one.
    pub fn of(id: &'static str, unit: &'static str, trials: &[Vec<(f64, f64)>]) -> Option<Self> {
        let differences: Vec<Vec<f64>> = trials
            .iter()
            .map(|t| t.iter().map(|(found, truth)| found - truth).filter(|d| d.is_finite()).collect())
            .collect();
        Self::of_differences(id, unit, &differences)
    }

    /// The same, from the differences.
    pub fn of_differences(id: &'static str, unit: &'static str, trials: &[Vec<f64>]) -> Option<Self> {
        let k = trials.iter().filter(|t| !t.is_empty()).count();
        Self::with_quantile(id, unit, trials, student_975(k.saturating_sub(1)))
    }

    /// `of_mean` is the quantile by which the standard error of the mean is multiplied.
    fn with_quantile(
        id: &'static str,
        unit: &'static str,
        trials: &[Vec<f64>],
        of_mean: f64,
    ) -> Option<Self> {
        let groups: Vec<&Vec<f64>> = trials.iter().filter(|t| !t.is_empty()).collect();
        let (trials, n) = (groups.len(), groups.iter().map(|g| g.len()).sum::<usize>());
        if trials < 2 {
            return None;
        }
        let means: Vec<f64> = groups.iter().filter_map(|g| mean(g)).collect();
        let k = trials as f64;
        let bias = mean(&means)?;
        let of_means = means.iter().map(|m| (m - bias).powi(2)).sum::<f64>() / (k - 1.0);
        let inner: f64 =
            groups.iter().zip(&means).map(|(g, m)| g.iter().map(|d| (d - m).powi(2)).sum::<f64>()).sum();
        let free = n - trials;
        let within = if free > 0 { inner / free as f64 } else { 0.0 };
        // Share of the within-trial variance that is averaged out in a trial's mean: 1 − 1 / harmonic mean of the sizes.
        let rest = (1.0 - groups.iter().map(|g| 1.0 / g.len() as f64).sum::<f64>() / k) * within;
        let total = of_means + rest;
        let sd = total.sqrt();
        let limits = [bias - 1.96 * sd, bias + 1.96 * sd];
        let half = of_mean * (of_means / k).sqrt();
        // Confidence limits of the total variance, combined from those of its two parts (Zou 2013).
        let away = |p: f64| {
            let part = |variance: f64, degrees: usize| {
                let quantile = chi_squared(p, degrees);
                if quantile > 0.0 { variance * (1.0 - degrees as f64 / quantile) } else { 0.0 }
            };
            part(of_means, trials - 1).hypot(part(rest, free))
        };
        let (lowest, highest) = ((total - away(0.975)).max(0.0).sqrt(), (total + away(0.025)).sqrt());
        let (near, far) = (half.hypot(1.96 * (sd - lowest)), half.hypot(1.96 * (highest - sd)));
        let squares: f64 = groups.iter().flat_map(|g| g.iter()).map(|d| d * d).sum();
        Some(Self {
            id,
            unit,
            trials,
            n,
            bias,
            bias_interval: [bias - half, bias + half],
            sd_between: (total - within).max(0.0).sqrt(),
            sd_within: (free > 0).then(|| within.sqrt()),
            sd,
            limits,
            limit_intervals: [[limits[0] - far, limits[0] + near], [limits[1] - near, limits[1] + far]],
            rmse: (squares / n as f64).sqrt(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{assert_abs_diff_eq, assert_relative_eq};

    /// Ejection fractions by two methods, differences by subject: Bland & Altman 1999, table 4, and 2007, table 1.
    const SUBJECTS: [&[(f64, f64)]; 12] = [
        &[(7.83, 6.57), (7.42, 5.62), (7.89, 6.90), (7.12, 6.57), (7.88, 6.35)],
        &[(6.16, 4.06), (7.26, 4.29), (6.71, 4.26), (6.54, 4.09)],
        &[(4.75, 4.71), (5.24, 5.50), (4.86, 5.08), (4.78, 5.02), (6.05, 6.01), (5.42, 5.67)],
        &[(4.21, 4.14), (3.61, 4.20), (3.72, 4.61), (3.87, 4.68), (3.92, 5.04)],
        &[(3.13, 3.03), (2.98, 2.86), (2.85, 2.77), (3.17, 2.46), (3.09, 2.32), (3.12, 2.43)],
        &[(5.92, 5.90), (6.42, 5.81), (5.92, 5.70), (6.27, 5.76)],
        &[(7.13, 5.09), (6.62, 4.63), (6.58, 4.61), (6.93, 5.09)],
        &[(4.54, 4.72), (4.81, 4.61), (5.11, 4.36), (5.29, 4.20), (5.39, 4.36), (5.57, 4.20)],
        &[(4.48, 3.17), (4.92, 3.12), (3.97, 2.96)],
        &[(4.22, 4.35), (4.65, 4.62), (4.74, 3.16), (4.44, 3.53), (4.50, 3.53)],
        &[(6.78, 7.20), (6.07, 6.09), (6.52, 7.00), (6.42, 7.10), (6.41, 7.40), (5.76, 6.80)],
        &[(5.06, 4.50), (4.72, 4.20), (4.90, 3.80), (4.80, 3.80), (4.90, 4.20), (5.10, 4.50)],
    ];

    fn subjects(n: usize) -> Vec<Vec<(f64, f64)>> {
        SUBJECTS.iter().take(n).map(|s| s.to_vec()).collect()
    }

    #[test]
    fn components_are_those_of_bland_and_altman() {
        let r = Repeated::of("ejection", "1", &subjects(12)).expect("twelve subjects");
        assert_eq!((r.trials, r.n), (12, 60));
        // Published, 2007: mean of the subjects' differences 0.7092361, their variance 0.91269114, residual mean square
        // of the analysis of variance 0.170714026; single precision there.
        assert_abs_diff_eq!(r.bias, 0.709_236_1, epsilon = 1e-7);
        let within = r.sd_within.expect("repeated").powi(2);
        assert_abs_diff_eq!(within, 0.170_714_026, epsilon = 1e-7);
        let harmonic = 1.0 - 1.0 / 4.768_211_919_5; // harmonic mean of 5, 4, 6, 5, 6, 4, 4, 6, 3, 5, 6, 6
        assert_abs_diff_eq!(r.sd.powi(2), 0.912_691_14 + harmonic * within, epsilon = 1e-6);
    }

    #[test]
    fn intervals_of_the_limits_are_those_of_zou() {
        let bare = |of: &[Vec<(f64, f64)>]| -> Vec<Vec<f64>> {
            of.iter().map(|t| t.iter().map(|(a, b)| a - b).collect()).collect()
        };
        // Zou's example is the first four subjects, with the normal quantile throughout: 0.7255, −2.14 (−9.83…−0.33),
        // 3.59 (1.77…11.27); two decimals printed, from rounded quantiles.
        let r = Repeated::with_quantile("ejection", "1", &bare(&subjects(4)), 1.96).expect("four subjects");
        let got = [r.bias, r.limits[0], r.limits[1]];
        for (got, want) in got.into_iter().zip([0.7255, -2.14, 3.59]) {
            assert_abs_diff_eq!(got, want, epsilon = 0.005);
        }
        let [lower, upper] = r.limit_intervals;
        for (got, want) in
            [lower[0], lower[1], upper[0], upper[1]].into_iter().zip([-9.83, -0.33, 1.77, 11.27])
        {
            assert_abs_diff_eq!(got, want, epsilon = 0.011);
        }
        // As used, with Student's 3.182 for the mean of four (numpy and scipy by the same formulas; printed digits).
        let r = Repeated::of("ejection", "1", &subjects(4)).expect("four subjects");
        assert_relative_eq!(r.limit_intervals[0][0], -10.029_486, max_relative = 1e-6);
        assert_relative_eq!(
            r.bias_interval[1] - r.bias,
            3.182_446 * (2.026_072_f64 / 4.0).sqrt(),
            max_relative = 1e-6
        );
    }

    #[test]
    fn the_interval_covers_the_true_bias_where_trials_differ() {
        // 400 draws of five trials of 30 steps, trial SD 1, step SD 1: the interval that accounts for trials covers the
        // true bias in 95 % (two standard errors of 400 draws: ±2.2 %), the one that treats 150 steps as independent in half.
        let mut state = 9_u64;
        let mut normal = || {
            let mut uniform = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                ((state >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
            };
            (-2.0 * uniform().ln()).sqrt() * (std::f64::consts::TAU * uniform()).cos()
        };
        let (mut by_trial, mut naive) = (0, 0);
        for _ in 0..400 {
            let trials: Vec<Vec<f64>> = (0..5)
                .map(|_| {
                    let own = normal();
                    (0..30).map(|_| own + normal()).collect()
                })
                .collect();
            let r = Repeated::of_differences("x", "1", &trials).expect("five trials");
            by_trial += usize::from((r.bias_interval[0]..=r.bias_interval[1]).contains(&0.0));
            let pairs: Vec<(f64, f64)> = trials.iter().flatten().map(|d| (*d, 0.0)).collect();
            let [low, high] = super::super::Difference::of("x", "1", &pairs, false)
                .and_then(|d| d.bias_interval)
                .expect("pairs");
            naive += usize::from((low..=high).contains(&0.0));
        }
        assert!((371..=389).contains(&by_trial), "{by_trial} of 400");
        assert!(naive < 240, "{naive} of 400");
    }

    #[test]
    fn one_trial_gives_nothing_and_single_steps_no_spread_within() {
        assert_eq!(Repeated::of("x", "s", &[vec![(1.0, 0.9), (1.1, 1.0)], Vec::new()]), None);
        let r = Repeated::of("x", "s", &[vec![(1.0, 0.0)], vec![(3.0, 0.0)]]).expect("two trials");
        assert_eq!((r.sd_within, r.bias), (None, 2.0));
        assert_relative_eq!(r.sd, std::f64::consts::SQRT_2);
    }
}
