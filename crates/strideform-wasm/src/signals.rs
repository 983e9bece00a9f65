//! Samples for pictures: the recordings as lanes on one clock, and the extremes of what a lane shows.

use serde::Serialize;
use strideform::pipeline;
use strideform::recording::{Recording, Session};
use strideform::units::to_g;
use strideform::view::Tiles;
use strideform_render::json;

use crate::failure::Outcome;

#[derive(Serialize)]
struct Lane {
    file: String,
    placement: String,
    /// Of the first sample, s on the common clock of the run.
    start_s: f64,
    seconds: f64,
    rate_hz: f64,
    channels: Vec<&'static str>,
    gaps: Vec<(f64, f64)>,
    clipped_at_g: Option<f64>,
}

/// The recordings as lanes.
pub(crate) fn lanes(session: &Session) -> Outcome {
    let offsets = pipeline::clock_offsets(&session.recordings);
    let lane = |(r, start_s): (&Recording, f64)| {
        let signals = &r.signals;
        Lane {
            file: r.file.clone(),
            placement: r.placement.to_string(),
            start_s,
            seconds: signals.seconds(),
            rate_hz: signals.rate_hz,
            channels: if signals.gyr.is_some() { vec!["acc", "gyr"] } else { vec!["acc"] },
            gaps: signals.gaps.iter().map(|g| (signals.time_s(g.start), signals.time_s(g.end))).collect(),
            clipped_at_g: r.clipping.map(|(_, limit)| to_g(limit)),
        }
    };
    let offsets = offsets.into_iter().chain(std::iter::repeat(0.0));
    let lanes: Vec<Lane> = session.recordings.iter().zip(offsets).map(lane).collect();
    Ok(json::document(&lanes)?)
}

/// Start and length of a bucket (s), then the smallest and the largest value of each, in g or °/s.
pub(crate) fn extremes(
    tiles: &Tiles,
    recording: &Recording,
    channel: &str,
    (from_s, to_s): (f64, f64),
    buckets: usize,
) -> Vec<f64> {
    let view = tiles.overview(recording, from_s, to_s, buckets);
    let Some(shown) = view.channels.iter().find(|c| c.id == channel) else { return Vec::new() };
    let scaled = |value: f32| {
        let value = f64::from(value);
        if channel.starts_with("gyr") { value.to_degrees() } else { to_g(value) }
    };
    let pairs = shown.min.iter().zip(&shown.max).flat_map(|(low, high)| [scaled(*low), scaled(*high)]);
    [view.start_s, view.bucket_s].into_iter().chain(pairs).collect()
}
