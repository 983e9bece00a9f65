//! Planning walking and turning on the spot: plausible walking with double support, so that running detectors have
//! something to reject. Forces are not modelled; feet and centre of mass move smoothly.

use super::com::{Piece, Way};
use super::curve::Ramp;
use super::foot::{Landing, Stance};
use super::jet::Jet;
use super::motion::{Block, HIP_DEPTH, Path, Step};
use super::plan::{Plan, STAND};

/// Share of the stride for which a foot is on the ground in walking (textbook 60–62 %).
const SUPPORT: f64 = 0.6;
/// Time from rest to the first touchdown, s (*chosen*).
const START: f64 = 0.6;

impl Plan<'_> {
    /// Walks at `speed`, or turns by `angle` on the spot when the speed is zero.
    pub(crate) fn walk(&mut self, seconds: f64, speed: f64, cadence: f64, angle: f64) {
        let time = 60.0 / cadence.clamp(60.0, 160.0);
        let speed = speed.clamp(0.0, 2.2);
        let turning = angle != 0.0;
        let n = ((seconds / time).round() as usize).max(2);
        let (start, first) = (self.t, self.t + START);
        let touch = |i: usize| first + i as f64 * time;
        let end = touch(n);
        let before = self.path();
        if turning {
            self.m.paths.push(Path {
                start,
                origin: before.place(before.heading, self.way, 0.0),
                way: self.way,
                heading: before.heading,
                turn: Some((Ramp { start: first - 0.3, end }, angle)),
            });
        }
        let (on, off) = (Ramp { start, end: first + time }, Ramp { start: end - time, end: end + START });
        let whole = SUPPORT * 2.0 * time;
        // `late`: speed when the foot leaves
        let make = |side, touch: f64, yaw: f64, toe_out: f64, late: f64| Landing {
            side,
            touch,
            flat: touch + 0.2 * whole,
            rise: touch + 0.5 * whole,
            leave: touch + whole,
            pitch: (if turning { 3.0 } else { 10.0 + 6.0 * speed }).to_radians(),
            inversion: 0.05,
            toe_pitch: -(if turning { 15.0 } else { 25.0 + 25.0 * late }).to_radians(),
            down: 0.25 + 0.1 * speed,
            stop: 0.03,
            place: [0.0; 2],
            yaw: yaw - toe_out,
            lift: 0.15 + 0.02 * speed,
            fold: -(20.0 + 33.0 * speed.min(1.4)).to_radians(),
            brake: 15.0 * speed,
            share: 0.27,
            push: 0.6 * late,
        };
        let probe = Stance::new(make(self.p.first_side, 0.0, 0.0, 0.0, speed));
        let hip = self.stand - HIP_DEPTH;
        let leg = self.p.body.thigh_m() + self.p.body.shank_m();
        let travel = speed * whole;
        let mut dip = 0.02;
        while dip < 0.25 && Self::balance(probe.shifts(), [hip - dip; 2], travel).length > 0.965 * leg {
            dip += 0.005;
        }
        let dip = dip + self.crouch;
        let at = Self::balance(probe.shifts(), [hip - dip; 2], travel);
        let ahead = if turning { 0.0 } else { at.ahead };
        let share = Self::share(speed, 2.0 * time - whole, at.back, at.front);
        let piece = Piece {
            start,
            way: Way::Walk {
                height: self.stand,
                dip,
                half_range: 0.004 + 0.01 * speed,
                way: self.way,
                speed,
                on,
                off,
                up: Ramp { start: end + 0.2, end: end + START },
            },
        };
        self.m.pieces.push(piece);
        let mut side = self.p.first_side;
        self.lift(side, start, start + 0.2);
        self.lift(side.other(), start + 0.3, first + 0.1 * time);
        let origin = self.way;
        let way_at = move |t: f64| origin + speed * (on.integral(t) - off.integral(t));
        let (half, p) = (if turning { STAND } else { 0.5 * self.p.body.step_width_m }, self.p);
        let path = self.path();
        let mut touches = Vec::new();
        for i in 0..n {
            let t = touch(i);
            let out = side.sign() * p.toe_out_deg.to_radians();
            let heading = path.heading(t + 0.25).v;
            let late = t + whole;
            let l = make(side, t, heading, out, speed * (1.0 - off.at(late).v));
            let ahead = ahead * (0.4 + 0.6 * on.at(t).v);
            let place = path.place(heading, way_at(t) + ahead, side.sign() * half);
            self.m.stances[side.index()].push(Stance::new(Landing { place, share: 1.5 * share, ..l }));
            self.m.steps.push(Step {
                side,
                running: false,
                steady: i > 1 && i + 2 < n,
                touch: t,
                contact: (t, t + whole),
                next: t + time,
                speed,
                force: None,
                stance: self.m.stances[side.index()].len() - 1,
            });
            touches.push(t);
            side = side.other();
        }
        touches.push(end);
        self.m.blocks.push(Block { start, touches, first: p.first_side.index() as f64 });
        let gait = if turning { 0.2 } else { 0.5 };
        self.sway(start, first, 0.0, gait);
        self.sway(end, end + START, gait, 0.0);
        // the last foot lands half a step ahead, and the other next to it
        let stop = way_at(end + START);
        let heading = path.heading(end + START).v;
        for (foot, at) in [(side, end), (side.other(), end + 0.5)] {
            let l = self.quiet(foot, at, 0.0, STAND);
            let place = path.place(heading, stop, foot.sign() * STAND);
            let yaw = heading - foot.sign() * p.toe_out_deg.to_radians();
            self.m.stances[foot.index()].push(Stance::new(Landing { place, yaw, ..l }));
        }
        self.way = stop;
        self.t = end + START;
        if turning {
            self.m.paths.push(Path {
                start: self.t,
                origin: path.place(heading, stop, 0.0),
                way: stop,
                heading,
                turn: None,
            });
        }
        self.rest();
        self.m.tilt.push((self.t, Jet::default()));
        self.t += 0.3;
    }
}
