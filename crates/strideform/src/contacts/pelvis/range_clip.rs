//! Whether the accelerometer clipped, and how much error that adds.

use std::ops::Range;

use crate::parallel::*;

use crate::recording::{Sensor, Signals};
use crate::units::to_g;

/// The limit in g, if at least 0.3 % of the samples of an axis equal its largest value (*chosen*: one sample every two
/// steps at 100 Hz; an extreme that is not a limit is reached only once).
pub(crate) fn limit_g(signals: &Signals<Sensor>, samples: Range<usize>) -> Option<f64> {
    let columns = signals.acc.columns();
    let limits = columns.par_iter().filter_map(|column| {
        let part = column.get(samples.start..samples.end.min(column.len()))?;
        [1.0, -1.0].iter().filter_map(|sign| end_stop(part, *sign)).min_by(f64::total_cmp)
    });
    limits.min_by(|a, b| a.total_cmp(b)).map(to_g)
}

/// Largest value of `sign · x`, if the signal is clipped there.
fn end_stop(x: &[f64], sign: f64) -> Option<f64> {
    let top = x.iter().map(|v| sign * v).filter(|v| v.is_finite()).fold(0.0, f64::max);
    // 1 g (*chosen*): a lower limit is not a sensor's range but was set by the exporter.
    if to_g(top) < 1.0 {
        return None;
    }
    // The same value again and again, up to rounding in unit conversion.
    let on = x.iter().filter(|v| sign * **v >= top * (1.0 - 1e-6)).count();
    (on >= 5 && on as f64 >= 0.003 * x.len() as f64).then_some(top)
}

/// What clipping adds to the between-trial error of contact time, s. Measured by clipping the recordings of
/// docs/VALIDATION.md: bias of +3…+5 ms at 3 and 2.5 g, +13 ms at 2 g.
pub(super) fn contact_time_error_s(limit_g: f64) -> f64 {
    if limit_g <= 2.2 {
        0.020
    } else if limit_g <= 3.2 {
        0.008
    } else {
        0.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Triad;
    use crate::units::from_g;
    use approx::assert_abs_diff_eq;

    #[test]
    fn a_limit_is_where_samples_are_clipped() {
        let wave: Vec<f64> = (0..1000).map(|i| from_g(1.0 + 2.0 * (f64::from(i) * 0.07).sin())).collect();
        let zero = vec![0.0; 1000];
        let signals = |limit: f64| {
            let x = wave.iter().map(|v| v.clamp(-from_g(limit), from_g(limit))).collect();
            Signals::<Sensor>::new(100.0, Triad::new(x, zero.clone(), zero.clone()))
        };
        let limit = limit_g(&signals(2.0), 0..1000).expect("clipped");
        assert_abs_diff_eq!(limit, 2.0, epsilon = 1e-9);
        assert_eq!(limit_g(&signals(8.0), 0..1000), None);
        assert_eq!(limit_g(&signals(2.0), 2000..3000), None);
        assert!(contact_time_error_s(2.0) > contact_time_error_s(3.0));
    }
}
