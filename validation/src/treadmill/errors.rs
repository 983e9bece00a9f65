//! Errors of one quantity from one set of sensors, over runners and speeds.

use strideform::signal::stats;

/// The treadmill's speeds, m/s.
pub(crate) const SPEEDS: [f64; 3] = [2.5, 3.5, 4.5];

/// One trial: estimate − truth, and the stated 95 % half-width.
#[derive(Debug, Clone)]
pub(crate) struct TrialError<'a> {
    pub(crate) runner: &'a str,
    pub(crate) speed_mps: f64,
    pub(crate) error: f64,
    pub(crate) half_width: Option<f64>,
}

/// The errors of all trials that have a value.
#[derive(Debug, Clone, Default)]
pub(crate) struct TrialErrors<'a>(pub(crate) Vec<TrialError<'a>>);

impl<'a> TrialErrors<'a> {
    pub(crate) fn trials(&self) -> usize {
        self.0.len()
    }

    /// The runners, each once, in the order of the trials.
    fn names(&self) -> Vec<&'a str> {
        let mut names: Vec<&str> = self.0.iter().map(|e| e.runner).collect();
        names.dedup();
        names
    }

    pub(crate) fn runners(&self) -> usize {
        self.names().len()
    }

    fn errors(&self) -> Vec<f64> {
        self.0.iter().map(|e| e.error).collect()
    }

    pub(crate) fn bias(&self) -> f64 {
        stats::mean(&self.errors()).unwrap_or(f64::NAN)
    }

    pub(crate) fn rmse(&self) -> f64 {
        stats::rms(&self.errors()).unwrap_or(f64::NAN)
    }

    /// 95th percentile of the absolute error.
    pub(crate) fn p95(&self) -> f64 {
        let sizes: Vec<f64> = self.errors().iter().map(|e| e.abs()).collect();
        stats::quantile(&sizes, 0.95).unwrap_or(f64::NAN)
    }

    /// SD of the error between runners and within them (one-way analysis of variance; a negative variance counts as 0).
    pub(crate) fn between_within(&self) -> (f64, f64) {
        let groups: Vec<Vec<f64>> = self
            .names()
            .iter()
            .map(|name| self.0.iter().filter(|e| e.runner == *name).map(|e| e.error).collect())
            .collect();
        let (k, n) = (groups.len() as f64, self.trials() as f64);
        let grand = self.bias();
        let (mut between, mut within, mut squares) = (0.0, 0.0, 0.0);
        for group in &groups {
            let mean = stats::mean(group).unwrap_or(f64::NAN);
            between += group.len() as f64 * (mean - grand).powi(2);
            within += group.iter().map(|e| (e - mean).powi(2)).sum::<f64>();
            squares += (group.len() as f64).powi(2);
        }
        let within = within / (n - k);
        let size = (n - squares / n) / (k - 1.0);
        let between = (between / (k - 1.0) - within) / size;
        (between.max(0.0).sqrt(), within.sqrt())
    }

    /// Median of the stated half-widths.
    pub(crate) fn half_width(&self) -> f64 {
        let stated: Vec<f64> = self.0.iter().filter_map(|e| e.half_width).collect();
        stats::median(&stated).unwrap_or(f64::NAN)
    }

    /// Stated half-width over the 95th percentile of the absolute error.
    pub(crate) fn sharpness(&self) -> f64 {
        self.half_width() / self.p95()
    }

    /// Share of trials whose error is within the stated half-width.
    pub(crate) fn coverage(&self) -> f64 {
        let covered = self.0.iter().filter(|e| e.half_width.is_some_and(|u| e.error.abs() <= u)).count();
        covered as f64 / self.trials() as f64
    }

    /// RMSE of the difference between two speeds of one runner.
    pub(crate) fn change(&self) -> f64 {
        let pairs = self.0.iter().enumerate().flat_map(|(i, a)| {
            let others = self.0.iter().skip(i + 1).filter(|b| b.runner == a.runner);
            others.map(|b| b.error - a.error)
        });
        stats::rms(&pairs.collect::<Vec<f64>>()).unwrap_or(f64::NAN)
    }

    /// Mean error at each of [`SPEEDS`].
    pub(crate) fn by_speed(&self) -> [f64; 3] {
        SPEEDS.map(|speed| {
            let at = self.0.iter().filter(|e| (e.speed_mps - speed).abs() < 1e-6);
            stats::mean(&at.map(|e| e.error).collect::<Vec<f64>>()).unwrap_or(f64::NAN)
        })
    }
}
