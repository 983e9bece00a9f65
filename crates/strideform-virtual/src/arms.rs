//! Forearms: the upper arm swings at stride frequency opposite to the leg, the elbow stays bent, and the hand moves inward
//! at the front.

use super::jet::{Jet, Pose, V3, axes};
use super::motion::Motion;
use super::params::{Params, Side};
use std::f64::consts::PI;

/// Shoulder from the trunk's origin: up as a share of height, outward in metres; arm lengths as shares of height
/// (upper arm 0.186, forearm 0.146: Winter's table; shoulder *chosen*).
const SHOULDER: (f64, f64) = (0.29, 0.18);
const UPPER: f64 = 0.186;
const FORE: f64 = 0.146;
/// Elbow flexion while running, degrees; mean forward angle of the upper arm, degrees (*chosen*).
const ELBOW: f64 = 92.0;
const CARRY: f64 = -8.0;

impl Motion {
    /// The forearm: origin at the wrist, y axis towards the elbow.
    pub(crate) fn forearm(&self, p: &Params, side: Side, t: f64) -> Pose {
        let trunk = self.trunk(p, t);
        let on = self.swaying(t);
        let out = side.sign();
        let shoulder = trunk.point([0.0, SHOULDER.0 * p.body.height_m, SHOULDER.1 * out]);
        let (_, c) = (self.phase(t) * PI).sin_cos();
        // the left arm is back when the left leg is in front
        let front = on * c * out;
        let swing = front * p.arm_swing_deg.to_radians() + on * CARRY.to_radians();
        let heading = self.heading(t);
        let upper = axes(heading, Jet::default(), swing);
        let elbow = shoulder - scaled(upper[1], UPPER * p.body.height_m);
        let reach = FORE * p.body.height_m;
        let needed = (SHOULDER.1 + p.arm_crossover_m[side.index()]) / reach;
        let inward = needed.clamp(-0.3, 0.97).asin();
        // furthest inward at the front, nearly straight ahead at the back
        let yaw = (front * 0.45 + on * 0.55) * (inward * out);
        let fore = axes(heading + yaw, Jet::default(), swing + on * ELBOW.to_radians());
        Pose { origin: elbow - scaled(fore[1], reach), axes: fore }
    }
}

fn scaled(a: V3, k: f64) -> V3 {
    V3::new(a.x * k, a.y * k, a.z * k)
}
