//! Runners drawn from people.

use super::{Curves, Quantity, SHARE};
use crate::params::{Params, Side};
use crate::person::{COMPONENTS, Person};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};

/// Scores are limited to this many standard deviations (*chosen*: 13 runners say nothing about rarer ones).
const FARTHEST: f64 = 2.2;
/// Strike angles of ordinary runners, degrees (*chosen*: the 13 runners' sides lie between −6 and 27).
const STRIKE: (f64, f64) = (-10.0, 27.0);
/// Keeps the draw apart from the scatter of the steps, which starts at the bare seed.
const STREAM: u64 = 0x7065_6f70_6c65;

impl Person {
    /// Scores of the runner number `seed`: independent, with mean 0 and standard deviation 1.
    fn drawn_scores(seed: u64) -> [f64; COMPONENTS] {
        let mut rng = StdRng::seed_from_u64(seed ^ STREAM);
        [(); COMPONENTS].map(|()| {
            let x: f64 = StandardNormal.sample(&mut rng);
            x.clamp(-FARTHEST, FARTHEST)
        })
    }
}

impl Params {
    /// Lets a person land with the shank of `side` leaning `degrees` more than is usual at this speed, whatever this
    /// person's own way; false without a person. Speed and strike angle must be set before.
    pub fn overstride(&mut self, side: Side, degrees: f64) -> bool {
        let strike = self.strike_angle_deg[side.index()];
        let Some(person) = &mut self.person else {
            return false;
        };
        let own = Curves::new(self.speed_mps, &person.scores);
        let usual = Curves::new(self.speed_mps, &[0.0; COMPONENTS]);
        let behind = own.value(Quantity::Shank, 0.0) - usual.value(Quantity::Shank, 0.0);
        let by_strike = (strike - own.mean(Quantity::Strike)) * own.mean(Quantity::ShankPerStrike);
        person.shank_ahead_deg[side.index()] = degrees + behind - by_strike;
        true
    }

    /// An ordinary runner drawn from people, at the cadence, contact time, strike angle, pelvic drop, tilt and height that
    /// go with this runner and speed, and with sides as unlike as people's.
    pub fn drawn(seed: u64, speed_mps: f64) -> Self {
        let scores = Person::drawn_scores(seed);
        let mut p = Self { seed, speed_mps, ..Self::default() };
        let person = Curves::new(speed_mps, &scores);
        let mut rng = StdRng::seed_from_u64(seed ^ STREAM.rotate_left(8));
        // left and right of a value, half the difference drawn
        let mut sides = |middle: f64, sd: Quantity| {
            let half: f64 = StandardNormal.sample(&mut rng);
            let half = half.clamp(-FARTHEST, FARTHEST) * person.mean(sd);
            [middle + half, middle - half]
        };
        let mean = |q| person.mean(q);
        p.cadence_spm = mean(Quantity::Cadence);
        // a flight must be left
        p.contact_s = sides(mean(Quantity::Contact).min(0.85 * 60.0 / p.cadence_spm), Quantity::SideContact);
        p.step_time_offset_s = sides(0.0, Quantity::SideStep);
        let strike = sides(mean(Quantity::Strike), Quantity::SideStrike);
        p.strike_angle_deg = strike.map(|s| s.clamp(STRIKE.0, STRIKE.1));
        let mut shank_ahead_deg = sides(0.0, Quantity::SideShank);
        // that a side's strike differs is part of how much its shank differs
        for (ahead, strike) in shank_ahead_deg.iter_mut().zip(p.strike_angle_deg) {
            *ahead -= (strike - mean(Quantity::Strike)) * mean(Quantity::ShankPerStrike);
        }
        p.person = Some(Person { scores, shank_ahead_deg });
        p.pelvic_tilt_deg = -mean(Quantity::Tilt);
        p.toe_off_pitch_deg = person.value(Quantity::Foot, SHARE);
        p.body.height_m = mean(Quantity::Height);
        let level = person.value(Quantity::Roll, 0.0);
        let drop = person.value(Quantity::Roll, person.deepest) - level;
        p.drop_at_contact_deg = sides(level, Quantity::SideLevel);
        p.drop_deg = sides(drop, Quantity::SideDrop).map(|d| d.max(0.0));
        p
    }
}
