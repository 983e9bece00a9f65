//! Stride length and speed from a foot sensor.
//!
//! Between two instants in which the foot lies flat, acceleration in the level frame is integrated to velocity, which
//! is zero at both; the residue at the end is subtracted in proportion to time, and the result is integrated to
//! distance (zero-velocity updates with linear de-drifting: Zrenner et al. 2018, Falbriard et al. 2021). On a
//! treadmill, the belt is the frame at rest.

use nalgebra::Vector3;

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout};
use crate::recording::{Caveat, CaveatId, Sensor, Signals};
use crate::signal::median;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::foot_flat::flat_stances;
use super::id::MetricId;
use super::measured::{Measured, gyroscope_clipped, sigma};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `stride_length`.
pub(super) const STRIDE_LENGTH_INFO: MetricInfo = MetricInfo::new(
    MetricId::StrideLength,
    "Stride length",
    "Distance from initial contact of a foot to its next initial contact; twice what watches call stride length",
    &[Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0), Source::given("the running speed")],
);
/// `step_length`.
pub(super) const STEP_LENGTH_INFO: MetricInfo = MetricInfo::new(
    MetricId::StepLength,
    "Step length",
    "Distance from initial contact of one foot to that of the other (watches call this stride length)",
    &[
        Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0),
        Source::given("the running speed"),
        Source::on(&[Segment::Watch]),
    ],
);
/// `speed`.
pub(super) const SPEED_INFO: MetricInfo = MetricInfo::new(
    MetricId::Speed,
    "Speed",
    "Mean running speed over ground or belt",
    &[
        Source::on(&[Segment::Foot]).with_gyroscope().at_hz(100.0),
        Source::given("the running speed"),
        Source::on(&[Segment::Watch]),
    ],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "zero-velocity-strides",
        summary: "acceleration integrated twice between instants at which the foot lies flat, velocity zero at both",
        segments: &[Segment::Foot],
        needs_gyr: true,
        min_rate_hz: 95.0,
        citation: "Zrenner et al. 2018, Sensors 18:4194, doi:10.3390/s18124194; Falbriard et al. 2021, Front. Sports Act. Living 3:585809, doi:10.3389/fspor.2021.585809",
        deviations: "one instant per stance; drift removed in proportion to time",
    },
    &[MetricId::StrideLength, MetricId::StepLength, MetricId::Speed],
);

/// 95 % half-width of a new runner's stride length, m: 13 runners at 2.5 to 4.5 m/s, and the least relative one (*chosen*:
/// strides beyond those of the runners). Published: 0.022 ± 0.157 m (Zrenner et al. 2018), 0.08 ± 0.10 m/s (Falbriard et al. 2021).
const STRIDE_M: f64 = 0.078;
const RELATIVE: f64 = 0.03;
/// 95 % half-width of the difference between left and right, m.
const LEFT_RIGHT_M: f64 = 0.056;
/// The same where the accelerometer clips (measured −2.6 % at ±8 g).
const CLIPPED: f64 = 0.10;
/// Share of clipped samples above which clipping matters (*chosen*: one sample in five strides at 200 Hz).
const CLIPPED_SHARE: f64 = 0.0015;
/// Two flat instants form a stride if they are this many stride times apart.
const ONE: std::ops::Range<f64> = 0.75..1.25;
/// Minimum rate, Hz.
const MIN_RATE_HZ: f64 = 95.0;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners, 39 trials; Zrenner et al. 2018, Falbriard et al. 2021";

/// `stride_length`, `step_length` and `speed` of every stride; `clipped` is the share of samples at the accelerometer's
/// limit. Empty below 95 Hz or without a gyroscope.
pub fn stride_length(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    clipped: Option<f64>,
) -> Vec<Measured> {
    let (mut stride, mut step, mut speed) = (Sided::default(), Sided::default(), Sided::default());
    let stances =
        if signals.rate_hz >= MIN_RATE_HZ { flat_stances(signals, oriented, contacts) } else { Vec::new() };
    for (a, b) in stances.iter().zip(stances.iter().skip(1)) {
        let seconds = b.flat_s - a.flat_s;
        let apart = seconds / a.bout.stride_s(a.flat_s);
        if !std::ptr::eq(a.part, b.part) || a.contact.side != b.contact.side || !ONE.contains(&apart) {
            continue;
        }
        if signals.touches_gap(a.flat_s, b.flat_s) {
            continue;
        }
        let Some(length) = way(a.bout, a.flat_s, b.flat_s) else { continue };
        let t = a.contact.initial_contact_s;
        stride.push(t, a.contact.side, length);
        step.push(t, ContactSide::Unknown, 0.5 * length);
        speed.push(t, ContactSide::Unknown, length / seconds);
    }
    let mut caveats = Vec::new();
    let limit = clipped.filter(|share| *share > CLIPPED_SHARE);
    if let Some(share) = limit {
        let text = "the accelerometer clipped: stride length and speed are too small";
        caveats.push(Caveat::new(CaveatId::Clipped, text).with_value(share));
    }
    let turns = gyroscope_clipped(signals);
    if turns {
        let text = "the gyroscope clipped: stride length and speed are less certain";
        caveats.push(Caveat::new(CaveatId::GyrClipped, text));
    }
    let length = median(&stride.values()).unwrap_or(f64::INFINITY);
    let relative = if limit.is_some() || turns { CLIPPED } else { RELATIVE.max(STRIDE_M / length) };
    let left_right = sigma(LEFT_RIGHT_M.max(if relative < CLIPPED { 0.0 } else { CLIPPED * length }));
    [(MetricId::StrideLength, stride), (MetricId::StepLength, step), (MetricId::Speed, speed)]
        .into_iter()
        .map(|(id, steps)| {
            let bias = sigma(relative) * median(&steps.values()).unwrap_or(0.0);
            let side_bias = (id == MetricId::StrideLength).then_some(left_right);
            Measured { id, steps, bias, side_bias, error_source: SOURCE, caveats: caveats.clone() }
        })
        .collect()
}

/// Horizontal distance between two instants of rest, m.
fn way(bout: &OrientedBout, from_s: f64, to_s: f64) -> Option<f64> {
    let (a, b) = (bout.sample(from_s).round() as usize, bout.sample(to_s).round() as usize);
    if b <= a || b >= bout.len() {
        return None;
    }
    let dt = 1.0 / bout.rate_hz;
    let mut velocity = Vector3::zeros();
    let mut place = Vector3::zeros();
    for i in a + 1..=b {
        // The force at a sample is the mean over the interval that ends there.
        let next = velocity + bout.acceleration(i) * dt;
        place += 0.5 * (velocity + next) * dt;
        velocity = next;
    }
    // The residual velocity at the end grew in proportion to time: half of it, multiplied by the whole time, is excess
    // distance.
    place -= 0.5 * velocity * ((b - a) as f64 * dt);
    let length = place.xy().norm();
    length.is_finite().then_some(length)
}
