//! Published methods beside the default one, on the same impacts and axes.

use strideform::contacts::ContactMethod;
use strideform::contacts::shank::{AubolMilner2020, Mercer2003, Purcell2005, ShankTwoOnsets};

use super::agreement::{compare, print, rmse};
use super::load::{RUNNING, detect, trials};

#[test]
fn no_published_method_beats_the_default() {
    let Some(trials) = trials(&RUNNING) else { return };
    let rivals: [&dyn ContactMethod; 3] =
        [&Purcell2005::PUBLISHED, &Mercer2003::PUBLISHED, &AubolMilner2020::PUBLISHED];
    for trial in &trials {
        let ours = compare(&detect(&ShankTwoOnsets::FITTED, &trial.signals), &trial.truth);
        for rival in rivals {
            println!("{}", rival.info().id);
            let theirs = compare(&detect(rival, &trial.signals), &trial.truth);
            print(trial.name, &theirs);
            assert!(rmse(&ours.initial_contact) < rmse(&theirs.initial_contact), "{}", rival.info().id);
            assert!(!(rmse(&ours.toe_off) > rmse(&theirs.toe_off)), "{}", rival.info().id);
        }
    }
}
