//! Where a signal crosses a level, by linear interpolation between samples.
//!
//! All four functions check the pairs of neighbouring samples that lie entirely inside the half-open index range
//! `from..to` (limited to the length of the signal). A rise goes from below the level to the level or above, a fall
//! from the level or above to below it. Non-finite samples are never part of a crossing.

/// First upward crossing of `level`, in samples; `None` if there is none within `from..to`.
#[must_use]
pub fn first_rise(x: &[f64], from: usize, to: usize, level: f64) -> Option<f64> {
    pairs(x, from, to).find_map(|p| rise(p, level))
}

/// Last upward crossing of `level`, in samples; `None` if there is none within `from..to`.
#[must_use]
pub fn last_rise(x: &[f64], from: usize, to: usize, level: f64) -> Option<f64> {
    pairs(x, from, to).rev().find_map(|p| rise(p, level))
}

/// First downward crossing of `level`, in samples; `None` if there is none within `from..to`.
#[must_use]
pub fn first_fall(x: &[f64], from: usize, to: usize, level: f64) -> Option<f64> {
    pairs(x, from, to).find_map(|p| fall(p, level))
}

/// Last downward crossing of `level`, in samples; `None` if there is none within `from..to`.
#[must_use]
pub fn last_fall(x: &[f64], from: usize, to: usize, level: f64) -> Option<f64> {
    pairs(x, from, to).rev().find_map(|p| fall(p, level))
}

type Pair = (usize, f64, f64);

fn pairs(x: &[f64], from: usize, to: usize) -> impl DoubleEndedIterator<Item = Pair> + '_ {
    let range = x.get(from..to.min(x.len())).unwrap_or(&[]);
    let next = range.iter().skip(1);
    // `zip` first: counting from the back needs both halves to be of equal, known length.
    let here = range.iter().take(range.len().saturating_sub(1));
    here.zip(next).enumerate().map(move |(k, (&a, &b))| (from + k, a, b))
}

fn rise((i, a, b): Pair, level: f64) -> Option<f64> {
    (a < level && b >= level).then(|| between(i, a, b, level))?
}

fn fall((i, a, b): Pair, level: f64) -> Option<f64> {
    (a >= level && b < level).then(|| between(i, a, b, level))?
}

fn between(i: usize, a: f64, b: f64, level: f64) -> Option<f64> {
    (a.is_finite() && b.is_finite()).then(|| i as f64 + ((level - a) / (b - a)).clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crossings_are_interpolated_within_the_range() {
        let x = [0.0, 2.0, 2.0, 0.0, 4.0, 1.0];
        assert_eq!(first_rise(&x, 0, 6, 1.0), Some(0.5));
        assert_eq!(first_rise(&x, 1, 6, 1.0), Some(3.25));
        assert_eq!(last_rise(&x, 0, 6, 1.0), Some(3.25));
        assert_eq!(first_fall(&x, 0, 6, 1.0), Some(2.5));
        assert_eq!(last_fall(&x, 0, 99, 2.0), Some(4.0 + 2.0 / 3.0));
        assert_eq!(last_fall(&x, 0, 5, 2.0), Some(2.0));
        // Touching the level from above is not a fall; touching it from below is a rise.
        assert_eq!(last_fall(&x, 3, 6, 1.0), None);
        assert_eq!(first_rise(&x, 0, 3, 2.0), Some(1.0));
    }

    #[test]
    fn odd_ranges_and_gaps_give_nothing() {
        let x = [0.0, f64::INFINITY, f64::NAN, 0.0];
        assert_eq!(first_rise(&x, 0, 4, 1.0), None);
        assert_eq!(last_fall(&x, 0, 4, 1.0), None);
        assert_eq!(first_rise(&[0.0, 2.0], 3, 9, 1.0), None);
        assert_eq!(first_rise(&[0.0, 2.0], 1, 0, 1.0), None);
        assert_eq!(first_rise(&[], 0, 0, 1.0), None);
    }
}
