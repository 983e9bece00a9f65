//! Planning a stretch of running.

use super::com::{Braking, Piece, Way};
use super::curve::Pulse;
use super::foot::{ANKLE, Landing, Stance};
use super::force::{Force, G, fit, impact_time, nominal, threshold};
use super::jet::Jet;
use super::motion::{Block, HIP_DEPTH, Step};
use super::params::{Impossible, Params, Side};
use super::plan::{EASY, Plan};

/// Speed at which running starts and stops, m/s (*chosen*).
const CREEP: f64 = 1.2;
/// Time from the first movement to leaving the ground, s (*chosen*).
const LAUNCH: f64 = 0.45;

/// Braking of the foot before it lands, m/s² (*chosen*: recorded shanks at 2.4 m/s show little of it, the marker recording
/// at 4 m/s twice as much; more would need an unnatural swing, and less would leave no time for quick swings).
fn brake(speed: f64) -> f64 {
    ((13.0 + 3.0 * (speed - 4.0).max(0.0)) * speed).max(16.0 * speed.min(3.0))
}
/// Speed at which the ball rolls off over the toes, as a share of running speed (*chosen*).
const PUSH: f64 = 0.32;

/// The target values of one step.
#[derive(Clone, Copy)]
struct Target {
    side: Side,
    steady: bool,
    touch: f64,
    time: f64,
    speed: f64,
    strike: f64,
    drop: f64,
    level: f64,
    down: f64,
    stop: f64,
    force: Force,
}

fn braking(p: &Params, w: &Target) -> Braking {
    // gentler while starting and stopping
    Braking { scale: p.braking_bw * G * (w.speed / p.speed_mps).min(1.0), contact: w.force.whole() }
}

impl Plan<'_> {
    pub(crate) fn run(&mut self, seconds: f64) -> Result<(), Impossible> {
        let p = self.p;
        let height = self.running_height()?;
        let first = self.p.first_side;
        let start = self.t;
        let step0 = nominal(self.p, first, 60.0 / self.p.cadence_spm)?;
        let flight = (60.0 / self.p.cadence_spm - step0.whole()).max(0.0);
        let targets = self.targets(start + LAUNCH + flight, seconds)?;
        let Some((w0, wn)) = targets.first().zip(targets.last()) else {
            return Ok(());
        };
        // speed at each touchdown: between the steady values of the two steps; one more for the landing that ends the run
        let fall = |w: &Target| -G * (0.5 * w.time - w.force.centre());
        let along = |w: &Target| w.speed - braking(p, w).shift() / w.time;
        let mean = |f: &dyn Fn(&Target) -> f64, i: usize| {
            let get = |j: usize| targets.get(j).map(f);
            let (a, b) = (i.checked_sub(1).and_then(get), get(i));
            match (a, b) {
                (Some(a), Some(b)) => 0.5 * (a + b),
                (a, b) => a.or(b).unwrap_or(0.0),
            }
        };
        // from standing to the first touch
        let v0 = mean(&fall, 0);
        let u0 = mean(&along, 0);
        let off = start + LAUNCH;
        let launch = Self::before(height, v0, flight);
        let pushed = Jet::new(self.way + 0.4 * u0 * LAUNCH, u0, 0.0);
        let still = (Jet::constant(self.stand), Jet::constant(self.way));
        self.blend(start, off, [still.0, launch], [still.1, pushed]);
        let landing = [Jet::new(height, v0, -G), Jet::new(pushed.v + u0 * flight, u0, 0.0)];
        if flight > 1e-6 {
            self.blend(off, off + flight, [launch, landing[0]], [pushed, landing[1]]);
        }
        self.lift(w0.side, start, start + 0.12);
        self.lift(w0.side.other(), start + 0.15, off);
        self.sway(start, off + flight, 0.0, 1.0);
        self.m.tilt.push((start, Jet::default()));

        let mut block = Block { start, touches: Vec::new(), first: w0.side.index() as f64 };
        let (mut y, mut s) = (height, landing[1].v);
        let mut contacts = Vec::new();
        for (i, w) in targets.iter().enumerate() {
            let (v, next) = (mean(&fall, i), mean(&fall, i + 1));
            let (u, forth) = (mean(&along, i), mean(&along, i + 1));
            let mut force = w.force.with_impulse(w.time + (next - v) / G);
            // the centre of the second pulse brings the body back to its height at the next touchdown
            let one = force.first.mean * 2.0 * w.stop;
            let two = force.second.mean * force.whole();
            let lever = (height - y - v * w.time) / G + 0.5 * w.time * w.time
                - one * (w.time - force.first.centroid());
            force = force.with_second_centre(w.time - lever / two);
            let brakes = braking(p, w);
            let whole = force.whole();
            let net = Pulse { mean: (forth - u) / whole, rise: 0.5 * whole, fall: 0.5 * whole };
            let piece = Piece {
                start: w.touch,
                way: Way::Step { height: y, fall: v, force, way: s, speed: u, braking: brakes, net },
            };
            self.m.pieces.push(piece);
            let on_off = force.above(threshold(self.p));
            let contact = (w.touch + on_off.0, w.touch + on_off.1);
            self.way = s;
            self.put_down(w, contact.0, whole, height);
            let none = || Jet::default();
            let (mid, end) = (piece.at(w.touch + whole, none), piece.at(w.touch + w.time, none));
            debug_assert!(mid.1.v >= s);
            contacts.push(contact);
            self.m.steps.push(Step {
                side: w.side,
                running: true,
                steady: w.steady,
                touch: w.touch,
                contact,
                next: w.touch + w.time,
                speed: (end.1.v - s) / w.time,
                force: Some(force),
                stance: self.m.stances[w.side.index()].len() - 1,
            });
            block.touches.push(w.touch);
            (y, s) = (end.0.v, end.1.v);
        }
        let end = wn.touch + wn.time;
        block.touches.push(end);
        self.m.blocks.push(block);
        self.obliquity(&targets, &contacts, end);
        self.m.runs.push((w0.touch, end));
        // the last landing
        let side = wn.side.other();
        let (v, u) = (mean(&fall, targets.len()), mean(&along, targets.len()));
        self.way = s;
        let l = self.landing(side, end, 0.3, &wn.force);
        let half = 0.5 * (self.p.body.step_width_m + 2.0 * super::plan::STAND) * 0.5;
        let place = self.path();
        let heading = place.heading(end).v;
        self.m.stances[side.index()].push(Stance::new(Landing {
            place: place.place(heading, s + 0.2 * u, side.sign() * half),
            rise: f64::INFINITY,
            leave: f64::INFINITY,
            ..l
        }));
        self.settle(end, Jet::new(y, v, -G), Jet::new(s, u, 0.0), side);
        self.ran += end - w0.touch;
        Ok(())
    }

    /// Obliquity of the pelvis over the run; where people's curves are played, what the targets ask for beyond them.
    fn obliquity(&mut self, targets: &[Target], contacts: &[(f64, f64)], end: f64) {
        let mut knots = Vec::new();
        for (w, &(on, off)) in targets.iter().zip(contacts) {
            let sign = -w.side.sign();
            knots.push((on, sign * w.level));
            knots.push((on + self.p.drop_peak_at * (off - on), sign * (w.level + w.drop)));
        }
        if let Some(people) = &mut self.m.people {
            let first = targets.first().map_or(Side::Left, |w| w.side);
            people.add_run(first, contacts, end, self.p.speed_up_s, &mut knots);
        }
        self.drop_knots(&knots);
    }

    fn targets(&mut self, first: f64, seconds: f64) -> Result<Vec<Target>, Impossible> {
        let p = self.p;
        let mut out = Vec::new();
        let (mut t, mut side) = (first, p.first_side);
        let end = first + seconds;
        loop {
            let (i, hours) = (side.index(), (self.ran + t - first) / 3600.0);
            let edge = (t - first).min(end - t - 0.6).max(0.0) / p.speed_up_s;
            let x = edge.min(1.0);
            let ramp = x * x * (3.0 - 2.0 * x);
            let cold = p.warm_up * (1.0 - (self.ran + t - first) / p.warm_up_s).max(0.0);
            let top = p.speed_mps * (1.0 - cold);
            let creep = CREEP.min(top);
            let speed = creep + (top - creep) * ramp;
            let cadence = p.cadence_spm * (1.0 - 0.3 * cold) + p.fatigue.cadence_spm * hours;
            let time = 60.0 / cadence + p.step_time_offset_s[i] + self.draw(p.scatter.step_time_s);
            let contact = p.contact_s[i] * (1.0 + 0.01 * p.fatigue.contact_percent * hours)
                + self.draw(p.scatter.contact_s);
            let strike =
                p.strike_angle_deg[i] + p.fatigue.strike_deg * hours + self.draw(p.scatter.strike_deg);
            let drop =
                (p.drop_deg[i] + p.fatigue.drop_deg[i] * hours + self.draw(p.scatter.drop_deg)).max(0.0);
            let down = p.ankle_speed_mps + p.ankle_speed_added_mps[i] + self.draw(p.scatter.ankle_speed_mps);
            let down = down.max(0.1);
            let stop = impact_time(p, strike, contact);
            let force = fit(p, contact, time, stop, down)?;
            out.push(Target {
                side,
                steady: x >= 1.0 && cold < 0.02,
                touch: t,
                time,
                speed,
                strike: strike.to_radians(),
                drop: drop.to_radians(),
                level: p.drop_at_contact_deg[i].to_radians(),
                down,
                stop,
                force,
            });
            t += time;
            side = side.other();
            if t >= end {
                return Ok(out);
            }
        }
    }

    /// A landing of `side` at `touch` with nominal strike angle; its position is set later.
    fn landing(&self, side: Side, touch: f64, strike_scale: f64, force: &Force) -> Landing {
        let p = self.p;
        let i = side.index();
        let whole = force.whole();
        let v = p.speed_mps.min(CREEP);
        Landing {
            side,
            touch,
            flat: touch + p.flat_at * whole,
            rise: touch + p.heel_rise_at * whole,
            leave: touch + whole,
            pitch: strike_scale * p.strike_angle_deg[i].to_radians(),
            inversion: p.inversion_deg.to_radians(),
            toe_pitch: p.toe_off_pitch_deg.to_radians(),
            down: p.ankle_speed_mps,
            stop: impact_time(p, p.strike_angle_deg[i], p.contact_s[i]),
            place: [0.0; 2],
            yaw: self.path().heading(touch).v - side.sign() * p.toe_out_deg.to_radians(),
            lift: 0.15 + 0.06 * v,
            fold: -(60.0 + 10.0 * v).to_radians(),
            brake: brake(v),
            share: 0.27,
            push: PUSH * v,
        }
    }

    /// The stance of a target; `contact` is when 50 N are reached, where the strike angle is defined.
    fn stance(&self, w: &Target, contact: f64, whole: f64) -> Landing {
        let base = self.landing(w.side, w.touch, 1.0, &w.force);
        let probe = Landing {
            touch: 0.0,
            flat: base.flat - w.touch,
            rise: whole * self.p.heel_rise_at,
            leave: whole,
            pitch: 1.0,
            ..base
        };
        let share = Stance::new(probe).at(contact - w.touch).1[2].v;
        Landing {
            flat: w.touch + self.p.flat_at * whole,
            rise: w.touch + self.p.heel_rise_at * whole,
            leave: w.touch + whole,
            pitch: w.strike / share.max(0.5),
            down: w.down,
            stop: w.stop,
            lift: 0.15 + 0.06 * w.speed,
            fold: -(60.0 + 10.0 * w.speed).to_radians(),
            brake: brake(w.speed),
            push: PUSH * w.speed,
            ..base
        }
    }

    fn put_down(&mut self, w: &Target, contact: f64, whole: f64, height: f64) {
        let l = self.stance(w, contact, whole);
        let hip = height - HIP_DEPTH;
        let at = Self::balance(Stance::new(l).shifts(), [hip, hip], w.speed * whole);
        let swing = 2.0 * w.time - whole;
        let leg = self.p.body.thigh_m() + self.p.body.shank_m();
        let l = Landing {
            share: Self::share(w.speed, swing, at.back, at.front),
            lift: l.lift.min(hip - 0.42 * leg),
            ..l
        };
        let ahead = at.ahead;
        let path = self.path();
        let right = w.side.sign() * 0.5 * self.p.body.step_width_m;
        let place = path.place(path.heading, self.way + ahead, right);
        self.m.stances[w.side.index()].push(Stance::new(Landing { place, ..l }));
    }

    /// Height of the pelvis at touchdown: as upright as the reach of the legs allows.
    fn running_height(&self) -> Result<f64, Impossible> {
        let p = self.p;
        let leg = p.body.thigh_m() + p.body.shank_m();
        let mut height = self.stand - 0.01;
        for side in [Side::Left, Side::Right] {
            let step = 60.0 / p.cadence_spm + p.step_time_offset_s[side.index()];
            let force = nominal(p, side, step)?;
            let w = Target {
                side,
                steady: true,
                touch: 0.0,
                time: step,
                speed: p.speed_mps,
                strike: p.strike_angle_deg[side.index()].to_radians(),
                drop: 0.0,
                level: 0.0,
                down: p.ankle_speed_mps,
                stop: impact_time(p, p.strike_angle_deg[side.index()], p.contact_s[side.index()]),
                force,
            };
            let shifts = Stance::new(self.stance(&w, 0.006, force.whole())).shifts();
            let travel = p.speed_mps * force.whole();
            let length = |h: f64| Self::balance(shifts, [h - HIP_DEPTH; 2], travel).length;
            let lowest = ANKLE + HIP_DEPTH + 0.7 * leg;
            if length(lowest) > EASY * leg {
                return Err(Impossible::LegTooShort { time_s: self.t, side, reach: length(lowest) / leg });
            }
            let (mut low, mut high) = (lowest, height);
            for _ in 0..40 {
                let mid = 0.5 * (low + high);
                if length(mid) > EASY * leg {
                    high = mid;
                } else {
                    low = mid;
                }
            }
            height = height.min(low);
        }
        Ok(height - self.crouch)
    }
}
