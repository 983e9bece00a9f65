//! Peaks of acceleration and force at the contacts of one recording, each found once.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contacts};
use crate::metrics::{self, ActivePeak, TibialInput, TibialPeak, VerticalForceInput};
use crate::recording::{Recording, Segment};

/// Peaks at the contacts of one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct Peaks {
    pub(super) tibial: Vec<TibialPeak>,
    pub(super) force: Vec<ActivePeak>,
}

/// Peaks of a shank. Its long axis comes from standing (`long_axes`) if possible, otherwise from the contacts.
pub(super) fn tibial(
    recording: &Recording,
    contacts: &Contacts,
    long_axes: Option<&[Option<BoutAxes>]>,
) -> Vec<TibialPeak> {
    tibial_input(recording, contacts, long_axes).map(|i| metrics::tibial_peaks(&i)).unwrap_or_default()
}

/// Peaks of a pelvis.
pub(super) fn force(recording: &Recording, bouts: &[Bout], contacts: &Contacts) -> Vec<ActivePeak> {
    force_input(recording, bouts, contacts).map(|i| metrics::active_peaks(&i)).unwrap_or_default()
}

/// Input for finding the peaks of a shank; `None` for any other segment.
pub(super) fn tibial_input<'a>(
    recording: &'a Recording,
    contacts: &'a Contacts,
    long_axes: Option<&'a [Option<BoutAxes>]>,
) -> Option<TibialInput<'a>> {
    (recording.placement.segment == Segment::Shank).then_some(TibialInput {
        signals: &recording.signals,
        placement: recording.placement,
        contacts: &contacts.contacts,
        axes: long_axes.unwrap_or(&contacts.axes),
        limit: recording.clipping.map(|(_, limit)| limit),
    })
}

/// Input for finding the peaks of a pelvis; `None` for any other segment.
pub(super) fn force_input<'a>(
    recording: &'a Recording,
    bouts: &'a [Bout],
    contacts: &'a Contacts,
) -> Option<VerticalForceInput<'a>> {
    (recording.placement.segment == Segment::Pelvis).then_some(VerticalForceInput {
        signals: &recording.signals,
        placement: recording.placement,
        bouts,
        contacts,
    })
}
