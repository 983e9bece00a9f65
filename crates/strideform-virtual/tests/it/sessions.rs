//! Sessions of several stretches, and the range of possible parameters.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform_virtual::{
    Fatigue, Impossible, Params, Part, SensorFaults, SensorSpec, Side, Stretch, VirtualRun,
};

fn mixed() -> Params {
    let session = vec![
        Stretch::Stand { seconds: 3.0 },
        Stretch::Walk { seconds: 12.0, speed_mps: 1.4, cadence_spm: 115.0 },
        Stretch::Stand { seconds: 1.0 },
        Stretch::Run { seconds: 15.0 },
        Stretch::Stand { seconds: 4.0 },
        Stretch::Turn { degrees: 180.0 },
        Stretch::Run { seconds: 12.0 },
        Stretch::Stand { seconds: 2.0 },
    ];
    Params { session, ..Params::default() }
}

/// Position, velocity and acceleration of every part are continuous: no jump between samples is larger than the fastest
/// shapes (a stop of about 40 ms from 6 g) allow in half a millisecond.
#[test]
fn nothing_jumps_anywhere() {
    let run = VirtualRun::new(mixed()).unwrap();
    let sides = [Side::Left, Side::Right];
    let mut parts = vec![Part::Pelvis, Part::Trunk];
    parts.extend(sides.map(Part::Foot));
    parts.extend(sides.map(Part::Shank));
    parts.extend(sides.map(Part::Thigh));
    parts.extend(sides.map(Part::Wrist));
    let h = 0.0005;
    for part in parts {
        let spec = SensorSpec::on(part);
        let (mut last, mut worst) = (run.exact(&spec, 0.0), (0.0f64, 0.0f64, 0.0));
        let n = (run.seconds() / h) as usize;
        for i in 1..n {
            let t = i as f64 * h;
            let now = run.exact(&spec, t);
            let step = |a: [f64; 3], b: [f64; 3]| (0..3).map(|k| (a[k] - b[k]).powi(2)).sum::<f64>().sqrt();
            let (da, dw) = (step(now.0, last.0), step(now.1, last.1));
            if da > worst.0 {
                worst = (da, worst.1, t);
            }
            worst.1 = worst.1.max(dw);
            last = now;
        }
        // 8 m/s² in 0.5 ms is 16 km/s³: a jump of acceleration would show as tens of m/s², one of rate as rad/s
        assert!(worst.0 < 8.0 && worst.1 < 0.5, "{}: {worst:?}", part.name());
    }
}

#[test]
fn a_turn_brings_the_runner_back() {
    let run = VirtualRun::new(mixed()).unwrap();
    let spec = SensorSpec::pelvis();
    let &[(a, b), (c, d)] = run.running() else { panic!("two bouts of running") };
    let x = |t| run.place(&spec, t).0[0];
    assert!(x(b) - x(a) > 30.0 && x(d) - x(c) < -20.0);
    // standing at the end: one g up, no rotation
    let (f, w) = run.exact(&spec, run.seconds() - 0.5);
    assert!(abs_diff_eq!(f[1], 9.80665, epsilon = 1e-9) && w.iter().all(|w| w.abs() < 1e-9));
}

#[test]
fn walking_is_not_running() {
    let run = VirtualRun::new(mixed()).unwrap();
    let all = run.all_contacts();
    let walked: Vec<_> = all.iter().filter(|c| !c.running).collect();
    assert!(walked.len() > 20);
    // double support: one foot leaves after the other has touched down
    for w in walked.windows(2).take(12) {
        assert!(w[0].toe_off_s > w[1].initial_contact_s);
    }
    // and every running contact ends before the next begins
    for w in run.contacts().windows(2) {
        assert!(w[0].toe_off_s < w[1].initial_contact_s);
        assert_eq!(w[0].side == w[1].side, w[1].initial_contact_s - w[0].initial_contact_s > 1.0);
    }
}

#[test]
fn human_parameters_are_accepted_and_giant_strides_rejected() {
    let make = |speed_mps, cadence_spm, tc| {
        VirtualRun::new(Params {
            speed_mps,
            cadence_spm,
            contact_s: [tc, tc],
            drop_deg: [12.0, 0.0],
            seconds: 6.0,
            ..Params::default()
        })
    };
    for (v, c, tc) in [
        (2.0, 150.0, 0.36),
        (2.0, 120.0, 0.4),
        (2.0, 240.0, 0.22),
        (2.5, 160.0, 0.3),
        (3.0, 150.0, 0.35),
        (3.0, 170.0, 0.16),
        (3.0, 210.0, 0.25),
        (4.0, 150.0, 0.2),
        (4.0, 180.0, 0.25),
        (5.0, 180.0, 0.19),
        (6.0, 195.0, 0.17),
        (6.0, 210.0, 0.16),
    ] {
        for strike in [-10.0, 0.0, 10.0, 25.0] {
            let run = VirtualRun::new(Params {
                strike_angle_deg: [strike; 2],
                ..make(v, c, tc).unwrap().params().clone()
            });
            let run = run.unwrap_or_else(|e| panic!("{v} {c} {tc} {strike}: {e}"));
            let m = run.truth().medians;
            // scatter of a few tens of steps
            assert!(abs_diff_eq!(m["contact_time"].value, tc, epsilon = 0.006), "{v} {c} {tc}");
            assert_abs_diff_eq!(m["foot_strike_angle"].value, strike, epsilon = 1.0);
        }
    }
    assert!(matches!(make(6.0, 160.0, 0.3), Err(Impossible::LegTooShort { .. })));
    assert!(matches!(make(3.0, 200.0, 0.29), Err(Impossible::ContactTooLong { .. })));
    assert!(matches!(make(f64::NAN, 170.0, 0.2), Err(Impossible::OutOfRange { .. })));
}

#[test]
fn fatigue_and_warm_up_change_the_run_slowly() {
    let run = VirtualRun::new(Params {
        seconds: 600.0,
        warm_up: 0.2,
        warm_up_s: 120.0,
        fatigue: Fatigue { contact_percent: 60.0, drop_deg: [12.0, 0.0], ..Fatigue::default() },
        ..Params::default()
    })
    .unwrap();
    let steps = run.steps();
    let mean = |id: &str, from: f64, to: f64, side: Side| {
        let x: Vec<f64> = steps
            .iter()
            .filter(|s| s.contact.side == side)
            .filter(|s| (from..to).contains(&s.contact.initial_contact_s))
            .map(|s| s.values[id])
            .collect();
        x.iter().sum::<f64>() / x.len() as f64
    };
    use Side::{Left, Right};
    // ten minutes are a sixth of an hour: 10 % of 0.25 s, 2° of drop on the left only
    let grow = mean("contact_time", 560.0, 600.0, Left) - mean("contact_time", 20.0, 60.0, Left);
    assert_abs_diff_eq!(grow, 0.25 * 0.6 * 0.15, epsilon = 0.003);
    let drop =
        |s| mean("pelvic_drop_excursion", 560.0, 600.0, s) - mean("pelvic_drop_excursion", 20.0, 60.0, s);
    assert!(abs_diff_eq!(drop(Left), 1.8, epsilon = 0.25) && drop(Right).abs() < 0.25);
    assert!(mean("speed", 20.0, 40.0, Left) < 0.9 * mean("speed", 300.0, 400.0, Left));
}

#[test]
fn a_cheap_sensor_is_near_the_truth() {
    let run = VirtualRun::new(Params { seconds: 5.0, ..Params::default() }).unwrap();
    let good = run.record(&SensorSpec::shank(Side::Right));
    let bad = run.record(&SensorSpec::shank(Side::Right).with(SensorFaults::cheap(9)));
    let rms = |a: &[f64], b: &[f64]| {
        (a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f64>() / a.len() as f64).sqrt()
    };
    for k in 0..3 {
        // offset up to 2·20 mg, scale up to 2 % of some 20 m/s², half a degree of cross-talk
        let off = rms(&good.acc[k], &bad.acc[k]);
        assert!(off > 0.01 && off < 1.0, "{off}");
        let off = rms(&good.gyr[k], &bad.gyr[k]).to_degrees();
        assert!(off > 0.05 && off < 8.0, "{off}");
    }
}
