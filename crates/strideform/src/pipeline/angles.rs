//! Angles, lengths and heights of all sensors with a gyroscope, with both sides of a segment combined.

use crate::metrics::{self, Measured, Metric, MetricId};
use crate::recording::{Placement, Segment};

use super::orientation::shifted;
use super::sensor::SensorAnalysis;

/// The metrics of all recordings, with both sides of a segment combined.
pub(super) fn metrics(seen: &[SensorAnalysis<'_>], offsets: &[f64]) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Pelvis] {
        let members: Vec<(&SensorAnalysis<'_>, f64)> = seen
            .iter()
            .zip(offsets)
            .filter(|(s, _)| s.segment() == segment && !s.orientation.measured.is_empty())
            .map(|(s, o)| (s, *o))
            .collect();
        let Some((first, _)) = members.first() else { continue };
        let (placement, method) = (first.recording.placement, first.orientation.method);
        let all = members.iter().flat_map(|(s, offset)| shifted(&s.orientation.measured, *offset));
        for measured in metrics::join(all) {
            out.extend(of_measured(&measured, placement, method));
        }
    }
    out
}

/// The metric of these steps, and the metrics derived from them.
pub(super) fn of_measured(measured: &Measured, placement: Placement, method: &str) -> Vec<Metric> {
    let mut out: Vec<Metric> = measured.metric(placement, method).into_iter().collect();
    if measured.id == MetricId::FootStrikeAngle {
        out.extend(metrics::strike_shares(measured, placement, method));
    }
    out
}
