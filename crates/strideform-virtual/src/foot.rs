//! A foot: on the ground it does not slip, and in the air it moves along quintic curves.
//!
//! The origin of the foot's frame is the ankle. The foot lands on heel or ball, rotates flat about that point, lies still,
//! rises about the ball, finally rolls off over the toes, and leaves the ground. Everything is twice continuously
//! differentiable.

use super::curve::{Pulse, Quintic};
use super::jet::{Jet, Pose, V3, axes};
use super::params::Side;

/// Heel and ball in foot coordinates, m (*chosen* for a shoe: sole 9 cm under the ankle).
const HEEL: [f64; 3] = [-0.05, -0.09, 0.0];
const BALL: [f64; 3] = [0.15, -0.09, 0.0];
/// Height of the ankle above the ground when the foot is flat, m.
pub(crate) const ANKLE: f64 = 0.09;
/// When the foot slap is fastest, as a share of the time to flat, and how fast, in units of strike angle over that time
/// (*chosen*: in the marker recording of docs/VALIDATION.md the pitch is held for 20 ms after landing, the slap
/// is fastest 20 ms after touchdown, and the foot then settles slowly).
const SLAP: (f64, f64) = (0.22, 1.7);
/// The same for the heel's rise, in units of the pitch at toe-off (*chosen* likewise: fastest 16 ms before the force falls
/// below 50 N in contacts of 0.24 s).
const LIFT: (f64, f64) = (1.27, -2.8);
/// Shares of the stopping time after which the foot begins to slap, and after which the ground acts on the ankle: until
/// then heel and sole yield under a force of a few newtons (*chosen*: in the marker recording of docs/VALIDATION.md the slap
/// begins about 5 ms before 50 N; recorded shanks turn 5–10 ms later, 15–20 ms after touchdown).
const FEEL_FROM: f64 = 0.36;
/// How long the forward movement of heel or ball lasts after that, s (*chosen*).
const SLIDE: f64 = 0.013;
/// When the deceleration of the ankle peaks, as a share of its duration (*chosen*: tibial peaks come late in the rise).
const STOP_PEAK: f64 = 0.84;
/// When a swinging foot is highest, as a share of its swing (*chosen* from the marker recording).
pub(crate) const VIA: f64 = 0.345;
/// How long before touchdown pitch and forward speed already follow the landing, s (*chosen*).
const PRE: f64 = 0.02;
/// How long before touchdown the foot is slowed down, s; and how long it sinks towards the ground, s, with which initial
/// acceleration, m/s² (*chosen* from the marker recording).
const SLOW: f64 = 0.05;
const SINK: (f64, f64) = (0.05, -8.0);

/// The parameters of a stance.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Landing {
    pub(crate) side: Side,
    pub(crate) touch: f64,
    /// When the foot is flat, when the heel rises, and when the foot leaves the ground.
    pub(crate) flat: f64,
    pub(crate) rise: f64,
    pub(crate) leave: f64,
    /// Pitch and inversion at touchdown, and pitch at toe-off, radians.
    pub(crate) pitch: f64,
    pub(crate) inversion: f64,
    pub(crate) toe_pitch: f64,
    /// Downward speed of the ankle at touchdown, m/s, and the time in which it stops.
    pub(crate) down: f64,
    pub(crate) stop: f64,
    /// Ankle when flat: world x and z, m; heading of the foot, radians.
    pub(crate) place: [f64; 2],
    pub(crate) yaw: f64,
    /// The preceding swing: peak height of the ankle (m), lowest pitch (rad), braking before touchdown (m/s²).
    pub(crate) lift: f64,
    pub(crate) fold: f64,
    pub(crate) brake: f64,
    /// Share of the swing's path covered when the foot is highest.
    pub(crate) share: f64,
    /// Speed at which the ball of this foot rolls off over the toes at toe-off, m/s.
    pub(crate) push: f64,
}

/// One contact of a foot with the ground.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stance {
    pub(crate) made: Landing,
    pitch_in: Pieces<2>,
    roll_in: Pieces<2>,
    pitch_out: Quintic,
    roll_out: Quintic,
    roll_off: Quintic,
    stop: Pulse,
    height: f64,
    /// Remaining forward slide of heel or ball once the ground acts on the ankle, m.
    slide: Quintic,
    /// Horizontal movement of the ankle when the ground begins to act on it, world x and z.
    felt: [Jet; 2],
}

impl Stance {
    pub(crate) fn new(l: Landing) -> Self {
        let h = l.flat - l.touch;
        let quick = l.touch + SLAP.0 * h;
        let slap = |a: f64| {
            let mid = Jet::new(a * (1.0 - 0.5 * SLAP.0 * SLAP.1), -SLAP.1 * a / h, 0.0);
            [
                (l.touch, Quintic::between(l.touch, Jet::constant(a), quick, mid)),
                (quick, Quintic::between(quick, mid, l.flat, Jet::default())),
            ]
        };
        // inversion lowers the outer edge: the right foot's left side rises
        let roll = l.inversion * l.side.sign();
        let (felt, rest) = (FEEL_FROM * l.stop, 1.0 - FEEL_FROM);
        let stop = Pulse {
            mean: 1.0 / (rest * l.stop),
            rise: (STOP_PEAK - FEEL_FROM) * l.stop,
            fall: (1.0 - STOP_PEAK) * l.stop,
        };
        let mut s = Self {
            made: l,
            pitch_in: slap(l.pitch),
            roll_in: slap(roll),
            pitch_out: Quintic::default(),
            roll_out: Quintic::default(),
            roll_off: Quintic::default(),
            stop,
            height: ANKLE + l.down * (l.stop - stop.at(rest * l.stop).v),
            slide: Quintic::default(),
            felt: [Jet::default(); 2],
        };
        // the braking of the swing continues until the ground acts on the ankle, then the remaining slide dies out
        let felt = l.touch + felt;
        let [x, z] = s.rocked(felt);
        let more = -l.brake - (x.dd * l.yaw.cos() - z.dd * l.yaw.sin());
        let begin = Jet::new(more * SLIDE * SLIDE / 6.0, -0.5 * more * SLIDE, more);
        s.slide = Quintic::between(felt, begin, felt + SLIDE, Jet::default());
        s.felt = s.rocked(felt);
        s.release(l.rise, l.leave);
        s
    }

    /// Sets when the heel rises and when the foot leaves the ground.
    pub(crate) fn release(&mut self, rise: f64, leave: f64) {
        (self.made.rise, self.made.leave) = (rise, leave);
        if !leave.is_finite() {
            return;
        }
        let h = leave - rise;
        let end = |a: f64| Jet::new(a, LIFT.0 * a / h, LIFT.1 * a / (h * h));
        let roll = 0.6 * self.made.inversion * self.made.side.sign();
        self.pitch_out = Quintic::between(rise, Jet::default(), leave, end(self.made.toe_pitch));
        self.roll_out = Quintic::between(rise, Jet::default(), leave, end(roll));
        // speed grows with the square of time over the last half of the push
        let (v, h) = (self.made.push, 0.5 * h);
        let off = Jet::new(0.4 * v * h, v, -v / h);
        self.roll_off = Quintic::between(leave - h, Jet::default(), leave, off);
    }

    /// Roll and pitch of the foot, and the point it rotates about.
    fn turning(&self, t: f64) -> (Jet, Jet, [f64; 3]) {
        let l = &self.made;
        if t <= l.flat {
            let pivot = if l.pitch >= 0.0 { HEEL } else { BALL };
            (along(&self.roll_in, t), along(&self.pitch_in, t), pivot)
        } else if t > l.rise {
            (self.roll_out.at(t), self.pitch_out.at(t), BALL)
        } else {
            (Jet::default(), Jet::default(), HEEL)
        }
    }

    /// The ankle if the foot only rotated about its pivot.
    fn turned(&self, t: f64) -> V3 {
        let l = &self.made;
        let (roll, pitch, pivot) = self.turning(t);
        let (yaw, zero) = (Jet::constant(l.yaw), Jet::default());
        let turned = |roll, pitch| Pose { origin: V3::default(), axes: axes(yaw, roll, pitch) };
        V3::fixed([l.place[0], ANKLE, l.place[1]]) + turned(zero, zero).turn(pivot)
            - turned(roll, pitch).turn(pivot)
    }

    /// Horizontal movement of the ankle once the ground acts on it: it rocks over the pivot while the pivot slides.
    fn rocked(&self, t: f64) -> [Jet; 2] {
        let l = &self.made;
        let ankle = self.turned(t);
        if t >= l.touch + FEEL_FROM * l.stop + SLIDE {
            return [ankle.x, ankle.z];
        }
        let slide = self.slide.at(t);
        [ankle.x + slide * l.yaw.cos(), ankle.z + slide * -l.yaw.sin()]
    }

    pub(crate) fn at(&self, t: f64) -> (V3, [Jet; 3]) {
        let l = &self.made;
        let yaw = Jet::constant(l.yaw);
        let u = t - l.touch;
        if t >= l.flat && u >= l.stop.max(FEEL_FROM * l.stop + SLIDE) && t <= l.rise {
            return (V3::fixed([l.place[0], ANKLE, l.place[1]]), [yaw, Jet::default(), Jet::default()]);
        }
        let (roll, pitch, _) = self.turning(t);
        let mut ankle = self.turned(t);
        if t < l.rise {
            // the height of the ankle follows its deceleration; sole and shoe yield under heel or ball
            let felt = FEEL_FROM * l.stop;
            ankle.y = if u >= l.stop {
                Jet::constant(ANKLE)
            } else {
                let stop = self.stop.at(u - felt);
                Jet::new(self.height - l.down * (u - stop.v), -l.down * (1.0 - stop.d), l.down * stop.dd)
            };
            [ankle.x, ankle.z] = if u >= felt {
                self.rocked(t)
            } else {
                let w = u - felt;
                self.felt.map(|f| Jet::new(f.v + f.d * w + 0.5 * f.dd * w * w, f.d + f.dd * w, f.dd))
            };
        } else if t > 0.5 * (l.rise + l.leave) {
            // the ball rolls off over the toes: it moves up, and a little less forward
            let off = self.roll_off.at(t);
            let forth = off * 0.8;
            ankle = ankle + V3::new(forth * l.yaw.cos(), off, forth * -l.yaw.sin());
        }
        (ankle, [yaw, roll, pitch])
    }

    /// How far the ankle is ahead of its flat position, and its height, at touchdown and at toe-off.
    pub(crate) fn shifts(&self) -> [(f64, f64); 2] {
        let l = &self.made;
        [l.touch, l.leave].map(|t| {
            let (a, _) = self.at(t);
            let (dx, dz) = (a.x.v - l.place[0], a.z.v - l.place[1]);
            (dx * l.yaw.cos() - dz * l.yaw.sin(), a.y.v)
        })
    }
}

/// A curve of several quintics, each with its start time.
type Pieces<const N: usize> = [(f64, Quintic); N];

fn along<const N: usize>(pieces: &Pieces<N>, t: f64) -> Jet {
    let i = pieces.iter().rposition(|p| t > p.0).unwrap_or(0);
    pieces[i].1.at(t)
}

/// The path of a foot through the air.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Swing {
    x: Pieces<4>,
    z: Pieces<4>,
    y: Pieces<3>,
    pitch: Pieces<3>,
    roll: Quintic,
    yaw: Quintic,
}

impl Swing {
    pub(crate) fn new(from: &Stance, to: &Stance) -> Self {
        let (t0, t1) = (from.made.leave, to.made.touch);
        let (a, [yaw0, roll0, pitch0]) = from.at(t0);
        let (b, [yaw1, roll1, pitch1]) = to.at(t1);
        let via = t0 + VIA * (t1 - t0);
        // short swings leave less time for the landing
        let room = ((t1 - via) / 0.2).min(1.0);
        let (pre, slow, sink) = (PRE * room, SLOW * room, SINK.0 * room);
        let (dx, dz) = (b.x.v - a.x.v, b.z.v - a.z.v);
        let far = dx.hypot(dz).max(1e-9);
        // the state `h` earlier from which a linear acceleration, starting at `acc`, leads to `end`
        let back = |end: Jet, acc: f64, h: f64| {
            let v = end.d - 0.5 * (acc + end.dd) * h;
            let p = end.v - v * h - h * h * (acc / 3.0 + end.dd / 6.0);
            Jet::new(p, v, acc)
        };
        let l = &to.made;
        let level = |a: Jet, b: Jet, way: f64| {
            let acc = -l.brake * way / far;
            let near = back(b, acc, pre);
            let brake = back(near, 0.8 * acc, slow);
            let (t2, t3) = (t1 - pre, t1 - pre - slow);
            let top = a.v + l.share * (b.v - a.v);
            let [one, two] = Quintic::through(t0, a, via, top, t3, brake);
            [
                (t0, one),
                (via, two),
                (t3, Quintic::between(t3, brake, t2, near)),
                (t2, Quintic::between(t2, near, t1, b)),
            ]
        };
        let up = || {
            let m = back(b.y, SINK.1, sink);
            let t2 = t1 - sink;
            let [one, two] = Quintic::through(t0, a.y, via, l.lift, t2, m);
            [(t0, one), (via, two), (t2, Quintic::between(t2, m, t1, b.y))]
        };
        let turn = || {
            let still = 2.0 * pitch1.d / pre - pitch1.dd;
            let m = back(pitch1, still, pre);
            let t2 = t1 - pre;
            let curve = |rise: f64, h: f64| (0.5 * rise * (std::f64::consts::PI / h).powi(2)).abs();
            let bend = curve(m.v - l.fold, t2 - via).min(curve(pitch0.v - l.fold, via - t0));
            let v = Jet::new(l.fold, 0.0, 0.6 * bend);
            [
                (t0, Quintic::between(t0, pitch0, via, v)),
                (via, Quintic::between(via, v, t2, m)),
                (t2, Quintic::between(t2, m, t1, pitch1)),
            ]
        };
        Self {
            x: level(a.x, b.x, dx),
            z: level(a.z, b.z, dz),
            y: up(),
            pitch: turn(),
            roll: Quintic::between(t0, roll0, t1, roll1),
            yaw: Quintic::between(t0, yaw0, t1, yaw1),
        }
    }

    pub(crate) fn at(&self, t: f64) -> (V3, [Jet; 3]) {
        let ankle = V3::new(along(&self.x, t), along(&self.y, t), along(&self.z, t));
        (ankle, [self.yaw.at(t), self.roll.at(t), along(&self.pitch, t)])
    }
}
