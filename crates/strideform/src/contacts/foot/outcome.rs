//! From the events of single strides to contacts: order, gaps, neighbours, ends of bouts.

use crate::bouts::Bout;
use crate::contacts::{Contact, ContactInput, ContactSide};
use crate::signal::median;

/// Events of one stride.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Event {
    pub(super) initial_contact_s: f64,
    pub(super) toe_off_s: Option<f64>,
    /// Stride time around here, s.
    pub(super) stride_s: f64,
}

/// Signal that an event's time rests on, before and after it, s (*chosen*: the slap and the filters' reach).
const REACH_S: f64 = 0.03;
/// Neighbours on either side that a contact time is held against.
const NEIGHBOURS: usize = 7;
/// How far a contact time may be from its neighbours' median: 40 ms or 20 %, whichever is more (*chosen*: eight
/// times the step-to-step scatter of steady running).
const OUTLIER_S: f64 = 0.040;
const OUTLIER_SHARE: f64 = 0.20;
/// Contact times that running has, s, and its largest share of a stride: below lie sprints' 0.08 s; half a stride is
/// grounded running, a little more its error.
const SHORTEST_S: f64 = 0.07;
const LARGEST_DUTY: f64 = 0.62;

/// Turns events of one bout, ascending, into contacts; drops those that begin outside it.
pub(super) fn contacts(
    input: &ContactInput<'_>,
    bout: &Bout,
    index: usize,
    events: &[Event],
) -> Vec<Contact> {
    let signals = input.signals;
    let (start_s, end_s) = (signals.time_s(bout.start), signals.time_s(bout.end.min(signals.len())));
    let mut out: Vec<Contact> = Vec::with_capacity(events.len());
    let mut times: Vec<f64> = Vec::with_capacity(events.len());
    for event in events {
        let begin = event.initial_contact_s;
        if !(start_s..=end_s).contains(&begin) {
            continue;
        }
        let late = out.last().is_none_or(|last| begin - last.initial_contact_s >= 0.5 * event.stride_s);
        if !late {
            continue;
        }
        let (toe_off_s, reason) = judge(input, event, end_s);
        out.push(Contact {
            side: ContactSide::of(input.placement.side),
            initial_contact_s: begin,
            toe_off_s,
            valid: reason.is_none(),
            reason: reason.map(str::to_owned),
            placement: input.placement,
            bout: index,
        });
        times.push(if reason.is_none() { toe_off_s.map_or(f64::NAN, |t| t - begin) } else { f64::NAN });
    }
    for (i, contact) in out.iter_mut().enumerate() {
        let (Some(&own), true) = (times.get(i), contact.valid) else { continue };
        let around = times.get(i.saturating_sub(NEIGHBOURS)..(i + NEIGHBOURS + 1).min(times.len()));
        let Some(usual) = around.and_then(median) else { continue };
        if (own - usual).abs() > OUTLIER_S.max(OUTLIER_SHARE * usual) {
            contact.valid = false;
            contact.reason = Some("contact time far from its neighbours'".to_owned());
        }
    }
    out
}

/// The toe-off that can be kept, and what makes the contact invalid.
fn judge(input: &ContactInput<'_>, event: &Event, end_s: f64) -> (Option<f64>, Option<&'static str>) {
    let begin = event.initial_contact_s;
    if input.signals.touches_gap(begin - REACH_S, begin + REACH_S) {
        return (None, Some("initial contact falls into a gap of the recording"));
    }
    let Some(toe_off) = event.toe_off_s.filter(|t| *t <= end_s) else {
        let ends = begin + 0.5 * event.stride_s >= end_s;
        return (None, Some(if ends { "running ends before toe-off" } else { "no toe-off found" }));
    };
    if input.signals.touches_gap(toe_off - REACH_S, toe_off + REACH_S) {
        return (None, Some("toe-off falls into a gap of the recording"));
    }
    let contact = toe_off - begin;
    if contact < SHORTEST_S || contact > LARGEST_DUTY * event.stride_s {
        return (Some(toe_off), Some("contact time outside what running has"));
    }
    (Some(toe_off), None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bouts::Activity;
    use crate::recording::{Placement, Run, Segment, Side, Signals, Triad};

    const STRIDE_S: f64 = 0.7;

    /// Twenty strides of 0.25 s contact, ten seconds of signals, one bout from 1 s to 9 s.
    fn judged(change: impl Fn(&mut Vec<Event>, &mut Signals<crate::recording::Sensor>)) -> Vec<Contact> {
        let mut signals = Signals::new(100.0, Triad::new(vec![0.0; 1000], vec![9.81; 1000], vec![0.0; 1000]));
        let event = |k: i32| {
            let begin = 0.5 + STRIDE_S * f64::from(k);
            Event { initial_contact_s: begin, toe_off_s: Some(begin + 0.25), stride_s: STRIDE_S }
        };
        let mut events: Vec<Event> = (0..13).map(event).collect();
        change(&mut events, &mut signals);
        let bout = Bout {
            activity: Activity::Run,
            start: 100,
            end: 900,
            stride_s: Some(STRIDE_S),
            strides_s: Vec::new(),
        };
        let placement = Placement::new(Segment::Foot, Side::Right);
        let bouts = std::slice::from_ref(&bout);
        let input = ContactInput { signals: &signals, placement, bouts, run: &Run::default() };
        contacts(&input, &bout, 0, &events)
    }

    fn reasons(list: &[Contact]) -> Vec<&str> {
        list.iter().filter_map(|c| c.reason.as_deref()).collect()
    }

    #[test]
    fn steady_strides_inside_the_bout_are_valid() {
        let found = judged(|_, _| {});
        // Those at 0.5 s and 9.x s lie outside; the one at 8.9 s would have its toe-off after 9 s.
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
        assert_eq!(reasons(&gap)[0], "initial contact falls into a gap of the recording");
        let late_gap = judged(|events, signals| {
            let at = (events[3].toe_off_s.unwrap() * 100.0) as usize;
            signals.gaps.push(at..at + 2);
        });
        assert_eq!(reasons(&late_gap)[0], "toe-off falls into a gap of the recording");
        let short = judged(|events, _| events[4].toe_off_s = Some(events[4].initial_contact_s + 0.05));
        assert_eq!(reasons(&short)[0], "contact time outside what running has");
        // 20 % of 0.25 s are 50 ms.
        let odd = judged(|events, _| events[4].toe_off_s = Some(events[4].initial_contact_s + 0.305));
        assert_eq!(reasons(&odd)[0], "contact time far from its neighbours'");
        let none = judged(|events, _| events[4].toe_off_s = None);
        assert_eq!(reasons(&none)[0], "no toe-off found");
    }

    #[test]
    fn of_two_contacts_half_a_stride_apart_the_first_stays() {
        let twice = judged(|events, _| {
            let mut again = events[5];
            again.initial_contact_s += 0.2;
            events.insert(6, again);
        });
        assert_eq!(twice.len(), 12);
    }
}
