//! Merges the contacts of two legs onto one clock.
//!
//! Two sensors with separate clocks may be offset by any amount. In running the feet land in antiphase and are never on
//! the ground together for long, so the phase of the right foot within the left foot's stride shows whether the clocks
//! can be the same, although it cannot prove it.

use crate::contacts::{Contact, ContactSide};

/// The phase within the left stride at which the right foot lands.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Phase {
    /// Median phase, 0…1; 0.5 if the feet alternate evenly.
    pub median: f64,
    /// Largest distance of the middle half of all phases from the median.
    pub spread: f64,
    /// Strides compared.
    pub n: usize,
}

/// Contacts of both legs in chronological order, with the phase found.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fused {
    /// Contacts of both feet, ascending, on the common clock.
    pub contacts: Vec<Contact>,
    /// Phase of right within left; `None` with too few common strides.
    pub phase: Option<Phase>,
}

impl Fused {
    /// True if the phase is consistent with one clock: even a limping runner's steps divide the stride within 45…55 %
    /// (*chosen*: left–right step-time differences of up to 20 %).
    pub fn is_plausible(&self) -> bool {
        self.phase.is_some_and(|p| (p.median - 0.5).abs() <= 0.05)
    }
}

/// One leg's contacts and the offset of their clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LegContacts<'a> {
    /// In chronological order.
    pub contacts: &'a [Contact],
    /// Added to their times to get the common clock, s.
    pub offset_s: f64,
}

impl<'a> LegContacts<'a> {
    /// Contacts whose clock is `offset_s` seconds behind the common clock.
    pub fn new(contacts: &'a [Contact], offset_s: f64) -> Self {
        Self { contacts, offset_s }
    }
}

/// Merges the contacts of both legs on the common clock.
pub fn fuse(left: LegContacts<'_>, right: LegContacts<'_>) -> Fused {
    let shifted = |leg: LegContacts<'_>| -> Vec<Contact> {
        let offset = leg.offset_s;
        leg.contacts
            .iter()
            .cloned()
            .map(|mut c| {
                c.initial_contact_s += offset;
                c.toe_off_s = c.toe_off_s.map(|t| t + offset);
                c
            })
            .collect()
    };
    let (left, right) = (shifted(left), shifted(right));
    let phase = phase(&left, &right);
    let mut contacts = left;
    contacts.extend(right);
    contacts.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
    // Each sensor numbered its own bouts; on the common clock a bout ends where neither foot lands for longer than any
    // stride lasts (*chosen*: 1.5 s).
    let mut bout = 0;
    let mut before = f64::NEG_INFINITY;
    for contact in &mut contacts {
        if contact.initial_contact_s - before > 1.5 && before.is_finite() {
            bout += 1;
        }
        before = contact.initial_contact_s;
        contact.bout = bout;
    }
    Fused { contacts, phase }
}

fn phase(left: &[Contact], right: &[Contact]) -> Option<Phase> {
    let mut phases: Vec<f64> = Vec::new();
    for pair in left.windows(2) {
        let [a, b] = pair else { continue };
        let stride = b.initial_contact_s - a.initial_contact_s;
        if !(a.valid && b.valid) || a.side != ContactSide::Left || !(0.4..=1.5).contains(&stride) {
            continue;
        }
        let from = right.partition_point(|c| c.initial_contact_s < a.initial_contact_s);
        let inside: Vec<&Contact> =
            right.iter().skip(from).take_while(|c| c.initial_contact_s < b.initial_contact_s).collect();
        if let [only] = inside.as_slice() {
            phases.push((only.initial_contact_s - a.initial_contact_s) / stride);
        }
    }
    if phases.len() < 3 {
        return None;
    }
    phases.sort_by(f64::total_cmp);
    let n = phases.len();
    let median = *phases.get(n / 2)?;
    let spread = (median - phases.get(n / 4)?).max(phases.get(3 * n / 4)? - median);
    Some(Phase { median, spread, n })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::{Placement, Segment, Side};
    use approx::assert_abs_diff_eq;

    fn leg(side: Side, start: f64, n: usize) -> Vec<Contact> {
        (0..n)
            .map(|i| Contact {
                side: ContactSide::of(side),
                initial_contact_s: start + 0.7 * i as f64,
                toe_off_s: Some(start + 0.7 * i as f64 + 0.25),
                valid: true,
                reason: None,
                placement: Placement::new(Segment::Foot, side),
                bout: 0,
            })
            .collect()
    }

    #[test]
    fn feet_in_antiphase_are_plausible() {
        let fused = fuse(
            LegContacts::new(&leg(Side::Left, 0.0, 10), 0.0),
            LegContacts::new(&leg(Side::Right, 0.35, 10), 0.0),
        );
        assert!(fused.is_plausible());
        assert!(fused.contacts.windows(2).all(|p| p[0].side != p[1].side));
    }

    #[test]
    fn a_clock_offset_shows() {
        let fused = fuse(
            LegContacts::new(&leg(Side::Left, 0.0, 10), 0.0),
            LegContacts::new(&leg(Side::Right, 0.35, 10), 0.2),
        );
        assert!(!fused.is_plausible());
        // 0.35 + 0.20 of 0.70 s, exact but for rounding.
        assert_abs_diff_eq!(fused.phase.unwrap().median, 0.55 / 0.7, epsilon = 1e-9);
    }
}
