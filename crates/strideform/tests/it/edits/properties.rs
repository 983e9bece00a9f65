//! Properties that hold whatever is edited.

use proptest::prelude::*;
use strideform::bouts::{self, Activity};
use strideform::recording::{Edits, Session};
use strideform::report::Analysis;

use super::{edited, only, plain, results, session};

/// Spans without running at any sensor, s.
fn standing(session: &Session) -> Vec<(f64, f64)> {
    let mut running: Vec<(f64, f64)> = Vec::new();
    for r in &session.recordings {
        let found = bouts::find(&r.signals, r.placement).into_iter().filter(|b| b.activity == Activity::Run);
        running.extend(found.map(|b| (r.signals.time_s(b.start), r.signals.time_s(b.end))));
    }
    let from = running.iter().map(|r| r.0).fold(f64::INFINITY, f64::min);
    let to = running.iter().map(|r| r.1).fold(0.0, f64::max);
    vec![(-5.0, from), (to, to + 100.0)]
}

/// Every time that a contact covers, and every interval that a value was made of.
fn touches(analysis: &Analysis, from_s: f64, to_s: f64) -> bool {
    analysis.contacts.iter().any(|row| {
        let c = &row.contact;
        let longest = row.values.iter().filter(|(id, _)| ["step_time", "stride_time"].contains(&id.as_str()));
        let until =
            longest.map(|(_, seconds)| c.initial_contact_s + seconds).fold(c.initial_contact_s, f64::max);
        let until = until.max(c.toe_off_s.unwrap_or(0.0));
        c.initial_contact_s < to_s && until > from_s
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Time without running can be left out without any change, to the last bit.
    #[test]
    fn leaving_out_what_is_not_running_changes_nothing(which in 0_usize..2, a in 0.0_f64..1.0, b in 0.0_f64..1.0) {
        let run = only(&["shank-left", "pelvis"]);
        let (from, to) = standing(&run)[which];
        let (from, to) = (from + a * (to - from), from + a.max(b).max(a + 1e-3) * (to - from));
        let edits = Edits::default().with_excluded(from, to.min(standing(&run)[which].1));
        prop_assert_eq!(results(edited(&run, &edits)), plain(&run));
    }

    /// No step, stride or contact touches time that was left out, and none is longer than any step of the whole run.
    #[test]
    fn nothing_reaches_over_a_gap(from in 8.0_f64..50.0, length in 0.05_f64..12.0, both in any::<bool>()) {
        let run = if both { only(&["foot-left", "foot-right", "pelvis"]) } else { only(&["shank-right"]) };
        let whole = plain(&run);
        let left = edited(&run, &Edits::default().with_excluded(from, from + length));
        prop_assert!(!touches(&left, from, from + length));
        let longest = |a: &Analysis, id: &str| {
            let values = a.contacts.iter().flat_map(|row| &row.values);
            values.filter(|(own, _)| own == id).map(|(_, v)| *v).fold(0.0, f64::max)
        };
        for id in ["step_time", "stride_time"] {
            // The ends of a bout are found anew at the gap: a contact may move by some milliseconds.
            prop_assert!(longest(&left, id) <= longest(&whole, id) + 0.03);
        }
        let seconds = |a: &Analysis| a.recordings.iter().map(|r| r.running_s).fold(0.0, f64::max);
        // The span itself, a sample at each end, and at most one piece too short to use at each.
        prop_assert!(seconds(&whole) - seconds(&left) >= length - 0.05);
        prop_assert!(seconds(&whole) - seconds(&left) <= length + 8.0);
    }
}

#[test]
fn swapping_twice_is_not_swapping() {
    for sensor in ["shank", "pelvis", "foot-left"] {
        let edits = Edits::default().with_swapped_sides(sensor).with_swapped_sides(sensor);
        assert_eq!(results(edited(session(), &edits)), plain(session()), "{sensor}");
    }
}

/// Exchanged sides give the mirror image of every value.
fn mirrored(sensors: &[&str], swapped: &[&str]) {
    let run = only(sensors);
    let mut edits = Edits::default();
    for sensor in swapped {
        edits = edits.with_swapped_sides(*sensor);
    }
    let (a, b) = (plain(&run), edited(&run, &edits));
    let close = |x: f64, y: f64, within: f64, what: &str| {
        assert!((x - y).abs() <= within, "{what}: {x} and {y}");
    };
    assert_eq!(a.metrics.len(), b.metrics.len());
    for (x, y) in a.metrics.iter().zip(&b.metrics) {
        let id = x.id.as_str();
        assert_eq!((id, x.n), (y.id.as_str(), y.n));
        // Times are the same to rounding. A mirrored orientation is sought anew, and the search ends within a thousandth of the
        // interval.
        let is_time = ["s", "ms", "steps/min"].contains(&x.unit) || x.placement.is_leg();
        let within = if is_time { 1e-6 * x.value.abs().max(1.0) } else { 1e-3 * x.uncertainty };
        match id {
            "contact_time_balance" => close(100.0 - x.value, y.value, within, id),
            "step_time_asymmetry" => close(-x.value, y.value, within, id),
            _ => close(x.value, y.value, within, id),
        }
        if let (Some(left), Some(right)) = (x.left, x.right) {
            close(left, y.right.unwrap_or(f64::NAN), within, id);
            close(right, y.left.unwrap_or(f64::NAN), within, id);
        }
    }
    let sides = |analysis: &Analysis| -> Vec<(f64, &'static str)> {
        analysis.contacts.iter().map(|r| (r.contact.initial_contact_s, r.contact.side.as_str())).collect()
    };
    assert_eq!(a.contacts.len(), b.contacts.len());
    for ((t, side), (other_t, other)) in sides(&a).into_iter().zip(sides(&b)) {
        close(t, other_t, 1e-6, "a contact");
        assert!(matches!((side, other), ("left", "right") | ("right", "left") | ("unknown", "unknown")));
    }
}

#[test]
fn exchanged_shanks_are_a_mirror_image() {
    mirrored(&["shank-left", "shank-right"], &["shank-left", "shank-right"]);
}

#[test]
fn an_exchanged_pelvis_is_a_mirror_image() {
    mirrored(&["pelvis"], &["pelvis"]);
}

#[test]
fn all_sensors_exchanged_are_a_mirror_image() {
    mirrored(
        &["foot-left", "foot-right", "shank-left", "shank-right", "pelvis"],
        &["foot", "shank", "pelvis"],
    );
}
