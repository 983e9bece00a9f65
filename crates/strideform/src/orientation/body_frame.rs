//! Axes of a body segment in the sensor's axes, and the time over which they hold.

use nalgebra::Vector3;

/// Axes of the body segment, unit vectors in sensor axes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BodyFrame {
    /// Anterior.
    pub anterior: Vector3<f64>,
    /// Along the segment: the mean up of running, perpendicular to the other two.
    pub up: Vector3<f64>,
    /// To the runner's right.
    pub right: Vector3<f64>,
}

impl BodyFrame {
    /// From a right-pointing axis, kept, and an up, made perpendicular to it.
    pub fn from_right(right: Vector3<f64>, up: Vector3<f64>) -> Option<Self> {
        let right = right.try_normalize(f64::MIN_POSITIVE)?;
        let up = (up - right * up.dot(&right)).try_normalize(1e-6)?;
        Some(Self { anterior: up.cross(&right), up, right })
    }

    /// From an up, kept, and an anterior, made perpendicular to it.
    pub fn from_up(up: Vector3<f64>, anterior: Vector3<f64>) -> Option<Self> {
        let up = up.try_normalize(f64::MIN_POSITIVE)?;
        let anterior = (anterior - up * anterior.dot(&up)).try_normalize(1e-6)?;
        Some(Self { anterior, up, right: anterior.cross(&up) })
    }
}

/// A period in which the sensor stayed in place on the body.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Start, s since the recording's first sample.
    pub from_s: f64,
    /// End, s.
    pub to_s: f64,
    /// Mean up over whole strides, unit vector in sensor axes.
    pub up: Vector3<f64>,
    /// The axes of the body, where the movement reveals them.
    pub frame: Option<BodyFrame>,
    /// False where a leg's lateral axis or its sense does not stand out clearly.
    pub clear: bool,
    /// Pelvis and trunk: disagreement of the two ways to find the heading, rad.
    pub disagreement_rad: Option<f64>,
    /// Up in sensor axes while the person stood still with the sensor in this place, where they did.
    pub standing_up: Option<Vector3<f64>>,
}
