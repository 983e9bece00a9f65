//! Inclination of the shank at initial contact: how far the foot lands ahead of the knee.
//!
//! The zero is the standing shank, or the sensor's own axis where the file names its axes. Where neither is known, the angle
//! comes from how far the shank turns in the first tenth of a second on the ground, which tells changes but has little skill
//! over the runner's speed alone: in mid-stance (30–50 % of contact) a runner's knee is 22° ahead of the ankle, SD 2°.

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
    "Inclination of the shank at initial contact relative to the standing shank; positive with the ankle ahead of the knee",
    &[Source::on(&[Segment::Shank]).with_gyroscope().at_hz(100.0)],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "shank-inclination",
        summary: "inclination of the shank at initial contact, zero while standing",
        segments: &[Segment::Shank],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "without standing, from the turn of the shank after contact, as is typical of runners, with a caveat",
    },
    &[MetricId::ShankAngleAtContact],
);

/// Part of the stance over which up is used as the long axis of loads and curves where nothing better is known (the knee is
/// then about 22° ahead of the ankle).
const UPRIGHT: (f64, f64) = (0.30, 0.50);
/// 95 % errors, degrees: standing, at the shank's own contacts and at those of feet, and without standing. All from thirteen
/// runners at 2.5–4.5 m/s (Fukuchi, Fukuchi & Duarte 2017), each judged by the others.
const STANDING: f64 = 4.0;
/// See [`STANDING`].
const STANDING_WITH_FEET: f64 = 2.8;
/// See [`STANDING`].
const NO_STANDING: f64 = 5.9;
/// 1-σ errors of a difference between the sides in the same three cases, degrees, widened for two straps.
const LEFT_RIGHT: f64 = 1.6;
/// See [`LEFT_RIGHT`].
const LEFT_RIGHT_WITH_FEET: f64 = 1.5;
/// See [`LEFT_RIGHT`].
const LEFT_RIGHT_NO_STANDING: f64 = 3.1;
/// Error of initial contact that the figures above hold already, s; of the thirteen runners five land on the forefoot or
/// midfoot, which the feet detect up to 12 ms early.
const CONTACT_S: f64 = 0.008;
/// See [`CONTACT_S`].
const CONTACT_WITH_FEET_S: f64 = 0.0125;
/// Without standing: the angle, degrees, over the turn from contact to [`AFTER_S`] later (the same thirteen runners).
const TURN: (f64, f64) = (-4.372_788, 0.574_819);
/// When the shank has turned, s after contact.
const AFTER_S: (f64, f64) = (0.060, 0.100);
/// How long after the largest angle of the swing the foot lands, s (the same runners).
const CONTACT_AFTER_S: f64 = 0.0263;
/// Where that largest angle is looked for, s from the contact.
const LARGEST_S: (f64, f64) = (-0.080, 0.040);
/// Usual angle at contact over the largest angle of the swing, degrees, both from standing (the same runners).
const USUAL: (f64, f64) = (0.105_598, 0.758_775);
/// Further from the usual angle the contact is a mistaken one, degrees: then the usual one is taken (*chosen*: five standard
/// deviations).
const UNUSUAL: f64 = 8.0;
/// Least rate, Hz.
const MIN_RATE_HZ: f64 = 95.0;
/// Half-width of the window in which the angular rate of the shank at contact is taken, s (*chosen*: the error of
/// contacts).
const SLOPE_S: f64 = 0.005;
/// A contact with the shank farther from upright than this is a false detection, degrees (*chosen*: runners land
/// between about −10 and 25°).
const FURTHEST: f64 = 40.0;
const SOURCE: &str = "docs/VALIDATION.md: 13 runners on a treadmill at 2.5–4.5 m/s";

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

/// Whose contacts the angle is read at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactsOf {
    /// The shank's own.
    Shank,
    /// Those of sensors on the feet, on the same clock.
    Feet,
}

/// Shank angle at every contact of the shank's own; empty below 95 Hz.
pub fn shank_angle(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    initial_contact: TimingError,
) -> Measured {
    shank_angle_at(signals, oriented, contacts, initial_contact, ContactsOf::Shank)
}

/// Shank angle at every contact; empty below 95 Hz.
pub fn shank_angle_at(
    signals: &Signals<Sensor>,
    oriented: &Oriented,
    contacts: &[Contact],
    initial_contact: TimingError,
    contacts_of: ContactsOf,
) -> Measured {
    let mut steps = Sided::default();
    let mut speeds = Vec::new();
    let (axes, known) = long_axes(signals, oriented, contacts);
    for group in whole_stances(signals, oriented, contacts).chunk_by(|a, b| std::ptr::eq(a.1, b.1)) {
        let Some((bout, part, ..)) = group.first() else { continue };
        let up = axes.iter().find(|(p, _)| std::ptr::eq(*p, *part)).map(|(_, up)| up);
        let Some(pitch) = up.and_then(|up| Pitch::of(bout, part, up)) else { continue };
        for (bout, part, contact, _) in group {
            let on = contact.initial_contact_s;
            let angle = match (part.standing_up, signals.axes.anatomical) {
                (Some(_), _) => from_standing(&pitch, bout, on),
                (None, true) => pitch.at(bout, on),
                (None, false) => from_turn(&pitch, bout, part, on),
            };
            steps.push(on, contact.side, angle);
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
        let text = "without standing still the zero of the shank is what is typical of runners: compare changes, not the value itself";
        let typical = median(&steps.values()).unwrap_or(f64::NAN);
        caveats.push(Caveat::new(CaveatId::NoStanding, text).with_value(typical));
    }
    let (usual, side_bias) = match (known, contacts_of) {
        (false, _) => (NO_STANDING, LEFT_RIGHT_NO_STANDING),
        (true, ContactsOf::Shank) => (STANDING, LEFT_RIGHT),
        (true, ContactsOf::Feet) => (STANDING_WITH_FEET, LEFT_RIGHT_WITH_FEET),
    };
    // The shank swings back at 200…500 °/s when it lands: its angle errs with a contact that is worse than usual.
    let held = if contacts_of == ContactsOf::Feet && known { CONTACT_WITH_FEET_S } else { CONTACT_S };
    let more = (initial_contact.bias_s.powi(2) - held.powi(2)).max(0.0).sqrt();
    let timing = median(&speeds).unwrap_or(0.0) * more;
    Measured {
        id: MetricId::ShankAngleAtContact,
        steps,
        bias: sigma(usual).hypot(timing),
        side_bias: Some(side_bias.hypot(timing)),
        error_source: SOURCE,
        caveats,
    }
}

/// The angle at contact, or the usual one where that contact cannot be right.
fn from_standing(pitch: &Pitch, bout: &OrientedBout, on: f64) -> f64 {
    let angle = pitch.at(bout, on);
    let usual = USUAL.0 + USUAL.1 * pitch.at(bout, largest_s(pitch, bout, on));
    if (angle - usual).abs() > UNUSUAL { usual } else { angle }
}

/// The angle from how far the shank turns after contact: no zero is needed.
fn from_turn(pitch: &Pitch, bout: &OrientedBout, part: &Part, on: f64) -> f64 {
    let contact = largest_s(pitch, bout, on) + CONTACT_AFTER_S;
    let at = |k: i32| {
        let after = AFTER_S.0 + (AFTER_S.1 - AFTER_S.0) * f64::from(k) / 8.0;
        pitch.at(bout, (contact + after).min(part.to_s))
    };
    let later = (0..=8).map(at).sum::<f64>() / 9.0;
    TURN.0 + TURN.1 * (pitch.at(bout, contact) - later)
}

/// When the angle is largest around a contact, s.
fn largest_s(pitch: &Pitch, bout: &OrientedBout, on: f64) -> f64 {
    let times = (0..=60).map(|k| on + LARGEST_S.0 + (LARGEST_S.1 - LARGEST_S.0) * f64::from(k) / 60.0);
    let angles = times.map(|t| (t, pitch.at(bout, t)));
    angles.reduce(|a, b| if b.1 > a.1 { b } else { a }).map_or(on, |(t, _)| t)
}
