//! A filtered signal that can be evaluated between its samples.

use crate::signal::{CubicSpline, refine_parabolic};

/// Spacing of [`Window`] samples, s (*chosen*: fine compared with errors of a few ms, yet coarse enough to be fast; a
/// fixed spacing makes the result independent of the sensor's rate).
pub(super) const STEP_S: f64 = 0.002;

/// A signal on the recording's clock, interpolated by a cubic spline.
pub(super) struct Curve {
    spline: CubicSpline,
    rate_hz: f64,
    from_s: f64,
}

impl Curve {
    /// Samples at `from_s`, `from_s + 1/rate_hz`, …
    pub(super) fn new(samples: &[f64], rate_hz: f64, from_s: f64) -> Self {
        Self { spline: CubicSpline::uniform(samples), rate_hz, from_s }
    }

    /// Time of the first sample, s.
    pub(super) fn start_s(&self) -> f64 {
        self.from_s
    }

    /// Time of the last sample, s.
    pub(super) fn end_s(&self) -> f64 {
        self.from_s + self.spline.len().saturating_sub(1) as f64 / self.rate_hz
    }

    /// Values between two times, limited to the measured samples.
    pub(super) fn window(&self, from_s: f64, to_s: f64) -> Window {
        self.read(from_s, to_s, |spline, at| spline.eval(at))
    }

    /// Slopes (per second) between two times, limited to the measured samples.
    pub(super) fn slopes(&self, from_s: f64, to_s: f64) -> Window {
        let rate = self.rate_hz;
        self.read(from_s, to_s, |spline, at| rate * spline.derivative(at))
    }

    fn read(&self, from_s: f64, to_s: f64, value: impl Fn(&CubicSpline, f64) -> f64) -> Window {
        let from_s = from_s.max(self.start_s());
        let length = to_s.min(self.end_s()) - from_s;
        if self.spline.is_empty() || length.is_nan() || length < 0.0 {
            return Window { from_s, values: Vec::new() };
        }
        let count = (length / STEP_S).floor() as usize + 1;
        let start = (from_s - self.from_s) * self.rate_hz;
        let step = STEP_S * self.rate_hz;
        let values = (0..count).map(|i| value(&self.spline, start + i as f64 * step)).collect();
        Window { from_s, values }
    }
}

/// Values every [`STEP_S`].
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Window {
    /// Time of the first value, s.
    pub(super) from_s: f64,
    /// The values.
    pub(super) values: Vec<f64>,
}

impl Window {
    /// Time of a (fractional) index, s.
    pub(super) fn time_s(&self, index: f64) -> f64 {
        self.from_s + index * STEP_S
    }

    /// Index nearest to a time, limited to the range.
    pub(super) fn index(&self, time_s: f64) -> usize {
        let last = self.values.len().saturating_sub(1);
        (((time_s - self.from_s) / STEP_S).round().max(0.0) as usize).min(last)
    }

    /// Index and value of the maximum between two indices (inclusive); the first if several are equal.
    pub(super) fn highest(&self, from: usize, to: usize) -> Option<(usize, f64)> {
        let values = self.values.iter().copied().enumerate().take(to.saturating_add(1)).skip(from);
        values.fold(None, |best: Option<(usize, f64)>, (i, v)| match best {
            Some((_, b)) if v.is_nan() || b >= v => best,
            _ => Some((i, v)),
        })
    }

    /// Index and value of the minimum between two indices (inclusive); the first if several are equal.
    pub(super) fn lowest(&self, from: usize, to: usize) -> Option<(usize, f64)> {
        let values = self.values.iter().copied().enumerate().take(to.saturating_add(1)).skip(from);
        values.fold(None, |best: Option<(usize, f64)>, (i, v)| match best {
            Some((_, b)) if v.is_nan() || b <= v => best,
            _ => Some((i, v)),
        })
    }

    /// Time of the vertex of the parabola through an extreme and its neighbours, s.
    pub(super) fn vertex_s(&self, index: usize) -> f64 {
        self.time_s(refine_parabolic(&self.values, index).0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_window_reads_between_samples_on_the_recordings_clock() {
        let samples: Vec<f64> = (0..200).map(|i| (f64::from(i) * 0.01 - 1.003).powi(2)).collect();
        let curve = Curve::new(&samples, 100.0, 5.0);
        let window = curve.window(5.5, 6.5);
        let (at, _) = window.lowest(0, usize::MAX).expect("values");
        // A parabola is reproduced by the spline and by the vertex: rounding only.
        assert_abs_diff_eq!(window.vertex_s(at), 6.003, epsilon = 1e-9);
        let slope = curve.slopes(6.0, 6.0).values[0];
        assert_abs_diff_eq!(slope, -0.006, epsilon = 1e-9);
    }

    #[test]
    fn windows_end_where_the_samples_end() {
        let curve = Curve::new(&[0.0; 11], 100.0, 1.0);
        assert_eq!(curve.window(0.0, 9.0).values.len(), 51);
        assert!(curve.window(2.0, 3.0).values.is_empty());
        assert!(Curve::new(&[], 100.0, 0.0).window(0.0, 1.0).values.is_empty());
    }
}
