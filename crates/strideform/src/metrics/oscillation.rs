//! Vertical oscillation of a pelvis sensor, and the vertical ratio.
//!
//! Vertical acceleration is integrated twice over every stride; the means of acceleration and velocity are removed,
//! because a stride ends at the same speed and height as it began. This is the height of the sensor: the sacrum moves a
//! few millimetres more than the centre of mass.

use nalgebra::Vector3;

use crate::bouts::Bout;
use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, CaveatId, Recording, Side};
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
    &[
        Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0),
        Source::on(&[Segment::Pelvis]).at_hz(50.0),
        Source::on(&[Segment::Watch]),
    ],
);
/// `vertical_ratio`.
pub(super) const VERTICAL_RATIO_INFO: MetricInfo = MetricInfo::new(
    MetricId::VerticalRatio,
    "Vertical ratio",
    "Vertical oscillation over step length",
    &[
        Source::on(&[Segment::Pelvis]).with_gyroscope().at_hz(50.0).needs("the running speed"),
        Source::on(&[Segment::Pelvis]).at_hz(50.0).needs("the running speed"),
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

/// The same without a gyroscope.
pub(super) const BY_MEAN: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "stride-mean-height",
        summary: "acceleration along its own mean over five strides, integrated twice over every stride",
        segments: &[Segment::Pelvis],
        needs_gyr: false,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "height of the sensor along a vertical that is fixed to it: its rocking within a stride adds 0.12 cm",
    },
    &[MetricId::VerticalOscillation, MetricId::VerticalRatio],
);

/// Strides before and after one over which its vertical is averaged.
const AROUND: f64 = 2.0;

/// 95 % error of a new runner, cm: 0.15 over 13 runners at 2.5–4.5 m/s (sensors computed from markers), one man 0.3, a
/// published 0.2 (24 runners, Kalman filter).
const OSCILLATION: f64 = 0.25;
/// The same without a gyroscope, cm: 95th percentile of 39 trials of 13 runners 0.32 (`tests/it/pelvis/height.rs` prints
/// RMSE and bias), with 3 % of 10 cm for the gain of the accelerometer, which markers do not have; *chosen* a little wider.
const OSCILLATION_BY_MEAN: f64 = 0.55;
/// Share of clipped samples above which the peaks of the stances are cut off and height is unknown (*chosen*: about one
/// sample in every other stance at 100 Hz).
const CLIPPED: f64 = 0.01;
/// Two contacts form a step if they are this many half strides apart.
const ONE: std::ops::Range<f64> = 0.7..1.3;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials; a force plate of one other";
const SOURCE_BY_MEAN: &str =
    "13 runners, 39 trials, sensors computed from markers (tests/it/pelvis/height.rs)";

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
    let stride = |c: &Contact| Some(oriented.bouts.get(c.bout)?.as_ref()?.stride_s(c.initial_contact_s));
    let range = |c: &Contact, step_s: f64, stride_s: f64| {
        of_step(oriented.bouts.get(c.bout)?.as_ref()?, c.initial_contact_s, step_s, stride_s)
    };
    let steps = steps(contacts, speed_mps, stride, range);
    steps.measured((OSCILLATION, SOURCE), oriented.placement.side)
}

/// The same from an accelerometer alone: `bouts` are those of the contacts. Empty with a gyroscope (see
/// [`oscillation`]), away from the pelvis, and without three axes, gravity or 50 Hz.
pub fn oscillation_without_gyroscope(
    recording: &Recording,
    bouts: &[Bout],
    contacts: &[Contact],
    speed_mps: Option<f64>,
) -> Vec<Measured> {
    let signals = &recording.signals;
    let useful = recording.placement.segment == Segment::Pelvis
        && signals.gyr.is_none()
        && !signals.gravity_free
        && signals.axes.measured.iter().all(|m| *m)
        && signals.rate_hz >= BY_MEAN.info.min_rate_hz;
    if !useful || recording.clipping.is_some_and(|(share, _)| share > CLIPPED) {
        return Vec::new();
    }
    let stride = |c: &Contact| bouts.get(c.bout)?.stride_at(c.initial_contact_s);
    let range = |c: &Contact, step_s: f64, stride_s: f64| {
        let bout = bouts.get(c.bout)?;
        let sample = |t: f64| t * signals.rate_hz;
        let from = sample(c.initial_contact_s + 0.5 * (step_s - stride_s));
        let to = from + stride_s * signals.rate_hz;
        let more = AROUND * (to - from);
        if !(from - more >= bout.start as f64 && to + more < bout.end.min(signals.len()) as f64) {
            return None;
        }
        let acc = &signals.acc;
        let around = (from - more).round() as usize..(to + more).round() as usize;
        let mean = around.clone().map(|i| acc.at(i)).sum::<Vector3<f64>>() / around.len() as f64;
        let up = mean.try_normalize(1e-6)?;
        let range = from.round() as usize..to.round() as usize;
        let vertical: Vec<f64> = range.clone().map(|i| acc.at(i).dot(&up)).collect();
        let on = sample(c.initial_contact_s);
        let step = on.round()..=(on + step_s * signals.rate_hz).round();
        range_within(
            &vertical,
            range.start,
            (*step.start() as usize)..=(*step.end() as usize),
            signals.rate_hz,
        )
    };
    let steps = steps(contacts, speed_mps, stride, range);
    steps.measured((OSCILLATION_BY_MEAN, SOURCE_BY_MEAN), recording.placement.side)
}

/// Values of single steps.
#[derive(Default)]
struct Steps {
    height: Sided,
    ratio: Sided,
}

/// Oscillation of every step from its stride time and `range` (contact, step and stride time in s; result in m).
fn steps(
    contacts: &[Contact],
    speed_mps: Option<f64>,
    stride: impl Fn(&Contact) -> Option<f64>,
    range: impl Fn(&Contact, f64, f64) -> Option<f64>,
) -> Steps {
    let mut out = Steps::default();
    let speed = speed_mps.filter(|v| *v > 0.0);
    for (i, contact) in contacts.iter().enumerate().filter(|(_, c)| c.valid) {
        let on = contact.initial_contact_s;
        let Some(stride_s) = stride(contact) else { continue };
        let next = contacts.get(i + 1).map(|c| c.initial_contact_s - on);
        let step_s = next.filter(|s| ONE.contains(&(s / (0.5 * stride_s)))).unwrap_or(0.5 * stride_s);
        let Some(range) = range(contact, step_s, stride_s) else { continue };
        out.height.push(on, ContactSide::Unknown, 100.0 * range);
        if let Some(v) = speed {
            out.ratio.push(on, ContactSide::Unknown, 100.0 * range / (v * step_s));
        }
    }
    out
}

impl Steps {
    /// Both metrics, with the 95 % error of the oscillation, cm, and where it was measured.
    fn measured(self, (error_cm, error_source): (f64, &'static str), side: Side) -> Vec<Measured> {
        let Self { height, ratio } = self;
        let mut caveats = Vec::new();
        if side != Side::Midline {
            caveats.push(Caveat::new(
                CaveatId::OffMidline,
                "the sensor sits on one hip, which also moves up and down relative to the trunk: the trunk moves less",
            ));
        }
        let relative = median(&height.values()).map_or(0.0, |h| sigma(error_cm) / h);
        let ratio_bias = median(&ratio.values()).map_or(0.0, |r| r * relative.hypot(sigma(SPEED)));
        let measured =
            |id, steps, bias, caveats| Measured { id, steps, bias, side_bias: None, error_source, caveats };
        vec![
            measured(MetricId::VerticalOscillation, height, sigma(error_cm), caveats.clone()),
            measured(MetricId::VerticalRatio, ratio, ratio_bias, caveats),
        ]
    }
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
    let step = bout.sample(on_s).round() as usize..=bout.sample(on_s + step_s).round() as usize;
    range_within(&vertical, a, step, bout.rate_hz)
}

/// Range of height, m, of a stride's vertical acceleration within the samples of a step; `start` is the sample of the
/// stride's first.
fn range_within(
    vertical: &[f64],
    start: usize,
    step: std::ops::RangeInclusive<usize>,
    rate_hz: f64,
) -> Option<f64> {
    let dt = 1.0 / rate_hz;
    let centred = |x: &[f64]| -> Vec<f64> {
        let mean = x.iter().sum::<f64>() / x.len().max(1) as f64;
        x.iter().map(|v| v - mean).collect()
    };
    let speed = centred(&cumulative_trapezoid(&centred(vertical), dt));
    // A velocity with zero mean returns to the same height; subtracting a fitted line would tilt a wave that has a
    // slope of its own.
    let height = cumulative_trapezoid(&speed, dt);
    let inside = step.filter_map(|i| height.get(i.checked_sub(start)?).copied());
    let (low, high) = inside.fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
    (high > low).then_some(high - low)
}
