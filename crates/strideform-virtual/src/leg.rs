//! Thigh and shank between a given hip and a given ankle: two links in the sagittal plane.

use super::jet::{Jet, Pose, V3};
use super::motion::{HIP_DEPTH, Motion};
use super::params::{Params, Side};

/// Longest hip-to-ankle distance allowed, as a share of thigh plus shank: beyond it the knee snaps straight (*chosen*).
pub(crate) const REACH: f64 = 0.995;

impl Motion {
    /// Hip joint in the world.
    pub(crate) fn hip(&self, p: &Params, side: Side, t: f64) -> V3 {
        let half = 0.5 * p.body.hip_width_m * side.sign();
        self.pelvis(p, t).point([0.0, -HIP_DEPTH, half])
    }

    /// (thigh with its origin in the knee, shank with its origin in the ankle).
    pub(crate) fn leg(&self, p: &Params, side: Side, t: f64) -> (Pose, Pose) {
        let (ankle, _) = self.ankle(side, t);
        let hip = self.hip(p, side, t);
        let (l1, l2) = (p.body.thigh_m(), p.body.shank_m());
        let up = hip - ankle;
        let d = up.dot(up).sqrt();
        let inv = d.recip();
        let up = up.times(inv);
        let (sh, ch) = self.heading(t).sin_cos();
        let ahead = V3::new(ch, Jet::default(), -sh);
        let side_axis = ahead.cross(up).unit();
        let front = up.cross(side_axis);
        // from the ankle along the line to the hip, then forward to the knee
        let along = (d * d + (l2 * l2 - l1 * l1)) * inv * 0.5;
        let mut high = -(along * along) + l2 * l2;
        if high.v < 1e-6 {
            high = Jet::constant(1e-6);
        }
        let knee = ankle + up.times(along) + front.times(high.sqrt());
        let link = |top: V3, bottom: V3, length: f64| {
            let y = (top - bottom).times(Jet::constant(1.0 / length));
            Pose { origin: bottom, axes: [y.cross(side_axis), y, side_axis] }
        };
        let linked = (link(hip, knee, l1), link(knee, ankle, l2));
        match &self.people {
            Some(people) => people.leg(p, side, t, (ahead, side_axis), linked),
            None => linked,
        }
    }

    /// Hip-to-ankle distance over the length of the leg.
    pub(crate) fn reach(&self, p: &Params, side: Side, t: f64) -> f64 {
        let a = self.ankle(side, t).0.value();
        let h = self.hip(p, side, t).value();
        let d = (0..3).map(|i| (h[i] - a[i]).powi(2)).sum::<f64>().sqrt();
        d / (p.body.thigh_m() + p.body.shank_m())
    }
}

/// Forward lean of a segment's long axis in the plane of the heading, radians.
pub(crate) fn lean(pose: &Pose, heading: f64) -> f64 {
    let [x, y, z] = pose.axes[1].value();
    (x * heading.cos() - z * heading.sin()).atan2(y)
}
