//! Which foot is on the ground, as a posterior over three cues of how the pelvis moves in stance.
//!
//! While the left foot is on the ground the right side of the pelvis is lowest in mid-stance (roll), the pelvis as a whole
//! points towards the stance side (yaw level), and the ground pushes it there (sideways force). None of the cues is certain:
//! the roll is what pelvic drop measures, and a hip that rises would turn its sign; the direction in which the pelvis *turns*
//! during stance differs between runners (in 68 of 78 trials of 26 runners it is the opposite of what is usually
//! taught) and is not used. Roll and force depend on which way the runner faces, the yaw level does not, so the three
//! also settle the facing. The side carries its probability; under 0.95 it stays unknown.

use nalgebra::Vector3;

use crate::contacts::ContactSide;
use crate::recording::Triad;
use crate::signal::{cumulative_trapezoid, mean, sd};

/// Maximum number of steps per verdict (*chosen*: a missed or false contact affects at most a minute).
const BLOCK: usize = 150;
/// Minimum number of steps of each parity.
const MIN_OF_PARITY: usize = 3;
/// Probability from which a side is named.
const NAMED: f64 = 0.95;
/// Degrees of freedom of the likelihoods (*chosen*: one outlying cue must not override two).
const FREEDOM: f64 = 5.0;
/// Weight of the sideways force: between runners it correlates with the yaw level by 0.79, so the two are not independent.
const FORCE_WEIGHT: f64 = 0.5;

/// Mean of a cue over runners (left stance positive) and its SD for a new runner.
struct Cue {
    mean: f64,
    sd: f64,
}

/// Fitted on 13 runners (39 trials, 2.5–4.5 m/s, sensors computed from markers: Fukuchi et al. 2017,
/// doi:10.7717/peerj.3298). The SDs are widened so that each cue's share of right signs is no higher than over two
/// laboratories (1.00, 0.96 and 0.95 of 123 trials). `scripts/validate` judges the result with the runner left out.
const ROLL: Cue = Cue { mean: 3.385, sd: 1.411 };
const YAW: Cue = Cue { mean: 6.041, sd: 3.452 };
const FORCE: Cue = Cue { mean: 2.123, sd: 2.012 };

/// A bout of a pelvis sensor and the axes it is read in.
pub(super) struct PelvisMotion<'a> {
    pub(super) acc: &'a Triad,
    pub(super) gyr: &'a Triad,
    pub(super) rate_hz: f64,
    /// Time of the first sample, s.
    pub(super) start_s: f64,
    pub(super) up: Vector3<f64>,
    /// Anterior, with the probability that it does not point backwards.
    pub(super) anterior: Option<(Vector3<f64>, f64)>,
}

/// The sides of a bout's steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sides {
    /// Each step's side with its probability; unknown below 0.95.
    pub(super) of_steps: Vec<(ContactSide, f64)>,
    /// Probability that `anterior` points forward, after the cues.
    pub(super) facing: f64,
}

/// Sides of steps given as (mid-stance, contact time) in ascending order, s.
pub(super) fn sides(motion: &PelvisMotion<'_>, steps: &[(f64, f64)], step_s: f64) -> Sides {
    let mut of_steps = vec![(ContactSide::Unknown, 0.5); steps.len()];
    let curves = Curves::of(motion, step_s);
    let prior = motion.anterior.map_or(0.5, |(_, p)| p.clamp(1e-6, 1.0 - 1e-6));
    let cues: Vec<Option<[f64; 3]>> =
        steps.iter().map(|(mid, contact)| curves.cues(*mid, *contact)).collect();
    let blocks: Vec<(Block, [[f64; 2]; 2])> = blocks(steps, step_s)
        .into_iter()
        .map(|block| {
            let states = log_likelihoods(&block, &cues, motion.anterior.is_some());
            (block, states)
        })
        .collect();
    // Every block speaks about the facing, whichever its sides are.
    let facing_by = |turned: usize| -> f64 {
        blocks.iter().map(|(_, states)| log_sum(states[0][turned], states[1][turned])).sum()
    };
    let odds = facing_by(0) - facing_by(1) + (prior / (1.0 - prior)).ln();
    let facing = logistic(odds);
    for (block, states) in blocks {
        // What the other blocks say about the facing, and this one with each.
        let others = odds - (log_sum(states[0][0], states[1][0]) - log_sum(states[0][1], states[1][1]));
        let (ahead, turned) = (-log_sum(0.0, -others), -log_sum(0.0, others));
        let total = |state: &[f64; 2]| log_sum(state[0] + ahead, state[1] + turned);
        let even_is_left = logistic(total(&states[0]) - total(&states[1]));
        // Samples that are not numbers tell nothing.
        let even_is_left = if even_is_left.is_finite() { even_is_left } else { 0.5 };
        for (i, odd) in block {
            let left = if odd { 1.0 - even_is_left } else { even_is_left };
            let named = if left >= NAMED {
                (ContactSide::Left, left)
            } else if left <= 1.0 - NAMED {
                (ContactSide::Right, 1.0 - left)
            } else {
                (ContactSide::Unknown, left.max(1.0 - left))
            };
            if let Some(step) = of_steps.get_mut(i) {
                *step = named;
            }
        }
    }
    Sides { of_steps, facing }
}

/// What the cues are read from: angles in degrees, sideways force in m/s².
struct Curves {
    roll: Option<Vec<f64>>,
    yaw: Vec<f64>,
    force: Option<Vec<f64>>,
    rate_hz: f64,
    start_s: f64,
}

impl Curves {
    fn of(motion: &PelvisMotion<'_>, step_s: f64) -> Self {
        let angle = |axis: &Vector3<f64>| {
            let rate = motion.gyr.along(axis);
            let bias = mean(&rate).unwrap_or(0.0);
            let centred: Vec<f64> = rate.iter().map(|v| (v - bias).to_degrees()).collect();
            cumulative_trapezoid(&centred, 1.0 / motion.rate_hz)
        };
        let stride = (2.0 * step_s * motion.rate_hz).round().max(1.0) as usize;
        let left = motion.anterior.map(|(anterior, _)| motion.up.cross(&anterior));
        Self {
            roll: motion.anterior.map(|(anterior, _)| angle(&anterior)),
            yaw: without_moving_mean(angle(&motion.up), stride),
            force: left.map(|left| without_moving_mean(motion.acc.along(&left), stride)),
            rate_hz: motion.rate_hz,
            start_s: motion.start_s,
        }
    }

    /// Roll, yaw level and sideways force of one stance; `None` where it reaches beyond the samples. Roll and force are zero
    /// without a facing.
    fn cues(&self, mid_s: f64, contact_s: f64) -> Option<[f64; 3]> {
        let at = |curve: &[f64], share: f64| {
            value(curve, (mid_s + (share - 0.5) * contact_s - self.start_s) * self.rate_hz)
        };
        let over = |curve: &[f64], from: f64, to: f64| -> Option<f64> {
            const PARTS: u32 = 8;
            let shares = (0..=PARTS).map(|k| from + (to - from) * f64::from(k) / f64::from(PARTS));
            let values: Vec<f64> = shares.map(|share| at(curve, share)).collect::<Option<_>>()?;
            mean(&values)
        };
        let roll = match &self.roll {
            Some(roll) => over(roll, 0.3, 0.6)? - 0.5 * (at(roll, 0.0)? + at(roll, 1.0)?),
            None => 0.0,
        };
        let force = match &self.force {
            Some(force) => over(force, 0.3, 0.7)?,
            None => 0.0,
        };
        Some([roll, over(&self.yaw, 0.3, 0.6)?, force])
    }
}

/// A curve less its mean over a stride around each sample.
fn without_moving_mean(mut curve: Vec<f64>, window: usize) -> Vec<f64> {
    let mut sums = Vec::with_capacity(curve.len() + 1);
    let mut sum = 0.0;
    sums.push(sum);
    for v in &curve {
        sum += v;
        sums.push(sum);
    }
    let n = curve.len();
    for (i, v) in curve.iter_mut().enumerate() {
        let (from, to) = (i.saturating_sub(window / 2), (i + window - window / 2).min(n));
        if let (Some(a), Some(b)) = (sums.get(from), sums.get(to)) {
            *v -= (b - a) / to.saturating_sub(from).max(1) as f64;
        }
    }
    curve
}

/// Log-likelihoods: first index 0 where even steps are left ones, second 0 where the runner faces `anterior`.
fn log_likelihoods(block: &Block, cues: &[Option<[f64; 3]>], has_facing: bool) -> [[f64; 2]; 2] {
    let mut out = [[0.0; 2]; 2];
    let of = |parity: bool, cue: usize| -> Vec<f64> {
        let own = block.iter().filter(|(_, odd)| *odd == parity);
        own.filter_map(|(i, _)| cues.get(*i)?.as_ref()?.get(cue).copied()).collect()
    };
    for (index, (cue, weight)) in [(ROLL, 1.0), (YAW, 1.0), (FORCE, FORCE_WEIGHT)].iter().enumerate() {
        if index != 1 && !has_facing {
            continue;
        }
        let (even, odd) = (of(false, index), of(true, index));
        if even.len() < MIN_OF_PARITY || odd.len() < MIN_OF_PARITY {
            return [[0.0; 2]; 2];
        }
        let (Some(a), Some(b)) = (mean(&even), mean(&odd)) else { continue };
        let square = |v: &[f64]| sd(v).unwrap_or(0.0).powi(2) / v.len() as f64;
        let (contrast, variance) = (0.5 * (a - b), 0.25 * (square(&even) + square(&odd)));
        for (side, states) in out.iter_mut().enumerate() {
            for (turned, state) in states.iter_mut().enumerate() {
                let sign = if (side == 1) != (turned == 1 && index != 1) { -1.0 } else { 1.0 };
                *state += weight * log_student(sign * contrast, cue, variance);
            }
        }
    }
    out
}

/// Log density, without constants, of Student's distribution about the cue's mean.
fn log_student(x: f64, cue: &Cue, variance: f64) -> f64 {
    let spread = cue.sd * cue.sd + variance;
    -0.5 * spread.ln() - 0.5 * (FREEDOM + 1.0) * ((x - cue.mean).powi(2) / (FREEDOM * spread)).ln_1p()
}

fn log_sum(a: f64, b: f64) -> f64 {
    let high = a.max(b);
    high + ((a - high).exp() + (b - high).exp()).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Steps of certain parity: index, and whether it is an odd one.
type Block = Vec<(usize, bool)>;

/// Runs of steps whose parity is certain, each step with whether it is an odd one, at most [`BLOCK`] long.
fn blocks(steps: &[(f64, f64)], step_s: f64) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut last: Option<(f64, bool)> = None;
    for (i, (mid, _)) in steps.iter().enumerate() {
        let parity = last.and_then(|(before, odd)| {
            let count = (mid - before) / step_s;
            // A step may be missing, or two; beyond that, or between whole numbers, the count is not certain.
            let whole = count.round();
            let sure = (1.0..=3.0).contains(&whole) && (count - whole).abs() < 0.3;
            sure.then_some(odd ^ (whole as i64 % 2 == 1))
        });
        match (parity, out.last_mut()) {
            (Some(odd), Some(block)) if block.len() < BLOCK => {
                block.push((i, odd));
                last = Some((*mid, odd));
            }
            _ => {
                out.push(vec![(i, false)]);
                last = Some((*mid, false));
            }
        }
    }
    out
}

/// Straight line between samples; `None` outside of them.
fn value(x: &[f64], at: f64) -> Option<f64> {
    if !(at >= 0.0) {
        return None;
    }
    let i = at as usize;
    let (a, b) = (x.get(i)?, x.get(i + 1).or(x.get(i))?);
    Some(a + (at - i as f64) * (b - a))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE_HZ: f64 = 100.0;
    const STEP_S: f64 = 0.36;

    /// Steps of 0.36 s; in even ones the left foot is down. `roll` (°), `yaw` (°) and `force` (m/s²) are the cues' sizes.
    fn signals(roll: f64, yaw: f64, force: f64) -> (Triad, Triad, Vec<(f64, f64)>) {
        let steps: Vec<(f64, f64)> = (1..31).map(|k| (STEP_S * (f64::from(k) + 0.5), 0.24)).collect();
        let n = 1200;
        let phase = |i: usize| std::f64::consts::PI * i as f64 / (STEP_S * RATE_HZ);
        // x anterior, y up, z right: a stride's sine is highest in the middle of even steps.
        let sine = |i: usize, size: f64| size * (phase(i) - std::f64::consts::PI).sin();
        let slope =
            |i: usize, size: f64| (sine(i + 1, size) - sine(i.saturating_sub(1), size)) * 0.5 * RATE_HZ;
        let zeros = vec![0.0; n];
        // The roll cue is mid-stance less the ends of contact: 0.955 of the sine less cos 60°.
        let gyr = Triad::new(
            (0..n).map(|i| slope(i, roll / 0.455).to_radians()).collect(),
            (0..n).map(|i| slope(i, yaw).to_radians()).collect(),
            zeros.clone(),
        );
        // left = up × anterior = −z.
        let acc = Triad::new(zeros.clone(), zeros, (0..n).map(|i| -sine(i, force)).collect());
        (acc, gyr, steps)
    }

    fn verdict(roll: f64, yaw: f64, force: f64, anterior: Option<(Vector3<f64>, f64)>) -> Sides {
        let (acc, gyr, steps) = signals(roll, yaw, force);
        let motion =
            PelvisMotion { acc: &acc, gyr: &gyr, rate_hz: RATE_HZ, start_s: 0.0, up: Vector3::y(), anterior };
        sides(&motion, &steps, STEP_S)
    }

    fn left_steps_are_odd(found: &Sides) -> Option<bool> {
        let sides: Vec<ContactSide> = found.of_steps.iter().map(|s| s.0).collect();
        let alternate = sides.windows(2).all(|w| w.first() != w.last());
        (alternate && !sides.contains(&ContactSide::Unknown))
            .then(|| sides.first() != Some(&ContactSide::Left))
    }

    #[test]
    fn all_cues_together_name_the_side_and_the_facing() {
        let found = verdict(3.4, 6.0, 2.1, Some((Vector3::x(), 0.9)));
        // The first step listed is a left one.
        assert_eq!(left_steps_are_odd(&found), Some(false), "{found:?}");
        assert!(found.facing > 0.99 && found.of_steps.iter().all(|s| s.1 > 0.98), "{found:?}");
        // Turned about the vertical: roll and force change their signs, the yaw level does not.
        let turned = verdict(3.4, 6.0, 2.1, Some((-Vector3::x(), 0.6)));
        assert_eq!(left_steps_are_odd(&turned), Some(false), "{turned:?}");
        assert!(turned.facing < 0.1, "{turned:?}");
    }

    #[test]
    fn a_hip_that_rises_is_not_turned_into_one_that_drops() {
        // Roll against the two others: never sure of the side that would make it a drop.
        let found = verdict(-3.4, 6.0, 2.1, Some((Vector3::x(), 0.999)));
        assert_ne!(left_steps_are_odd(&found), Some(true), "{found:?}");
    }

    #[test]
    fn without_a_cue_no_side() {
        for found in [verdict(0.0, 0.0, 0.0, Some((Vector3::x(), 0.99))), verdict(3.0, 0.0, 0.0, None)] {
            assert!(found.of_steps.iter().all(|s| s.0 == ContactSide::Unknown), "{found:?}");
        }
        assert!(verdict(3.4, 6.0, 2.1, None).of_steps.iter().all(|s| s.1 <= 1.0));
        let (acc, gyr, _) = signals(3.0, 6.0, 2.0);
        let motion = PelvisMotion {
            acc: &acc,
            gyr: &gyr,
            rate_hz: RATE_HZ,
            start_s: 0.0,
            up: Vector3::y(),
            anterior: None,
        };
        assert!(sides(&motion, &[], STEP_S).of_steps.is_empty());
    }

    #[test]
    fn a_missing_step_keeps_the_others_labels() {
        let (acc, gyr, steps) = signals(3.4, 6.0, 2.1);
        let anterior = Some((Vector3::x(), 0.9));
        let motion =
            PelvisMotion { acc: &acc, gyr: &gyr, rate_hz: RATE_HZ, start_s: 0.0, up: Vector3::y(), anterior };
        let whole = sides(&motion, &steps, STEP_S);
        let mut gappy = steps.clone();
        gappy.remove(7);
        let found = sides(&motion, &gappy, STEP_S);
        assert_eq!(found.of_steps.get(7).map(|s| s.0), whole.of_steps.get(8).map(|s| s.0));
    }
}
