//! Values that no runner has: they show a wrong placement or a failed method, and are withheld.

use crate::metrics::{Metric, MetricId};
use crate::recording::{Caveat, CaveatId, Run};

/// A metric that was withheld.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Implausible {
    pub(super) id: MetricId,
    /// What was measured, and what is possible.
    pub(super) text: String,
}

impl Implausible {
    /// What the metric needs.
    pub(super) fn needs(&self) -> String {
        format!("a plausible value: {}", self.text)
    }
}

/// Lowest and highest value of a runner, in the metric's unit; all *chosen* well beyond the runners of the source.
fn limits(id: MetricId, easy: bool) -> Option<(f64, f64)> {
    Some(match id {
        // Fukuchi 2017, doi:10.7717/peerj.3298: contact 0.17–0.35 s at 2.5–4.5 m/s; sprinters 0.08 s.
        MetricId::ContactTime => (if easy { 0.12 } else { 0.07 }, 0.5),
        // The same: drop at most 10°, excursion 12°.
        MetricId::PelvicDropPeak | MetricId::PelvicDropMidstance | MetricId::PelvicDropExcursion => {
            (-20.0, 20.0)
        }
        MetricId::PelvicTiltRange => (0.0, 45.0),
        // The same: 48.4–51.2 %, −4.8–3.8 %; runners with a limp differ more, failed contacts much more.
        MetricId::ContactTimeBalance => BALANCE,
        MetricId::StepTimeAsymmetry => (-25.0, 25.0),
        // The same: 6–12 cm.
        MetricId::VerticalOscillation => (1.0, 15.0),
        // Sheerin 2019, doi:10.1016/j.gaitpost.2018.09.030: tibial peaks of 3–15 g.
        MetricId::PeakTibialAcceleration | MetricId::PeakTibialAccelerationResultant => (2.0, 60.0),
        // 2–3.5 body weights at any speed below sprinting; half-sine forces without flight have 1.57.
        MetricId::PeakVerticalForce => (1.2, 6.0),
        MetricId::FootStrikeAngle => (-45.0, 50.0),
        MetricId::ShankAngleAtContact => (-30.0, 40.0),
        MetricId::TrunkLean => (-30.0, 45.0),
        MetricId::HipExtensionAtToeOff => (-40.0, 50.0),
        // From a shuffle to a sprint.
        MetricId::Speed => (0.8, 12.0),
        MetricId::StrideLength => (0.6, 5.5),
        MetricId::Cadence => (100.0, 300.0),
        MetricId::LegStiffness => (1.0, 60.0),
        MetricId::VerticalRatio => (0.5, 25.0),
        _ => return None,
    })
}

/// Limits of the contact-time balance, % left (*chosen*, see above).
const BALANCE: (f64, f64) = (42.0, 58.0);

/// Why the contact times of a source are not used: its two sides differ more than a runner's do, so that one of them failed.
pub(super) fn unlike_sides(metrics: &[Metric]) -> Option<Caveat> {
    let balance = metrics.iter().find(|m| m.id == MetricId::ContactTimeBalance)?;
    if (BALANCE.0..=BALANCE.1).contains(&balance.value) {
        return None;
    }
    let text = format!(
        "contact times of {} are not used: {:.0} % of them would be on the left, more unlike than a runner's ({}–{} %), so one side was not measured",
        balance.placement, balance.value, BALANCE.0, BALANCE.1
    );
    Some(Caveat::new(CaveatId::Implausible, text).with_value(balance.value))
}

/// Up to this speed contact cannot be as short as in a sprint, m/s (*chosen*); also where the speed is not known.
const EASY_MPS: f64 = 4.5;

/// Separates plausible metrics from the others. A metric of which one side is implausible is withheld as a whole.
pub(super) fn plausible(metrics: Vec<Metric>, run: &Run) -> (Vec<Metric>, Vec<Implausible>) {
    let speed = metrics.iter().find(|m| m.id == MetricId::Speed).map(|m| m.value);
    let easy = run.speed_mps.or(speed).is_none_or(|v| v < EASY_MPS);
    let mut out = Vec::new();
    let kept = metrics
        .into_iter()
        .filter(|m| {
            let Some((low, high)) = limits(m.id, easy) else { return true };
            let values = [Some(m.value), m.left, m.right];
            let beyond = values.into_iter().flatten().find(|v| !(low..=high).contains(v));
            if let Some(value) = beyond {
                let text = format!(
                    "{} of {value:.2} {} is outside {low}–{high}, which a runner does not leave: is the sensor where it was said to be?",
                    m.id.as_str().replace('_', " "),
                    m.unit
                );
                out.push(Implausible { id: m.id, text });
            }
            beyond.is_none()
        })
        .collect();
    (kept, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::ContactSide;
    use crate::metrics::Sided;
    use crate::recording::Placement;

    fn metric(id: MetricId, value: f64) -> Metric {
        let mut sided = Sided::default();
        sided.push(0.0, ContactSide::Unknown, value);
        sided.metric(id, Placement::PELVIS, "test", 0.0, "test").unwrap()
    }

    #[test]
    fn a_drop_that_no_pelvis_reaches_is_withheld() {
        let all =
            vec![metric(MetricId::PelvicDropExcursion, 44.0), metric(MetricId::VerticalOscillation, 9.0)];
        let (kept, implausible) = plausible(all, &Run::default());
        assert_eq!(kept.iter().map(|m| m.id).collect::<Vec<_>>(), [MetricId::VerticalOscillation]);
        assert!(
            implausible.iter().any(|i| i.id == MetricId::PelvicDropExcursion && i.text.contains("44.00"))
        );
    }

    #[test]
    fn contact_of_a_tenth_of_a_second_is_possible_in_a_sprint_only() {
        let withheld = |speed_mps| {
            let run = Run { speed_mps: Some(speed_mps), ..Run::default() };
            !plausible(vec![metric(MetricId::ContactTime, 0.1)], &run).1.is_empty()
        };
        assert!(withheld(3.0) && !withheld(8.0));
    }

    #[test]
    fn sides_more_unlike_than_a_runner_has_them_are_not_used() {
        let of = |value| unlike_sides(&[metric(MetricId::ContactTimeBalance, value)]);
        assert!(of(53.0).is_none() && of(45.0).is_none());
        assert!(of(61.6).is_some_and(|c| c.text.contains("62 % of them")));
        assert!(unlike_sides(&[metric(MetricId::Cadence, 170.0)]).is_none());
    }
}
