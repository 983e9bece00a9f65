//! Constants fitted without the judged runner, and with all of them: where the shipped constants come from.
//!
//! Run `cargo test -p strideform --test it shank::leave_one_out -- --nocapture` for the tables.

use approx::assert_abs_diff_eq;
use strideform::contacts::shank::ShankTwoOnsets;

use super::agreement::{Agreement, compare, mean, print, rmse, sd};
use super::load::{RUNNING, Trial, detect, trials};

/// Takes the mean bias of the trials, each counting the same, off the two leads and the lag.
fn fit(trials: &[&Trial]) -> ShankTwoOnsets {
    let mut method = ShankTwoOnsets::FITTED;
    // The lag is a share of the time from contact to the minimum: two rounds settle it.
    for _ in 0..3 {
        let agreements: Vec<Agreement> =
            trials.iter().map(|t| compare(&detect(&method, &t.signals), &t.truth)).collect();
        let bias = |of: fn(&Agreement) -> f64| mean(&agreements.iter().map(of).collect::<Vec<_>>()) / 1e3;
        let initial = bias(|a| mean(&a.initial_contact));
        let toe_off = bias(|a| mean(&a.toe_off));
        let time = bias(|a| 1e3 * mean(&a.times));
        method.anterior_lead_s += initial;
        method.jerk_lead_s += initial;
        method.toe_off_lag_share += toe_off / time;
    }
    method
}

#[test]
fn constants_fitted_on_other_runners_hold() {
    let Some(trials) = trials(&RUNNING) else { return };
    let all: Vec<&Trial> = trials.iter().collect();
    let fitted = fit(&all);
    println!(
        "all runners: leads {:.2} and {:.2} ms, lag {:.4}",
        1e3 * fitted.anterior_lead_s,
        1e3 * fitted.jerk_lead_s,
        fitted.toe_off_lag_share
    );
    for trial in &trials {
        print(trial.name, &compare(&detect(&fitted, &trial.signals), &trial.truth));
    }
    println!("leaving the judged runner out:");
    let mut pooled = Agreement::default();
    for judged in &trials {
        let others: Vec<&Trial> = trials.iter().filter(|t| t.name != judged.name).collect();
        let a = compare(&detect(&fit(&others), &judged.signals), &judged.truth);
        print(judged.name, &a);
        assert_eq!((a.found, a.extra), (a.truth, 0), "{}", judged.name);
        // The figures that the project set itself, per trial.
        assert!(mean(&a.initial_contact).abs() <= 4.0 && sd(&a.initial_contact) <= 4.5, "{}", judged.name);
        assert!(mean(&a.toe_off).abs() <= 5.0 && sd(&a.toe_off) <= 7.0, "{}", judged.name);
        assert!(rmse(&a.contact_time) <= 8.0, "{}", judged.name);
        pooled.initial_contact.extend(a.initial_contact);
        pooled.toe_off.extend(a.toe_off);
        pooled.contact_time.extend(a.contact_time);
    }
    println!(
        "pooled RMSE: IC {:.1}, TO {:.1}, contact {:.1} ms",
        rmse(&pooled.initial_contact),
        rmse(&pooled.toe_off),
        rmse(&pooled.contact_time)
    );
    // The shipped constants are those of all runners, rounded to 0.1 ms and 0.001.
    let shipped = ShankTwoOnsets::FITTED;
    assert_abs_diff_eq!(fitted.anterior_lead_s, shipped.anterior_lead_s, epsilon = 0.0003);
    assert_abs_diff_eq!(fitted.jerk_lead_s, shipped.jerk_lead_s, epsilon = 0.0003);
    assert_abs_diff_eq!(fitted.toe_off_lag_share, shipped.toe_off_lag_share, epsilon = 0.002);
}
