//! Peak vertical force from a pelvis: the active peak, in body weights.
//!
//! Over whole strides the mean vertical force is the body weight, so the vertical specific force over its mean is the
//! force in body weights as far as the pelvis moves with the centre of mass. The force plate's active peak is estimated
//! from the one low-passed at 10 Hz by a regression. The impact peak is not reported: at the pelvis it depends on soft
//! tissue.

use crate::bouts::Bout;
use crate::contacts::pelvis::{Vertical, humps_of, limit_g};
use crate::contacts::{Contact, Contacts, Hump};
use crate::recording::{Caveat, CaveatId, Placement, Segment, Sensor, Side, Signals};
use crate::signal::median;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Metric, Sided};
use super::id::MetricId;
use crate::contacts::MethodInfo;

/// `peak_vertical_force`.
pub(super) const PEAK_VERTICAL_FORCE_INFO: MetricInfo = MetricInfo::new(
    MetricId::PeakVerticalForce,
    "Peak vertical force (active)",
    "Active (second) peak of the vertical ground reaction force in body weights, not the impact peak",
    &[
        Source::on_each_side(&[Segment::Foot]).with_gyroscope().at_hz(100.0),
        Source::on(&[Segment::Pelvis]).at_hz(50.0).needs("its place on the midline"),
    ],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "pelvis-active-peak-10hz",
        summary: "vertical specific force over its mean, low-passed at 10 Hz, regressed on a force plate",
        segments: &[Segment::Pelvis],
        needs_gyr: false,
        min_rate_hz: 50.0,
        citation: "Day et al. 2021, J. Biomech. 110323, doi:10.1016/j.jbiomech.2021.110323; Alcantara et al. 2022, PeerJ 12752, doi:10.7717/peerj.12752",
        deviations: "own regression on two runners; interval widened where the half-sine model of Morin et al. 2005 disagrees",
    },
    &[MetricId::PeakVerticalForce],
);

/// Maximum time between a rise and the corresponding initial contact, s (*chosen*: a third of a short step).
const NEAR_S: f64 = 0.08;
/// Regression of the force plate's active peak on the low-passed one: intercept and slope, BW. Fitted on the treadmill
/// recordings of docs/VALIDATION.md; `tests/it/pelvis` prints the fit.
const CALIBRATION: (f64, f64) = (1.265, 0.53);
/// Minimum rate, Hz (as in the catalogue).
const MIN_RATE_HZ: f64 = 50.0;
/// 1-σ bias, BW: 0.075 over trials with leave-one-condition-out, raised to 0.10 because the peaks of both runners are
/// close together, which makes the regression look better than it is for other runners.
const BIAS_BW: f64 = 0.10;
/// Range of peaks on which the regression was fitted, BW. Outside it, estimates are drawn towards the mean by about
/// half of the distance.
const FITTED_BW: (f64, f64) = (2.0, 2.6);
/// Share of the difference from the half-sine model that counts as a standard deviation (*chosen*: either may be
/// right).
const SINE_SHARE: f64 = 0.5;
/// With an accelerometer limit of this or less, g, the peaks of the stances are cut off.
const MIN_RANGE_G: f64 = 2.2;
const SOURCE: &str = "docs/VALIDATION.md";

/// A pelvis sensor's samples and its contacts.
#[derive(Debug, Clone, Copy)]
pub struct VerticalForceInput<'a> {
    /// The samples.
    pub signals: &'a Signals<Sensor>,
    /// Where the sensor sits.
    pub placement: Placement,
    /// The running bouts in which contacts were searched for.
    pub bouts: &'a [Bout],
    /// What the contact method found.
    pub contacts: &'a Contacts,
}

/// Active peak of one contact.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct ActivePeak {
    /// Index of the contact.
    pub contact: usize,
    /// Highest low-passed vertical specific force in mid-stance over its mean, BW.
    pub raw_bw: f64,
    /// Active peak of the vertical ground reaction force, BW.
    pub force_bw: f64,
}

/// Active peaks of every valid contact whose stance lies entirely inside the bout.
///
/// Empty unless the sensor is worn on the midline of the pelvis, at 50 Hz or more and with a range above 2.2 g, and if
/// flight is not resolved, for which the regression was not fitted.
pub fn active_peaks(input: &VerticalForceInput<'_>) -> Vec<ActivePeak> {
    let fits = input.placement.segment == Segment::Pelvis && input.placement.side == Side::Midline;
    let whole = input.bouts.first().map_or(0, |b| b.start)..input.bouts.last().map_or(0, |b| b.end);
    let cut_off = || limit_g(input.signals, whole).is_some_and(|limit| limit <= MIN_RANGE_G);
    if !(fits && input.signals.rate_hz >= MIN_RATE_HZ) || input.contacts.contact_time_is_bound || cut_off() {
        return Vec::new();
    }
    let mut out = Vec::new();
    for (k, bout) in input.bouts.iter().enumerate() {
        let seen = input.contacts.humps.get(k).map(Vec::as_slice);
        let made =
            if seen.is_none() { Vertical::of_bout(input.signals, bout).map(|v| humps_of(&v)) } else { None };
        let humps = seen.or(made.as_deref()).unwrap_or_default();
        let of_bout = input.contacts.contacts.iter().enumerate().filter(|(_, c)| c.bout == k && c.valid);
        out.extend(of_bout.filter_map(|(contact, c)| {
            let raw_bw = nearest(humps, c.initial_contact_s)?.peak_bw?;
            Some(ActivePeak { contact, raw_bw, force_bw: CALIBRATION.0 + CALIBRATION.1 * raw_bw })
        }));
    }
    out
}

/// The hump whose rise is nearest to a contact; humps are in ascending order.
fn nearest(humps: &[Hump], contact_s: f64) -> Option<Hump> {
    let after = humps.partition_point(|h| h.rise_s < contact_s);
    let around = [after.checked_sub(1), Some(after)].into_iter().flatten().filter_map(|i| humps.get(i));
    let distance = |h: &Hump| (h.rise_s - contact_s).abs();
    around.min_by(|a, b| distance(a).total_cmp(&distance(b))).filter(|h| distance(h) < NEAR_S).copied()
}

/// `peak_vertical_force`; `None` if there is no active peak.
pub fn vertical_force(input: &VerticalForceInput<'_>) -> Option<Metric> {
    vertical_force_of(input, &active_peaks(input))
}

/// The same from peaks already found.
pub(crate) fn vertical_force_of(input: &VerticalForceInput<'_>, active: &[ActivePeak]) -> Option<Metric> {
    let mut peaks = Sided::default();
    for peak in active {
        let contact = input.contacts.contacts.get(peak.contact)?;
        peaks.push(contact.initial_contact_s, contact.side, peak.force_bw);
    }
    let middle = median(&peaks.values())?;
    let outside = (FITTED_BW.0 - middle).max(middle - FITTED_BW.1).max(0.0);
    // With a slope of one half, a peak may lie twice as far outside the range as the regression shows. And if a
    // runner's times imply a different peak from the regression, the regression may not apply to that runner.
    let apart = half_sine_bw(&input.contacts.contacts).map_or(0.0, |sine| (sine - middle).abs());
    let bias = BIAS_BW.hypot(outside).hypot(SINE_SHARE * apart);
    let mut metric =
        peaks.metric(MetricId::PeakVerticalForce, input.placement, METHOD.info.id, bias, SOURCE)?;
    if outside > 0.0 {
        let text = "outside 2.0–2.6 BW the estimate is drawn towards that range";
        metric.caveats.push(Caveat::new(CaveatId::OutsideCalibration, text).with_value(middle));
    }
    Some(metric)
}

/// Peak of a half-sine force that supports the body over a step, BW: π/2 · step time / contact time (Morin et al. 2005;
/// Patoz et al. 2022). Medians over neighbouring contacts of both feet.
fn half_sine_bw(contacts: &[Contact]) -> Option<f64> {
    let ratio = |pair: &[Contact]| {
        let [a, b] = pair else { return None };
        let (contact_s, step_s) = (a.contact_time_s()?, b.initial_contact_s - a.initial_contact_s);
        // A missed contact doubles the interval, which is then not a step.
        (a.valid && b.valid && a.bout == b.bout && contact_s > 0.0 && step_s < 0.6)
            .then_some(step_s / contact_s)
    };
    let ratios: Vec<f64> = contacts.windows(2).filter_map(ratio).collect();
    Some(0.5 * std::f64::consts::PI * median(&ratios)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bouts::Activity;
    use crate::contacts::pelvis::PelvisTwoLevelSine;
    use crate::contacts::{ContactInput, ContactMethod};
    use crate::recording::{Run, Triad};
    use crate::units::STANDARD_GRAVITY as G;
    use approx::assert_abs_diff_eq;

    /// Half-sine stances of 0.24 s every 0.34 s along y: a peak of π/2 · 0.34/0.24 = 2.225 BW.
    fn runner(scale: f64) -> Signals<Sensor> {
        let force = |i: usize| {
            let p = (i as f64 / 200.0).rem_euclid(0.34) / 0.24;
            if p < 1.0 { 2.225 * (p * std::f64::consts::PI).sin() } else { 0.0 }
        };
        let y = (0..2000).map(|i| scale * G * force(i)).collect();
        Signals::new(200.0, Triad::new(vec![0.0; 2000], y, vec![0.0; 2000]))
    }

    fn of(signals: &Signals<Sensor>, placement: Placement) -> (Vec<ActivePeak>, Option<Metric>) {
        let bouts = [Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start: 0,
            end: signals.len(),
            stride_s: None,
            strides_s: Vec::new(),
        }];
        let run = Run::default();
        let contacts = PelvisTwoLevelSine::FITTED
            .detect(&ContactInput { signals, placement, bouts: &bouts, run: &run })
            .expect("a pelvis");
        let input = VerticalForceInput { signals, placement, bouts: &bouts, contacts: &contacts };
        (active_peaks(&input), vertical_force(&input))
    }

    #[test]
    fn the_peak_of_a_sine_is_read_whatever_the_scale() {
        let (peaks, metric) = of(&runner(1.0), Placement::PELVIS);
        assert!(peaks.len() > 25, "{}", peaks.len());
        for p in &peaks {
            // The low-pass takes up to a tenth off the top; ten seconds are not a whole number of strides (1 %).
            assert!((2.0..2.25).contains(&p.raw_bw), "{p:?}");
        }
        let metric = metric.expect("steps");
        assert_eq!((metric.id, metric.unit), (MetricId::PeakVerticalForce, "BW"));
        assert!(metric.uncertainty > 0.19);
        let (other, _) = of(&runner(1.7), Placement::PELVIS);
        for (a, b) in peaks.iter().zip(&other) {
            assert_abs_diff_eq!(a.raw_bw, b.raw_bw, epsilon = 1e-9);
        }
    }

    #[test]
    fn a_hip_a_short_range_and_a_slow_sensor_give_nothing() {
        let hip = Placement::new(Segment::Pelvis, Side::Left);
        assert!(of(&runner(1.0), hip).1.is_none());
        let mut clipped = runner(1.0);
        for v in &mut clipped.acc.y {
            *v = v.min(2.0 * G);
        }
        assert!(of(&clipped, Placement::PELVIS).1.is_none());
        let slow = Signals::new(40.0, runner(1.0).acc.map(|c| c.iter().step_by(5).copied().collect()));
        assert!(of(&slow, Placement::PELVIS).1.is_none());
    }
}
