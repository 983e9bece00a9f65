//! Values of single steps, and the metrics derived from the peaks at every contact.

use std::collections::BTreeMap;

use crate::metrics::{self, Metric, MetricId, TibialInput, VerticalForceInput};

use super::loads::LOADING;
use super::peaks;
use super::sensor::SensorAnalysis;

/// Values by index of the contact within its recording.
pub(super) type Values = BTreeMap<usize, Vec<(MetricId, f64)>>;

fn tibial_input<'a>(seen: &'a SensorAnalysis<'_>) -> Option<TibialInput<'a>> {
    let (contacts, _) = seen.contacts.as_ref()?;
    peaks::tibial_input(seen.recording, contacts, seen.orientation.long_axes.as_deref())
}

fn force_input<'a>(seen: &'a SensorAnalysis<'_>) -> Option<VerticalForceInput<'a>> {
    let (contacts, _) = seen.contacts.as_ref()?;
    peaks::force_input(seen.recording, &seen.chunks.bouts, contacts)
}

/// The metrics of all recordings.
pub(super) fn metrics(seen: &[SensorAnalysis<'_>]) -> Vec<Metric> {
    let shanks: Vec<_> = seen.iter().filter_map(|s| Some((tibial_input(s)?, &s.peaks.tibial[..]))).collect();
    let mut out = if shanks.is_empty() { Vec::new() } else { metrics::tibial_of(&shanks) };
    let mut pelves = seen.iter().filter_map(|s| Some((force_input(s)?, s)));
    out.extend(pelves.find_map(|(input, s)| match &s.peak_force {
        Some(force) => metrics::peak_force_of_pelvis(force, &input, &s.peaks.force),
        None => metrics::vertical_force_of(&input, &s.peaks.force),
    }));
    out
}

/// The same per step, for one recording.
pub(super) fn of(seen: &SensorAnalysis<'_>) -> Values {
    let mut values = Values::new();
    for peak in &seen.peaks.tibial {
        let entry = values.entry(peak.contact).or_default();
        entry.extend(peak.axial_g.map(|g| (MetricId::PeakTibialAcceleration, g)));
        entry.push((MetricId::PeakTibialAccelerationResultant, peak.resultant_g));
    }
    for peak in &seen.peaks.force {
        values.entry(peak.contact).or_default().push((MetricId::PeakVerticalForce, peak.force_bw));
    }
    let contacts = seen.contacts.as_ref().map_or(&[][..], |(c, _)| &c.contacts);
    // A loading rate must never be reported for a single step.
    for measured in seen.orientation.measured.iter().filter(|m| !LOADING.contains(&m.id)) {
        for (t, _, value) in &measured.steps.steps {
            // Steps have the contact's own time, so equality is exact.
            if let Ok(i) = contacts.binary_search_by(|c| c.initial_contact_s.total_cmp(t)) {
                values.entry(i).or_default().push((measured.id, *value));
            }
        }
    }
    values
}
