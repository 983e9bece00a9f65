//! Windows of a few seconds, each classified on its own.

use std::ops::Range;

use crate::parallel::*;

use super::evidence::log_odds;
use super::gate::{Gait, gait};
use super::period::period;
use super::slow::{Slow, variance};
use crate::recording::Placement;

/// Window and hop, s (*chosen*: four to eight strides, and a hop below one stride).
pub(super) const WINDOW_S: f64 = 4.0;
const HOP_S: f64 = 0.5;

/// A piece shorter than this is not classified (*chosen*: two strides at 120 steps/min).
const MIN_S: f64 = 2.0;

/// Number of windows too small to be worth sharing between threads (*chosen*).
const ALONE: usize = 64;

/// A window of smaller amplitude needs no period, g.
const SILENT_G: f64 = 0.03;

/// One window, in samples of [`Slow`].
#[derive(Debug, Clone)]
pub(super) struct Window {
    pub(super) range: Range<usize>,
    pub(super) gait: Gait,
    /// Stride time of the gait, s.
    pub(super) stride_s: f64,
    /// Amplitude, g.
    pub(super) amplitude_g: f64,
    /// Log odds of running, where anything repeats.
    pub(super) log_odds: Option<f64>,
}

impl Window {
    /// Middle sample.
    pub(super) fn middle(&self) -> usize {
        usize::midpoint(self.range.start, self.range.end)
    }
}

/// All windows, ascending.
pub(super) fn windows(slow: &Slow, placement: Placement) -> Vec<Window> {
    let mut out = Vec::new();
    for piece in &slow.pieces {
        if piece.len() < slow.samples(MIN_S) {
            continue;
        }
        let len = slow.samples(WINDOW_S).min(piece.len());
        let hop = slow.samples(HOP_S);
        let last = piece.end - len;
        let starts: Vec<usize> = (piece.start..last).step_by(hop).chain([last]).collect();
        let judged = starts.into_par_iter().with_min_len(ALONE);
        out.par_extend(judged.filter_map(|start| judge(slow, start..start + len, placement)));
    }
    out
}

fn judge(slow: &Slow, range: Range<usize>, placement: Placement) -> Option<Window> {
    let amplitude_g = variance(&slow.calm, &range)?.sqrt();
    let mut window = Window { range, gait: Gait::Neither, stride_s: 0.0, amplitude_g, log_odds: None };
    if amplitude_g > SILENT_G {
        let [x, y, z] = &slow.band;
        let axes = [x, y, z].map(|axis| axis.get(window.range.clone()).unwrap_or(&[]));
        let found = period(&axes, slow.rate_hz, placement);
        window.log_odds = found.map(|p| log_odds(slow, &window.range, amplitude_g, p, placement));
        window.gait = gait(found, amplitude_g, window.log_odds.unwrap_or(f64::NEG_INFINITY));
        window.stride_s = match (window.gait, found) {
            (Gait::Run, Some(p)) => p.run_s,
            (Gait::Walk, Some(p)) => p.walk_s,
            _ => 0.0,
        };
    }
    Some(window)
}
