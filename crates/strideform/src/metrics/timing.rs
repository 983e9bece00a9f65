//! Cadence, step and stride time, contact and flight time, duty factor from a timeline of contacts.

use crate::contacts::{ContactSide, TimingError};
use crate::recording::{Caveat, CaveatId, Placement, Segment};
use crate::signal::stats;
use crate::strides::{Feet, Timeline};

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::{Bound, Metric, Sided, half_width};
use super::id::MetricId;
use crate::contacts::MethodInfo;

/// `step_time`.
pub(super) const STEP_TIME_INFO: MetricInfo = MetricInfo::new(
    MetricId::StepTime,
    "Step time",
    "From initial contact of one foot to initial contact of the other; left: the step that begins with the left foot",
    &[
        Source::on_each_side(&[Segment::Foot, Segment::Shank]).needs("synchronised clocks"),
        Source::on(&[Segment::Pelvis]),
    ],
);
/// `stride_time`.
pub(super) const STRIDE_TIME_INFO: MetricInfo = MetricInfo::new(
    MetricId::StrideTime,
    "Stride time",
    "From initial contact of a foot to its next initial contact",
    &[Source::on(&[Segment::Foot, Segment::Shank, Segment::Pelvis])],
);
/// `contact_time`.
pub(super) const CONTACT_TIME_INFO: MetricInfo = MetricInfo::new(
    MetricId::ContactTime,
    "Ground contact time",
    "From initial contact to toe-off of the same foot, as a force plate with a threshold of 50 N would measure it",
    &[
        Source::on(&[Segment::Foot, Segment::Shank, Segment::Pelvis]).at_hz(50.0),
        Source::on(&[Segment::Watch]),
    ],
);
/// `flight_time`.
pub(super) const FLIGHT_TIME_INFO: MetricInfo = MetricInfo::new(
    MetricId::FlightTime,
    "Flight time",
    "From toe-off of one foot to initial contact of the other; from one leg alone: half of (stride time minus two contact times), assuming that both legs are alike",
    &[
        Source::on(&[Segment::Foot, Segment::Shank, Segment::Pelvis]).at_hz(50.0),
        Source::on(&[Segment::Watch]),
    ],
);
/// `duty_factor`.
pub(super) const DUTY_FACTOR_INFO: MetricInfo = MetricInfo::new(
    MetricId::DutyFactor,
    "Duty factor",
    "Contact time over stride time of the same foot; above 0.5 there is no flight",
    &[
        Source::on(&[Segment::Foot, Segment::Shank, Segment::Pelvis]).at_hz(50.0),
        Source::on(&[Segment::Watch]),
    ],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "contact-intervals",
        summary: "steps between contacts over their time, median over windows of 10 s",
        segments: &[Segment::Foot, Segment::Shank, Segment::Pelvis],
        needs_gyr: false,
        min_rate_hz: 25.0,
        citation: "definition",
        deviations: "none",
    },
    &[MetricId::Cadence],
);

/// One source of contacts: a sensor, or a pair on one clock.
#[derive(Debug, Clone, Copy)]
pub struct TimingInput<'a> {
    /// The contacts, paired. There are two timelines for two legs whose clocks cannot be compared.
    pub timelines: &'a [Timeline],
    /// The sensor (for a pair, the left one).
    pub placement: Placement,
    /// The contact method.
    pub method: &'a str,
    /// Error of initial contact.
    pub initial_contact: TimingError,
    /// Error of contact time.
    pub contact_time: TimingError,
    /// True if contact times are only lower bounds.
    pub is_bound: bool,
    /// When running began from standing or walking within the recording, s: the first steps are longer.
    pub set_off_s: &'a [f64],
}

/// Length of the windows over which the cadence of longer runs is reported, s (output format).
const WINDOW_S: f64 = 10.0;
/// With less running than this, the whole run is one window, s (output format).
const SHORT_S: f64 = 20.0;
/// After standing, running is not steady for about two steps, s (*chosen*).
const SETTING_OFF_S: f64 = 0.75;
/// Between-device SD of cadence's bias, steps/min: RMSE over the ten devices of docs/VALIDATION.md (0.36), rounded up;
/// part of it is due to the references, which cover slightly different parts of the run.
const CADENCE_BIAS: f64 = 0.4;
const VALIDATION: &str = "docs/VALIDATION.md";

/// Every timing metric that can be computed from the contacts.
pub fn timing(input: &TimingInput<'_>) -> Vec<Metric> {
    let mut out = Vec::new();
    out.extend(cadence(input));
    let Collected { step, stride, contact, flight, duty } = collect(input);
    let TimingInput { placement, method, .. } = *input;
    // Intervals between events of the same kind: a constant bias cancels, and the rest is far below a millisecond.
    let mut steps = step.metric(MetricId::StepTime, placement, method, 0.0005, VALIDATION);
    if let Some(side) = steps.as_mut().and_then(|m| m.side_uncertainty.as_mut()) {
        // A step begins with one foot's event and ends with the other's, and the two feet may land differently.
        *side = side.hypot(1.96 * std::f64::consts::SQRT_2 * input.initial_contact.bias_s);
    }
    if let Some(steps) = &mut steps {
        // If the feet land differently, the steps of the two sides shift in opposite directions; `step_time_asymmetry`
        // makes that comparison.
        steps.side_difference_uncertainty = None;
    }
    out.extend(steps);
    out.extend(stride.metric(MetricId::StrideTime, placement, method, 0.0005, VALIDATION));
    let bias = input.contact_time.bias_s;
    let typical_stride = stats::median(&stride.values());
    let mut times = Vec::new();
    times.extend(contact.metric(MetricId::ContactTime, placement, method, bias, VALIDATION));
    times.extend(flight.metric(MetricId::FlightTime, placement, method, bias, VALIDATION));
    if let Some(stride_s) = typical_stride {
        times.extend(duty.metric(MetricId::DutyFactor, placement, method, bias / stride_s, VALIDATION));
    }
    for metric in &mut times {
        if input.is_bound {
            let (bound, text) = match metric.id {
                MetricId::FlightTime => (
                    Bound::AtMost,
                    "flight is not resolved: this is an upper bound, the true value may be zero",
                ),
                _ => (Bound::AtLeast, "flight is not resolved: this is a lower bound"),
            };
            metric.bound = bound;
            metric.caveats.push(Caveat::new(CaveatId::FlightNotResolved, text));
        }
        if metric.id == MetricId::FlightTime && input.timelines.iter().all(|t| t.feet == Feet::One) {
            let text = if input.timelines.len() > 1 {
                "mean of both legs from stride and contact times: the two clocks are not comparable"
            } else {
                "from one leg: assumes the same contact time for the other leg"
            };
            metric.caveats.push(Caveat::new(CaveatId::FlightFromStride, text));
        }
    }
    out.append(&mut times);
    out
}

struct Collected {
    step: Sided,
    stride: Sided,
    contact: Sided,
    flight: Sided,
    duty: Sided,
}

fn collect(input: &TimingInput<'_>) -> Collected {
    // A runner's single steps differ by less than the error of contact time from the pelvis (docs/VALIDATION.md), so
    // contacts from the pelvis are used without a side there.
    let pelvis = matches!(input.placement.segment, Segment::Pelvis | Segment::Trunk);
    let side_of = |side| if pelvis { ContactSide::Unknown } else { side };
    let mut c = Collected {
        step: Sided::default(),
        stride: Sided::default(),
        contact: Sided::default(),
        flight: Sided::default(),
        duty: Sided::default(),
    };
    for line in input.timelines {
        for contact in line.contacts.iter().filter(|c| c.valid) {
            if let Some(contact_s) = contact.contact_time_s() {
                c.contact.push(contact.initial_contact_s, side_of(contact.side), contact_s);
            }
        }
        for step in &line.steps {
            let Some(contact) = line.contacts.get(step.from) else { continue };
            c.step.push(contact.initial_contact_s, step.side, step.step_s);
            if let Some(flight) = step.flight_s {
                c.flight.push(contact.initial_contact_s, ContactSide::Unknown, flight);
            }
        }
        for stride in &line.strides {
            let Some(contact) = line.contacts.get(stride.from) else { continue };
            let t = contact.initial_contact_s;
            c.stride.push(t, stride.side, stride.stride_s);
            if let Some(contact_s) = stride.contact_s {
                c.duty.push(t, side_of(stride.side), contact_s / stride.stride_s);
                if line.feet == Feet::One {
                    c.flight.push(t, ContactSide::Unknown, 0.5 * stride.stride_s - contact_s);
                }
            }
        }
    }
    for sided in [&mut c.step, &mut c.stride, &mut c.contact, &mut c.flight, &mut c.duty] {
        sided.steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    c
}

/// (start in s, duration in s, steps) of every interval between paired contacts.
fn intervals(input: &TimingInput<'_>) -> Vec<(f64, f64, f64)> {
    // With two unrelated clocks every second would count twice, so only the longer list is used.
    let line = input.timelines.iter().max_by_key(|t| t.steps.len() + t.strides.len());
    let Some(line) = line else { return Vec::new() };
    let at = |i: usize| line.contacts.get(i).map_or(0.0, |c| c.initial_contact_s);
    match line.feet {
        Feet::Both => line.steps.iter().map(|s| (at(s.from), s.step_s, 1.0)).collect(),
        Feet::One => line.strides.iter().map(|s| (at(s.from), s.stride_s, 2.0)).collect(),
    }
}

/// Intervals without those in which the runner is still setting off.
fn steady(intervals: &[(f64, f64, f64)], set_off_s: &[f64]) -> Vec<(f64, f64, f64)> {
    let setting_off = |t: f64| set_off_s.iter().any(|start| (*start..*start + SETTING_OFF_S).contains(&t));
    let steady: Vec<_> = intervals.iter().copied().filter(|i| !setting_off(i.0)).collect();
    if steady.is_empty() { intervals.to_vec() } else { steady }
}

fn cadence(input: &TimingInput<'_>) -> Option<Metric> {
    let intervals = intervals(input);
    let covered: f64 = intervals.iter().map(|i| i.1).sum();
    if covered <= 0.0 {
        return None;
    }
    let per_minute = |list: &[(f64, f64, f64)]| {
        60.0 * list.iter().map(|i| i.2).sum::<f64>() / list.iter().map(|i| i.1).sum::<f64>()
    };
    let mut windows = Sided::default();
    if covered >= SHORT_S {
        // Windows are aligned with the recording's clock, so that they are the same for every sensor.
        let window_of = |i: &(f64, f64, f64)| (i.0 / WINDOW_S).floor();
        for window in intervals.chunk_by(|a, b| window_of(a) == window_of(b)) {
            let seconds: f64 = window.iter().map(|i| i.1).sum();
            if let Some(first) = window.first().filter(|_| seconds >= 0.5 * WINDOW_S) {
                windows.push((window_of(first) + 0.5) * WINDOW_S, ContactSide::Unknown, per_minute(window));
            }
        }
    }
    let mut metric = if windows.steps.is_empty() {
        let mut whole = Sided::default();
        let steady = steady(&intervals, input.set_off_s);
        whole.push(steady.first()?.0, ContactSide::Unknown, per_minute(&steady));
        let mut metric = whole.metric(MetricId::Cadence, input.placement, METHOD.info.id, 0.0, VALIDATION)?;
        metric.n = intervals.len();
        metric
    } else {
        windows.metric(MetricId::Cadence, input.placement, METHOD.info.id, 0.0, VALIDATION)?
    };
    // The two contacts that bound a period each have the method's scatter.
    let ends = metric.value * std::f64::consts::SQRT_2 * input.initial_contact.step_s / covered;
    let scatter = metric.sd.unwrap_or(0.0) / (windows.steps.len().max(1) as f64).sqrt();
    metric.uncertainty = half_width((CADENCE_BIAS.powi(2) + ends * ends).sqrt(), scatter, 1);
    Some(metric)
}
