//! From parameters to a motion: the session is planned stretch by stretch, each beginning and ending at rest.

use super::body::UPRIGHT;
use super::com::{Piece, Way};
use super::curve::{Quintic, Ramp};
use super::foot::{Landing, Stance, Swing, VIA};
use super::force::G;
use super::jet::Jet;
use super::leg::REACH;
use super::motion::{HIP_DEPTH, Motion, Path};
use super::params::{Impossible, Params, Side, Stretch};
use super::people::play::Playing;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};

/// Half the distance between the feet when standing, m (*chosen*).
pub(crate) const STAND: f64 = 0.09;
/// Longest reach for which the crouch of the run is chosen; the rest is left for scatter (*chosen*: 25° of knee flexion).
pub(crate) const EASY: f64 = 0.972;

/// How far the foot is behind the hip when it is highest (*chosen* from the marker recording).
const TRAIL: f64 = 0.88;

/// The session under construction.
pub(crate) struct Plan<'a> {
    pub(crate) p: &'a Params,
    pub(crate) m: Motion,
    pub(crate) rng: StdRng,
    pub(crate) t: f64,
    pub(crate) way: f64,
    pub(crate) stand: f64,
    /// Extra crouch, m.
    pub(crate) crouch: f64,
    /// Running seconds so far.
    pub(crate) ran: f64,
}

/// Plans the whole session; if a leg turns out too short, the body crouches a little more.
pub(crate) fn motion(p: &Params) -> Result<Motion, Impossible> {
    super::params::check(p)?;
    let mut worst = None;
    // a short run of the same kind shows how deeply: planning hours of running repeatedly would be slow
    let brief = shortened(p);
    let first = match &brief {
        Some(q) => (0..14).find(|&i| matches!(lay_out(q, i), Ok(m) if too_short(q, &m).is_none())),
        None => Some(0),
    };
    for i in first.unwrap_or(0)..14 {
        let m = lay_out(p, i)?;
        match too_short(p, &m) {
            None => return Ok(m),
            Some(e) => worst = Some(e),
        }
    }
    Err(worst.unwrap_or(Impossible::OutOfRange { field: "session", value: 0.0 }))
}

fn lay_out(p: &Params, crouch: i32) -> Result<Motion, Impossible> {
    Plan::new(p, 0.008 * f64::from(crouch)).lay_out()
}

/// The same session with all stretches limited to half a minute; `None` if none is longer.
fn shortened(p: &Params) -> Option<Params> {
    let mut long = false;
    let mut cut = |s: f64| {
        long |= s > 60.0;
        s.min(30.0)
    };
    let session = p
        .plan()
        .into_iter()
        .map(|s| match s {
            Stretch::Run { seconds } => Stretch::Run { seconds: cut(seconds) },
            Stretch::Walk { seconds, speed_mps, cadence_spm } => {
                Stretch::Walk { seconds: cut(seconds), speed_mps, cadence_spm }
            }
            other => other,
        })
        .collect();
    long.then(|| Params { session, ..p.clone() })
}

/// The first instant at which a leg would have to be longer than it is. Long runs are checked at sampled times only.
fn too_short(p: &Params, m: &Motion) -> Option<Impossible> {
    let every = if m.steps.len() > 600 { 7 } else { 1 };
    let look = |(t, limit): (f64, f64)| {
        [Side::Left, Side::Right].into_iter().find_map(|side| {
            let reach = m.reach(p, side, t);
            (!(0.26..=limit).contains(&reach)).then_some(Impossible::LegTooShort { time_s: t, side, reach })
        })
    };
    let steps = m.steps.iter().enumerate();
    let busy = steps
        .filter(|(i, _)| *i < 300 || i % every == 0)
        .flat_map(|(_, s)| (0..16).map(move |k| (s.touch + (s.next - s.touch) * f64::from(k) / 16.0, REACH)));
    let pauses = m.blocks.iter().flat_map(|b| {
        let end = b.touches.last().copied().unwrap_or(b.start);
        (0..20)
            .flat_map(move |k| [(b.start + 0.03 * f64::from(k), 0.9985), (end + 0.04 * f64::from(k), 0.9985)])
    });
    busy.chain(pauses).find_map(look)
}

/// Where a foot stands under the hip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Footing {
    /// How far the flat position of the ankle is ahead of the hip at touchdown, m.
    pub(crate) ahead: f64,
    /// Longest hip-to-ankle distance, m.
    pub(crate) length: f64,
    /// Ankle ahead of the hip at touchdown, and behind it at toe-off, m.
    pub(crate) front: f64,
    pub(crate) back: f64,
}

impl<'a> Plan<'a> {
    fn new(p: &'a Params, crouch: f64) -> Self {
        let leg = p.body.thigh_m() + p.body.shank_m();
        let stand = UPRIGHT * leg + super::foot::ANKLE + HIP_DEPTH;
        let mut plan = Self {
            p,
            m: Motion { people: p.person.as_ref().map(|q| Playing::new(p, q)), ..Motion::default() },
            rng: StdRng::seed_from_u64(p.seed),
            t: 0.0,
            way: 0.0,
            stand,
            crouch,
            ran: 0.0,
        };
        plan.m.paths.push(Path {
            start: f64::NEG_INFINITY,
            origin: [0.0; 2],
            way: 0.0,
            heading: 0.0,
            turn: None,
        });
        plan.m.tilt.push((0.0, Jet::default()));
        plan.rest();
        for side in [Side::Left, Side::Right] {
            let l = plan.quiet(side, -10.0, 0.0, STAND);
            plan.m.stances[side.index()].push(Stance::new(l));
        }
        plan
    }

    fn lay_out(mut self) -> Result<Motion, Impossible> {
        for segment in self.p.plan() {
            match segment {
                Stretch::Stand { seconds } => self.t += seconds.max(0.0),
                Stretch::Run { seconds } => self.run(seconds)?,
                Stretch::Walk { seconds, speed_mps, cadence_spm } => {
                    self.walk(seconds, speed_mps, cadence_spm, 0.0)
                }
                Stretch::Turn { degrees } => {
                    let n = (degrees.abs() / 45.0).ceil() + 2.0;
                    self.walk(0.5 * n, 0.0, 120.0, degrees.to_radians());
                }
            }
        }
        self.m.end = self.t;
        self.m.tilt.push((self.t, Jet::default()));
        for side in 0..2 {
            let s = &self.m.stances[side];
            self.m.swings[side] =
                s.windows(2).filter_map(|w| Some(Swing::new(w.first()?, w.get(1)?))).collect();
        }
        Ok(self.m)
    }

    /// A normal draw, limited to 2.5 standard deviations.
    pub(crate) fn draw(&mut self, sd: f64) -> f64 {
        let x: f64 = StandardNormal.sample(&mut self.rng);
        sd * x.clamp(-2.5, 2.5)
    }

    /// The body stands still from now on.
    pub(crate) fn rest(&mut self) {
        self.m.pieces.push(Piece { start: self.t, way: Way::Rest { height: self.stand, way: self.way } });
    }

    /// From one state of height and travel to another, beginning at `start`.
    pub(crate) fn blend(&mut self, start: f64, end: f64, height: [Jet; 2], way: [Jet; 2]) {
        self.m.pieces.push(Piece {
            start,
            way: Way::Blend {
                height: Quintic::between(start, height[0], end, height[1]),
                way: Quintic::between(start, way[0], end, way[1]),
            },
        });
    }

    pub(crate) fn sway(&mut self, start: f64, end: f64, from: f64, to: f64) {
        self.m.sway.push((Ramp { start, end }, from, to));
    }

    /// Heading and path at the current end of the session.
    pub(crate) fn path(&self) -> Path {
        self.m.paths.last().copied().unwrap_or(Path {
            start: 0.0,
            origin: [0.0; 2],
            way: 0.0,
            heading: 0.0,
            turn: None,
        })
    }

    /// A foot that is put down gently beside the body and stays there.
    pub(crate) fn quiet(&self, side: Side, touch: f64, ahead: f64, half: f64) -> Landing {
        let path = self.path();
        let heading = path.heading(touch + 0.2).v;
        let out = -side.sign() * self.p.toe_out_deg.to_radians();
        Landing {
            side,
            touch,
            flat: touch + 0.12,
            rise: f64::INFINITY,
            leave: f64::INFINITY,
            pitch: 3f64.to_radians(),
            inversion: 0.0,
            toe_pitch: -(25f64.to_radians()),
            down: 0.25,
            stop: 0.04,
            place: path.place(heading, self.way + ahead, side.sign() * half),
            yaw: heading + out,
            lift: super::foot::ANKLE + 0.09,
            fold: -(35f64.to_radians()),
            brake: 4.0,
            share: 0.27,
            push: 0.1,
        }
    }

    /// Lifts the standing foot of `side`.
    pub(crate) fn lift(&mut self, side: Side, rise: f64, leave: f64) {
        if let Some(s) = self.m.stances[side.index()].last_mut() {
            s.release(rise, leave);
        }
    }

    /// Brings both feet to rest: the body settles from its current state, with the other foot next to the last one.
    pub(crate) fn settle(&mut self, touch: f64, height: Jet, way: Jet, last: Side) {
        let seconds = 0.55;
        let end = touch + seconds;
        self.way = way.v + 0.36 * way.d * seconds;
        let goal = (Jet::constant(self.stand), Jet::constant(self.way));
        self.blend(touch, end, [height, goal.0], [way, goal.1]);
        self.sway(touch, end, 1.0, 0.0);
        let beside = self.quiet(last.other(), touch + 0.42, 0.0, STAND);
        self.m.stances[last.other().index()].push(Stance::new(beside));
        self.t = end;
        self.rest();
        self.t += 0.4;
        self.m.tilt.push((end, Jet::default()));
    }

    /// How far the flat position of the ankle must be ahead of the hip at touchdown for the leg to be equally long at touchdown
    /// and at toe-off, and that length; `shifts` from the stance, `hips` the hip heights at both, `travel` the distance covered
    /// in between.
    pub(crate) fn balance(shifts: [(f64, f64); 2], hips: [f64; 2], travel: f64) -> Footing {
        let [(s0, y0), (s1, y1)] = shifts;
        let (v0, v1) = ((hips[0] - y0).powi(2), (hips[1] - y1).powi(2));
        let back = travel - s1;
        let room = back + s0;
        let ahead = if room > 0.1 { (back * back - s0 * s0 + v1 - v0) / (2.0 * room) } else { 0.5 * travel };
        let ahead = ahead.clamp(0.25 * travel, 0.6 * travel);
        let length = |x: f64, v: f64| (x * x + v).sqrt();
        Footing {
            ahead,
            length: length(ahead + s0, v0).max(length(ahead - back, v1)),
            front: ahead + s0,
            back: back - ahead,
        }
    }

    /// Share of a swing's path covered when the foot is highest, so that it is then `TRAIL` times as far behind the hip as at
    /// toe-off; `before` is the ankle's distance behind the hip at toe-off, `after` ahead of it at landing.
    pub(crate) fn share(speed: f64, swing: f64, before: f64, after: f64) -> f64 {
        let way = speed * swing + before + after;
        if way > 0.05 { (VIA * speed * swing + (1.0 - TRAIL) * before) / way } else { VIA }
    }

    /// Knots of pelvic obliquity for one contact: at its start and at the peak of the drop.
    pub(crate) fn drop_knots(&mut self, knots: &[(f64, f64)]) {
        // knots come as (time, value) pairs contact, peak, contact, peak …; slopes at contacts are the harmonic mean of
        // the two secants, so that nothing overshoots
        for (i, &(t, v)) in knots.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|j| knots.get(j));
            let after = knots.get(i + 1);
            let secant = |a: Option<&(f64, f64)>| a.map_or(0.0, |a| (a.1 - v) / (a.0 - t));
            let (a, b) = (secant(before), secant(after));
            let k = if i % 2 == 0 {
                let slope = if a * b > 0.0 { 2.0 * a * b / (a + b) } else { 0.0 };
                Jet::new(v, slope, 0.0)
            } else {
                // curvature of a quarter sine, the gentler side
                let bend = |a: Option<&(f64, f64)>| {
                    a.map_or(0.0, |a| (a.1 - v) * (0.5 * std::f64::consts::PI / (a.0 - t)).powi(2))
                };
                let (x, y) = (bend(before), bend(after));
                let c = if x * y > 0.0 { x.signum() * x.abs().min(y.abs()) } else { 0.0 };
                Jet::new(v, 0.0, 0.8 * c)
            };
            self.m.tilt.push((t, k));
        }
    }

    /// Where the ballistic flight before the first touchdown begins: height and speed `flight` seconds earlier.
    pub(crate) fn before(height: f64, fall: f64, flight: f64) -> Jet {
        Jet::new(height - fall * flight - 0.5 * G * flight * flight, fall + G * flight, -G)
    }
}
