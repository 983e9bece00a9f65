//! One metric of one session.

use serde::{Serialize, Serializer};

use crate::compare::{ErrorModel, minimal_detectable_change};
use crate::report::SavedMetric;

/// A metric of one session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TrendValue {
    /// Both sides together, in the catalogue's unit.
    pub value: f64,
    /// Left, in the same unit.
    pub left: Option<f64>,
    /// Right, in the same unit.
    pub right: Option<f64>,
    /// Segment and method: only values with the same basis are comparable.
    pub basis: String,
    /// Standard deviation of the error that is new in every session, in the same unit; `None` if the error is unknown.
    pub session_sd: Option<f64>,
}

/// The [`TrendValue::session_sd`] of a metric.
pub(super) fn session_sd(metric: &SavedMetric) -> Option<f64> {
    // A change between two sessions of one method has 1.96·√2 of it as its limit.
    let limit = minimal_detectable_change(metric, metric, false, ErrorModel::SameMethod)?;
    Some(limit / (1.96 * std::f64::consts::SQRT_2))
}

/// Files contain only the value.
impl Serialize for TrendValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.value)
    }
}
