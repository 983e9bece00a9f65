//! The virtual runner: every strike and speed that its legs can run. Checks the implementation, not accuracy on people.

use strideform::recording::{Sensor, Signals, Triad};
use strideform_testkit::runner::{Params, Part, SensorFaults, SensorSpec, Side, VirtualRun, random_attitude};

use super::help::{Errors, Truth, detect, methods, rms};

/// Left-foot truth of steady steps, and the recording of a cheap sensor in any attitude.
pub(crate) fn record(params: Params, rate_hz: f64) -> Option<(Signals<Sensor>, Truth)> {
    let seed = params.seed;
    let run = VirtualRun::new(params).ok()?;
    let spec = SensorSpec::on(Part::Foot(Side::Left))
        .rate(rate_hz)
        .turned(random_attitude(seed))
        .with(SensorFaults::cheap(seed));
    let recorded = run.record(&spec);
    let triad = |[x, y, z]: [Vec<f64>; 3]| Triad::new(x, y, z);
    let signals = Signals::new(rate_hz, triad(recorded.acc)).with_gyr(triad(recorded.gyr));
    let steady: Vec<_> = run.contacts().into_iter().filter(|c| c.side == Side::Left && c.steady).collect();
    Some((signals, steady.iter().map(|c| (c.initial_contact_s, c.toe_off_s)).collect()))
}

/// Every `take`-th set of the grid that can be run.
fn grid(take: usize) -> Vec<Params> {
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
    let runs: Vec<_> = grid(4).into_iter().filter_map(|p| Some((p.clone(), record(p, 200.0)?))).collect();
    println!("{} runs", runs.len());
    let verbose = std::env::var_os("VERBOSE").is_some();
    let mut primary = None;
    for id in methods() {
        let (mut all, mut missed, mut extra) = (Vec::new(), 0, 0);
        for (p, (signals, truth)) in &runs {
            let errors = Errors::of(&detect(id, signals), truth);
            if verbose {
                println!(
                    "{id:18} v {} cad {} tc {} strike {:3} {}",
                    p.speed_mps,
                    p.cadence_spm,
                    p.contact_s[0],
                    p.strike_angle_deg[0],
                    errors.line()
                );
            }
            (missed, extra) = (missed + errors.missed, extra + errors.extra);
            all.extend(errors.contact_time);
        }
        println!("{id:22} n {} missed {missed} extra {extra} contact RMSE {:.1} ms", all.len(), rms(&all));
        if id == "foot-slap-onset" {
            primary = Some((rms(&all), all.len(), missed, extra));
        }
    }
    // Target of the grid: 8 ms; one contact in fifty may be missed.
    let (rmse, n, missed, extra) = primary.unwrap();
    assert!(
        rmse <= 8.0 && missed * 50 <= n && extra == 0,
        "{rmse} ms, {missed} of {n} missed, {extra} extra"
    );
}
