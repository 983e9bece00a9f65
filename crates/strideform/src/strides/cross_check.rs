//! Compares the contacts of two sensors in the same run: lag, contacts detected by only one, and sides that differ.

use crate::contacts::{Contact, ContactSide};
use crate::signal::stats;

/// Minimum number of common contacts for a comparison (*chosen*).
const MIN_COUNT: usize = 10;
/// A contact farther than this share of a stride from every contact of the other list is a separate contact (*chosen*:
/// feet alternate at one half).
const APART: f64 = 0.3;

/// Agreement of two lists over the time that both cover.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContactAgreement {
    /// Median of second minus first over the contacts that both detected, s.
    pub lag_s: f64,
    /// Second minus first for every common contact, s.
    pub lags_s: Vec<f64>,
    /// Contacts that only the first detected.
    pub only_first: usize,
    /// Contacts that only the second detected; `None` if the first covers only one foot.
    pub only_second: Option<usize>,
    /// Common contacts to which both assign a side.
    pub with_side: usize,
    /// Common contacts with different sides.
    pub side_differs: usize,
}

/// Compares the valid contacts of two lists on one clock, each in chronological order; `None` with fewer than ten in
/// common.
pub fn contact_agreement(first: &[Contact], second: &[Contact]) -> Option<ContactAgreement> {
    let (a, b) = (valid(first), valid(second));
    let window = APART * stride(&a).or_else(|| stride(&b))?;
    let one_foot =
        a.iter().all(|c| c.side == ContactSide::Left) || a.iter().all(|c| c.side == ContactSide::Right);
    let (from, to) = common(&a, &b, window)?;
    let inside = |c: &&&Contact| (from..=to).contains(&c.initial_contact_s);
    let mut lags_s = Vec::new();
    let (mut with_side, mut side_differs) = (0, 0);
    let (mut only_first, mut taken) = (0, 0);
    for contact in a.iter().filter(inside) {
        let Some(other) = nearest(&b, contact.initial_contact_s, window) else {
            only_first += 1;
            continue;
        };
        taken += 1;
        lags_s.push(other.initial_contact_s - contact.initial_contact_s);
        if contact.side != ContactSide::Unknown && other.side != ContactSide::Unknown {
            with_side += 1;
            side_differs += usize::from(contact.side != other.side);
        }
    }
    if taken < MIN_COUNT {
        return None;
    }
    let lonely =
        b.iter().filter(inside).filter(|c| nearest(&a, c.initial_contact_s, window).is_none()).count();
    Some(ContactAgreement {
        lag_s: stats::median(&lags_s)?,
        lags_s,
        only_first,
        only_second: (!one_foot).then_some(lonely),
        with_side,
        side_differs,
    })
}

/// Valid contacts of `more` that are missing from `known`: those of the other foot, or at times that `known` does not
/// cover.
pub fn missing_from(known: &[Contact], more: &[Contact]) -> Vec<Contact> {
    let known: Vec<&Contact> = known.iter().collect();
    let Some(window) = stride(&valid(more)).map(|s| APART * s) else { return Vec::new() };
    more.iter()
        .filter(|c| c.valid && nearest(&known, c.initial_contact_s, window).is_none())
        .cloned()
        .collect()
}

fn valid(list: &[Contact]) -> Vec<&Contact> {
    list.iter().filter(|c| c.valid).collect()
}

/// Stride time: the median interval, doubled where both feet are in the list.
fn stride(list: &[&Contact]) -> Option<f64> {
    let intervals: Vec<f64> =
        list.windows(2).map(|p| p[1].initial_contact_s - p[0].initial_contact_s).collect();
    let alternating =
        list.windows(2).filter(|p| p[0].side != p[1].side || p[0].side == ContactSide::Unknown).count();
    let feet = if 2 * alternating > intervals.len() { 2.0 } else { 1.0 };
    stats::median(&intervals).map(|i| feet * i).filter(|s| *s > 0.0)
}

/// The time that both lists cover.
fn common(a: &[&Contact], b: &[&Contact], margin: f64) -> Option<(f64, f64)> {
    let ends = |l: &[&Contact]| Some((l.first()?.initial_contact_s, l.last()?.initial_contact_s));
    let ((a0, a1), (b0, b1)) = (ends(a)?, ends(b)?);
    Some((a0.max(b0) - margin, a1.min(b1) + margin))
}

fn nearest<'a>(list: &[&'a Contact], at: f64, window: f64) -> Option<&'a Contact> {
    let i = list.partition_point(|c| c.initial_contact_s < at);
    [i.checked_sub(1), Some(i)]
        .into_iter()
        .flatten()
        .filter_map(|k| list.get(k).copied())
        .min_by(|x, y| (x.initial_contact_s - at).abs().total_cmp(&(y.initial_contact_s - at).abs()))
        .filter(|c| (c.initial_contact_s - at).abs() <= window)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Placement;
    use approx::assert_abs_diff_eq;

    fn list(times: impl IntoIterator<Item = f64>, first: ContactSide, both: bool) -> Vec<Contact> {
        let flip = |i: usize| match (first, both && i % 2 == 1) {
            (ContactSide::Left, true) => ContactSide::Right,
            (ContactSide::Right, true) => ContactSide::Left,
            (side, _) => side,
        };
        times
            .into_iter()
            .enumerate()
            .map(|(i, t)| Contact {
                side: flip(i),
                initial_contact_s: t,
                toe_off_s: Some(t + 0.25),
                valid: true,
                reason: None,
                placement: Placement::PELVIS,
                bout: 0,
            })
            .collect()
    }

    fn steps(n: usize, lag: f64) -> impl Iterator<Item = f64> {
        (0..n).map(move |i| 1.0 + 0.35 * i as f64 + lag)
    }

    #[test]
    fn lag_and_a_missed_contact_are_seen() {
        let feet = list(steps(30, 0.0), ContactSide::Left, true);
        let mut pelvis = list(steps(30, -0.03), ContactSide::Left, true);
        pelvis.remove(12);
        let c = contact_agreement(&feet, &pelvis).unwrap();
        // Exact but for rounding.
        assert_abs_diff_eq!(c.lag_s, -0.03, epsilon = 1e-9);
        assert_eq!((c.only_first, c.only_second, c.with_side, c.side_differs), (1, Some(0), 29, 0));
    }

    #[test]
    fn swapped_sides_are_counted() {
        let feet = list(steps(30, 0.0), ContactSide::Left, true);
        let pelvis = list(steps(30, 0.01), ContactSide::Right, true);
        let c = contact_agreement(&feet, &pelvis).unwrap();
        assert_eq!((c.with_side, c.side_differs), (30, 30));
    }

    #[test]
    fn one_foot_does_not_count_as_missing_the_other() {
        let foot = list((0..15).map(|i| 1.0 + 0.7 * f64::from(i)), ContactSide::Left, false);
        let pelvis = list(steps(30, 0.02), ContactSide::Left, true);
        let c = contact_agreement(&foot, &pelvis).unwrap();
        assert_eq!((c.only_first, c.only_second), (0, None));
        let more = missing_from(&foot, &pelvis);
        assert_eq!(more.len(), 15);
        assert!(more.iter().all(|c| c.side == ContactSide::Right));
    }

    #[test]
    fn too_few_common_contacts_give_no_result() {
        let feet = list(steps(30, 0.0), ContactSide::Left, true);
        assert_eq!(contact_agreement(&feet, &list(steps(30, 100.0), ContactSide::Left, true)), None);
        assert_eq!(contact_agreement(&feet, &[]), None);
    }
}
