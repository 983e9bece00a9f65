//! Metrics read off the signal at every contact: peaks of acceleration and force.

use std::collections::BTreeMap;

use crate::metrics::{self, ActivePeak, Metric, TibialInput, TibialPeak, VerticalForceInput};
use crate::recording::Segment;

use super::seen::Seen;

/// Values by index of the contact within its recording.
pub(super) type Values = BTreeMap<usize, Vec<(&'static str, f64)>>;

/// Peaks at the contacts of one recording, found once.
#[derive(Debug, Clone, Default)]
pub(super) struct Peaks {
    pub(super) tibial: Vec<TibialPeak>,
    pub(super) force: Vec<ActivePeak>,
}

pub(super) fn tibial_peaks(seen: &Seen<'_>) -> Vec<TibialPeak> {
    tibial_input(seen).map(|input| metrics::tibial_peaks(&input)).unwrap_or_default()
}

pub(super) fn force_peaks(seen: &Seen<'_>) -> Vec<ActivePeak> {
    force_input(seen).map(|input| metrics::active_peaks(&input)).unwrap_or_default()
}

fn tibial_input<'a>(seen: &'a Seen<'_>) -> Option<TibialInput<'a>> {
    let (contacts, _) = seen.contacts.as_ref()?;
    (seen.segment() == Segment::Shank).then_some(TibialInput {
        signals: &seen.recording.signals,
        placement: seen.recording.placement,
        contacts: &contacts.contacts,
        // Which way the shank points is known best from standing; else from the contacts.
        axes: seen.attitude.long_axes.as_deref().unwrap_or(&contacts.axes),
        limit: seen.recording.clipping.map(|(_, limit)| limit),
    })
}

fn force_input<'a>(seen: &'a Seen<'_>) -> Option<VerticalForceInput<'a>> {
    let (contacts, _) = seen.contacts.as_ref()?;
    (seen.segment() == Segment::Pelvis).then_some(VerticalForceInput {
        signals: &seen.recording.signals,
        placement: seen.recording.placement,
        bouts: &seen.stretches.bouts,
        contacts,
    })
}

/// The metrics of all recordings.
pub(super) fn metrics(seen: &[Seen<'_>]) -> Vec<Metric> {
    let shanks: Vec<_> = seen.iter().filter_map(|s| Some((tibial_input(s)?, &s.peaks.tibial[..]))).collect();
    let mut out = if shanks.is_empty() { Vec::new() } else { metrics::tibial_of(&shanks) };
    let mut pelves = seen.iter().filter_map(|s| Some((force_input(s)?, &s.peaks.force)));
    out.extend(pelves.find_map(|(input, peaks)| metrics::vertical_force_of(&input, peaks)));
    out
}

/// The same per step, for one recording.
pub(super) fn of(seen: &Seen<'_>) -> Values {
    let mut values = Values::new();
    for peak in &seen.peaks.tibial {
        let entry = values.entry(peak.contact).or_default();
        entry.extend(peak.axial_g.map(|g| ("peak_tibial_acceleration", g)));
        entry.push(("peak_tibial_acceleration_resultant", peak.resultant_g));
    }
    for peak in &seen.peaks.force {
        values.entry(peak.contact).or_default().push(("peak_vertical_force", peak.force_bw));
    }
    let contacts = seen.contacts.as_ref().map_or(&[][..], |(c, _)| &c.contacts);
    // A loading rate is never to be read off a single step.
    for measured in seen.attitude.measured.iter().filter(|m| !super::loads::LOADING.contains(&m.id)) {
        for (t, _, value) in &measured.steps.steps {
            // Steps carry the contact's own time, so equality is exact.
            if let Ok(i) = contacts.binary_search_by(|c| c.initial_contact_s.total_cmp(t)) {
                values.entry(i).or_default().push((measured.id, *value));
            }
        }
    }
    values
}
