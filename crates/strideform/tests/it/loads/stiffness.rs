//! Leg stiffness: the formulas against numbers, the whole way, and what it lacks.

use approx::assert_abs_diff_eq;
use strideform::metrics::SpringMass;
use strideform::recording::{CaveatId, Run, Runner};
use strideform_testkit::runner::{Params, SensorSpec, Side, VirtualRun};

use super::help::{analyse_of, needs, recording};

const ID: &str = "leg_stiffness";

fn example() -> SpringMass {
    SpringMass { contact_s: 0.22, flight_s: 0.13, speed_mps: 3.333, mass_kg: 70.0, leg_m: 0.9275 }
}

#[test]
fn the_sine_model_gives_the_numbers_of_its_formulas() {
    let model = example();
    // Worked with numpy from the published formulas; all digits given.
    assert_abs_diff_eq!(model.peak_force_n(), 1715.473272977262, epsilon = 1e-6);
    assert_abs_diff_eq!(model.sinking_m(), 0.060849582845754396, epsilon = 1e-12);
    assert_abs_diff_eq!(model.shortening_m().expect("a leg"), 0.13638790935333725, epsilon = 1e-12);
    assert_abs_diff_eq!(model.leg_stiffness_kn_m().expect("a leg"), 12.577898445037542, epsilon = 1e-9);
}

#[test]
fn stiffness_goes_with_mass_and_against_contact_time_and_speed() {
    let of = |change: &dyn Fn(&mut SpringMass)| {
        let mut model = example();
        change(&mut model);
        model.leg_stiffness_kn_m().expect("a leg")
    };
    let usual = of(&|_| ());
    assert_abs_diff_eq!(of(&|m| m.mass_kg *= 2.0), 2.0 * usual, epsilon = 1e-9);
    assert!(of(&|m| m.contact_s = 0.25) < usual && of(&|m| m.speed_mps = 4.0) < usual);
    assert_eq!(SpringMass { speed_mps: 12.0, ..example() }.leg_stiffness_kn_m(), None);
    assert_eq!(SpringMass { contact_s: 0.0, ..example() }.leg_stiffness_kn_m(), None);
}

#[test]
fn the_interval_covers_the_truth_and_every_missing_thing_is_named() {
    let mut covered = 0;
    let runs =
        [(2.6, 160.0, 0.28), (3.0, 168.0, 0.25), (3.5, 176.0, 0.22), (4.2, 184.0, 0.20), (3.2, 190.0, 0.24)];
    for (speed_mps, cadence_spm, tc) in runs {
        let params =
            Params { speed_mps, cadence_spm, contact_s: [tc; 2], seconds: 20.0, ..Params::default() };
        let run = VirtualRun::new(params).expect("a run");
        let feet = [Side::Left, Side::Right].map(|s| recording(&run, &SensorSpec::foot(s))).to_vec();
        let runner = Runner::default().with_mass_kg(70.0).with_height_cm(175.0);
        let told = Run::default().with_speed_mps(speed_mps);
        let analysis = analyse_of(feet.clone(), runner.clone(), told.clone());
        let m = analysis.metric(ID).expect("stiffness");
        covered += usize::from((m.value - run.truth().medians[ID].value).abs() <= m.uncertainty);
        assert!(m.caveats.iter().any(|c| c.id == CaveatId::LegFromHeight));
        assert!(m.uncertainty > 0.069 * m.value);
        let without = |change: &dyn Fn(&mut Runner)| {
            let mut runner = runner.clone();
            change(&mut runner);
            needs(&analyse_of(feet.clone(), runner, told.clone()), ID)
        };
        assert_eq!(without(&|r| r.mass_kg = None), "body mass");
        assert_eq!(without(&|r| r.height_cm = None), "leg length or height");
        let pelvis = vec![recording(&run, &SensorSpec::pelvis())];
        assert_eq!(needs(&analyse_of(pelvis, runner.clone(), Run::default()), ID), "the running speed");
    }
    // At least nine in ten: all of five.
    assert_eq!(covered, runs.len());
}
