//! Contacts as output rows, with the values of their steps.

use crate::contacts::{Contact, ContactSide, Contacts};
use crate::metrics::MetricId;
use crate::report::ContactRow;
use crate::strides::Timeline;

use super::clocks::Clocks;
use super::contact_sources::Source;
use super::fusion::Fusion;
use super::sensor::SensorAnalysis;
use super::step_values;

/// Contacts of all sources as rows in chronological order: all of the best source, and from the others those that the
/// sources before them lack.
pub(super) fn fused(
    sources: &[Source<'_>],
    fusion: &Fusion,
    seen: &[SensorAnalysis<'_>],
    clocks: &Clocks,
) -> Vec<ContactRow> {
    let mut out: Vec<ContactRow> = Vec::new();
    for (source, kept) in sources.iter().zip(&fusion.of_source).filter(|(_, kept)| !kept.is_empty()) {
        let mut rows = of_source(source, seen, clocks);
        // Kept contacts are copies, so equality is exact.
        let time = |c: &Contact| c.initial_contact_s;
        rows.retain(|r| kept.binary_search_by(|c| time(c).total_cmp(&time(&r.contact))).is_ok());
        out.extend(rows);
    }
    out.sort_by(|a, b| a.contact.initial_contact_s.total_cmp(&b.contact.initial_contact_s));
    out
}

/// Contacts of one source as output rows, with the values of their steps.
fn of_source(source: &Source<'_>, seen: &[SensorAnalysis<'_>], clocks: &Clocks) -> Vec<ContactRow> {
    let mut rows: Vec<ContactRow> = source.timelines.iter().flat_map(of_timeline).collect();
    for (index, contacts) in &source.members {
        let Some(seen) = seen.get(*index) else { continue };
        let offset = clocks.offset_s.get(*index).copied().unwrap_or(0.0);
        let values = step_values::of(seen);
        for row in rows.iter_mut().filter(|r| r.contact.placement == seen.recording.placement) {
            // The same sum as when the list was shifted, so equality is exact.
            let found = contacts.contacts.binary_search_by(|c| {
                (c.initial_contact_s + offset).total_cmp(&row.contact.initial_contact_s)
            });
            if row.contact.side != ContactSide::Unknown {
                row.side_probability = side_probability(contacts, row.contact.initial_contact_s - offset);
            }
            if let Some(more) = found.ok().and_then(|i| values.get(&i)) {
                row.values.extend(more.iter().copied());
            }
        }
    }
    rows.sort_by(|a, b| a.contact.initial_contact_s.total_cmp(&b.contact.initial_contact_s));
    rows
}

/// Contacts are refined after their sides were inferred, by less than this, s (*chosen*: a quarter of a quick step).
const SAME_CONTACT_S: f64 = 0.06;

/// Probability of the side of the contact at `at_s` on the recording's clock, where sides were inferred.
fn side_probability(contacts: &Contacts, at_s: f64) -> Option<f64> {
    let all = &contacts.side_probabilities;
    let after = all.partition_point(|(t, _)| *t < at_s);
    let near = all.get(after.saturating_sub(1)..(after + 1).min(all.len()))?;
    let nearest = near.iter().min_by(|a, b| (a.0 - at_s).abs().total_cmp(&(b.0 - at_s).abs()))?;
    ((nearest.0 - at_s).abs() < SAME_CONTACT_S).then_some(nearest.1)
}

/// Rows of contacts with the flight that follows each.
fn of_timeline(timeline: &Timeline) -> Vec<ContactRow> {
    let mut rows: Vec<ContactRow> =
        timeline.contacts.iter().map(|contact| ContactRow::new(contact.clone())).collect();
    for step in &timeline.steps {
        if let Some(row) = rows.get_mut(step.from) {
            row.flight_s = step.flight_s;
            row.values.push((MetricId::StepTime, step.step_s));
        }
    }
    for stride in &timeline.strides {
        if let Some(row) = rows.get_mut(stride.from) {
            row.values.push((MetricId::StrideTime, stride.stride_s));
            if let Some(contact_s) = stride.contact_s {
                row.values.push((MetricId::DutyFactor, contact_s / stride.stride_s));
            }
        }
    }
    rows
}
