//! Force, impact and arms of the virtual runner: related quantities change together.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform_virtual::{Params, Part, Scatter, SensorSpec, Side, VirtualRun};

const G: f64 = 9.80665;

fn make(change: impl Fn(&mut Params)) -> VirtualRun {
    let mut p = Params { seconds: 10.0, scatter: Scatter::none(), ..Params::default() };
    change(&mut p);
    VirtualRun::new(p).unwrap()
}

fn value(run: &VirtualRun, id: &str) -> f64 {
    run.truth().medians[id].value
}

#[test]
fn the_force_carries_the_body() {
    // with scatter: every step of its own length
    let run = make(|p| p.scatter = Scatter::default());
    let centre = SensorSpec { place_m: [0.0; 3], ..SensorSpec::on(Part::Pelvis) };
    let &[(start, end)] = run.running() else { panic!("one bout") };
    let n = 20_000;
    let (mut sum, h) = (0.0, (end - start) / f64::from(n));
    for i in 0..n {
        let t = start + (f64::from(i) + 0.5) * h;
        let force = run.vertical_force(t).unwrap();
        let (f, _) = run.exact(&centre, t);
        let up = run.attitude(Part::Pelvis, t) * nalgebra::Vector3::from(f);
        // Newton: the vertical specific force of the centre of mass is the ground's force on each kilogram
        assert!(abs_diff_eq!(up.y, force * G, epsilon = 1e-9), "{t}: {} {}", up.y, force * G);
        assert!(force >= 0.0);
        sum += force * h;
    }
    // body weight times duration, but for the change of vertical speed between first and last touch (below 0.1 m/s)
    assert_abs_diff_eq!(sum, end - start, epsilon = 0.1 / G);
}

#[test]
fn force_is_fifty_newtons_at_every_contact() {
    let run = make(|p| p.scatter = Scatter::default());
    let level = 50.0 / (run.params().body.mass_kg * G);
    for c in run.contacts() {
        for t in [c.initial_contact_s, c.toe_off_s] {
            // a crossing found by fifty halvings of a tenth of a second
            assert_abs_diff_eq!(run.vertical_force(t).unwrap(), level, epsilon = 1e-9);
        }
    }
}

#[test]
fn harder_landings_load_faster_and_hit_the_shank_harder() {
    let (soft, hard) = (make(|p| p.ankle_speed_mps = 0.7), make(|p| p.ankle_speed_mps = 1.5));
    let (slow, quick) = (make(|p| p.impact_time_s = 0.055), make(|p| p.impact_time_s = 0.03));
    for id in ["vertical_loading_rate", "instantaneous_loading_rate", "peak_tibial_acceleration"] {
        assert!(value(&hard, id) > 1.2 * value(&soft, id), "{id}");
        assert!(value(&quick, id) > 1.2 * value(&slow, id), "{id}");
    }
    // the parameters cover the spread of the recordings of docs/VALIDATION.md, 64 ± 30 body weights per second
    let (low, high) = (
        value(&slow, "vertical_loading_rate"),
        value(&make(|p| (p.impact_time_s, p.ankle_speed_mps) = (0.02, 1.8)), "vertical_loading_rate"),
    );
    assert!(low < 34.0 && high > 94.0, "{low} {high}");
    // forefoot: small and late
    let fore = make(|p| p.strike_angle_deg = [-8.0; 2]);
    let rear = make(|_| ());
    assert!(value(&fore, "vertical_loading_rate") < value(&rear, "vertical_loading_rate"));
    // the loading rate does not depend on the active peak
    let same = value(&hard, "peak_vertical_force") / value(&soft, "peak_vertical_force");
    assert_abs_diff_eq!(same, 1.0, epsilon = 0.05);
}

#[test]
fn oscillation_follows_from_cadence_and_contact() {
    let osc = |cadence_spm, tc| {
        value(&make(|p| (p.cadence_spm, p.contact_s) = (cadence_spm, [tc; 2])), "vertical_oscillation")
    };
    assert!(osc(190.0, 0.24) < osc(170.0, 0.24) && osc(170.0, 0.24) < osc(150.0, 0.24));
    // a shorter step is lower by roughly its square: (150/190)² = 0.62
    let ratio = osc(190.0, 0.22) / osc(150.0, 0.22);
    assert!((0.5..0.75).contains(&ratio), "{ratio}");
}

#[test]
fn hands_cross_on_the_requested_side() {
    let run = make(|p| p.arm_crossover_m = [0.04, -0.06]);
    let m = run.truth().medians["hand_crosses"];
    assert_eq!((m.left, m.right), (1.0, 0.0));
    // and the arm that crosses rotates more about the vertical
    let m = run.truth().medians["arm_crossover_share"];
    assert!(m.left > m.right + 5.0 && m.right > 0.0 && m.left < 100.0, "{m:?}");
}

#[test]
fn foot_and_sole_stay_above_the_ground() {
    let run = make(|_| ());
    for c in run.contacts().iter().filter(|c| c.steady) {
        let sole = SensorSpec {
            // ball of the foot, 9 cm below the ankle
            place_m: [0.15, -0.09, 0.0],
            ..SensorSpec::foot(c.side)
        };
        let mid = 0.5 * (c.initial_contact_s + c.toe_off_s);
        assert!(run.place(&sole, mid).0[1].abs() < 1e-9);
        // nothing passes through the floor in mid-swing
        let swing = c.toe_off_s + 0.2;
        assert!(run.place(&sole, swing).0[1] > 0.02, "{:?}", run.place(&sole, swing).0);
        assert!(c.side == Side::Left || c.side == Side::Right);
    }
}
