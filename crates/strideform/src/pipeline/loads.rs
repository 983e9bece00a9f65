//! Loads: metrics derived from other metrics and from data about the runner (stiffness, loading rate from tibial
//! peaks).

use crate::metrics::MetricId;
use crate::metrics::{self, Metric, MetricInfo};
use crate::orientation::{self, Running};
use crate::recording::{Caveat, CaveatId, Segment, Session, Side};
use crate::units::to_g;

use super::metric_set::MetricSet;
use super::sensor::SensorAnalysis;

/// Minimum rate for a wrist sensor, Hz (as for the pelvis: arm movement has little content above 10 Hz).
const MIN_RATE_HZ: f64 = 50.0;
/// Metrics of loading rate.
pub(super) const LOADING: [MetricId; 2] = [MetricId::VerticalLoadingRate, MetricId::InstantaneousLoadingRate];

/// Adds the metrics that are derived from those already found.
pub(super) fn add(found: &mut MetricSet, session: &Session) {
    let lines = found.get(MetricId::PeakTibialAcceleration).map(metrics::tibial_loading).unwrap_or_default();
    for line in lines {
        // Its interval is as wide as itself: it contradicts another such estimate, not the feet.
        let is_rough = |m: &&mut Metric| m.caveats.iter().any(|c| c.id == CaveatId::TrendOnly);
        if let Some(there) = found.get_mut(line.id).filter(is_rough) {
            there.caveats.extend(disagreement(there, &line));
        }
        found.insert([line]);
    }
    found.insert(metrics::typical_loading_rate(found.as_slice(), session.run.speed_mps));
    found.insert(metrics::leg_stiffness(found.as_slice(), &session.runner, &session.run));
}

/// Arm crossover, if both wrists provide it.
pub(super) fn arms(seen: &[SensorAnalysis<'_>], offsets: &[f64]) -> Vec<Metric> {
    let arms = [Side::Left, Side::Right].map(|side| {
        seen.iter().zip(offsets).find_map(|(s, offset)| {
            let recording = s.recording;
            let wrist = s.segment() == Segment::Wrist && recording.placement.side == side;
            if !wrist || recording.signals.rate_hz < MIN_RATE_HZ {
                return None;
            }
            let running: Vec<Running> = s
                .running
                .iter()
                .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
                .collect();
            let oriented = orientation::orient(&recording.signals, recording.placement, &running)?;
            let mut measured = metrics::arm_crossover(&oriented);
            measured.caveats.extend(oriented.caveats);
            measured.steps.steps.iter_mut().for_each(|step| step.0 += offset);
            Some((measured, recording.placement)).filter(|(m, _)| !m.steps.steps.is_empty())
        })
    });
    let [Some((left, placement)), Some((right, _))] = arms else { return Vec::new() };
    metrics::join([left, right])
        .iter()
        .filter_map(|m| m.metric(placement, "forearm-turning-about-the-vertical"))
        .collect()
}

/// Two estimates, each outside the other's interval.
fn disagreement(there: &Metric, other: &Metric) -> Option<Caveat> {
    let apart = (there.value - other.value).abs();
    let text = format!(
        "peak tibial acceleration alone would give {:.0} {}: rely on neither number",
        other.value, other.unit
    );
    (apart > there.uncertainty.min(other.uncertainty))
        .then(|| Caveat::new(CaveatId::LoadingRateDisagrees, text).with_value(apart))
}

/// What the session lacks for one of these metrics.
pub(super) fn lacks(
    info: &MetricInfo,
    metrics: &[Metric],
    seen: &[SensorAnalysis<'_>],
    session: &Session,
) -> Option<String> {
    if info.id == MetricId::LegStiffness {
        return metrics::leg_stiffness(metrics, &session.runner, &session.run).err();
    }
    let shank = seen.iter().find(|s| s.segment() == Segment::Shank && s.contacts.is_some());
    let recording = shank.filter(|_| LOADING.contains(&info.id))?.recording;
    if let Some((_, limit)) = recording.clipping {
        let limit = to_g(limit);
        return Some(format!(
            "a shank sensor whose range the landings do not exceed (this one is limited to {limit:.0} g; 16 g or more is needed)"
        ));
    }
    let rate = recording.signals.rate_hz;
    let gyroscope = if recording.signals.gyr.is_some() {
        "100 Hz or more"
    } else {
        "a gyroscope with 100 Hz, or 200 Hz without"
    };
    Some(format!("{gyroscope} on the shank (this recording: {rate:.0} Hz)"))
}
