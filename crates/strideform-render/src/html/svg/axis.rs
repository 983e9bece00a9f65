//! Scales and round tick values.

/// A linear map from values to pixels.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    from: (f64, f64),
    to: (f64, f64),
}

impl Scale {
    /// Maps the values `from` to the pixels `to`; an empty range is widened.
    pub(crate) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        let (low, high) = from;
        let from = if high - low > 1e-12 { from } else { (low - 0.5, low + 0.5) };
        Self { from, to }
    }

    pub(crate) fn at(&self, value: f64) -> f64 {
        let share = (value - self.from.0) / (self.from.1 - self.from.0);
        self.to.0 + share * (self.to.1 - self.to.0)
    }

    /// Clamped to the range, so that nothing is drawn outside the picture.
    pub(crate) fn inside(&self, value: f64) -> f64 {
        self.at(value.clamp(self.from.0, self.from.1))
    }
}

/// About `count` round values within a range, and the decimals that they need.
pub(crate) fn ticks(low: f64, high: f64, count: usize) -> (Vec<f64>, usize) {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return (vec![low], 0);
    }
    let raw = span / count.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= 0.8 * raw).unwrap_or(raw);
    let first = (low / step).ceil() as i64;
    let last = (high / step).floor() as i64;
    let decimals = (-(step.log10() + 1e-9).floor()).clamp(0.0, 6.0) as usize;
    ((first..=last).take(50).map(|k| k as f64 * step).collect(), decimals)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(ticks(0.3, 10.4, 5), (vec![2.0, 4.0, 6.0, 8.0, 10.0], 0));
        let (list, decimals) = ticks(-0.12, 0.11, 4);
        assert_eq!((list.len(), decimals), (5, 2));
        assert_eq!(ticks(3.0, 3.0, 4).0, [3.0]);
        assert_eq!(ticks(f64::NAN, 3.0, 4).0.len(), 1);
    }
}
