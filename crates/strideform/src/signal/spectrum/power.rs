//! Power spectral density.

use crate::signal::gaps::bridge;
use rustfft::num_complex::Complex64;
use std::f64::consts::PI;

/// One-sided power spectral density by Welch's method: frequencies in hertz and densities in squared units of
/// the signal per hertz, `segment_len / 2 + 1` of each.
///
/// Segments overlap by half, lose their mean and are weighted by a periodic Hann window, the defaults of
/// `scipy.signal.welch`. A segment longer than the signal is shortened to it. Gaps are bridged. Empty for an empty
/// signal, a segment of 0 or a rate that is not a positive number.
#[must_use]
pub fn welch(x: &[f64], rate_hz: f64, segment_len: usize) -> (Vec<f64>, Vec<f64>) {
    let n = segment_len.min(x.len());
    if n == 0 || !(rate_hz.is_finite() && rate_hz > 0.0) {
        return (Vec::new(), Vec::new());
    }
    let x = bridge(x);
    let window: Vec<f64> = match n {
        1 => vec![1.0],
        _ => (0..n).map(|i| 0.5 - 0.5 * (2.0 * PI * i as f64 / n as f64).cos()).collect(),
    };
    let bins = n / 2 + 1;
    let mut psd = vec![0.0; bins];
    let fft = super::forward(n);
    let mut scratch = vec![Complex64::default(); fft.get_inplace_scratch_len()];
    let mut buffer: Vec<Complex64> = Vec::with_capacity(n);
    let mut segments = 0u32;
    for segment in x.windows(n).step_by(n - n / 2) {
        let mean = segment.iter().sum::<f64>() / n as f64;
        let weighted = segment.iter().zip(&window).map(|(v, w)| Complex64::from((v - mean) * w));
        buffer.clear();
        buffer.extend(weighted);
        fft.process_with_scratch(&mut buffer, &mut scratch);
        for (sum, z) in psd.iter_mut().zip(&buffer) {
            *sum += z.norm_sqr();
        }
        segments += 1;
    }
    let weight: f64 = window.iter().map(|w| w * w).sum();
    let scale = 1.0 / (rate_hz * weight * f64::from(segments.max(1)));
    for (k, v) in psd.iter_mut().enumerate() {
        // Bins other than 0 and half the rate also represent a negative frequency.
        let twice = k > 0 && 2 * k != n;
        *v *= if twice { 2.0 * scale } else { scale };
    }
    let freqs = (0..bins).map(|k| k as f64 * rate_hz / n as f64).collect();
    (freqs, psd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_power_of_a_sine_is_half_its_amplitude_squared() {
        let x: Vec<f64> = (0..2000).map(|i| 3.0 * (2.0 * PI * 0.1 * f64::from(i)).sin() + 7.0).collect();
        let (freqs, psd) = welch(&x, 50.0, 200);
        let top = psd.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|p| p.0);
        assert_eq!(top.and_then(|k| freqs.get(k)), Some(&5.0));
        let power = psd.iter().sum::<f64>() * 0.25;
        // A sine of whole periods per segment has all its power within the window's three bins.
        assert_abs_diff_eq!(power, 4.5, epsilon = 1e-10);
    }

    #[test]
    fn odd_sizes_and_empty_input() {
        assert_eq!(welch(&[1.0, 2.0, 4.0], 10.0, 256).0.len(), 2);
        assert_eq!(welch(&[], 10.0, 256), (vec![], vec![]));
        assert_eq!(welch(&[1.0], 10.0, 0), (vec![], vec![]));
        assert_eq!(welch(&[5.0], 10.0, 1), (vec![0.0], vec![0.0]));
    }
}
