//! What real sensors do to a signal, each switchable.

use super::VirtualRun;
use super::force::G;
use super::sensor::{Recorded, SensorSpec};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

/// Faults of a sensor. The default is a perfect one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SensorFaults {
    /// White noise of the accelerometer, standard deviation per sample, m/s².
    pub acc_noise: f64,
    /// White noise of the gyroscope, standard deviation per sample, rad/s.
    pub gyr_noise: f64,
    /// Constant offset of the accelerometer axes, m/s².
    pub acc_bias: [f64; 3],
    /// Constant offset of the gyroscope axes, rad/s.
    pub gyr_bias: [f64; 3],
    /// Range of the accelerometer, g; clipped at ± this.
    pub acc_range_g: Option<f64>,
    /// Range of the gyroscope, degrees per second.
    pub gyr_range_dps: Option<f64>,
    /// Seed of the noise.
    pub seed: u64,
}

impl SensorFaults {
    /// A cheap sensor (*chosen*, consumer-grade data sheets): ±16 g, ±2000 °/s, 20 mg and 1 °/s offsets, small noise.
    pub fn cheap(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed ^ 0xc4ea);
        let mut n = |sd: f64| -> f64 {
            let x: f64 = StandardNormal.sample(&mut rng);
            sd * x.clamp(-2.0, 2.0)
        };
        let acc_bias = [0; 3].map(|_| n(0.02 * G));
        let gyr_bias = [0; 3].map(|_| n(1f64.to_radians()));
        Self {
            acc_noise: 0.005 * G,
            gyr_noise: 0.1f64.to_radians(),
            acc_bias,
            gyr_bias,
            acc_range_g: Some(16.0),
            gyr_range_dps: Some(2000.0),
            seed,
        }
    }
}

pub(crate) fn record(run: &VirtualRun, spec: &SensorSpec) -> Recorded {
    let f = &spec.faults;
    let mut rng = StdRng::seed_from_u64(f.seed ^ run.params().seed.rotate_left(17));
    let n = ((run.seconds() - spec.start_s) * spec.rate_hz).floor() as usize + 1;
    let mut out = Recorded { placement: spec.placement(), ..Recorded::default() };
    let (acc_top, gyr_top) = (
        f.acc_range_g.map_or(f64::INFINITY, |g| g * G),
        f.gyr_range_dps.map_or(f64::INFINITY, f64::to_radians),
    );
    for i in 0..n {
        let t = spec.start_s + i as f64 / spec.rate_hz;
        let (a, w) = run.exact(spec, t);
        let mut noise = |sd: f64| -> f64 {
            if sd > 0.0 {
                let x: f64 = StandardNormal.sample(&mut rng);
                sd * x
            } else {
                0.0
            }
        };
        let mut hit = false;
        for k in 0..3 {
            let x = a[k] + f.acc_bias[k] + noise(f.acc_noise);
            let y = w[k] + f.gyr_bias[k] + noise(f.gyr_noise);
            hit |= x.abs() > acc_top || y.abs() > gyr_top;
            out.acc[k].push(x.clamp(-acc_top, acc_top));
            out.gyr[k].push(y.clamp(-gyr_top, gyr_top));
        }
        out.clipped += usize::from(hit);
        out.time_s.push(t);
    }
    out
}
