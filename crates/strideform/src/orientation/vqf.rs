//! Offline VQF: orientation from angular rate and specific force when the whole recording is available.
//!
//! D. Laidig, T. Seel, *VQF: Highly accurate IMU orientation estimation with bias estimation and magnetic disturbance
//! rejection*, Information Fusion 91 (2023) 187–204, doi:10.1016/j.inffus.2022.10.014; the acausal variant without
//! magnetometer. The causal filter of crate `vqf-rs` runs over the samples forwards and backwards; each sample's
//! gyroscope bias is the mean of the two estimates weighted by their information. The rates minus that bias are
//! integrated; the specific force, rotated into the resulting frame, is low-passed in both directions and corrects the
//! vertical sample by sample.
//!
//! No deviations: equal to the authors' package within rounding (`testdata/reference/vqf`).

use nalgebra::{Matrix3, Quaternion, UnitQuaternion, Vector3};
use vqf_rs::{Params, VQF};

use crate::recording::Triad;

/// Parameters of the filter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VqfParams {
    /// Time constant of the specific force's low-pass, s. The authors' 3 s averages several strides of running.
    pub tau_acc_s: f64,
    /// Whether to estimate the gyroscope's bias while moving.
    pub motion_bias: bool,
    /// Whether to estimate the bias at rest, which is detected.
    pub rest_bias: bool,
}

impl Default for VqfParams {
    /// The authors' values.
    fn default() -> Self {
        Self { tau_acc_s: 3.0, motion_bias: true, rest_bias: true }
    }
}

/// Output of the filter, sample by sample.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Vqf {
    /// Rotates sensor axes into a frame at rest whose z axis is up and whose heading is arbitrary.
    pub orientation: Vec<UnitQuaternion<f64>>,
    /// Bias of the gyroscope, rad/s.
    pub bias: Triad,
    /// True where the sensor was at rest.
    pub rest: Vec<bool>,
}

/// One causal pass: bias, its information and rest, per sample.
struct Pass {
    bias: Vector3<f64>,
    information: Matrix3<f64>,
    rest: bool,
}

fn pass(
    samples: impl Iterator<Item = (Vector3<f64>, Vector3<f64>)>,
    ts: f64,
    params: Params,
) -> impl Iterator<Item = Pass> {
    let mut filter = VQF::new(ts, None, None, Some(params));
    samples.map(move |(gyr, acc)| {
        filter.update(gyr.into(), acc.into(), None);
        let state = filter.state();
        let rows = state.bias_p.0;
        let spread = Matrix3::from_fn(|i, j| rows.get(i).and_then(|row| row.get(j)).copied().unwrap_or(0.0));
        Pass {
            bias: Vector3::from(state.bias),
            information: spread.try_inverse().unwrap_or_else(Matrix3::zeros),
            rest: state.rest_detected,
        }
    })
}

/// Orientation of a sensor from `gyr` (rad/s) and `acc` (m/s²), both sampled at `rate_hz`.
///
/// The angular rate at sample `i` is assumed to apply from sample `i − 1` to `i`; for instantaneous rates, pass the
/// mean of neighbouring samples. `None` without samples, if the rate or the time constant is not a positive number, or
/// if a sample is not finite.
pub fn offline_vqf(gyr: &Triad, acc: &Triad, rate_hz: f64, params: &VqfParams) -> Option<Vqf> {
    let n = gyr.len().min(acc.len());
    let finite = |t: &Triad| t.columns().into_iter().flatten().all(|v| v.is_finite());
    // A millisecond to a quarter of an hour (*chosen*): outside that range the filter's coefficients degenerate.
    let sensible = (1e-3..1e3).contains(&params.tau_acc_s) && (0.1..1e5).contains(&rate_hz);
    if n == 0 || !sensible || !finite(gyr) || !finite(acc) {
        return None;
    }
    let ts = 1.0 / rate_hz;
    let causal = Params {
        tau_acc: params.tau_acc_s,
        motion_bias_est_enabled: params.motion_bias,
        rest_bias_est_enabled: params.rest_bias,
        ..Params::default()
    };
    let forwards = pass((0..n).map(|i| (gyr.at(i), acc.at(i))), ts, causal);
    let mut passes: Vec<Pass> = forwards.collect();
    // Backward in time, every rotation is reversed.
    let backwards = pass((0..n).rev().map(|i| (-gyr.at(i), acc.at(i))), ts, causal);
    for (here, back) in passes.iter_mut().rev().zip(backwards) {
        let sum = here.information + back.information;
        let weighted = here.information * here.bias - back.information * back.bias;
        here.bias = sum.try_inverse().map_or(here.bias, |spread| spread * weighted);
        here.rest |= back.rest;
    }

    let mut turned = UnitQuaternion::identity();
    let mut orientation = Vec::with_capacity(n);
    let mut force = Vec::with_capacity(n);
    for (i, p) in passes.iter().enumerate() {
        turned = advanced(&turned, &((gyr.at(i) - p.bias) * ts));
        orientation.push(turned);
        force.push(turned * acc.at(i));
    }
    // The same low-pass as in the causal filter.
    let coefficients = *VQF::new(ts, None, None, Some(causal)).coeffs();
    both_ways(&mut force, params.tau_acc_s * rate_hz, coefficients.acc_lp_b, coefficients.acc_lp_a);
    let mut level = UnitQuaternion::identity();
    for (q, f) in orientation.iter_mut().zip(&force) {
        level = upright(&(level * f)) * level;
        level.renormalize();
        *q = level * *q;
    }
    let mut bias = Triad::default();
    for p in &passes {
        bias.x.push(p.bias.x);
        bias.y.push(p.bias.y);
        bias.z.push(p.bias.z);
    }
    Some(Vqf { orientation, bias, rest: passes.iter().map(|p| p.rest).collect() })
}

/// `orientation` after a rotation by the rotation vector `by`, given in the axes of the rotating body.
pub(super) fn advanced(orientation: &UnitQuaternion<f64>, by: &Vector3<f64>) -> UnitQuaternion<f64> {
    let half = by * 0.5;
    let square = half.norm_squared();
    // The omitted terms of the series are below machine precision; rotations between samples are hardly ever larger.
    let turn = if square < 2.5e-3 {
        let sine = 1.0 - square / 6.0 * (1.0 - square / 20.0 * (1.0 - square / 42.0));
        let cosine =
            1.0 - square / 2.0 * (1.0 - square / 12.0 * (1.0 - square / 30.0 * (1.0 - square / 56.0)));
        let v = half * sine;
        UnitQuaternion::new_unchecked(Quaternion::new(cosine, v.x, v.y, v.z))
    } else {
        UnitQuaternion::from_scaled_axis(*by)
    };
    let mut next = orientation * turn;
    next.renormalize();
    next
}

/// Up (z of the frame at rest) in the axes of the rotating body.
#[inline]
pub(super) fn up_of(orientation: &UnitQuaternion<f64>) -> Vector3<f64> {
    let (w, x, y, z) = (orientation.w, orientation.i, orientation.j, orientation.k);
    Vector3::new(2.0 * (x * z - w * y), 2.0 * (y * z + w * x), 1.0 - 2.0 * (x * x + y * y))
}

/// The smallest rotation that brings `up` onto z.
pub(super) fn upright(up: &Vector3<f64>) -> UnitQuaternion<f64> {
    let Some(u) = up.try_normalize(f64::MIN_POSITIVE) else { return UnitQuaternion::identity() };
    let half = (0.5 * (u.z + 1.0)).max(0.0).sqrt();
    if half > 1e-6 {
        UnitQuaternion::from_quaternion(Quaternion::new(half, 0.5 * u.y / half, -0.5 * u.x / half, 0.0))
    } else {
        // Upside down, any horizontal axis will do.
        UnitQuaternion::from_quaternion(Quaternion::new(0.0, 1.0, 0.0, 0.0))
    }
}

/// Second-order section run forward and backward. The first pass outputs running means for the first `settle` samples
/// and continues as if it had always seen their mean; the second pass starts settled at its first value.
fn both_ways(x: &mut [Vector3<f64>], settle: f64, b: [f64; 3], a: [f64; 2]) {
    let settled = |v: &Vector3<f64>| (v * (1.0 - b[0]), v * (b[2] - a[1]));
    let step = |v: &mut Vector3<f64>, state: &mut (Vector3<f64>, Vector3<f64>)| {
        let y = *v * b[0] + state.0;
        *state = (*v * b[1] - y * a[0] + state.1, *v * b[2] - y * a[1]);
        *v = y;
    };
    let mut sum = Vector3::zeros();
    let mut state = None;
    for (i, v) in x.iter_mut().enumerate() {
        if let Some(state) = &mut state {
            step(v, state);
            continue;
        }
        sum += *v;
        let count = (i + 1) as f64;
        *v = sum / count;
        if count >= settle {
            state = Some(settled(v));
        }
    }
    let Some(mut state) = x.last().map(settled) else { return };
    for v in x.iter_mut().rev() {
        step(v, &mut state);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/reference/vqf/offline.csv");

    /// Blocks `# name rate tau motion rest` with rows of gyr, acc, quaternion, bias, rest.
    #[test]
    fn equal_to_the_authors_package() {
        // The reference is part of the repository but not of the packaged crate.
        let Ok(text) = std::fs::read_to_string(REFERENCE) else {
            let workspace = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/METHODS.md");
            assert!(!std::path::Path::new(workspace).exists(), "{REFERENCE} is missing");
            return eprintln!("SKIPPED: {REFERENCE} not found");
        };
        let mut worst: f64 = 0.0;
        let mut blocks = 0;
        for block in text.split("# ").skip(1) {
            let (head, body) = block.split_once('\n').expect("head");
            let words: Vec<&str> = head.split_whitespace().collect();
            let number = |k: usize| words[k].parse::<f64>().expect("number");
            let rows: Vec<Vec<f64>> =
                body.lines().map(|l| l.split(',').map(|c| c.parse().expect("cell")).collect()).collect();
            let column = |k: usize| rows.iter().map(|r| r[k]).collect::<Vec<f64>>();
            let triad = |k| Triad::new(column(k), column(k + 1), column(k + 2));
            let params =
                VqfParams { tau_acc_s: number(2), motion_bias: number(3) > 0.0, rest_bias: number(4) > 0.0 };
            let stride = number(5) as usize;
            // Inputs repeat the motion; rows hold every sample, references every `stride`-th.
            let found = offline_vqf(&triad(0), &triad(3), number(1), &params).expect("orientation");
            for (i, row) in rows.iter().enumerate().filter(|(i, r)| i % stride == 0 && r.len() > 6) {
                let q = UnitQuaternion::from_quaternion(Quaternion::new(row[6], row[7], row[8], row[9]));
                worst = worst.max(found.orientation[i].angle_to(&q).to_degrees());
                let bias = found.bias.at(i) - Vector3::new(row[10], row[11], row[12]);
                // The reference is written with twelve digits of biases up to 0.02 rad/s.
                assert!(bias.norm() < 1e-12, "{} {i}: {bias}", words[0]);
                assert_eq!(found.rest[i], row[13] > 0.0, "{} {i}", words[0]);
            }
            blocks += 1;
        }
        assert_eq!(blocks, 3);
        // The target is 1e-6°; the file's twelve digits leave 1e-10.
        assert!(worst < 1e-6, "{worst}");
    }

    #[test]
    fn senseless_input_gives_nothing() {
        let one = Triad::new(vec![0.0; 50], vec![0.0; 50], vec![9.81; 50]);
        let params = VqfParams::default();
        assert!(offline_vqf(&one, &one, 100.0, &params).is_some());
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert!(offline_vqf(&one, &one, rate, &params).is_none());
        }
        assert!(offline_vqf(&one, &Triad::default(), 100.0, &params).is_none());
        assert!(offline_vqf(&one, &one, 100.0, &VqfParams { tau_acc_s: 0.0, ..params }).is_none());
        let nan = Triad::new(vec![f64::NAN; 50], vec![0.0; 50], vec![9.81; 50]);
        assert!(offline_vqf(&one, &nan, 100.0, &params).is_none());
    }
}
