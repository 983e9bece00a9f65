//! What metrics of angle and length share: values of single steps and their errors.

use crate::contacts::{Contact, TimingError};
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, Placement, Sensor, Signals};

use super::estimate::{Metric, Sided};
use super::id::MetricId;

/// A sensor with its orientation and contacts, all on the recording's own clock.
#[derive(Debug, Clone, Copy)]
pub struct AngleInput<'a> {
    /// The samples.
    pub signals: &'a Signals<Sensor>,
    /// Orientation in the running bouts.
    pub oriented: &'a Oriented,
    /// Contacts whose `bout` is an index into those bouts; for a trunk sensor, from any other sensor on the same clock.
    pub contacts: &'a [Contact],
    /// Error of their initial contacts, which affects angles that change with time.
    pub initial_contact: TimingError,
    /// Running speed, if known, m/s.
    pub speed_mps: Option<f64>,
    /// Share of samples at the accelerometer's limit, 0…1.
    pub clipped: Option<f64>,
}

/// The single steps of one metric, with the error of their mean.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Measured {
    /// Identifier in the catalogue.
    pub id: MetricId,
    /// (time of initial contact on the recording's clock, side, value in the catalogue's unit), in order of time.
    pub steps: Sided,
    /// 1-σ bias between runners, in the catalogue's unit.
    pub bias: f64,
    /// 1-σ error of a difference between left and right, in the catalogue's unit, if the metric has sides.
    pub side_bias: Option<f64>,
    /// Basis of both.
    pub error_source: &'static str,
    /// Caveats about it.
    pub caveats: Vec<Caveat>,
}

impl Measured {
    /// The metric; `None` without steps.
    pub fn metric(&self, placement: Placement, method: &str) -> Option<Metric> {
        let mut metric = self.steps.metric(self.id, placement, method, self.bias, self.error_source)?;
        metric.caveats = self.caveats.clone();
        if metric.side_difference_uncertainty.is_some()
            && let Some(bias) = self.side_bias
        {
            metric.side_difference_uncertainty = self.steps.difference_half_width(bias);
        }
        Some(metric)
    }
}

/// A 95 % half-width as a standard deviation.
pub(super) const fn sigma(half_width_95: f64) -> f64 {
    half_width_95 / 1.96
}

/// Every valid contact with toe-off whose bout has an orientation, with that bout and toe-off.
pub(super) fn stances<'a>(
    oriented: &'a Oriented,
    contacts: &'a [Contact],
) -> impl Iterator<Item = (&'a OrientedBout, &'a Contact, f64)> {
    contacts.iter().filter(|c| c.valid).filter_map(|c| {
        let bout = oriented.bouts.get(c.bout)?.as_ref()?;
        let off = c.toe_off_s?;
        let inside = bout.sample(c.initial_contact_s) >= 0.0 && bout.sample(off) <= (bout.len() as f64) - 1.0;
        (inside && off > c.initial_contact_s).then_some((bout, c, off))
    })
}

/// True if the gyroscope clipped: consecutive samples at its largest reading.
pub(super) fn gyroscope_clipped(signals: &Signals<Sensor>) -> bool {
    let Some(gyr) = &signals.gyr else { return false };
    // 200 °/s (*chosen*): no gyroscope has a limit below that, so it would be a stuck reading.
    const MIN_RANGE: f64 = 3.5;
    gyr.columns().into_iter().any(|axis| {
        let top = axis.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        let at = |v: &f64| v.abs() >= top * (1.0 - 1e-6);
        // Five pairs (*chosen*): a rounded peak may account for one or two.
        top > MIN_RANGE && axis.iter().zip(axis.iter().skip(1)).filter(|(a, b)| at(a) && at(b)).count() >= 5
    })
}
