//! Arm crossover share: how much of the forearm's rotation within a stride goes across the body.
//!
//! # Definition
//! 100 · ⟨ω_v²⟩ / ⟨|ω|²⟩ over a stride, where ω is the forearm's angular rate and ω_v its component about the vertical
//! minus the stride's mean (which is due to bends in the course). A forearm that swings straight forward and back
//! rotates about a horizontal axis (0 %); one that sweeps across the body at elbow height rotates about the vertical
//! (100 %).
//!
//! # Source
//! This project: no published sensor-based measure of arm crossover was found. The vertical comes from
//! [`crate::orientation`], so the sensor may have any orientation and no heading is needed.
//!
//! # Needs
//! A wrist sensor with gyroscope on each arm.
//!
//! # Points of deviation
//! - It is a share of rotation, not of the hand's path: a path needs double integration and the direction of travel,
//!   which is unknown at a wrist without a magnetometer.
//! - Rotation of the forearm about its own axis counts as horizontal, because the forearm is nearly horizontal in
//!   running.

use crate::contacts::ContactSide;
use crate::orientation::{Oriented, OrientedBout};
use crate::signal::zero_phase_lowpass;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `arm_crossover_share`.
pub(super) const ARM_CROSSOVER_SHARE_INFO: MetricInfo = MetricInfo::new(
    MetricId::ArmCrossoverShare,
    "Arm crossover share",
    "Share of the forearm's rotation within a stride that goes across the body: mean square of the angular rate about the vertical over that about all axes",
    &[Source::on_each_side(&[Segment::Wrist]).with_gyroscope().at_hz(50.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "forearm-turning-about-the-vertical",
        summary: "share of the forearm's rotation in a stride that is about the vertical",
        segments: &[Segment::Wrist],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "none: not based on a published method",
    },
    &[MetricId::ArmCrossoverShare],
);

/// Low-pass of the rates, Hz (*chosen*: the arm swings at 1.2–1.6 Hz with some harmonics; higher frequencies are wobble
/// of the strap).
const CUTOFF_HZ: f64 = 10.0;
/// 95 % error, percentage points (*chosen*: a vertical that is wrong by δ changes a share s by up to 2δ√(s(1 − s)), 10
/// points for 6°; no reference exists).
const ERROR: f64 = 10.0;
const SOURCE: &str = "chosen; no reference exists";

/// `arm_crossover_share` of every stride of one wrist.
pub fn arm_crossover(oriented: &Oriented) -> Measured {
    let side = ContactSide::of(oriented.placement.side);
    let mut steps = Sided::default();
    for bout in oriented.bouts.iter().flatten() {
        for (t, share) in shares(bout) {
            steps.push(t, side, share);
        }
    }
    let bias = sigma(ERROR);
    Measured {
        id: MetricId::ArmCrossoverShare,
        steps,
        bias,
        side_bias: Some(bias),
        error_source: SOURCE,
        caveats: Vec::new(),
    }
}

/// (start of the stride in s, share in %) for every whole stride.
fn shares(bout: &OrientedBout) -> Vec<(f64, f64)> {
    let turns = bout.orientation.iter().zip(bout.orientation.iter().skip(1));
    let rates: Vec<nalgebra::Vector3<f64>> =
        turns.map(|(a, b)| (b * a.inverse()).scaled_axis() * bout.rate_hz).collect();
    let axis = |k: usize| {
        let column: Vec<f64> = rates.iter().map(|r| r[k]).collect();
        zero_phase_lowpass(&column, CUTOFF_HZ, bout.rate_hz)
    };
    let [x, y, z] = [axis(0), axis(1), axis(2)];
    let mut out = Vec::new();
    let mut start = 0;
    loop {
        let stride = (bout.stride_s(bout.time_s(start)) * bout.rate_hz).round();
        // A stride has at least ten samples.
        if !(stride >= 10.0) {
            return out;
        }
        let range = start..start + stride as usize;
        let (Some(x), Some(y), Some(z)) = (x.get(range.clone()), y.get(range.clone()), z.get(range.clone()))
        else {
            return out;
        };
        let mean = z.iter().sum::<f64>() / stride;
        let vertical: f64 = z.iter().map(|v| (v - mean).powi(2)).sum();
        let horizontal: f64 = x.iter().chain(y).map(|v| v * v).sum();
        if vertical + horizontal > 0.0 {
            out.push((bout.time_s(start), 100.0 * vertical / (vertical + horizontal)));
        }
        start = range.end;
    }
}
