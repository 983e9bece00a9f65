//! Angles, lengths and heights from the attitude of sensors with gyroscope, joined over both sides.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contact, TimingError};
use crate::metrics::{self, AngleInput, CycleCurve, Measured, Metric};
use crate::orientation::{self, Oriented, Running};
use crate::recording::{Caveat, Placement, Recording, Run, Segment};

use super::seen::Seen;

/// What attitude gave for one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Attitude {
    /// Per-step values, on the recording's own clock.
    pub(super) measured: Vec<Measured>,
    /// The gait cycle, mean per side.
    pub(super) curves: Vec<CycleCurve>,
    /// Shank: the long axis of every bout, in sensor axes, where the sensor's samples tell.
    pub(super) long_axes: Option<Vec<Option<BoutAxes>>>,
    /// Identifier of the attitude method.
    pub(super) method: &'static str,
    /// What to know about it.
    pub(super) caveats: Vec<Caveat>,
    /// Attitude itself, in the running bouts, of a pelvis.
    pub(super) oriented: Option<Oriented>,
}

/// Attitude of the recording while running and what it tells; empty without gyroscope.
pub(super) fn of(
    recording: &Recording,
    running: &[Bout],
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> Attitude {
    from(orient_running(recording, running), recording, contacts, initial_contact, run)
}

/// The same where attitude is at hand.
pub(super) fn from(
    oriented: Option<Oriented>,
    recording: &Recording,
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> Attitude {
    let Some(oriented) = oriented else { return Attitude::default() };
    let input = AngleInput {
        signals: &recording.signals,
        oriented: &oriented,
        contacts,
        initial_contact,
        speed_mps: run.speed_mps,
        clipped: recording.clipping.map(|(share, _)| share),
    };
    let (measured, curves) = rayon::join(|| metrics::angles(&input), || metrics::cycle_curves(&input));
    let (method, caveats) = (method(&oriented), oriented.caveats.clone());
    let long_axes = (recording.placement.segment == Segment::Shank).then(|| metrics::bout_long_axes(&input));
    // Attitude itself is asked for again only where a thigh is compared with a pelvis; it is large.
    let oriented = (recording.placement.segment == Segment::Pelvis).then_some(oriented);
    Attitude { measured, curves, long_axes, method, caveats, oriented }
}

/// Attitude in the running bouts; `None` without gyroscope.
pub(super) fn orient_running(recording: &Recording, running: &[Bout]) -> Option<Oriented> {
    let stretches: Vec<Running> = running
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    orientation::orient(&recording.signals, recording.placement, &stretches)
}

/// How the attitude was found.
pub(super) fn method(oriented: &Oriented) -> &'static str {
    oriented.bouts.iter().flatten().map(|b| b.method.id()).next().unwrap_or_default()
}

/// The metrics of all recordings, both sides of a segment together.
pub(super) fn metrics(seen: &[Seen<'_>], offsets: &[f64]) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Pelvis] {
        let members: Vec<(&Seen<'_>, f64)> = seen
            .iter()
            .zip(offsets)
            .filter(|(s, _)| s.segment() == segment && !s.attitude.measured.is_empty())
            .map(|(s, o)| (s, *o))
            .collect();
        let Some((first, _)) = members.first() else { continue };
        let (placement, method) = (first.recording.placement, first.attitude.method);
        let all = members.iter().flat_map(|(s, offset)| shifted(&s.attitude.measured, *offset));
        for measured in metrics::join(all) {
            out.extend(of_measured(&measured, placement, method));
        }
    }
    out
}

pub(super) fn of_measured(measured: &Measured, placement: Placement, method: &str) -> Vec<Metric> {
    let mut out: Vec<Metric> = measured.metric(placement, method).into_iter().collect();
    if measured.id == "foot_strike_angle" {
        out.extend(metrics::strike_shares(measured, placement, method));
    }
    out
}

pub(super) fn shifted(measured: &[Measured], offset: f64) -> Vec<Measured> {
    let mut out = measured.to_vec();
    for step in out.iter_mut().flat_map(|m| m.steps.steps.iter_mut()) {
        step.0 += offset;
    }
    out
}
