//! The stage's result: how the segment that carries the sensor stands in space while the person runs.

use std::ops::Range;

use nalgebra::{UnitQuaternion, Vector3};

use crate::recording::{Caveat, Placement, Segment, Sensor, Signals, Triad};

use super::gravity::{Standing, standing};
use super::increments::Increments;
use super::parts::{self, Part};
use super::period::Strides;
use super::strapdown::{Strapdown, strapdown};
use super::vqf::{VqfParams, offline_vqf, up_of};

/// Share of closures that must be steady for strap-down integration, 0…1 (*chosen*: a stretch of 60 s with one bend).
const STEADY: f64 = 0.85;
/// Least rate, Hz: the catalogue's 50, less what a device's own clock may be off. Slower recordings miss part of the movement.
const LEAST_RATE_HZ: f64 = 47.5;
/// Shortest running that offline VQF gets to settle in, s (its error at 6 s was seven times that at 60 s on the
/// recordings of docs/VALIDATION.md).
const VQF_S: f64 = 30.0;

/// A stretch of running.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Samples.
    pub range: Range<usize>,
    /// Stride time, s; within 15 %.
    pub stride_s: f64,
}

/// How attitude was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum AttitudeMethod {
    /// Strap-down integration closed over whole strides.
    PeriodicStrapdown,
    /// Offline VQF with a time constant of 3 s.
    OfflineVqf,
}

impl AttitudeMethod {
    /// Identifier in outputs.
    pub fn id(self) -> &'static str {
        match self {
            Self::PeriodicStrapdown => "periodic-strap-down",
            Self::OfflineVqf => "offline-vqf",
        }
    }
}

/// Attitude during all running of a recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Oriented {
    /// Where the sensor sits.
    pub placement: Placement,
    /// One entry a stretch given; `None` where it is too short or does not repeat.
    pub bouts: Vec<Option<OrientedBout>>,
    /// Standing still, anywhere in the recording.
    pub standing: Vec<Standing>,
    /// What the user must know about angles.
    pub caveats: Vec<Caveat>,
}

/// Attitude during one stretch of running.
#[derive(Debug, Clone, PartialEq)]
pub struct OrientedBout {
    /// Samples a second of what follows: the recording's rate or a whole part of it.
    pub rate_hz: f64,
    /// Time of the first sample, s since the recording's first.
    pub start_s: f64,
    /// Turns sensor axes into a frame at rest whose z is up; its heading is arbitrary and may drift.
    pub attitude: Vec<UnitQuaternion<f64>>,
    /// Mean specific force over the interval that ends at the sample, in sensor axes there, m/s².
    pub force: Triad,
    /// How attitude was found.
    pub method: AttitudeMethod,
    /// Stretches between which the sensor moved on the body, with the body's axes in each; at least one.
    pub parts: Vec<Part>,
    pub(super) strides: Strides,
    /// The file names the sensor's axes anatomically: x ahead, y up, z right.
    pub(super) anatomical: bool,
    /// The sensor sits on a foot.
    pub(super) foot: bool,
    /// The sensor sits on a shank.
    pub(super) shank: bool,
}

impl OrientedBout {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.attitude.len()
    }

    /// True without samples.
    pub fn is_empty(&self) -> bool {
        self.attitude.is_empty()
    }

    /// Time of a sample, s since the recording's first.
    pub fn time_s(&self, i: usize) -> f64 {
        self.start_s + i as f64 / self.rate_hz
    }

    /// Position of a time among the samples, which may lie outside of them.
    pub fn sample(&self, time_s: f64) -> f64 {
        (time_s - self.start_s) * self.rate_hz
    }

    /// Stride time about a time, s.
    pub fn stride_s(&self, time_s: f64) -> f64 {
        self.strides.at(self.sample(time_s)) / self.rate_hz
    }

    /// Up in sensor axes at a sample; zero outside.
    pub fn up(&self, i: usize) -> Vector3<f64> {
        self.attitude.get(i).map_or_else(Vector3::zeros, up_of)
    }

    /// Acceleration in the level frame at a sample (z up, gravity taken off), m/s².
    pub fn acceleration(&self, i: usize) -> Vector3<f64> {
        let gravity = Vector3::new(0.0, 0.0, crate::units::STANDARD_GRAVITY);
        self.attitude.get(i).map_or_else(Vector3::zeros, |q| q * self.force.at(i) - gravity)
    }

    /// Acceleration upwards at a sample (gravity taken off), m/s²: the third component of [`Self::acceleration`].
    pub fn vertical_acceleration(&self, i: usize) -> f64 {
        let up = |q| up_of(q).dot(&self.force.at(i)) - crate::units::STANDARD_GRAVITY;
        self.attitude.get(i).map_or(0.0, up)
    }

    /// The part that holds a time; the nearest where none does.
    pub fn part(&self, time_s: f64) -> Option<&Part> {
        self.parts.iter().find(|p| time_s < p.to_s).or(self.parts.last())
    }

    /// Means over whole strides of a vector per sample.
    pub(crate) fn stride_mean(&self, x: &[Vector3<f64>], strides: f64) -> Vec<Vector3<f64>> {
        super::period::whole_stride_mean(x, &self.strides, strides)
    }
}

/// Attitude of the sensor in every stretch of running, and the body's axes as far as the movement tells them.
///
/// Steady running is integrated and closed over whole strides; where the course bends so that strides do not close, and
/// for at least 30 s, offline VQF takes over. `None` without gyroscope, below 50 Hz, with an axis missing or with gravity taken
/// out.
pub fn orient(signals: &Signals<Sensor>, placement: Placement, running: &[Running]) -> Option<Oriented> {
    signals.gyr.as_ref()?;
    let fast = signals.rate_hz >= LEAST_RATE_HZ;
    if !fast || signals.gravity_free || signals.axes.measured.contains(&false) {
        return None;
    }
    let mut caveats = Vec::new();
    let bouts = running.iter().map(|r| bout(signals, placement, r, &mut caveats)).collect();
    let mut oriented = Oriented { placement, bouts, standing: standing(signals), caveats };
    parts::settle(&mut oriented);
    Some(oriented)
}

fn bout(
    signals: &Signals<Sensor>,
    placement: Placement,
    running: &Running,
    caveats: &mut Vec<Caveat>,
) -> Option<OrientedBout> {
    // A foot turns at 1000 °/s and more about contact; pelvis, trunk, thigh and wrist hold nothing above 20 Hz.
    let least_hz = if matches!(placement.segment, Segment::Foot | Segment::Shank) { 200.0 } else { 100.0 };
    let made = Increments::of(signals, running.range.clone(), least_hz)?;
    let strides = Strides::of(&made.gyr, &made.acc, made.rate_hz, running.stride_s * made.rate_hz)?;
    let leg = placement.is_leg();
    let closed = strapdown(&made, &strides, leg)?;
    let (attitude, method) = choose(&made, closed, caveats);
    let mut bout = OrientedBout {
        rate_hz: made.rate_hz,
        start_s: made.start_s,
        attitude,
        force: made.acc,
        method,
        parts: Vec::new(),
        strides,
        anatomical: signals.axes.anatomical,
        foot: placement.segment == Segment::Foot,
        shank: placement.segment == Segment::Shank,
    };
    bout.parts = parts::find(&bout, &made.gyr, leg);
    Some(bout)
}

fn choose(
    made: &Increments,
    closed: Strapdown,
    caveats: &mut Vec<Caveat>,
) -> (Vec<UnitQuaternion<f64>>, AttitudeMethod) {
    if closed.steady >= STEADY {
        return (closed.attitude, AttitudeMethod::PeriodicStrapdown);
    }
    let bends = |text| Caveat::new("turns", text).with_value(1.0 - closed.steady);
    let long = made.len() as f64 >= VQF_S * made.rate_hz;
    let filtered =
        if long { offline_vqf(&made.gyr, &made.acc, made.rate_hz, &VqfParams::default()) } else { None };
    match filtered {
        Some(vqf) => {
            caveats.push(bends("the course bends or the gait changes so much that strides do not close: attitude comes from a filter that errs more"));
            (vqf.attitude, AttitudeMethod::OfflineVqf)
        }
        None => {
            caveats.push(bends("strides do not close (bends, or an unsteady gait) and the running is too short for a filter: angles are less sure"));
            (closed.attitude, AttitudeMethod::PeriodicStrapdown)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::increments::push;
    use super::*;

    /// A pelvis on a winding course: the heading swings by ±1.2 rad in 12 s.
    fn winding(seconds: f64) -> (Signals<Sensor>, Vec<Vector3<f64>>) {
        let (rate, w) = (100.0, std::f64::consts::TAU / 0.7);
        let attitude = |t: f64| {
            UnitQuaternion::from_axis_angle(
                &Vector3::z_axis(),
                1.2 * (t * std::f64::consts::TAU / 12.0).sin(),
            ) * UnitQuaternion::from_scaled_axis(Vector3::new(
                0.1 * (w * t).sin(),
                0.05 * (2.0 * w * t).sin(),
                0.0,
            ))
        };
        let (mut acc, mut gyr, mut ups) = (Triad::default(), Triad::default(), Vec::new());
        for i in 0..(seconds * rate) as usize {
            let t = i as f64 / rate;
            let (before, q, after) = (attitude(t - 1e-4), attitude(t), attitude(t + 1e-4));
            push(
                &mut gyr,
                (before.inverse() * after).scaled_axis() / 2e-4 + Vector3::new(0.01, -0.02, 0.005),
            );
            let bounce = Vector3::new(
                -3.0 * (2.0 * w * t).cos(),
                1.5 * (w * t).sin(),
                9.80665 + 12.0 * (2.0 * w * t).sin(),
            );
            push(&mut acc, q.inverse() * bounce);
            ups.push(q.inverse() * Vector3::z());
        }
        (Signals::new(rate, acc).with_gyr(gyr), ups)
    }

    #[test]
    fn bends_hand_over_to_the_filter() {
        let (signals, ups) = winding(90.0);
        let running = [Running { range: 0..signals.len(), stride_s: 0.7 }];
        let oriented = orient(&signals, Placement::PELVIS, &running).expect("a gyroscope");
        let bout = oriented.bouts[0].as_ref().expect("attitude");
        assert_eq!(bout.method, AttitudeMethod::OfflineVqf);
        assert!(oriented.caveats.iter().any(|c| c.id == "turns"));
        let errors: Vec<f64> =
            ups.iter().enumerate().map(|(i, u)| bout.up(i).angle(u).to_degrees()).collect();
        // VQF's error at 60 s on the recordings of docs/VALIDATION.md is 0.3–0.4° SD; three of them.
        assert!(crate::signal::rms(&errors).is_some_and(|e| e < 1.2), "{:?}", crate::signal::rms(&errors));
        let (short, _) = winding(20.0);
        let running = [Running { range: 0..short.len(), stride_s: 0.7 }];
        let oriented = orient(&short, Placement::PELVIS, &running).expect("a gyroscope");
        assert_eq!(oriented.bouts[0].as_ref().map(|b| b.method), Some(AttitudeMethod::PeriodicStrapdown));
        assert!(oriented.caveats.iter().any(|c| c.id == "turns"));
    }

    #[test]
    fn what_lacks_a_gyroscope_or_gravity_has_no_attitude() {
        let (signals, _) = winding(10.0);
        let running =
            [Running { range: 0..signals.len(), stride_s: 0.7 }, Running { range: 5..9, stride_s: 0.7 }];
        let oriented = orient(&signals, Placement::PELVIS, &running).expect("a gyroscope");
        assert!(oriented.bouts[0].is_some() && oriented.bouts[1].is_none());
        let mut without = signals.clone();
        without.gyr = None;
        assert!(orient(&without, Placement::PELVIS, &running).is_none());
        let mut free = signals;
        free.gravity_free = true;
        assert!(orient(&free, Placement::PELVIS, &running).is_none());
    }
}
