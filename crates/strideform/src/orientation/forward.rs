//! Finds which direction of rotation is a leg's forward swing, using the stance phase.
//!
//! During stance, foot and shank are at their lowest and fall behind the body at nearly the running speed. The velocity
//! along the direction of travel, relative to its mean over whole strides, is therefore strongly negative where the
//! height is smallest. This holds for every landing, speed and swing, whereas the shape of the swing may be the same
//! forward and backward.

use std::ops::Range;

use nalgebra::{UnitQuaternion, Vector3};

use crate::recording::{Sensor, Signals, Triad};
use crate::signal::median;
use crate::units::STANDARD_GRAVITY;

use super::increments::Increments;
use super::period::Strides;
use super::strapdown::strapdown;

/// Number of strides examined: enough for a median, few enough to be fast (*chosen*).
const STRIDES: f64 = 12.0;
/// Share of the stride in which the segment counts as lowest (*chosen*: half of the shortest contacts).
const LOW: f64 = 0.12;
/// Relative error in the magnitude of gravity that a sensor's scale may explain (*chosen*: cheap sensors are within 3
/// %).
const SCALE: f64 = 0.05;
/// How much closer to gravity a mirror image must be to be accepted (*chosen*: axes are left-handed only by mistake).
const CLEARLY: f64 = 0.5;
/// Sufficient sampling rate, Hz (*chosen*: height and forward velocity have no content above 20 Hz).
const MIN_HZ: f64 = 100.0;
/// Median lag over the velocity's standard deviation above which the direction is certain (*chosen*: a stance of a
/// quarter of the stride gives about 1.5; a pure oscillation scatters evenly about 0).
const SURE: f64 = 0.5;

/// +1 if the segment rotates about `axis` (unit vector in sensor axes) in the right-handed sense while it swings
/// forward, so that the axis points to the runner's right; −1 if it rotates in the opposite sense. `None` without a
/// gyroscope or if the direction is uncertain.
///
/// For a foot or a shank; `range` (samples) is running with strides of about `stride_s` seconds. Developed by this
/// project; measured on the grid of virtual runners (tests/it/grid).
pub fn forward_sense(
    signals: &Signals<Sensor>,
    range: Range<usize>,
    stride_s: f64,
    axis: &Vector3<f64>,
) -> Option<f64> {
    if signals.gravity_free || signals.axes.measured.contains(&false) {
        return None;
    }
    let middle = middle(signals, range, stride_s);
    let made = Increments::of(signals, middle, MIN_HZ)?;
    let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, stride_s * made.rate_hz)?;
    let hand = hand(&made, &strides)?;
    let orientation = strapdown(&with_hand(&made, hand), &strides, true)?.orientation;
    let stride = strides.at(0.5 * made.len() as f64);
    sense_of(&orientation, &made.acc, stride, axis).map(|sense| hand * sense)
}

/// The middle of the running, where it is steadiest.
fn middle(signals: &Signals<Sensor>, range: Range<usize>, stride_s: f64) -> Range<usize> {
    let some = (STRIDES * stride_s * signals.rate_hz) as usize;
    let spare = range.len().saturating_sub(some) / 2;
    range.start + spare..range.end.saturating_sub(spare).max(range.start + spare)
}

/// The same with the rates negated (−1): the axes of both sensors are a mirror image, as in a left-handed export.
fn with_hand(made: &Increments, hand: f64) -> Increments {
    Increments { gyr: made.gyr.map(|x| x.iter().map(|v| hand * v).collect()), ..made.clone() }
}

/// +1, or −1 for a mirror image: over whole strides the mean specific force in a frame at rest is gravity, and only the
/// correct handedness gives it the right magnitude.
fn hand(made: &Increments, strides: &Strides) -> Option<f64> {
    let off = |hand: f64| {
        let made = with_hand(made, hand);
        let orientation = strapdown(&made, strides, true)?.orientation;
        let stride = strides.at(0.5 * made.len() as f64);
        let whole = (((orientation.len() as f64 / stride).floor() * stride).round() as usize).max(1);
        let sum: Vector3<f64> =
            orientation.iter().enumerate().take(whole).map(|(i, q)| q * made.acc.at(i)).sum();
        Some((sum.norm() / whole as f64 / STANDARD_GRAVITY - 1.0).abs())
    };
    let (plain, mirrored) = (off(1.0)?, off(-1.0)?);
    Some(if plain > SCALE && mirrored < CLEARLY * plain { -1.0 } else { 1.0 })
}

/// Acceleration in the level frame, m/s².
fn level(orientation: &[UnitQuaternion<f64>], force: &Triad) -> Vec<Vector3<f64>> {
    let gravity = Vector3::new(0.0, 0.0, STANDARD_GRAVITY);
    orientation.iter().enumerate().take(force.len()).map(|(i, q)| q * force.at(i) - gravity).collect()
}

/// Height of a foot relative to its mean over the surrounding stride, m, for running with strides of about `stride_s`
/// seconds: one value per sample of `range`. `None` in the same cases as [`forward_sense`].
pub fn heights(signals: &Signals<Sensor>, range: Range<usize>, stride_s: f64) -> Option<Vec<f64>> {
    if signals.gravity_free || signals.axes.measured.contains(&false) {
        return None;
    }
    let some = Increments::of(signals, middle(signals, range.clone(), stride_s), MIN_HZ)?;
    let strides = Strides::of(&some.gyr, &some.acc, some.rate_hz, stride_s * some.rate_hz)?;
    let hand = hand(&some, &strides)?;
    let made = with_hand(&Increments::of(signals, range.clone(), MIN_HZ)?, hand);
    let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, stride_s * made.rate_hz)?;
    let orientation = strapdown(&made, &strides, true)?.orientation;
    let whole = (stride_s * made.rate_hz).round() as usize;
    let up: Vec<f64> = level(&orientation, &made.acc).iter().map(|a| a.z).collect();
    let dt = 1.0 / made.rate_hz;
    let height = integral(&integral(&up, whole), whole);
    let per = (signals.rate_hz / made.rate_hz).round().max(1.0) as usize;
    let last = height.len().checked_sub(1)?;
    let at = |i: usize| height.get((i / per).min(last)).map(|h| h * dt * dt);
    range.clone().map(|i| at(i - range.start)).collect()
}

/// The sign from orientation (to a level frame, z up) and specific force (m/s², sensor axes), sample by sample.
pub(super) fn sense_of(
    orientation: &[UnitQuaternion<f64>],
    force: &Triad,
    stride: f64,
    axis: &Vector3<f64>,
) -> Option<f64> {
    let (lag, size) = lag_of(orientation, force, stride, axis)?;
    (lag.abs() > SURE * size).then(|| -lag.signum())
}

/// Median forward velocity where the segment is lowest, and the standard deviation of the velocity, in the same unit.
fn lag_of(
    orientation: &[UnitQuaternion<f64>],
    force: &Triad,
    stride: f64,
    axis: &Vector3<f64>,
) -> Option<(f64, f64)> {
    let n = orientation.len().min(force.len());
    let whole = stride.round() as usize;
    if whole < 8 || n < 2 * whole {
        return None;
    }
    let level = level(orientation, force);
    // Right and forward averaged over a stride, because a leg's axis wanders by some degrees within it.
    let right = sums(orientation.iter().take(n).map(|q| q * axis));
    let velocity = along(&level, &right, whole);
    let height = integral(&integral(&level.iter().map(|a| a.z).collect::<Vec<_>>(), whole), whole);
    let low = ((LOW * stride).round() as usize).max(1);
    let mut lags = Vec::new();
    // The first and last stride have no mean to compare with.
    for from in (whole..n.saturating_sub(2 * whole)).step_by(whole) {
        let mut order: Vec<usize> = (from..from + whole).collect();
        let at = |i: &usize| height.get(*i).copied().unwrap_or(f64::INFINITY);
        order.sort_by(|a, b| at(a).total_cmp(&at(b)));
        lags.extend(order.iter().take(low).filter_map(|i| velocity.get(*i).copied()));
    }
    let inner = velocity.get(whole / 2..n - whole / 2)?;
    let size = crate::signal::rms(inner)?;
    let lag = median(&lags)?;
    (size > 0.0).then_some((lag, size))
}

/// Running sums, one more than there are values.
fn sums(values: impl Iterator<Item = Vector3<f64>>) -> Vec<Vector3<f64>> {
    let mut sum = Vector3::zeros();
    let mut out = vec![sum];
    out.extend(values.map(|v| {
        sum += v;
        sum
    }));
    out
}

/// Forward velocity in units of acceleration times samples, minus its mean over the surrounding stride.
fn along(level: &[Vector3<f64>], right: &[Vector3<f64>], whole: usize) -> Vec<f64> {
    let n = level.len();
    let ahead: Vec<f64> = level
        .iter()
        .enumerate()
        .map(|(i, a)| {
            let (from, to) = around(i, whole, n);
            let right = right.get(to).zip(right.get(from)).map_or(Vector3::zeros(), |(b, a)| b - a);
            let forward = Vector3::z().cross(&right).try_normalize(1e-12).unwrap_or_else(Vector3::zeros);
            a.dot(&forward)
        })
        .collect();
    integral(&ahead, whole)
}

/// Running sum minus its mean over the surrounding stride.
fn integral(x: &[f64], whole: usize) -> Vec<f64> {
    let raw: Vec<f64> =
        sums(x.iter().map(|v| Vector3::new(*v, 0.0, 0.0))).iter().skip(1).map(|v| v.x).collect();
    let total = sums(raw.iter().map(|v| Vector3::new(*v, 0.0, 0.0)));
    let mean = |i: usize| {
        let (from, to) = around(i, whole, raw.len());
        let sum = total.get(to).zip(total.get(from)).map_or(0.0, |(b, a)| b.x - a.x);
        sum / (to - from).max(1) as f64
    };
    raw.iter().enumerate().map(|(i, v)| v - mean(i)).collect()
}

fn around(i: usize, whole: usize, n: usize) -> (usize, usize) {
    (i.saturating_sub(whole / 2), (i + whole - whole / 2).min(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A foot that stands for `share` of the stride and otherwise moves; the orientation is constant, so only the path
    /// shows the direction.
    fn foot(share: f64, sign: f64) -> (Vec<UnitQuaternion<f64>>, Triad) {
        let (rate, stride) = (200.0, 140);
        let q = UnitQuaternion::from_euler_angles(0.3, -0.8, 2.0);
        let mut force = Triad::default();
        for i in 0..10 * stride {
            let p = f64::from(i % stride) / f64::from(stride);
            let swing = (p - share) / (1.0 - share);
            let a = if swing > 0.0 { 40.0 * (std::f64::consts::TAU * swing).sin() } else { 0.0 };
            let up = if swing > 0.0 { 15.0 * (std::f64::consts::TAU * swing).cos() } else { 0.0 };
            super::super::increments::push(
                &mut force,
                q.inverse() * Vector3::new(sign * a, 0.0, up + STANDARD_GRAVITY),
            );
        }
        let _ = rate;
        (vec![q; force.len()], force)
    }

    #[test]
    fn a_standing_foot_lags_behind() {
        // Forward is x, up is z, so right is −y.
        for share in [0.2, 0.35, 0.45] {
            for sign in [1.0, -1.0] {
                let (orientation, force) = foot(share, sign);
                let right = orientation[0].inverse() * Vector3::new(0.0, -1.0, 0.0);
                assert_eq!(sense_of(&orientation, &force, 140.0, &right), Some(sign), "{share}");
                assert_eq!(sense_of(&orientation, &force, 140.0, &-right), Some(-sign), "{share}");
            }
        }
    }

    #[test]
    fn nothing_is_sure_without_movement() {
        let still = (
            vec![UnitQuaternion::identity(); 500],
            Triad::new(vec![0.0; 500], vec![0.0; 500], vec![9.8; 500]),
        );
        assert_eq!(sense_of(&still.0, &still.1, 140.0, &Vector3::x()), None);
        assert_eq!(sense_of(&still.0, &still.1, f64::NAN, &Vector3::x()), None);
        assert_eq!(sense_of(&[], &Triad::default(), 140.0, &Vector3::x()), None);
    }
}
