//! Where every segment is at any time.

use super::body::{Pelvis, last};
use super::com::Piece;
use super::curve::{Quintic, Ramp};
use super::foot::{Stance, Swing};
use super::force::Force;
use super::jet::{Jet, Pose, V3, axes};
use super::params::{Params, Side};
use super::people::play::Playing;
use std::f64::consts::PI;

/// Hip joints below the pelvis's origin, m (*chosen*).
pub(crate) const HIP_DEPTH: f64 = 0.08;

/// One running or walking step, from touchdown of its foot to touchdown of the other.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) side: Side,
    pub(crate) running: bool,
    /// True if speed and cadence have reached their constant values.
    pub(crate) steady: bool,
    pub(crate) touch: f64,
    /// When the force rises above and falls below 50 N.
    pub(crate) contact: (f64, f64),
    pub(crate) next: f64,
    pub(crate) speed: f64,
    /// `None` for walking.
    pub(crate) force: Option<Force>,
    /// Which stance of this side.
    pub(crate) stance: usize,
}

/// Consecutive steps without rest: touchdown times and the parity of the first step.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// When the body starts to move.
    pub(crate) start: f64,
    pub(crate) touches: Vec<f64>,
    pub(crate) first: f64,
}

impl Block {
    /// Number of steps since the first left touchdown: a smooth function that is an integer at every touchdown.
    fn phase(&self, t: f64) -> Jet {
        let n = self.touches.len();
        let get = |i: usize| self.touches.get(i).copied().unwrap_or_default();
        // rate at a touchdown: from the two steps around it
        let rate = |i: usize| {
            let (a, b) = (i.saturating_sub(1), (i + 1).min(n - 1));
            (b - a) as f64 / (get(b) - get(a))
        };
        let i = self.touches.partition_point(|&x| x <= t);
        let at = |i: usize| Jet::new(i as f64 + self.first, rate(i), 0.0);
        if i == 0 || i == n {
            let k = i.saturating_sub(1);
            let j = at(k);
            return Jet::new(j.v + j.d * (t - get(k)), j.d, 0.0);
        }
        Quintic::between(get(i - 1), at(i - 1), get(i), at(i)).at(t)
    }
}

/// A straight piece of the path, or a turn on the spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path {
    pub(crate) start: f64,
    pub(crate) origin: [f64; 2],
    pub(crate) way: f64,
    pub(crate) heading: f64,
    pub(crate) turn: Option<(Ramp, f64)>,
}

impl Path {
    pub(crate) fn heading(&self, t: f64) -> Jet {
        match self.turn {
            Some((ramp, angle)) => ramp.at(t) * angle + self.heading,
            None => Jet::constant(self.heading),
        }
    }
    /// World coordinates (x, z) of a point `way` along the path and `right` to its right.
    pub(crate) fn place(&self, heading: f64, way: f64, right: f64) -> [f64; 2] {
        let (s, c) = heading.sin_cos();
        let d = way - self.way;
        [self.origin[0] + c * d + s * right, self.origin[1] - s * d + c * right]
    }
}

/// The complete motion, which can be evaluated at any instant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Motion {
    pub(crate) stances: [Vec<Stance>; 2],
    pub(crate) swings: [Vec<Swing>; 2],
    pub(crate) pieces: Vec<Piece>,
    pub(crate) blocks: Vec<Block>,
    /// How much of the gait's sway is active: ramp, from, to.
    pub(crate) sway: Vec<(Ramp, f64, f64)>,
    /// The curves of people that are played while running, if they are.
    pub(crate) people: Option<Playing>,
    /// Obliquity of the pelvis at knots, without the played curve.
    pub(crate) tilt: Vec<(f64, Jet)>,
    pub(crate) paths: Vec<Path>,
    pub(crate) steps: Vec<Step>,
    /// Running bouts: start and end, s.
    pub(crate) runs: Vec<(f64, f64)>,
    pub(crate) end: f64,
}

impl Motion {
    pub(crate) fn phase(&self, t: f64) -> Jet {
        last(&self.blocks, t, |b| b.start).map_or(Jet::default(), |b| b.phase(t))
    }

    pub(crate) fn swaying(&self, t: f64) -> Jet {
        last(&self.sway, t, |s| s.0.start).map_or(Jet::default(), |(r, a, b)| r.at(t) * (b - a) + *a)
    }

    /// Height and travel of the centre of mass.
    pub(crate) fn centre(&self, t: f64) -> (Jet, Jet) {
        last(&self.pieces, t, |p| p.start)
            .map_or((Jet::default(), Jet::default()), |p| p.at(t, || self.phase(t)))
    }

    pub(crate) fn heading(&self, t: f64) -> Jet {
        last(&self.paths, t, |p| p.start).map_or(Jet::default(), |p| p.heading(t))
    }

    /// Obliquity of the pelvis, left side up positive.
    pub(crate) fn obliquity(&self, t: f64) -> Jet {
        let added = self.added_obliquity(t);
        self.people.as_ref().map_or(added, |people| people.roll(t) + added)
    }

    fn added_obliquity(&self, t: f64) -> Jet {
        let i = self.tilt.partition_point(|k| k.0 <= t);
        match (self.tilt.get(i.wrapping_sub(1)), self.tilt.get(i)) {
            (Some(a), Some(b)) => Quintic::between(a.0, a.1, b.0, b.1).at(t),
            (Some(a), None) | (None, Some(a)) => Jet::constant(a.1.v),
            (None, None) => Jet::default(),
        }
    }

    /// Pelvis: origin in the centre of mass; people's moves about it while they run.
    pub(crate) fn pelvis(&self, p: &Params, t: f64) -> Pose {
        let (y, way) = self.centre(t);
        let sway = self.swaying(t);
        let phase = self.phase(t) * PI;
        let (s1, c1) = phase.sin_cos();
        let c2 = c1 * c1 * 2.0 + -1.0;
        // left stance first: the left side is forward at its touchdown, and the body sways over the stance foot
        let yaw = -(c1 * sway) * p.pelvic_rotation_deg.to_radians();
        let right = -(s1 * sway) * p.sway_m;
        let tilt = (c2 * p.pelvic_tilt_swing_deg + p.pelvic_tilt_deg) * sway;
        let idle = Pelvis { yaw, right, tilt, up: y, forward: way };
        let Pelvis { yaw, right, tilt, up: y, forward: way } = match &self.people {
            Some(people) => people.pelvis(t, idle, sway * p.pelvic_tilt_deg),
            None => idle,
        };
        let path = last(&self.paths, t, |p| p.start);
        let (heading, origin, s0) =
            path.map_or((Jet::default(), [0.0; 2], 0.0), |p| (p.heading(t), p.origin, p.way));
        let (sh, ch) = heading.sin_cos();
        let d = way + -s0;
        let centre = V3::new(ch * d + sh * right + origin[0], y, ch * right - sh * d + origin[1]);
        Pose { origin: centre, axes: axes(heading + yaw, self.obliquity(t), tilt * -(1f64.to_radians())) }
    }

    /// Trunk: origin in the pelvis's origin, leaning about it and counter-rotating against the pelvis.
    pub(crate) fn trunk(&self, p: &Params, t: f64) -> Pose {
        let sway = self.swaying(t);
        let (_, c1) = (self.phase(t) * PI).sin_cos();
        let (_, c2) = (self.phase(t) * (2.0 * PI) + 0.5).sin_cos();
        let yaw = (c1 * sway) * p.pelvic_rotation_deg.to_radians();
        let tired = Jet::new(t, 1.0, 0.0) * (p.fatigue.lean_deg / 3600.0);
        let lean = (c2 * p.trunk_swing_deg + p.trunk_lean_deg + tired) * sway;
        Pose {
            origin: self.pelvis(p, t).origin,
            axes: axes(self.heading(t) + yaw, self.obliquity(t) * -0.3, lean * -(1f64.to_radians())),
        }
    }

    /// Foot: origin in the ankle.
    pub(crate) fn foot(&self, side: Side, t: f64) -> Pose {
        let (ankle, [yaw, roll, pitch]) = self.ankle(side, t);
        Pose { origin: ankle, axes: axes(yaw, roll, pitch) }
    }

    /// Ankle, and yaw, roll and pitch of the foot.
    pub(crate) fn ankle(&self, side: Side, t: f64) -> (V3, [Jet; 3]) {
        let stances = &self.stances[side.index()];
        let i = stances.partition_point(|s| s.made.touch <= t).saturating_sub(1);
        let Some(stance) = stances.get(i) else {
            return (V3::default(), [Jet::default(); 3]);
        };
        match self.swings[side.index()].get(i) {
            Some(swing) if t > stance.made.leave => {
                let (ankle, [yaw, roll, pitch]) = swing.at(t);
                let pitch = match (&self.people, stances.get(i + 1)) {
                    (Some(people), Some(to)) => people.swing_pitch(side, t, stance, to, pitch),
                    _ => pitch,
                };
                (ankle, [yaw, roll, pitch])
            }
            _ => stance.at(t),
        }
    }
}
