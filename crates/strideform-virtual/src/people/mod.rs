//! How people move: mean curves over the stride and principal components of 13 runners, at 2.5, 3.5 and 4.5 m/s.
//!
//! `table.csv` is made by `validation/people/curves/curves.py`; it names its source. Between the speeds the curves are interpolated,
//! beyond them continued in a straight line.

mod draw;
pub(crate) mod play;

use super::jet::Jet;
use super::params::Params;
use super::person::{COMPONENTS, Person};
use std::f64::consts::PI;
use std::sync::OnceLock;

/// Phase of toe-off in the table; contact has phase 0.
pub(crate) const SHARE: f64 = 0.35;
/// One more than the highest harmonic in the table.
const HARMONICS: usize = 17;
/// Speeds outside this range are treated as its ends, m/s (*chosen*: the table's ends and one more metre per second, and
/// as much slower as people still run).
const RANGE: (f64, f64) = (1.8, 5.5);

/// What the table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Quantity {
    /// Left side up, degrees.
    Roll,
    /// To the left, degrees.
    Yaw,
    /// Front up, degrees.
    Tilt,
    /// The pelvis against the centre of mass: right, forward, up, metres.
    Right,
    Forward,
    Up,
    /// Forward lean against standing, degrees, with the phase of its own leg.
    Shank,
    Thigh,
    /// Toe up, degrees.
    Foot,
    Cadence,
    Contact,
    Strike,
    Height,
    /// Standard deviation over runners of half of left minus right.
    SideStrike,
    SideShank,
    SideDrop,
    SideLevel,
    SideContact,
    SideStep,
    ShankPerStrike,
}

const NAMES: [(&str, Quantity); 20] = [
    ("pelvis_roll_deg", Quantity::Roll),
    ("pelvis_yaw_deg", Quantity::Yaw),
    ("pelvis_tilt_deg", Quantity::Tilt),
    ("pelvis_right_m", Quantity::Right),
    ("pelvis_forward_m", Quantity::Forward),
    ("pelvis_up_m", Quantity::Up),
    ("shank_deg", Quantity::Shank),
    ("thigh_deg", Quantity::Thigh),
    ("foot_deg", Quantity::Foot),
    ("cadence_spm", Quantity::Cadence),
    ("contact_s", Quantity::Contact),
    ("strike_deg", Quantity::Strike),
    ("height_m", Quantity::Height),
    ("side_strike_deg", Quantity::SideStrike),
    ("side_shank_deg", Quantity::SideShank),
    ("side_drop_deg", Quantity::SideDrop),
    ("side_level_deg", Quantity::SideLevel),
    ("side_contact_s", Quantity::SideContact),
    ("side_step_s", Quantity::SideStep),
    ("shank_ahead_per_strike", Quantity::ShankPerStrike),
];

/// One line of the table.
struct Row {
    quantity: Quantity,
    harmonic: usize,
    sine: bool,
    mean: [f64; 3],
    components: [f64; COMPONENTS],
}

/// The lines of the table; a line that cannot be read is left out, which a test would notice.
fn table() -> &'static [Row] {
    static TABLE: OnceLock<Vec<Row>> = OnceLock::new();
    TABLE.get_or_init(|| include_str!("table.csv").lines().filter_map(row).collect())
}

fn row(line: &str) -> Option<Row> {
    let mut fields = line.split(',');
    let name = fields.next()?;
    let quantity = NAMES.iter().find(|n| n.0 == name)?.1;
    let harmonic = fields.next()?.parse().ok().filter(|&h| h < HARMONICS)?;
    let sine = fields.next()? == "sin";
    let mut number = || fields.next()?.parse::<f64>().ok();
    let (mut mean, mut components) = ([0.0; 3], [0.0; COMPONENTS]);
    for x in mean.iter_mut().chain(&mut components) {
        *x = number()?;
    }
    Some(Row { quantity, harmonic, sine, mean, components })
}

/// Cosine and sine of the multiples of a phase, shared by all curves.
pub(crate) struct Turns {
    phase: Jet,
    powers: [(f64, f64); HARMONICS],
}

impl Turns {
    /// `phase` counts strides.
    pub(crate) fn new(phase: Jet) -> Self {
        let (s, c) = (2.0 * PI * phase.v).sin_cos();
        let mut powers = [(1.0, 0.0); HARMONICS];
        let mut last = (1.0, 0.0);
        for p in powers.iter_mut().skip(1) {
            last = (last.0 * c - last.1 * s, last.0 * s + last.1 * c);
            *p = last;
        }
        Self { phase, powers }
    }
}

/// A periodic curve.
#[derive(Clone, Debug, Default)]
struct Curve(Vec<(usize, f64, f64)>);

impl Curve {
    fn at(&self, turns: &Turns) -> Jet {
        let (mut f, mut f1, mut f2) = (0.0, 0.0, 0.0);
        for &(k, a, b) in &self.0 {
            let (c, s) = turns.powers.get(k).copied().unwrap_or((0.0, 0.0));
            let w = 2.0 * PI * k as f64;
            let value = a * c + b * s;
            f += value;
            f1 += w * (b * c - a * s);
            f2 -= w * w * value;
        }
        let p = turns.phase;
        Jet::new(f, f1 * p.d, f1 * p.dd + f2 * p.d * p.d)
    }
    fn add(&mut self, harmonic: usize, sine: bool, value: f64) {
        if self.0.last().is_none_or(|l| l.0 != harmonic) {
            self.0.push((harmonic, 0.0, 0.0));
        }
        if let Some(l) = self.0.last_mut() {
            if sine { l.2 = value } else { l.1 = value }
        }
    }
}

/// The curves of one runner at one speed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Curves {
    curves: [Curve; NAMES.len()],
    /// Phase at which the drop of the pelvis is deepest in stance.
    pub(crate) deepest: f64,
}

impl Curves {
    pub(crate) fn new(speed: f64, scores: &[f64; COMPONENTS]) -> Self {
        let v = speed.clamp(RANGE.0, RANGE.1);
        let weights = if v < 3.5 { [3.5 - v, v - 2.5, 0.0] } else { [0.0, 4.5 - v, v - 3.5] };
        let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
        let mut curves = Self::default();
        for r in table() {
            let value = dot(&r.mean, &weights) + dot(&r.components, scores);
            curves.curves[r.quantity as usize].add(r.harmonic, r.sine, value);
        }
        let roll = |i: usize| curves.value(Quantity::Roll, SHARE * i as f64 / 400.0);
        let deepest = (1..400).max_by(|&a, &b| roll(a).total_cmp(&roll(b))).unwrap_or(160);
        curves.deepest = SHARE * deepest as f64 / 400.0;
        curves
    }

    pub(crate) fn at(&self, quantity: Quantity, turns: &Turns) -> Jet {
        self.curves[quantity as usize].at(turns)
    }

    /// The value at a phase; of a quantity that is no curve, its value.
    pub(crate) fn value(&self, quantity: Quantity, phase: f64) -> f64 {
        self.at(quantity, &Turns::new(Jet::constant(phase))).v
    }

    /// Mean over the stride.
    pub(crate) fn mean(&self, quantity: Quantity) -> f64 {
        self.curves[quantity as usize].0.first().filter(|c| c.0 == 0).map_or(0.0, |c| c.1)
    }

    /// How much farther ahead a shank lands than this person's curve says: what the parameters add, and what a strike angle
    /// other than the person's own brings with it; degrees.
    pub(crate) fn shank_added(&self, p: &Params, person: &Person, side: usize) -> f64 {
        let other = p.strike_angle_deg[side] - self.mean(Quantity::Strike);
        person.shank_ahead_deg[side] + other * self.mean(Quantity::ShankPerStrike)
    }
}

/// One at a contact, zero half a stride away from it: ((1 + cos)/2)⁶, half as high 50–80 ms before and after (*chosen*).
pub(crate) fn around_contact(phase: Jet) -> Jet {
    let (_, c) = (phase * (2.0 * PI)).sin_cos();
    let x = c * 0.5 + 0.5;
    let cube = x * x * x;
    cube * cube
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn the_whole_table_is_read() {
        let lines = include_str!("table.csv").lines();
        // the comments and the head
        let rows = lines.filter(|l| !l.starts_with('#')).count() - 1;
        assert_eq!(table().len(), rows);
        for (i, (name, quantity)) in NAMES.iter().enumerate() {
            assert_eq!(*quantity as usize, i, "{name}");
            assert!(table().iter().any(|r| r.quantity == *quantity), "{name}");
        }
    }

    #[test]
    fn curves_carry_their_derivatives() {
        let person = Curves::new(3.1, &[0.5; COMPONENTS]);
        let phase = |t: f64| Jet::new(1.4 * t + 0.1 * t * t, 1.4 + 0.2 * t, 0.2);
        let at = |t: f64| person.at(Quantity::Shank, &Turns::new(phase(t)));
        let h = 1e-5;
        for t in [0.1, 0.37, 0.9] {
            let (m, j, p) = (at(t - h), at(t), at(t + h));
            // central differences of 10 µs: h²/6 times a third derivative of about 1e6
            assert_abs_diff_eq!(j.d, (p.v - m.v) / (2.0 * h), epsilon = 1e-4);
            assert_abs_diff_eq!(j.dd, (p.d - m.d) / (2.0 * h), epsilon = 1e-2);
        }
    }

    #[test]
    fn the_pelvis_turns_and_drops_as_in_people() {
        for v in [2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0] {
            let person = Curves::new(v, &[0.0; COMPONENTS]);
            let (mid, off) = (0.45 * SHARE, SHARE);
            let roll = |x| person.value(Quantity::Roll, x);
            // left stance: the right side is low, and higher than the left at toe-off
            assert!(roll(mid) > roll(0.0) + 1.0 && roll(off) < roll(0.0) - 1.0, "{v}");
            // turned to the stance side
            assert!(person.value(Quantity::Yaw, mid) > 2.0, "{v}");
            // the knee is 19 to 22 degrees ahead at 40 % of stance, and the foot ahead of the knee at contact
            let shank = |x| person.value(Quantity::Shank, x);
            assert!((17.0..24.0).contains(&shank(0.4 * SHARE)), "{v}: {}", shank(0.4 * SHARE));
            assert!((-18.0..-5.0).contains(&shank(0.0)), "{v}");
        }
    }
}
