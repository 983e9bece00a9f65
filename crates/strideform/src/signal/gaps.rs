//! Missing samples.

use std::borrow::Cow;

/// Replaces non-finite samples by a straight line between their finite neighbours; before the first and after the last
/// finite sample, that sample is held. Borrows if there is nothing to replace. A slice without any finite sample
/// becomes zeros, so that callers need no special case.
#[must_use]
pub fn bridge(x: &[f64]) -> Cow<'_, [f64]> {
    if x.iter().all(|v| v.is_finite()) {
        return Cow::Borrowed(x);
    }
    let mut out = Vec::with_capacity(x.len());
    let mut last: Option<f64> = None;
    for (i, &v) in x.iter().enumerate() {
        if !v.is_finite() {
            continue;
        }
        let gap = i - out.len();
        let from = last.unwrap_or(v);
        for k in 1..=gap {
            let w = k as f64 / (gap + 1) as f64;
            out.push(from * (1.0 - w) + v * w);
        }
        out.push(v);
        last = Some(v);
    }
    out.resize(x.len(), last.unwrap_or(0.0));
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::bridge;
    use approx::assert_abs_diff_eq;

    #[test]
    fn gaps_become_straight_lines_and_ends_are_held() {
        let nan = f64::NAN;
        let x = [nan, 1.0, nan, f64::INFINITY, 4.0, nan];
        // Weights of thirds round, hence the tolerance of a few units in the last place.
        for (a, b) in bridge(&x).iter().zip([1.0, 1.0, 2.0, 3.0, 4.0, 4.0]) {
            assert_abs_diff_eq!(*a, b, epsilon = 1e-15 * 8.0);
        }
        assert_eq!(bridge(&[nan, nan]).as_ref(), &[0.0, 0.0]);
        assert!(bridge(&[]).is_empty());
    }
}
