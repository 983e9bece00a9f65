//! Cross-checks two values of one metric: which of the two is wrong is not known, so a disagreement widens the interval.

use crate::metrics::{Bound, Metric};
use crate::recording::{Caveat, CaveatId};

/// Adds a caveat to a metric that differs from another source by more than both errors explain, and widens its intervals to
/// reach the other value.
pub(super) fn compare(shown: &mut Metric, other: &Metric) {
    let sides = [shown.left.zip(other.left), shown.right.zip(other.right)];
    let apart = sides.into_iter().flatten().map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
    let both = shown.side_uncertainty.zip(other.side_uncertainty);
    let exact = [&*shown, other].iter().all(|m| m.bound == Bound::Exact);
    if exact && both.is_some_and(|(a, b)| apart > a.hypot(b)) {
        shown.side_uncertainty = Some(apart);
    }
    let Some(caveat) = disagreement(shown, other) else { return };
    let apart = (shown.value - other.value).abs();
    shown.uncertainty = shown.uncertainty.max(apart);
    shown.side_uncertainty = shown.side_uncertainty.map(|half| half.max(apart));
    shown.caveats.push(caveat);
}

fn disagreement(shown: &Metric, other: &Metric) -> Option<Caveat> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::ContactSide;
    use crate::metrics::{MetricId, Sided};
    use crate::recording::Placement;

    fn contact(left: f64, right: f64, half: f64) -> Metric {
        let mut s = Sided::default();
        for i in 0..10 {
            s.push(f64::from(i), ContactSide::Left, left);
            s.push(f64::from(i) + 0.4, ContactSide::Right, right);
        }
        let mut m = s.metric(MetricId::ContactTime, Placement::PELVIS, "t", 0.0, "t").unwrap();
        (m.uncertainty, m.side_uncertainty) = (half, Some(half));
        m
    }

    #[test]
    fn a_disagreement_widens_the_interval_to_the_other_value() {
        let mut shown = contact(0.28, 0.28, 0.02);
        compare(&mut shown, &contact(0.26, 0.26, 0.02));
        assert_eq!((shown.uncertainty, shown.caveats.len()), (0.02, 0), "within both errors");
        compare(&mut shown, &contact(0.16, 0.16, 0.02));
        assert!((shown.uncertainty - 0.12).abs() < 1e-9 && shown.caveats.len() == 1);
    }

    #[test]
    fn sides_are_compared_although_their_means_agree() {
        let mut shown = contact(0.35, 0.22, 0.02);
        compare(&mut shown, &contact(0.28, 0.29, 0.02));
        assert!((shown.side_uncertainty.unwrap() - 0.07).abs() < 1e-9);
        assert_eq!(shown.uncertainty, 0.02);
    }
}
