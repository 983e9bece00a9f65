//! Which foot is on the ground, decided by a vote over alternating steps on how the pelvis rotates.

use nalgebra::Vector3;

use crate::contacts::ContactSide;
use crate::recording::Triad;
use crate::signal::{cumulative_trapezoid, mean, sd};

/// Maximum number of steps per vote (*chosen*: a missed or false contact then affects one minute at most).
const BLOCK: usize = 150;
/// Minimum number of steps per vote, and the number of standard errors by which the result must differ from zero
/// (*chosen*: one in ten thousand by chance).
const MIN_COUNT: usize = 6;
const SIGNIFICANT: f64 = 4.0;

/// Angular rate of a bout and the axes used to interpret it.
pub(super) struct Turning<'a> {
    pub(super) gyr: &'a Triad,
    pub(super) rate_hz: f64,
    /// Time of the first sample, s.
    pub(super) start_s: f64,
    pub(super) up: Vector3<f64>,
    pub(super) anterior: Option<Vector3<f64>>,
}

/// The side of every step; steps are given as (initial contact, toe-off) in ascending order, s.
///
/// During left stance the pelvis rotates to the left about the vertical (yaw at toe-off minus yaw at contact is
/// positive), and its right side drops until mid-stance. The first criterion needs no heading and decides; if it is not
/// significant, or the second clearly contradicts it, the side stays unknown.
pub(super) fn sides(turning: &Turning<'_>, steps: &[(f64, f64)], step_s: f64) -> Vec<ContactSide> {
    let angle = |axis: &Vector3<f64>| {
        let rate = turning.gyr.along(axis);
        let bias = mean(&rate).unwrap_or(0.0);
        let centred: Vec<f64> = rate.iter().map(|v| v - bias).collect();
        cumulative_trapezoid(&centred, 1.0 / turning.rate_hz)
    };
    let yaw = angle(&turning.up);
    let roll = turning.anterior.map(|axis| angle(&axis));
    let change = |angle: &[f64], from_s: f64, to_s: f64| -> Option<f64> {
        let at = |t: f64| value(angle, (t - turning.start_s) * turning.rate_hz);
        Some(at(to_s)? - at(from_s)?)
    };
    let mut out = vec![ContactSide::Unknown; steps.len()];
    for block in blocks(steps, step_s) {
        let turned: Vec<(usize, bool, f64, Option<f64>)> = block
            .iter()
            .filter_map(|&(i, odd)| {
                let (ic, to) = *steps.get(i)?;
                let drop = roll.as_ref().and_then(|r| change(r, ic, ic + 0.4 * (to - ic)));
                Some((i, odd, change(&yaw, ic, to)?, drop))
            })
            .collect();
        let by_yaw = verdict(turned.iter().map(|(_, odd, yaw, _)| (*odd, *yaw)));
        let by_drop = verdict(turned.iter().filter_map(|(_, odd, _, drop)| Some((*odd, (*drop)?))));
        let Some(even_is_left) = by_yaw.filter(|y| by_drop.is_none_or(|d| d == *y)) else { continue };
        for (i, odd) in block {
            if let Some(side) = out.get_mut(i) {
                *side = if odd != even_is_left { ContactSide::Left } else { ContactSide::Right };
            }
        }
    }
    out
}

/// Whether the even steps are left steps; `None` if the vote is not significant.
fn verdict(votes: impl Iterator<Item = (bool, f64)>) -> Option<bool> {
    let (odd, even): (Vec<_>, Vec<_>) = votes.partition(|(odd, _)| *odd);
    let values = |v: &[(bool, f64)]| v.iter().map(|(_, x)| *x).collect::<Vec<f64>>();
    let (odd, even) = (values(&odd), values(&even));
    if odd.len() + even.len() < MIN_COUNT {
        return None;
    }
    let error = (sd(&odd)?.powi(2) / odd.len() as f64 + sd(&even)?.powi(2) / even.len() as f64).sqrt();
    let difference = mean(&even)? - mean(&odd)?;
    (difference.abs() > SIGNIFICANT * error && difference != 0.0).then_some(difference > 0.0)
}

/// Sequences of at most [`BLOCK`] steps whose parity is certain; each step is marked as odd or even.
fn blocks(steps: &[(f64, f64)], step_s: f64) -> Vec<Vec<(usize, bool)>> {
    let mut out: Vec<Vec<(usize, bool)>> = Vec::new();
    let mut last: Option<(f64, bool)> = None;
    for (i, (ic, _)) in steps.iter().enumerate() {
        let parity = last.and_then(|(before, odd)| {
            let count = (ic - before) / step_s;
            // One or two steps may be missing; with more, or between whole numbers, the count is not certain.
            let whole = count.round();
            let sure = (1.0..=3.0).contains(&whole) && (count - whole).abs() < 0.3;
            sure.then_some(odd ^ (whole as i64 % 2 == 1))
        });
        match (parity, out.last_mut()) {
            (Some(odd), Some(block)) if block.len() < BLOCK => {
                block.push((i, odd));
                last = Some((*ic, odd));
            }
            _ => {
                out.push(vec![(i, false)]);
                last = Some((*ic, false));
            }
        }
    }
    out
}

/// Linear interpolation between samples; `None` outside them.
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

    #[test]
    fn turning_to_the_left_is_left_stance() {
        // Steps of 0.35 s at 100 Hz about z; the pelvis turns left during even steps and right during odd ones.
        let steps: Vec<(f64, f64)> =
            (0..20).map(|k| (0.35 * f64::from(k), 0.35 * f64::from(k) + 0.25)).collect();
        let yaw_rate = |i: usize| if ((i as f64 / 35.0) as usize).is_multiple_of(2) { 1.0 } else { -1.0 };
        let wobble = |i: usize| 0.1 * (i as f64 * 0.77).sin();
        let z: Vec<f64> = (0..720).map(|i| yaw_rate(i) + wobble(i)).collect();
        let gyr = Triad::new(vec![0.0; 720], vec![0.0; 720], z);
        let turning = |sign: f64| Turning {
            gyr: &gyr,
            rate_hz: 100.0,
            start_s: 0.0,
            up: Vector3::z() * sign,
            anterior: None,
        };
        let left = sides(&turning(1.0), &steps, 0.35);
        for (k, side) in left.iter().enumerate() {
            assert_eq!(*side, if k % 2 == 0 { ContactSide::Left } else { ContactSide::Right }, "{k}");
        }
        let right = sides(&turning(-1.0), &steps, 0.35);
        assert!(left.iter().zip(&right).all(|(a, b)| a != b));
        // A missing step keeps the others' labels.
        let mut gappy = steps.clone();
        gappy.remove(7);
        let gappy = sides(&turning(1.0), &gappy, 0.35);
        assert_eq!(gappy.get(7), Some(&ContactSide::Left));
    }

    #[test]
    fn no_turning_no_side() {
        let steps: Vec<(f64, f64)> =
            (0..20).map(|k| (0.35 * f64::from(k), 0.35 * f64::from(k) + 0.25)).collect();
        let noise = (0..720).map(|i| (f64::from(i) * 1.93).sin()).collect();
        let gyr = Triad::new(vec![0.0; 720], vec![0.0; 720], noise);
        let turning = Turning { gyr: &gyr, rate_hz: 100.0, start_s: 0.0, up: Vector3::z(), anterior: None };
        assert!(sides(&turning, &steps, 0.35).iter().all(|s| *s == ContactSide::Unknown));
        assert!(sides(&turning, &[], 0.35).is_empty());
    }
}
