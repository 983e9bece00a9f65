//! Stride length and speed from a foot sensor.
//!
//! Between two instants in which the foot lies flat, acceleration in the level frame is integrated to velocity, which is
//! zero at both; what is left at the end is taken off in proportion to time, and the rest integrated to the way (zero-velocity
//! updates with linear de-drifting: Zrenner et al. 2018, Falbriard et al. 2021). On a treadmill the belt is at rest.

use nalgebra::Vector3;

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, Sensor, Signals};
use crate::signal::median;

use super::estimate::Sided;
use super::foot_flat::flat_stances;
use super::measured::{Measured, gyroscope_clipped, sigma};

/// 95 % error relative to the value: +0.5 ± 0.8 % on eight strides of one runner; published 0.022 ± 0.157 m (Zrenner
/// et al. 2018) and 0.08 ± 0.10 m/s (Falbriard et al. 2021).
const RELATIVE: f64 = 0.05;
/// The same where the accelerometer clips (measured −2.6 % at ±8 g).
const CLIPPED: f64 = 0.10;
/// Share of clipped samples that matters (*chosen*: one sample in five strides at 200 Hz).
const CLIPPED_SHARE: f64 = 0.0015;
/// Two flat instants belong to one stride if they are this many stride times apart.
const ONE: std::ops::Range<f64> = 0.75..1.25;
/// Least rate, Hz.
const LEAST_RATE_HZ: f64 = 95.0;
const SOURCE: &str = "docs/VALIDATION.md, markers of one runner; Zrenner et al. 2018, Falbriard et al. 2021";

/// `stride_length`, `step_length` and `speed` of every stride; `clipped` is the share of samples at the accelerometer's
/// limit. Empty below 95 Hz or without gyroscope.
pub fn stride_length(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    clipped: Option<f64>,
) -> Vec<Measured> {
    let (mut stride, mut step, mut speed) = (Sided::default(), Sided::default(), Sided::default());
    let stances =
        if signals.rate_hz >= LEAST_RATE_HZ { flat_stances(signals, oriented, contacts) } else { Vec::new() };
    for (a, b) in stances.iter().zip(stances.iter().skip(1)) {
        let seconds = b.flat_s - a.flat_s;
        let apart = seconds / a.bout.stride_s(a.flat_s);
        if !std::ptr::eq(a.part, b.part) || a.contact.side != b.contact.side || !ONE.contains(&apart) {
            continue;
        }
        if signals.touches_gap(a.flat_s, b.flat_s) {
            continue;
        }
        let Some(length) = way(a.bout, a.flat_s, b.flat_s) else { continue };
        let t = a.contact.initial_contact_s;
        stride.push(t, a.contact.side, length);
        step.push(t, ContactSide::Unknown, 0.5 * length);
        speed.push(t, ContactSide::Unknown, length / seconds);
    }
    let mut caveats = Vec::new();
    let limit = clipped.filter(|share| *share > CLIPPED_SHARE);
    if let Some(share) = limit {
        let text = "the accelerometer reached its limit: stride length and speed come out too small";
        caveats.push(Caveat::new("clipped", text).with_value(share));
    }
    let turns = gyroscope_clipped(signals);
    if turns {
        let text = "the gyroscope reached its limit: stride length and speed are less sure";
        caveats.push(Caveat::new("gyr-clipped", text));
    }
    let relative = if limit.is_some() || turns { CLIPPED } else { RELATIVE };
    [("stride_length", stride), ("step_length", step), ("speed", speed)]
        .into_iter()
        .map(|(id, steps)| {
            let bias = sigma(relative) * median(&steps.values()).unwrap_or(0.0);
            let side_bias = (id == "stride_length").then_some(bias);
            Measured { id, steps, bias, side_bias, error_source: SOURCE, caveats: caveats.clone() }
        })
        .collect()
}

/// Horizontal way between two instants of rest, m.
fn way(bout: &OrientedBout, from_s: f64, to_s: f64) -> Option<f64> {
    let (a, b) = (bout.sample(from_s).round() as usize, bout.sample(to_s).round() as usize);
    if b <= a || b >= bout.len() {
        return None;
    }
    let dt = 1.0 / bout.rate_hz;
    let mut velocity = Vector3::zeros();
    let mut place = Vector3::zeros();
    for i in a + 1..=b {
        // The force at a sample is the mean over the interval that ends there.
        let next = velocity + bout.acceleration(i) * dt;
        place += 0.5 * (velocity + next) * dt;
        velocity = next;
    }
    // The speed left at the end grew in proportion to time: half of it, over the whole time, is way too much.
    place -= 0.5 * velocity * ((b - a) as f64 * dt);
    let length = place.xy().norm();
    length.is_finite().then_some(length)
}
