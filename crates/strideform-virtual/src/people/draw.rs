//! Runners drawn from people.

use super::{Params, Person, Quantity, SHARE};
use crate::params::COMPONENTS;
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand_distr::{Distribution, StandardNormal};

/// Scores are limited to this many standard deviations (*chosen*: 13 runners say nothing about rarer ones).
const FARTHEST: f64 = 2.2;
/// Strike angles of ordinary runners, degrees (*chosen*: the 13 runners' sides lie between −6 and 27).
const STRIKE: (f64, f64) = (-10.0, 27.0);
/// Keeps the draw apart from the scatter of the steps, which starts at the bare seed.
const STREAM: u64 = 0x7065_6f70_6c65;

impl Params {
    /// Scores of the runner number `seed`: independent, with mean 0 and standard deviation 1.
    pub fn drawn_scores(seed: u64) -> [f64; COMPONENTS] {
        let mut rng = StdRng::seed_from_u64(seed ^ STREAM);
        [(); COMPONENTS].map(|()| {
            let x: f64 = StandardNormal.sample(&mut rng);
            x.clamp(-FARTHEST, FARTHEST)
        })
    }

    /// An ordinary runner drawn from people, at the cadence, contact time, strike angle, pelvic drop, tilt and height that
    /// go with this runner and speed.
    pub fn person(seed: u64, speed_mps: f64) -> Self {
        let mut p = Self { seed, speed_mps, scores: Self::drawn_scores(seed), ..Self::default() };
        let person = Person::of(&p);
        let mean = |q| person.mean(q);
        p.cadence_spm = mean(Quantity::Cadence);
        // a flight must be left
        p.contact_s = [mean(Quantity::Contact).min(0.88 * 60.0 / p.cadence_spm); 2];
        p.strike_angle_deg = [mean(Quantity::Strike).clamp(STRIKE.0, STRIKE.1); 2];
        p.pelvic_tilt_deg = -mean(Quantity::Tilt);
        p.toe_off_pitch_deg = person.value(Quantity::Foot, SHARE);
        p.body.height_m = mean(Quantity::Height);
        let level = person.value(Quantity::Roll, 0.0);
        p.drop_at_contact_deg = [level; 2];
        p.drop_deg = [(person.value(Quantity::Roll, person.deepest) - level).max(0.0); 2];
        p
    }
}
