//! Contacts found elsewhere (a force plate, a video, another program), in place of a contact method.

use crate::contacts::{
    Contact, ContactInput, ContactMethod, ContactSide, Contacts, Event, MethodInfo, Missing, TimingError,
};
use crate::recording::Segment;

/// Contacts of one recording with the errors of their times.
#[derive(Debug, Clone, PartialEq)]
pub struct EventList {
    contacts: Vec<Event>,
    error: TimingError,
    contact_time_error: TimingError,
}

impl EventList {
    /// Contacts whose initial contact and toe-off each have the error `error`; the two errors are assumed to be
    /// independent. Events outside the running and times that are not finite are ignored.
    pub fn new(contacts: impl IntoIterator<Item = Event>, error: TimingError) -> Self {
        let finite = |e: &Event| e.initial_contact_s.is_finite();
        let mut contacts: Vec<Event> = contacts.into_iter().filter(finite).collect();
        contacts.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        let both = std::f64::consts::SQRT_2;
        let contact_time_error = TimingError { bias_s: both * error.bias_s, step_s: both * error.step_s };
        Self { contacts, error, contact_time_error }
    }

    /// Sets the error of contact time, if it is known.
    #[must_use]
    pub fn with_contact_time_error(mut self, error: TimingError) -> Self {
        self.contact_time_error = error;
        self
    }
}

impl ContactMethod for EventList {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: "given-events",
            summary: "contacts found elsewhere",
            segments: &[
                Segment::Foot,
                Segment::Shank,
                Segment::Thigh,
                Segment::Pelvis,
                Segment::Trunk,
                Segment::Wrist,
            ],
            needs_gyr: false,
            min_rate_hz: 0.0,
            citation: "the user",
            deviations: "none",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        let own_side = ContactSide::of(input.placement.side);
        let mut found = Vec::new();
        for (k, bout) in input.bouts.iter().enumerate() {
            let inside = input.signals.time_s(bout.start)..input.signals.time_s(bout.end);
            let of_bout = self.contacts.iter().filter(|e| inside.contains(&e.initial_contact_s));
            found.extend(of_bout.map(|event| {
                let side = if event.side == ContactSide::Unknown { own_side } else { event.side };
                let toe_off_s = event.toe_off_s.filter(|t| t.is_finite() && *t > event.initial_contact_s);
                Contact {
                    side,
                    initial_contact_s: event.initial_contact_s,
                    toe_off_s,
                    valid: true,
                    reason: None,
                    placement: input.placement,
                    bout: k,
                }
            }));
        }
        Ok(Contacts::new(found, input.bouts.len(), self.error, self.error, self.contact_time_error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bouts::{Activity, Bout};
    use crate::recording::{Placement, Run, Signals, Triad};
    use approx::assert_abs_diff_eq;

    #[test]
    fn events_inside_the_running_become_contacts_of_their_bout() {
        let zeros = vec![0.0; 1000];
        let signals = Signals::new(100.0, Triad::new(zeros.clone(), zeros.clone(), zeros));
        let bout = |start, end| Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start,
            end,
            stride_s: Some(0.7),
            strides_s: Vec::new(),
        };
        let bouts = [bout(100, 400), bout(500, 900)];
        let event = |at: f64| Event::from_seconds(ContactSide::Unknown, at, Some(at + 0.25));
        let error = TimingError { bias_s: 0.003, step_s: 0.004 };
        let list = EventList::new([6.0, 0.5, 2.0, f64::NAN, 4.5].map(event), error);
        let placement: Placement = "foot-left".parse().expect("a placement");
        let run = Run::default();
        let input = ContactInput { signals: &signals, placement, bouts: &bouts, run: &run };
        let found = list.detect(&input).expect("no requirements");
        let seen: Vec<_> = found.contacts.iter().map(|c| (c.initial_contact_s, c.bout, c.side)).collect();
        assert_eq!(seen, [(2.0, 0, ContactSide::Left), (6.0, 1, ContactSide::Left)]);
        // Two independent errors of 3 ms; rounding of doubles.
        assert_abs_diff_eq!(
            found.contact_time_error.bias_s,
            0.003 * std::f64::consts::SQRT_2,
            epsilon = 1e-12
        );
    }
}
