//! Angles of a pelvis or trunk over time: lean to the side, forward lean and rotation about the vertical.

use nalgebra::Vector3;

use super::body_frame::Part;
use super::segment::OrientedBout;
use super::vqf::up_of;

/// Angles over one part of a bout, rad. Zero is the part's own mean posture.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Posture {
    /// Time of the first value, s since the recording's first sample.
    pub start_s: f64,
    /// Values per second.
    pub rate_hz: f64,
    /// About the anterior axis, rad: positive with the right side down.
    pub obliquity: Vec<f64>,
    /// About the lateral axis, rad: positive when leaning forward (anterior tilt).
    pub tilt: Vec<f64>,
    /// The same angles while standing, where the runner stood still.
    pub standing: Option<StandingAngles>,
}

/// Angles of a pelvis or trunk while standing, on the scales of [`Posture`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StandingAngles {
    /// About the anterior axis, rad.
    pub obliquity: f64,
    /// About the lateral axis, rad.
    pub tilt: f64,
}

impl OrientedBout {
    /// Angles over one part; `None` if the body's axes are unknown there.
    pub fn posture(&self, part: &Part) -> Option<Posture> {
        let frame = part.frame?;
        let index = |t: f64| (self.sample(t).round().max(0.0) as usize).min(self.len());
        let range = index(part.from_s)..index(part.to_s);
        let orientation = self.orientation.get(range.clone())?;
        let lean = |up: &Vector3<f64>, axis: &Vector3<f64>| up.dot(axis).clamp(-1.0, 1.0).asin();
        let ups: Vec<Vector3<f64>> = orientation.iter().map(up_of).collect();
        Some(Posture {
            start_s: self.time_s(range.start),
            rate_hz: self.rate_hz,
            obliquity: ups.iter().map(|u| -lean(u, &frame.right)).collect(),
            tilt: ups.iter().map(|u| -lean(u, &frame.anterior)).collect(),
            standing: part.standing_up.map(|u| StandingAngles {
                obliquity: -lean(&u, &frame.right),
                tilt: -lean(&u, &frame.anterior),
            }),
        })
    }

    /// Rotation of one part about the vertical relative to its mean over the stride, rad: positive to the left. The
    /// values have the times of [`Self::posture`]; `None` in the same cases.
    pub fn yaw(&self, part: &Part) -> Option<Vec<f64>> {
        let frame = part.frame?;
        let index = |t: f64| (self.sample(t).round().max(0.0) as usize).min(self.len());
        let range = index(part.from_s)..index(part.to_s);
        let orientation = self.orientation.get(range.clone())?;
        let faces: Vec<Vector3<f64>> = orientation
            .iter()
            .map(|q| {
                let ahead = q * frame.anterior;
                let level = Vector3::new(ahead.x, ahead.y, 0.0);
                level.try_normalize(f64::MIN_POSITIVE).unwrap_or_else(Vector3::x)
            })
            .collect();
        let mean = super::period::whole_stride_mean(&faces, &self.strides.shifted(range.start), 1.0);
        Some(faces.iter().zip(&mean).map(|(f, m)| m.cross(f).z.atan2(m.dot(f))).collect())
    }
}

#[cfg(test)]
mod tests {
    use approx::{abs_diff_eq, assert_abs_diff_eq};
    use nalgebra::UnitQuaternion;

    use super::super::{BodyFrame, OrientationMethod};
    use super::*;
    use crate::recording::Triad;

    #[test]
    fn signs_are_those_of_the_body() {
        // Sensor axes are the body's: x ahead, y up, z right; level frame: x ahead, y left, z up.
        let stand = UnitQuaternion::from_euler_angles(std::f64::consts::FRAC_PI_2, 0.0, 0.0);
        let about = |axis: Vector3<f64>, angle: f64| stand * UnitQuaternion::from_scaled_axis(axis * angle);
        let orientation = vec![
            about(Vector3::x(), 0.1),  // y towards z: up leans to the right, right side down
            about(Vector3::z(), -0.2), // y towards x: leans ahead
            stand,
            stand,
        ];
        let frame = BodyFrame { anterior: Vector3::x(), up: Vector3::y(), right: Vector3::z() };
        let part = Part {
            from_s: 0.0,
            to_s: 0.04,
            up: Vector3::y(),
            frame: Some(frame),
            clear: true,
            disagreement_rad: None,
            standing_up: Some(Vector3::new(0.0, 0.1_f64.cos(), -(0.1_f64.sin()))),
        };
        let flat = Triad::new(vec![0.0; 400], vec![9.8; 400], vec![0.0; 400]);
        let strides = super::super::period::Strides::of(&flat, &flat, 100.0, 70.0).expect("strides");
        let mut bout = OrientedBout {
            rate_hz: 100.0,
            start_s: 0.0,
            orientation,
            force: flat,
            method: OrientationMethod::PeriodicStrapdown,
            parts: vec![part],
            strides,
            anatomical: false,
            foot: false,
            shank: false,
        };
        let posture = bout.posture(&part).expect("axes");
        // Exact angles: rounding.
        assert!(abs_diff_eq!(posture.obliquity[0], 0.1, epsilon = 1e-12), "{:?}", posture.obliquity);
        assert!(abs_diff_eq!(posture.tilt[1], 0.2, epsilon = 1e-12), "{:?}", posture.tilt);
        assert_abs_diff_eq!(posture.standing.expect("stood").obliquity, 0.1, epsilon = 1e-12);
        bout.orientation = vec![stand, about(Vector3::y(), 0.1), stand, stand];
        // A turn to the left about up, minus its own mean, which is a quarter of it.
        assert_abs_diff_eq!(bout.yaw(&part).expect("axes")[1], 0.075, epsilon = 1e-3);
        assert!(bout.posture(&Part { frame: None, ..part }).is_none());
    }
}
