//! Other rates, limits, tilts and cadences; running without flight.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform::contacts::pelvis::PelvisTwoLevelSine;
use strideform::recording::{Placement, Sensor, Signals, Triad};
use strideform::units::from_g;
use strideform_testkit::runner::{Params, SensorSpec};

use crate::pelvis::contract::{detect, params, virtual_run};
use crate::pelvis::fit::{mean, rms};
use crate::pelvis::trials;

#[test]
fn the_virtual_grid_has_no_ceiling_and_its_intervals_hold() {
    let (mut held, mut all) = (0, 0);
    for cadence in [125.0, 150.0, 170.0, 190.0, 235.0] {
        for duty in [0.5, 0.6, 0.7, 0.8, 0.9] {
            let step_s = 60.0 / cadence;
            let contact_s = duty * step_s;
            if !(0.15..=0.45).contains(&contact_s) {
                continue;
            }
            let speed_mps = 3.0;
            let p = Params { cadence_spm: cadence, contact_s: [contact_s; 2], speed_mps, ..params() };
            let Ok(_) = strideform_testkit::runner::VirtualRun::new(p.clone()) else { continue };
            let (signals, truth) = virtual_run(p, &SensorSpec::pelvis().rate(100.0));
            let found = detect(&PelvisTwoLevelSine::FITTED, &signals, Placement::PELVIS).expect("a pelvis");
            let starts: Vec<f64> = found.contacts.iter().map(|c| c.initial_contact_s).collect();
            let counted = 60.0 * (starts.len() - 1) as f64 / (starts[starts.len() - 1] - starts[0]);
            let times: Vec<f64> = found.contacts.iter().filter_map(|c| c.contact_time_s()).collect();
            let wanted = mean(&truth.iter().map(|t| t.1 - t.0).collect::<Vec<_>>());
            let half = 1.96 * found.contact_time_error.bias_s;
            let error = mean(&times) - wanted;
            let inside = if found.contact_time_is_bound { error < 0.0 } else { error.abs() <= half };
            all += 1;
            held += usize::from(inside);
            let right = truth.iter().filter(|t| {
                let near = |c: &&strideform::contacts::Contact| (c.initial_contact_s - t.0).abs() < 0.08;
                found.contacts.iter().find(near).is_some_and(|c| c.side.as_str().starts_with(t.2))
            });
            println!(
                "cadence {cadence} duty {duty}: {counted:.1}/min, contact {:+.1} ms ± {:.0}{}, {} of {} contacts, {} sides",
                1e3 * error,
                1e3 * half,
                if found.contact_time_is_bound { " (bound)" } else { "" },
                found.contacts.len(),
                truth.len(),
                right.count(),
            );
            // The scatter of the runner's steps over 20 s.
            assert!(abs_diff_eq!(counted, cadence, epsilon = 1.0), "{cadence} {duty}: {counted}");
        }
    }
    println!("intervals hold in {held} of {all}");
    assert!(all >= 12 && held as f64 >= 0.9 * f64::from(all));
}

#[test]
fn coarse_clipped_and_tilted_recordings() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let trials = trials::treadmill(&data);
    let thin = |signals: &Signals<Sensor>, every: usize| {
        // The recordings hold nothing above 20 Hz.
        let column = |c: &[f64]| c.iter().step_by(every).copied().collect();
        let mut out = Signals::new(signals.rate_hz / every as f64, signals.acc.map(column));
        out.axes = signals.axes;
        out
    };
    let clip = |signals: &Signals<Sensor>, g: f64| {
        let mut out = signals.clone();
        out.acc = signals.acc.map(|c| c.iter().map(|v| v.clamp(-from_g(g), from_g(g))).collect());
        out
    };
    let tilt = |signals: &Signals<Sensor>, degrees: f64| {
        let (s, c) = degrees.to_radians().sin_cos();
        let mut out = signals.clone();
        let rows = || signals.acc.x.iter().zip(&signals.acc.y);
        out.acc = Triad::new(
            rows().map(|(x, y)| c * x + s * y).collect(),
            rows().map(|(x, y)| c * y - s * x).collect(),
            signals.acc.z.clone(),
        );
        out
    };
    type Change<'a> = (&'a str, Box<dyn Fn(&Signals<Sensor>) -> Signals<Sensor> + 'a>, f64);
    // Greatest RMSE of trial means that is borne, ms: what the stated error allows (15 ms, more where it says so).
    let changes: [Change<'_>; 9] = [
        ("as recorded", Box::new(Clone::clone), 10.5),
        ("250 Hz", Box::new(|t| thin(t, 2)), 11.0),
        ("100 Hz", Box::new(|t| thin(t, 5)), 11.0),
        ("50 Hz", Box::new(|t| thin(t, 10)), 15.0),
        ("31 Hz", Box::new(|t| thin(t, 16)), 22.0),
        ("±3 g", Box::new(|t| clip(t, 3.0)), 15.0),
        ("±2 g", Box::new(|t| clip(t, 2.0)), 26.0),
        ("turned by 20°", Box::new(|t| tilt(t, 20.0)), 10.5),
        ("turned by −90°", Box::new(|t| tilt(t, -90.0)), 10.5),
    ];
    for (name, change, borne) in &changes {
        let (mut means, mut steps, mut cadence, mut missed) = (Vec::new(), Vec::new(), Vec::new(), 0);
        for trial in &trials {
            let changed = trials::Trial { signals: change(&trial.signals), ..trial.clone() };
            let found = changed.run(&PelvisTwoLevelSine::FITTED, false);
            let pairs = changed.pairs(&found);
            missed += changed.truth.len() - pairs.len();
            let errors: Vec<f64> = pairs
                .iter()
                .filter_map(|p| Some(1e3 * (p.contact.contact_time_s()? - (p.truth.off_s - p.truth.on_s))))
                .collect();
            means.push(mean(&errors));
            steps.extend(errors);
            let c = &found.contacts;
            let span = c[c.len() - 1].initial_contact_s - c[0].initial_contact_s;
            cadence.push((60.0 * (c.len() - 1) as f64 / span - changed.cadence).abs());
        }
        println!(
            "{name}: contact time RMSE step {:.1} trial {:.1} bias {:+.1} ms; cadence off by {:.2}; {missed} missed",
            rms(&steps),
            rms(&means),
            mean(&steps),
            mean(&cadence)
        );
        assert!(rms(&means) < *borne, "{name}");
        // One step/min is asked for; five seconds at 31 Hz place their first and last step to a third of a sample.
        assert!(mean(&cadence) < 0.5 && missed <= 2, "{name}");
    }
}

#[test]
fn two_recorded_axes_turned_at_random_give_the_same_contacts() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let mut worst: f64 = 0.0;
    for trial in trials::treadmill(&data) {
        let still = trial.run(&PelvisTwoLevelSine::FITTED, true);
        for angles in [(0.3, 1.2, -0.7), (2.9, -0.4, 1.9), (-1.6, 0.9, 0.1)] {
            let turn = nalgebra::Rotation3::from_euler_angles(angles.0, angles.1, angles.2);
            // Written as files are: five decimals of g, axes unnamed.
            let rounded = trial.signals.acc.rotated(turn.matrix()).map(|c| {
                c.iter().map(|v| from_g((strideform::units::to_g(*v) * 1e5).round() / 1e5)).collect()
            });
            let turned =
                trials::Trial { signals: Signals::new(trial.signals.rate_hz, rounded), ..trial.clone() };
            let found = turned.run(&PelvisTwoLevelSine::FITTED, true);
            assert_eq!(found.contacts.len(), still.contacts.len(), "{}", trial.name);
            for (a, b) in found.contacts.iter().zip(&still.contacts) {
                worst = worst.max((a.initial_contact_s - b.initial_contact_s).abs());
                if let (Some(a), Some(b)) = (a.toe_off_s, b.toe_off_s) {
                    worst = worst.max((a - b).abs());
                }
            }
        }
    }
    println!("turned at random: at most {:.3} ms apart", 1e3 * worst);
    // Asked for: 0.5 ms in the median. Rounding and the direction of the cut, found to 1e-3, leave less.
    assert!(worst < 5e-4);
}

#[test]
fn a_raw_export_gives_plausible_running() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let signals = trials::export(&data);
    // About a second of standing comes first.
    let bouts = [strideform::bouts::Bout { start: 768, ..trials::whole(&signals) }];
    let run = strideform::recording::Run::default().with_speed_mps(3.0);
    let input = strideform::contacts::ContactInput::new(&signals, Placement::PELVIS, &bouts, &run);
    let found =
        strideform::contacts::ContactMethod::detect(&PelvisTwoLevelSine::FITTED, &input).expect("a pelvis");
    let c = &found.contacts;
    let counted = 60.0 * (c.len() - 1) as f64 / (c[c.len() - 1].initial_contact_s - c[0].initial_contact_s);
    let times: Vec<f64> = c.iter().filter_map(|c| c.contact_time_s()).collect();
    println!(
        "raw export: {} contacts, {counted:.1}/min, contact {:.0} ms, {:?}",
        c.len(),
        1e3 * mean(&times),
        found.axes
    );
    // 162.6 by autocorrelation; within 1 step/min.
    assert_abs_diff_eq!(counted, 162.6, epsilon = 1.0);
    // At 3 m/s people touch the ground for 0.22–0.30 s.
    assert!((0.22..0.30).contains(&mean(&times)));
    assert!(found.axes[0].expect("axes").up.x < -0.8);
}
