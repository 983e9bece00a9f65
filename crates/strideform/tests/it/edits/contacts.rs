//! Contacts that are moved, added and removed.

use approx::assert_abs_diff_eq;
use strideform::recording::{AddedContact, Edits, MovedContact, RemovedContact, Side};
use strideform::report::{Analysis, ContactRow};

use super::{edited, only, plain, results};

/// The contact in the middle of the run.
fn middle(analysis: &Analysis) -> &ContactRow {
    &analysis.contacts[analysis.contacts.len() / 2]
}

fn at(analysis: &Analysis, time_s: f64) -> Option<&ContactRow> {
    // Times are copied, and shifted to the sensor's clock and back.
    analysis.contacts.iter().find(|row| (row.contact.initial_contact_s - time_s).abs() < 1e-9)
}

fn value(row: &ContactRow, id: &str) -> f64 {
    row.values.iter().find(|(own, _)| own == id).map_or(f64::NAN, |(_, v)| *v)
}

#[test]
fn values_follow_a_moved_contact() {
    for sensors in [&["shank-left", "shank-right"][..], &["foot-left", "foot-right"], &["pelvis"]] {
        let run = only(sensors);
        let before = plain(&run);
        let row = middle(&before);
        let (on, off) = (row.contact.initial_contact_s, row.contact.toe_off_s.expect("a toe-off"));
        let (to, toe_off) = (on + 0.012, off - 0.009);
        let moved = MovedContact::at(on + 0.004).to(to).toe_off(toe_off);
        let after = edited(&run, &Edits::default().with_moved(moved));
        let own = at(&after, to).unwrap_or_else(|| panic!("{sensors:?}: the contact is at its new place"));
        assert_abs_diff_eq!(own.contact.toe_off_s.expect("a toe-off"), toe_off, epsilon = 1e-9);
        assert_eq!(own.contact.side, row.contact.side);
        // Sums and differences of doubles.
        assert_abs_diff_eq!(value(own, "step_time"), value(row, "step_time") - 0.012, epsilon = 1e-9);
        assert_abs_diff_eq!(own.contact.contact_time_s().expect("both"), off - on - 0.021, epsilon = 1e-9);
        let earlier = |a: &Analysis| {
            a.contacts.iter().rev().find(|r| r.contact.initial_contact_s < on - 0.1).cloned().expect("one")
        };
        assert_abs_diff_eq!(
            value(&earlier(&after), "step_time"),
            value(&earlier(&before), "step_time") + 0.012,
            epsilon = 1e-9
        );
        assert!(after.caveats.iter().all(|c| c.id != "edit-not-applied"));
        assert_eq!(after.contacts.len(), before.contacts.len());
    }
}

#[test]
fn a_contact_removed_and_added_again_is_the_same() {
    let run = only(&["shank-left", "shank-right"]);
    let before = plain(&run);
    let row = middle(&before);
    let (on, off) = (row.contact.initial_contact_s, row.contact.toe_off_s);
    let without = edited(&run, &Edits::default().with_removed(RemovedContact::at(on)));
    assert_eq!(without.contacts.len() + 1, before.contacts.len());
    assert!(at(&without, on).is_none());
    // Neither a step nor a stride bridges the place.
    let step = before.metric("step_time").expect("steps");
    let fewer = without.metric("step_time").expect("steps");
    assert_eq!(fewer.n + 2, step.n);

    // What was removed can be put back by hand.
    let side = if row.contact.side.as_str() == "left" { Side::Left } else { Side::Right };
    let both = Edits::default()
        .with_removed(RemovedContact::at(on))
        .with_added(AddedContact::new(side, on, off).of(row.contact.placement.to_string()));
    assert_eq!(results(edited(&run, &both)), before);
}

#[test]
fn an_added_contact_fills_a_gap() {
    let run = only(&["shank-left"]);
    let before = plain(&run);
    let row = middle(&before);
    let (on, off) = (row.contact.initial_contact_s, row.contact.toe_off_s);
    // In mid-flight: no real contact, but the program takes the person's word.
    let at_s = on + 0.5 * value(row, "stride_time");
    let after = edited(&run, &Edits::default().with_added(AddedContact::new(Side::Left, at_s, at_s + 0.2)));
    assert_eq!(after.contacts.len(), before.contacts.len() + 1);
    assert!(at(&after, at_s).is_some_and(|r| r.contact.valid && r.contact.side.as_str() == "left"));
    // The other foot's contact does not concern this sensor, nor does one where a contact is, or outside the running.
    for added in [
        AddedContact::new(Side::Right, at_s, None),
        AddedContact::new(Side::Left, on + 0.02, off),
        AddedContact::new(Side::Left, 0.5, None),
    ] {
        let after = edited(&run, &Edits::default().with_added(added));
        assert_eq!(after.contacts, before.contacts);
        assert!(after.caveats.iter().any(|c| c.id == "edit-not-applied"));
    }
}

#[test]
fn an_edit_of_one_sensor_leaves_the_others() {
    let run = only(&["foot-left", "shank-left"]);
    let before = plain(&run);
    let row = middle(&before);
    assert_eq!(row.contact.placement.to_string(), "foot-left");
    let on = row.contact.initial_contact_s;
    let shank = edited(&run, &Edits::default().with_removed(RemovedContact::at(on).of("shank-left")));
    assert_eq!(shank.contacts.len(), before.contacts.len(), "the foot still shows it");
    let everywhere = edited(&run, &Edits::default().with_removed(RemovedContact::at(on)));
    assert_eq!(everywhere.contacts.len() + 1, before.contacts.len());
    // A contact that only one sensor lost is seen by the other.
    let foot = edited(&run, &Edits::default().with_removed(RemovedContact::at(on).of("foot-left")));
    assert_eq!(foot.contacts.len(), before.contacts.len());
}
