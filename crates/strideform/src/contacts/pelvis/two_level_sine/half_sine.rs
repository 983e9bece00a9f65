//! The half-sine stance: how long the force stays above a level for a given step duty, and the inverse.
//!
//! Vertical force in body weights is modelled as `F(t) = π/2 · T/tc · sin(π t/tc)` during contact and zero in flight,
//! so that its mean over a step of duration `T` is one (Morin et al. 2005, J. Appl. Biomech. 21:167,
//! doi:10.1123/jab.21.2.167). With `d = tc/T`, half of the time spent above the level `k` is shorter than half the
//! contact by `tc/π · asin(2 k d/π)`.

use std::f64::consts::PI;

/// Step duty (contact time over step time; duty factor is contact over stride time) beyond which the sine model cannot
/// be inverted (its peak falls to body weight at π/2, but from about 1.1 on the width already changes too little to be
/// usable).
pub(in crate::contacts::pelvis) const DUTY_LIMIT: f64 = 1.1;

/// Time from the rise through `rise` to the fall through `fall`, both in body weights, over the step time.
pub(in crate::contacts::pelvis) fn width_share(duty: f64, rise: f64, fall: f64) -> f64 {
    let lost = |level: f64| (2.0 * level * duty / PI).clamp(-1.0, 1.0).asin() / PI;
    duty * (1.0 - lost(rise) - lost(fall))
}

/// Step duty whose [`width_share`] is `share`, by bisection; [`DUTY_LIMIT`] if the width is too long for any duty.
pub(in crate::contacts::pelvis) fn duty(share: f64, rise: f64, fall: f64) -> f64 {
    if !(share < width_share(DUTY_LIMIT, rise, fall)) {
        return DUTY_LIMIT;
    }
    let (mut low, mut high) = (0.0, DUTY_LIMIT);
    // 50 halvings of an interval of about one: below the rounding error of the width.
    for _ in 0..50 {
        let middle = 0.5 * (low + high);
        if width_share(middle, rise, fall) < share {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

/// How much an error in the width share is amplified in the duty: `∂d/∂(w/T)` at `duty`.
pub(in crate::contacts::pelvis) fn amplification(duty: f64, rise: f64, fall: f64) -> f64 {
    let (step, at) = (1e-4, duty.clamp(0.05, DUTY_LIMIT));
    let slope = width_share(at + step, rise, fall) - width_share(at - step, rise, fall);
    if slope > 0.0 { 2.0 * step / slope } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    #[test]
    fn duty_is_the_inverse_of_width() {
        for percent in 20..=105 {
            let d = f64::from(percent) / 100.0;
            let back = duty(width_share(d, 0.5, 1.0), 0.5, 1.0);
            // Bisection ends at 1e-15; the slope of the width is above 0.3 here.
            assert_abs_diff_eq!(back, d, epsilon = 1e-12);
        }
        assert_eq!(duty(0.9, 0.5, 1.0), DUTY_LIMIT);
        assert_eq!(duty(f64::NAN, 0.5, 1.0), DUTY_LIMIT);
    }

    #[test]
    fn amplification_grows_towards_grounded_running() {
        // Analytic derivative of the width at levels 0.5 and 1, rounded to the digits shown.
        for (d, a) in [(0.6, 1.6), (0.7, 1.8), (0.8, 2.1), (0.9, 2.5), (1.0, 3.2)] {
            assert!(abs_diff_eq!(amplification(d, 0.5, 1.0), a, epsilon = 0.06), "{d}");
        }
    }
}
