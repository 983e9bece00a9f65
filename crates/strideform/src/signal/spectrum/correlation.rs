//! Autocorrelation.

use crate::signal::stats::mean;
use rustfft::num_complex::Complex64;

/// Unbiased autocorrelation of the signal less its mean, `r(0) = 1`, at the lags 0 to `max_lag` samples (at most
/// `len − 1`; empty for an empty signal).
///
/// Non-finite samples are left out: each lag averages the products of the pairs that are there. A constant
/// signal, which has no correlation, gives zeros. Values beyond ±1 can occur at lags near the length.
#[must_use]
pub fn autocorrelation(x: &[f64], max_lag: usize) -> Vec<f64> {
    autocorrelation_sum(&[x], max_lag)
}

/// Autocorrelation of a signal of several axes: the sum of their unbiased autocovariances over its value at lag
/// 0. It does not change when the axes are rotated. Up to the shortest axis; otherwise as [`autocorrelation`],
/// a sample with any non-finite axis being left out.
#[must_use]
pub fn autocorrelation_sum(axes: &[&[f64]], max_lag: usize) -> Vec<f64> {
    let len = axes.iter().map(|a| a.len()).min().unwrap_or(0);
    if len == 0 {
        return Vec::new();
    }
    let lags = max_lag.min(len - 1) + 1;
    let good: Vec<bool> =
        (0..len).map(|i| axes.iter().all(|a| a.get(i).is_some_and(|v| v.is_finite()))).collect();
    let mut floor = 0.0;
    let mut clean = Vec::with_capacity(axes.len());
    for axis in axes {
        let kept = axis.iter().zip(&good);
        let mut values: Vec<f64> = kept.map(|(&v, &g)| if g { v } else { f64::NAN }).collect();
        let centre = mean(&values).unwrap_or(0.0);
        for v in &mut values {
            *v = if v.is_nan() { 0.0 } else { *v - centre };
        }
        clean.push(values);
        // What rounding of the mean alone can leave of a constant.
        floor += (16.0 * f64::EPSILON * centre).powi(2);
    }
    let mut sums = products(&clean, lags);
    let counts: Vec<f64> = if good.iter().all(|&g| g) {
        (0..lags).map(|k| (len - k) as f64).collect()
    } else {
        let mask: Vec<f64> = good.iter().map(|&g| f64::from(u8::from(g))).collect();
        products(&[mask], lags).iter().map(|v| v.round()).collect()
    };
    for (sum, count) in sums.iter_mut().zip(&counts) {
        *sum = if *count > 0.0 { *sum / count } else { 0.0 };
    }
    let power = sums.first().copied().unwrap_or(0.0);
    if !(power.is_finite() && power > floor) {
        return vec![0.0; lags];
    }
    sums.iter().map(|v| v / power).collect()
}

/// Longest transform of a whole signal; longer ones go through in blocks, whose transforms stay in the cache.
const WHOLE: usize = 1 << 14;

/// `Σ x[i] x[i + k]`, summed over the axes (of equal length), for the lags k below `lags` (at least one).
fn products(axes: &[Vec<f64>], lags: usize) -> Vec<f64> {
    let len = axes.iter().map(Vec::len).max().unwrap_or(0);
    let whole = (len + lags - 1).next_power_of_two();
    let mut total = if whole <= WHOLE {
        whole_power(axes, whole)
    } else {
        // Blocks of a few times the longest lag waste little on the overlap.
        let size = (4 * lags).clamp(1024, 1 << 16).max(2 * lags);
        block_power(axes, lags, size.next_power_of_two().min(whole))
    };
    let size = total.len();
    super::inverse(size).process(&mut total);
    total.iter().take(lags).map(|z| z.re / size as f64).collect()
}

/// Power spectrum summed over the axes, up to a part that is odd in frequency and that the real part of the
/// inverse transform drops. Two axes share a transform: `|X + iY|²` is `|X|² + |Y|²` and such an odd part.
fn whole_power(axes: &[Vec<f64>], size: usize) -> Vec<Complex64> {
    let fft = super::forward(size);
    let mut scratch = vec![Complex64::default(); fft.get_inplace_scratch_len()];
    let mut buffer = vec![Complex64::default(); size];
    let mut total = vec![Complex64::default(); size];
    for pair in axes.chunks(2) {
        buffer.fill(Complex64::default());
        for (slot, &v) in buffer.iter_mut().zip(pair.first().into_iter().flatten()) {
            slot.re = v;
        }
        for (slot, &v) in buffer.iter_mut().zip(pair.get(1).into_iter().flatten()) {
            slot.im = v;
        }
        fft.process_with_scratch(&mut buffer, &mut scratch);
        for (sum, z) in total.iter_mut().zip(&buffer) {
            sum.re += z.norm_sqr();
        }
    }
    total
}

/// Cross spectrum of each block with itself and its continuation by the longest lag, summed over blocks and axes.
fn block_power(axes: &[Vec<f64>], lags: usize, size: usize) -> Vec<Complex64> {
    let block = (size + 1).saturating_sub(lags).max(1);
    let fft = super::forward(size);
    let mut scratch = vec![Complex64::default(); fft.get_inplace_scratch_len()];
    let mut buffer = vec![Complex64::default(); size];
    let mut total = vec![Complex64::default(); size];
    for (axis, start) in axes.iter().flat_map(|a| (0..a.len()).step_by(block).map(move |s| (a, s))) {
        let ahead = axis.get(start..).unwrap_or(&[]);
        buffer.fill(Complex64::default());
        // The block goes into the real part, the block with its continuation into the imaginary one.
        for (i, (slot, &v)) in buffer.iter_mut().zip(ahead).enumerate() {
            *slot = Complex64::new(if i < block { v } else { 0.0 }, v);
        }
        fft.process_with_scratch(&mut buffer, &mut scratch);
        let mirrored = buffer.first().into_iter().chain(buffer.iter().skip(1).rev());
        for ((sum, &z), &m) in total.iter_mut().zip(&buffer).zip(mirrored) {
            let (even, odd) = (z + m.conj(), z - m.conj());
            // conj(A) · B with A = even / 2 and B = odd / 2i.
            *sum += even.conj() * odd * Complex64::new(0.0, -0.25);
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(n: usize, phase: f64) -> Vec<f64> {
        let at = |i: usize| (0.37 * i as f64 + phase).sin() + 0.2 * (1.7 * i as f64).cos() + 3.0;
        (0..n).map(at).collect()
    }

    #[test]
    fn transforms_agree_with_the_plain_sum() {
        let sizes = [(1, 1), (2, 2), (50, 50), (5000, 40), (20_000, 700), (17_000, 9000)];
        for (n, lags) in sizes {
            let axes = [0.3, 1.0, 2.0].map(|phase| wave(n, phase));
            let fast = products(&axes, lags);
            assert_eq!(fast.len(), lags);
            for (k, v) in fast.iter().enumerate().step_by(1 + lags / 50) {
                let sum = |x: &Vec<f64>| -> f64 { x.iter().zip(x.iter().skip(k)).map(|(a, b)| a * b).sum() };
                let plain: f64 = axes.iter().map(sum).sum();
                // Transform rounding: about log2(size) units in the last place of the sum at lag 0.
                assert!((v - plain).abs() < 1e-13 * fast[0], "{n} {k}");
            }
        }
    }

    #[test]
    fn turning_the_axes_changes_nothing() {
        let (x, y) = (wave(400, 0.0), wave(400, 1.1));
        let (s, c) = 0.7f64.sin_cos();
        let u: Vec<f64> = x.iter().zip(&y).map(|(x, y)| c * x - s * y).collect();
        let v: Vec<f64> = x.iter().zip(&y).map(|(x, y)| s * x + c * y).collect();
        let pairs = autocorrelation_sum(&[&x, &y], 100);
        for (a, b) in pairs.iter().zip(autocorrelation_sum(&[&u, &v], 100)) {
            assert!((a - b).abs() < 1e-12);
        }
    }

    #[test]
    fn holes_are_left_out_and_constants_give_zeros() {
        let x: Vec<f64> = (0..64).map(|i| if i % 4 < 2 { 1.0 } else { -1.0 }).collect();
        let mut holed = x.clone();
        holed[20..24].fill(f64::NAN);
        for (a, b) in autocorrelation(&x, 12).iter().zip(autocorrelation(&holed, 12)) {
            // A whole period is missing, and every product of this wave is the same within its lag or ±2.
            assert!((a - b).abs() < 0.05);
        }
        assert_eq!(autocorrelation(&[0.1; 30], 3), [0.0; 4]);
        assert!(autocorrelation(&[], 3).is_empty());
        assert_eq!(autocorrelation(&[f64::NAN], 3), [0.0]);
    }
}
