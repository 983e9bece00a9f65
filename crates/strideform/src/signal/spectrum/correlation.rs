//! Autocorrelation.

use std::ops::Range;

use crate::signal::stats::mean;
use rustfft::num_complex::Complex64;

/// Unbiased autocorrelation of the signal minus its mean, `r(0) = 1`, at the lags 0 to `max_lag` samples (at most
/// `len − 1`; empty for an empty signal).
///
/// Non-finite samples are skipped: each lag averages the products of the available pairs. A constant signal, which has
/// no correlation, gives zeros. Values beyond ±1 can occur at lags near the length.
#[must_use]
pub fn autocorrelation(x: &[f64], max_lag: usize) -> Vec<f64> {
    autocorrelation_sum(&[x], max_lag)
}

/// Autocorrelation of a signal of several axes: the sum of their unbiased autocovariances over its value at lag 0. It
/// does not change when the axes are rotated. Uses samples up to the shortest axis and skips a sample if any axis is
/// non-finite; otherwise like [`autocorrelation`].
#[must_use]
pub fn autocorrelation_sum(axes: &[&[f64]], max_lag: usize) -> Vec<f64> {
    let Some(clean) = Clean::of(axes) else { return Vec::new() };
    let lags = max_lag.min(clean.len - 1) + 1;
    let sums = products(&clean.axes, lags);
    let pairs = clean.mask.as_ref().map(|mask| products(std::slice::from_ref(mask), lags));
    clean.scaled(sums.first().copied().unwrap_or(0.0), &sums, 0, pairs.as_deref())
}

/// [`autocorrelation_sum`] for a range of lags only: much less work if it is narrow. Limited to the lags that exist.
#[must_use]
pub fn autocorrelation_near(axes: &[&[f64]], lags: Range<usize>) -> Vec<f64> {
    let Some(clean) = Clean::of(axes) else { return Vec::new() };
    let lags = lags.start.min(clean.len)..lags.end.min(clean.len);
    let sums = |axes: &[Vec<f64>]| -> Vec<f64> { lags.clone().map(|k| product(axes, k)).collect() };
    let pairs = clean.mask.as_ref().map(|mask| sums(std::slice::from_ref(mask)));
    clean.scaled(product(&clean.axes, 0), &sums(&clean.axes), lags.start, pairs.as_deref())
}

/// Axes minus their means, zero where any axis is missing.
struct Clean {
    axes: Vec<Vec<f64>>,
    len: usize,
    /// One where all axes are present; only set if samples are missing.
    mask: Option<Vec<f64>>,
    /// Residue of constants due to rounding of the means.
    floor: f64,
}

impl Clean {
    /// `None` without samples.
    fn of(axes: &[&[f64]]) -> Option<Self> {
        let len = axes.iter().map(|a| a.len()).min().filter(|len| *len > 0)?;
        let whole = axes.iter().all(|a| a.iter().take(len).all(|v| v.is_finite()));
        let good = |i: usize| axes.iter().all(|a| a.get(i).is_some_and(|v| v.is_finite()));
        let mask: Option<Vec<f64>> =
            (!whole).then(|| (0..len).map(|i| f64::from(u8::from(good(i)))).collect());
        let mut floor = 0.0;
        let mut clean = Vec::with_capacity(axes.len());
        for axis in axes {
            let axis = axis.get(..len).unwrap_or(axis);
            let (values, centre) = match &mask {
                None => {
                    let centre = mean(axis).unwrap_or(0.0);
                    (axis.iter().map(|v| v - centre).collect(), centre)
                }
                Some(mask) => {
                    let kept: Vec<f64> =
                        axis.iter().zip(mask).map(|(&v, &m)| if m > 0.0 { v } else { f64::NAN }).collect();
                    let centre = mean(&kept).unwrap_or(0.0);
                    (kept.iter().map(|v| if v.is_nan() { 0.0 } else { v - centre }).collect(), centre)
                }
            };
            clean.push(values);
            floor += (16.0 * f64::EPSILON * centre).powi(2);
        }
        Some(Self { axes: clean, len, mask, floor })
    }

    /// Converts sums of products from lag `first` on to correlations. `pairs` is the number of products in each,
    /// `power` the value at lag 0.
    fn scaled(&self, power: f64, sums: &[f64], first: usize, pairs: Option<&[f64]>) -> Vec<f64> {
        let all = self.mask.as_ref().map_or(self.len as f64, |m| m.iter().sum());
        let power = if all > 0.0 { power / all } else { 0.0 };
        if !(power.is_finite() && power > self.floor) {
            return vec![0.0; sums.len()];
        }
        let count = |i: usize| match pairs {
            None => (self.len - first - i) as f64,
            Some(pairs) => pairs.get(i).copied().unwrap_or(0.0).round(),
        };
        let mean = |(i, sum): (usize, &f64)| if count(i) > 0.0 { sum / count(i) / power } else { 0.0 };
        sums.iter().enumerate().map(mean).collect()
    }
}

/// `Σ x[i] x[i + lag]`, summed over the axes.
fn product(axes: &[Vec<f64>], lag: usize) -> f64 {
    axes.iter().map(|x| dot(x, x.get(lag..).unwrap_or_default())).sum()
}

/// Inner product over the shorter length, in eight sums that a processor can compute in parallel.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let len = a.len().min(b.len());
    let (a, rest_a) = a.get(..len).unwrap_or_default().as_chunks::<8>();
    let (b, rest_b) = b.get(..len).unwrap_or_default().as_chunks::<8>();
    let tail: f64 = rest_a.iter().zip(rest_b).map(|(x, y)| x * y).sum();
    let mut sums = [0.0; 8];
    for (x, y) in a.iter().zip(b) {
        for k in 0..8 {
            sums[k] += x[k] * y[k];
        }
    }
    sums.iter().sum::<f64>() + tail
}

/// Number of products up to which direct sums are used instead of transforms (*chosen*: about the work of a transform
/// of 1024 samples).
const PLAIN: usize = 1 << 16;
/// Longest transform of a whole signal; longer signals are processed in blocks whose transforms stay in the cache.
const WHOLE: usize = 1 << 14;

/// `Σ x[i] x[i + k]`, summed over the axes (of equal length), for the lags k below `lags` (at least one).
fn products(axes: &[Vec<f64>], lags: usize) -> Vec<f64> {
    let len = axes.iter().map(Vec::len).max().unwrap_or(0);
    if len * lags * axes.len() <= PLAIN {
        return (0..lags).map(|lag| product(axes, lag)).collect();
    }
    let whole = (len + lags - 1).next_power_of_two();
    let mut total = if whole <= WHOLE {
        whole_power(axes, whole)
    } else {
        // Blocks a few times as long as the longest lag waste little on the overlap.
        let size = (4 * lags).clamp(1024, 1 << 16).max(2 * lags);
        block_power(axes, lags, size.next_power_of_two().min(whole))
    };
    let size = total.len();
    super::inverse(size).process(&mut total);
    total.iter().take(lags).map(|z| z.re / size as f64).collect()
}

/// Power spectrum summed over the axes, except for a part that is odd in frequency, which the real part of the inverse
/// transform discards. Two axes share a transform: `|X + iY|²` is `|X|² + |Y|²` and such an odd part.
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

/// Cross-spectrum of each block with itself and its continuation by the longest lag, summed over blocks and axes.
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
    use approx::{abs_diff_eq, assert_abs_diff_eq};

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
                assert!(abs_diff_eq!(*v, plain, epsilon = 1e-13 * fast[0]), "{n} {k}");
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
        let some = autocorrelation_near(&[&x, &y], 40..60);
        assert_eq!(some.len(), 20);
        for (a, b) in some.iter().zip(&pairs[40..]) {
            // Only the order of the additions differs.
            assert_abs_diff_eq!(a, b, epsilon = 1e-13);
        }
        for (a, b) in pairs.iter().zip(autocorrelation_sum(&[&u, &v], 100)) {
            assert_abs_diff_eq!(*a, b, epsilon = 1e-12);
        }
    }

    #[test]
    fn holes_are_left_out_and_constants_give_zeros() {
        let x: Vec<f64> = (0..64).map(|i| if i % 4 < 2 { 1.0 } else { -1.0 }).collect();
        let mut holed = x.clone();
        holed[20..24].fill(f64::NAN);
        let some = autocorrelation_near(&[&holed], 3..9);
        for (a, b) in autocorrelation(&holed, 12)[3..9].iter().zip(some) {
            // Only the order of the additions differs.
            assert_abs_diff_eq!(*a, b, epsilon = 1e-13);
        }
        for (a, b) in autocorrelation(&x, 12).iter().zip(autocorrelation(&holed, 12)) {
            // A whole period is missing, and every product of this wave is the same within its lag or ±2.
            assert_abs_diff_eq!(*a, b, epsilon = 0.05);
        }
        assert_eq!(autocorrelation(&[0.1; 30], 3), [0.0; 4]);
        assert!(autocorrelation(&[], 3).is_empty());
        assert_eq!(autocorrelation(&[f64::NAN], 3), [0.0]);
    }
}
