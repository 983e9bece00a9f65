//! Random runs over the intended range of use.

use rand::{RngExt, SeedableRng, rngs::StdRng};

use crate::runner::{Body, Params, SensorSpec, Truth, VirtualRun};

/// One run and how it is sampled.
pub struct Drawn {
    /// The run.
    pub run: VirtualRun,
    /// Rate of its sensors, Hz.
    pub rate_hz: f64,
    /// Seed of its sensors' attitudes and faults.
    pub seed: u64,
}

/// `n` physically possible runs: speed 2–6 m/s, cadence 150–210, contact 0.16–0.35 s and at most 0.9 of the step time,
/// strike −10…+25°, drop 0–12° per side, 100–500 Hz.
pub fn draw(n: usize, seed: u64) -> Vec<Drawn> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut out = Vec::new();
    // Far more attempts than needed: about one in two is possible.
    for seed in 0..20 * n as u64 {
        if out.len() == n {
            break;
        }
        let mut pick = |low: f64, high: f64| rng.random_range(low..high);
        let (speed_mps, cadence_spm) = (pick(2.0, 6.0), pick(150.0, 210.0));
        let contact = pick(0.16, 0.35_f64.min(0.9 * 60.0 / cadence_spm));
        // The two sides of one runner are similar: a few milliseconds and degrees apart (*chosen*).
        let (difference, strike) = (pick(-0.006, 0.006), pick(-10.0, 25.0));
        let tilt = pick(-3.0, 3.0);
        let params = Params {
            speed_mps,
            cadence_spm,
            contact_s: [contact + difference, contact - difference],
            strike_angle_deg: [strike + tilt, strike - tilt],
            drop_deg: [pick(0.0, 12.0), pick(0.0, 12.0)],
            ankle_speed_mps: pick(0.8, 1.5),
            trunk_lean_deg: pick(0.0, 15.0),
            body: Body { height_m: pick(1.55, 1.95), mass_kg: pick(50.0, 95.0), ..Body::default() },
            seconds: 40.0,
            seed,
            ..Params::default()
        };
        let rate_hz = [200.0, 100.0, 200.0, 500.0, 128.0, 256.0][out.len() % 6];
        if let Ok(run) = VirtualRun::new(params) {
            out.push(Drawn { run, rate_hz, seed });
        }
    }
    out
}

/// Range of the sensor's height within a step, median over steady steps, cm.
pub fn sensor_rise(run: &VirtualRun, spec: &SensorSpec, truth: &Truth) -> f64 {
    let steps = truth.steps.iter().filter(|s| s.contact.steady);
    let ranges = steps.filter_map(|s| {
        let (on, step) = (s.contact.initial_contact_s, s.values.get("step_time")?);
        let heights = (0..=50).map(|k| run.place(spec, on + step * f64::from(k) / 50.0).0[1]);
        let (low, high) = heights.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        Some(100.0 * (high - low))
    });
    let mut ranges: Vec<f64> = ranges.collect();
    ranges.sort_by(f64::total_cmp);
    let n = ranges.len();
    if n == 0 { f64::NAN } else { 0.5 * (ranges[(n - 1) / 2] + ranges[n / 2]) }
}
