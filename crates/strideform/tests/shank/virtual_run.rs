//! The virtual runner: nothing may be missed or found twice at any cadence and contact time. Its biases say nothing
//! about people.

use strideform::contacts::Contacts;
use strideform::contacts::shank::ShankTwoOnsets;
use strideform::recording::{Sensor, Track, Triad};
use strideform_testkit::runner::{Params, SensorFaults, SensorSpec, Side, VirtualRun};

use super::agreement::{Agreement, compare, print};
use super::load::detect;

pub(crate) fn record(run: &VirtualRun, spec: &SensorSpec) -> Track<Sensor> {
    let r = run.record(spec);
    let [x, y, z] = r.acc;
    let [gx, gy, gz] = r.gyr;
    Track::new(spec.rate_hz, Triad::new(x, y, z)).with_gyr(Triad::new(gx, gy, gz))
}

pub(crate) fn judge(params: Params, spec: &SensorSpec) -> Option<(Agreement, Contacts)> {
    let run = VirtualRun::new(params).inspect_err(|e| println!("{e}")).ok()?;
    let truth: Vec<(f64, f64)> = run
        .contacts()
        .iter()
        .filter(|c| c.side == Side::Left && c.steady)
        .map(|c| (c.initial_contact_s, c.toe_off_s))
        .collect();
    let contacts = detect(&ShankTwoOnsets::MEASURED, &record(&run, spec));
    Some((compare(&contacts, &truth), contacts))
}

#[test]
fn explore() {
    let spec = SensorSpec::shank(Side::Left).with(SensorFaults::cheap(1));
    for speed in [2.2, 2.6, 3.0, 3.5, 4.0, 5.0, 6.0] {
        for cadence in [120.0, 140.0, 160.0, 180.0, 200.0, 220.0, 240.0] {
            for contact in [0.15, 0.2, 0.25, 0.3, 0.35, 0.4] {
                if contact > 0.85 * 60.0 / cadence { continue; }
                let p = Params { speed_mps: speed, cadence_spm: cadence, contact_s: [contact; 2], seconds: 30.0, ..Params::default() };
                if let Some((a, c)) = judge(p, &spec) {
                    let ids: Vec<_> = c.caveats.iter().map(|c| format!("{} {:.3}", c.id, c.value.unwrap_or(0.0))).collect();
                    print(&format!("{speed} {cadence} {contact} {ids:?}"), &a);
                }
            }
        }
    }
}

#[test]
fn dump() {
    use std::io::Write;
    for (name, p) in [
        ("default", Params::default()),
        ("slow", Params { speed_mps: 2.4, cadence_spm: 158.0, contact_s: [0.3; 2], ..Params::default() }),
        ("fast", Params { speed_mps: 4.0, cadence_spm: 180.0, contact_s: [0.2; 2], ..Params::default() }),
        ("faster", Params { speed_mps: 5.0, cadence_spm: 190.0, contact_s: [0.18; 2], ..Params::default() }),
        ("fore", Params { strike_angle_deg: [-6.0; 2], ..Params::default() }),
    ] {
        let Ok(run) = VirtualRun::new(Params { seconds: 20.0, ..p }) else { println!("{name} impossible"); continue };
        let spec = SensorSpec::shank(Side::Left);
        let t = record(&run, &spec);
        let mut f = std::fs::File::create(format!("/tmp/proto_shank/v_{name}.csv")).unwrap();
        for i in 0..t.len() { let v = t.acc.at(i); let g = t.gyr.as_ref().unwrap().at(i); writeln!(f, "{},{},{},{},{}", t.time_s(i), v.x, v.y, v.z, g.z).unwrap(); }
        let mut f = std::fs::File::create(format!("/tmp/proto_shank/vt_{name}.csv")).unwrap();
        for c in run.contacts().iter().filter(|c| c.side == Side::Left && c.steady) { writeln!(f, "{},{}", c.initial_contact_s, c.toe_off_s).unwrap(); }
    }
}
