//! Height and travel of the centre of mass, piece by piece; the pelvis moves with it.

use super::curve::{Pulse, Quintic, Ramp};
use super::force::{Force, G};
use super::jet::Jet;
use std::f64::consts::PI;

/// Braking followed by propulsion with zero net impulse: −A·sin x·(1 − cos x), x = 2π·t/contact, in m/s².
#[derive(Clone, Copy, Debug)]
pub(crate) struct Braking {
    pub(crate) scale: f64,
    pub(crate) contact: f64,
}

impl Braking {
    pub(crate) fn at(&self, u: f64) -> Jet {
        let s = (u / self.contact).clamp(0.0, 1.0);
        let x = 2.0 * PI * s;
        let (a, c) = (self.scale, self.contact);
        let acc = -a * x.sin() * (1.0 - x.cos());
        let vel = -a * c * ((1.0 - x.cos()) / (2.0 * PI) - (1.0 - (2.0 * x).cos()) / (8.0 * PI));
        let k = PI * PI;
        let pos = -a
            * c
            * c
            * (s / (2.0 * PI) - x.sin() / (4.0 * k) - s / (8.0 * PI) + (2.0 * x).sin() / (32.0 * k));
        Jet::new(pos, vel, acc)
    }
    /// How far the body falls behind a constant speed during a contact, m (negative).
    pub(crate) fn shift(&self) -> f64 {
        self.at(self.contact).v
    }
}

/// How the centre of mass moves during one piece.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Way {
    /// At rest.
    Rest { height: f64, way: f64 },
    /// Between two states.
    Blend { height: Quintic, way: Quintic },
    /// A running step from touchdown to touchdown.
    Step {
        height: f64,
        fall: f64,
        force: Force,
        way: f64,
        speed: f64,
        braking: Braking,
        /// Net propulsion of this contact.
        net: Pulse,
    },
    /// Walking; height from the phase of the steps.
    Walk {
        height: f64,
        dip: f64,
        half_range: f64,
        way: f64,
        speed: f64,
        on: Ramp,
        off: Ramp,
        /// When the body regains its full height.
        up: Ramp,
    },
}

/// A piece of the motion of the centre of mass, from `start` on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub(crate) start: f64,
    pub(crate) way: Way,
}

impl Piece {
    /// (height, travel) at time `t`; `phase` counts steps.
    pub(crate) fn at(&self, t: f64, phase: impl Fn() -> Jet) -> (Jet, Jet) {
        let u = t - self.start;
        match &self.way {
            Way::Rest { height, way } => (Jet::constant(*height), Jet::constant(*way)),
            Way::Blend { height, way } => (height.at(t), way.at(t)),
            Way::Step { height, fall, force, way, speed, braking, net } => {
                let f = force.first.at(u) + force.second.at(u);
                let y = Jet::new(height + fall * u - 0.5 * G * u * u, fall - G * u, -G) + f * G;
                let s = Jet::new(way + speed * u, *speed, 0.0) + braking.at(u) + net.at(u);
                (y, s)
            }
            Way::Walk { height, dip, half_range, way, speed, on, off, up } => {
                let b = on.at(t) - off.at(t);
                let low = on.at(t) - up.at(t);
                let (_, c) = (phase() * (2.0 * PI)).sin_cos();
                let y = -(low * (c * *half_range + *dip)) + *height;
                let s = Jet::new(way + speed * (on.integral(t) - off.integral(t)), speed * b.v, speed * b.d);
                (y, s)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn braking_gives_back_what_it_takes() {
        let b = Braking { scale: 2.0, contact: 0.25 };
        let h = 1e-5;
        for u in [0.03, 0.1, 0.2, 0.249] {
            let (m, p) = (b.at(u - h), b.at(u + h));
            // central differences at 10 µs: h²/6·f‴ ≈ 1e-7, rounding 1e-16/h
            assert_abs_diff_eq!(b.at(u).d, (p.v - m.v) / (2.0 * h), epsilon = 1e-7);
            assert_abs_diff_eq!(b.at(u).dd, (p.d - m.d) / (2.0 * h), epsilon = 1e-5);
        }
        assert!(b.at(0.25).d.abs() < 1e-15 && b.shift() < 0.0);
    }
}
