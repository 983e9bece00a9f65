//! Sensors that find no contacts of their own (trunk, thigh), at the contacts of the others.

use crate::contacts::{Contact, TimingError};
use crate::metrics::{self, Measured, Metric};
use crate::orientation::Oriented;
use crate::recording::{Run, Segment};

use super::attitude::{self, Attitude};
use super::seen::Seen;

/// The contacts that others found, on the common clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lent<'a> {
    /// In order of time.
    pub(super) contacts: &'a [Contact],
    /// Error of their initial contacts.
    pub(super) initial_contact: TimingError,
}

impl Lent<'_> {
    /// The contacts on a sensor's own clock, numbered by its own stretches; those outside of its running are left out.
    fn on(&self, seen: &Seen<'_>, offset: f64) -> Vec<Contact> {
        let own = |c: &Contact| {
            let at = c.initial_contact_s - offset;
            let bout = seen.stretches.at(&seen.recording.signals, at)?;
            let toe_off_s = c.toe_off_s.map(|t| t - offset);
            Some(Contact { initial_contact_s: at, toe_off_s, bout, ..c.clone() })
        };
        self.contacts.iter().filter_map(own).collect()
    }
}

/// Trunk lean and hip extension.
pub(super) fn metrics(seen: &[Seen<'_>], offsets: &[f64], lent: Lent<'_>, run: &Run) -> Vec<Metric> {
    let mut out: Vec<Metric> = Vec::new();
    for (trunk, offset) in at(seen, offsets, Segment::Trunk) {
        let own = lent.on(trunk, offset);
        let attitude = attitude::of(trunk.recording, &trunk.stretches.bouts, &own, lent.initial_contact, run);
        for measured in attitude::shifted(&attitude.measured, offset) {
            let fresh = attitude::of_measured(&measured, trunk.recording.placement, attitude.method);
            add(&mut out, fresh, &attitude);
        }
    }
    out.extend(hip_extension(seen, offsets, lent));
    out
}

fn at<'a, 'b>(
    seen: &'b [Seen<'a>],
    offsets: &'b [f64],
    segment: Segment,
) -> impl Iterator<Item = (&'b Seen<'a>, f64)> {
    let both = seen.iter().zip(offsets.iter().copied());
    both.filter(move |(s, _)| s.segment() == segment && !s.running.is_empty())
}

/// Each metric once, from the first sensor that gives it.
fn add(out: &mut Vec<Metric>, fresh: Vec<Metric>, attitude: &Attitude) {
    for mut metric in fresh {
        metric.caveats.extend(attitude.caveats.iter().cloned());
        if !out.iter().any(|m| m.id == metric.id) {
            out.push(metric);
        }
    }
}

/// Both thighs against the first pelvis with attitude.
fn hip_extension(seen: &[Seen<'_>], offsets: &[f64], lent: Lent<'_>) -> Option<Metric> {
    let pelvis = |(s, offset)| Some((Seen::oriented(s)?, offset));
    let (pelvis, base): (&Oriented, f64) = at(seen, offsets, Segment::Pelvis).find_map(pelvis)?;
    let mut both: Vec<Measured> = Vec::new();
    let mut first = None;
    let mut caveats = pelvis.caveats.clone();
    for (thigh, offset) in at(seen, offsets, Segment::Thigh) {
        let Some(oriented) = attitude::orient_running(thigh.recording, &thigh.stretches.bouts) else {
            continue;
        };
        let measured = metrics::hip_extension(&oriented, pelvis, offset - base, &lent.on(thigh, offset));
        both.extend(attitude::shifted(&[measured], offset));
        first.get_or_insert((thigh.recording.placement, attitude::method(&oriented)));
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
