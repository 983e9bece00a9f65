//! Angles of shank and pelvis at the contacts and sides of the feet, where both feet are worn: they see the ground itself.

use crate::contacts::{Contact, ContactSide};
use crate::metrics::{self, AngleInput, ContactsOf, Measured, MetricId};
use crate::recording::{Run, Segment};
use crate::strides::contact_agreement;

use super::clocks::Clocks;
use super::contact_sources::Source;
use super::sensor::SensorAnalysis;
use super::shared_contacts::SharedContacts;

/// Contacts of two sensors whose files say nothing of their clocks are of one run where they are this close, s (*chosen*: a
/// third of a quick step).
const TOGETHER_S: f64 = 0.1;
/// Metrics of a pelvis that are read at a contact.
const DROPS: &[MetricId] =
    &[MetricId::PelvicDropPeak, MetricId::PelvicDropMidstance, MetricId::PelvicDropExcursion];

/// What is read better at the feet's contacts, one list per recording, on the recording's own clock.
pub(super) fn measured(
    seen: &[SensorAnalysis<'_>],
    clocks: &Clocks,
    sources: &[Source<'_>],
    run: &Run,
) -> Vec<Vec<Measured>> {
    let both =
        |s: &&Source<'_>| s.placement.segment == Segment::Foot && s.members.len() == 2 && s.is_one_clock();
    let feet = sources.first().filter(both).map(|s| (s.contacts(), s.initial_contact_error()));
    let of = |(sensor, offset): (&SensorAnalysis<'_>, &f64)| {
        let (contacts, initial_contact) = feet.as_ref()?;
        let shared = SharedContacts { contacts, initial_contact: *initial_contact };
        at_contacts(sensor, *offset, shared, clocks.stated, run)
    };
    seen.iter().zip(&clocks.offset_s).map(|pair| of(pair).unwrap_or_default()).collect()
}

fn at_contacts(
    sensor: &SensorAnalysis<'_>,
    offset: f64,
    shared: SharedContacts<'_>,
    stated: bool,
    run: &Run,
) -> Option<Vec<Measured>> {
    let oriented = sensor.oriented()?;
    let (own, _) = sensor.contacts.as_ref()?;
    let mut contacts = shared.on(sensor, offset);
    if sensor.segment() == Segment::Shank {
        let side = ContactSide::of(sensor.recording.placement.side);
        contacts.retain(|c| c.side == side);
    }
    if !stated && !are_together(&contacts, &own.contacts) {
        return None;
    }
    let signals = &sensor.recording.signals;
    let initial_contact = shared.initial_contact;
    if sensor.segment() == Segment::Shank {
        let at = metrics::shank_angle_at(signals, oriented, &contacts, initial_contact, ContactsOf::Feet);
        return Some(vec![at]).filter(|m| m.iter().all(|m| !m.steps.steps.is_empty()));
    }
    let input = AngleInput {
        signals,
        oriented,
        contacts: &contacts,
        initial_contact,
        speed_mps: run.speed_mps,
        clipped: sensor.recording.clipping.map(|(share, _)| share),
    };
    Some(metrics::angles(&input).into_iter().filter(|m| DROPS.contains(&m.id)).collect())
}

fn are_together(feet: &[Contact], own: &[Contact]) -> bool {
    contact_agreement(feet, own).is_some_and(|found| found.lag_s.abs() <= TOGETHER_S)
}
