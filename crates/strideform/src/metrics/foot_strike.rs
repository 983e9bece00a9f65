//! Foot strike angle, and the shares of rearfoot, midfoot and forefoot strikes.
//!
//! The pitch of the foot at initial contact, from standing where there is a standing period, else from the instant of the same
//! stance in which it turns least and lies flat; a line fitted on 13 runners turns either into the angle that markers show:
//! the sole is never quite flat in running, and contacts of mid- and fore-foot strikes are found early. Classes by the cut-offs of Altman & Davis
//! (2012); a step's class is a probability, because the error of a runner's angle is as wide as the mid-foot band.

use nalgebra::Vector3;

use crate::contacts::{Contact, ContactSide};
use crate::orientation::Oriented;
use crate::recording::{Caveat, CaveatId, Placement, Sensor, Signals};
use crate::signal::median;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Metric, Sided};
use super::foot_flat::{FlatStance, flat_stances};
use super::id::MetricId;
use super::measured::{Measured, gyroscope_clipped, sigma};
use super::sagittal::{Pitch, mean_up};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `foot_strike_angle`.
pub(super) const FOOT_STRIKE_ANGLE_INFO: MetricInfo = MetricInfo::new(
    MetricId::FootStrikeAngle,
    "Foot strike angle",
    "Pitch of the foot at initial contact relative to standing (estimated from the flat foot where there was no standing); toes up is positive",
    &[Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0)],
);
/// `foot_strike_share_rear`.
pub(super) const FOOT_STRIKE_SHARE_REAR_INFO: MetricInfo = MetricInfo::new(
    MetricId::FootStrikeShareRear,
    "Rear-foot strikes",
    "Share of steps that land on the heel (strike angle above 8.0°)",
    &[Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0)],
);
/// `foot_strike_share_mid`.
pub(super) const FOOT_STRIKE_SHARE_MID_INFO: MetricInfo = MetricInfo::new(
    MetricId::FootStrikeShareMid,
    "Mid-foot strikes",
    "Share of steps that land on the midfoot (strike angle −1.6…8.0°)",
    &[Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0)],
);
/// `foot_strike_share_fore`.
pub(super) const FOOT_STRIKE_SHARE_FORE_INFO: MetricInfo = MetricInfo::new(
    MetricId::FootStrikeShareFore,
    "Fore-foot strikes",
    "Share of steps that land on the forefoot (strike angle below −1.6°)",
    &[Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "foot-strike-at-contact",
        summary: "pitch at initial contact from standing, or from the flat foot in the same stance, by a line fitted on people; classes by probability",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "classes: Altman & Davis 2012, Gait & Posture 35:298, doi:10.1016/j.gaitpost.2011.09.104; pitch: this project",
        deviations: "without a standing period the foot's own flat instant is the reference; no class where the error is too large for one",
    },
    &[
        MetricId::FootStrikeAngle,
        MetricId::FootStrikeShareRear,
        MetricId::FootStrikeShareMid,
        MetricId::FootStrikeShareFore,
    ],
);

/// Above this angle the heel lands first, degrees (Altman & Davis 2012).
const REAR: f64 = 8.0;
/// Below this angle the forefoot lands first, degrees.
const FORE: f64 = -1.6;
/// Strike angle from the pitch at contact and at the flat instant, both from standing: 1, contact, flat. The standing foot's
/// sole is its zero; the slope undoes that contacts of mid- and fore-foot strikes are found early. Fitted on 13 runners
/// (39 trials; Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, CC BY 4.0) by `fit_people.py`.
const FROM_STANDING: [f64; 3] = [-5.047_085_57, 1.278_639_44, 1.161_121_66];
/// The same without standing: 1, pitch at contact from flat, and how fast the foot still turns at the flat instant, rad/s.
const FROM_FLAT: [f64; 3] = [-4.200_177_99, 1.195_744_34, -6.012_379_66];
/// Added to the line without standing, degrees: half of what it is off on the man of the marker recording, who is in no fit
/// (docs/validation/markers.md), so that two laboratories count alike; it is in the stated error.
const HALF_BETWEEN_LABORATORIES: f64 = 2.0;
/// Fastest turning at the flat instant in that fit, rad/s.
const FITTED_TURNING: f64 = 1.6;
/// A foot that turns less than this at its flat instant rests on the ground as in standing, rad/s: of 76 feet the slowest
/// turned at 0.16. Its pitch from flat is the strike angle.
const AT_REST: f64 = 0.1;
/// The foot's flat instant lies this near to standing, radians; further away the sensor was turned in between (*measured*
/// 0.4 to 6°; *chosen* 25°).
const NEAR_STANDING: f64 = 0.436;
/// 95 % half-width of a new runner's mean angle, and of the difference of the feet, degrees: the judged runner left out; without
/// standing ± 6.0° with the 2° between laboratories, times Student's 2.18.
const STANDING: (f64, f64) = (3.96, 5.5);
const NO_STANDING: (f64, f64) = (7.4, 8.1);
/// The same where the pitch is taken as it is: an engineering judgement on eight strides of one rear-foot striker
/// (+1.5 ± 0.3°) and the published precision of 1.6 ± 1.1° and accuracy of 2.0 ± 5.9° (Falbriard et al. 2020).
const UNCORRECTED: (f64, f64) = (7.0, 5.0);
/// A single foot's error over that of the mean of both.
const ONE_FOOT: f64 = 1.115;
/// Half of the time over which "flat" is averaged for the axes, s.
const FLAT_S: f64 = 0.010;
/// If the foot never rotates more slowly than this it does not lie flat, rad/s (*measured* 1.0 for a rearfoot striker;
/// *chosen* four times that).
const ROLLING: f64 = 4.0;
/// Minimum rate, Hz: at 100 Hz the error grew by only 0.1° on the recordings of docs/VALIDATION.md.
const MIN_RATE_HZ: f64 = 95.0;
/// Under this probability of the likeliest class a step is indeterminate (*chosen*).
const SURE: f64 = 0.5;
/// Degrees of freedom of the error: 13 runners.
const FREEDOM: f64 = 12.0;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";

/// What one stance shows, degrees.
struct Reading {
    on_s: f64,
    side: ContactSide,
    /// Pitch at contact from the flat instant.
    from_flat: f64,
    /// Pitch at contact and at the flat instant from standing.
    from_standing: Option<(f64, f64)>,
}

fn readings(stances: &[FlatStance<'_>]) -> Vec<Reading> {
    let mut out = Vec::new();
    for group in stances.chunk_by(|a, b| std::ptr::eq(a.part, b.part)) {
        let Some(first) = group.first() else { continue };
        let Some(flat_up) = up_at_flat(group) else { continue };
        let Some(pitch) = Pitch::of(first.bout, first.part, &flat_up) else { continue };
        let standing_up = first.part.standing_up.filter(|up| up.angle(&flat_up) < NEAR_STANDING);
        let standing = standing_up.and_then(|up| Pitch::of(first.bout, first.part, &up));
        out.extend(group.iter().map(|s| {
            let on_s = s.contact.initial_contact_s;
            Reading {
                on_s,
                side: s.contact.side,
                from_flat: pitch.at(s.bout, on_s) - pitch.at(s.bout, s.flat_s),
                from_standing: standing.as_ref().map(|p| (p.at(s.bout, on_s), p.at(s.bout, s.flat_s))),
            }
        }));
    }
    out
}

/// Pitch of the foot at every contact from its flat instant in the same stance, degrees, uncorrected; empty below 95 Hz or
/// without gyroscope.
pub fn pitch_from_flat(signals: &Signals<Sensor>, oriented: &Oriented, contacts: &[Contact]) -> Sided {
    let mut steps = Sided::default();
    if signals.rate_hz >= MIN_RATE_HZ {
        for r in readings(&flat_stances(signals, oriented, contacts)) {
            steps.push(r.on_s, r.side, r.from_flat);
        }
    }
    steps
}

/// True where the angle counts from standing.
pub(crate) fn counts_from_standing(angle: &Measured) -> bool {
    angle.bias <= sigma(STANDING.0)
}

/// Strike angle of every stance; empty below 95 Hz or without gyroscope.
///
/// From standing where there was a standing period with the foot flat, else from the flat instant of the stance, each by a
/// line fitted on people.
pub fn foot_strike(signals: &Signals<Sensor>, oriented: &Oriented, contacts: &[Contact]) -> Measured {
    let mut steps = Sided::default();
    let mut caveats = Vec::new();
    let stances =
        if signals.rate_hz >= MIN_RATE_HZ { flat_stances(signals, oriented, contacts) } else { Vec::new() };
    let readings = readings(&stances);
    let turns = median(&stances.iter().map(|s| s.turning).collect::<Vec<_>>()).unwrap_or(0.0);
    let standing = readings.iter().all(|r| r.from_standing.is_some());
    let (half_width, left_right) = match (turns < AT_REST, standing) {
        (true, _) => UNCORRECTED,
        (false, true) => STANDING,
        (false, false) => NO_STANDING,
    };
    for r in &readings {
        let angle = match r.from_standing.filter(|_| standing) {
            _ if turns < AT_REST => r.from_flat,
            Some((contact, flat)) => FROM_STANDING[0] + FROM_STANDING[1] * contact + FROM_STANDING[2] * flat,
            None => {
                let line = FROM_FLAT[0] + FROM_FLAT[1] * r.from_flat;
                line + FROM_FLAT[2] * turns.min(FITTED_TURNING) + HALF_BETWEEN_LABORATORIES
            }
        };
        steps.push(r.on_s, r.side, angle);
    }
    if turns > ROLLING {
        caveats.push(
            Caveat::new(
                CaveatId::NeverFlat,
                "the foot never comes to lie flat: the angle's zero is uncertain",
            )
            .with_value(turns.to_degrees()),
        );
    }
    if gyroscope_clipped(signals) {
        caveats.push(Caveat::new(CaveatId::GyrClipped, "the gyroscope clipped: strike angles are too small"));
    }
    Measured {
        id: MetricId::FootStrikeAngle,
        steps,
        bias: sigma(half_width),
        side_bias: Some(sigma(left_right)),
        error_source: SOURCE,
        caveats,
    }
}

/// Mean upward direction, in sensor axes, at the instants at which the foot lies flat.
pub(super) fn up_at_flat(group: &[FlatStance<'_>]) -> Option<Vector3<f64>> {
    let first = group.first()?;
    let windows: Vec<(f64, f64)> = group.iter().map(|s| (s.flat_s - FLAT_S, s.flat_s + FLAT_S)).collect();
    mean_up(first.bout, &windows)
}

/// Type of foot strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StrikeClass {
    /// Heel first.
    Rear,
    /// Heel and ball together.
    Mid,
    /// Ball first.
    Fore,
    /// No class is probable enough.
    Indeterminate,
}

/// Probabilities that a step with this measured angle (degrees) lands on the rear-, mid- and forefoot, given the 1-σ
/// error of the foot's angle, which is known from 13 runners: Student's t with 12 degrees of freedom.
pub fn strike_probabilities(angle: f64, error: f64) -> [f64; 3] {
    let below = |limit: f64| student((limit - angle) / error.max(1e-9));
    let (fore, not_rear) = (below(FORE), below(REAR));
    [1.0 - not_rear, (not_rear - fore).max(0.0), fore]
}

/// The likeliest class, if its probability is at least one half.
pub fn strike_class(angle: f64, error: f64) -> StrikeClass {
    let [rear, mid, fore] = strike_probabilities(angle, error);
    let best = rear.max(mid).max(fore);
    // A NaN angle has no class.
    if !(best >= SURE) {
        StrikeClass::Indeterminate
    } else if best == rear {
        StrikeClass::Rear
    } else if best == mid {
        StrikeClass::Mid
    } else {
        StrikeClass::Fore
    }
}

/// Distribution function of Student's t with [`FREEDOM`] degrees of freedom: the finite series for even ones (Abramowitz &
/// Stegun 1964, 26.7.4).
fn student(t: f64) -> f64 {
    let cos2 = FREEDOM / (FREEDOM + t * t);
    let (mut sum, mut term) = (1.0, 1.0);
    for k in 1..6 {
        let k = f64::from(k);
        term *= cos2 * (2.0 * k - 1.0) / (2.0 * k);
        sum += term;
    }
    0.5 + 0.5 * (1.0 - cos2).sqrt() * sum * if t < 0.0 { -1.0 } else { 1.0 }
}

/// Shares of steps per class, percent: `foot_strike_share_rear`, `…_mid`, `…_fore`, by the measured angles.
///
/// The uncertainty is how much a share changes if all angles are wrong by the 95 % error, so it is large if the angles
/// lie near a cut-off; `indeterminate-strikes` gives the number of steps without a probable class.
pub fn strike_shares(angles: &Measured, placement: Placement, method: &str) -> Vec<Metric> {
    let values = angles.steps.values();
    if values.is_empty() {
        return Vec::new();
    }
    let unclear = values
        .iter()
        .filter(|v| strike_class(**v, ONE_FOOT * angles.bias) == StrikeClass::Indeterminate)
        .count();
    let ids = [MetricId::FootStrikeShareRear, MetricId::FootStrikeShareMid, MetricId::FootStrikeShareFore];
    ids.into_iter()
        .zip(0..)
        .filter_map(|(id, class)| {
            let share = |values: &[f64], shift: f64| -> Option<f64> {
                let is = |v: &&f64| -> bool {
                    let v = **v + shift;
                    match class {
                        0 => v > REAR,
                        1 => (FORE..=REAR).contains(&v),
                        _ => v < FORE,
                    }
                };
                (!values.is_empty())
                    .then(|| 100.0 * values.iter().filter(is).count() as f64 / values.len() as f64)
            };
            let value = share(&values, 0.0)?;
            let side = |s| share(&angles.steps.of(s), 0.0);
            let wide = |values: &[f64]| {
                (-8..=8)
                    .filter_map(|k| share(values, 1.96 * angles.bias * f64::from(k) / 8.0))
                    .map(|s| (s - share(values, 0.0).unwrap_or(s)).abs())
                    // A class seen in none of n steps may still have a share of up to 3/n (rule of three, 95 %).
                    .fold((300.0 / values.len().max(1) as f64).min(100.0), f64::max)
            };
            let mut metric = angles.steps.metric(id, placement, method, 0.0, SOURCE)?;
            metric.value = value;
            metric.left = side(ContactSide::Left);
            metric.right = side(ContactSide::Right);
            metric.uncertainty = wide(&values);
            metric.side_uncertainty = metric.side_uncertainty.map(|_| {
                wide(&angles.steps.of(ContactSide::Left)).max(wide(&angles.steps.of(ContactSide::Right)))
            });
            metric.sd = None;
            metric.series = Vec::new();
            metric.steps = Sided::default();
            metric.caveats = angles.caveats.clone();
            let share_unclear = unclear as f64 / values.len() as f64;
            if unclear > 0 {
                metric.caveats.push(
                    Caveat::new(
                        CaveatId::IndeterminateStrikes,
                        "share of steps of indeterminate class: the angle is too close to a cut-off",
                    )
                    .with_value(share_unclear),
                );
            }
            Some(metric)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::{Segment, Side};

    #[test]
    fn probabilities_add_up_and_the_middle_is_indeterminate() {
        for angle in [-30.0, -1.6, 0.0, 3.2, 8.0, 25.0] {
            let p = strike_probabilities(angle, 3.6);
            // Rounding only.
            assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12, "{angle}");
        }
        assert_eq!(strike_class(25.0, 3.6), StrikeClass::Rear);
        assert_eq!(strike_class(-15.0, 3.6), StrikeClass::Fore);
        assert_eq!(strike_class(3.2, 3.6), StrikeClass::Mid);
        // Half way through the band it holds 0.6 σ either way: 44 %.
        assert_eq!(strike_class(3.2, 8.0), StrikeClass::Indeterminate);
        assert_eq!(strike_class(f64::NAN, 3.6), StrikeClass::Indeterminate);
        // Tables for 12 degrees of freedom: 97.5 % at 2.1788, 90 % at 1.3562.
        assert!((student(2.1788) - 0.975).abs() < 1e-5 && (student(-1.3562) - 0.1).abs() < 1e-5);
    }

    #[test]
    fn shares_are_means_with_wide_errors_near_a_limit() {
        let mut steps = Sided::default();
        for k in 0..40 {
            let angle = [20.0, 22.0, 21.0, 8.5][k % 4];
            steps.push(k as f64, ContactSide::Left, angle);
        }
        let measured = Measured {
            id: MetricId::FootStrikeAngle,
            steps,
            bias: sigma(7.0),
            side_bias: None,
            error_source: SOURCE,
            caveats: Vec::new(),
        };
        let shares = strike_shares(&measured, Placement::new(Segment::Foot, Side::Left), "m");
        let rear = &shares[0];
        assert_eq!(
            (rear.id, rear.value, rear.left, rear.right),
            (MetricId::FootStrikeShareRear, 100.0, Some(100.0), None)
        );
        // Subtracting seven degrees turns only the steps at 8.5°, one in four, into midfoot strikes.
        assert_eq!(rear.uncertainty, 25.0);
        // 8.5° is likelier rear than mid, at 55 %.
        assert!(!rear.caveats.iter().any(|c| c.id == CaveatId::IndeterminateStrikes));
    }
}
