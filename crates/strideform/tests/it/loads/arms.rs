//! Arm crossover from two wrists of any attitude.

use approx::abs_diff_eq;
use strideform_testkit::runner::{
    Params, Part, Scatter, SensorFaults, SensorSpec, Side, VirtualRun, random_attitude,
};

use super::help::{analyse, needs, recording};

const ID: &str = "arm_crossover_share";

fn spec(side: Side, seed: u64) -> SensorSpec {
    let seed = 2 * seed + side.index() as u64;
    SensorSpec::on(Part::Wrist(side))
        .turned(random_attitude(seed))
        .with(SensorFaults::cheap(seed))
        .rate(100.0)
}

fn run(crossover: [f64; 2], swing: f64) -> VirtualRun {
    VirtualRun::new(Params {
        arm_crossover_m: crossover,
        arm_swing_deg: swing,
        seconds: 25.0,
        scatter: Scatter::default(),
        ..Params::default()
    })
    .expect("a run")
}

#[test]
fn the_share_is_that_of_the_forearm_whatever_the_attitude() {
    let mut seed = 0;
    for crossover in [[-0.12, -0.12], [-0.05, -0.05], [0.05, -0.05], [-0.05, 0.06], [0.06, 0.06]] {
        for swing in [18.0, 30.0] {
            seed += 1;
            let run = run(crossover, swing);
            let truth = run.truth().medians[ID];
            // A vertical that is off by δ mixes the two parts: the share s errs by up to 2δ√(s(1 − s)). Of the cheap sensor's
            // faults the offsets of two axes (40 mg each at most) make 0.057 rad. Perfect: the low-pass takes a little.
            for (perfect, tilt) in [(true, 0.0), (false, 0.06)] {
                let both = [Side::Left, Side::Right].map(|side| {
                    let spec = spec(side, seed);
                    let faults = if perfect { SensorFaults::default() } else { spec.faults.clone() };
                    recording(&run, &spec.with(faults))
                });
                let analysis = analyse(both.to_vec());
                let m = analysis.metric(ID).expect("two wrists");
                for (found, truth) in [(m.left, truth.left), (m.right, truth.right)] {
                    let found = found.expect("a side");
                    let what = format!("{crossover:?} {swing} perfect {perfect}: {found:.1} for {truth:.1}");
                    let s = 0.01 * truth;
                    let tolerance = 0.3 + 200.0 * tilt * (s * (1.0 - s)).sqrt();
                    assert!(abs_diff_eq!(found, truth, epsilon = tolerance), "{what}");
                    assert!(
                        m.side_uncertainty.is_some_and(|u| abs_diff_eq!(found, truth, epsilon = u)),
                        "{what}"
                    );
                }
            }
        }
    }
}

#[test]
fn hands_further_in_give_a_larger_share() {
    let share = |cross: f64| {
        let run = run([cross; 2], 25.0);
        let both = [Side::Left, Side::Right].map(|side| recording(&run, &spec(side, 9)));
        analyse(both.to_vec()).metric(ID).expect("two wrists").value
    };
    let shares = [-0.12, -0.08, -0.04, 0.0, 0.04].map(share);
    assert!(shares.windows(2).all(|p| p[1] > p[0] + 1.0), "{shares:?}");
}

#[test]
fn one_wrist_or_no_gyroscope_is_not_enough() {
    let run = run([-0.05; 2], 25.0);
    let left = recording(&run, &spec(Side::Left, 1));
    let mut right = recording(&run, &spec(Side::Right, 1));
    let text = "a wrist sensor with a gyroscope on each arm";
    assert!(needs(&analyse(vec![left.clone()]), ID).starts_with(text));
    right.signals.gyr = None;
    assert!(needs(&analyse(vec![left, right]), ID).starts_with(text));
}
