//! Agreement of contacts with a reference: which were found, and how far off their times are.
//!
//! ```
//! use strideform::agreement::{Event, compare};
//!
//! let truth: Vec<Event> = (0..10).map(|i| Event::new(0.7 * f64::from(i)).with_toe_off(0.7 * f64::from(i) + 0.25)).collect();
//! let found: Vec<Event> = truth.iter().map(|e| Event::new(e.initial_contact_s + 0.004)).collect();
//! let agreement = compare(&found, &truth, None);
//! assert_eq!(agreement.groups[0].found, 10);
//! assert!((agreement.groups[0].quantities[0].bias - 0.004).abs() < 1e-12);
//! ```

mod event;
mod pairing;
mod repeated;
mod statistics;

use serde::Serialize;

use crate::recording::Side;
use crate::signal::stats::median;

pub use event::Event;
pub use repeated::Repeated;
pub use statistics::{Difference, icc_2_1};

/// The whole comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Agreement {
    /// Largest time difference within a pair, s.
    pub window_s: f64,
    /// Reference contacts left out because the compared list covers only one foot.
    pub other_foot: usize,
    /// One group per foot named in the reference, then `all`.
    pub groups: Vec<Group>,
}

/// Contacts of one foot, or of both feet together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Group {
    /// `left`, `right` or `all`.
    pub side: &'static str,
    /// Number of reference contacts.
    pub truth: usize,
    /// Reference contacts that were found, with valid times.
    pub found: usize,
    /// Reference contacts that were found but marked as invalid.
    pub set_aside: usize,
    /// Initial contacts in the reference that were not found, s.
    pub missed: Vec<f64>,
    /// Initial contacts that are not in the reference, s.
    pub extra: Vec<f64>,
    /// Contacts before the reference begins or after it ends; not counted as extra.
    pub outside: usize,
    /// Pairs for which the two lists name different feet.
    pub wrong_side: usize,
    /// Initial contact, toe-off and contact time, if both lists have them.
    pub quantities: Vec<Difference>,
}

/// Largest time difference within a pair if the reference has fewer than two contacts, s. *Chosen*: below half of the
/// shortest step in running (240 steps/min, 0.25 s).
const LONE_WINDOW_S: f64 = 0.12;

/// Pairs `found` with `truth` and measures the differences, found minus truth.
///
/// Contacts are paired one to one, nearest first, at most `window_s` apart: by default half the median interval of the
/// reference. Where `found` covers only one foot and the reference names feet, contacts of the other foot are left out.
/// Non-finite times are ignored.
pub fn compare(found: &[Event], truth: &[Event], window_s: Option<f64>) -> Agreement {
    compare_pairs(found, truth, window_s).0
}

/// A trial to compare: contacts found, and contacts of the reference.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TrialEvents {
    /// The contacts to assess.
    pub found: Vec<Event>,
    /// The contacts of the reference.
    pub truth: Vec<Event>,
}

/// The comparison of several trials.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TrialsAgreement {
    /// Each trial separately, in the order given.
    pub trials: Vec<Agreement>,
    /// Initial contact, toe-off and contact time over all trials, without treating the steps of one trial as independent;
    /// empty if fewer than two trials have pairs.
    pub pooled: Vec<Repeated>,
}

/// Compares several trials, each as in [`compare`], and pools them.
pub fn compare_trials(trials: &[TrialEvents], window_s: Option<f64>) -> TrialsAgreement {
    let (trials, values): (Vec<Agreement>, Vec<Values>) =
        trials.iter().map(|t| compare_pairs(&t.found, &t.truth, window_s)).unzip();
    let pooled = QUANTITIES.iter().enumerate().filter_map(|(i, (id, ..))| {
        let of: Vec<Vec<(f64, f64)>> = values.iter().filter_map(|v| v.get(i).cloned()).collect();
        Repeated::of(id, "s", &of)
    });
    TrialsAgreement { pooled: pooled.collect(), trials }
}

/// A compared quantity: identifier, whether a correlation is meaningful, the value.
type Quantity = (&'static str, bool, fn(&Event) -> Option<f64>);
const QUANTITIES: [Quantity; 3] = [
    ("initial_contact", false, |event| Some(event.initial_contact_s)),
    ("toe_off", false, |event| event.toe_off_s),
    ("contact_time", true, Event::contact_time_s),
];

/// (found, truth) of each of [`QUANTITIES`].
type Values = [Vec<(f64, f64)>; 3];

fn compare_pairs(found: &[Event], truth: &[Event], window_s: Option<f64>) -> (Agreement, Values) {
    let sorted = |events: &[Event]| {
        let mut events: Vec<Event> =
            events.iter().filter(|e| e.initial_contact_s.is_finite()).cloned().collect();
        events.sort_by(|a, b| a.initial_contact_s.total_cmp(&b.initial_contact_s));
        events
    };
    let found = sorted(found);
    let mut truth = sorted(truth);
    let everything = truth.len();
    if let Some(side) = only_side(&found) {
        truth.retain(|event| event.side.is_none_or(|s| s == side));
    }
    let window_s = window_s.unwrap_or_else(|| default_window(&truth));
    let pairs = pairing::pair(&found, &truth, window_s);
    let mut sides: Vec<Option<Side>> = vec![None];
    for side in [Side::Right, Side::Left] {
        if truth.iter().any(|event| event.side == Some(side)) {
            sides.insert(0, Some(side));
        }
    }
    if sides.len() == 2 && truth.iter().all(|event| event.side.is_some()) {
        sides.pop(); // one foot only: "all" would be the same group again
    }
    let (groups, mut values): (Vec<Group>, Vec<Values>) =
        sides.into_iter().map(|side| group(side, &found, &truth, &pairs, window_s)).unzip();
    // The last group contains every pair: both feet, or the only one.
    let last = values.pop().unwrap_or_default();
    (Agreement { window_s, other_foot: everything - truth.len(), groups }, last)
}

fn only_side(events: &[Event]) -> Option<Side> {
    let first = events.first()?.side?;
    events.iter().all(|event| event.side == Some(first)).then_some(first)
}

fn default_window(truth: &[Event]) -> f64 {
    let times: Vec<f64> = truth.iter().map(|event| event.initial_contact_s).collect();
    let intervals: Vec<f64> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    median(&intervals).map_or(LONE_WINDOW_S, |interval| interval / 2.0)
}

fn group(
    side: Option<Side>,
    found: &[Event],
    truth: &[Event],
    pairs: &pairing::Pairs,
    window_s: f64,
) -> (Group, Values) {
    let of_truth = |event: &Event| side.is_none() || event.side == side;
    // A contact without a side cannot be attributed to one foot: it counts only under `all`.
    let of_found = of_truth;
    let (first, last) = match (truth.first(), truth.last()) {
        (Some(first), Some(last)) => (first.initial_contact_s - window_s, last.initial_contact_s + window_s),
        _ => (f64::INFINITY, f64::NEG_INFINITY),
    };
    let (mut extra, mut outside) = (Vec::new(), 0);
    for (event, partner) in found.iter().zip(&pairs.of_found) {
        if partner.is_none() && event.valid && of_found(event) {
            if (first..=last).contains(&event.initial_contact_s) {
                extra.push(event.initial_contact_s);
            } else {
                outside += 1;
            }
        }
    }
    let (mut missed, mut set_aside) = (Vec::new(), 0);
    let mut matched: Vec<(&Event, &Event)> = Vec::new();
    for (event, partner) in truth.iter().zip(&pairs.of_truth).filter(|(event, _)| of_truth(event)) {
        match partner.and_then(|index| found.get(index)) {
            None => missed.push(event.initial_contact_s),
            Some(partner) if !partner.valid => set_aside += 1,
            Some(partner) => matched.push((partner, event)),
        }
    }
    let wrong_side = matched.iter().filter(|(f, t)| f.side.zip(t.side).is_some_and(|(a, b)| a != b)).count();
    let values = QUANTITIES.map(|(_, _, value)| {
        matched.iter().filter_map(|(f, t)| value(f).zip(value(t))).collect::<Vec<(f64, f64)>>()
    });
    let quantities =
        QUANTITIES.iter().zip(&values).filter_map(|((id, ratio, _), v)| Difference::of(id, "s", v, *ratio));
    let group = Group {
        side: match side {
            Some(Side::Left) => "left",
            Some(Side::Right) => "right",
            _ => "all",
        },
        truth: missed.len() + set_aside + matched.len(),
        found: matched.len(),
        set_aside,
        missed,
        extra,
        outside,
        wrong_side,
        quantities: quantities.collect(),
    };
    (group, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::{abs_diff_eq, assert_abs_diff_eq};

    fn steps(n: u32) -> Vec<Event> {
        (0..n)
            .map(|i| {
                let side = if i % 2 == 0 { Side::Left } else { Side::Right };
                let t = 0.35 * f64::from(i);
                Event::new(t).with_toe_off(t + 0.25).with_side(side)
            })
            .collect()
    }

    fn shifted(events: &[Event], by: f64) -> Vec<Event> {
        let shift = |e: &Event| Event {
            initial_contact_s: e.initial_contact_s + by,
            toe_off_s: e.toe_off_s.map(|t| t - by),
            ..e.clone()
        };
        events.iter().map(shift).collect()
    }

    #[test]
    fn a_constant_shift_is_bias_without_spread() {
        let truth = steps(12);
        let agreement = compare(&shifted(&truth, 0.01), &truth, None);
        let all = agreement.groups.last().expect("all");
        assert_eq!((agreement.groups.len(), all.side, all.found), (3, "all", 12));
        let bias: Vec<f64> = all.quantities.iter().map(|q| q.bias).collect();
        for (got, want) in bias.iter().zip([0.01, -0.01, -0.02]) {
            assert!(abs_diff_eq!(*got, want, epsilon = 1e-12), "{bias:?}"); // rounding only
        }
        assert!(all.quantities.iter().all(|q| q.sd < 1e-12));
    }

    #[test]
    fn missed_extra_outside_and_invalid_are_distinguished() {
        let truth = steps(10);
        let mut found = shifted(&truth, 0.005);
        found.remove(4);
        if let Some(event) = found.get_mut(6) {
            event.valid = false;
        }
        found.push(Event::new(1.60)); // between two contacts that both have nearer partners
        found.push(Event::new(9.0)); // long after the reference ends
        let agreement = compare(&found, &truth, None);
        let all = agreement.groups.last().expect("all");
        assert_eq!((all.truth, all.found, all.set_aside, all.missed.len()), (10, 8, 1, 1));
        assert_eq!((all.extra.as_slice(), all.outside), (&[1.60][..], 1));
    }

    #[test]
    fn one_foot_is_compared_with_that_foot() {
        let truth = steps(10);
        let left: Vec<Event> = truth.iter().filter(|e| e.side == Some(Side::Left)).cloned().collect();
        let agreement = compare(&left, &truth, None);
        assert_eq!((agreement.other_foot, agreement.groups.len()), (5, 1));
        assert_eq!((agreement.groups[0].side, agreement.groups[0].found), ("left", 5));
        assert!(abs_diff_eq!(agreement.window_s, 0.35, epsilon = 1e-12), "half of the stride, 0.7 s");
    }

    #[test]
    fn swapped_feet_are_counted() {
        let truth = steps(10);
        let swap = |e: &Event| Event {
            side: Some(if e.side == Some(Side::Left) { Side::Right } else { Side::Left }),
            ..e.clone()
        };
        let found: Vec<Event> = truth.iter().map(swap).collect();
        assert_eq!(compare(&found, &truth, None).groups.last().map(|g| g.wrong_side), Some(10));
    }

    #[test]
    fn trials_are_pooled_by_trial() {
        let truth = steps(12);
        let trials: Vec<_> =
            [0.004, 0.010].map(|by| TrialEvents { found: shifted(&truth, by), truth: truth.clone() }).into();
        let of = compare_trials(&trials, None);
        assert_eq!((of.trials.len(), of.pooled.len()), (2, 3));
        let time = &of.pooled[2];
        assert_eq!((time.id, time.trials, time.n), ("contact_time", 2, 24));
        // −8 and −20 ms, no spread within: mean −14, SD 12/√2 between trials; rounding only.
        assert_abs_diff_eq!(time.bias, -0.014, epsilon = 1e-12);
        assert_abs_diff_eq!(time.sd, 0.012 / 2_f64.sqrt(), epsilon = 1e-12);
        assert!(compare_trials(&trials[..1], None).pooled.is_empty(), "one trial says nothing about others");
    }

    #[test]
    fn empty_lists_give_counts_and_no_statistics() {
        let truth = steps(4);
        let none = compare(&[], &truth, None);
        assert_eq!(none.groups.last().map(|g| (g.missed.len(), g.quantities.len())), Some((4, 0)));
        let nothing = compare(&truth, &[], None);
        assert_eq!(nothing.groups.last().map(|g| (g.truth, g.outside)), Some((0, 4)));
        let odd = [Event::new(f64::NAN), Event::new(0.0)];
        assert_eq!(compare(&odd, &odd, None).groups[0].found, 1);
    }
}
