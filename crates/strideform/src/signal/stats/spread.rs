//! Location and spread of a set of values.

fn finite(x: &[f64]) -> impl Iterator<Item = f64> + '_ {
    x.iter().copied().filter(|v| v.is_finite())
}

/// Arithmetic mean.
#[must_use]
pub fn mean(x: &[f64]) -> Option<f64> {
    let (sum, n) = finite(x).fold((0.0, 0u64), |(s, n), v| (s + v, n + 1));
    (n > 0).then(|| sum / n as f64)
}

/// Mean with weights; values whose weight is not positive and finite are left out.
#[must_use]
pub fn weighted_mean(x: &[f64], weights: &[f64]) -> Option<f64> {
    let pairs = x.iter().zip(weights);
    let good = pairs.filter(|(v, w)| v.is_finite() && w.is_finite() && **w > 0.0);
    let (sum, total) = good.fold((0.0, 0.0), |(s, t), (v, w)| (s + v * w, t + w));
    (total > 0.0).then(|| sum / total)
}

/// Standard deviation with divisor n − 1; `None` for fewer than two values.
#[must_use]
pub fn sd(x: &[f64]) -> Option<f64> {
    let centre = mean(x)?;
    let (sum, n) = finite(x).fold((0.0, 0u64), |(s, n), v| (s + (v - centre).powi(2), n + 1));
    (n > 1).then(|| (sum / (n - 1) as f64).sqrt())
}

/// Root of the mean square.
#[must_use]
pub fn rms(x: &[f64]) -> Option<f64> {
    let (sum, n) = finite(x).fold((0.0, 0u64), |(s, n), v| (s + v * v, n + 1));
    (n > 0).then(|| (sum / n as f64).sqrt())
}

/// Middle value; the mean of the middle two for an even count.
#[must_use]
pub fn median(x: &[f64]) -> Option<f64> {
    quantile(x, 0.5)
}

/// Quantile `q` (0 to 1, clamped) with linear interpolation between order statistics, the default of
/// `numpy.quantile`. Linear time. `None` if `q` is NaN.
#[must_use]
pub fn quantile(x: &[f64], q: f64) -> Option<f64> {
    let mut values: Vec<f64> = finite(x).collect();
    let last = values.len().checked_sub(1).filter(|_| !q.is_nan())?;
    let at = q.clamp(0.0, 1.0) * last as f64;
    let below = (at.floor() as usize).min(last);
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let high = above.iter().copied().reduce(f64::min).unwrap_or(low);
    Some(low + (high - low) * (at - below as f64))
}

/// Factor that makes the median absolute deviation of a normal distribution its standard deviation:
/// `1 / Φ⁻¹(3/4)`.
const NORMAL: f64 = 1.482_602_218_505_602;

/// Median absolute deviation from the median, scaled by 1.4826 to match a standard deviation.
#[must_use]
pub fn mad(x: &[f64]) -> Option<f64> {
    let centre = median(x)?;
    let away: Vec<f64> = finite(x).map(|v| (v - centre).abs()).collect();
    median(&away).map(|m| NORMAL * m)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        let x = [4.0, 1.0, f64::NAN, 3.0, 2.0];
        assert_eq!(mean(&x), Some(2.5));
        assert_eq!(median(&x), Some(2.5));
        assert_eq!(quantile(&x, 0.25), Some(1.75));
        assert_eq!(quantile(&x, 1.0), Some(4.0));
        assert_eq!(rms(&[3.0, -3.0]), Some(3.0));
        assert_eq!(sd(&[1.0, 3.0]), Some(2.0f64.sqrt()));
        assert_eq!(mad(&[1.0, 2.0, 3.0, 4.0, 100.0]), Some(NORMAL));
        assert_eq!(weighted_mean(&[1.0, 5.0, 9.0], &[3.0, 1.0, 0.0]), Some(2.0));
    }

    #[test]
    fn nothing_in_nothing_out() {
        for x in [&[][..], &[f64::NAN]] {
            assert!([mean(x), sd(x), rms(x), median(x), mad(x)].iter().all(Option::is_none));
        }
        assert_eq!(sd(&[1.0]), None);
        assert_eq!(weighted_mean(&[1.0], &[0.0]), None);
    }
}
