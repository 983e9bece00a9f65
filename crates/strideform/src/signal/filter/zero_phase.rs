//! One-line zero-phase filters whose stated edge holds for both passes together.

use super::design::{bandpass_warped, highpass_warped, lowpass_warped, warp};

/// Order of each of the two passes; together they give the fourth order customary for motion signals.
const ORDER: usize = 2;

/// Above this share of the rate a low-pass is omitted (*chosen*: it would remove only a narrow band that the sensor's
/// own filter has already attenuated).
const OPEN: f64 = 0.45;

/// Ratio of the two-pass to the one-pass −3 dB frequency of the prototype: `|H|² = 1/√2` where
/// `(ω/ωc)^(2n) = √2 − 1`.
fn narrowing() -> f64 {
    (std::f64::consts::SQRT_2 - 1.0).powf(0.5 / ORDER as f64)
}

/// Zero-phase Butterworth low-pass, second order in both directions, with its −3 dB point after both passes at
/// `cutoff_hz`. Ends and gaps are treated as in [`Sos::filtfilt`](super::Sos::filtfilt).
///
/// Returns the signal unchanged if there is nothing to remove or no sensible filter to design: a cut-off of 0.45 times
/// the rate or more, or a cut-off or rate that is not a positive number.
#[must_use]
pub fn zero_phase_lowpass(x: &[f64], cutoff_hz: f64, rate_hz: f64) -> Vec<f64> {
    match warp(cutoff_hz, rate_hz) {
        Ok(w) if cutoff_hz < OPEN * rate_hz => lowpass_warped(ORDER, w / narrowing()).filtfilt(x),
        _ => x.to_vec(),
    }
}

/// Zero-phase Butterworth high-pass, second order in both directions, with its −3 dB point after both passes at
/// `cutoff_hz`. A cut-off of half the rate or more lets nothing pass (zeros); one that is not a positive number removes
/// nothing (the signal unchanged).
#[must_use]
pub fn zero_phase_highpass(x: &[f64], cutoff_hz: f64, rate_hz: f64) -> Vec<f64> {
    match warp(cutoff_hz, rate_hz) {
        Ok(w) => highpass_warped(ORDER, w * narrowing()).filtfilt(x),
        Err(_) if rate_hz > 0.0 && cutoff_hz >= 0.5 * rate_hz => vec![0.0; x.len()],
        Err(_) => x.to_vec(),
    }
}

/// Zero-phase Butterworth band-pass, second-order prototype in both directions, with −3 dB after both passes at `lo_hz`
/// and `hi_hz`. An upper edge of 0.45 times the rate or more leaves a high-pass, a lower edge that is not positive
/// leaves a low-pass; an empty band lets nothing pass (zeros).
#[must_use]
pub fn zero_phase_bandpass(x: &[f64], lo_hz: f64, hi_hz: f64, rate_hz: f64) -> Vec<f64> {
    if hi_hz >= OPEN * rate_hz {
        return zero_phase_highpass(x, lo_hz, rate_hz);
    }
    let (Ok(lo), Ok(hi)) = (warp(lo_hz, rate_hz), warp(hi_hz, rate_hz)) else {
        return zero_phase_lowpass(x, hi_hz, rate_hz);
    };
    if lo >= hi {
        return vec![0.0; x.len()];
    }
    // Widen the band about its analogue centre so that both passes together have the requested edges.
    let half = 0.5 * (hi - lo) / narrowing();
    let outer = half + (half * half + lo * hi).sqrt();
    bandpass_warped(ORDER, lo * hi / outer, outer).filtfilt(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};
    use std::f64::consts::PI;

    /// Amplitude of a long sine after a filter, measured in its middle.
    fn gain(hz: f64, filter: impl Fn(&[f64]) -> Vec<f64>) -> f64 {
        let x: Vec<f64> = (0..8000).map(|i| (2.0 * PI * hz * f64::from(i) / 200.0).sin()).collect();
        let y = filter(&x);
        let dot: f64 = x[3000..5000].iter().zip(&y[3000..5000]).map(|(a, b)| a * b).sum();
        dot / x[3000..5000].iter().map(|v| v * v).sum::<f64>()
    }

    #[test]
    fn both_passes_together_end_at_the_stated_edge() {
        let half = 0.5f64.sqrt();
        // Whole periods in the window, so only the decayed transient of the ends is left: far below 1e-9.
        for (hz, g) in [(10.0, half), (0.5, 0.99999), (80.0, 0.0001)] {
            let is = gain(hz, |x| zero_phase_lowpass(x, 10.0, 200.0));
            assert!(
                abs_diff_eq!(is, g, epsilon = 2e-4) && (hz != 10.0 || abs_diff_eq!(is, g, epsilon = 1e-9)),
                "{hz} {is}"
            );
        }
        let high = gain(10.0, |x| zero_phase_highpass(x, 10.0, 200.0));
        assert_abs_diff_eq!(high, half, epsilon = 1e-9);
        for hz in [5.0, 40.0] {
            let band = gain(hz, |x| zero_phase_bandpass(x, 5.0, 40.0, 200.0));
            assert!(abs_diff_eq!(band, half, epsilon = 1e-9), "{hz} {band}");
        }
    }

    #[test]
    fn open_filters_change_nothing_and_shut_ones_pass_nothing() {
        let x = [1.0, -2.0, 3.0];
        assert_eq!(zero_phase_lowpass(&x, 45.0, 100.0), x);
        assert_eq!(zero_phase_lowpass(&x, f64::NAN, 100.0), x);
        assert_eq!(zero_phase_highpass(&x, 60.0, 100.0), [0.0; 3]);
        assert_eq!(zero_phase_highpass(&x, 0.0, 100.0), x);
        assert_eq!(zero_phase_bandpass(&x, 9.0, 8.0, 100.0), [0.0; 3]);
    }
}
