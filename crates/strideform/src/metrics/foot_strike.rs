//! Foot strike angle, and the shares of rearfoot, midfoot and forefoot strikes.
//!
//! The pitch of the foot at initial contact minus its pitch in the same stance when it rotates least and lies flat:
//! neither standing nor the sensor's place on the shoe matters, and slow drift cancels. The classes use the cut-offs of
//! Altman & Davis (2012); a step's class is a probability, because the error of a runner's angle is as wide as the
//! midfoot band.

use nalgebra::Vector3;

use crate::contacts::{Contact, ContactSide};
use crate::orientation::Oriented;
use crate::recording::{Caveat, CaveatId, Placement, Sensor, Signals};
use crate::signal::median;
use crate::signal::stats::normal_cdf;

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
    "Pitch of the foot at initial contact relative to the flat foot; toes up is positive",
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
        summary: "pitch at initial contact minus the pitch of the flat foot in the same stance; classes by probability",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "classes: Altman & Davis 2012, Gait & Posture 35:298, doi:10.1016/j.gaitpost.2011.09.104; pitch: this project",
        deviations: "the foot's own flat instant is the reference, not standing; no class if the error is too large to assign one",
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
/// 95 % error of a runner's mean angle, degrees: an engineering judgement based on eight strides of one rearfoot
/// striker (+1.5 ± 0.3°) and the published precision of 1.6 ± 1.1° and accuracy of 2.0 ± 5.9° (Falbriard et al. 2020).
const ANGLE: f64 = 7.0;
/// The same for the difference between a runner's feet: each foot has its own sensor and shoe.
const LEFT_RIGHT: f64 = 5.0;
/// Half-width of the window over which the flat foot is averaged for the axes, s.
const FLAT_S: f64 = 0.010;
/// If the foot never rotates more slowly than this it does not lie flat, rad/s (*measured* 1.0 for a rearfoot striker;
/// *chosen* four times that).
const ROLLING: f64 = 4.0;
/// Minimum rate, Hz: at 100 Hz the error grew by only 0.1° on the recordings of docs/VALIDATION.md.
const MIN_RATE_HZ: f64 = 95.0;
/// A step is indeterminate if its likeliest class is less probable than this (*chosen*).
const SURE: f64 = 0.6;
const SOURCE: &str = "docs/VALIDATION.md, markers of one runner; Falbriard et al. 2020";

/// Strike angle of every stance; empty below 95 Hz or without a gyroscope.
pub fn foot_strike(signals: &Signals<Sensor>, oriented: &Oriented, contacts: &[Contact]) -> Measured {
    let mut steps = Sided::default();
    let mut caveats = Vec::new();
    let stances =
        if signals.rate_hz >= MIN_RATE_HZ { flat_stances(signals, oriented, contacts) } else { Vec::new() };
    for group in stances.chunk_by(|a, b| std::ptr::eq(a.part, b.part)) {
        let Some(first) = group.first() else { continue };
        let Some(pitch) = up_at_flat(group).and_then(|up| Pitch::of(first.bout, first.part, &up)) else {
            continue;
        };
        for s in group {
            let on = s.contact.initial_contact_s;
            steps.push(on, s.contact.side, pitch.at(s.bout, on) - pitch.at(s.bout, s.flat_s));
        }
    }
    let turning: Vec<f64> = stances.iter().map(|s| s.turning).collect();
    if let Some(rolling) = median(&turning).filter(|t| *t > ROLLING) {
        caveats.push(
            Caveat::new(CaveatId::NeverFlat, "the foot never lies flat: the zero of the angle is uncertain")
                .with_value(rolling.to_degrees()),
        );
    }
    if median(&steps.values()).is_some_and(|angle| angle < FORE) {
        caveats.push(Caveat::new(CaveatId::ForeFoot, "angles of forefoot strikes are not validated"));
    }
    if gyroscope_clipped(signals) {
        caveats.push(Caveat::new(CaveatId::GyrClipped, "the gyroscope clipped: strike angles are too small"));
    }
    Measured {
        id: MetricId::FootStrikeAngle,
        steps,
        bias: sigma(ANGLE),
        side_bias: Some(sigma(LEFT_RIGHT)),
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

/// Probabilities that a step with this measured angle (degrees) is a rearfoot, midfoot and forefoot strike, given the
/// 1-σ error of the runner's angle.
pub fn strike_probabilities(angle: f64, error: f64) -> [f64; 3] {
    let below = |limit: f64| normal_cdf((limit - angle) / error.max(1e-9));
    let (fore, not_rear) = (below(FORE), below(REAR));
    [1.0 - not_rear, (not_rear - fore).max(0.0), fore]
}

/// The likeliest class, if it is likelier than 0.6.
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

/// Shares of steps per class by measured angle, percent: `foot_strike_share_rear`, `…_mid`, `…_fore`.
///
/// The uncertainty is how much a share changes if all angles are wrong by the 95 % error, so it is large if the angles
/// lie near a cut-off; `indeterminate-strikes` gives the number of steps without a probable class.
pub fn strike_shares(angles: &Measured, placement: Placement, method: &str) -> Vec<Metric> {
    let values = angles.steps.values();
    if values.is_empty() {
        return Vec::new();
    }
    let unclear =
        values.iter().filter(|v| strike_class(**v, angles.bias) == StrikeClass::Indeterminate).count();
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
        // From the middle of the band it is 1.33 σ to either edge: 82 %.
        assert_eq!(strike_class(3.2, 3.6), StrikeClass::Mid);
        assert_eq!(strike_class(8.0, 3.6), StrikeClass::Indeterminate);
        assert_eq!(strike_class(f64::NAN, 3.6), StrikeClass::Indeterminate);
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
        assert!(rear.caveats.iter().any(|c| c.id == CaveatId::IndeterminateStrikes && c.value == Some(0.25)));
    }
}
