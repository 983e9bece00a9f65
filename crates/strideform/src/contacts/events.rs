//! From a detector's events to contacts: bout limits, spacing, gaps in the recording, outliers.
//!
//! Every method of this library goes through here with its own [`Rules`]; an external detector passes its events to
//! [`Contacts::from_events`].

use std::ops::RangeInclusive;

use crate::signal::median;

use super::{Contact, ContactInput, ContactSide, Contacts, TimingErrors};

/// A contact time is compared with the median of this many neighbours on each side (*chosen*).
const NEIGHBOURS: usize = 7;
/// How far a contact time may be from its neighbours' median: 40 ms or 20 %, whichever is larger (eight times the
/// step-to-step scatter of steady running; in the recordings of docs/VALIDATION.md contact times of one runner vary by
/// 2–9 %).
const OUTLIER_S: f64 = 0.040;
const OUTLIER_SHARE: f64 = 0.20;

/// One stance, as found by a detector.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Event {
    /// Which foot.
    pub side: ContactSide,
    /// Initial contact, s since the recording's first sample.
    pub initial_contact_s: f64,
    /// Toe-off, s; `None` if it was not found.
    pub toe_off_s: Option<f64>,
    /// Why there is no toe-off.
    pub(crate) missing: &'static str,
    /// Why the contact should not be used, if that is the case.
    pub(crate) doubt: Option<&'static str>,
    /// Stride time at this stance, s; NaN if unknown.
    pub(crate) stride_s: f64,
    /// Last time that the signal must cover, s, if that is not toe-off.
    pub(crate) until_s: Option<f64>,
}

impl Event {
    /// Initial contact and toe-off in seconds since the recording's first sample.
    pub fn from_seconds(side: ContactSide, initial_contact_s: f64, toe_off_s: Option<f64>) -> Self {
        Self {
            side,
            initial_contact_s,
            toe_off_s,
            missing: "no toe-off found",
            doubt: None,
            stride_s: f64::NAN,
            until_s: None,
        }
    }

    /// Initial contact and toe-off in (fractional) samples of a recording with `rate_hz` samples per second.
    pub fn from_samples(side: ContactSide, initial_contact: f64, toe_off: Option<f64>, rate_hz: f64) -> Self {
        Self::from_seconds(side, initial_contact / rate_hz, toe_off.map(|sample| sample / rate_hz))
    }

    /// With the stride time, s.
    pub(crate) fn with_stride(self, stride_s: f64) -> Self {
        Self { stride_s, ..self }
    }
}

/// How missing samples affect a contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Gaps {
    /// A gap within `reach_s` of either event makes the contact invalid.
    NearEvents {
        /// How far the filters spread a gap, s.
        reach_s: f64,
    },
    /// A gap at initial contact removes the contact, a gap near it makes the contact invalid, and a gap during the
    /// contact removes the toe-off.
    BetweenEvents {
        /// How far the filters spread a gap, s.
        reach_s: f64,
    },
    /// A gap anywhere between the events, or near them, makes the contact invalid.
    Anywhere {
        /// How far the filters spread a gap, s.
        reach_s: f64,
    },
}

/// What a method requires of its events.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rules {
    /// Minimum interval between initial contacts, in stride times; closer ones are dropped.
    pub(crate) min_interval: Option<f64>,
    /// How missing samples affect a contact.
    pub(crate) gaps: Gaps,
    /// False if a contact without toe-off is useless.
    pub(crate) valid_without_toe_off: bool,
    /// Shortest contact time, s, and longest, in stride times; others are invalid.
    pub(crate) contact_time: Option<(f64, f64)>,
}

impl Rules {
    /// For events of unknown origin: only those in unmeasured periods are removed.
    const EXTERNAL: Self = Self {
        min_interval: None,
        gaps: Gaps::Anywhere { reach_s: 0.0 },
        valid_without_toe_off: true,
        contact_time: None,
    };
}

impl Contacts {
    /// Contacts from the events of your own detector, in seconds since the recording's first sample.
    ///
    /// Each event goes to the running bout it lies in; events outside all bouts are dropped. A contact during which
    /// samples are missing is marked invalid, and a toe-off after the end of the bout is removed; both are given a
    /// reason.
    pub fn from_events(input: &ContactInput<'_>, events: &[Event], errors: TimingErrors) -> Self {
        let mut events = events.to_vec();
        events.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        let mut contacts: Vec<Contact> = Vec::with_capacity(events.len());
        for (index, bout) in input.bouts.iter().enumerate() {
            let span = bout_span(input, index);
            let inside = events.iter().filter(|event| span.contains(&event.initial_contact_s));
            let events: Vec<Event> = inside
                .map(|e| e.clone().with_stride(bout.stride_at(e.initial_contact_s).unwrap_or(f64::NAN)))
                .collect();
            contacts.extend(in_bout(input, index, &span, events, &Rules::EXTERNAL));
        }
        Self::new(contacts, input.bouts.len(), errors.initial_contact, errors.toe_off, errors.contact_time)
    }
}

/// First and last time of a bout, s.
pub(crate) fn bout_span(input: &ContactInput<'_>, index: usize) -> RangeInclusive<f64> {
    let signals = input.signals;
    let (start, end) = input.bouts.get(index).map_or((0, 0), |bout| (bout.start, bout.end));
    signals.time_s(start)..=signals.time_s(end.min(signals.len()).saturating_sub(1))
}

/// Contacts of one bout from its events in chronological order; those that begin outside `span` are dropped.
pub(crate) fn in_bout(
    input: &ContactInput<'_>,
    bout: usize,
    span: &RangeInclusive<f64>,
    events: impl IntoIterator<Item = Event>,
    rules: &Rules,
) -> Vec<Contact> {
    let mut out: Vec<Contact> = Vec::new();
    for event in events {
        let at = event.initial_contact_s;
        if span.contains(&at) && is_apart(out.last(), &event, rules) {
            out.extend(contact(input, bout, *span.end(), &event, rules));
        }
    }
    out
}

/// True if an event is far enough from the previous contact.
pub(crate) fn is_apart(last: Option<&Contact>, event: &Event, rules: &Rules) -> bool {
    let Some((last, strides)) = last.zip(rules.min_interval) else { return true };
    event.initial_contact_s - last.initial_contact_s >= strides * event.stride_s
}

/// The contact of an event in a bout that ends at `end_s`; `None` if initial contact itself was not measured.
pub(crate) fn contact(
    input: &ContactInput<'_>,
    bout: usize,
    end_s: f64,
    event: &Event,
    rules: &Rules,
) -> Option<Contact> {
    let signals = input.signals;
    let at = event.initial_contact_s;
    let mut toe_off = match event.toe_off_s {
        Some(t) if t > end_s => Err("running ends before toe-off"),
        Some(t) => Ok(t),
        None if at + 0.5 * event.stride_s >= end_s => Err("running ends before toe-off"),
        None => Err(event.missing),
    };
    let mut doubt = event.doubt;
    match rules.gaps {
        Gaps::NearEvents { reach_s } => {
            if signals.touches_gap(at - reach_s, at + reach_s) {
                toe_off = Err("initial contact is in a gap in the recording");
                doubt = toe_off.err();
            } else if toe_off.is_ok_and(|t| signals.touches_gap(t - reach_s, t + reach_s)) {
                toe_off = Err("toe-off is in a gap in the recording");
                doubt = toe_off.err();
            }
        }
        Gaps::BetweenEvents { reach_s } => {
            if signals.touches_gap(at, at) {
                return None;
            }
            if signals.touches_gap(at - reach_s, at + reach_s) {
                doubt = Some("samples are missing around initial contact");
            }
            if toe_off.is_ok_and(|t| signals.touches_gap(at, t + reach_s)) {
                toe_off = Err("samples are missing during the contact");
            }
        }
        Gaps::Anywhere { reach_s } => {
            let until_s = event.until_s.or(toe_off.ok()).unwrap_or(at);
            if signals.touches_gap(at - reach_s, until_s + reach_s) {
                toe_off = Err("samples are missing here");
                doubt = toe_off.err();
            }
        }
    }
    if let (Err(missing), false) = (toe_off, rules.valid_without_toe_off) {
        doubt = Some(doubt.unwrap_or(missing));
    }
    if let (Ok(t), Some((min_s, max_share))) = (toe_off, rules.contact_time)
        && (t - at < min_s || t - at > max_share * event.stride_s)
    {
        doubt = Some("contact time implausible for running");
    }
    Some(Contact {
        side: event.side,
        initial_contact_s: at,
        toe_off_s: toe_off.ok(),
        valid: doubt.is_none(),
        reason: doubt.or(toe_off.err()).map(str::to_owned),
        placement: input.placement,
        bout,
    })
}

/// Marks contacts as invalid if their contact time is far from that of their neighbours.
pub(crate) fn invalidate_outliers(contacts: &mut [Contact]) {
    let times: Vec<Option<f64>> = contacts.iter().map(|c| c.contact_time_s().filter(|_| c.valid)).collect();
    for (contact, _) in contacts.iter_mut().zip(outliers(&times)).filter(|(_, outlier)| *outlier) {
        contact.valid = false;
        contact.reason = Some("contact time differs too much from neighbouring contacts".to_owned());
    }
}

/// Removes toe-offs that give a contact time far from that of the neighbours.
pub(crate) fn remove_outlying_toe_offs(events: &mut [Event]) {
    let times: Vec<Option<f64>> =
        events.iter().map(|e| e.toe_off_s.map(|t| t - e.initial_contact_s)).collect();
    for (event, _) in events.iter_mut().zip(outliers(&times)).filter(|(_, outlier)| *outlier) {
        event.toe_off_s = None;
        event.missing = "toe-off does not fit the neighbouring contacts";
    }
}

/// For each known time, whether it is far from the median of its neighbours.
fn outliers(times: &[Option<f64>]) -> Vec<bool> {
    let far = |(i, time): (usize, &Option<f64>)| {
        let around = times.get(i.saturating_sub(NEIGHBOURS)..(i + NEIGHBOURS + 1).min(times.len()));
        let known: Vec<f64> = around.unwrap_or_default().iter().copied().flatten().collect();
        let Some((time, near)) = time.zip(median(&known)) else { return false };
        (time - near).abs() > OUTLIER_S.max(OUTLIER_SHARE * near)
    };
    times.iter().enumerate().map(far).collect()
}
