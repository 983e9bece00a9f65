//! Metrics read off the signal at every contact: peaks of acceleration and force.

use std::collections::BTreeMap;

use crate::metrics::{self, Metric, TibialInput, VerticalForceInput};
use crate::recording::Segment;

use super::seen::Seen;

/// Values by index of the contact within its recording.
pub(super) type Values = BTreeMap<usize, Vec<(&'static str, f64)>>;

fn tibial_input<'a>(seen: &'a Seen<'_>) -> Option<TibialInput<'a>> {
    let (contacts, _) = seen.contacts.as_ref()?;
    (seen.segment() == Segment::Shank).then_some(TibialInput {
        track: &seen.recording.track,
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
        track: &seen.recording.track,
        placement: seen.recording.placement,
        bouts: &seen.running,
        contacts,
    })
}

/// The metrics of all recordings.
pub(super) fn metrics(seen: &[Seen<'_>]) -> Vec<Metric> {
    let shanks: Vec<TibialInput<'_>> = seen.iter().filter_map(tibial_input).collect();
    let mut out = if shanks.is_empty() { Vec::new() } else { metrics::tibial(&shanks) };
    out.extend(seen.iter().filter_map(force_input).find_map(|input| metrics::vertical_force(&input)));
    out
}

/// The same per step, for one recording.
pub(super) fn of(seen: &Seen<'_>) -> Values {
    let mut values = Values::new();
    if let Some(input) = tibial_input(seen) {
        for peak in metrics::tibial_peaks(&input) {
            let entry = values.entry(peak.contact).or_default();
            entry.extend(peak.axial_g.map(|g| ("peak_tibial_acceleration", g)));
            entry.push(("peak_tibial_acceleration_resultant", peak.resultant_g));
        }
    }
    if let Some(input) = force_input(seen) {
        for peak in metrics::active_peaks(&input) {
            values.entry(peak.contact).or_default().push(("peak_vertical_force", peak.force_bw));
        }
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
