//! Steps and strides of one list of contacts.

use crate::contacts::{Contact, ContactSide};

/// Which feet a list of contacts shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feet {
    /// Contacts of one leg only: neighbours are a stride apart.
    One,
    /// Contacts of both feet: neighbours are a step apart.
    Both,
}

/// From one foot's initial contact to the other's.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index of the contact that begins it.
    pub from: usize,
    /// Side of the foot that begins it.
    pub side: ContactSide,
    /// Duration, s.
    pub step_s: f64,
    /// Toe-off to the next foot's initial contact, s; `None` without a toe-off.
    pub flight_s: Option<f64>,
}

/// From one foot's initial contact to the same foot's next.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Stride {
    /// Index of the contact that begins it.
    pub from: usize,
    /// Side.
    pub side: ContactSide,
    /// Duration, s.
    pub stride_s: f64,
    /// Contact time of the foot, s.
    pub contact_s: Option<f64>,
}

/// A place in a list of contacts where no step or stride could be formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Break {
    /// Index of the contact before it.
    pub after: usize,
    /// Why.
    pub reason: &'static str,
}

/// A list of contacts with the steps and strides between them.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Timeline {
    /// Which feet it shows.
    pub feet: Feet,
    /// Contacts in chronological order, valid or not.
    pub contacts: Vec<Contact>,
    /// Steps between valid neighbours; empty for one foot.
    pub steps: Vec<Step>,
    /// Strides between valid contacts of the same foot.
    pub strides: Vec<Stride>,
    /// Contacts after which no step (both feet) or stride (one foot) could be formed.
    pub breaks: Vec<Break>,
}

/// Neighbours closer or farther apart than these shares of the expected interval are not paired (*chosen*: with a
/// missed contact between them neighbours are 2 intervals apart, and a false contact halves the interval).
const MIN_INTERVAL: f64 = 0.6;
const MAX_INTERVAL: f64 = 1.45;

impl Timeline {
    /// Pairs `contacts`; `stride_at` gives the expected stride time (s) at a contact, if known.
    pub fn build(
        mut contacts: Vec<Contact>,
        feet: Feet,
        stride_at: impl Fn(&Contact) -> Option<f64>,
    ) -> Self {
        contacts.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        let expected = typical_interval(&contacts);
        let mut line = Self { feet, contacts, steps: vec![], strides: vec![], breaks: vec![] };
        let mut linked = vec![false; line.contacts.len()];
        for (i, pair) in line.contacts.windows(2).enumerate() {
            let [a, b] = pair else { continue };
            let interval = b.initial_contact_s - a.initial_contact_s;
            let unit = match feet {
                Feet::One => stride_at(a),
                Feet::Both => stride_at(a).map(|t| 0.5 * t),
            }
            .or(expected);
            match refusal(a, b, feet, interval, unit) {
                Some(reason) => line.breaks.push(Break { after: i, reason }),
                None => {
                    linked[i] = true;
                    match feet {
                        Feet::One => line.strides.push(stride(i, a, interval)),
                        Feet::Both => line.steps.push(Step {
                            from: i,
                            side: a.side,
                            step_s: interval,
                            flight_s: a.toe_off_s.map(|toe_off| b.initial_contact_s - toe_off),
                        }),
                    }
                }
            }
        }
        if feet == Feet::Both {
            for (i, triple) in line.contacts.windows(3).enumerate() {
                let [a, _, c] = triple else { continue };
                if linked[i] && linked[i + 1] {
                    line.strides.push(stride(i, a, c.initial_contact_s - a.initial_contact_s));
                }
            }
        }
        line
    }
}

fn stride(from: usize, contact: &Contact, stride_s: f64) -> Stride {
    Stride { from, side: contact.side, stride_s, contact_s: contact.contact_time_s() }
}

fn refusal(a: &Contact, b: &Contact, feet: Feet, interval: f64, unit: Option<f64>) -> Option<&'static str> {
    if !a.valid || !b.valid {
        return Some("a contact is not valid");
    }
    if a.bout != b.bout {
        return Some("the running was interrupted");
    }
    let known = a.side != ContactSide::Unknown && b.side != ContactSide::Unknown;
    match feet {
        Feet::Both if known && a.side == b.side => return Some("the same foot twice: a contact is missing"),
        Feet::One if known && a.side != b.side => return Some("different foot"),
        _ => {}
    }
    let unit = unit?;
    if interval > MAX_INTERVAL * unit {
        Some("a contact is missing")
    } else if interval < MIN_INTERVAL * unit {
        Some("contacts too close together")
    } else {
        None
    }
}

/// Median interval between neighbours, for lists whose stride time is not otherwise known.
fn typical_interval(contacts: &[Contact]) -> Option<f64> {
    let mut intervals: Vec<f64> =
        contacts.windows(2).map(|p| p[1].initial_contact_s - p[0].initial_contact_s).collect();
    if intervals.is_empty() {
        return None;
    }
    intervals.sort_by(f64::total_cmp);
    intervals.get(intervals.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Placement;
    use approx::assert_abs_diff_eq;

    fn contact(t: f64, side: ContactSide) -> Contact {
        Contact {
            side,
            initial_contact_s: t,
            toe_off_s: Some(t + 0.25),
            valid: true,
            reason: None,
            placement: Placement::PELVIS,
            bout: 0,
        }
    }

    #[test]
    fn one_leg_gives_strides_and_no_steps() {
        let times = [0.0, 0.7, 1.4, 2.8, 3.5];
        let line = Timeline::build(
            times.iter().map(|t| contact(*t, ContactSide::Left)).collect(),
            Feet::One,
            |_| Some(0.7),
        );
        assert_eq!(line.strides.len(), 3);
        assert!(line.steps.is_empty());
        assert_eq!(line.breaks, vec![Break { after: 2, reason: "a contact is missing" }]);
    }

    #[test]
    fn alternating_feet_give_steps_flights_and_strides() {
        use ContactSide::{Left, Right};
        let list = [(0.0, Left), (0.36, Right), (0.70, Left), (1.06, Right)];
        let line =
            Timeline::build(list.iter().map(|(t, s)| contact(*t, *s)).collect(), Feet::Both, |_| Some(0.7));
        assert_eq!(line.steps.len(), 3);
        assert_eq!(line.strides.len(), 2);
        // Flight = step − contact; rounding of the subtraction only.
        assert_abs_diff_eq!(line.steps[0].flight_s.unwrap(), 0.11, epsilon = 1e-12);
        assert_eq!(line.steps[1].side, Right);
    }

    #[test]
    fn same_foot_twice_and_invalid_contacts_break_the_chain() {
        use ContactSide::{Left, Right};
        let mut list =
            vec![contact(0.0, Left), contact(0.35, Left), contact(0.7, Right), contact(1.05, Left)];
        list[3].valid = false;
        let line = Timeline::build(list, Feet::Both, |_| Some(0.7));
        assert_eq!(line.steps.len(), 1);
        assert_eq!(line.breaks.len(), 2);
    }
}
