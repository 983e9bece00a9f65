//! Steps times impact, per side: describes the load on each leg. No threshold is known for it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::value::TrendValue;

/// Cumulative load of each side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SideLoad {
    /// The metric by which each step is weighted.
    pub metric: &'static str,
    /// Its unit times steps.
    pub unit: &'static str,
    /// Sum over the left side's steps, in `unit`, if known.
    pub left: Option<f64>,
    /// Sum over the right side's steps, in `unit`, if known.
    pub right: Option<f64>,
}

/// Metrics by which steps can be weighted, best first.
const IMPACTS: [(&str, &str); 2] =
    [("peak_tibial_acceleration", "g·steps"), ("peak_vertical_force", "BW·steps")];

/// Each foot takes half of the steps; `None` without steps or impact.
pub(super) fn side_load(steps: Option<f64>, metrics: &BTreeMap<String, TrendValue>) -> Option<SideLoad> {
    let each = steps.filter(|s| s.is_finite() && *s > 0.0)? / 2.0;
    IMPACTS.into_iter().find_map(|(metric, unit)| {
        let impact = metrics.get(metric)?;
        let alone = impact.left.is_none() && impact.right.is_none();
        let of = |side: Option<f64>| side.or(Some(impact.value).filter(|_| alone)).map(|v| v * each);
        Some(SideLoad { metric, unit, left: of(impact.left), right: of(impact.right) })
    })
}

/// The sum of the loads of one metric; `None` if there are none.
pub(super) fn sum<'a>(loads: impl Iterator<Item = &'a SideLoad> + Clone) -> Option<SideLoad> {
    let (metric, unit) =
        IMPACTS.into_iter().find(|(metric, _)| loads.clone().any(|l| l.metric == *metric))?;
    let add = |side: fn(&SideLoad) -> Option<f64>| {
        let values: Vec<f64> = loads.clone().filter(|l| l.metric == metric).filter_map(side).collect();
        (!values.is_empty()).then(|| values.iter().sum())
    };
    Some(SideLoad { metric, unit, left: add(|l| l.left), right: add(|l| l.right) })
}
