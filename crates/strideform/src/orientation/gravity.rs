//! Gravity in sensor axes, from standing still or from steady running.

use nalgebra::Vector3;

use crate::recording::{Sensor, Signals};
use crate::units::STANDARD_GRAVITY as G;

/// Length of the blocks that are classified as quiet or not, s (*chosen*: short enough that no step goes unnoticed in
/// one).
const BLOCK_S: f64 = 0.25;
/// Shortest standing period that counts, s (docs/METHODS.md: windows of 1 s are common for gravity alignment).
const MIN_S: f64 = 1.0;
/// Largest angular rate in a quiet block, rad/s (*chosen*: a standing person sways at about 3 °/s, and a cheap
/// gyroscope's bias adds as much again; walking never stays below 20 °/s for a second).
const QUIET_RAD_S: f64 = 0.15;
/// Largest SD of specific force in a quiet block, m/s² (*chosen*: 0.05 g, five times a cheap accelerometer's noise).
const QUIET_M_S2: f64 = 0.5;
/// Blocks whose directions differ by more than this are different postures, rad (*chosen*: 3°).
const SAME_RAD: f64 = 0.05;
/// Number of strides over which the mean specific force of running is gravity, and how close to 1 g it must be.
const STRIDES: f64 = 20.0;
/// See [`STRIDES`].
const NEAR_G: std::ops::RangeInclusive<f64> = 0.95..=1.05;

/// A period of standing still.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Standing {
    /// Start, s since the recording's first sample.
    pub from_s: f64,
    /// End, s.
    pub to_s: f64,
    /// Up, unit vector in sensor axes.
    pub up: Vector3<f64>,
    /// Norm of the mean specific force, m/s²: 9.81 unless the scale is wrong.
    pub force: f64,
    /// Mean angular rate, rad/s, which is the gyroscope's bias; `None` without a gyroscope.
    pub gyr_bias: Option<Vector3<f64>>,
}

/// Every period of at least 1 s in which the sensor hardly moves and measures 1 g (within a tenth), in chronological
/// order. Empty if the exporter removed gravity.
///
/// A sensor lying on a table is still too: only comparison with the running shows whether a posture belongs to the
/// runner.
pub fn standing(signals: &Signals<Sensor>) -> Vec<Standing> {
    let per = (BLOCK_S * signals.rate_hz) as usize;
    if per < 2 || signals.gravity_free {
        return Vec::new();
    }
    let mut out = Vec::new();
    let mut open: Vec<Block> = Vec::new();
    for k in 0..=signals.len() / per {
        let next = Block::of(signals, k * per..(k + 1) * per).filter(|b| b.quiet);
        let goes_on = match (&next, open.last()) {
            (Some(b), Some(last)) => b.force.angle(&last.force) < SAME_RAD,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if !goes_on {
            out.extend(close(&open, signals.rate_hz));
            open.clear();
        }
        open.extend(next);
    }
    out.extend(close(&open, signals.rate_hz));
    out
}

struct Block {
    range: std::ops::Range<usize>,
    force: Vector3<f64>,
    turn: Option<Vector3<f64>>,
    quiet: bool,
}

impl Block {
    fn of(signals: &Signals<Sensor>, range: std::ops::Range<usize>) -> Option<Self> {
        let acc = signals.acc.slice(range.clone());
        if acc.len() < range.len() {
            return None;
        }
        let force = acc.mean();
        let spread =
            (0..acc.len()).map(|i| (acc.at(i) - force).norm_squared()).sum::<f64>() / acc.len() as f64;
        let gyr = signals.gyr.as_ref().map(|g| g.slice(range.clone()));
        let fastest = gyr.as_ref().map_or(0.0, |g| g.norm().into_iter().fold(0.0, f64::max));
        let gap = signals.touches_gap(signals.time_s(range.start), signals.time_s(range.end));
        // A NaN fails every comparison.
        let quiet = spread.sqrt() < QUIET_M_S2 && fastest < QUIET_RAD_S && !gap;
        Some(Self { range, force, turn: gyr.map(|g| g.mean()), quiet })
    }
}

/// The period formed by quiet blocks, without the first and last block, which may contain the start or end of a
/// movement.
fn close(blocks: &[Block], rate_hz: f64) -> Option<Standing> {
    let [_, inner @ .., _] = blocks else { return None };
    let (first, last) = (inner.first()?, inner.last()?);
    let seconds = (last.range.end - first.range.start) as f64 / rate_hz;
    let n = inner.len() as f64;
    let force = inner.iter().map(|b| b.force).sum::<Vector3<f64>>() / n;
    let bias = inner.iter().map(|b| b.turn).sum::<Option<Vector3<f64>>>().map(|sum| sum / n);
    let norm = force.norm();
    // A tenth (*chosen*): beyond that, the accelerometer's scale is wrong.
    let gravity = (norm / G - 1.0).abs() < 0.1;
    (seconds >= MIN_S - 2.0 * BLOCK_S && gravity).then(|| Standing {
        from_s: first.range.start as f64 / rate_hz,
        to_s: last.range.end as f64 / rate_hz,
        up: force / norm,
        force: norm,
        gyr_bias: bias,
    })
}

/// Mean specific force (m/s², sensor axes) of steady running in `range`, whose strides take about `stride_s`: over at
/// least twenty whole strides it is gravity, for a pelvis or trunk that rotates little within the stride. `None` for
/// fewer strides, or if its norm is not within 5 % of 1 g (scale drift, or unsteady running).
pub fn running_gravity(
    signals: &Signals<Sensor>,
    range: std::ops::Range<usize>,
    stride_s: f64,
) -> Option<Vector3<f64>> {
    let stride = stride_s * signals.rate_hz;
    let available = range.end.min(signals.len()).saturating_sub(range.start) as f64;
    if !(stride >= 1.0 && available >= STRIDES * stride) || signals.gravity_free {
        return None;
    }
    let whole = (available / stride).floor() * stride;
    let mean = signals.acc.slice(range.start..range.start + whole.round() as usize).mean();
    NEAR_G.contains(&(mean.norm() / G)).then_some(mean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Triad;
    use approx::assert_abs_diff_eq;

    /// Stands for 5 s, runs for 20 s (0.7 s strides), then stands for 3 s in a different posture.
    fn signals() -> Signals<Sensor> {
        let (mut acc, mut gyr) = (Triad::default(), Triad::default());
        for i in 0..2800 {
            let t = f64::from(i) / 100.0;
            let moving = if (5.0..25.0).contains(&t) { 1.0 } else { 0.0 };
            let phase = t / 0.35 * std::f64::consts::TAU;
            let tilt: f64 = if t < 25.0 { 0.2 } else { 0.5 };
            acc.x.push(G * tilt.sin() + moving * 4.0 * phase.cos());
            acc.y.push(G * tilt.cos() + moving * 12.0 * phase.sin());
            acc.z.push(0.0);
            gyr.x.push(0.01);
            gyr.y.push(moving * 2.0 * (0.5 * phase).sin());
            gyr.z.push(-0.02);
        }
        Signals::new(100.0, acc).with_gyr(gyr)
    }

    #[test]
    fn both_postures_are_found() {
        let found = standing(&signals());
        assert_eq!(found.len(), 2, "{found:?}");
        for (s, tilt) in found.iter().zip([0.2_f64, 0.5]) {
            // Constant samples: rounding.
            assert!((s.up - Vector3::new(tilt.sin(), tilt.cos(), 0.0)).norm() < 1e-12);
            assert!((s.gyr_bias.expect("gyroscope") - Vector3::new(0.01, 0.0, -0.02)).norm() < 1e-12);
            assert_abs_diff_eq!(s.force, G, epsilon = 1e-9);
        }
        // The first and last quiet blocks are left out.
        assert!(found[0].from_s <= 0.25 && (4.5..5.0).contains(&found[0].to_s));
        assert!((25.0..=25.5).contains(&found[1].from_s) && found[1].to_s > 27.4);
    }

    #[test]
    fn running_shows_gravity_over_whole_strides_only() {
        let signals = signals();
        let up = running_gravity(&signals, 500..2500, 0.7).expect("28 strides");
        // Whole strides to a sample: one of 1960 samples of up to 12 m/s².
        assert!((up - Vector3::new(G * 0.2_f64.sin(), G * 0.2_f64.cos(), 0.0)).norm() < 0.02, "{up}");
        assert_eq!(running_gravity(&signals, 500..1500, 0.7), None);
        assert_eq!(running_gravity(&signals, 500..2500, f64::NAN), None);
        let mut light = signals.clone();
        light.acc = light.acc.map(|c| c.iter().map(|v| 0.9 * v).collect());
        assert_eq!(running_gravity(&light, 500..2500, 0.7), None);
    }

    #[test]
    fn nothing_stands_in_nothing() {
        assert!(standing(&Signals::new(100.0, Triad::default())).is_empty());
        assert!(
            standing(&Signals::new(f64::NAN, Triad::new(vec![9.8; 500], vec![0.0; 500], vec![0.0; 500])))
                .is_empty()
        );
        let table = Triad::new(vec![2.0; 500], vec![0.0; 500], vec![0.0; 500]);
        assert!(standing(&Signals::new(100.0, table)).is_empty());
    }
}
