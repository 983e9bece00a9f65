//! What ordinary runners have at a given speed, from 13 runners whose force and motion were recorded.

use std::sync::LazyLock;

use serde::Serialize;

use crate::signal::stats;

use super::id::MetricId;

/// Written by `scripts/validate --reference FILE` from the runners named in [`SOURCE`].
const TABLE: &str = include_str!("people.csv");
/// The runners.
pub(crate) const SOURCE: &str = "13 ordinary runners on a treadmill, force plate and markers (Fukuchi 2017)";

/// A metric of ordinary runners as a line over speed, with the spread between them.
///
/// Truth of force plate and markers, not estimates from sensors. Sampled in one laboratory on a treadmill: a guide, not a norm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Usual {
    /// The metric.
    pub metric: MetricId,
    /// True where the logarithm of the metric is the line, as its spread grows with its size.
    pub log: bool,
    /// Mean at 3.5 m/s, in the metric's unit (natural logarithm of it with `log`).
    pub at_3_5: f64,
    /// Change for each m/s; 0 for a metric that does not depend on speed.
    pub per_mps: f64,
    /// Spread of one trial of a new runner around the line, between and within runners, 1 σ.
    pub sd: f64,
    /// Slowest and fastest speed of the trials, m/s.
    pub speeds_mps: [f64; 2],
    /// Runners.
    pub runners: usize,
    /// Trials.
    pub trials: usize,
}

/// Where a value lies among ordinary runners, in per cent of them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Percentile {
    /// Share of runners below the value, %.
    pub value: f64,
    /// 90 % confidence limits of it: few runners were measured.
    pub confidence: [f64; 2],
}

impl Usual {
    /// Low and high end of the range that holds a new runner with 95 % probability (Student's t: mean and spread come from
    /// few runners), in the metric's unit; `None` outside the speeds that were measured.
    pub fn range(&self, speed_mps: Option<f64>) -> Option<[f64; 2]> {
        let centre = self.centre(speed_mps)?;
        let n = self.runners as f64;
        let half = stats::student_975(self.runners.saturating_sub(1)) * self.sd * (1.0 + 1.0 / n).sqrt();
        Some([centre - half, centre + half].map(|v| if self.log { v.exp() } else { v }))
    }

    /// The median of ordinary runners, in the metric's unit; `None` outside the speeds that were measured.
    pub fn median(&self, speed_mps: Option<f64>) -> Option<f64> {
        self.centre(speed_mps).map(|v| if self.log { v.exp() } else { v })
    }

    /// Where a value in the metric's unit lies; `None` outside the speeds that were measured.
    pub fn percentile(&self, value: f64, speed_mps: Option<f64>) -> Option<Percentile> {
        let value = if self.log { value.ln() } else { value };
        let z = (value - self.centre(speed_mps)?) / self.sd;
        if !z.is_finite() {
            return None;
        }
        // Large-sample error of a standardised deviation: mean and SD are both estimated from n runners.
        let n = self.runners as f64;
        let error = 1.645 * (1.0 / n + z * z / (2.0 * n)).sqrt();
        let share = |z: f64| 100.0 * stats::normal_cdf(z);
        Some(Percentile { value: share(z), confidence: [share(z - error), share(z + error)] })
    }

    fn centre(&self, speed_mps: Option<f64>) -> Option<f64> {
        if self.per_mps == 0.0 {
            return Some(self.at_3_5);
        }
        let [low, high] = self.speeds_mps;
        // Half a metre per second beyond the slowest and the fastest trial (*chosen*).
        let speed = speed_mps.filter(|v| (low - 0.5..=high + 0.5).contains(v))?;
        Some(self.at_3_5 + self.per_mps * (speed - 3.5))
    }
}

/// What ordinary runners have; `None` for a metric that was not measured in them.
pub fn usual(metric: impl AsRef<str>) -> Option<&'static Usual> {
    static ALL: LazyLock<Vec<Usual>> = LazyLock::new(|| TABLE.lines().skip(1).filter_map(line).collect());
    ALL.iter().find(|u| u.metric == *metric.as_ref())
}

/// `metric,log,at_3_5,per_mps,sd,slowest_mps,fastest_mps,runners,trials`.
fn line(text: &str) -> Option<Usual> {
    let cells: Vec<&str> = text.split(',').collect();
    let [metric, log, at_3_5, per_mps, sd, slow, fast, runners, trials] = cells.as_slice() else {
        return None;
    };
    Some(Usual {
        metric: MetricId::ALL.iter().copied().find(|id| *id == **metric)?,
        log: *log == "1",
        at_3_5: at_3_5.parse().ok()?,
        per_mps: per_mps.parse().ok()?,
        sd: sd.parse().ok()?,
        speeds_mps: [slow.parse().ok()?, fast.parse().ok()?],
        runners: runners.parse().ok()?,
        trials: trials.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const DROP: Usual = Usual {
        metric: MetricId::PelvicDropExcursion,
        log: false,
        at_3_5: 2.5,
        per_mps: 0.5,
        sd: 1.2,
        speeds_mps: [2.5, 4.5],
        runners: 13,
        trials: 39,
    };

    #[test]
    fn every_line_of_the_table_is_read() {
        let lines = TABLE.lines().count() - 1;
        assert!(lines >= 10, "{lines}");
        assert_eq!(TABLE.lines().skip(1).filter_map(line).count(), lines);
    }

    #[test]
    fn the_range_is_that_of_a_new_runner() {
        // t(12, 0.975) = 2.1788; √(1 + 1/13) = 1.03775.
        let [low, high] = DROP.range(Some(3.5)).unwrap();
        approx::assert_abs_diff_eq!(high - low, 2.0 * 2.1788 * 1.2 * 1.03775, epsilon = 1e-3);
        approx::assert_abs_diff_eq!(0.5 * (low + high), 2.5, epsilon = 1e-12);
        assert_eq!(DROP.median(Some(4.5)), Some(3.0));
        assert_eq!(DROP.range(Some(1.9)), None);
        assert_eq!(DROP.range(None), None);
        assert!(Usual { per_mps: 0.0, ..DROP }.range(None).is_some());
    }

    #[test]
    fn a_percentile_says_how_little_thirteen_runners_tell() {
        let middle = DROP.percentile(2.5, Some(3.5)).unwrap();
        approx::assert_abs_diff_eq!(middle.value, 50.0, epsilon = 1e-9);
        // ± 1.645/√13 in standard deviations.
        approx::assert_abs_diff_eq!(middle.confidence[1], 67.6, epsilon = 0.1);
        let high = DROP.percentile(2.5 + 1.645 * 1.2, Some(3.5)).unwrap();
        approx::assert_abs_diff_eq!(high.value, 95.0, epsilon = 0.1);
        assert!(high.confidence[0] < 86.0 && high.confidence[1] > 98.0, "{high:?}");
        assert_eq!(DROP.percentile(f64::NAN, Some(3.5)), None);
    }

    #[test]
    fn a_logarithm_stays_positive() {
        let rate = Usual { log: true, at_3_5: 62f64.ln(), sd: 0.25, ..DROP };
        let [low, high] = rate.range(Some(3.5)).unwrap();
        assert!(low > 0.0);
        // Symmetric as a ratio.
        approx::assert_abs_diff_eq!(low * high, 62.0 * 62.0, epsilon = 1e-9);
    }
}
