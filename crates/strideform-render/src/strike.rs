//! Foot strike where the error of the angle leaves the class open: the probability of each class instead of shares of
//! steps that would all move together.

use strideform::metrics::{Metric, strike_probabilities};
use strideform::report::Analysis;

use crate::units::one_leg;

/// A share with at least this error says nothing by itself, percentage points (*chosen*).
const OPEN: f64 = 50.0;

/// Left, right and both, %.
pub(crate) struct Probability {
    pub(crate) name: &'static str,
    pub(crate) left: Option<f64>,
    pub(crate) right: Option<f64>,
    pub(crate) both: Option<f64>,
}

/// The probability of the class whose share `metric` is; `None` for other metrics, and where the share is known well enough.
pub(crate) fn probability(analysis: &Analysis, metric: &Metric) -> Option<Probability> {
    let (class, name) = match metric.id.as_str() {
        "foot_strike_share_rear" => (0, "Rear-foot strike, probability (%)"),
        "foot_strike_share_mid" => (1, "Mid-foot strike, probability (%)"),
        "foot_strike_share_fore" => (2, "Fore-foot strike, probability (%)"),
        _ => return None,
    };
    let shares = ["foot_strike_share_rear", "foot_strike_share_mid", "foot_strike_share_fore"];
    if !shares.iter().filter_map(|id| analysis.metric(id)).any(|m| m.uncertainty >= OPEN) {
        return None;
    }
    let angle = analysis.metric("foot_strike_angle")?;
    let of = |value: f64, half_width: f64| {
        strike_probabilities(value, half_width / 1.96).get(class).map(|p| (100.0 * p).round())
    };
    let side = |value: Option<f64>| of(value?, angle.side_uncertainty.unwrap_or(angle.uncertainty));
    let both = if one_leg(metric) { None } else { of(angle.value, angle.uncertainty) };
    Some(Probability { name, left: side(angle.left), right: side(angle.right), both })
}
