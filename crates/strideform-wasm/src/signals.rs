//! Samples for pictures: smallest and largest per part of a span, so that an hour draws as fast as a second.

use serde::Serialize;
use strideform::recording::{Clock, Recording, Session};
use strideform::units::to_g;
use strideform_render::json;

use crate::failure::Outcome;

/// Parts of a span (*chosen*: wider than any screen).
const MAX_BINS: usize = 16_384;

#[derive(Serialize)]
struct Lane {
    file: String,
    placement: String,
    /// Of the first sample, s since the earliest first sample, where the clocks say so.
    start_s: f64,
    seconds: f64,
    rate_hz: f64,
    channels: Vec<&'static str>,
    gaps: Vec<(f64, f64)>,
    clipped_at_g: Option<f64>,
}

/// The recordings as lanes.
pub(crate) fn lanes(session: &Session) -> Outcome {
    let first = |r: &Recording| match r.clock {
        Clock::Counter { first_s } | Clock::Absolute { first_s } => Some(first_s),
        _ => None,
    };
    let kind = |r: &Recording| std::mem::discriminant(&r.clock);
    let lanes: Vec<Lane> = session
        .recordings
        .iter()
        .map(|r| {
            // Clocks of unlike kinds cannot be compared.
            let like = session.recordings.iter().filter(|other| kind(other) == kind(r));
            let earliest = like.filter_map(first).fold(f64::INFINITY, f64::min);
            let signals = &r.signals;
            let mut channels = vec!["acc_x", "acc_y", "acc_z", "acc"];
            if signals.gyr.is_some() {
                channels.extend(["gyr_x", "gyr_y", "gyr_z", "gyr"]);
            }
            Lane {
                file: r.file.clone(),
                placement: r.placement.to_string(),
                start_s: first(r).map_or(0.0, |s| s - earliest),
                seconds: signals.seconds(),
                rate_hz: signals.rate_hz,
                channels,
                gaps: signals.gaps.iter().map(|g| (signals.time_s(g.start), signals.time_s(g.end))).collect(),
                clipped_at_g: r.clipping.map(|(_, limit)| to_g(limit)),
            }
        })
        .collect();
    Ok(json::document(&lanes)?)
}

/// Smallest and largest per part, alternating.
pub(crate) fn tiles(recording: &Recording, channel: &str, (from, to): (f64, f64), bins: usize) -> Vec<f64> {
    let signals = &recording.signals;
    let bins = bins.min(MAX_BINS);
    let value = |i: usize| -> Option<f64> {
        let (triad, axis, acceleration) = match channel.split_once('_').unwrap_or((channel, "")) {
            ("acc", axis) => (&signals.acc, axis, true),
            ("gyr", axis) => (signals.gyr.as_ref()?, axis, false),
            _ => return None,
        };
        let v = triad.at(i);
        let raw = match axis {
            "x" => v.x,
            "y" => v.y,
            "z" => v.z,
            _ => v.norm(),
        };
        Some(if acceleration { to_g(raw) } else { raw.to_degrees() })
    };
    let mut out = Vec::with_capacity(2 * bins);
    let step = (to - from) / bins as f64;
    for bin in 0..bins {
        let edge = |k: usize| ((from + step * k as f64) * signals.rate_hz).ceil();
        let (start, end) =
            (edge(bin).max(0.0) as usize, edge(bin + 1).clamp(0.0, signals.len() as f64) as usize);
        let (mut low, mut high) = (f64::NAN, f64::NAN);
        for v in (start..end).filter_map(&value) {
            low = low.min(v);
            high = high.max(v);
        }
        out.extend([low, high]);
    }
    out
}
