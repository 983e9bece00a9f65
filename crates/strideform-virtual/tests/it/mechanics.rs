//! The virtual runner obeys the mechanics it was built from. Expected values are exact; tolerances are rounding and the
//! error of the numerical integration or differentiation in the check itself.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use nalgebra::{Rotation3, Vector3};
use strideform_virtual::{Params, Part, Scatter, SensorSpec, Side, VirtualRun, random_attitude};

const G: f64 = 9.80665;

fn steady() -> Params {
    Params { seconds: 16.0, scatter: Scatter::none(), ..Params::default() }
}

fn all_parts() -> Vec<Part> {
    use Side::{Left, Right};
    let both = [Left, Right];
    let mut parts = vec![Part::Pelvis, Part::Trunk];
    for s in both {
        parts.extend([Part::Foot(s), Part::Shank(s), Part::Thigh(s), Part::Wrist(s)]);
    }
    parts
}

/// Two touchdowns of the same foot in the steady part, whole strides apart.
fn strides(run: &VirtualRun, n: usize) -> (f64, f64) {
    let c: Vec<_> = run.contacts().into_iter().filter(|c| c.steady).collect();
    (c[4].initial_contact_s, c[4 + 2 * n].initial_contact_s)
}

#[test]
fn mean_specific_force_over_strides_is_gravity_upwards() {
    let run = VirtualRun::new(steady()).unwrap();
    let (a, b) = strides(&run, 6);
    for part in all_parts() {
        let spec = SensorSpec::on(part);
        let n = 40_000;
        let mut sum = Vector3::zeros();
        for i in 0..n {
            let t = a + (b - a) * (i as f64 + 0.5) / n as f64;
            let (f, _) = run.exact(&spec, t);
            sum += run.attitude(part, t) * Vector3::from(f);
        }
        let mean = sum / n as f64;
        // periodic and continuous, 40 000 points: the midpoint sum is good to 1e-6 of the largest value (100 m/s²)
        let off = (mean - Vector3::new(0.0, G, 0.0)).norm();
        assert!(off < 1e-3, "{} {mean:?}", part.name());
    }
}

#[test]
fn gyroscope_is_the_derivative_of_the_orientation() {
    let run = VirtualRun::new(steady()).unwrap();
    let (a, b) = strides(&run, 1);
    let h = 1e-5;
    for part in all_parts() {
        let spec = SensorSpec::on(part);
        for i in 0..97 {
            let t = a + (b - a) * f64::from(i) / 97.0;
            let (r0, r1): (Rotation3<f64>, _) = (run.attitude(part, t - h), run.attitude(part, t + h));
            let turn = (r0.inverse() * r1).matrix().clone_owned();
            let m = (turn - turn.transpose()) / (4.0 * h);
            let want = Vector3::new(m[(2, 1)], m[(0, 2)], m[(1, 0)]);
            let (_, w) = run.exact(&spec, t);
            // central differences: rounding 1e-16/1e-5, truncation h²/6 times a third derivative below 1e6
            let off = (want - Vector3::from(w)).norm();
            assert!(off < 1e-4, "{} at {t}: {off}", part.name());
        }
    }
}

#[test]
fn accelerometer_is_the_second_derivative_of_the_position() {
    let run = VirtualRun::new(steady()).unwrap();
    let (a, b) = strides(&run, 1);
    for part in all_parts() {
        let spec =
            SensorSpec { place_m: [0.03, -0.02, 0.05], attitude: random_attitude(5), ..SensorSpec::on(part) };
        // integrate the specific force twice over a stride and compare with the change in position
        let n = 40_000;
        let h = (b - a) / f64::from(n);
        let (p0, v0) = run.place(&spec, a);
        let (mut v, mut p) = (Vector3::from(v0), Vector3::from(p0));
        for i in 0..n {
            let t = a + (f64::from(i) + 0.5) * h;
            let (f, _) = run.exact(&spec, t);
            let f = spec.attitude * Vector3::from(f);
            let acc = run.attitude(part, t) * f - Vector3::new(0.0, G, 0.0);
            p += v * h + 0.5 * acc * h * h;
            v += acc * h;
        }
        let (p1, v1) = run.place(&spec, b);
        // midpoint rule, steps of 18 µs over jumps of jerk: 1e-5 m/s and m
        assert!((v - Vector3::from(v1)).norm() < 1e-4, "{}", part.name());
        assert!((p - Vector3::from(p1)).norm() < 1e-4, "{}", part.name());
    }
}

#[test]
fn a_stride_closes_on_its_length() {
    let p = steady();
    let run = VirtualRun::new(p.clone()).unwrap();
    let (a, b) = strides(&run, 1);
    let length = p.speed_mps * 120.0 / p.cadence_spm;
    for part in all_parts() {
        let spec = SensorSpec::on(part);
        let (p0, v0) = run.place(&spec, a);
        let (p1, v1) = run.place(&spec, b);
        // sums of rounding, and 60/168 s is not a whole number of anything
        assert!(abs_diff_eq!(p1[0] - p0[0], length, epsilon = 1e-9), "{}", part.name());
        assert_abs_diff_eq!(p1[1], p0[1], epsilon = 1e-9);
        assert_abs_diff_eq!(p1[2], p0[2], epsilon = 1e-9);
        for k in 0..3 {
            assert!(abs_diff_eq!(v1[k], v0[k], epsilon = 1e-8), "{}", part.name());
        }
    }
    let truth = run.truth();
    let m = truth.medians["stride_length"];
    assert_abs_diff_eq!(m.value, length, epsilon = 1e-9);
    assert_abs_diff_eq!(truth.medians["speed"].value, p.speed_mps, epsilon = 1e-9);
}

#[test]
fn the_foot_is_still_in_mid_stance() {
    let run = VirtualRun::new(Params { seconds: 10.0, ..Params::default() }).unwrap();
    for c in run.contacts() {
        let spec = SensorSpec::foot(c.side);
        let t = c.initial_contact_s + 0.4 * (c.toe_off_s - c.initial_contact_s);
        let (_, v) = run.place(&spec, t);
        let speed = Vector3::from(v).norm();
        assert!(speed < 1e-3, "{speed} m/s"); // required: 1 mm/s
    }
}

#[test]
fn mirrored_parameters_mirror_the_signals() {
    let p = Params {
        seconds: 6.0,
        contact_s: [0.24, 0.26],
        strike_angle_deg: [15.0, -3.0],
        drop_deg: [3.0, 8.0],
        step_time_offset_s: [0.005, 0.0],
        ..Params::default()
    };
    let (one, two) = (VirtualRun::new(p.clone()).unwrap(), VirtualRun::new(p.mirrored()).unwrap());
    for part in all_parts() {
        let other = match part {
            Part::Foot(s) => Part::Foot(s.other()),
            Part::Shank(s) => Part::Shank(s.other()),
            Part::Thigh(s) => Part::Thigh(s.other()),
            Part::Wrist(s) => Part::Wrist(s.other()),
            Part::Pelvis | Part::Trunk => part,
        };
        for i in 0..400 {
            let t = 4.0 + 0.011 * f64::from(i);
            let (f, w) = one.exact(&SensorSpec::on(part), t);
            let (g, v) = two.exact(&SensorSpec::on(other), t);
            for k in 0..3 {
                let (a, b) = if k == 2 { (-1.0, 1.0) } else { (1.0, -1.0) };
                // the same arithmetic with signs exchanged: rounding only
                assert!(abs_diff_eq!(f[k], a * g[k], epsilon = 1e-8), "{} {k} {t}", part.name());
                assert!(abs_diff_eq!(w[k], b * v[k], epsilon = 1e-9), "{} {k} {t}", part.name());
            }
        }
    }
}

#[test]
fn the_seed_decides_everything() {
    let make = |seed| {
        let run = VirtualRun::new(Params { seconds: 4.0, seed, ..Params::default() }).unwrap();
        run.record(&SensorSpec::pelvis().rate(50.0)).acc
    };
    assert_eq!(make(3), make(3));
    assert_ne!(make(3), make(4));
}

#[test]
fn truth_matches_the_parameters() {
    let p =
        Params { contact_s: [0.24, 0.26], strike_angle_deg: [20.0, -5.0], drop_deg: [3.0, 9.0], ..steady() };
    let run = VirtualRun::new(p.clone()).unwrap();
    let m = run.truth().medians;
    for (id, want, off) in [
        // impulse and centre of the second pulse move a little so that unequal sides close, and the 50 N crossings with them
        ("contact_time", p.contact_s, 2e-3),
        ("foot_strike_angle", p.strike_angle_deg, 0.3),
        // exact at the knots
        ("pelvic_drop_excursion", p.drop_deg, 1e-3),
        ("pelvic_drop_at_contact", p.drop_at_contact_deg, 1e-9),
    ] {
        let got = m[id];
        assert!(abs_diff_eq!(got.left, want[0], epsilon = off), "{id} {got:?}");
        assert!(abs_diff_eq!(got.right, want[1], epsilon = off), "{id} {got:?}");
    }
    // 50 N are reached at different times after heel and forefoot touchdown: steps alternate around the mean
    let cadence = 0.5 * (m["cadence"].left + m["cadence"].right);
    assert_abs_diff_eq!(cadence, p.cadence_spm, epsilon = 0.1);
}
