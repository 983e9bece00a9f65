//! Rules that turn a foot's events into contacts.

use std::ops::RangeInclusive;

use crate::contacts::events::{self, Event, Gaps, Rules};
use crate::contacts::{Contact, ContactInput, ContactSide};

/// One contact per stride, with both events measured and a contact time plausible for running.
const RULES: Rules = Rules {
    min_interval: Some(0.5),
    // *Chosen*: covers the foot slap and the spread of the filters.
    gaps: Gaps::NearEvents { reach_s: 0.03 },
    valid_without_toe_off: false,
    // Sprints have contacts of 0.08 s; in grounded running a contact takes half a stride, and its error a little more.
    contact_time: Some((0.07, 0.62)),
};

/// Contacts from the events of one bout, ascending.
pub(super) fn contacts(input: &ContactInput<'_>, bout: usize, events: Vec<Event>) -> Vec<Contact> {
    let signals = input.signals;
    let (start, end) = input.bouts.get(bout).map_or((0, 0), |b| (b.start, b.end.min(signals.len())));
    let span: RangeInclusive<f64> = signals.time_s(start)..=signals.time_s(end);
    let mut out = events::in_bout(input, bout, &span, events, &RULES);
    events::invalidate_outliers(&mut out);
    out
}

/// The event of one stride on this sensor's side.
pub(super) fn event(
    input: &ContactInput<'_>,
    initial_contact_s: f64,
    toe_off_s: Option<f64>,
    stride_s: f64,
) -> Event {
    Event::from_seconds(ContactSide::of(input.placement.side), initial_contact_s, toe_off_s)
        .with_stride(stride_s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bouts::{Activity, Bout};
    use crate::recording::{Placement, Run, Segment, Side, Signals, Triad};

    const STRIDE_S: f64 = 0.7;

    /// Twenty strides of 0.25 s contact, ten seconds of signals, one bout from 1 s to 9 s.
    fn judged(change: impl Fn(&mut Vec<Event>, &mut Signals<crate::recording::Sensor>)) -> Vec<Contact> {
        let mut signals = Signals::new(100.0, Triad::new(vec![0.0; 1000], vec![9.81; 1000], vec![0.0; 1000]));
        let event = |k: i32| {
            let begin = 0.5 + STRIDE_S * f64::from(k);
            Event::from_seconds(ContactSide::Right, begin, Some(begin + 0.25)).with_stride(STRIDE_S)
        };
        let mut events: Vec<Event> = (0..13).map(event).collect();
        change(&mut events, &mut signals);
        let bout = Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start: 100,
            end: 900,
            stride_s: Some(STRIDE_S),
            strides_s: Vec::new(),
        };
        let placement = Placement::new(Segment::Foot, Side::Right);
        let bouts = std::slice::from_ref(&bout);
        let input = ContactInput { signals: &signals, placement, bouts, run: &Run::default() };
        contacts(&input, 0, events)
    }

    fn reasons(list: &[Contact]) -> Vec<&str> {
        list.iter().filter_map(|c| c.reason.as_deref()).collect()
    }

    #[test]
    fn steady_strides_inside_the_bout_are_valid() {
        let found = judged(|_, _| {});
        // The strides at 0.5 s and 9.x s lie outside; the toe-off of the one at 8.9 s would come after 9 s.
        assert_eq!(found.len(), 12);
        assert_eq!(reasons(&found), ["running ends before toe-off"]);
        assert!(found.iter().all(|c| c.side == ContactSide::Right && c.valid == c.reason.is_none()));
    }

    #[test]
    fn each_fault_makes_one_contact_invalid_and_names_itself() {
        let gap = judged(|events, signals| {
            let at = (events[3].initial_contact_s * 100.0) as usize;
            signals.gaps.push(at..at + 2);
        });
        assert!(gap[2].toe_off_s.is_none() && !gap[2].valid);
        assert_eq!(reasons(&gap)[0], "initial contact is in a gap in the recording");
        let late_gap = judged(|events, signals| {
            let at = (events[3].toe_off_s.unwrap() * 100.0) as usize;
            signals.gaps.push(at..at + 2);
        });
        assert_eq!(reasons(&late_gap)[0], "toe-off is in a gap in the recording");
        let short = judged(|events, _| events[4].toe_off_s = Some(events[4].initial_contact_s + 0.05));
        assert_eq!(reasons(&short)[0], "contact time implausible for running");
        // 20 % of 0.25 s is 50 ms.
        let odd = judged(|events, _| events[4].toe_off_s = Some(events[4].initial_contact_s + 0.305));
        assert_eq!(reasons(&odd)[0], "contact time differs too much from neighbouring contacts");
        let none = judged(|events, _| events[4].toe_off_s = None);
        assert_eq!(reasons(&none)[0], "no toe-off found");
    }

    #[test]
    fn of_two_contacts_half_a_stride_apart_the_first_stays() {
        let twice = judged(|events, _| {
            let mut again = events[5].clone();
            again.initial_contact_s += 0.2;
            events.insert(6, again);
        });
        assert_eq!(twice.len(), 12);
    }
}
