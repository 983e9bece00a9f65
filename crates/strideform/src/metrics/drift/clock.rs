//! Seconds of running: a clock that stops during pauses.

use crate::metrics::Metric;
use crate::signal::stats;

/// A gap longer than this is a pause, s (*chosen*: several strides).
const PAUSE_S: f64 = 5.0;

/// Converts session time to seconds of running.
pub(super) struct RunningClock {
    /// (session time, seconds of running) of every step of the metric with the most.
    marks: Vec<(f64, f64)>,
    longest_gap_s: f64,
}

impl RunningClock {
    /// From the metric with the most steps; `None` if there are no steps.
    pub(super) fn of(metrics: &[&Metric]) -> Option<Self> {
        let densest = metrics.iter().max_by_key(|m| m.steps.steps.len())?;
        let mut times: Vec<f64> = densest.steps.steps.iter().map(|s| s.0).collect();
        times.sort_by(f64::total_cmp);
        let gaps: Vec<f64> = times.iter().zip(times.iter().skip(1)).map(|(a, b)| b - a).collect();
        // Laps and windows are farther apart than steps.
        let longest_gap_s = stats::median(&gaps).map_or(PAUSE_S, |g| (3.0 * g).max(PAUSE_S));
        let mut marks = Vec::with_capacity(times.len());
        let mut running = 0.0;
        let mut last = *times.first()?;
        for t in times {
            let gap = t - last;
            running += if gap <= longest_gap_s { gap } else { 0.0 };
            marks.push((t, running));
            last = t;
        }
        Some(Self { marks, longest_gap_s })
    }

    /// Seconds of running in total.
    pub(super) fn seconds(&self) -> f64 {
        self.marks.last().map_or(0.0, |m| m.1)
    }

    /// Seconds of running at a session time.
    pub(super) fn at(&self, t: f64) -> f64 {
        let after = self.marks.partition_point(|m| m.0 <= t);
        match after.checked_sub(1).and_then(|i| self.marks.get(i)) {
            Some((mark, running)) if t - mark <= self.longest_gap_s => running + (t - mark),
            Some((_, running)) => *running,
            None => 0.0,
        }
    }
}
