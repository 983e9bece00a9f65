//! Stride time over the course of a bout, and means over whole strides.

use crate::parallel::*;
use nalgebra::Vector3;

use crate::recording::Triad;
use crate::signal::{autocorrelation_near, local_maxima, refine_parabolic};

/// Length of the segments whose stride time is measured, s (*chosen*: cadence hardly drifts within one).
const PIECE_S: f64 = 15.0;

/// Number of samples too small to be worth sharing between threads (*chosen*).
const ALONE: usize = 1 << 13;

/// Stride time as a function of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strides {
    /// (sample, stride time in samples), ascending; never empty.
    points: Vec<(f64, f64)>,
}

impl Strides {
    /// From the six-channel autocorrelation of segments, within 15 % of `hint` samples; the hint itself for segments
    /// without a period. `None` if the hint is not a usable length.
    pub(super) fn of(gyr: &Triad, acc: &Triad, rate_hz: f64, hint: f64) -> Option<Self> {
        let n = gyr.len().min(acc.len());
        // Four samples per stride (*chosen*: fewer resolve nothing).
        if !(hint >= 4.0 && (n as f64) > 1.2 * hint) {
            return None;
        }
        let count = (n as f64 / (PIECE_S * rate_hz)).round().max(1.0) as usize;
        let points = (0..count)
            .into_par_iter()
            .map(|k| {
                let range = n * k / count..n * (k + 1) / count;
                let (g, a) = (gyr.slice(range.clone()), acc.slice(range.clone()));
                let middle = 0.5 * (range.start + range.end) as f64;
                (middle, lag(&g, &a, hint).unwrap_or(hint))
            })
            .collect();
        Some(Self { points })
    }

    /// Stride time in samples at sample `i`.
    pub(super) fn at(&self, i: f64) -> f64 {
        let after = self.after(i);
        let before = after.checked_sub(1).and_then(|k| self.points.get(k));
        match (before, self.points.get(after)) {
            (Some(a), Some(b)) => a.1 + (b.1 - a.1) * (i - a.0) / (b.0 - a.0),
            (Some(p), None) | (None, Some(p)) => p.1,
            (None, None) => f64::NAN,
        }
    }
}

impl Strides {
    /// Number of points before sample `i`. They are evenly spaced, so the initial guess is at most one off.
    fn after(&self, i: f64) -> usize {
        let (Some(first), Some(last)) = (self.points.first(), self.points.last()) else { return 0 };
        let share = (i - first.0) / (last.0 - first.0).max(1.0);
        let mut after = (share * (self.points.len() - 1) as f64).max(0.0) as usize;
        let before = |k: usize| self.points.get(k).is_some_and(|p| p.0 < i);
        after = after.min(self.points.len());
        while before(after) {
            after += 1;
        }
        while after.checked_sub(1).is_some_and(|k| !before(k)) {
            after -= 1;
        }
        after
    }

    /// The straight line that applies at sample `i`.
    fn line(&self, i: f64) -> Line {
        let after = self.after(i);
        let before = after.checked_sub(1).and_then(|k| self.points.get(k));
        match (before, self.points.get(after)) {
            (Some(a), Some(b)) => {
                let slope = (b.1 - a.1) / (b.0 - a.0);
                Line { range: a.0..b.0, value: a.1 - slope * a.0, slope }
            }
            (Some(p), None) => Line { range: p.0..f64::INFINITY, value: p.1, slope: 0.0 },
            (None, Some(p)) => Line { range: f64::NEG_INFINITY..p.0, value: p.1, slope: 0.0 },
            (None, None) => Line { value: f64::NAN, ..Line::default() },
        }
    }

    /// The same line, counted from `offset` samples later.
    pub(super) fn shifted(&self, offset: usize) -> Self {
        Self { points: self.points.iter().map(|p| (p.0 - offset as f64, p.1)).collect() }
    }
}

/// Stride time as a straight line over some samples.
#[derive(Debug, Clone)]
struct Line {
    range: std::ops::Range<f64>,
    /// At sample 0.
    value: f64,
    slope: f64,
}

impl Default for Line {
    fn default() -> Self {
        Self { range: 0.0..0.0, value: 0.0, slope: 0.0 }
    }
}

fn lag(gyr: &Triad, acc: &Triad, hint: f64) -> Option<f64> {
    // Both sensors' power has equal weight.
    let scaled = |t: &Triad| {
        let centre = t.mean();
        let power = (0..t.len()).map(|i| (t.at(i) - centre).norm_squared()).sum::<f64>();
        let unit = if power > 0.0 && power.is_finite() { power.sqrt().recip() } else { 0.0 };
        t.map(|column| column.iter().map(|v| v * unit).collect())
    };
    let (g, a) = (scaled(gyr), scaled(acc));
    let channels: Vec<&[f64]> = g.columns().into_iter().chain(a.columns()).collect();
    let first = (0.85 * hint).max(1.0) as usize - 1;
    let r = autocorrelation_near(&channels, first..(1.15 * hint) as usize + 3);
    local_maxima(&r)
        .into_iter()
        .map(|i| refine_parabolic(&r, i))
        .map(|(lag, height)| (lag + first as f64, height))
        .filter(|(lag, height)| (lag / hint - 1.0).abs() < 0.15 && *height > 0.0)
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(lag, _)| lag)
}

/// Means of vectors over windows of `strides` stride times centred on every sample. At the ends the window stays inside
/// the range; if the range is shorter than that, the window holds as many whole strides as fit, or everything.
pub(super) fn whole_stride_mean(x: &[Vector3<f64>], lengths: &Strides, strides: f64) -> Vec<Vector3<f64>> {
    stride_mean_of(x.to_vec(), lengths, strides)
}

/// The same, reusing the memory of the vectors, because a long recording has many.
pub(super) fn stride_mean_of(mut x: Vec<Vector3<f64>>, lengths: &Strides, strides: f64) -> Vec<Vector3<f64>> {
    let len = x.len();
    let n = len as f64;
    let mut sums = Vec::with_capacity(len + 1);
    let mut sum = Vector3::zeros();
    sums.push(sum);
    sums.extend(x.iter().map(|v| {
        sum += *v;
        sum
    }));
    // Sum up to a position between samples.
    let integral = |p: f64| {
        let i = (p as usize).min(len.saturating_sub(1));
        match sums.get(i..) {
            Some([here, next, ..]) => here + (next - here) * (p - i as f64),
            _ => sum,
        }
    };
    x.par_chunks_mut(ALONE).enumerate().for_each(|(chunk, slots)| {
        let mut line = Line::default();
        for (i, slot) in (chunk * ALONE..).zip(slots) {
            let at = i as f64;
            if !line.range.contains(&at) {
                line = lengths.line(at);
            }
            let stride = line.value + line.slope * at;
            let mut window = strides * stride;
            if !(window >= 1.0 && strides.ceil() * stride <= n) {
                window = strides.min((n / stride).floor()) * stride;
                if !(window >= 1.0 && window <= n) {
                    window = n;
                }
            }
            let from = (at + 0.5 - 0.5 * window).clamp(0.0, n - window);
            *slot = (integral(from + window) - integral(from)) / window;
        }
    });
    x
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_stride_is_measured_and_its_mean_is_free_of_the_stride() {
        let n = 3000;
        let wave = |k: f64, phase: f64| -> Vec<f64> {
            (0..n).map(|i| (f64::from(i) * k / 70.3 * std::f64::consts::TAU + phase).sin()).collect()
        };
        let gyr = Triad::new(wave(1.0, 0.0), wave(2.0, 0.3), wave(1.0, 1.0));
        let acc = Triad::new(wave(2.0, 0.1), wave(4.0, 0.3), wave(1.0, 1.5));
        let strides = Strides::of(&gyr, &acc, 100.0, 68.0).expect("strides");
        for i in [0.0, 900.0, 1500.0, 2999.0] {
            // Parabola through samples 70 to the period.
            assert_abs_diff_eq!(strides.at(i), 70.3, epsilon = 0.02);
        }
        let x: Vec<Vector3<f64>> = (0..gyr.len()).map(|i| gyr.at(i) + Vector3::new(5.0, 0.0, 0.0)).collect();
        for m in whole_stride_mean(&x, &strides, 4.0) {
            // Straight lines between sums: (2π/70)²/8 of a wave's integral over 4 strides.
            assert!((m - Vector3::new(5.0, 0.0, 0.0)).norm() < 1e-3, "{m}");
        }
    }

    #[test]
    fn no_strides_of_nothing() {
        let none = Triad::default();
        assert!(Strides::of(&none, &none, 100.0, 70.0).is_none());
        let still = Triad::new(vec![0.0; 500], vec![0.0; 500], vec![0.0; 500]);
        assert!(Strides::of(&still, &still, 100.0, f64::NAN).is_none());
        assert_eq!(Strides::of(&still, &still, 100.0, 70.0).map(|s| s.at(3.0)), Some(70.0));
    }
}
