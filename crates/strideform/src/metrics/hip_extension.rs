//! Extension of the hip at toe-off, relative to standing.

use crate::contacts::{Contact, ContactSide, MethodInfo};
use crate::orientation::{Oriented, OrientedBout, Part};
use crate::recording::Segment;
use crate::signal::median;

use super::definition::{MetricInfo, MetricMethod, Source};
use super::estimate::Sided;
use super::id::MetricId;
use super::measured::{Measured, sigma, stances};
use super::sagittal::Pitch;
use super::trunk_lean::Lean;

/// `hip_extension_at_toe_off`.
pub(super) const INFO: MetricInfo = MetricInfo::new(
    MetricId::HipExtensionAtToeOff,
    "Hip extension at toe-off",
    "Thigh angle minus pelvic tilt at toe-off; extension is positive",
    &[Source::on_all(&[Segment::Thigh, Segment::Pelvis])
        .with_gyroscope()
        .at_hz(50.0)
        .needs("a few seconds of standing still")],
);
/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "hip-extension",
        summary: "thigh angle behind the hip minus forward tilt of the pelvis at toe-off, both relative to standing",
        segments: &[Segment::Thigh, Segment::Pelvis],
        needs_gyr: true,
        min_rate_hz: 50.0,
        citation: "this project",
        deviations: "none: not based on a published method",
    },
    &[MetricId::HipExtensionAtToeOff],
);

/// 95 % error of hip extension, degrees: 3.6 from thirteen runners at 2.5–4.5 m/s (Fukuchi, Fukuchi & Duarte 2017) with 0.7°
/// for straps, a third more for the offsets and clocks of cheap sensors (*chosen*).
const EXTENSION: f64 = 4.8;
/// 1-σ error of the difference between left and right, degrees, from the same runners.
const EXTENSION_LEFT_RIGHT: f64 = 1.9;

/// The parts of thigh and pelvis, and the curves computed from them.
type Pair = (*const Part, *const Part, Option<(Pitch, Lean)>);

/// One step's angles, degrees.
struct ToeOff {
    /// Initial contact, s.
    on: f64,
    /// Start of the part of the bout that it belongs to, s.
    part_s: f64,
    at_contact: f64,
    at_toe_off: f64,
    lean: f64,
}

/// `hip_extension_at_toe_off` of every step on the thigh's side, degrees: thigh behind the hip minus forward tilt of the
/// pelvis, both relative to standing. The contacts are on the thigh's clock; the pelvis's clock is `lead_s` seconds ahead.
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
        // Pitch is positive with the knee ahead of the hip. A thigh may swing back as fast as forward, so the
        // direction of its axis is taken from stance, during which it always extends.
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
