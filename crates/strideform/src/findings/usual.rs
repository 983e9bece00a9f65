//! The range of most runners at that speed: for orientation, never a norm.

use crate::recording::{Run, Runner};

use super::reference::usual_cadence;

/// The range of about 95 of 100 runners, in the catalogue's unit.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Usual {
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

/// The usual range of a metric at the run's speed; `None` where the speed is not known or no range is.
pub fn usual(metric: &str, run: &Run, runner: &Runner) -> Option<Usual> {
    let around =
        |centre: f64, sd: f64, source| Usual { low: centre - 1.96 * sd, high: centre + 1.96 * sd, source };
    match metric {
        "cadence" => usual_cadence(run, runner)
            .map(|c| around(c, CADENCE_SD, "Patoz 2022, Lieberman 2015: anchors at 3 m/s, scaled")),
        // Fit through three published means (Patoz 2022, Alcantara 2022, Ammann 2016): 0.45·v^−0.53, v in m/s.
        "contact_time" => run.speed_mps.filter(|v| (1.5..=7.0).contains(v)).map(|v| {
            around(
                0.45 * v.powf(-0.53),
                CONTACT_SD_S,
                "curve through Patoz 2022, Alcantara 2022, Ammann 2016",
            )
        }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::abs_diff_eq;

    #[test]
    fn published_means_lie_in_the_middle() {
        let at = |v| Run { speed_mps: Some(v), ..Run::default() };
        // 250 ms at 11 km/h (Patoz 2022) and 198 ms at 4.8 m/s (Ammann 2016); 6 ms is the misfit of the curve.
        for (v, contact) in [(3.06, 0.250), (4.8, 0.198)] {
            let range = usual("contact_time", &at(v), &Runner::default()).unwrap();
            assert!(abs_diff_eq!((range.low + range.high) / 2.0, contact, epsilon = 0.006), "{range:?}");
        }
        assert!(usual("contact_time", &Run::default(), &Runner::default()).is_none());
        assert!(usual("flight_time", &at(3.0), &Runner::default()).is_none());
    }
}
