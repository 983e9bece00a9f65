//! Numbers that carry their first and second derivative in time, so that velocities and accelerations of the linked
//! segments are exact (second-order Taylor arithmetic) instead of numerical differences.

use std::ops::{Add, Mul, Neg, Sub};

/// A value with its first and second derivative in time.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Jet {
    pub(crate) v: f64,
    pub(crate) d: f64,
    pub(crate) dd: f64,
}

impl Jet {
    pub(crate) const fn new(v: f64, d: f64, dd: f64) -> Self {
        Self { v, d, dd }
    }
    pub(crate) const fn constant(v: f64) -> Self {
        Self::new(v, 0.0, 0.0)
    }
    /// Chain rule for a scalar function with value `f`, slope `f1` and curvature `f2` at `self.v`.
    fn through(self, f: f64, f1: f64, f2: f64) -> Self {
        Self::new(f, f1 * self.d, f1 * self.dd + f2 * self.d * self.d)
    }
    pub(crate) fn sin_cos(self) -> (Self, Self) {
        let (s, c) = self.v.sin_cos();
        (self.through(s, c, -s), self.through(c, -s, -c))
    }
    pub(crate) fn sqrt(self) -> Self {
        let r = self.v.sqrt();
        self.through(r, 0.5 / r, -0.25 / (r * r * r))
    }
    /// Angle of the point (`x`, `self`), not at the origin.
    pub(crate) fn atan2(self, x: Self) -> Self {
        let (y, inv) = (self, 1.0 / (self.v * self.v + x.v * x.v));
        let top = y.d * x.v - y.v * x.d;
        let d = top * inv;
        let turn = y.dd * x.v - y.v * x.dd;
        let growth = 2.0 * (y.v * y.d + x.v * x.d) * inv;
        Self::new(y.v.atan2(x.v), d, turn * inv - d * growth)
    }
    pub(crate) fn recip(self) -> Self {
        let r = 1.0 / self.v;
        self.through(r, -r * r, 2.0 * r * r * r)
    }
}

impl Add for Jet {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self::new(self.v + o.v, self.d + o.d, self.dd + o.dd)
    }
}
impl Sub for Jet {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self::new(self.v - o.v, self.d - o.d, self.dd - o.dd)
    }
}
impl Mul for Jet {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Self::new(
            self.v * o.v,
            self.d * o.v + self.v * o.d,
            self.dd * o.v + 2.0 * self.d * o.d + self.v * o.dd,
        )
    }
}
impl Mul<f64> for Jet {
    type Output = Self;
    fn mul(self, k: f64) -> Self {
        Self::new(self.v * k, self.d * k, self.dd * k)
    }
}
impl Add<f64> for Jet {
    type Output = Self;
    fn add(self, k: f64) -> Self {
        Self::new(self.v + k, self.d, self.dd)
    }
}
impl Neg for Jet {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// A vector in the world (x forward at the start, y up, z right) or in a segment.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct V3 {
    pub(crate) x: Jet,
    pub(crate) y: Jet,
    pub(crate) z: Jet,
}

impl V3 {
    pub(crate) const fn new(x: Jet, y: Jet, z: Jet) -> Self {
        Self { x, y, z }
    }
    pub(crate) fn fixed(a: [f64; 3]) -> Self {
        Self::new(Jet::constant(a[0]), Jet::constant(a[1]), Jet::constant(a[2]))
    }
    pub(crate) fn dot(self, o: Self) -> Jet {
        self.x * o.x + self.y * o.y + self.z * o.z
    }
    pub(crate) fn cross(self, o: Self) -> Self {
        Self::new(self.y * o.z - self.z * o.y, self.z * o.x - self.x * o.z, self.x * o.y - self.y * o.x)
    }
    pub(crate) fn times(self, k: Jet) -> Self {
        Self::new(self.x * k, self.y * k, self.z * k)
    }
    pub(crate) fn unit(self) -> Self {
        self.times(self.dot(self).sqrt().recip())
    }
    pub(crate) fn value(self) -> [f64; 3] {
        [self.x.v, self.y.v, self.z.v]
    }
    pub(crate) fn rate(self) -> [f64; 3] {
        [self.x.d, self.y.d, self.z.d]
    }
    pub(crate) fn second(self) -> [f64; 3] {
        [self.x.dd, self.y.dd, self.z.dd]
    }
}

impl Add for V3 {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Self::new(self.x + o.x, self.y + o.y, self.z + o.z)
    }
}
impl Sub for V3 {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Self::new(self.x - o.x, self.y - o.y, self.z - o.z)
    }
}

/// Place and attitude of a segment: its origin and its three axes (x anterior, y up, z right) in the world.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pose {
    pub(crate) origin: V3,
    pub(crate) axes: [V3; 3],
}

impl Pose {
    /// World coordinates of a point given in segment coordinates, metres.
    pub(crate) fn point(&self, p: [f64; 3]) -> V3 {
        self.origin + self.turn(p)
    }
    /// A fixed segment vector, rotated into the world.
    pub(crate) fn turn(&self, p: [f64; 3]) -> V3 {
        let [x, y, z] = self.axes;
        let k = |a: V3, s: f64| V3::new(a.x * s, a.y * s, a.z * s);
        k(x, p[0]) + k(y, p[1]) + k(z, p[2])
    }
    /// Angular velocity in segment axes, rad/s.
    pub(crate) fn angular_rate(&self) -> [f64; 3] {
        let dot = |a: [f64; 3], b: [f64; 3]| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        let [x, y, z] = self.axes;
        [dot(y.rate(), z.value()), dot(z.rate(), x.value()), dot(x.rate(), y.value())]
    }
}

/// Axes after a rotation about the vertical by `yaw`, then about the new x axis by `roll`, then about the new z axis by
/// `pitch` (radians, right-handed): yaw positive to the left, roll positive lifts the left side, pitch positive is toe
/// or front up.
pub(crate) fn axes(yaw: Jet, roll: Jet, pitch: Jet) -> [V3; 3] {
    let (sy, cy) = yaw.sin_cos();
    let (sr, cr) = roll.sin_cos();
    let (sp, cp) = pitch.sin_cos();
    let one = |x: Jet, y: Jet, z: Jet| {
        // Ry(yaw)·Rx(roll) applied to (x, y, z)
        let (y1, z1) = (cr * y - sr * z, sr * y + cr * z);
        V3::new(cy * x + sy * z1, y1, cy * z1 - sy * x)
    };
    let zero = Jet::default();
    [one(cp, sp, zero), one(-sp, cp, zero), one(zero, zero, Jet::constant(1.0))]
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn arithmetic_carries_derivatives() {
        // f(t) = sqrt(2 + sin t)/t at t = 0.7 against central differences
        let f = |t: f64| (2.0 + t.sin()).sqrt() / t;
        let t = Jet::new(0.7, 1.0, 0.0);
        let j = (t.sin_cos().0 + 2.0).sqrt() * t.recip();
        let h = 1e-4;
        assert_abs_diff_eq!(j.v, f(0.7), epsilon = 1e-15);
        // second-order differences: error about h²·f⁗/12 and rounding 1e-16/h²
        assert_abs_diff_eq!(j.d, (f(0.7 + h) - f(0.7 - h)) / (2.0 * h), epsilon = 1e-6);
        assert_abs_diff_eq!(j.dd, (f(0.7 + h) - 2.0 * f(0.7) + f(0.7 - h)) / (h * h), epsilon = 1e-5);
    }

    #[test]
    fn small_turns_have_the_documented_signs() {
        let rate = |yaw, roll, pitch| {
            let j = |d| Jet::new(0.0, d, 0.0);
            Pose { origin: V3::default(), axes: axes(j(yaw), j(roll), j(pitch)) }.angular_rate()
        };
        assert_eq!(rate(1.0, 0.0, 0.0), [0.0, 1.0, 0.0]);
        assert_eq!(rate(0.0, 1.0, 0.0), [1.0, 0.0, 0.0]);
        assert_eq!(rate(0.0, 0.0, 1.0), [0.0, 0.0, 1.0]);
    }
}
