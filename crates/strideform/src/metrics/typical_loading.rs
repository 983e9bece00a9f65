//! Vertical average loading rate that is typical of the running speed, where nothing measures it.

use crate::contacts::{ContactSide, MethodInfo};
use crate::recording::{Caveat, CaveatId, Segment};

use super::definition::MetricMethod;
use super::estimate::{Metric, Sided};
use super::foot_load::{RATE_OF_SPEED, RATE_SPEED_ALONE};
use super::id::MetricId;
use super::measured::sigma;

/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "speed-loading-rate",
        summary: "loading rate that is typical of runners at this speed; nothing of this runner is in it",
        segments: &[Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk],
        needs_gyr: false,
        min_rate_hz: 0.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298",
        deviations: "a baseline, not a measurement",
    },
    &[MetricId::VerticalLoadingRate],
);

const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";
/// Speeds for which it is given, m/s: those of the runners, and as far beyond them as half of their range (*chosen*).
const SPEEDS_MPS: std::ops::RangeInclusive<f64> = 1.5..=5.5;

/// `vertical_loading_rate` from the given speed, or the one that sensors measured; `None` where neither is known, or outside
/// of 1.5–5.5 m/s.
pub(crate) fn typical_loading_rate(metrics: &[Metric], given_mps: Option<f64>) -> Option<Metric> {
    let measured = || metrics.iter().find(|m| m.id == MetricId::Speed);
    let speed = given_mps.or_else(|| measured().map(|m| m.value)).filter(|v| SPEEDS_MPS.contains(v))?;
    let of_steps = metrics.iter().find(|m| m.id == MetricId::Cadence)?;
    let value = (RATE_OF_SPEED.0 + RATE_OF_SPEED.1 * speed.ln()).exp();
    let relative = RATE_SPEED_ALONE.sinh();
    let mut one = Sided::default();
    one.push(0.0, ContactSide::Unknown, value);
    let id = MetricId::VerticalLoadingRate;
    let mut metric = one.metric(id, of_steps.placement, METHOD.info.id, sigma(relative * value), SOURCE)?;
    metric.n = of_steps.n;
    metric.steps = Sided::default();
    let text = format!("typical for this speed (±{:.0} %), not measured on this runner", 100.0 * relative);
    metric.caveats.push(Caveat::new(CaveatId::TypicalForSpeed, text).with_value(value));
    Some(metric)
}
