//! Axes of a body segment in sensor axes, and the period for which they are valid.

use nalgebra::Vector3;

/// Axes of the body segment, unit vectors in sensor axes.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct BodyFrame {
    /// Anterior.
    pub anterior: Vector3<f64>,
    /// Along the segment: the mean upward direction in running, perpendicular to the other two.
    pub up: Vector3<f64>,
    /// To the runner's right.
    pub right: Vector3<f64>,
}

impl BodyFrame {
    /// From an axis pointing right, which is kept, and an upward direction, which is made perpendicular to it.
    pub fn from_right(right: Vector3<f64>, up: Vector3<f64>) -> Option<Self> {
        let right = right.try_normalize(f64::MIN_POSITIVE)?;
        let up = (up - right * up.dot(&right)).try_normalize(1e-6)?;
        Some(Self { anterior: up.cross(&right), up, right })
    }

    /// From an upward direction, which is kept, and an anterior direction, which is made perpendicular to it.
    pub fn from_up(up: Vector3<f64>, anterior: Vector3<f64>) -> Option<Self> {
        let up = up.try_normalize(f64::MIN_POSITIVE)?;
        let anterior = (anterior - up * anterior.dot(&up)).try_normalize(1e-6)?;
        Some(Self { anterior, up, right: anterior.cross(&up) })
    }
}

/// A period during which the sensor stayed in place on the body.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Part {
    /// Start, s since the recording's first sample.
    pub from_s: f64,
    /// End, s.
    pub to_s: f64,
    /// Mean up over whole strides, unit vector in sensor axes.
    pub up: Vector3<f64>,
    /// The axes of the body, if the movement reveals them.
    pub frame: Option<BodyFrame>,
    /// False if a leg's lateral axis or its sign is unclear.
    pub clear: bool,
    /// Pelvis and trunk: disagreement between the two estimates of the heading, rad.
    pub disagreement_rad: Option<f64>,
    /// The upward direction in sensor axes while the runner stood still with the sensor in this place, if they did.
    pub standing_up: Option<Vector3<f64>>,
}
