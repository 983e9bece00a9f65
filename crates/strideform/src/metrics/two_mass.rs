//! Vertical ground reaction force of one contact as the sum of two pulses: the two-mass model.
//!
//! # Source
//! Clark, Ryan & Weyand 2017, *A general relationship links gait mechanics and running ground reaction forces*, Journal
//! of Experimental Biology 220:247, doi:10.1242/jeb.138057 (500 waveforms of 42 people, 3.0–11.1 m/s, R² 0.95 ± 0.04 of
//! the waveform).
//!
//! # Needs
//! Contact time, step time (contact plus flight) and the deceleration of the lower limb: its downward speed at contact
//! and the time to zero speed. Everything is in body weights and seconds, so body mass cancels.
//!
//! # Points of deviation
//! - The published input is the ankle's vertical velocity from motion capture in a laboratory; a loading *rate* from
//!   this model with sensor input has never been validated.
//! - Contact is where the force exceeds 50 N, as everywhere here; the model's own contact is a few milliseconds longer.
//! - The second pulse peaks at 0.47 of contact (value of the paper, from memory).

use std::f64::consts::PI;

use crate::units::STANDARD_GRAVITY as G;

/// Share of the body mass decelerated by the first pulse: foot and shank (Clark et al. 2017).
const LIMB: f64 = 0.08;
/// Time of the second pulse's peak, as a share of contact (Clark et al. 2017, from memory).
const PEAK_AT: f64 = 0.47;
/// If there is no distinct impact peak, this share of contact is used as its time (common in the field).
const SURROGATE: f64 = 0.13;
/// Part of the time to the impact peak over which the average slope is taken (common definition).
const PART: (f64, f64) = (0.2, 0.8);
/// An impact peak occurs before this share of the time to the active peak (*chosen*: a later first maximum is the
/// active peak itself).
const EARLY: f64 = 0.7;
/// Number of points per contact at which peaks are searched for (*chosen*: half a millisecond).
const GRID: usize = 500;

/// How the lower limb is decelerated at contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimbStop {
    /// Downward speed at contact, m/s.
    pub speed_mps: f64,
    /// From contact to zero vertical speed, s.
    pub stop_s: f64,
}

/// The first peak of the vertical force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ImpactPeak {
    /// Time after initial contact, s.
    pub after_s: f64,
    /// Height, BW.
    pub force_bw: f64,
}

/// What the model predicts for one contact.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Loading {
    /// Slope of the force between 20 % and 80 % of the time to the impact peak (VALR), BW/s.
    pub average_bw_s: f64,
    /// Largest slope in that part (VILR), BW/s.
    pub instantaneous_bw_s: f64,
    /// The impact peak; `None` if there is no distinct one, so that the slopes are taken up to 13 % of contact.
    pub impact_peak: Option<ImpactPeak>,
    /// Highest force, BW.
    pub peak_bw: f64,
}

/// A raised cosine that begins at contact: F̄·(1 + cos π(t − B)/C), C = `rise` before its top and `fall` after it.
#[derive(Debug, Clone, Copy)]
struct Pulse {
    mean: f64,
    rise: f64,
    fall: f64,
}

impl Pulse {
    fn phase(&self, t: f64) -> Option<(f64, f64)> {
        let half = if t < self.rise { self.rise } else { self.fall };
        ((0.0..=self.rise + self.fall).contains(&t)).then_some((PI * (t - self.rise) / half, half))
    }

    fn at(&self, t: f64) -> f64 {
        self.phase(t).map_or(0.0, |(p, _)| self.mean * (1.0 + p.cos()))
    }

    fn slope(&self, t: f64) -> f64 {
        self.phase(t).map_or(0.0, |(p, half)| -self.mean * PI / half * p.sin())
    }
}

/// Loading of a contact of `contact_s` in steps of `step_s` seconds.
///
/// `None` if the values are impossible for running: a contact no longer than two stopping times or longer than the step
/// allows, or a limb whose deceleration would take more than the whole impulse of the step.
pub fn two_mass(contact_s: f64, step_s: f64, limb: LimbStop) -> Option<Loading> {
    let LimbStop { speed_mps, stop_s } = limb;
    let fits = stop_s > 0.0 && speed_mps > 0.0 && contact_s > 2.0 * stop_s && step_s >= 0.9 * contact_s;
    if !(fits && step_s.is_finite() && speed_mps.is_finite()) {
        return None;
    }
    let mean = LIMB * (speed_mps / (stop_s * G) + 1.0);
    let first = Pulse { mean, rise: stop_s, fall: stop_s };
    // The impulse over a step is body weight times the step's duration.
    let rest = (step_s - mean * 2.0 * stop_s) / contact_s;
    if !(rest > 0.0) {
        return None;
    }
    let second = Pulse { mean: rest, rise: PEAK_AT * contact_s, fall: (1.0 - PEAK_AT) * contact_s };
    let force = |t: f64| first.at(t) + second.at(t);
    let time = |i: usize| contact_s * i as f64 / GRID as f64;
    let at = |i: usize| force(time(i));
    // The active peak comes after the impact: from a third of contact on.
    let active = (GRID / 3..GRID).max_by(|&a, &b| at(a).total_cmp(&at(b)))?;
    let top = (1..GRID).find(|&i| at(i) > at(i - 1) && at(i) >= at(i + 1));
    let impact = top.filter(|&i| (i as f64) < EARLY * active as f64);
    let end = impact.map_or(SURROGATE * contact_s, time);
    let (from, to) = (PART.0 * end, PART.1 * end);
    let steps = 64;
    let steepest = (0..=steps)
        .map(|i| from + (to - from) * f64::from(i) / f64::from(steps))
        .map(|t| first.slope(t) + second.slope(t))
        .fold(f64::MIN, f64::max);
    Some(Loading {
        average_bw_s: (force(to) - force(from)) / (to - from),
        instantaneous_bw_s: steepest,
        impact_peak: impact.map(|i| ImpactPeak { after_s: time(i), force_bw: at(i) }),
        peak_bw: at(active).max(impact.map_or(0.0, at)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::abs_diff_eq;

    fn of(contact_s: f64, step_s: f64, speed_mps: f64, stop_s: f64) -> Option<Loading> {
        two_mass(contact_s, step_s, LimbStop { speed_mps, stop_s })
    }

    /// Values of the same formulas on a grid of 200 000 points (numpy).
    #[test]
    fn values_are_those_of_the_closed_form() {
        let cases = [
            ((0.25, 0.36, 1.8, 0.025), Some((0.027235, 1.639918)), 81.538, 95.614, 2.613057),
            ((0.25, 0.36, 0.8, 0.05), None, 25.6726, 36.4198, 2.711583),
            ((0.2, 0.33, 1.5, 0.02), Some((0.02202, 1.740330)), 107.087, 125.716, 3.023268),
        ];
        for ((tc, t, v, s), impact, average, steepest, peak) in cases {
            let found = of(tc, t, v, s).expect("a contact");
            // The peak's time is that of the nearest of 500 points, which moves the ends of the slope by 1 %.
            assert!(abs_diff_eq!(found.average_bw_s / average, 1.0, epsilon = 0.01), "{found:?}");
            assert!(abs_diff_eq!(found.instantaneous_bw_s / steepest, 1.0, epsilon = 0.01), "{found:?}");
            assert!(abs_diff_eq!(found.peak_bw / peak, 1.0, epsilon = 1e-3), "{found:?}");
            assert_eq!(found.impact_peak.is_some(), impact.is_some());
            for (a, b) in found.impact_peak.into_iter().zip(impact) {
                assert!(
                    abs_diff_eq!(a.after_s, b.0, epsilon = 0.5 * tc / GRID as f64)
                        && abs_diff_eq!(a.force_bw, b.1, epsilon = 1e-3),
                    "{a:?}"
                );
            }
        }
    }

    #[test]
    fn harder_and_shorter_stops_load_faster() {
        let rate = |v, s| of(0.24, 0.35, v, s).expect("a contact").instantaneous_bw_s;
        assert!(rate(1.2, 0.03) > rate(0.9, 0.03) && rate(1.6, 0.03) > rate(1.2, 0.03));
        assert!(rate(1.2, 0.03) > rate(1.2, 0.04) && rate(1.2, 0.02) > rate(1.2, 0.03));
        // A shorter contact in the same step carries the same impulse in less time.
        let peak = |tc| of(tc, 0.35, 1.2, 0.03).expect("a contact").peak_bw;
        assert!(peak(0.2) > peak(0.25) && peak(0.25) > peak(0.3));
    }

    #[test]
    fn what_is_no_contact_gives_nothing() {
        for (tc, t, v, s) in [
            (0.25, 0.36, 1.0, 0.0),
            (0.25, 0.36, -1.0, 0.03),
            (0.05, 0.36, 1.0, 0.03),
            (0.25, 0.1, 1.0, 0.03),
            (0.25, f64::NAN, 1.0, 0.03),
            (0.25, f64::INFINITY, 1.0, 0.03),
            (0.25, 0.3, 50.0, 0.03),
        ] {
            assert_eq!(of(tc, t, v, s), None, "{tc} {t} {v} {s}");
        }
    }
}
