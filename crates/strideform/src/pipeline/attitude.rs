//! Angles, lengths and heights from the attitude of sensors with gyroscope, joined over both sides.

use crate::bouts::Bout;
use crate::contacts::{Contact, TimingError};
use crate::metrics::{self, AngleInput, CycleCurve, Measured, Metric};
use crate::orient::{self, Running};
use crate::recording::{Caveat, Placement, Recording, Run, Segment};

use super::seen::Seen;

/// What attitude gave for one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Attitude {
    /// Per-step values, on the recording's own clock.
    pub(super) measured: Vec<Measured>,
    /// The gait cycle, mean per side.
    pub(super) curves: Vec<CycleCurve>,
    /// Identifier of the attitude method.
    pub(super) method: &'static str,
    /// What to know about it.
    pub(super) caveats: Vec<Caveat>,
}

/// Attitude of the recording while running and what it tells; empty without gyroscope.
pub(super) fn of(
    recording: &Recording,
    running: &[Bout],
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> Attitude {
    let stretches: Vec<Running> = running
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    let Some(oriented) = orient::orient(&recording.track, recording.placement, &stretches) else {
        return Attitude::default();
    };
    let input = AngleInput {
        track: &recording.track,
        oriented: &oriented,
        contacts,
        initial_contact,
        speed_mps: run.speed_mps,
        clipped: recording.clipping.map(|(share, _)| share),
    };
    let (measured, curves) = (metrics::angles(&input), metrics::cycle_curves(&input));
    let method = oriented.bouts.iter().flatten().map(|b| b.method.id()).next().unwrap_or_default();
    Attitude { measured, curves, method, caveats: oriented.caveats }
}

/// Attitude of a trunk sensor, which finds no contacts of its own, at another sensor's contacts; `contacts` are on the
/// common clock, `offset` leads from the trunk's clock to that one.
fn of_trunk(
    seen: &Seen<'_>,
    offset: f64,
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> Attitude {
    let rate = seen.recording.track.rate_hz;
    let own: Vec<Contact> = contacts
        .iter()
        .filter_map(|c| {
            let at = c.initial_contact_s - offset;
            let bout =
                seen.running.iter().position(|b| (b.start as f64..b.end as f64).contains(&(at * rate)))?;
            let toe_off_s = c.toe_off_s.map(|t| t - offset);
            Some(Contact { initial_contact_s: at, toe_off_s, bout, ..c.clone() })
        })
        .collect();
    of(seen.recording, &seen.running, &own, initial_contact, run)
}

/// The metrics of all recordings, both sides of a segment together.
pub(super) fn metrics(seen: &[Seen<'_>], offsets: &[f64]) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Pelvis, Segment::Trunk] {
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

/// Trunk lean from trunk sensors at the contacts of the best source.
pub(super) fn trunk_metrics(
    seen: &[Seen<'_>],
    offsets: &[f64],
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for (trunk, offset) in seen.iter().zip(offsets).filter(|(s, _)| s.segment() == Segment::Trunk) {
        let attitude = of_trunk(trunk, *offset, contacts, initial_contact, run);
        for measured in shifted(&attitude.measured, *offset) {
            for mut metric in of_measured(&measured, trunk.recording.placement, attitude.method) {
                metric.caveats.extend(attitude.caveats.iter().cloned());
                if !out.iter().any(|m| m.id == metric.id) {
                    out.push(metric);
                }
            }
        }
    }
    out
}

fn of_measured(measured: &Measured, placement: Placement, method: &str) -> Vec<Metric> {
    let mut out: Vec<Metric> = measured.metric(placement, method).into_iter().collect();
    if measured.id == "foot_strike_angle" {
        out.extend(metrics::strike_shares(measured, placement, method));
    }
    out
}

fn shifted(measured: &[Measured], offset: f64) -> Vec<Measured> {
    let mut out = measured.to_vec();
    for step in out.iter_mut().flat_map(|m| m.steps.steps.iter_mut()) {
        step.0 += offset;
    }
    out
}
