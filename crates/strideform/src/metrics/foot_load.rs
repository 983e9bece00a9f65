//! Active peak force and vertical average loading rate from the feet: the contact's share of the stride, speed, and how
//! the foot lands.
//!
//! # Source
//! Regressions on 13 runners at 2.5, 3.5 and 4.5 m/s (39 trials on a force treadmill; Fukuchi, Fukuchi & Duarte 2017, PeerJ
//! 5:e3298, CC BY 4.0), by `fit_people.py`. With the judged runner left out the peak errs by 0.08 BW (speed alone: 0.16)
//! and the loading rate by 8.6 BW/s with a standing period, 9.5 without (speed alone: 14.3).
//!
//! # Needs
//! A foot sensor with gyroscope on each foot: contact times, speed and strike angle.

use crate::contacts::ContactSide;
use crate::recording::{Caveat, CaveatId, Placement, Segment};
use crate::signal::median;

use super::contact_fusion::LEFT_RIGHT_S;
use super::definition::MetricMethod;
use super::estimate::{Metric, Sided};
use super::id::MetricId;
use super::measured::sigma;
use crate::contacts::MethodInfo;

/// How the peak force is computed.
pub(super) const PEAK_METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "feet-duty-force",
        summary: "active peak from half the stride over the contact time, and speed; mean of two regressions",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298; form after Morin et al. 2005, doi:10.1123/jab.21.2.167",
        deviations: "a regression instead of the half sine, whose shape changes with speed",
    },
    &[MetricId::PeakVerticalForce],
);
/// How the loading rate is computed.
pub(super) const RATE_METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "feet-loading-rate",
        summary: "loading rate from speed, contact time and strike angle",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "this project, fitted on 13 runners of Fukuchi, Fukuchi & Duarte 2017, PeerJ 5:e3298, doi:10.7717/peerj.3298",
        deviations: "follows no published text; where the contact detectors disagree, the value usual at this speed",
    },
    &[MetricId::VerticalLoadingRate],
);

const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials, the judged runner left out";
/// 1, half the stride over the slap detector's contact time, and speed in m/s: BW.
const PEAK_OF_SLAP: (f64, f64, f64) = (0.459_384_06, 1.286_165_78, 0.050_165_91);
/// 1 and half the stride over the contact time of the force plate: BW.
const PEAK_OF_CONTACT: (f64, f64) = (0.667_544_3, 1.223_788_5);
/// 95 % half-width of a new runner's peak, BW.
const PEAK_HALF_WIDTH: f64 = 0.185;
/// 95 % half-width of what the sides' peaks differ by beyond their contact times, BW: left less right erred by 0.113 (RMSE of
/// the same 39 trials, times Student's 2.18, less the part of the contact times).
const PEAK_LEFT_RIGHT: f64 = 0.18;
/// Half the stride over contact time beyond these is no running that the regression knows.
const RATIO: std::ops::RangeInclusive<f64> = 1.0..=2.4;

/// 1, ln(speed in m/s), ln(slap detector's contact time in s) and the squared distance below 8° of the strike angle, in
/// hundreds of square degrees: ln(BW/s).
const RATE: (f64, f64, f64, f64) = (1.387_394_99, 0.273_213_62, -1.664_195_47, -0.320_606_08);
/// 1 and ln(speed in m/s): ln(BW/s), all runners alike.
pub(super) const RATE_OF_SPEED: (f64, f64) = (2.612_741_56, 1.232_591_23);
/// 95 % half-widths in ln with a standing period, without, and of speed alone.
const RATE_STANDING: f64 = 0.288;
const RATE_NO_STANDING: f64 = 0.338;
pub(super) const RATE_SPEED_ALONE: f64 = 0.571;
/// The detector's contact time must be this near the fused one, in ln (*chosen*: three times its usual error).
const DETECTORS_AGREE: f64 = 0.15;

/// One contact of a foot.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FootStance {
    pub(crate) initial_contact_s: f64,
    pub(crate) side: ContactSide,
    /// Contact time by the slap detector, s.
    pub(crate) slap_s: f64,
    /// Stride time at this contact, s.
    pub(crate) stride_s: f64,
}

/// What both feet give for a run.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FootLoad {
    /// Valid contacts in order of time.
    pub(crate) stances: Vec<FootStance>,
    /// Fused contact time over the slap detector's.
    pub(crate) scale: f64,
    /// Contact time by the slap detector, s.
    pub(crate) slap_s: f64,
    /// The feet's own speed, m/s.
    pub(crate) speed_mps: f64,
    /// Foot strike angle, degrees: mean of the feet's medians.
    pub(crate) strike_deg: f64,
    /// True where that angle counts from standing.
    pub(crate) standing: bool,
    pub(crate) placement: Placement,
}

/// `peak_vertical_force`; `None` where the contacts' share of the stride is outside the fitted range.
pub(crate) fn peak_force_of_feet(load: &FootLoad) -> Option<Metric> {
    let mut peaks = Sided::default();
    for s in &load.stances {
        let ratio = 0.5 * s.stride_s / s.slap_s;
        if RATIO.contains(&ratio) && RATIO.contains(&(ratio / load.scale)) {
            let slap = PEAK_OF_SLAP.0 + PEAK_OF_SLAP.1 * ratio + PEAK_OF_SLAP.2 * load.speed_mps;
            let contact = PEAK_OF_CONTACT.0 + PEAK_OF_CONTACT.1 * ratio / load.scale;
            peaks.push(s.initial_contact_s, s.side, 0.5 * (slap + contact));
        }
    }
    // Half of the contacts outside: the rest would be a selection.
    if 2 * peaks.steps.len() < load.stances.len() {
        return None;
    }
    let id = MetricId::PeakVerticalForce;
    let mut metric = peaks.metric(id, load.placement, PEAK_METHOD.info.id, sigma(PEAK_HALF_WIDTH), SOURCE)?;
    if metric.side_difference_uncertainty.is_some() {
        // The estimates differ by contact times, whose difference has its own error, the peaks by more.
        let slope = 0.5 * (PEAK_OF_SLAP.1 + PEAK_OF_CONTACT.1 / load.scale);
        let of_stance = |s: &FootStance| slope * 0.5 * s.stride_s / s.slap_s.powi(2);
        let per_second = median(&load.stances.iter().map(of_stance).collect::<Vec<_>>())?;
        metric.side_difference_uncertainty =
            peaks.difference_half_width(sigma((per_second * LEFT_RIGHT_S).hypot(PEAK_LEFT_RIGHT)));
    }
    Some(metric)
}

/// `vertical_loading_rate`, one value per run.
pub(crate) fn loading_rate_of_feet(load: &FootLoad) -> Option<Metric> {
    let typical = (RATE_OF_SPEED.0 + RATE_OF_SPEED.1 * load.speed_mps.ln()).exp();
    let alone = RATE_SPEED_ALONE.sinh();
    let sure = load.scale.ln().abs() <= DETECTORS_AGREE;
    let below = (load.strike_deg - 8.0).min(0.0).powi(2) / 100.0;
    let ln = RATE.0 + RATE.1 * load.speed_mps.ln() + RATE.2 * load.slap_s.ln() + RATE.3 * below;
    let wide = if load.standing { RATE_STANDING } else { RATE_NO_STANDING };
    let (value, relative) = if sure { (ln.exp(), wide.exp_m1()) } else { (typical, alone) };
    let mut one = Sided::default();
    one.push(load.stances.first()?.initial_contact_s, ContactSide::Unknown, value);
    let id = MetricId::VerticalLoadingRate;
    let mut metric = one.metric(id, load.placement, RATE_METHOD.info.id, sigma(relative * value), SOURCE)?;
    metric.n = load.stances.len();
    metric.steps = Sided::default();
    let percent = 100.0 * relative;
    let text = if sure {
        format!(
            "estimated from speed, contact time and strike angle (±{percent:.0} %); speed alone would give {typical:.0} BW/s ± {:.0} %",
            100.0 * alone
        )
    } else {
        format!(
            "typical for this speed (±{percent:.0} %), not measured: the contact detectors of the feet disagree"
        )
    };
    metric.caveats.push(Caveat::new(CaveatId::TypicalForSpeed, text).with_value(typical));
    Some(metric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(slap_s: f64, scale: f64) -> FootLoad {
        let side = |k: u32| if k.is_multiple_of(2) { ContactSide::Left } else { ContactSide::Right };
        let stances = (0..20)
            .map(|k| FootStance {
                initial_contact_s: 0.35 * f64::from(k),
                side: side(k),
                slap_s,
                stride_s: 0.70,
            })
            .collect();
        FootLoad {
            stances,
            scale,
            slap_s,
            speed_mps: 3.5,
            strike_deg: 15.0,
            standing: true,
            placement: Placement::new(Segment::Foot, crate::recording::Side::Left),
        }
    }

    #[test]
    fn a_usual_runner_has_the_usual_peak_and_rate() {
        let usual = load(0.232, 0.96);
        // The 13 runners' mean at 3.5 m/s is 2.62 BW, their median loading rate exp(4.12) = 62 BW/s.
        let peak = peak_force_of_feet(&usual).unwrap();
        assert!((peak.value - 2.62).abs() < 0.1, "{peak:?}");
        assert_eq!(peak.left, peak.right);
        let rate = loading_rate_of_feet(&usual).unwrap();
        assert!((rate.value - 62.0).abs() < 8.0, "{rate:?}");
        assert!((rate.uncertainty / rate.value - 0.334).abs() < 0.001, "{rate:?}");
    }

    #[test]
    fn detectors_that_disagree_give_what_is_typical() {
        let rate = loading_rate_of_feet(&load(0.232, 0.8)).unwrap();
        assert!((rate.value - 63.9).abs() < 0.5 && rate.uncertainty > 0.59 * rate.value, "{rate:?}");
        // Contacts as long as the step: no running.
        assert!(peak_force_of_feet(&load(0.36, 1.0)).is_none());
    }
}
