//! The running speed that thresholds refer to, with its error.

use crate::metrics::{Metric, MetricId};
use crate::recording::Run;

/// 95 % error of a speed that was given, as a share of it (*chosen*, as for metrics that depend on it).
const GIVEN: f64 = 0.03;
/// Where nothing is known of the speed: that of recreational running and its 95 % range, m/s (*chosen*).
const UNKNOWN_MPS: (f64, f64) = (2.9, 1.4);

/// A running speed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RunningSpeed {
    pub(super) mps: f64,
    /// 95 % half-width, m/s.
    pub(super) half: f64,
    /// False where it is only what runners usually do.
    pub(super) known: bool,
}

impl RunningSpeed {
    /// The given speed, else the one that sensors or a watch measured, else the usual one with a wide error.
    pub(super) fn of(run: &Run, metrics: &[Metric]) -> Self {
        let sound = |v: &f64| v.is_finite() && *v > 0.0;
        if let Some(mps) = run.speed_mps.filter(sound) {
            return Self { mps, half: GIVEN * mps, known: true };
        }
        let measured = metrics.iter().find(|m| m.id == MetricId::Speed && sound(&m.value));
        match measured {
            Some(m) => Self { mps: m.value, half: m.uncertainty, known: true },
            None => Self { mps: UNKNOWN_MPS.0, half: UNKNOWN_MPS.1, known: false },
        }
    }
}
