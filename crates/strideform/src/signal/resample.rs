//! Resampling a signal to another time grid.

use crate::signal::filter::Butterworth;
use crate::signal::gaps::bridge;
use crate::signal::spline::CubicSpline;

/// Straight-line interpolation of the points `(t, x)` at the `n` times `t0`, `t0 + dt`, … in the units of `t`.
///
/// Times must ascend; points that are not finite or do not advance in time are skipped. Before the first and after the
/// last point its value is held (as `numpy.interp`). NaN throughout if no point remains.
#[must_use]
pub fn linear_uniform(t: &[f64], x: &[f64], t0: f64, dt: f64, n: usize) -> Vec<f64> {
    let mut latest = f64::NEG_INFINITY;
    let mut points = t.iter().zip(x).filter_map(|(&t, &x)| {
        let good = t.is_finite() && x.is_finite() && t > latest;
        good.then(|| {
            latest = t;
            (t, x)
        })
    });
    let Some(mut before) = points.next() else {
        return vec![f64::NAN; n];
    };
    let mut after = points.next();
    (0..n)
        .map(|k| {
            let at = t0 + k as f64 * dt;
            while let Some(next) = after.filter(|p| p.0 <= at) {
                before = next;
                after = points.next();
            }
            match after {
                Some((t1, x1)) if at > before.0 => {
                    before.1 + (x1 - before.1) * ((at - before.0) / (t1 - before.0))
                }
                _ => before.1,
            }
        })
        .collect()
}

/// Share of the lower rate at which the anti-aliasing filter is 3 dB down, and its order in each of two passes
/// (*chosen*: keeps 80 % of the new band, with −40 dB where aliases would fold to the edge of that).
const ALIAS_EDGE: f64 = 0.4;
const ALIAS_ORDER: usize = 8;

/// Largest ratio of rates (*chosen*: larger than for any pair of devices, and it limits the memory requested).
const RATIO: f64 = 1e4;

/// Signal at another uniform rate, with its first sample kept in place: `(len − 1) · to / from + 1` samples, rounded
/// down. Interpolates with a cubic spline; when downsampling, a zero-phase low-pass at 0.4 times the new rate is
/// applied first to prevent aliasing. Gaps are bridged. Empty if a rate is not a positive number or one is more than 10
/// 000 times the other.
#[must_use]
pub fn to_rate(x: &[f64], from_hz: f64, to_hz: f64) -> Vec<f64> {
    let step = from_hz / to_hz;
    let Some(last) = x.len().checked_sub(1) else {
        return Vec::new();
    };
    if !(from_hz > 0.0 && to_hz > 0.0 && (1.0 / RATIO..=RATIO).contains(&step)) {
        return Vec::new();
    }
    if from_hz == to_hz {
        return bridge(x).into_owned();
    }
    // Rounding must not lose the last of a whole number of steps.
    let count = (last as f64 / step * (1.0 + 4.0 * f64::EPSILON)).floor() as usize + 1;
    let spline = if step > 1.0 {
        match Butterworth::lowpass(ALIAS_ORDER, ALIAS_EDGE * to_hz, from_hz) {
            Ok(sos) => CubicSpline::uniform(&sos.filtfilt(x)),
            Err(_) => CubicSpline::uniform(x),
        }
    } else {
        CubicSpline::uniform(x)
    };
    spline.grid(0.0, step, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::f64::consts::PI;

    #[test]
    fn lines_hold_at_the_ends_and_skip_bad_points() {
        let t = [0.0, 1.0, 1.0, 2.0, f64::NAN, 4.0];
        let x = [0.0, 2.0, 9.0, f64::NAN, 7.0, 8.0];
        let y = linear_uniform(&t, &x, -1.0, 1.0, 7);
        assert_eq!(y, [0.0, 0.0, 2.0, 4.0, 6.0, 8.0, 8.0]);
        assert!(linear_uniform(&[], &[], 0.0, 1.0, 2).iter().all(|v| v.is_nan()));
    }

    #[test]
    fn a_slow_sine_survives_up_and_down_and_a_fast_one_does_not_fold() {
        let sine = |hz: f64, rate: f64, n: usize| -> Vec<f64> {
            (0..n).map(|i| (2.0 * PI * hz * i as f64 / rate).sin()).collect()
        };
        let worst = |a: &[f64], b: &[f64]| {
            let mid = a.len() / 4..a.len() * 3 / 4;
            let d = mid.filter_map(|i| Some((a.get(i)? - b.get(i)?).abs()));
            d.fold(0.0, f64::max)
        };
        let up = to_rate(&sine(3.0, 100.0, 401), 100.0, 250.0);
        assert_eq!(up.len(), 1001);
        // Spline error (πf/rate·2)^4/384 times a few: 4e-6.
        assert!(worst(&up, &sine(3.0, 250.0, 1001)) < 1e-5);
        let down = to_rate(&sine(3.0, 500.0, 2001), 500.0, 100.0);
        assert_eq!(down.len(), 401);
        // Twice an order-8 roll-off at 3/40 of its edge: below 1e-15; the rest is rounding and the spline.
        assert!(worst(&down, &sine(3.0, 100.0, 401)) < 1e-6);
        let folded = to_rate(&sine(60.0, 500.0, 2001), 500.0, 100.0);
        assert!(worst(&folded, &vec![0.0; folded.len()]) < 2e-3);
    }
}
