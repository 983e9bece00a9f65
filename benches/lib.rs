//! Ten virtual minutes on one sensor, for benchmarks: `cargo bench -p strideform-benches`.
//!
//! Wall time on shared cores says little by itself: compare figures of one run, as ratios.

use strideform::recording::{Sensor, Signals, Triad};
use strideform_testkit::runner::{Params, SensorFaults, SensorSpec, VirtualRun};

/// Seconds of running in the benchmark's recording.
pub const SECONDS: f64 = 600.0;

/// A virtual run recorded at 200 Hz by a cheap sensor on the named placement.
pub fn signals(placement: &str) -> Option<Signals<Sensor>> {
    let run = VirtualRun::new(Params { seconds: SECONDS, ..Params::default() }).ok()?;
    let recorded = run.record(&SensorSpec::named(placement)?.rate(200.0).with(SensorFaults::cheap(1)));
    let [x, y, z] = recorded.acc;
    let [gx, gy, gz] = recorded.gyr;
    Some(Signals::new(200.0, Triad::new(x, y, z)).with_gyr(Triad::new(gx, gy, gz)))
}

/// The same recording as the text of a CSV export.
pub fn csv(signals: &Signals<Sensor>) -> String {
    let mut text = String::from("time_s,acc_x_mps2,acc_y_mps2,acc_z_mps2,gyr_x_rads,gyr_y_rads,gyr_z_rads\n");
    for i in 0..signals.len() {
        let (a, g) = (signals.acc.at(i), signals.gyr.as_ref().map(|g| g.at(i)).unwrap_or_default());
        text += &format!(
            "{:.4},{:.4},{:.4},{:.4},{:.5},{:.5},{:.5}\n",
            signals.time_s(i),
            a.x,
            a.y,
            a.z,
            g.x,
            g.y,
            g.z
        );
    }
    text
}
