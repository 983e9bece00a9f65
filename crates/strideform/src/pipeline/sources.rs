//! Which sensors' contacts serve for what: both legs on one clock before one leg, feet before shanks before pelvis.

use crate::contacts::{Contact, Contacts, TimingError};
use crate::metrics::{self, Metric, SideError, Sided, TimingInput};
use crate::recording::{Caveat, Placement, Segment, Side};
use crate::report::ContactRow;
use crate::strides::{Feet, LegContacts, Timeline, fuse};

use super::clocks::Clocks;
use super::concord::Fusion;
use super::seen::{OF_CONTACT_TIME, Seen};
use super::stretches::Stretches;

/// Contacts of one sensor, or of a pair of legs.
pub(super) struct Source<'a> {
    pub(super) placement: Placement,
    pub(super) timelines: Vec<Timeline>,
    pub(super) caveats: Vec<Caveat>,
    /// The recordings behind it: index, and the contacts that came from each.
    members: Vec<(usize, &'a Contacts)>,
    method: &'static str,
    /// True where left and right times can be compared.
    one_clock: bool,
    /// When running began inside the recording, s on the common clock.
    set_off_s: Vec<f64>,
}

/// All sources, best first.
pub(super) fn sources<'a>(seen: &'a [Seen<'_>], clocks: &Clocks) -> Vec<Source<'a>> {
    let mut out = Vec::new();
    for segment in [Segment::Foot, Segment::Shank, Segment::Thigh] {
        let find = |side| {
            seen.iter().enumerate().find(|(_, s)| {
                s.segment() == segment && s.recording.placement.side == side && has_contacts(s)
            })
        };
        match (find(Side::Left), find(Side::Right)) {
            (Some(left), Some(right)) => out.extend(pair(left, right, clocks)),
            (Some(one), None) | (None, Some(one)) => out.extend(single(one, clocks, Feet::One)),
            (None, None) => {}
        }
    }
    for segment in [Segment::Pelvis, Segment::Trunk] {
        for one in seen.iter().enumerate().filter(|(_, s)| s.segment() == segment && has_contacts(s)) {
            out.extend(single(one, clocks, Feet::Both));
        }
    }
    out
}

fn has_contacts(seen: &Seen<'_>) -> bool {
    seen.contacts.as_ref().is_some_and(|(c, _)| !c.contacts.is_empty())
}

/// A recording's contacts on the common clock, numbered by its bouts.
fn shifted(contacts: &[Contact], stretches: &Stretches, offset: f64) -> Vec<Contact> {
    let mut list = contacts.to_vec();
    for c in &mut list {
        c.bout = stretches.home(c.bout);
        c.initial_contact_s += offset;
        c.toe_off_s = c.toe_off_s.map(|t| t + offset);
    }
    list
}

fn single<'a>((index, seen): (usize, &'a Seen<'_>), clocks: &Clocks, feet: Feet) -> Option<Source<'a>> {
    let (contacts, method) = seen.contacts.as_ref()?;
    let offset = clocks.offset_s.get(index).copied().unwrap_or(0.0);
    let timeline = Timeline::build(shifted(&contacts.contacts, &seen.stretches, offset), feet, |c| {
        seen.running.get(c.bout).and_then(|b| b.stride_at(c.initial_contact_s - offset))
    });
    Some(Source {
        placement: seen.recording.placement,
        timelines: vec![timeline],
        caveats: Vec::new(),
        members: vec![(index, contacts)],
        method,
        one_clock: true,
        set_off_s: seen.set_off_s().map(|t| t + offset).collect(),
    })
}

fn pair<'a>(
    left: (usize, &'a Seen<'_>),
    right: (usize, &'a Seen<'_>),
    clocks: &Clocks,
) -> Option<Source<'a>> {
    let mut source = single(left, clocks, Feet::One)?;
    let other = single(right, clocks, Feet::One)?;
    let (a, b) = (source.timelines.first()?, other.timelines.first()?);
    let fused = fuse(LegContacts::new(&a.contacts, 0.0), LegContacts::new(&b.contacts, 0.0));
    source.members.extend(other.members);
    if fused.is_plausible() {
        let strides: Vec<f64> = a.strides.iter().chain(&b.strides).map(|s| s.stride_s).collect();
        let typical = crate::signal::stats::median(&strides);
        source.timelines = vec![Timeline::build(fused.contacts, Feet::Both, |_| typical)];
    } else {
        source.one_clock = false;
        source.caveats.push(match fused.phase {
            Some(phase) => Caveat::new(
                "clock-offset",
                "the two legs' clocks are apart: what compares times between the legs is left out",
            )
            .with_value(phase.median),
            None => Caveat::new(
                "no-common-running",
                "the two legs' recordings share too few strides to compare their clocks",
            ),
        });
        source.timelines.extend(other.timelines);
    }
    Some(source)
}

/// Contacts of all sources as rows in order of time: all of the best one, of the others what those before them lack.
pub(super) fn fused_rows(
    sources: &[Source<'_>],
    fusion: &Fusion,
    seen: &[Seen<'_>],
    clocks: &Clocks,
) -> Vec<ContactRow> {
    let mut out: Vec<ContactRow> = Vec::new();
    for (source, kept) in sources.iter().zip(&fusion.of_source).filter(|(_, kept)| !kept.is_empty()) {
        let mut rows = source.rows(seen, clocks);
        // Kept contacts are copies, so equality is exact.
        let time = |c: &Contact| c.initial_contact_s;
        rows.retain(|r| kept.binary_search_by(|c| time(c).total_cmp(&time(&r.contact))).is_ok());
        out.extend(rows);
    }
    out.sort_by(|a, b| a.contact.initial_contact_s.total_cmp(&b.contact.initial_contact_s));
    out
}

impl Source<'_> {
    /// All contacts in order of time, on the common clock.
    pub(super) fn contacts(&self) -> Vec<Contact> {
        let mut all: Vec<Contact> = self.timelines.iter().flat_map(|t| t.contacts.iter().cloned()).collect();
        all.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        all
    }

    /// True where all of its contacts are on one clock.
    pub(super) fn is_one_clock(&self) -> bool {
        self.one_clock
    }

    /// The sensors behind it, in words.
    pub(super) fn name(&self) -> String {
        let places =
            self.members.iter().filter_map(|(_, c)| c.contacts.first()).map(|c| c.placement.to_string());
        places.collect::<Vec<_>>().join(" and ")
    }

    /// Error of initial contact of the worst member.
    pub(super) fn initial_contact_error(&self) -> TimingError {
        self.worst(|c| c.initial_contact_error)
    }

    fn worst(&self, error: impl Fn(&Contacts) -> TimingError) -> TimingError {
        let mut worst = TimingError { bias_s: 0.0, step_s: 0.0 };
        for (_, contacts) in &self.members {
            let e = error(contacts);
            worst.bias_s = worst.bias_s.max(e.bias_s);
            worst.step_s = worst.step_s.max(e.step_s);
        }
        worst
    }

    /// Every metric this source gives.
    pub(super) fn metrics(&self, seen: &[Seen<'_>]) -> Vec<Metric> {
        let mut out = metrics::timing(&TimingInput {
            timelines: &self.timelines,
            placement: self.placement,
            method: self.method,
            initial_contact: self.worst(|c| c.initial_contact_error),
            contact_time: self.worst(|c| c.contact_time_error),
            set_off_s: &self.set_off_s,
            is_bound: self.members.iter().any(|(_, c)| c.contact_time_is_bound),
        });
        out.extend(self.symmetry());
        if self.members.iter().filter_map(|(i, _)| seen.get(*i)).any(Seen::is_too_slow_for_contact_time) {
            out.retain(|m| !OF_CONTACT_TIME.contains(&m.id));
        }
        out
    }

    fn symmetry(&self) -> Vec<Metric> {
        let mut contact = Sided::default();
        let mut step = Sided::default();
        for line in &self.timelines {
            for c in line.contacts.iter().filter(|c| c.valid) {
                if let Some(s) = c.contact_time_s() {
                    contact.push(c.initial_contact_s, c.side, s);
                }
            }
            for s in &line.steps {
                step.push(line.contacts.get(s.from).map_or(0.0, |c| c.initial_contact_s), s.side, s.step_s);
            }
        }
        let mut out = Vec::new();
        if self.placement.is_leg() {
            out.extend(metrics::contact_time_balance(
                &contact,
                SideError::CONTACT_TIME,
                self.placement,
                self.method,
            ));
        }
        if self.one_clock {
            let error = SideError {
                per_side: self.worst(|c| c.initial_contact_error).bias_s,
                ..SideError::CONTACT_TIME
            };
            out.extend(metrics::step_time_asymmetry(&step, error, self.placement, self.method));
        }
        out
    }

    /// Contacts as rows of the output, with the values of their steps.
    pub(super) fn rows(&self, seen: &[Seen<'_>], clocks: &Clocks) -> Vec<ContactRow> {
        let mut rows: Vec<ContactRow> = self.timelines.iter().flat_map(super::rows).collect();
        for (index, contacts) in &self.members {
            let Some(seen) = seen.get(*index) else { continue };
            let offset = clocks.offset_s.get(*index).copied().unwrap_or(0.0);
            let values = super::step_values::of(seen);
            for row in rows.iter_mut().filter(|r| r.contact.placement == seen.recording.placement) {
                // The same sum as when the list was shifted, so equality is exact.
                let found = contacts.contacts.binary_search_by(|c| {
                    (c.initial_contact_s + offset).total_cmp(&row.contact.initial_contact_s)
                });
                if let Some(more) = found.ok().and_then(|i| values.get(&i)) {
                    row.values.extend(more.iter().copied());
                }
            }
        }
        rows.sort_by(|a, b| a.contact.initial_contact_s.total_cmp(&b.contact.initial_contact_s));
        rows
    }
}
