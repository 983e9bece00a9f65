//! Random runners, clean and with one fault each, and what they wore.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use strideform::pipeline::{self, AnalysisOptions};
use strideform::recording::{Clock, Recording, Run, Runner, Session, Signals, Triad};
use strideform::report::Analysis;
use strideform_testkit::runner::{
    Body, Params, Part, SensorFaults, SensorSpec, Side, VirtualRun, random_attitude,
};

/// One run and how it is sampled.
pub(crate) struct Drawn {
    pub(crate) run: VirtualRun,
    pub(crate) rate_hz: f64,
    pub(crate) seed: u64,
}

/// Usual cadence at the speed for a leg of 0.53 of the height, as the findings take it (docs/METHODS.md).
pub(crate) fn usual_cadence(speed_mps: f64, height_m: f64) -> f64 {
    (168.0 + 10.0 * (speed_mps - 3.0)) * (0.92 / (0.53 * height_m)).sqrt()
}

/// A runner without fault: whatever speed and size, even sides, cadence within 3 % of the usual.
fn clean(rng: &mut StdRng) -> Params {
    let mut pick = |low: f64, high: f64| rng.random_range(low..high);
    let speed_mps = pick(2.2, 4.5);
    let height_m = pick(1.55, 1.95);
    let cadence_spm = usual_cadence(speed_mps, height_m) * pick(0.97, 1.03);
    // The mean contact time at that speed (docs/METHODS.md), and the spread between runners.
    let contact = (0.45 * speed_mps.powf(-0.53) + pick(-0.02, 0.02)).clamp(0.17, 0.85 * 60.0 / cadence_spm);
    let uneven = pick(-0.001, 0.001);
    let strike = pick(0.0, 14.0);
    let drop = pick(2.0, 4.5);
    Params {
        speed_mps,
        cadence_spm,
        contact_s: [contact + uneven, contact - uneven],
        strike_angle_deg: [strike, strike + pick(-1.0, 1.0)],
        drop_deg: [drop, drop + pick(-0.7, 0.7)],
        ankle_speed_mps: pick(0.8, 1.2),
        trunk_lean_deg: pick(2.0, 11.0),
        body: Body { height_m, mass_kg: pick(50.0, 95.0), ..Body::default() },
        seconds: 30.0,
        ..Params::default()
    }
}

/// `n` runs that a leg can run, each changed by `fault`.
pub(crate) fn draw(n: usize, seed: u64, mut fault: impl FnMut(&mut Params, &mut StdRng)) -> Vec<Drawn> {
    let mut rng = StdRng::seed_from_u64(seed);
    let mut out = Vec::new();
    // Far more tries than it takes.
    for k in 0..40 * n as u64 {
        if out.len() == n {
            break;
        }
        let mut params = clean(&mut rng);
        fault(&mut params, &mut rng);
        params.seed = k;
        let rate_hz = [200.0, 256.0, 200.0, 500.0][out.len() % 4];
        if let Ok(run) = VirtualRun::new(params) {
            out.push(Drawn { run, rate_hz, seed: 1000 * seed + k });
        }
    }
    out
}

/// The sensor of a part in an attitude of its own, as cheap as they come.
fn spec(drawn: &Drawn, part: Part, index: usize) -> SensorSpec {
    let seed = 100 * drawn.seed + index as u64;
    SensorSpec::on(part).rate(drawn.rate_hz).turned(random_attitude(seed)).with(SensorFaults::cheap(seed))
}

/// What the program says of the run, told its speed and the runner's leg length.
pub(crate) fn analyse(drawn: &Drawn, parts: &[Part]) -> Analysis {
    let params = drawn.run.params();
    let recordings =
        parts.iter().enumerate().map(|(i, part)| recording(drawn, &spec(drawn, *part, i))).collect();
    let runner = Runner::default()
        .with_height_cm(100.0 * params.body.height_m)
        .with_leg_length_cm(53.0 * params.body.height_m)
        .with_mass_kg(params.body.mass_kg);
    let run = Run::default().with_speed_mps(params.speed_mps);
    pipeline::analyze(
        &Session::default().with_runner(runner).with_run(run).with_recordings(recordings),
        &AnalysisOptions::default(),
    )
}

fn recording(drawn: &Drawn, spec: &SensorSpec) -> Recording {
    let made = drawn.run.record(spec);
    let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
    let signals = Signals::new(spec.rate_hz, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz));
    let share = made.clipped.len() as f64 / signals.len().max(1) as f64;
    let range = spec.faults.acc_range_g.filter(|_| !made.clipped.is_empty());
    let placement = spec.placement();
    let mut made =
        Recording::new(format!("{placement}.csv"), placement.parse().expect("a placement"), signals);
    made.clock = Clock::Counter { first_s: 0.0 };
    made.clipping = range.map(|range| (share, 9.80665 * range));
    made
}

/// Both sides of a part.
pub(crate) fn both(part: fn(Side) -> Part) -> [Part; 2] {
    [part(Side::Left), part(Side::Right)]
}
