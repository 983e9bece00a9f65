//! Vertical ground reaction of one contact as two pulses (Clark, Ryan & Weyand 2017): the lower limb being stopped,
//! and the rest of the body; in body weights and seconds after touchdown.

use super::curve::Pulse;
use super::params::{Impossible, Params, Side};

/// Standard gravity, m/s².
pub(crate) const G: f64 = 9.806_65;

/// Share of body mass stopped by the first pulse: foot and shank (Clark et al. 2017).
const LIMB: f64 = 0.08;
/// Where the second pulse peaks, as a share of contact (Clark et al. 2017).
const PEAK_AT: f64 = 0.47;

/// The vertical force of one contact.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Force {
    pub(crate) first: Pulse,
    pub(crate) second: Pulse,
}

impl Force {
    /// The force whose impulse is `impulse` (body weights · s) and whose contact above `threshold` lasts `contact`.
    ///
    /// `None` if the mechanical contact would not fit into a step of length `step`.
    pub(crate) fn new(
        contact: f64,
        impulse: f64,
        step: f64,
        impact: f64,
        speed: f64,
        threshold: f64,
    ) -> Option<Self> {
        let mean = LIMB * (speed / (impact * G) + 1.0);
        let make = |whole: f64| {
            let rest = (impulse - mean * 2.0 * impact) / whole;
            Force {
                first: Pulse { mean, rise: impact, fall: impact },
                second: Pulse { mean: rest, rise: PEAK_AT * whole, fall: (1.0 - PEAK_AT) * whole },
            }
        };
        // The contact above the threshold is shorter because both ends of the pulses lie below it. Fixed-point iteration, which
        // converges because these ends grow far more slowly than the contact.
        let mut whole = contact + 0.02;
        for _ in 0..60 {
            let (on, off) = make(whole).above(threshold);
            let missing = contact - (off - on);
            whole += missing;
            if missing.abs() < 1e-12 {
                break;
            }
        }
        let force = make(whole);
        (whole <= step && force.second.mean > 0.3 && whole > 2.2 * impact).then_some(force)
    }

    /// Mechanical contact, s.
    pub(crate) fn whole(&self) -> f64 {
        self.second.rise + self.second.fall
    }

    /// Force at `u` seconds after touchdown, body weights.
    pub(crate) fn at(&self, u: f64) -> f64 {
        self.first.at(u).dd + self.second.at(u).dd
    }

    /// When the force rises above and falls below `level`, seconds after touchdown.
    pub(crate) fn above(&self, level: f64) -> (f64, f64) {
        let (b, w) = (self.second.rise, self.whole());
        let cross = |mut low: f64, mut high: f64| {
            for _ in 0..50 {
                let mid = 0.5 * (low + high);
                if self.at(mid) < level {
                    low = mid;
                } else {
                    high = mid;
                }
            }
            0.5 * (low + high)
        };
        (cross(0.0, b), cross(w, b))
    }

    /// First moment divided by impulse: the centre of the force in time, s after touchdown.
    pub(crate) fn centre(&self) -> f64 {
        let area = |p: &Pulse| p.mean * (p.rise + p.fall);
        let (a, b) = (area(&self.first), area(&self.second));
        (a * self.first.centroid() + b * self.second.centroid()) / (a + b)
    }

    /// The same contact with another impulse (body weights · s); the second pulse takes up the difference.
    pub(crate) fn with_impulse(mut self, impulse: f64) -> Self {
        let first = self.first.mean * (self.first.rise + self.first.fall);
        self.second.mean = (impulse - first) / self.whole();
        self
    }

    /// The same pulses with the centre of the second at `centre` s after touchdown, as far as its peak may move.
    pub(crate) fn with_second_centre(mut self, centre: f64) -> Self {
        let w = self.whole();
        let k = 0.5 - 2.0 / (std::f64::consts::PI * std::f64::consts::PI);
        // centre/w = k + (1 − 2k)·b for a raised cosine that peaks at share b
        let b = ((centre / w - k) / (1.0 - 2.0 * k)).clamp(0.38, 0.56);
        self.second.rise = b * w;
        self.second.fall = (1.0 - b) * w;
        self
    }
}

/// 50 N in body weights.
pub(crate) fn threshold(p: &Params) -> f64 {
    50.0 / (p.body.mass_kg * G)
}

/// Stopping time of the ankle: longer for forefoot strikes, whose first pulse is small and late (*chosen*: 8 % per degree
/// below zero, at most 1.8 times, and at most 0.28 of the contact).
pub(crate) fn impact_time(p: &Params, strike_deg: f64, contact: f64) -> f64 {
    (p.impact_time_s * (1.0 + 0.08 * (-strike_deg).max(0.0)).min(1.8)).min(0.28 * contact)
}

/// The force of a contact of about `contact` seconds: up to 5 % shorter if the ends of the pulses do not fit into the
/// step.
pub(crate) fn fit(p: &Params, contact: f64, step: f64, stop: f64, down: f64) -> Result<Force, Impossible> {
    let room = contact.min(0.9 * step);
    (0..12)
        .find_map(|i| {
            let tc = room * (1.0 - 0.004 * f64::from(i));
            Force::new(tc, step, step, stop, down, threshold(p))
        })
        .ok_or(Impossible::ContactTooLong { contact_s: contact, step_s: step })
}

/// The nominal force of a side at cadence `spm`.
pub(crate) fn nominal(p: &Params, side: Side, step: f64) -> Result<Force, Impossible> {
    let i = side.index();
    let contact = p.contact_s[i];
    let stop = impact_time(p, p.strike_angle_deg[i], contact);
    if contact > 0.901 * step {
        return Err(Impossible::ContactTooLong { contact_s: contact, step_s: step });
    }
    fit(p, contact, step, stop, p.ankle_speed_mps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn impulse_is_the_step_time_and_contact_is_where_50_n_are_crossed() {
        let p = Params::default();
        for (contact, step) in [(0.25, 0.357), (0.16, 0.3), (0.35, 0.4), (0.5, 0.56)] {
            let f = Force::new(contact, step, step, 0.04, 0.9, threshold(&p));
            let f = f.expect("a possible contact");
            let n = 100_000;
            let h = f.whole() / f64::from(n);
            let (mut sum, mut moment) = (0.0, 0.0);
            for i in 0..n {
                let u = (f64::from(i) + 0.5) * h;
                sum += f.at(u) * h;
                moment += u * f.at(u) * h;
            }
            // midpoint sum of a smooth curve in 1e5 steps
            assert_abs_diff_eq!(sum, step, epsilon = 1e-8);
            assert_abs_diff_eq!(moment / sum, f.centre(), epsilon = 1e-8);
            let (on, off) = f.above(threshold(&p));
            assert_abs_diff_eq!(off - on, contact, epsilon = 1e-9);
        }
    }
}
