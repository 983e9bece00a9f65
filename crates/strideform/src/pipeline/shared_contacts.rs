//! Metrics of sensors without their own contacts (trunk, thigh), using the contacts of the other sensors.

use crate::contacts::{Contact, TimingError};
use crate::metrics::{self, Measured, Metric};
use crate::orientation::Oriented;
use crate::recording::{Run, Segment};

use super::angles;
use super::orientation::{self, SensorOrientation};
use super::sensor::SensorAnalysis;

/// Contacts found by the other sensors, on the common clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct SharedContacts<'a> {
    /// In chronological order.
    pub(super) contacts: &'a [Contact],
    /// Error of their initial contacts.
    pub(super) initial_contact: TimingError,
}

impl SharedContacts<'_> {
    /// The contacts on a sensor's own clock, numbered by its own chunks; those outside its running are dropped.
    pub(super) fn on(&self, seen: &SensorAnalysis<'_>, offset: f64) -> Vec<Contact> {
        let own = |c: &Contact| {
            let at = c.initial_contact_s - offset;
            let bout = seen.chunks.at(&seen.recording.signals, at)?;
            let toe_off_s = c.toe_off_s.map(|t| t - offset);
            Some(Contact { initial_contact_s: at, toe_off_s, bout, ..c.clone() })
        };
        self.contacts.iter().filter_map(own).collect()
    }
}

/// Trunk lean and hip extension.
pub(super) fn metrics(
    seen: &[SensorAnalysis<'_>],
    offsets: &[f64],
    shared: SharedContacts<'_>,
    run: &Run,
) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for (trunk, offset) in at(seen, offsets, Segment::Trunk) {
        let own = shared.on(trunk, offset);
        let found = orientation::of(trunk.recording, &trunk.chunks.bouts, &own, shared.initial_contact, run);
        for measured in orientation::shifted(&found.measured, offset) {
            let fresh = angles::of_measured(&measured, trunk.recording.placement, found.method);
            add(&mut out, fresh, &found);
        }
    }
    out.extend(hip_extension(seen, offsets, shared));
    out
}

fn at<'a, 'b>(
    seen: &'b [SensorAnalysis<'a>],
    offsets: &'b [f64],
    segment: Segment,
) -> impl Iterator<Item = (&'b SensorAnalysis<'a>, f64)> {
    let both = seen.iter().zip(offsets.iter().copied());
    both.filter(move |(s, _)| s.segment() == segment && !s.running.is_empty())
}

/// Each metric once, from the first sensor that provides it.
fn add(out: &mut Vec<Metric>, fresh: Vec<Metric>, found: &SensorOrientation) {
    for mut metric in fresh {
        metric.caveats.extend(found.caveats.iter().cloned());
        if !out.iter().any(|m| m.id == metric.id) {
            out.push(metric);
        }
    }
}

/// Both thighs relative to the first pelvis with a known orientation.
fn hip_extension(seen: &[SensorAnalysis<'_>], offsets: &[f64], shared: SharedContacts<'_>) -> Option<Metric> {
    let pelvis = |(s, offset)| Some((SensorAnalysis::oriented(s)?, offset));
    let (pelvis, base): (&Oriented, f64) = at(seen, offsets, Segment::Pelvis).find_map(pelvis)?;
    let mut both: Vec<Measured> = Vec::new();
    let mut first = None;
    let mut caveats = pelvis.caveats.clone();
    for (thigh, offset) in at(seen, offsets, Segment::Thigh) {
        let Some(oriented) = orientation::orient_running(thigh.recording, &thigh.chunks.bouts) else {
            continue;
        };
        let measured = metrics::hip_extension(&oriented, pelvis, offset - base, &shared.on(thigh, offset));
        both.extend(orientation::shifted(&[measured], offset));
        first.get_or_insert((thigh.recording.placement, orientation::method(&oriented)));
        caveats.extend(oriented.caveats);
    }
    let (placement, method) = first?;
    let mut metric = metrics::join(both).first()?.metric(placement, method)?;
    for caveat in caveats {
        if !metric.caveats.contains(&caveat) {
            metric.caveats.push(caveat);
        }
    }
    Some(metric)
}
