//! Corrections by hand, made to one sensor's running and contacts.
//!
//! Contacts are named as in the results: by the placement after sides were swapped.

use std::borrow::Cow;
use std::ops::Range;

use crate::contacts::{Contact, ContactSide, Contacts};
use crate::recording::{Caveat, CaveatId, Edits, Recording, Session, is_sensor};

use super::chunks::Chunks;
use super::clocks::Clocks;

/// A contact this far from the given time is another one, s (*chosen*: a third of a quick step, and more than any method's
/// error).
const NEAR_S: f64 = 0.1;

/// The session as edited: recordings are copied only where placement or samples change.
pub(super) fn edited<'a>(session: &'a Session, edits: &Edits) -> Cow<'a, Session> {
    if edits.changes_recordings() { Cow::Owned(edits.apply_to(session)) } else { Cow::Borrowed(session) }
}

/// One edited contact on a sensor's own clock.
#[derive(Debug, Clone, PartialEq)]
enum Change {
    Move { at_s: f64, to_s: Option<f64>, toe_off_s: Option<f64> },
    Add { at_s: f64, toe_off_s: Option<f64>, side: ContactSide },
    Remove { at_s: f64 },
}

/// What is edited about one sensor.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct SensorEdits {
    /// Samples left out, in ascending order, disjoint.
    pub(super) excluded: Vec<Range<usize>>,
    /// Changes of contacts with their number among all of the edits.
    changes: Vec<(usize, Change)>,
}

/// Contacts whose times were set by hand.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct HandMade {
    /// Initial contact and toe-off.
    times: Vec<(f64, Option<f64>)>,
    /// The edits that were made, by their number.
    made: Vec<usize>,
    /// Time left out, s on the sensor's own clock, in ascending order, disjoint.
    excluded_s: Vec<(f64, f64)>,
}

impl SensorEdits {
    /// The edits of one recording whose clock is `offset_s` behind the common one.
    pub(super) fn of(edits: &Edits, recording: &Recording, offset_s: f64) -> Self {
        let signals = &recording.signals;
        let sample = |t: f64| ((t - offset_s) * signals.rate_hz).clamp(0.0, signals.len() as f64);
        let excluded = edits
            .excluded()
            .into_iter()
            .map(|(from, to)| sample(from).floor() as usize..sample(to).ceil() as usize)
            .filter(|range| !range.is_empty())
            .collect();
        let mine = |sensor: &Option<String>| {
            sensor.as_ref().is_none_or(|name| is_sensor(name, recording, recording.placement))
        };
        let own = |t: f64| t - offset_s;
        let side_here = ContactSide::of(recording.placement.side);
        let mut changes = Vec::new();
        for (i, c) in edits.moved.iter().enumerate().filter(|(_, c)| mine(&c.sensor)) {
            let (to_s, toe_off_s) = (c.to_s.map(own), c.toe_off_s.map(own));
            changes.push((i, Change::Move { at_s: own(c.at_s), to_s, toe_off_s }));
        }
        let before = edits.moved.len();
        for (i, c) in edits.added.iter().enumerate().filter(|(_, c)| mine(&c.sensor)) {
            let side = ContactSide::of(c.side);
            let shows = !recording.placement.is_leg() || side_here == side;
            if shows {
                let change = Change::Add { at_s: own(c.at_s), toe_off_s: c.toe_off_s.map(own), side };
                changes.push((before + i, change));
            }
        }
        let before = before + edits.added.len();
        for (i, c) in edits.removed.iter().enumerate().filter(|(_, c)| mine(&c.sensor)) {
            changes.push((before + i, Change::Remove { at_s: own(c.at_s) }));
        }
        Self { excluded, changes }
    }

    /// Makes the changes. All of them refer to the contacts as they were found; what is removed makes room for what is added.
    pub(super) fn apply(&self, found: &mut Contacts, chunks: &Chunks, recording: &Recording) -> HandMade {
        let signals = &recording.signals;
        let seconds = |range: &Range<usize>| (signals.time_s(range.start), signals.time_s(range.end));
        let mut out =
            HandMade { excluded_s: self.excluded.iter().map(seconds).collect(), ..HandMade::default() };
        found.contacts.retain(|c| out.excluded_at(c.initial_contact_s).is_none());
        if self.changes.is_empty() {
            return out;
        }
        // The chunks overlap, but after doubles are gone the contacts are in chronological order.
        let as_found: Vec<f64> = found.contacts.iter().map(|c| c.initial_contact_s).collect();
        let nearest = |at: f64| {
            let i = as_found.partition_point(|t| *t < at);
            let near = [i.checked_sub(1), Some(i)].into_iter().flatten();
            let away = |k: &usize| as_found.get(*k).map_or(f64::INFINITY, |t| (t - at).abs());
            near.min_by(|a, b| away(a).total_cmp(&away(b))).filter(|k| away(k) <= NEAR_S)
        };
        let mut removed = vec![false; as_found.len()];
        for (number, change) in &self.changes {
            if let Change::Remove { at_s } = change
                && let Some(gone) = nearest(*at_s).and_then(|k| removed.get_mut(k))
            {
                *gone = true;
                out.made.push(*number);
            }
        }
        let there = |at: f64| nearest(at).is_some_and(|k| removed.get(k) == Some(&false));
        let mut added = Vec::new();
        for (number, change) in &self.changes {
            match change {
                Change::Move { at_s, to_s, toe_off_s } => {
                    let Some(contact) = nearest(*at_s).and_then(|k| found.contacts.get_mut(k)) else {
                        continue;
                    };
                    let to_s = to_s.unwrap_or(contact.initial_contact_s);
                    let Some(chunk) = chunks.at(signals, to_s) else { continue };
                    (contact.initial_contact_s, contact.bout) = (to_s, chunk);
                    contact.toe_off_s = toe_off_s.or(contact.toe_off_s).filter(|t| *t > to_s);
                    (contact.valid, contact.reason) = (true, None);
                    out.times.push((to_s, *toe_off_s));
                }
                Change::Add { at_s, toe_off_s, side } => {
                    let Some(chunk) = chunks.at(signals, *at_s).filter(|_| !there(*at_s)) else {
                        continue;
                    };
                    out.times.push((*at_s, *toe_off_s));
                    added.push(Contact {
                        side: *side,
                        initial_contact_s: *at_s,
                        toe_off_s: *toe_off_s,
                        valid: true,
                        reason: None,
                        placement: recording.placement,
                        bout: chunk,
                    });
                }
                Change::Remove { .. } => continue,
            }
            out.made.push(*number);
        }
        let mut gone = removed.into_iter();
        found.contacts.retain(|_| !gone.next().unwrap_or(false));
        found.contacts.extend(added);
        found.contacts.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        out.times.sort_by(|a, b| a.0.total_cmp(&b.0));
        out
    }
}

impl HandMade {
    /// The span left out that holds a time.
    fn excluded_at(&self, time_s: f64) -> Option<&(f64, f64)> {
        let next = self.excluded_s.partition_point(|(_, to)| *to <= time_s);
        self.excluded_s.get(next).filter(|(from, _)| *from < time_s)
    }

    /// Sets toe-offs by hand once more, after contact times were scaled, and drops those in time that is left out; initial
    /// contacts have stayed.
    pub(super) fn restore(&self, contacts: &mut [Contact]) {
        for c in contacts.iter_mut().filter(|_| !self.excluded_s.is_empty()) {
            if c.toe_off_s.is_some_and(|t| self.excluded_at(t).is_some()) {
                c.toe_off_s = None;
                c.reason = Some("its end is in time that was left out".to_owned());
            }
        }
        for c in contacts.iter_mut().filter(|_| !self.times.is_empty()) {
            let by_hand = self.times.binary_search_by(|(t, _)| t.total_cmp(&c.initial_contact_s));
            if let Some((_, Some(toe_off))) = by_hand.ok().and_then(|i| self.times.get(i)) {
                c.toe_off_s = Some(*toe_off);
            }
        }
    }
}

/// What was asked for and could not be done.
pub(super) fn not_applied<'a>(
    edits: &Edits,
    session: &Session,
    sensors: impl Iterator<Item = &'a HandMade>,
) -> Option<Caveat> {
    let made: Vec<usize> = sensors.flat_map(|s| s.made.iter().copied()).collect();
    let times = edits.moved.iter().map(|c| ("moved", c.at_s));
    let times = times.chain(edits.added.iter().map(|c| ("added", c.at_s)));
    let times = times.chain(edits.removed.iter().map(|c| ("removed", c.at_s)));
    let mut missed = times.enumerate().filter(|(number, _)| !made.contains(number)).map(|(_, edit)| edit);
    let sensor = edits.check(session).err().map(|e| e.message().to_owned());
    let contact = missed.next().map(|(what, at_s)| {
        let more = match missed.count() {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        let why = match what {
            "added" => "it is outside the running, or a contact is there already",
            _ => "no contact was found within 0.1 s of it",
        };
        format!("the contact at {at_s:.2} s could not be {what}: {why}{more}")
    });
    let text: Vec<String> = sensor.into_iter().chain(contact).collect();
    (!text.is_empty()).then(|| Caveat::new(CaveatId::EditNotApplied, text.join("; ")))
}

/// Contacts of one leg after the other are numbered by pauses; time left out is one, however short.
pub(super) fn number_by_spans(contacts: &mut [Contact], clocks: &Clocks) {
    let (mut more, mut before) = (0, None);
    for c in contacts.iter_mut().filter(|_| !clocks.excluded_s.is_empty()) {
        let spans = clocks.excluded_s.partition_point(|(_, to)| *to <= c.initial_contact_s);
        if before.is_some_and(|(other, bout)| other != spans && bout == c.bout) {
            more += 1;
        }
        before = Some((spans, c.bout));
        c.bout += more;
    }
}
