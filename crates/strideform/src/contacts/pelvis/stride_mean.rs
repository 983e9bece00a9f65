//! Means over whole strides and the step period, which define the vertical without calibration.

use crate::signal::{autocorrelation, autocorrelation_near, local_maxima, refine_parabolic};

/// Step times considered, s: 100 to 290 steps/min (wider than the 120–240 seen in running).
const STEP_S: (f64, f64) = (0.205, 0.6);

/// Step period of a vertical signal by autocorrelation, s: near `hint` if one is given and the signal agrees, otherwise
/// the first peak of at least 0.85 of the highest (*chosen*: a sub-harmonic is never much higher).
pub(super) fn step_period(vertical: &[f64], rate_hz: f64, hint: Option<f64>) -> Option<f64> {
    let longest = (STEP_S.1 * rate_hz).ceil() as usize + 1;
    if vertical.len() < 2 * longest / 3 {
        return None;
    }
    let highest = |peaks: &[(f64, f64)]| peaks.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1));
    // 15 % (*chosen*): allows for changes of speed within a bout without mistaking a step for a stride.
    if let Some(h) = hint.filter(|h| (0.5 * STEP_S.0..2.0 * STEP_S.1).contains(h)) {
        let lags = (0.85 * h * rate_hz) as usize..((1.15 * h * rate_hz) as usize + 2).min(longest + 1);
        // One more lag on each side, so that a peak at the limit has neighbours.
        let first = lags.start.saturating_sub(1);
        let r = autocorrelation_near(&[vertical], first..lags.end + 1);
        let mut near = step_peaks(&r, first, rate_hz);
        near.retain(|(lag, _)| (lag / h - 1.0).abs() < 0.15);
        if let Some(found) = highest(&near) {
            return Some(found.0);
        }
    }
    let peaks = step_peaks(&autocorrelation(vertical, longest), 0, rate_hz);
    let top = highest(&peaks)?.1;
    peaks.iter().find(|(_, height)| *height >= 0.85 * top).map(|(lag, _)| *lag)
}

/// Peaks of a correlation that may be the step period, as (lag in s, height); `r` begins at lag `first`.
fn step_peaks(r: &[f64], first: usize, rate_hz: f64) -> Vec<(f64, f64)> {
    local_maxima(r)
        .into_iter()
        .map(|i| refine_parabolic(r, i))
        .map(|(lag, height)| ((lag + first as f64) / rate_hz, height))
        // 0.2 (*chosen*): below that, nothing repeats.
        .filter(|(lag, height)| (STEP_S.0..=STEP_S.1).contains(lag) && *height > 0.2)
        .collect()
}

/// Longest window with an even number of steps that fits into `samples` and into about `wish_s` seconds; in samples,
/// possibly fractional. All samples if not even two steps fit.
pub(super) fn whole_strides(samples: usize, rate_hz: f64, step_s: f64, wish_s: f64) -> f64 {
    let stride = 2.0 * step_s * rate_hz;
    let fits = (samples as f64).min(wish_s * rate_hz);
    let count = (fits / stride).floor();
    if count >= 1.0 { count * stride } else { samples as f64 }
}

/// Mean over a window of `window` samples centred on every sample; at the ends the window stays inside the signal.
pub(super) fn moving_mean(x: &[f64], window: f64) -> Vec<f64> {
    let mut sums = Vec::with_capacity(x.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for v in x {
        sum += v;
        sums.push(sum);
    }
    let window = window.clamp(1.0, x.len().max(1) as f64);
    let last = x.len() as f64 - window;
    let integral = |i: usize, share: f64| match sums.get(i..) {
        Some(&[here, next, ..]) => here + share * (next - here),
        _ => sum,
    };
    let apart = |p: f64| (p as usize, p.fract());
    // The fractional part of the window's ends is the same throughout.
    let (before, after) = (0.5 * window - 0.5, 0.5 * window + 0.5);
    let (back, ahead) = (before.ceil(), after.floor());
    let (from_share, to_share) = (back - before, after - ahead);
    let (back, ahead) = (back as usize, ahead as usize);
    let scale = window.recip();
    (0..x.len())
        .map(|i| {
            let from = i as f64 - before;
            if from >= 0.0 && from <= last {
                return (integral(i + ahead, to_share) - integral(i - back, from_share)) * scale;
            }
            let from = from.clamp(0.0, last.max(0.0));
            let ((a, u), (b, v)) = (apart(from), apart(from + window));
            (integral(b, v) - integral(a, u)) * scale
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_mean_over_whole_periods_removes_the_wave() {
        let x: Vec<f64> = (0..1000).map(|i| 3.0 + (f64::from(i) * 0.2).sin()).collect();
        let window = 10.0 * std::f64::consts::TAU / 0.2;
        for m in moving_mean(&x, window) {
            // Straight lines between samples of the running sum: (0.2)²/8 of the wave's integral over the window.
            assert_abs_diff_eq!(m, 3.0, epsilon = 2e-4);
        }
        assert!(moving_mean(&[], 5.0).is_empty());
        assert_eq!(moving_mean(&[2.0, 4.0], 9.0), [3.0, 3.0]);
    }

    #[test]
    fn the_step_is_found_beside_the_stride() {
        let wave = |i: usize| {
            let t = i as f64 / 100.0 / 0.34 * std::f64::consts::TAU;
            t.sin() + 0.3 * (0.5 * t).sin()
        };
        let x: Vec<f64> = (0..600).map(wave).collect();
        for hint in [None, Some(0.33), Some(0.165)] {
            // Parabola through three samples of a cosine sampled 34 times per period: an error of 1e-4 of the period.
            assert_abs_diff_eq!(step_period(&x, 100.0, hint).expect("periodic"), 0.34, epsilon = 1e-3);
        }
        assert_eq!(step_period(&[0.0; 600], 100.0, None), None);
        assert_eq!(step_period(&[], 100.0, None), None);
    }
}
