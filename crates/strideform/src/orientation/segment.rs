//! The result of this stage: the orientation of the segment that carries the sensor during running.

use std::ops::Range;

use nalgebra::{UnitQuaternion, Vector3};

use crate::recording::{Caveat, Placement, Triad};

use super::body_frame::Part;
use super::gravity::Standing;
use super::period::Strides;
use super::vqf::up_of;

/// A running bout.
#[derive(Debug, Clone, PartialEq)]
pub struct Running {
    /// Samples.
    pub range: Range<usize>,
    /// Stride time to within 15 %, s.
    pub stride_s: f64,
}

/// The method that produced the orientation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OrientationMethod {
    /// Strap-down integration closed over whole strides.
    PeriodicStrapdown,
    /// Offline VQF with a time constant of 3 s.
    OfflineVqf,
}

impl OrientationMethod {
    /// Identifier in outputs.
    pub fn id(self) -> &'static str {
        match self {
            Self::PeriodicStrapdown => "periodic-strap-down",
            Self::OfflineVqf => "offline-vqf",
        }
    }
}

/// Orientation during all running of a recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Oriented {
    /// Where the sensor sits.
    pub placement: Placement,
    /// One entry per running bout; `None` if it is too short or not periodic.
    pub bouts: Vec<Option<OrientedBout>>,
    /// Periods of standing still, anywhere in the recording.
    pub standing: Vec<Standing>,
    /// Caveats about angles.
    pub caveats: Vec<Caveat>,
}

/// Orientation during one running bout.
#[derive(Debug, Clone, PartialEq)]
pub struct OrientedBout {
    /// Samples per second of the fields below: the recording's rate or an integer fraction of it.
    pub rate_hz: f64,
    /// Time of the first sample, s since the recording's first.
    pub start_s: f64,
    /// Rotates sensor axes into a frame at rest whose z axis is up; its heading is arbitrary and may drift.
    pub orientation: Vec<UnitQuaternion<f64>>,
    /// Mean specific force over the interval that ends at the sample, in the sensor axes at that sample, m/s².
    pub force: Triad,
    /// The method that produced the orientation.
    pub method: OrientationMethod,
    /// Parts between which the sensor moved on the body, with the body's axes in each; at least one.
    pub parts: Vec<Part>,
    pub(super) strides: Strides,
    /// Whether the file names the sensor's axes anatomically: x forward, y up, z right.
    pub(super) anatomical: bool,
    /// Whether the sensor sits on a foot.
    pub(super) foot: bool,
    /// Whether the sensor sits on a shank.
    pub(super) shank: bool,
}

impl OrientedBout {
    /// Number of samples.
    pub fn len(&self) -> usize {
        self.orientation.len()
    }

    /// True if there are no samples.
    pub fn is_empty(&self) -> bool {
        self.orientation.is_empty()
    }

    /// Time of a sample, s since the recording's first.
    pub fn time_s(&self, i: usize) -> f64 {
        self.start_s + i as f64 / self.rate_hz
    }

    /// Position of a time among the samples, in fractional samples; it may lie outside them.
    pub fn sample(&self, time_s: f64) -> f64 {
        (time_s - self.start_s) * self.rate_hz
    }

    /// Stride time at a time, s.
    pub fn stride_s(&self, time_s: f64) -> f64 {
        self.strides.at(self.sample(time_s)) / self.rate_hz
    }

    /// Up in sensor axes at a sample; zero outside.
    pub fn up(&self, i: usize) -> Vector3<f64> {
        self.orientation.get(i).map_or_else(Vector3::zeros, up_of)
    }

    /// Acceleration in the level frame at a sample (z up, gravity removed), m/s².
    pub fn acceleration(&self, i: usize) -> Vector3<f64> {
        let gravity = Vector3::new(0.0, 0.0, crate::units::STANDARD_GRAVITY);
        self.orientation.get(i).map_or_else(Vector3::zeros, |q| q * self.force.at(i) - gravity)
    }

    /// Acceleration upwards at a sample (gravity removed), m/s²: the third component of [`Self::acceleration`].
    pub fn vertical_acceleration(&self, i: usize) -> f64 {
        let up = |q| up_of(q).dot(&self.force.at(i)) - crate::units::STANDARD_GRAVITY;
        self.orientation.get(i).map_or(0.0, up)
    }

    /// The part that contains a time, or the nearest part.
    pub fn part(&self, time_s: f64) -> Option<&Part> {
        self.parts.iter().find(|p| time_s < p.to_s).or(self.parts.last())
    }

    /// Means over whole strides of one vector per sample.
    pub(crate) fn stride_mean(&self, x: &[Vector3<f64>], strides: f64) -> Vec<Vector3<f64>> {
        super::period::whole_stride_mean(x, &self.strides, strides)
    }
}
