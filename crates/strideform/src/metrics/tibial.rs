//! Peak tibial acceleration: how abruptly the shank is decelerated at contact.
//!
//! It measures impact at the skin over the shank, but neither bone load (Zandbergen et al. 2023; Tu et al. 2025) nor
//! ground reaction force.

use crate::contacts::{BoutAxes, Contact};
use crate::recording::{Caveat, CaveatId, Placement, Sensor, Signals};
use crate::signal::{refine_parabolic, zero_phase_lowpass};
use crate::units::{STANDARD_GRAVITY, to_g};

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Bound, Metric, Sided};
use super::id::MetricId;
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `peak_tibial_acceleration`.
pub(super) const PEAK_TIBIAL_ACCELERATION_INFO: MetricInfo = MetricInfo::new(
    MetricId::PeakTibialAcceleration,
    "Peak tibial acceleration, axial",
    "Largest acceleration along the shank's long axis within 75 ms after initial contact, gravity removed",
    &[Source::on(&[Segment::Shank]).at_hz(100.0)],
);
/// `peak_tibial_acceleration_resultant`.
pub(super) const PEAK_TIBIAL_ACCELERATION_RESULTANT_INFO: MetricInfo = MetricInfo::new(
    MetricId::PeakTibialAccelerationResultant,
    "Peak tibial acceleration, resultant",
    "Largest magnitude of the shank's acceleration within 75 ms after initial contact, gravity removed",
    &[Source::on(&[Segment::Shank]).at_hz(100.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "tibial-peak-60hz",
        summary: "largest acceleration within 75 ms after contact, low-passed at 60 Hz, gravity removed; along the shank's axis from standing, else from mid-stance, or without a gyroscope along the mean force",
        segments: &[Segment::Shank],
        needs_gyr: false,
        min_rate_hz: 100.0,
        citation: "Aubol & Milner 2020; Sinclair et al. 2013",
        deviations: "below 190 Hz a lower bound",
    },
    &[MetricId::PeakTibialAcceleration, MetricId::PeakTibialAccelerationResultant],
);

/// Low-pass before the peak is read, Hz (60–70 Hz zero-phase: Sinclair 2013, Aubol & Milner 2020); omitted if the rate
/// is too low for it.
const CUTOFF_HZ: f64 = 60.0;
/// The peak lies within this time after initial contact, s.
const WINDOW_S: f64 = 0.075;
/// Minimum rate, Hz (*chosen*: below it the whole rise of the impact is one or two samples).
const MIN_RATE_HZ: f64 = 100.0;
/// Rate below which peaks are underestimated, Hz (Mitschke et al. 2017 require 200 Hz).
const LOW_RATE_HZ: f64 = 190.0;
/// Samples closer to the limit than this count as clipped (*chosen*: half of a coarse device's resolution).
const AT_LIMIT: f64 = 0.98;
/// Share of clipped steps above which the median is treated as a bound, although not yet necessarily one (*chosen*).
const CLIPPED_SHARE: f64 = 0.05;
/// 1-σ bias, g: a sensor misplaced by 5 cm changes the signal by up to 1 g RMS (Kiernan et al. 2024).
const BIAS_G: f64 = 1.0;
const SOURCE: &str = "sensor misplaced by 5 cm: up to 1 g (Kiernan et al. 2024)";

/// A shank's samples and its contacts.
#[derive(Debug, Clone, Copy)]
pub struct TibialInput<'a> {
    /// The samples.
    pub signals: &'a Signals<Sensor>,
    /// Where the sensor sits.
    pub placement: Placement,
    /// Contacts on the recording's clock.
    pub contacts: &'a [Contact],
    /// Axes per bout, as the contact method found them.
    pub axes: &'a [Option<BoutAxes>],
    /// The accelerometer's limit, if samples reach it, m/s².
    pub limit: Option<f64>,
}

/// Peaks of one contact.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct TibialPeak {
    /// Index of the contact.
    pub contact: usize,
    /// Along the shank's long axis, upwards, gravity removed, g; `None` if the axis is not known.
    pub axial_g: Option<f64>,
    /// Magnitude of the acceleration, g; gravity removed if the axis is known.
    pub resultant_g: f64,
    /// True if a sample at the accelerometer's limit makes both values lower bounds.
    pub clipped: bool,
}

/// Peaks of every valid contact whose window was measured. Empty below 100 Hz.
///
/// Gravity is removed along the long axis: near contact the shank is within 20° of upright, which leaves an error of
/// less than 0.06 g along the axis.
pub fn tibial_peaks(input: &TibialInput<'_>) -> Vec<TibialPeak> {
    let signals = input.signals;
    if !(signals.rate_hz >= MIN_RATE_HZ) || signals.is_empty() {
        return Vec::new();
    }
    let smooth = signals.acc.map(|x| zero_phase_lowpass(x, CUTOFF_HZ, signals.rate_hz));
    let gravity = if signals.gravity_free { 0.0 } else { STANDARD_GRAVITY };
    let limit = input.limit.map(|limit| AT_LIMIT * limit);
    let peak = |(contact, c): (usize, &Contact)| {
        let (from_s, to_s) = (c.initial_contact_s, c.initial_contact_s + WINDOW_S);
        if !c.valid
            || signals.touches_gap(from_s, to_s)
            || from_s < 0.0
            || to_s > signals.time_s(signals.len() - 1)
        {
            return None;
        }
        // One more sample on each side, so that a peak at the edge has neighbours.
        let range = signals.index(from_s)..signals.index(to_s) + 2;
        let up = input.axes.get(c.bout).copied().flatten().map(|axes| axes.up);
        let (part, raw) = (smooth.slice(range.clone()), signals.acc.slice(range));
        let axial_g = up.and_then(|up| {
            let along: Vec<f64> = part.along(&up).iter().map(|v| v - gravity).collect();
            Some(to_g(top(&along)?))
        });
        let size: Vec<f64> = match up {
            Some(up) => (0..part.len()).map(|i| (part.at(i) - up * gravity).norm()).collect(),
            None => part.norm(),
        };
        let at_limit = |axis: &[f64]| limit.is_some_and(|limit| axis.iter().any(|v| v.abs() >= limit));
        let clipped = raw.columns().into_iter().any(at_limit);
        Some(TibialPeak { contact, axial_g, resultant_g: to_g(top(&size)?), clipped })
    };
    input.contacts.iter().enumerate().filter_map(peak).collect()
}

fn top(x: &[f64]) -> Option<f64> {
    let highest = (0..x.len()).max_by(|&a, &b| at(x, a).total_cmp(&at(x, b)))?;
    Some(refine_parabolic(x, highest).1)
}

fn at(x: &[f64], i: usize) -> f64 {
    x.get(i).copied().unwrap_or(f64::NEG_INFINITY)
}

/// `peak_tibial_acceleration` if the axis is known, and `peak_tibial_acceleration_resultant`, over all inputs (one or
/// both legs; the first one's placement is named).
pub fn tibial(inputs: &[TibialInput<'_>]) -> Vec<Metric> {
    let peaks: Vec<Vec<TibialPeak>> = inputs.iter().map(tibial_peaks).collect();
    tibial_of(&inputs.iter().copied().zip(peaks.iter().map(Vec::as_slice)).collect::<Vec<_>>())
}

/// The same from peaks already found.
pub(crate) fn tibial_of(inputs: &[(TibialInput<'_>, &[TibialPeak])]) -> Vec<Metric> {
    let (mut axial, mut resultant) = (Sided::default(), Sided::default());
    let (mut clipped, mut all, mut low_rate) = (0usize, 0usize, None::<f64>);
    for (input, peaks) in inputs {
        if !peaks.is_empty() && input.signals.rate_hz < LOW_RATE_HZ {
            low_rate = Some(low_rate.map_or(input.signals.rate_hz, |r| r.min(input.signals.rate_hz)));
        }
        for peak in *peaks {
            let Some(contact) = input.contacts.get(peak.contact) else { continue };
            all += 1;
            clipped += usize::from(peak.clipped);
            if let Some(g) = peak.axial_g {
                axial.push(contact.initial_contact_s, contact.side, g);
            }
            resultant.push(contact.initial_contact_s, contact.side, peak.resultant_g);
        }
    }
    let Some(placement) = inputs.first().map(|i| i.0.placement) else { return Vec::new() };
    let make = |sided: &Sided, id| sided.metric(id, placement, METHOD.info.id, BIAS_G, SOURCE);
    let mut out: Vec<Metric> = make(&axial, MetricId::PeakTibialAcceleration)
        .into_iter()
        .chain(make(&resultant, MetricId::PeakTibialAccelerationResultant))
        .collect();
    let share = clipped as f64 / all.max(1) as f64;
    for metric in &mut out {
        if share >= CLIPPED_SHARE {
            let text = "the accelerometer clipped at impact: this is a lower bound (a range of 16 g or more is needed)";
            metric.bound = Bound::AtLeast;
            metric.caveats.push(Caveat::new(CaveatId::ClippedImpact, text).with_value(share));
        }
        if let Some(rate) = low_rate {
            let text = "below 200 Hz the peaks of the impacts fall between samples: this value is too low";
            metric.bound = Bound::AtLeast;
            metric.caveats.push(Caveat::new(CaveatId::LowRateImpact, text).with_value(rate));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use approx::{abs_diff_eq, assert_abs_diff_eq};
    use nalgebra::Vector3;

    use super::*;
    use crate::contacts::ContactSide;
    use crate::recording::{Segment, Side, Triad};

    const PLACEMENT: Placement = Placement::new(Segment::Shank, Side::Left);

    fn contact(at: f64) -> Contact {
        Contact {
            side: ContactSide::Left,
            initial_contact_s: at,
            toe_off_s: None,
            valid: true,
            reason: None,
            placement: PLACEMENT,
            bout: 0,
        }
    }

    /// 1 g along y, at 1 s a pulse of 5 g along y and 2 g along x with its peak 40 ms later.
    fn pulse(rate: f64) -> Signals<Sensor> {
        let shape = |i: usize| {
            let t = i as f64 / rate - 1.04;
            STANDARD_GRAVITY * (-(t / 0.015).powi(2)).exp()
        };
        let n = (2.0 * rate) as usize;
        let x = (0..n).map(|i| 2.0 * shape(i)).collect();
        let y = (0..n).map(|i| 5.0 * shape(i) + STANDARD_GRAVITY).collect();
        Signals::new(rate, Triad::new(x, y, vec![0.0; n]))
    }

    #[test]
    fn a_known_pulse_is_read_with_gravity_removed() {
        let axes = [Some(BoutAxes { up: Vector3::y(), anterior: None })];
        let signals = pulse(1000.0);
        let contacts = [contact(1.0)];
        let input = TibialInput {
            signals: &signals,
            placement: PLACEMENT,
            contacts: &contacts,
            axes: &axes,
            limit: None,
        };
        let peaks = tibial_peaks(&input);
        // The 60 Hz low-pass takes under 1 % off a pulse of 25 ms width at half height.
        assert!(abs_diff_eq!(peaks[0].axial_g.expect("axis"), 5.0, epsilon = 0.05), "{peaks:?}");
        assert!(abs_diff_eq!(peaks[0].resultant_g, 29f64.sqrt(), epsilon = 0.05), "{peaks:?}");
        let unknown = TibialInput { axes: &[None], ..input };
        assert_abs_diff_eq!(tibial_peaks(&unknown)[0].resultant_g, 40f64.sqrt(), epsilon = 0.06);
        assert!(tibial_peaks(&unknown)[0].axial_g.is_none());
        let ids: Vec<_> = tibial(&[input]).iter().map(|m| m.id).collect();
        assert_eq!(ids, [MetricId::PeakTibialAcceleration, MetricId::PeakTibialAccelerationResultant]);
    }

    #[test]
    fn clipping_makes_a_lower_bound() {
        let mut signals = pulse(1000.0);
        let limit = 4.0 * STANDARD_GRAVITY;
        for v in &mut signals.acc.y {
            *v = v.min(limit);
        }
        let axes = [Some(BoutAxes { up: Vector3::y(), anterior: None })];
        let contacts = [contact(1.0)];
        let limit = Some(limit);
        let input =
            TibialInput { signals: &signals, placement: PLACEMENT, contacts: &contacts, axes: &axes, limit };
        let metrics = tibial(&[input]);
        assert!(metrics.iter().all(|m| m.caveats.iter().any(|c| c.id == CaveatId::ClippedImpact)));
        assert!(metrics[0].value < 3.1, "{}", metrics[0].value);
    }

    #[test]
    fn nothing_is_read_from_gaps_slow_sensors_or_beyond_the_samples() {
        let axes = [Some(BoutAxes { up: Vector3::y(), anterior: None })];
        let contacts = [contact(1.0), contact(1.99), contact(-0.01)];
        let mut signals = pulse(200.0);
        signals.gaps.push(205..210);
        let input = TibialInput {
            signals: &signals,
            placement: PLACEMENT,
            contacts: &contacts,
            axes: &axes,
            limit: None,
        };
        assert!(tibial_peaks(&input).is_empty());
        let slow = pulse(50.0);
        assert!(tibial_peaks(&TibialInput { signals: &slow, ..input }).is_empty());
        let nothing = Signals::new(200.0, Triad::default());
        assert!(tibial(&[TibialInput { signals: &nothing, ..input }]).is_empty());
        assert!(tibial(&[]).is_empty());
    }
}
