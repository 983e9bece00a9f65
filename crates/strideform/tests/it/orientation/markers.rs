//! The recordings and what is true of them.

use std::path::PathBuf;

use nalgebra::{Matrix3, Rotation3, UnitQuaternion, Vector3};
use rand::{SeedableRng, rngs::StdRng};
use rand_distr::{Distribution, StandardNormal};
use strideform::contacts::{Contact, ContactSide, TimingError};
use strideform::orientation::Running;
use strideform::recording::{Placement, Sensor, Signals, Triad};

/// Stride time of the man, s: 175.9 steps/min.
pub(crate) const STRIDE_S: f64 = 0.682;

/// Contacts of the force plate.
pub(crate) const EXACT: TimingError = TimingError { bias_s: 0.0, step_s: 0.0 };

pub(crate) fn folder() -> Option<PathBuf> {
    Some(strideform_testkit::data::recordings()?.join("markers-treadmill-force"))
}

pub(crate) fn table(name: &str) -> Option<Vec<Vec<String>>> {
    let text = std::fs::read_to_string(folder()?.join(name)).expect("recording");
    Some(text.lines().skip(1).map(|l| l.split(',').map(str::to_owned).collect()).collect())
}

pub(crate) fn column(rows: &[Vec<String>], k: usize) -> Vec<f64> {
    rows.iter().map(|r| r[k].parse().expect("number")).collect()
}

/// A sensor at 240 Hz; its axes are x right, y forward, z up.
pub(crate) fn sensor(part: &str) -> Option<Signals<Sensor>> {
    let rows = table(&format!("virtual_imu_{part}_240hz.csv"))?;
    let triad = |k: usize, unit: f64| {
        let axis = |j| column(&rows, j).into_iter().map(|v| v * unit).collect();
        Triad::new(axis(k), axis(k + 1), axis(k + 2))
    };
    Some(Signals::new(240.0, triad(1, 1.0)).with_gyr(triad(4, 1f64.to_radians())))
}

/// Every step: its contact by force plate, and the row of the truth.
pub(crate) fn steps(placement: Placement) -> Option<Vec<(Contact, Vec<String>)>> {
    let rows = table("truth_steps.csv")?;
    let made = rows.into_iter().map(|row| {
        let side = if row[1] == "left" { ContactSide::Left } else { ContactSide::Right };
        let contact = Contact {
            side,
            initial_contact_s: row[2].parse().expect("time"),
            toe_off_s: Some(row[3].parse().expect("time")),
            valid: true,
            reason: None,
            placement,
            bout: 0,
        };
        (contact, row)
    });
    Some(made.collect())
}

pub(crate) fn running(signals: &Signals<Sensor>) -> [Running; 1] {
    [Running { range: 0..signals.len(), stride_s: STRIDE_S }]
}

/// The sensor stuck on in another attitude.
pub(crate) fn turned(signals: &Signals<Sensor>, seed: u64) -> Signals<Sensor> {
    let mut rng = StdRng::seed_from_u64(seed);
    let q: [f64; 4] = std::array::from_fn(|_| StandardNormal.sample(&mut rng));
    let q = UnitQuaternion::from_quaternion(nalgebra::Quaternion::new(q[0], q[1], q[2], q[3]));
    let turn: Rotation3<f64> = q.to_rotation_matrix();
    let mut out = signals.clone();
    out.acc = out.acc.rotated(turn.matrix());
    out.gyr = out.gyr.map(|g| g.rotated(turn.matrix()));
    out
}

/// Faults of a cheap sensor: gyroscope bias SD 1 °/s, scale 1 %, cross-axis 0.5°, 0.1 °/s per g, accelerometer bias
/// 20 mg, and noise.
pub(crate) fn cheap(signals: &Signals<Sensor>, seed: u64) -> Signals<Sensor> {
    let mut rng = StdRng::seed_from_u64(1000 + seed);
    let mut normal = |sd: f64| -> f64 {
        let v: f64 = StandardNormal.sample(&mut rng);
        sd * v
    };
    let mut vector = |sd: f64| Vector3::new(normal(sd), normal(sd), normal(sd));
    let deg = 1f64.to_radians();
    let (bias, offset, scale) = (vector(deg), vector(0.02 * 9.81), vector(0.01));
    let cross = vector(0.5 * deg);
    let mixed = Matrix3::from_diagonal(&scale) + cross.cross_matrix() + Matrix3::identity();
    let felt = Matrix3::from_columns(&[
        vector(0.1 * deg / 9.81),
        vector(0.1 * deg / 9.81),
        vector(0.1 * deg / 9.81),
    ]);
    let mut out = signals.clone();
    let gyr = signals.gyr.as_ref().expect("gyroscope");
    let (mut turns, mut forces) = (Triad::default(), Triad::default());
    for i in 0..signals.len() {
        let w = mixed * gyr.at(i) + bias + felt * signals.acc.at(i) + vector(0.1 * deg);
        let f = signals.acc.at(i) + offset + vector(0.03);
        for (t, v) in [(&mut turns, w), (&mut forces, f)] {
            t.x.push(v.x);
            t.y.push(v.y);
            t.z.push(v.z);
        }
    }
    out.acc = forces;
    out.gyr = Some(turns);
    out
}

pub(crate) fn mean_sd(x: &[f64]) -> (f64, f64) {
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    (mean, (x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

pub(crate) fn rmse(x: &[f64]) -> f64 {
    (x.iter().map(|v| v * v).sum::<f64>() / x.len() as f64).sqrt()
}
