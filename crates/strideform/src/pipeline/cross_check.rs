//! Cross-checks two values of one metric.

use crate::metrics::{Bound, Metric};
use crate::recording::{Caveat, CaveatId};

/// The caveat for a metric that differs from another source by more than both errors explain.
pub(super) fn disagreement(shown: &Metric, other: &Metric) -> Option<Caveat> {
    let apart = (shown.value - other.value).abs();
    let bound = [shown, other].iter().any(|m| m.bound == Bound::AtLeast);
    if bound || apart <= shown.uncertainty.hypot(other.uncertainty) {
        return None;
    }
    // Enough digits to show the difference.
    let digits = (1.0 - apart.log10().floor()).clamp(0.0, 4.0) as usize;
    let text = format!(
        "{} ({}) gives {:.digits$} ± {:.digits$}, not {:.digits$}{}: the difference exceeds both errors",
        other.placement,
        other.method,
        other.value,
        other.uncertainty,
        shown.value,
        if shown.unit == "1" { String::new() } else { format!(" {}", shown.unit) },
    );
    Some(Caveat::new(CaveatId::SensorsDisagree, text).with_value(apart))
}

/// Two ways of counting steps must agree; the signal's period is more robust, so it replaces a count that is far off.
pub(super) fn cadence(counted: &mut Metric, periodic: Metric) {
    let apart = (counted.value - periodic.value).abs();
    if counted.method == periodic.method || apart <= counted.uncertainty + periodic.uncertainty + 1.0 {
        return;
    }
    let text = format!(
        "the contacts give {:.1} steps/min, the period of the signal at {} gives {:.1} steps/min",
        counted.value, periodic.placement, periodic.value
    );
    // *Chosen*: a difference of more than 3 % means missed or false contacts, because no clock or rate error is that
    // large.
    if counted.placement == periodic.placement && apart > 0.03 * periodic.value {
        *counted = periodic;
    }
    counted.caveats.push(Caveat::new(CaveatId::CadenceDisagrees, text).with_value(apart));
}
