//! Accuracy of the default method on every trial. Run with `--nocapture` for the table.

use strideform::contacts::shank::ShankTwoOnsets;

use super::agreement::{compare, mean, print, rmse, sd};
use super::load::{RUNNING, WALKING, detect, trials};

#[test]
fn contacts_agree_with_the_force_plate() {
    let Some(trials) = trials(&RUNNING) else { return };
    for trial in &trials {
        let contacts = detect(&ShankTwoOnsets::FITTED, &trial.signals);
        let a = compare(&contacts, &trial.truth);
        print(trial.name, &a);
        assert_eq!((a.found, a.extra), (a.truth, 0), "{}", trial.name);
        // The figures that the project set itself, per trial.
        assert!(mean(&a.initial_contact).abs() <= 4.0 && sd(&a.initial_contact) <= 4.5, "{}", trial.name);
        assert!(mean(&a.toe_off).abs() <= 5.0 && sd(&a.toe_off) <= 7.0, "{}", trial.name);
        assert!(rmse(&a.contact_time) <= 8.0, "{}", trial.name);
        assert!(contacts.caveats.is_empty(), "{:?}", contacts.caveats);
    }
}

#[test]
fn walking_gives_no_contacts() {
    let Some(trials) = trials(&WALKING) else { return };
    for trial in &trials {
        assert_eq!(detect(&ShankTwoOnsets::FITTED, &trial.signals).contacts, [], "{}", trial.name);
    }
}
