//! Reference values that depend on speed and body size: the range of most runners at that speed, as a guide and not a norm.

use crate::metrics::{USUAL_SOURCE, usual};
use crate::recording::{Run, Runner};

/// The range that contains about 95 of 100 runners, in the catalogue's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ReferenceRange {
    /// Lower end, in the metric's unit.
    pub low: f64,
    /// Upper end, in the metric's unit.
    pub high: f64,
    /// Source.
    pub source: &'static str,
}

/// SD of cadence between runners at one speed, steps/min (METHODS, recalled from Lieberman et al. 2015).
const CADENCE_SD: f64 = 9.0;
/// SD of contact time between runners at one speed, s (Alcantara et al. 2022: 27 ms pooled over speeds).
const CONTACT_SD_S: f64 = 0.025;

/// The range of most runners for a metric at the run's speed; `None` if the speed or the range is not known.
pub fn reference_range(metric: &str, run: &Run, runner: &Runner) -> Option<ReferenceRange> {
    let around = |centre: f64, sd: f64, source| ReferenceRange {
        low: centre - 1.96 * sd,
        high: centre + 1.96 * sd,
        source,
    };
    match metric {
        "cadence" => typical_cadence(run, runner)
            .map(|c| around(c, CADENCE_SD, "Patoz 2022, Lieberman 2015: anchors at 3 m/s, scaled")),
        // Fit through three published means (Patoz 2022, Alcantara 2022, Ammann 2016): 0.45·v^−0.53, v in m/s.
        "contact_time" => run.speed_mps.filter(|v| (1.5..=7.0).contains(v)).map(|v| {
            around(
                0.45 * v.powf(-0.53),
                CONTACT_SD_S,
                "curve through Patoz 2022, Alcantara 2022, Ammann 2016",
            )
        }),
        _ => {
            let [low, high] = usual(metric)?.range(run.speed_mps)?;
            Some(ReferenceRange { low, high, source: USUAL_SOURCE })
        }
    }
}

/// Leg length as a share of height where only height is known (anthropometric mean).
const LEG_OF_HEIGHT: f64 = 0.53;
/// Leg length assumed where neither is known, m: the one that anchors the curve below.
const LEG_M: f64 = 0.92;

/// Leg length in metres, and whether it was given or derived from height; otherwise the anchor's.
pub(super) fn leg_length_m(runner: &Runner) -> (f64, bool) {
    let positive = |v: Option<f64>| v.filter(|v| v.is_finite() && *v > 0.0);
    match (positive(runner.leg_length_cm), positive(runner.height_cm)) {
        (Some(leg), _) => (leg / 100.0, true),
        (None, Some(height)) => (LEG_OF_HEIGHT * height / 100.0, true),
        (None, None) => (LEG_M, false),
    }
}

/// Typical cadence in steps/min at a speed and leg length: [168 + 10·(v − 3)]·√(0.92/L).
///
/// Anchors: 169 steps/min at 3.06 m/s (Patoz et al. 2022, n = 100), about 170 at 3.0 m/s (Lieberman et al. 2015, n = 14);
/// scaling by leg length after Froude. A prior, not a norm: SD between runners about 9 steps/min.
pub(super) fn typical_cadence(run: &Run, runner: &Runner) -> Option<f64> {
    let speed = run.speed_mps.filter(|v| v.is_finite() && *v > 0.0)?;
    let (leg, _) = leg_length_m(runner);
    Some((168.0 + 10.0 * (speed - 3.0)) * (0.92 / leg).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_means_lie_in_the_middle() {
        let at = |v| Run { speed_mps: Some(v), ..Run::default() };
        // 250 ms at 11 km/h (Patoz 2022) and 198 ms at 4.8 m/s (Ammann 2016); 6 ms is the misfit of the curve.
        for (v, contact) in [(3.06, 0.250), (4.8, 0.198)] {
            let range = reference_range("contact_time", &at(v), &Runner::default()).unwrap();
            assert!(((range.low + range.high) / 2.0 - contact).abs() < 0.006, "{range:?}");
        }
        assert!(reference_range("contact_time", &Run::default(), &Runner::default()).is_none());
        // From the runners who were measured; nothing beyond their speeds, nothing for what was not measured.
        let drop = reference_range("pelvic_drop_excursion", &at(3.0), &Runner::default()).unwrap();
        assert!(drop.low < 2.4 && drop.high > 2.4, "{drop:?}");
        assert!(reference_range("pelvic_drop_excursion", &at(6.0), &Runner::default()).is_none());
        assert!(reference_range("leg_stiffness", &at(3.0), &Runner::default()).is_none());
    }

    #[test]
    fn anchors_are_met() {
        let run = Run { speed_mps: Some(3.0), ..Run::default() };
        // The curve's own anchor.
        assert!((typical_cadence(&run, &Runner::default()).unwrap() - 168.0).abs() < 1e-9);
        assert!(typical_cadence(&Run::default(), &Runner::default()).is_none());
        let short = Runner { leg_length_cm: Some(80.0), ..Runner::default() };
        assert!(typical_cadence(&run, &short).unwrap() > 168.0);
    }
}
