//! Where every segment is at any time.

use super::com::Piece;
use super::curve::{Quintic, Ramp};
use super::foot::{Stance, Swing};
use super::force::Force;
use super::jet::{Jet, Pose, V3, axes};
use super::params::{Params, Side};
use super::people::{Person, Quantity, Turns};
use std::f64::consts::PI;

/// Hip joints below the pelvis's origin, m (*chosen*).
pub(crate) const HIP_DEPTH: f64 = 0.08;

/// How long it takes a swinging foot to turn from its own way of leaving the ground to people's, and back before it lands,
/// s (*chosen*).
const BEND: f64 = 0.06;

/// One running or walking step, from the touch of its foot to the touch of the other.
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

/// The phase of the stride in one run: 0 at left contact, half at right contact, and the table's share later at toe-off.
#[derive(Clone, Debug)]
pub(crate) struct Gait {
    /// Time and phase of contacts and toe-offs.
    knots: Vec<(f64, f64)>,
}

impl Gait {
    pub(crate) fn new(knots: Vec<(f64, f64)>) -> Self {
        Self { knots }
    }
    fn start(&self) -> f64 {
        self.knots.first().map_or(f64::INFINITY, |k| k.0)
    }
    /// In strides; the slope at a knot is the harmonic mean of the secants, so that the phase never runs backwards.
    pub(crate) fn phase(&self, t: f64) -> Jet {
        let n = self.knots.len();
        let secant = |i: usize| match (self.knots.get(i), self.knots.get(i + 1)) {
            (Some(a), Some(b)) => (b.1 - a.1) / (b.0 - a.0),
            _ => 0.0,
        };
        let at = |i: usize| {
            let after = secant(i.min(n.saturating_sub(2)));
            let before = i.checked_sub(1).map_or(after, secant);
            let slope = 2.0 * before * after / (before + after);
            self.knots.get(i).map_or((0.0, Jet::default()), |k| (k.0, Jet::new(k.1, slope, 0.0)))
        };
        let i = self.knots.partition_point(|k| k.0 <= t);
        if n < 2 {
            return Jet::default();
        }
        if i == 0 || i == n {
            let (t0, j) = at(i.saturating_sub(1));
            return Jet::new(j.v + j.d * (t - t0), j.d, 0.0);
        }
        let ((a, from), (b, to)) = (at(i - 1), at(i));
        Quintic::between(a, from, b, to).at(t)
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
    /// The curves that are played while running, when, and how much of them: ramp, from, to.
    pub(crate) person: Person,
    pub(crate) gaits: Vec<Gait>,
    pub(crate) play: Vec<(Ramp, f64, f64)>,
    /// Obliquity of the pelvis at knots, without the played curve.
    pub(crate) tilt: Vec<(f64, Jet)>,
    pub(crate) paths: Vec<Path>,
    pub(crate) steps: Vec<Step>,
    /// Running bouts: start and end, s.
    pub(crate) runs: Vec<(f64, f64)>,
    pub(crate) end: f64,
}

fn last<T>(all: &[T], t: f64, start: impl Fn(&T) -> f64) -> Option<&T> {
    let i = all.partition_point(|x| start(x) <= t);
    all.get(i.saturating_sub(1))
}

impl Motion {
    pub(crate) fn phase(&self, t: f64) -> Jet {
        last(&self.blocks, t, |b| b.start).map_or(Jet::default(), |b| b.phase(t))
    }

    pub(crate) fn swaying(&self, t: f64) -> Jet {
        last(&self.sway, t, |s| s.0.start).map_or(Jet::default(), |(r, a, b)| r.at(t) * (b - a) + *a)
    }

    /// How much of the played curves is active, 0–1.
    pub(crate) fn playing(&self, t: f64) -> Jet {
        last(&self.play, t, |s| s.0.start).map_or(Jet::default(), |(r, a, b)| r.at(t) * (b - a) + *a)
    }

    /// Phase of the stride while running.
    pub(crate) fn stride(&self, t: f64) -> Jet {
        last(&self.gaits, t, Gait::start).map_or(Jet::default(), |g| g.phase(t))
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
        let turns = Turns::new(self.stride(t));
        self.person.at(Quantity::Roll, &turns) * self.playing(t) * 1f64.to_radians() + self.added_obliquity(t)
    }

    fn added_obliquity(&self, t: f64) -> Jet {
        let i = self.tilt.partition_point(|k| k.0 <= t);
        match (self.tilt.get(i.wrapping_sub(1)), self.tilt.get(i)) {
            (Some(a), Some(b)) => Quintic::between(a.0, a.1, b.0, b.1).at(t),
            (Some(a), None) | (None, Some(a)) => Jet::constant(a.1.v),
            (None, None) => Jet::default(),
        }
    }

    /// Pelvis: while running it moves about the centre of mass as people's does, else its origin is there.
    pub(crate) fn pelvis(&self, p: &Params, t: f64) -> Pose {
        let (y, way) = self.centre(t);
        let sway = self.swaying(t);
        let phase = self.phase(t) * PI;
        let (s1, c1) = phase.sin_cos();
        let c2 = c1 * c1 * 2.0 + -1.0;
        // left stance first: the left side is forward at its touchdown, and the body sways over the stance foot
        let play = self.playing(t);
        let idle = (-play + 1.0) * sway;
        let turns = Turns::new(self.stride(t));
        let own = |q: Quantity| self.person.at(q, &turns) * play;
        let yaw = own(Quantity::Yaw) * 1f64.to_radians() - c1 * idle * p.pelvic_rotation_deg.to_radians();
        let right = own(Quantity::Right) - s1 * idle * p.sway_m;
        let own_tilt = own(Quantity::Tilt) - play * self.person.mean(Quantity::Tilt);
        let tilt = c2 * idle * p.pelvic_tilt_swing_deg + sway * p.pelvic_tilt_deg - own_tilt;
        let (y, way) = (y + own(Quantity::Up), way + own(Quantity::Forward));
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
                let play = self.playing(t);
                let Some(to) = stances.get(i + 1).filter(|_| play != Jet::default()) else {
                    return (ankle, [yaw, roll, pitch]);
                };
                let people = self.swing_pitch(side, t, stance, to);
                (ankle, [yaw, roll, people * play + pitch * (-play + 1.0)])
            }
            _ => stance.at(t),
        }
    }

    /// Pitch of a swinging foot: people's curve, bent to the state in which the foot leaves the ground and lands.
    fn swing_pitch(&self, side: Side, t: f64, from: &Stance, to: &Stance) -> Jet {
        let (off, on) = (from.made.leave, to.made.touch);
        let people = |t: f64| {
            let phase = self.stride(t) + 0.5 * side.index() as f64;
            self.person.at(Quantity::Foot, &Turns::new(phase)) * 1f64.to_radians()
        };
        let middle = 0.5 * (off + on);
        let short = BEND.min(0.3 * (on - off));
        // the value over half of the swing, speed and acceleration over a short time
        let (miss, ramp, window) = if t < middle {
            let ramp = Ramp { start: off, end: middle }.at(t);
            (from.at(off).1[2] - people(off), -ramp + 1.0, (off, off + short))
        } else {
            let ramp = Ramp { start: middle, end: on }.at(t);
            (to.at(on).1[2] - people(on), ramp, (on - short, on))
        };
        let turning = Jet::new(0.0, miss.d, miss.dd);
        let short = match t {
            t if t < window.0 || t > window.1 => Jet::default(),
            t if t < middle => Quintic::between(window.0, turning, window.1, Jet::default()).at(t),
            t => Quintic::between(window.0, Jet::default(), window.1, turning).at(t),
        };
        people(t) + ramp * miss.v + short
    }
}
