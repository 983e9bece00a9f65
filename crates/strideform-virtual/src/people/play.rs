//! People's curves, played in the rhythm of a run.

use super::{Curves, Quantity, SHARE, Turns, around_contact};
use crate::body::{Pelvis, UPRIGHT, last};
use crate::curve::{Quintic, Ramp};
use crate::foot::Stance;
use crate::jet::{Jet, Pose, V3};
use crate::params::{Params, Side};
use crate::person::Person;

/// How long it takes a swinging foot to turn from its own way of leaving the ground to people's, and back before it lands,
/// s (*chosen*).
const BEND: f64 = 0.06;

/// The phase of the stride in one run: 0 at left contact, half at right contact, and the table's share later at toe-off.
#[derive(Clone, Debug)]
struct Gait {
    /// Time and phase of contacts and toe-offs.
    knots: Vec<(f64, f64)>,
}

impl Gait {
    fn start(&self) -> f64 {
        self.knots.first().map_or(f64::INFINITY, |k| k.0)
    }

    /// In strides; the slope at a knot is the harmonic mean of the secants, so that the phase never runs backwards.
    fn phase(&self, t: f64) -> Jet {
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

/// The curves of one person, when they are played and how much of them.
#[derive(Clone, Debug)]
pub(crate) struct Playing {
    curves: Curves,
    /// What is added to the lean of either shank at contact, degrees.
    shank_added: [f64; 2],
    gaits: Vec<Gait>,
    /// Ramp, from, to.
    play: Vec<(Ramp, f64, f64)>,
}

impl Playing {
    pub(crate) fn new(p: &Params, person: &Person) -> Self {
        let curves = Curves::new(p.speed_mps, &person.scores);
        let shank_added = [0, 1].map(|side| curves.shank_added(p, person, side));
        Self { curves, shank_added, gaits: Vec::new(), play: Vec::new() }
    }

    /// Plays the curves over a run that starts on the foot `first` and is over at `end`, and takes them out of the knots of
    /// the pelvis's obliquity, which come as contact, deepest drop, contact, deepest drop …
    pub(crate) fn add_run(
        &mut self,
        first: Side,
        contacts: &[(f64, f64)],
        end: f64,
        slow: f64,
        knots: &mut [(f64, f64)],
    ) {
        let Some(&(start, _)) = contacts.first() else {
            return;
        };
        // steps are counted from a left one
        let begin = if first == Side::Left { 0.0 } else { 0.5 };
        let count = |i: usize| begin + 0.5 * i as f64;
        let phases = contacts.iter().enumerate();
        let gait = Gait {
            knots: phases.flat_map(|(i, &(on, off))| [(on, count(i)), (off, count(i) + SHARE)]).collect(),
        };
        let middle = 0.5 * (start + end);
        let up = Ramp { start, end: (start + slow.max(0.3)).min(middle) };
        let down = Ramp { start: (end - (slow - 0.2).max(0.4)).max(middle), end };
        let playing = |t: f64| if t < middle { up.at(t).v } else { 1.0 - down.at(t).v };
        for (i, (pair, &(on, off))) in knots.chunks_exact_mut(2).zip(contacts).enumerate() {
            // where people's drop is deepest, so that the sum is deepest there too
            let (mut low, mut high) = (on, off);
            for _ in 0..40 {
                let mid = 0.5 * (low + high);
                if gait.phase(mid).v < count(i) + self.curves.deepest { low = mid } else { high = mid }
            }
            let sign = if (first == Side::Left) == (i % 2 == 0) { 1.0 } else { -1.0 };
            let own = |t: f64, phase: f64| {
                playing(t) * sign * self.curves.value(Quantity::Roll, phase).to_radians()
            };
            if let [contact, deepest] = pair {
                contact.1 -= own(on, 0.0);
                *deepest = (low, deepest.1 - own(low, self.curves.deepest));
            }
        }
        self.gaits.push(gait);
        self.play.extend([(up, 0.0, 1.0), (down, 1.0, 0.0)]);
    }

    /// How much of the curves is played, 0–1.
    fn playing(&self, t: f64) -> Jet {
        last(&self.play, t, |s| s.0.start).map_or(Jet::default(), |(r, a, b)| r.at(t) * (b - a) + *a)
    }

    /// Phase of the stride while running.
    fn stride(&self, t: f64) -> Jet {
        last(&self.gaits, t, Gait::start).map_or(Jet::default(), |g| g.phase(t))
    }

    fn own_phase(&self, side: Side, t: f64) -> Jet {
        self.stride(t) + 0.5 * side.index() as f64
    }

    /// The played obliquity of the pelvis, radians, left side up positive.
    pub(crate) fn roll(&self, t: f64) -> Jet {
        let turns = Turns::new(self.stride(t));
        self.curves.at(Quantity::Roll, &turns) * self.playing(t) * 1f64.to_radians()
    }

    /// The pelvis between how it would move of itself and people's, whose mean tilt is `tilt` degrees front down.
    pub(crate) fn pelvis(&self, t: f64, idle: Pelvis, tilt: Jet) -> Pelvis {
        let play = self.playing(t);
        let rest = -play + 1.0;
        let turns = Turns::new(self.stride(t));
        let own = |q: Quantity| self.curves.at(q, &turns) * play;
        let swing = own(Quantity::Tilt) - play * self.curves.mean(Quantity::Tilt);
        Pelvis {
            yaw: own(Quantity::Yaw) * 1f64.to_radians() + idle.yaw * rest,
            right: own(Quantity::Right) + idle.right * rest,
            tilt: tilt - swing + (idle.tilt - tilt) * rest,
            up: idle.up + own(Quantity::Up),
            forward: idle.forward + own(Quantity::Forward),
        }
    }

    /// Thigh and shank between those worked out from hip and ankle and people's; `plane` is the direction of running and
    /// the axis across the leg.
    pub(crate) fn leg(
        &self,
        p: &Params,
        side: Side,
        t: f64,
        plane: (V3, V3),
        linked: (Pose, Pose),
    ) -> (Pose, Pose) {
        let play = self.playing(t);
        if play == Jet::default() {
            return linked;
        }
        let (l1, l2) = (p.body.thigh_m(), p.body.shank_m());
        let (ahead, side_axis) = plane;
        let phase = self.own_phase(side, t);
        let turns = Turns::new(phase);
        let bent = standing_bend(l1, l2);
        let reach = around_contact(phase) * self.shank_added[side.index()];
        let lean = |pose: &Pose, people: Jet, standing: f64| {
            let y = pose.axes[1];
            let own = people * 1f64.to_radians() + standing;
            let mechanics = ahead.dot(y).atan2(side_axis.cross(ahead).dot(y));
            own * play + mechanics * (-play + 1.0)
        };
        let direct = |angle: Jet, origin: V3| {
            let (s, c) = angle.sin_cos();
            let y = ahead.times(s) + side_axis.cross(ahead).times(c);
            Pose { origin, axes: [y.cross(side_axis), y, side_axis] }
        };
        let (thigh, shank) = linked;
        let low = lean(&shank, self.curves.at(Quantity::Shank, &turns) - reach, bent.0);
        let high = lean(&thigh, self.curves.at(Quantity::Thigh, &turns), bent.1);
        let shank = direct(low, shank.origin);
        (direct(high, shank.point([0.0, l2, 0.0])), shank)
    }

    /// Pitch of a swinging foot: people's curve, bent to the state in which the foot leaves the ground and lands; `idle` is
    /// how it would swing of itself.
    pub(crate) fn swing_pitch(&self, side: Side, t: f64, from: &Stance, to: &Stance, idle: Jet) -> Jet {
        let play = self.playing(t);
        if play == Jet::default() {
            return idle;
        }
        let (off, on) = (from.made.leave, to.made.touch);
        let people =
            |t: f64| self.curves.at(Quantity::Foot, &Turns::new(self.own_phase(side, t))) * 1f64.to_radians();
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
        let people = people(t) + ramp * miss.v + short;
        people * play + idle * (-play + 1.0)
    }
}

/// Forward lean of shank and thigh in standing, radians.
fn standing_bend(l1: f64, l2: f64) -> (f64, f64) {
    let d = UPRIGHT * (l1 + l2);
    let angle = |near: f64, far: f64| ((d * d + near * near - far * far) / (2.0 * d * near)).acos();
    (angle(l2, l1), -angle(l1, l2))
}
