//! Errors that real sensors add to a signal, each of which can be set separately; the default is a perfect sensor.

use super::force::G;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

/// Skin and strap under a sensor: a damped oscillator between bone and sensor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tissue {
    /// Natural frequency, Hz (10–30 in the literature).
    pub hz: f64,
    /// Damping ratio (0.1–0.3).
    pub damping: f64,
    /// Share of the oscillator in the accelerometer reading, 0…1.
    pub share: f64,
    /// Rotation that accompanies the oscillation, rad per metre of displacement (displacement along x rotates about z, and vice
    /// versa).
    pub turn_per_m: f64,
}

/// The sensor is knocked or slips: from that instant on it is rotated.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slip {
    /// When, s of the run.
    pub at_s: f64,
    /// Rotation vector in sensor axes, degrees.
    pub turn_deg: [f64; 3],
}

/// Faults of a sensor. `SensorFaults { acc_range_g: Some(8.0), ..SensorFaults::default() }` is a perfect sensor except for its range.
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
    /// Random walk of the gyroscope's offset, rad/s per √s.
    pub gyr_walk: f64,
    /// Scale error of each accelerometer axis (0.01: readings are 1 % too high).
    pub acc_scale: [f64; 3],
    /// Scale error of each gyroscope axis.
    pub gyr_scale: [f64; 3],
    /// Misalignment of the accelerometer relative to the gyroscope, rotation vector in degrees.
    pub misalignment_deg: [f64; 3],
    /// Gyroscope reading caused by acceleration, rad/s per m/s².
    pub gyr_g_sensitivity: f64,
    /// Age of the gyroscope's samples relative to the accelerometer's, s.
    pub gyr_delay_s: f64,
    /// Range of the accelerometer, g; readings are clipped at ± this value.
    pub acc_range_g: Option<f64>,
    /// Range of the gyroscope, degrees per second.
    pub gyr_range_dps: Option<f64>,
    /// Resolution of the accelerometer, g.
    pub acc_step_g: f64,
    /// Resolution of the gyroscope, degrees per second.
    pub gyr_step_dps: f64,
    /// Second-order low-pass inside the sensor (including its delay), Hz; `None` gives point samples without an anti-alias filter.
    pub bandwidth_hz: Option<f64>,
    /// Soft tissue.
    pub tissue: Option<Tissue>,
    /// Slip.
    pub slip: Option<Slip>,
    /// Scatter of the sampling instants, standard deviation, s (the time stamps are the true instants).
    pub jitter_s: f64,
    /// Scatter of the time stamps around the sampling instants, standard deviation, s.
    pub stamp_noise_s: f64,
    /// Clock offset: time stamp minus true time, s.
    pub clock_offset_s: f64,
    /// Rate error of the clock, parts per million.
    pub clock_drift_ppm: f64,
    /// Rows per batch; all rows of a batch carry the time stamp of the last one. 0 or 1: no batches.
    pub batch: usize,
    /// Probability that a sample is lost.
    pub lost: f64,
    /// Bursts of loss per minute and their mean length in samples.
    pub bursts: (f64, f64),
    /// Probability that a row is written twice.
    pub duplicated: f64,
    /// Seed of all random errors.
    pub seed: u64,
}

impl SensorFaults {
    /// A cheap sensor (*chosen* from consumer-grade data sheets): ±16 g and ±2000 °/s in 16 bits, offsets of SD 20 mg and
    /// 1 °/s, scale errors of SD 1 %, misalignment of half a degree, low noise.
    pub fn cheap(seed: u64) -> Self {
        let mut rng = StdRng::seed_from_u64(seed ^ 0xc4ea);
        let mut n = |sd: f64| -> [f64; 3] {
            [0; 3].map(|_| {
                let x: f64 = StandardNormal.sample(&mut rng);
                sd * x.clamp(-2.0, 2.0)
            })
        };
        Self {
            acc_noise: 0.005 * G,
            gyr_noise: 0.1f64.to_radians(),
            acc_bias: n(0.02 * G),
            gyr_bias: n(1f64.to_radians()),
            acc_scale: n(0.01),
            gyr_scale: n(0.01),
            misalignment_deg: n(0.5),
            gyr_walk: 0.002f64.to_radians(),
            acc_range_g: Some(16.0),
            gyr_range_dps: Some(2000.0),
            acc_step_g: 16.0 / 32768.0,
            gyr_step_dps: 2000.0 / 32768.0,
            seed,
            ..Self::default()
        }
    }

    /// True if the signal depends on its past, through soft tissue or a filter.
    pub(crate) fn has_memory(&self) -> bool {
        self.tissue.is_some() || self.bandwidth_hz.is_some()
    }
}
