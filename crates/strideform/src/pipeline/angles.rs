//! Angles, lengths and heights of all sensors with a gyroscope, with both sides of a segment combined.

use crate::metrics::{self, Measured, Metric, MetricId};
use crate::recording::{Placement, Segment};

use super::orientation::shifted;
use super::sensor::SensorAnalysis;

/// The metrics of all recordings, both sides of a segment together. What was read at the feet's contacts (one list per
/// recording) takes the place of the same metric at the recording's own.
pub(super) fn metrics(
    seen: &[SensorAnalysis<'_>],
    offsets: &[f64],
    at_feet: &[Vec<Measured>],
) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Pelvis] {
        let members: Vec<(&SensorAnalysis<'_>, f64, &[Measured])> = seen
            .iter()
            .zip(offsets)
            .zip(at_feet)
            .filter(|((s, _), _)| s.segment() == segment && !s.orientation.measured.is_empty())
            .map(|((s, o), better)| (s, *o, better.as_slice()))
            .collect();
        let Some((first, ..)) = members.first() else { continue };
        let (placement, method) = (first.recording.placement, first.orientation.method);
        let all = members.iter().flat_map(|(s, offset, better)| {
            let mut measured = s.orientation.measured.clone();
            for m in &mut measured {
                if let Some(better) = better.iter().find(|b| b.id == m.id) {
                    *m = better.clone();
                }
            }
            shifted(&measured, *offset)
        });
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
