//! The virtual runner with a gyroscope: nothing may be missed or found twice at any cadence and contact time. Its
//! biases say little about people, so the count, the scatter and, over the whole grid, contact time are judged.

use strideform::contacts::shank::ShankTwoOnsets;
use strideform::recording::{Sensor, Signals, Triad};
use strideform_testkit::runner::{Params, SensorFaults, SensorSpec, Side, VirtualRun, random_attitude};

use super::agreement::{compare, print, sd};
use super::load::detect;

pub(crate) fn record(run: &VirtualRun, spec: &SensorSpec) -> Signals<Sensor> {
    let r = run.record(spec);
    let [x, y, z] = r.acc;
    let [gx, gy, gz] = r.gyr;
    Signals::new(spec.rate_hz, Triad::new(x, y, z)).with_gyr(Triad::new(gx, gy, gz))
}

/// Without the rotation: the virtual shank does not turn as people's do, which are judged in docs/validation.
pub(crate) fn by_impacts() -> ShankTwoOnsets {
    ShankTwoOnsets { follows_rotation: false, ..ShankTwoOnsets::FITTED }
}

fn judge(name: &str, params: Params, spec: &SensorSpec) {
    let run = VirtualRun::new(params).expect("a possible run");
    let all = run.contacts();
    let times = |steady: bool| -> Vec<(f64, f64)> {
        let left = all.iter().filter(|c| c.side == Side::Left && (c.steady || !steady));
        left.map(|c| (c.initial_contact_s, c.toe_off_s)).collect()
    };
    let contacts = detect(&by_impacts(), &record(&run, spec));
    let a = compare(&contacts, &times(true));
    print(name, &a);
    assert_eq!(a.found, a.truth, "{name}: a steady contact is missing");
    let b = compare(&contacts, &times(false));
    assert_eq!(b.extra, 0, "{name}: a contact that is none");
    // The simulated scatter of steps is 4 ms, to which toe-off may add as much again. Initial contact may add twice as
    // much: this runner's leg brakes into the impact, so that at slow speeds the onset has no one place (9 ms at
    // 2.2 m/s and 160/min; 2–3 ms in the recorded runners, who are judged in `accuracy`).
    assert!(sd(&a.initial_contact) < 12.0 && sd(&a.toe_off) < 8.0, "{name}");
}

#[test]
fn every_contact_is_found_once_over_speeds_cadences_and_contact_times() {
    for (speed_mps, cadence_spm, contact) in [
        (2.2, 140.0, 0.35),
        (2.2, 160.0, 0.30),
        (2.6, 160.0, 0.15),
        (2.6, 170.0, 0.30),
        (3.0, 180.0, 0.25),
        (3.0, 200.0, 0.20),
        (3.5, 180.0, 0.25),
        (3.5, 220.0, 0.15),
        (4.0, 200.0, 0.20),
        (4.0, 240.0, 0.15),
    ] {
        let params =
            Params { speed_mps, cadence_spm, contact_s: [contact; 2], seconds: 30.0, ..Params::default() };
        let spec = SensorSpec::shank(Side::Left).with(SensorFaults::cheap(1)).turned(random_attitude(5));
        judge(&format!("{speed_mps} m/s {cadence_spm}/min {contact} s"), params, &spec);
    }
}

#[test]
fn forefoot_landings_are_found() {
    let params = Params { strike_angle_deg: [-6.0; 2], seconds: 30.0, ..Params::default() };
    judge("forefoot", params, &SensorSpec::shank(Side::Left).with(SensorFaults::cheap(2)));
}

#[test]
fn a_sensor_high_or_low_on_the_shank_finds_the_same() {
    for height in [0.05, 0.22] {
        let mut spec = SensorSpec::shank(Side::Left).with(SensorFaults::cheap(3));
        spec.place_m[1] = height;
        judge(&format!("{height} m above the ankle"), Params { seconds: 30.0, ..Params::default() }, &spec);
    }
}

/// Every `take`-th set of the grid that can be run: 2–6 m/s, 150–210 steps/min, contacts of 0.16–0.35 s and at most 0.9
/// of the step, strikes of −10…+25°.
pub(crate) fn grid(take: usize) -> Vec<Params> {
    let mut all = Vec::new();
    for speed_mps in [2.0, 3.0, 4.0, 5.0, 6.0] {
        for cadence_spm in [150.0, 165.0, 180.0, 195.0, 210.0] {
            for contact in [0.16, 0.2, 0.25, 0.3, 0.35] {
                for strike in [-10.0, -5.0, 0.0, 5.0, 12.0, 25.0] {
                    all.push(Params {
                        speed_mps,
                        cadence_spm,
                        contact_s: [contact; 2],
                        strike_angle_deg: [strike; 2],
                        seconds: 14.0,
                        standing_s: [1.0, 1.0],
                        seed: all.len() as u64,
                        ..Params::default()
                    });
                }
            }
        }
    }
    let possible = all.into_iter().filter(|p| VirtualRun::new(p.clone()).is_ok());
    possible.step_by(take).collect()
}

#[test]
fn contact_time_over_the_grid_at_200_hz() {
    let verbose = std::env::var_os("VERBOSE").is_some();
    let (mut all, mut missed, mut inside, mut runs) = (Vec::new(), 0, 0, 0);
    for p in grid(4) {
        let spec =
            SensorSpec::shank(Side::Left).with(SensorFaults::cheap(p.seed)).turned(random_attitude(p.seed));
        let run = VirtualRun::new(p.clone()).expect("a possible run");
        let truth: Vec<_> = run.contacts().into_iter().filter(|c| c.side == Side::Left && c.steady).collect();
        let truth: Vec<_> = truth.iter().map(|c| (c.initial_contact_s, c.toe_off_s)).collect();
        let contacts = detect(&by_impacts(), &record(&run, &spec));
        let a = compare(&contacts, &truth);
        if verbose {
            let name = format!(
                "v {} cad {} tc {} strike {:3}",
                p.speed_mps, p.cadence_spm, p.contact_s[0], p.strike_angle_deg[0]
            );
            print(&name, &a);
        }
        let off = a.contact_time.iter().sum::<f64>() / a.contact_time.len().max(1) as f64;
        let half_width = 1.96e3 * contacts.contact_time_error.bias_s;
        runs += 1;
        inside += usize::from(off.abs() <= half_width);
        missed += a.truth - a.contact_time.len();
        all.extend(a.contact_time);
    }
    let rmse = super::agreement::rmse(&all);
    println!(
        "{} contacts, {missed} missed, RMSE {rmse:.1} ms, {inside} of {runs} runs inside 95 %",
        all.len()
    );
    // Target of the grid: 12 ms, and stated intervals that hold in nine of ten runs. One contact in ten may lack a time:
    // in a few runs at 4 m/s and more the virtual leg folds faster than it swings, and push-off is taken for the landing.
    assert!(rmse <= 12.0 && 10 * inside >= 9 * runs && 9 * missed <= all.len(), "{rmse} ms");
}
