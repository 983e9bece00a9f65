//! Part of a spline on a fine grid, used to find extremes and crossings.

use crate::signal::{
    CubicSpline, first_fall, first_rise, last_fall, last_rise, local_maxima, refine_parabolic,
};

/// Spacing of the grid, s (*chosen*: a tenth of the scatter of the best event, so that the grid adds no error).
const STEP_S: f64 = 0.5e-3;

/// Values of a signal at `from_s`, `from_s + STEP_S`, …
#[derive(Debug, Clone)]
pub(super) struct Window {
    from_s: f64,
    values: Vec<f64>,
}

/// A point of the window's curve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Point {
    pub(super) at_s: f64,
    pub(super) value: f64,
}

impl Window {
    /// The curve between two times, where `at_sample` converts seconds to samples of the spline. `None` unless the
    /// times are finite and the window holds a few grid points.
    pub(super) fn cut(
        curve: &CubicSpline,
        from_s: f64,
        to_s: f64,
        at_sample: impl Fn(f64) -> f64,
    ) -> Option<Self> {
        // A window is part of one stride; ten seconds would be an error.
        let count = (to_s - from_s) / STEP_S;
        if !(4.0..=20_000.0).contains(&count) {
            return None;
        }
        let step = at_sample(from_s + STEP_S) - at_sample(from_s);
        let values = curve.grid(at_sample(from_s), step, count as usize + 1);
        Some(Self { from_s, values })
    }

    fn time(&self, index: f64) -> f64 {
        self.from_s + index * STEP_S
    }

    fn index(&self, time_s: f64) -> usize {
        (((time_s - self.from_s) / STEP_S).max(0.0) as usize).min(self.values.len())
    }

    /// The lowest local minimum inside the window (its ends do not count).
    pub(super) fn lowest(&self) -> Option<Point> {
        let upside_down: Vec<f64> = self.values.iter().map(|v| -v).collect();
        local_maxima(&upside_down)
            .into_iter()
            .map(|i| refine_parabolic(&upside_down, i))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(i, v)| Point { at_s: self.time(i), value: -v })
    }

    /// The first local minimum that is at least `share` as low as the lowest (which must be negative).
    pub(super) fn first_low(&self, share: f64) -> Option<Point> {
        let lowest = self.lowest()?;
        let upside_down: Vec<f64> = self.values.iter().map(|v| -v).collect();
        let first = local_maxima(&upside_down)
            .into_iter()
            .map(|i| refine_parabolic(&upside_down, i))
            .find(|(_, depth)| *depth >= -share * lowest.value);
        first.map(|(i, v)| Point { at_s: self.time(i), value: -v })
    }

    /// The highest local maximum inside the window.
    pub(super) fn highest(&self) -> Option<Point> {
        local_maxima(&self.values)
            .into_iter()
            .map(|i| refine_parabolic(&self.values, i))
            .max_by(|a, b| a.1.total_cmp(&b.1))
            .map(|(i, value)| Point { at_s: self.time(i), value })
    }

    /// The smallest value, ends included.
    pub(super) fn min(&self) -> Option<Point> {
        let least = self.values.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1));
        least.map(|(i, value)| Point { at_s: self.time(i as f64), value: *value })
    }

    /// The largest value, ends included.
    pub(super) fn max(&self) -> Option<Point> {
        let most = self.values.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        most.map(|(i, value)| Point { at_s: self.time(i as f64), value: *value })
    }

    /// The centre of the interval around a minimum in which the curve stays below `share` of it (which must be
    /// negative).
    pub(super) fn middle_of(&self, low: Point, share: f64) -> f64 {
        let (level, at) = (share * low.value, self.index(low.at_s));
        let inside = |v: &&f64| **v <= level;
        let before = self.values.get(..at).unwrap_or(&[]).iter().rev().take_while(inside).count();
        let after = self.values.get(at..).unwrap_or(&[]).iter().take_while(inside).count();
        self.time(at as f64 + 0.5 * (after as f64 - 1.0 - before as f64))
    }

    /// Every local minimum before `until_s`, with the highest point of the curve in the `within_s` seconds after it.
    pub(super) fn rises(&self, until_s: f64, within_s: f64) -> Vec<(Point, Point)> {
        let upside_down: Vec<f64> = self.values.iter().map(|v| -v).collect();
        let (until, reach) = (self.index(until_s), (within_s / STEP_S) as usize);
        let rise = |low: usize| {
            let after = self.values.get(low..(low + reach + 1).min(self.values.len()))?;
            let (top, value) = after.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1))?;
            let point = |i: usize, value: f64| Point { at_s: self.time(i as f64), value };
            Some((point(low, *after.first()?), point(low + top, *value)))
        };
        local_maxima(&upside_down).into_iter().filter(|i| *i <= until).filter_map(rise).collect()
    }

    /// Times and values (per second) of the negative local minima of the slope: where the curve falls fastest.
    pub(super) fn steepest_falls(&self) -> Vec<Point> {
        let falls: Vec<f64> =
            self.values.iter().zip(self.values.iter().skip(1)).map(|(a, b)| (a - b) / STEP_S).collect();
        local_maxima(&falls)
            .into_iter()
            .map(|i| refine_parabolic(&falls, i))
            .filter(|(_, fall)| *fall > 0.0)
            // A difference belongs to the midpoint of its two points.
            .map(|(i, fall)| Point { at_s: self.time(i + 0.5), value: -fall })
            .collect()
    }

    /// The section between two times.
    pub(super) fn part(&self, from_s: f64, to_s: f64) -> Self {
        let (from, to) = (self.index(from_s), self.index(to_s));
        let values = self.values.get(from..to.max(from)).unwrap_or(&[]).to_vec();
        Self { from_s: self.time(from as f64), values }
    }

    /// The last time before `until_s` at which the curve rises through `level`.
    pub(super) fn last_rise(&self, until_s: f64, level: f64) -> Option<f64> {
        last_rise(&self.values, 0, self.index(until_s) + 1, level).map(|i| self.time(i))
    }

    /// The first time after `from_s` at which the curve rises through `level`.
    pub(super) fn first_rise(&self, from_s: f64, level: f64) -> Option<f64> {
        first_rise(&self.values, self.index(from_s), self.values.len(), level).map(|i| self.time(i))
    }

    /// The first time at which the curve falls through `level`.
    pub(super) fn first_fall(&self, level: f64) -> Option<f64> {
        first_fall(&self.values, 0, self.values.len(), level).map(|i| self.time(i))
    }

    /// The last time before `until_s` at which the curve falls through `level`.
    pub(super) fn last_fall(&self, until_s: f64, level: f64) -> Option<f64> {
        last_fall(&self.values, 0, self.index(until_s) + 1, level).map(|i| self.time(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn extremes_and_crossings_are_found_between_samples() {
        // 10 Hz samples of a slow cosine: minimum at half its period, 0.8 s.
        let samples: Vec<f64> =
            (0..17).map(|i| (f64::from(i) / 16.0 * std::f64::consts::TAU).cos()).collect();
        let curve = CubicSpline::uniform(&samples);
        let window = Window::cut(&curve, 0.1, 1.5, |s| s * 10.0).unwrap();
        let low = window.lowest().unwrap();
        // The spline through 16 samples per period is accurate to 1e-4 of the amplitude, and its minimum to a millisecond.
        assert!(
            abs_diff_eq!(low.at_s, 0.8, epsilon = 1e-3) && abs_diff_eq!(low.value, -1.0, epsilon = 1e-3),
            "{low:?}"
        );
        let fall = window.last_fall(low.at_s, 0.0).unwrap();
        assert_abs_diff_eq!(fall, 0.4, epsilon = 1e-3);
        assert_eq!(window.last_fall(0.2, 0.0), None);
    }

    #[test]
    fn no_window_of_nothing() {
        let curve = CubicSpline::uniform(&[1.0, 2.0]);
        assert!(Window::cut(&curve, 1.0, 1.0, |s| s).is_none());
        assert!(Window::cut(&curve, 0.0, f64::NAN, |s| s).is_none());
        assert!(Window::cut(&curve, 0.0, 1e9, |s| s).is_none());
    }

    #[test]
    fn the_middle_of_a_low_does_not_mind_its_tip_cut_off() {
        let bell = |t: f64| -10.0 * (-0.5 * ((t - 0.52) / 0.03).powi(2)).exp();
        let samples: Vec<f64> = (0..201).map(|i| bell(0.005 * f64::from(i))).collect();
        let clipped: Vec<f64> = samples.iter().map(|v| v.max(-8.0)).collect();
        for values in [samples, clipped] {
            let window = Window::cut(&CubicSpline::uniform(&values), 0.2, 0.9, |s| s * 200.0).unwrap();
            let low = window.lowest().unwrap();
            // One grid step; the bell is even about 0.52 s.
            assert_abs_diff_eq!(window.middle_of(low, 0.9), 0.52, epsilon = 1e-3);
        }
    }

    #[test]
    fn rises_and_falls_are_found_where_they_are() {
        // A wave of 0.2 s and growing height: lows at 0.15, 0.35… s, steepest falls at 0.1, 0.3… s.
        let wave = |t: f64| (1.0 + t) * (std::f64::consts::TAU * t / 0.2).sin();
        let samples: Vec<f64> = (0..401).map(|i| wave(0.0025 * f64::from(i))).collect();
        let window = Window::cut(&CubicSpline::uniform(&samples), 0.0, 0.6, |s| s * 400.0).unwrap();
        let rises = window.rises(0.4, 0.1);
        assert_eq!(rises.len(), 2);
        let (low, high) = rises[1];
        // The growth moves the extremes by 1 ms.
        assert!(
            abs_diff_eq!(low.at_s, 0.35, epsilon = 2e-3) && abs_diff_eq!(high.at_s, 0.45, epsilon = 2e-3),
            "{low:?} {high:?}"
        );
        let falls: Vec<f64> = window.steepest_falls().iter().map(|p| p.at_s).collect();
        assert_eq!(falls.len(), 3);
        assert!(abs_diff_eq!(falls[1], 0.3, epsilon = 2e-3), "{falls:?}");
    }
}
