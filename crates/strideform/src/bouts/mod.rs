//! Splits a recording into running, walking and standing.
//!
//! Later stages use only running: walking has no flight phase, and nothing here is validated for it.
//!
//! [`find`] works on windows of 4 s: amplitude, rest, step-rate component and period of the low-passed specific force,
//! all independent of the sensor's orientation, give the probability of running; the energy of single strides then shows
//! where the running begins and ends.

mod edges;
mod evidence;
mod gate;
mod label;
#[cfg(test)]
mod margins;
mod period;
mod slow;
mod windows;
mod worn;

use std::ops::Range;

use crate::recording::{Placement, Sensor, Signals};
use crate::signal::median;

pub use worn::{Worn, worn_together};

/// What the runner does during a bout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Activity {
    /// Running, with a probability of at least 0.9.
    Run,
    /// Perhaps running, with a probability of 0.5 to 0.9: reported, but not judged.
    Doubtful,
    /// Walking.
    Walk,
    /// Standing, sitting or lying.
    Still,
    /// Moving, but neither clearly running nor walking.
    Other,
}

impl Activity {
    /// `run`, `doubtful`, `walk`, `still` or `other`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Run => "run",
            Self::Doubtful => "doubtful",
            Self::Walk => "walk",
            Self::Still => "still",
            Self::Other => "other",
        }
    }
}

/// A period of one activity.
#[derive(Debug, Clone, PartialEq)]
pub struct Bout {
    /// What the runner is doing.
    pub activity: Activity,
    /// Probability that this is running; `None` for walking, stillness and other movement.
    pub running: Option<f64>,
    /// First sample.
    pub start: usize,
    /// One past the last sample.
    pub end: usize,
    /// Median stride time (same foot to same foot), s; `None` when not walking or running.
    pub stride_s: Option<f64>,
    /// Local stride time: (time in seconds since the recording's first sample, stride time in s), ascending.
    pub strides_s: Vec<(f64, f64)>,
}

impl Bout {
    /// Stride time nearest to `time_s`, falling back on the bout's median.
    pub fn stride_at(&self, time_s: f64) -> Option<f64> {
        let after = self.strides_s.partition_point(|(t, _)| *t < time_s);
        let candidates = [after.checked_sub(1), Some(after)];
        candidates
            .into_iter()
            .flatten()
            .filter_map(|i| self.strides_s.get(i))
            .min_by(|a, b| (a.0 - time_s).abs().total_cmp(&(b.0 - time_s).abs()))
            .map(|(_, stride)| *stride)
            .or(self.stride_s)
    }

    /// A part of it as a bout of its own.
    pub(crate) fn part<F>(&self, signals: &Signals<F>, range: Range<usize>) -> Self {
        let times = signals.time_s(range.start)..signals.time_s(range.end);
        let strides_s: Vec<(f64, f64)> =
            self.strides_s.iter().copied().filter(|(at, _)| times.contains(at)).collect();
        let own: Vec<f64> = strides_s.iter().map(|s| s.1).collect();
        Self {
            activity: self.activity,
            running: self.running,
            start: range.start,
            end: range.end,
            stride_s: median(&own).or(self.stride_s),
            strides_s,
        }
    }
}

/// Parts between two excluded spans that are shorter than this are left out with them (*chosen*: as many strides as a mean
/// curve needs; what so short a piece adds is mostly its edges).
const MIN_PART_STRIDES: f64 = 5.0;

/// The bouts without excluded samples, given in ascending order and disjoint.
fn without<F>(signals: &Signals<F>, bouts: Vec<Bout>, excluded: &[Range<usize>]) -> Vec<Bout> {
    let mut out = Vec::with_capacity(bouts.len());
    for bout in bouts {
        let first = excluded.partition_point(|e| e.end <= bout.start);
        let inside: Vec<&Range<usize>> =
            excluded.iter().skip(first).take_while(|e| e.start < bout.end).collect();
        if inside.is_empty() {
            out.push(bout);
            continue;
        }
        let min = MIN_PART_STRIDES * bout.stride_s.unwrap_or(0.0) * signals.rate_hz;
        let starts = std::iter::once(bout.start).chain(inside.iter().map(|e| e.end));
        let ends = inside.iter().map(|e| e.start).chain([bout.end]);
        let parts = starts.zip(ends).filter(|(start, end)| start < end && (end - start) as f64 >= min);
        out.extend(parts.map(|(start, end)| bout.part(signals, start..end)));
    }
    out
}

/// Divides a recording into bouts of one activity each.
///
/// The bouts are in ascending order, do not overlap and cover every sample; an empty recording has none. A gap longer
/// than 0.6 s becomes its own bout of [`Activity::Other`]. Works with two or three axes, with or without gravity, in
/// any orientation, at 20 Hz or more. `stride_s` and `strides_s` are whole strides at every placement, including
/// pelvis, trunk and wrist, where the signal may repeat with every step.
pub fn find(signals: &Signals<Sensor>, placement: Placement) -> Vec<Bout> {
    find_in(signals, &slow::Slow::of(signals), placement)
}

/// Where a running sensor was worn, from its signal alone; `None` if that cannot be decided: without gravity, without three
/// axes, without some ten strides of running, or from movement unlike any that is known.
pub fn worn(signals: &Signals<Sensor>) -> Option<Worn> {
    worn::worn(signals, &slow::Slow::of(signals))
}

/// [`find`] from samples that are already low-passed.
fn find_in(signals: &Signals<Sensor>, slow: &slow::Slow, placement: Placement) -> Vec<Bout> {
    let windows = windows::windows(slow, placement);
    let running = edges::running(slow, &windows);
    label::bouts(signals, slow, &windows, &running)
}

/// Only the running without the excluded samples; all of its parts use the same preparation.
pub(crate) fn find_running(
    signals: &Signals<Sensor>,
    placement: Placement,
    window_s: f64,
    excluded: &[Range<usize>],
) -> Running {
    let slow = slow::Slow::of(signals);
    let mut bouts = find_in(signals, &slow, placement);
    let doubtful_s = 0.0
        + bouts
            .iter()
            .filter(|b| b.activity == Activity::Doubtful)
            .map(|b| b.end.saturating_sub(b.start) as f64 / signals.rate_hz)
            .sum::<f64>();
    bouts.retain(|b| b.activity == Activity::Run);
    let bouts = without(signals, bouts, excluded);
    let windows = strides_in(signals, &slow, &bouts, window_s);
    Running { bouts, windows, doubtful_s, worn: worn::worn(signals, &slow) }
}

/// The running in a recording.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Running {
    pub(crate) bouts: Vec<Bout>,
    /// Stride times as by [`window_strides`].
    pub(crate) windows: Vec<WindowStride>,
    /// Seconds of perhaps running.
    pub(crate) doubtful_s: f64,
    /// Where the signal says that the sensor was worn.
    pub(crate) worn: Option<Worn>,
}

/// Stride time of one window: start and end in s, stride time in s, autocorrelation at that lag.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct WindowStride {
    pub(crate) from_s: f64,
    pub(crate) to_s: f64,
    pub(crate) stride_s: f64,
    pub(crate) rho: f64,
}

/// Divides every bout where the recording's clock passes a multiple of `window_s`, so that the windows of several
/// sensors coincide, and measures the stride time of each window. No division leaves less than half a window. If a bout
/// of more than five strides begins or ends within the recording, the stride of setting off or stopping is excluded.
pub(crate) fn window_strides(signals: &Signals<Sensor>, bouts: &[Bout], window_s: f64) -> Vec<WindowStride> {
    strides_in(signals, &slow::Slow::of(signals), bouts, window_s)
}

fn strides_in(
    signals: &Signals<Sensor>,
    slow: &slow::Slow,
    bouts: &[Bout],
    window_s: f64,
) -> Vec<WindowStride> {
    let window = slow.samples(window_s);
    let mut out = Vec::new();
    for bout in bouts {
        let (mut from, mut to) = (bout.start / slow.step, (bout.end / slow.step).min(slow.len()));
        let stride = slow.samples(bout.stride_s.unwrap_or(0.0));
        if to.saturating_sub(from) > 5 * stride {
            from += if bout.start > 0 { stride } else { 0 };
            to -= if bout.end < signals.len() { stride } else { 0 };
        }
        let first = (from + window / 2).div_ceil(window) * window;
        let cuts = (first..to.saturating_sub(window / 2)).step_by(window);
        let mut start = from;
        for end in cuts.chain([to]) {
            let range = start..end;
            start = end;
            let (from_s, to_s) = (range.start as f64 / slow.rate_hz, range.end as f64 / slow.rate_hz);
            let Some(hint_s) = bout.stride_at(0.5 * (from_s + to_s)) else { continue };
            let [x, y, z] = &slow.band;
            let axes = [x, y, z].map(|axis| axis.get(range.clone()).unwrap_or(&[]));
            if let Some((stride_s, rho)) = period::stride_near(&axes, slow.rate_hz, hint_s) {
                out.push(WindowStride { from_s, to_s, stride_s, rho });
            }
        }
    }
    out
}
