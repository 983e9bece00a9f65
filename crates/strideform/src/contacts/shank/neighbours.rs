//! Medians over neighbouring contacts.

use crate::signal::median;

/// Median of the known values from `reach` before to `reach` after each position; `None` if none is known.
pub(super) fn local_median(values: &[Option<f64>], reach: usize) -> Vec<Option<f64>> {
    (0..values.len())
        .map(|i| {
            let from = i.saturating_sub(reach);
            let near: Vec<f64> =
                values.iter().skip(from).take(i + reach + 1 - from).copied().flatten().collect();
            median(&near)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stray_value_does_not_move_the_median_of_its_neighbours() {
        let values = [Some(1.0), Some(1.0), None, Some(9.0), Some(1.0), Some(1.0)];
        assert_eq!(local_median(&values, 2), [Some(1.0); 6]);
        assert_eq!(local_median(&[None, None], 1), [None, None]);
    }
}
