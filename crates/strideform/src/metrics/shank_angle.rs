//! Inclination of the shank at initial contact: how far the foot lands ahead of the knee.
//!
//! The long axis is the vertical while standing, or the sensor's own axis if the file names its axes. If neither is
//! known, the mean upward direction over 30–50 % of the stances is used, during which a runner's shank is upright on
//! average.

use nalgebra::Vector3;

use crate::contacts::{BoutAxes, Contact, TimingError};
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::{Caveat, CaveatId, Sensor, Signals};
use crate::signal::median;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{AngleInput, Measured, sigma, stances};
use super::sagittal::{Pitch, mean_up};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `shank_angle_at_contact`.
pub(super) const SHANK_ANGLE_AT_CONTACT_INFO: MetricInfo = MetricInfo::new(
    MetricId::ShankAngleAtContact,
    "Shank angle at contact",
    "Inclination of the shank from vertical at initial contact; positive with the ankle ahead of the knee",
    &[Source::on(&[Segment::Shank]).with_gyroscope().at_hz(100.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "shank-inclination",
        summary: "shank from vertical at initial contact, zero while standing",
        segments: &[Segment::Shank],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "without standing, the mean over mid-stance is used instead, with a caveat",
    },
    &[MetricId::ShankAngleAtContact],
);

/// Part of the stance over which the upward direction is used as the long axis (*measured* on one runner: −0.3 ± 0.3°,
/// which may not apply to other runners).
const UPRIGHT: (f64, f64) = (0.30, 0.50);
/// 95 % errors, degrees, with the long axis known and unknown: engineering judgement based on eight strides of one man
/// (−0.4° and −0.3°), the faults of cheap sensors, and 2–3° for 10 ms of contact time.
const KNOWN: f64 = 5.0;
/// See [`KNOWN`].
const UNKNOWN: f64 = 8.0;
/// Minimum rate, Hz.
const MIN_RATE_HZ: f64 = 95.0;
/// Half-width of the window in which the angular rate of the shank at contact is taken, s (*chosen*: the error of
/// contacts).
const SLOPE_S: f64 = 0.005;
/// A contact with the shank farther from upright than this is a false detection, degrees (*chosen*: runners land
/// between about −10 and 25°).
const FURTHEST: f64 = 40.0;
const SOURCE: &str = "docs/VALIDATION.md, markers of one runner; widened by judgement";

/// A stance: its bout, its part, initial contact and toe-off, s.
type Stance<'a> = (&'a OrientedBout, &'a Part, &'a Contact, f64);

/// Stances that lie within one part; none below 95 Hz.
fn whole_stances<'a>(
    signals: &Signals<Sensor>,
    oriented: &'a Oriented,
    contacts: &'a [Contact],
) -> Vec<Stance<'a>> {
    stances(oriented, contacts)
        .filter(|_| signals.rate_hz >= MIN_RATE_HZ)
        .filter_map(|(bout, contact, off)| {
            let on = contact.initial_contact_s;
            let part = bout.part(on).filter(|p| on >= p.from_s && off <= p.to_s)?;
            Some((bout, part, contact, off))
        })
        .collect()
}

/// The long axis of every part, towards the knee, in sensor axes; true if all are known rather than taken from
/// mid-stance.
pub(super) fn long_axes<'a>(
    signals: &Signals<Sensor>,
    oriented: &'a Oriented,
    contacts: &'a [Contact],
) -> (Vec<(&'a Part, Vector3<f64>)>, bool) {
    let mut known = true;
    let mut out = Vec::new();
    for group in whole_stances(signals, oriented, contacts).chunk_by(|a, b| std::ptr::eq(a.1, b.1)) {
        let Some((bout, part, ..)) = group.first() else { continue };
        let named = signals.axes.anatomical.then(Vector3::y);
        let up = part.standing_up.or(named).or_else(|| {
            known = false;
            let windows: Vec<(f64, f64)> = group
                .iter()
                .map(|(_, _, c, off)| {
                    let at = |share: f64| c.initial_contact_s + share * (off - c.initial_contact_s);
                    (at(UPRIGHT.0), at(UPRIGHT.1))
                })
                .collect();
            mean_up(bout, &windows)
        });
        out.extend(up.map(|up| (*part, up)));
    }
    (out, known)
}

/// The long axis of every bout, in sensor axes; `None` for a bout without a stance. Of several parts, which differ if
/// the sensor moved during the bout, the first is used.
pub fn bout_long_axes(input: &AngleInput<'_>) -> Vec<Option<BoutAxes>> {
    let (axes, _) = long_axes(input.signals, input.oriented, input.contacts);
    let of_bout = |bout: &OrientedBout| {
        let own = |p: &Part| bout.parts.iter().any(|q| std::ptr::eq(p, q));
        axes.iter().find(|(p, _)| own(p)).map(|(_, up)| BoutAxes { up: *up, anterior: None })
    };
    input.oriented.bouts.iter().map(|bout| bout.as_ref().and_then(of_bout)).collect()
}

/// Shank angle at every contact; empty below 95 Hz.
pub fn shank_angle(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    initial_contact: TimingError,
) -> Measured {
    let mut steps = Sided::default();
    let mut speeds = Vec::new();
    let (axes, known) = long_axes(signals, oriented, contacts);
    for group in whole_stances(signals, oriented, contacts).chunk_by(|a, b| std::ptr::eq(a.1, b.1)) {
        let Some((bout, part, ..)) = group.first() else { continue };
        let up = axes.iter().find(|(p, _)| std::ptr::eq(*p, *part)).map(|(_, up)| up);
        let Some(pitch) = up.and_then(|up| Pitch::of(bout, part, up)) else { continue };
        for (bout, _, contact, _) in group {
            let on = contact.initial_contact_s;
            steps.push(on, contact.side, pitch.at(bout, on));
            speeds
                .push((pitch.at(bout, on + SLOPE_S) - pitch.at(bout, on - SLOPE_S)).abs() / (2.0 * SLOPE_S));
        }
    }
    let all = steps.steps.len();
    steps.steps.retain(|s| s.2.abs() <= FURTHEST);
    if 2 * steps.steps.len() < all {
        // The remaining stances are then no better.
        steps.steps.clear();
    }
    let mut caveats = Vec::new();
    if !known {
        caveats.push(
            Caveat::new(CaveatId::NoStanding, "the shank's long axis is taken from mid-stance: compare sides and changes, not the value itself")
                .with_value(median(&steps.values()).unwrap_or(f64::NAN)),
        );
    }
    // The shank rotates backward at 200…500 °/s at landing, so an error of the contact time becomes an error of the
    // angle.
    let timing = median(&speeds).unwrap_or(0.0) * initial_contact.bias_s;
    let bias = sigma(if known { KNOWN } else { UNKNOWN }).hypot(timing);
    Measured {
        id: MetricId::ShankAngleAtContact,
        steps,
        bias,
        side_bias: Some(bias),
        error_source: SOURCE,
        caveats,
    }
}
