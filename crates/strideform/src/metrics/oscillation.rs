//! Vertical oscillation of a pelvis sensor, and the vertical ratio.
//!
//! Vertical acceleration is integrated twice over every stride; the means of acceleration and velocity are removed,
//! because a stride ends at the same speed and height as it began. This is the height of the sensor: the sacrum moves a
//! few millimetres more than the centre of mass.

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, CaveatId};
use crate::signal::{cumulative_trapezoid, median};

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::known_speed::SPEED;
use super::measured::{Measured, sigma};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `vertical_oscillation`.
pub(super) const VERTICAL_OSCILLATION_INFO: MetricInfo = MetricInfo::new(
    MetricId::VerticalOscillation,
    "Vertical oscillation",
    "Range of the pelvis sensor's height within a step",
    &[Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0), Source::on(&[Segment::Watch])],
);
/// `vertical_ratio`.
pub(super) const VERTICAL_RATIO_INFO: MetricInfo = MetricInfo::new(
    MetricId::VerticalRatio,
    "Vertical ratio",
    "Vertical oscillation over step length",
    &[
        Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0).needs("the running speed"),
        Source::on(&[Segment::Watch]),
    ],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "stride-closed-height",
        summary: "vertical acceleration integrated twice over every stride, with its mean removed each time",
        segments: &[Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "height of the sensor, not of the centre of mass",
    },
    &[MetricId::VerticalOscillation, MetricId::VerticalRatio],
);

/// 95 % error of a new runner, cm: 0.15 over 13 runners at 2.5–4.5 m/s (sensors computed from markers), one man 0.3, a
/// published 0.2 (24 runners, Kalman filter).
const OSCILLATION: f64 = 0.25;
/// Share of clipped samples above which the peaks of the stances are cut off and height is unknown (*chosen*: about one
/// sample in every other stance at 100 Hz).
const CLIPPED: f64 = 0.01;
/// Two contacts form a step if they are this many half strides apart.
const ONE: std::ops::Range<f64> = 0.7..1.3;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials; a force plate of one other";

/// `vertical_oscillation` (cm) of every step, and `vertical_ratio` (%) if the speed (m/s) is known.
///
/// `clipped` is the share of samples at the accelerometer's limit: empty if that is more than a stray sample.
pub fn oscillation(
    oriented: &Oriented,
    contacts: &[Contact],
    speed_mps: Option<f64>,
    clipped: Option<f64>,
) -> Vec<Measured> {
    if clipped.is_some_and(|share| share > CLIPPED) {
        return Vec::new();
    }
    let (mut height, mut ratio) = (Sided::default(), Sided::default());
    let speed = speed_mps.filter(|v| *v > 0.0);
    for (i, contact) in contacts.iter().enumerate().filter(|(_, c)| c.valid) {
        let Some(bout) = oriented.bouts.get(contact.bout).and_then(Option::as_ref) else { continue };
        let on = contact.initial_contact_s;
        let stride_s = bout.stride_s(on);
        let next = contacts.get(i + 1).map(|c| c.initial_contact_s - on);
        let step_s = next.filter(|s| ONE.contains(&(s / (0.5 * stride_s)))).unwrap_or(0.5 * stride_s);
        let Some(range) = of_step(bout, on, step_s, stride_s) else { continue };
        height.push(on, ContactSide::Unknown, 100.0 * range);
        if let Some(v) = speed {
            ratio.push(on, ContactSide::Unknown, 100.0 * range / (v * step_s));
        }
    }
    let mut caveats = Vec::new();
    if oriented.placement.side != crate::recording::Side::Midline {
        caveats.push(Caveat::new(
            CaveatId::OffMidline,
            "the sensor sits on one hip, which also moves up and down relative to the trunk: the trunk moves less",
        ));
    }
    let relative = median(&height.values()).map_or(0.0, |h| sigma(OSCILLATION) / h);
    let ratio_bias = median(&ratio.values()).map_or(0.0, |r| r * relative.hypot(sigma(SPEED)));
    vec![
        Measured {
            id: MetricId::VerticalOscillation,
            steps: height,
            bias: sigma(OSCILLATION),
            side_bias: None,
            error_source: SOURCE,
            caveats: caveats.clone(),
        },
        Measured {
            id: MetricId::VerticalRatio,
            steps: ratio,
            bias: ratio_bias,
            side_bias: None,
            error_source: SOURCE,
            caveats,
        },
    ]
}

/// Range of height within a step, m, from the stride around it.
fn of_step(bout: &OrientedBout, on_s: f64, step_s: f64, stride_s: f64) -> Option<f64> {
    // The step in the middle of the stride, because an integral is least accurate at its ends.
    let from = bout.sample(on_s + 0.5 * step_s - 0.5 * stride_s);
    let to = from + stride_s * bout.rate_hz;
    if !(from >= 0.0 && to < bout.len() as f64) {
        return None;
    }
    let (a, b) = (from.round() as usize, to.round() as usize);
    let vertical: Vec<f64> = (a..b).map(|i| bout.vertical_acceleration(i)).collect();
    let dt = 1.0 / bout.rate_hz;
    let centred = |x: &[f64]| -> Vec<f64> {
        let mean = x.iter().sum::<f64>() / x.len().max(1) as f64;
        x.iter().map(|v| v - mean).collect()
    };
    let speed = centred(&cumulative_trapezoid(&centred(&vertical), dt));
    // A velocity with zero mean returns to the same height; subtracting a fitted line would tilt a wave that has a
    // slope of its own.
    let height = cumulative_trapezoid(&speed, dt);
    let step = bout.sample(on_s).round() as usize..=bout.sample(on_s + step_s).round() as usize;
    let inside = step.filter_map(|i| height.get(i.checked_sub(a)?).copied());
    let (low, high) = inside.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    (high > low).then_some(high - low)
}
