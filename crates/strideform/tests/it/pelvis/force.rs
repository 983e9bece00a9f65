//! The active peak against the force plate.

use strideform::contacts::ContactInput;
use strideform::contacts::ContactMethod;
use strideform::contacts::pelvis::PelvisTwoLevelSine;
use strideform::metrics::{VerticalForceInput, active_peaks};
use strideform::recording::{Placement, Run};

use crate::pelvis::fit::{dot, least_squares, mean, rms};
use crate::pelvis::trials::{self, Trial};

/// (low-passed peak, force plate's, by the shipped constants) per step, BW.
fn peaks(trial: &Trial) -> Vec<(f64, f64, f64)> {
    let (bouts, run) = ([trial.bout()], Run::default());
    let input = ContactInput::new(&trial.signals, Placement::PELVIS, &bouts, &run);
    let contacts = PelvisTwoLevelSine::FITTED.detect(&input).expect("a pelvis");
    let force = VerticalForceInput {
        signals: &trial.signals,
        placement: Placement::PELVIS,
        bouts: &bouts,
        contacts: &contacts,
    };
    let found = active_peaks(&force);
    let of_truth = |t: &trials::Truth| {
        let near = |p: &&strideform::metrics::ActivePeak| {
            (contacts.contacts[p.contact].initial_contact_s - t.on_s).abs() < 0.1
        };
        found.iter().find(near).map(|p| (p.raw_bw, t.active_bw, p.force_bw))
    };
    trial.truth.iter().filter_map(of_truth).collect()
}

fn fit<'a>(trials: impl Iterator<Item = &'a Vec<(f64, f64, f64)>>) -> Vec<f64> {
    let steps: Vec<&(f64, f64, f64)> = trials.flatten().collect();
    let x: Vec<Vec<f64>> = steps.iter().map(|s| vec![1.0, s.0]).collect();
    least_squares(&x, &steps.iter().map(|s| s.1).collect::<Vec<_>>())
}

#[test]
fn active_peaks_reach_their_figure_with_the_judged_condition_left_out() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let trials = trials::treadmill(&data);
    let all: Vec<Vec<(f64, f64, f64)>> = trials.iter().map(peaks).collect();
    let (mut steps, mut means, mut shipped) = (Vec::new(), Vec::new(), Vec::new());
    for (trial, own) in trials.iter().zip(&all) {
        let others = trials.iter().zip(&all).filter(|(t, _)| t.condition != trial.condition).map(|(_, p)| p);
        let c = fit(others);
        let errors: Vec<f64> = own.iter().map(|p| dot(&c, &[1.0, p.0]) - p.1).collect();
        means.push(mean(&errors));
        steps.extend(errors);
        shipped.extend(own.iter().map(|p| p.2 - p.1));
    }
    let c = fit(all.iter());
    let second: Vec<f64> =
        peaks(&trials::markers(&data)).iter().map(|p| dot(&c, &[1.0, p.0]) - p.1).collect();
    println!(
        "active peak = {c:.3?}; RMSE step {:.3} trial {:.3} BW, condition left out, {} steps; shipped constants \
         {:.3} BW; second man's bias {:+.3} BW",
        rms(&steps),
        rms(&means),
        steps.len(),
        rms(&shipped),
        mean(&second),
    );
    // Figure asked for: 0.11 BW a step.
    assert!(rms(&steps) <= 0.11 && rms(&shipped) <= 0.11);
    assert!(steps.len() >= 230, "{}", steps.len());
    // A second man, computed from markers: within the stated 95 % half-width.
    assert!(mean(&second).abs() < 0.2);
}
