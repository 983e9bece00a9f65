//! The tree behind both outputs of `inspect`.

use serde::Serialize;
use strideform::bouts::{self, Activity};
use strideform::recording::{Caveat, Clock, Inference, Recording};
use strideform::units::to_g;

/// `strideform.inspection/1`.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) recordings: Vec<Described>,
}

/// One recording as understood.
#[derive(Debug, Serialize)]
pub(super) struct Described {
    pub(super) file: String,
    pub(super) device: Option<String>,
    /// Unknown where neither name nor header nor the user told.
    pub(super) placement: Option<String>,
    pub(super) samples: usize,
    pub(super) seconds: f64,
    pub(super) rate_hz: f64,
    pub(super) channels: Vec<&'static str>,
    /// Named after the body (`acc_is`, `acc_pa`, `acc_ml`) rather than after the sensor's housing.
    pub(super) anatomical_axes: bool,
    /// x, y, z of the accelerometer that were measured.
    pub(super) measured_axes: Vec<&'static str>,
    pub(super) gravity_included: bool,
    /// `none`, `counter` or `wall`.
    pub(super) clock: &'static str,
    /// First sample on that clock, s.
    pub(super) clock_first_s: Option<f64>,
    pub(super) gaps: Vec<Span>,
    pub(super) clipped_share: Option<f64>,
    pub(super) clipped_at_g: Option<f64>,
    pub(super) bouts: Vec<BoutSpan>,
    pub(super) understood: Vec<Inference>,
    pub(super) caveats: Vec<Caveat>,
}

/// A stretch without samples, s since the first.
#[derive(Debug, Serialize)]
pub(super) struct Span {
    pub(super) start_s: f64,
    pub(super) end_s: f64,
}

/// A stretch of one activity, s since the first sample.
#[derive(Debug, Serialize)]
pub(super) struct BoutSpan {
    pub(super) activity: &'static str,
    pub(super) start_s: f64,
    pub(super) end_s: f64,
}

impl Described {
    pub(super) fn new(recording: &Recording, placement_known: bool) -> Self {
        let track = &recording.track;
        let time = |i: usize| track.time_s(i);
        let mut channels = vec!["acc"];
        if track.gyr.is_some() {
            channels.push("gyr");
        }
        let measured = ["x", "y", "z"].into_iter().zip(track.axes.measured);
        let (clock, clock_first_s) = match recording.clock {
            Clock::None => ("none", None),
            Clock::Counter { first_s } => ("counter", Some(first_s)),
            Clock::Absolute { first_s } => ("wall", Some(first_s)),
        };
        Self {
            file: recording.file.clone(),
            device: recording.device.clone(),
            placement: placement_known.then(|| recording.placement.to_string()),
            samples: recording.samples,
            seconds: track.seconds(),
            rate_hz: track.rate_hz,
            channels,
            anatomical_axes: track.axes.anatomical,
            measured_axes: measured.filter(|(_, there)| *there).map(|(name, _)| name).collect(),
            gravity_included: !track.gravity_free,
            clock,
            clock_first_s,
            gaps: track.gaps.iter().map(|g| Span { start_s: time(g.start), end_s: time(g.end) }).collect(),
            clipped_share: recording.clipping.map(|(share, _)| share),
            clipped_at_g: recording.clipping.map(|(_, limit)| to_g(limit)),
            bouts: bouts::find(track, recording.placement)
                .iter()
                .map(|b| BoutSpan {
                    activity: match b.activity {
                        Activity::Run => "run",
                        Activity::Walk => "walk",
                        Activity::Still => "still",
                        Activity::Other => "other",
                    },
                    start_s: time(b.start),
                    end_s: time(b.end),
                })
                .collect(),
            understood: recording
                .inferences
                .iter()
                .filter(|i| placement_known || i.about != "placement")
                .cloned()
                .collect(),
            caveats: recording.caveats.clone(),
        }
    }
}
