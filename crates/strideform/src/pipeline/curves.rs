//! The gait cycle of every sensor, each quantity from the best one.

use crate::metrics::{self, CurveSet, CycleCurve, StrideCurves};
use crate::recording::CaveatId;
use crate::recording::Segment;
use crate::units::STANDARD_GRAVITY;

use super::clocks::Clocks;
use super::sensor::SensorAnalysis;

/// Curves of all recordings; if two sensors provide the same curve for the same side, the first is used.
pub(super) fn of(seen: &[SensorAnalysis<'_>]) -> Vec<CycleCurve> {
    let mut out: Vec<CycleCurve> = Vec::new();
    for one in seen {
        let uncertain = one
            .orientation
            .measured
            .iter()
            .any(|m| m.caveats.iter().any(|c| c.id == CaveatId::SideUncertain));
        let mut curves = one.orientation.curves.curves.clone();
        if !curves.iter().any(|c| c.id == "vertical_acceleration") {
            curves.extend(without_gyroscope(one, false).unwrap_or_default().curves);
        }
        for curve in curves {
            // A drop whose sides contradict those of the contacts could belong to either leg.
            let doubtful = uncertain && curve.id == "pelvic_obliquity";
            if !doubtful && !out.iter().any(|c| c.id == curve.id && c.side == curve.side) {
                out.push(curve);
            }
        }
    }
    out
}

/// Every stride of every sensor, on the common clock.
pub(super) fn strides(seen: &[SensorAnalysis<'_>], clocks: &Clocks) -> Vec<StrideCurves> {
    let mut out: Vec<StrideCurves> = Vec::new();
    for (one, offset_s) in seen.iter().zip(&clocks.offset_s) {
        let Some((contacts, _)) = &one.contacts else { continue };
        let mut all = one.orientation.curves.strides.clone();
        if !all.iter().any(|c| c.id == "vertical_acceleration") {
            all.extend(without_gyroscope(one, true).unwrap_or_default().strides);
        }
        all.extend(metrics::acceleration_strides(
            &one.recording.signals,
            &contacts.contacts,
            |c| one.chunks.bouts.get(c.bout).and_then(|b| b.stride_at(c.initial_contact_s)),
            one.recording.placement,
        ));
        for curve in &mut all {
            curve.start_s.iter_mut().chain(&mut curve.end_s).for_each(|t| *t += offset_s);
        }
        out.extend(all);
    }
    out
}

fn without_gyroscope(seen: &SensorAnalysis<'_>, keep: bool) -> Option<CurveSet> {
    let (contacts, _) = seen.contacts.as_ref().filter(|_| seen.segment() == Segment::Pelvis)?;
    let signals = &seen.recording.signals;
    let gravity = if signals.gravity_free { 0.0 } else { STANDARD_GRAVITY };
    let up_at = |bout: usize, at: f64| {
        let axes = contacts.axes.get(bout)?.as_ref()?;
        let position = at * signals.rate_hz;
        if !(position >= 0.0 && position + 1.0 < signals.acc.len() as f64) {
            return None;
        }
        let (i, rest) = (position as usize, position.fract());
        let between = signals.acc.at(i) * (1.0 - rest) + signals.acc.at(i + 1) * rest;
        Some(between.dot(&axes.up) - gravity)
    };
    Some(metrics::cycle_without_gyroscope(
        |contact, t| up_at(contact.bout, t),
        &contacts.contacts,
        |c| seen.chunks.bouts.get(c.bout).and_then(|b| b.stride_at(c.initial_contact_s)),
        seen.recording.placement,
        keep,
    ))
}
