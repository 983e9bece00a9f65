//! Rotations and specific forces at a lower rate, without losing the movement between samples.
//!
//! Orientation is the most expensive stage, and most placements have no content above a few tens of hertz, but
//! averaging the rates of a foot over 10 ms would distort its orientation. The rates within each interval are therefore
//! integrated to one rotation; divided by the length of the interval, this is the constant rate that produces the same
//! rotation.

use std::borrow::Cow;

use crate::parallel::*;
use nalgebra::{UnitQuaternion, Vector3};

use crate::recording::{Sensor, Signals, Triad};
use crate::signal::bridge;

use super::vqf::advanced;

/// Intervals computed at a time (*chosen*: a few megabytes), and the number too small to be worth sharing between
/// threads.
const CHUNK: usize = 1 << 16;
const ALONE: usize = 1 << 12;

/// Tolerance for a slow device clock (*chosen*: 1 %, many times a crystal's error): 199.99 Hz counts as 200.
const CLOCK: f64 = 1.01;

/// Rotation and force per interval.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Increments {
    /// Intervals per second.
    pub(super) rate_hz: f64,
    /// End of the first interval, s since the recording's first sample.
    pub(super) start_s: f64,
    /// Constant rate, rad/s, that produces the rotation of the interval ending at this sample.
    pub(super) gyr: Triad,
    /// Mean specific force over that interval, m/s², in the axes at its end.
    pub(super) acc: Triad,
}

impl Increments {
    /// From the samples in `range`, at `min_hz` or up to twice that, or at the recording's rate if that is lower. The
    /// angular rate between two samples is taken as their mean. `None` without a gyroscope or with fewer than two
    /// intervals.
    pub(super) fn of(signals: &Signals<Sensor>, range: std::ops::Range<usize>, min_hz: f64) -> Option<Self> {
        if !(signals.rate_hz.is_finite() && signals.rate_hz > 0.0) {
            return None;
        }
        let (gyr, acc) = (columns(signals.gyr.as_ref()?, &range), columns(&signals.acc, &range));
        let per = ((CLOCK * signals.rate_hz / min_hz) as usize).max(1);
        let samples = gyr.iter().chain(&acc).map(|c| c.len()).min().unwrap_or(0);
        let n = samples.checked_sub(1)? / per + 1;
        if n < 2 {
            return None;
        }
        let dt = 1.0 / signals.rate_hz;
        let interval = |k: usize| {
            if k == 0 {
                return (at(&gyr, 0), at(&acc, 0));
            }
            // With a single step the rate needs no integration.
            if per == 1 {
                return (0.5 * (at(&gyr, k - 1) + at(&gyr, k)), at(&acc, k));
            }
            let (mut turned, mut force) = (UnitQuaternion::identity(), Vector3::zeros());
            for j in (k - 1) * per + 1..=k * per {
                turned = advanced(&turned, &(0.5 * dt * (at(&gyr, j - 1) + at(&gyr, j))));
                force += turned * at(&acc, j);
            }
            (turned.scaled_axis() / (per as f64 * dt), turned.inverse() * force / per as f64)
        };
        let room = || Triad { x: Vec::with_capacity(n), y: Vec::with_capacity(n), z: Vec::with_capacity(n) };
        let (mut turns, mut forces) = (room(), room());
        // Chunks limit the memory of parallel work.
        for from in (0..n).step_by(CHUNK) {
            let chunk = from..(from + CHUNK).min(n);
            let made: Vec<_> = chunk.into_par_iter().with_min_len(ALONE).map(interval).collect();
            for (turn, force) in made {
                push(&mut turns, turn);
                push(&mut forces, force);
            }
        }
        let start_s = signals.time_s(range.start);
        Some(Self { rate_hz: signals.rate_hz / per as f64, start_s, gyr: turns, acc: forces })
    }

    pub(super) fn len(&self) -> usize {
        self.gyr.len()
    }
}

/// The columns of a range, with gaps bridged.
fn columns<'a>(triad: &'a Triad, range: &std::ops::Range<usize>) -> [Cow<'a, [f64]>; 3] {
    triad.part(range.clone()).map(bridge)
}

fn at(columns: &[Cow<'_, [f64]>; 3], i: usize) -> Vector3<f64> {
    let [x, y, z] = columns;
    match (x.get(i), y.get(i), z.get(i)) {
        (Some(&x), Some(&y), Some(&z)) => Vector3::new(x, y, z),
        _ => Vector3::zeros(),
    }
}

pub(super) fn push(triad: &mut Triad, v: Vector3<f64>) {
    triad.x.push(v.x);
    triad.y.push(v.y);
    triad.z.push(v.z);
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_rotation_is_the_same_at_a_quarter_of_the_rate() {
        let wave = |k: f64, a: f64| (0..801).map(|i| a * (f64::from(i) * k).sin()).collect::<Vec<_>>();
        let gyr = Triad::new(wave(0.05, 10.0), wave(0.08, 7.0), wave(0.03, 3.0));
        let acc = Triad::new(wave(0.1, 5.0), vec![9.81; 801], wave(0.2, 2.0));
        let signals = Signals::<Sensor>::new(400.0, acc).with_gyr(gyr);
        let total = |min_hz: f64| {
            let made = Increments::of(&signals, 0..801, min_hz).expect("increments");
            let dt = 1.0 / made.rate_hz;
            let turned =
                (1..made.len()).fold(UnitQuaternion::identity(), |q, k| advanced(&q, &(made.gyr.at(k) * dt)));
            (made.rate_hz, made.len(), turned)
        };
        let (fine, coarse) = (total(400.0), total(100.0));
        assert_eq!((fine.0, fine.1, coarse.0, coarse.1), (400.0, 801, 100.0, 201));
        // Rounding of 800 products.
        assert!(fine.2.angle_to(&coarse.2) < 1e-9, "{}", fine.2.angle_to(&coarse.2));
    }

    #[test]
    fn a_still_sensor_keeps_its_force() {
        let constant = |v: f64| vec![v; 50];
        let signals = Signals::<Sensor>::new(200.0, Triad::new(constant(1.0), constant(2.0), constant(9.0)))
            .with_gyr(Triad::new(constant(0.0), constant(0.0), constant(0.0)));
        let made = Increments::of(&signals, 10..50, 100.0).expect("increments");
        assert_eq!(made.len(), 20);
        // Exact but for one rounding.
        assert!((made.acc.at(19) - Vector3::new(1.0, 2.0, 9.0)).norm() < 1e-14);
        assert_abs_diff_eq!(made.start_s, 0.05, epsilon = 1e-15);
        assert!(Increments::of(&signals, 10..11, 100.0).is_none());
        assert!(Increments::of(&signals, 900..950, 100.0).is_none());
    }
}
