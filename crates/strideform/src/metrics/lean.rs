//! Forward lean of the trunk in stance, and extension of the hip at toe-off: both from standing, which they need.

use crate::contacts::{Contact, ContactSide};
use crate::orientation::{Oriented, OrientedBout, Part, Posture};
use crate::signal::{CubicSpline, median};

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma, stances};
use super::sagittal::Pitch;
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// `trunk_lean`.
pub(super) const TRUNK_LEAN_INFO: MetricInfo = MetricInfo::new(
    MetricId::TrunkLean,
    "Trunk lean",
    "Mean forward inclination of the trunk in stance, relative to standing",
    &[Source::on(&[Segment::Trunk])
        .with_gyroscope()
        .at_hz(50.0)
        .needs("a few seconds of standing still and a foot, shank or pelvis sensor for the contacts")],
);
/// `hip_extension_at_toe_off`.
pub(super) const HIP_EXTENSION_AT_TOE_OFF_INFO: MetricInfo = MetricInfo::new(
    MetricId::HipExtensionAtToeOff,
    "Hip extension at toe-off",
    "Thigh angle minus pelvic tilt at toe-off; extension is positive",
    &[Source::on_all(&[Segment::Thigh, Segment::Pelvis])
        .with_gyroscope()
        .at_hz(50.0)
        .needs("a few seconds of standing still")],
);
/// How it is computed.
pub(super) const TRUNK_LEAN_METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "trunk-lean",
        summary: "forward inclination over stance, relative to standing",
        segments: &[Segment::Trunk],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "definition after Teng & Powers 2015, Med. Sci. Sports Exerc. 47:625",
        deviations: "relative to standing, not to the vertical",
    },
    &[MetricId::TrunkLean],
);
/// How it is computed.
pub(super) const HIP_EXTENSION_METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "hip-extension",
        summary: "thigh angle behind the hip minus forward tilt of the pelvis at toe-off, both relative to standing",
        segments: &[Segment::Thigh, Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "none: follows no published text",
    },
    &[MetricId::HipExtensionAtToeOff],
);

/// 95 % error of trunk lean, degrees (*chosen*: standing posture varies by two or three degrees and a strap by as much).
const LEAN: f64 = 6.0;
/// 95 % error of hip extension, degrees, from thirteen runners at 2.5–4.5 m/s (Fukuchi, Fukuchi & Duarte 2017), with 0.7° for
/// straps (*chosen*).
const EXTENSION: f64 = 3.6;
/// 1-σ error of the difference between left and right, degrees, from the same.
const EXTENSION_LEFT_RIGHT: f64 = 1.9;

/// Forward lean at a time, degrees, from standing.
struct Lean {
    curve: CubicSpline,
    start_s: f64,
    rate_hz: f64,
    standing: f64,
}

impl Lean {
    fn of(bout: &OrientedBout, part: &Part) -> Option<Self> {
        let Posture { start_s, rate_hz, tilt, standing, .. } = bout.posture(part)?;
        Some(Self { curve: CubicSpline::uniform(&tilt), start_s, rate_hz, standing: standing?.1 })
    }

    fn at(&self, time_s: f64) -> f64 {
        (self.curve.eval((time_s - self.start_s) * self.rate_hz) - self.standing).to_degrees()
    }
}

/// `trunk_lean` of every stance, degrees: mean over contact. Contacts may come from other sensors on the same clock;
/// empty without standing.
pub fn trunk_lean(oriented: &Oriented, contacts: &[Contact]) -> Measured {
    let mut steps = Sided::default();
    let mut made: Option<(*const Part, Option<Lean>)> = None;
    for (bout, contact, off) in stances(oriented, contacts) {
        let on = contact.initial_contact_s;
        let Some(part) = bout.part(on).filter(|p| on >= p.from_s && off <= p.to_s) else { continue };
        if made.as_ref().is_none_or(|(known, _)| !std::ptr::eq(*known, part)) {
            made = Some((part, Lean::of(bout, part)));
        }
        let Some((_, Some(lean))) = &made else { continue };
        // Twenty points: the lean holds nothing above a few times the step rate.
        let mean = (0..=20).map(|k| lean.at(on + (off - on) * f64::from(k) / 20.0)).sum::<f64>() / 21.0;
        steps.push(on, ContactSide::Unknown, mean);
    }
    Measured {
        id: MetricId::TrunkLean,
        steps,
        bias: sigma(LEAN),
        side_bias: None,
        error_source: "judgement: repeatability of standing posture and strap",
        caveats: Vec::new(),
    }
}

/// The parts of thigh and pelvis that curves were made of, and the curves.
type Pair = (*const Part, *const Part, Option<(Pitch, Lean)>);

/// One step's angles, degrees.
struct ToeOff {
    /// Initial contact, s.
    on: f64,
    /// Beginning of the part of the bout that it belongs to, s.
    part_s: f64,
    at_contact: f64,
    at_toe_off: f64,
    lean: f64,
}

/// `hip_extension_at_toe_off` of every step of the thigh's side, degrees: thigh behind the hip less forward tilt of the
/// pelvis, both from standing. The contacts are on the thigh's clock; the pelvis's clock reads `lead_s` more (s).
pub fn hip_extension(thigh: &Oriented, pelvis: &Oriented, lead_s: f64, contacts: &[Contact]) -> Measured {
    let side = ContactSide::of(thigh.placement.side);
    let mut angles: Vec<ToeOff> = Vec::new();
    let mut made: Option<Pair> = None;
    for (bout, contact, off) in stances(thigh, contacts).filter(|s| s.1.side == side) {
        let there = off + lead_s;
        let runs = |b: &&OrientedBout| (0.0..b.len() as f64).contains(&b.sample(there));
        let Some(other) = pelvis.bouts.iter().flatten().find(runs) else { continue };
        let (Some(part), Some(base)) = (bout.part(off), other.part(there)) else { continue };
        if !(part.from_s..=part.to_s).contains(&off) || !(base.from_s..=base.to_s).contains(&there) {
            continue;
        }
        let same = |m: &Pair| std::ptr::eq(m.0, part) && std::ptr::eq(m.1, base);
        if !made.as_ref().is_some_and(same) {
            let pitch = part.standing_up.and_then(|up| Pitch::of(bout, part, &up));
            made = Some((part, base, pitch.zip(Lean::of(other, base))));
        }
        let Some((_, _, Some((pitch, lean)))) = &made else { continue };
        let on = contact.initial_contact_s;
        let (at_contact, at_toe_off) = (pitch.at(bout, on), pitch.at(bout, off));
        angles.push(ToeOff { on, part_s: part.from_s, at_contact, at_toe_off, lean: lean.at(there) });
    }
    let mut steps = Sided::default();
    for part in angles.chunk_by(|a, b| a.part_s == b.part_s) {
        // Pitch is positive with the knee ahead of the hip. A thigh may swing as fast back as forth, so the sense of its
        // axis is taken from the stance, in which it always extends.
        let extends: Vec<f64> = part.iter().map(|a| a.at_contact - a.at_toe_off).collect();
        let sense = median(&extends).map_or(1.0, f64::signum);
        for a in part {
            steps.push(a.on, side, -sense * a.at_toe_off - a.lean);
        }
    }
    Measured {
        id: MetricId::HipExtensionAtToeOff,
        steps,
        bias: sigma(EXTENSION),
        side_bias: Some(EXTENSION_LEFT_RIGHT),
        error_source: "docs/VALIDATION.md: 13 runners on a treadmill at 2.5–4.5 m/s",
        caveats: Vec::new(),
    }
}
