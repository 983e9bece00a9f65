//! Makes bouts from windows and stretches of running.

use std::ops::Range;

use super::edges::stride_energy;
use super::evidence::probability;
use super::gate::Gait;
use super::slow::Slow;
use super::windows::Window;
use super::{Activity, Bout};
use crate::recording::Signals;
use crate::signal::median;

/// A second with a smaller amplitude than this is still, g (*chosen*: ten times the noise of a resting sensor, a third
/// of the quietest walking).
const STILL_G: f64 = 0.06;

/// Running is reported as such from this probability, and as doubtful from the lower one.
const SURE: f64 = 0.9;
const DOUBTFUL: f64 = 0.5;

/// A burst shorter than this may be a stumble or a jump and stays doubtful, s (*chosen*: under four strides).
const SHORT_S: f64 = 2.5;
const SHORT_PROBABILITY: f64 = 0.8;

/// Length of the cells in which everything else is classified, s (*chosen*).
const CELL_S: f64 = 0.5;

/// A stretch of other activity shorter than this is joined to its neighbour, s (*chosen*).
const SCRAP_S: f64 = 1.5;

/// The bouts of the whole recording.
pub(super) fn bouts<F>(
    signals: &Signals<F>,
    slow: &Slow,
    windows: &[Window],
    running: &[Range<usize>],
) -> Vec<Bout> {
    let mut parts: Vec<(Activity, Range<usize>)> = Vec::new();
    let mut from = 0;
    for run in running {
        rest(slow, windows, from..run.start, &mut parts);
        parts.push((Activity::Run, run.clone()));
        from = run.end;
    }
    rest(slow, windows, from..slow.len(), &mut parts);
    let joined = join(slow, parts);
    let mut out: Vec<Bout> = Vec::new();
    let n = joined.len();
    for (k, (activity, range)) in joined.into_iter().enumerate() {
        // A slow sample represents the `step` samples of the recording that begin with it.
        let end = if k + 1 == n { signals.len() } else { (range.end * slow.step).min(signals.len()) };
        let strides_s = strides(slow, windows, activity, &range);
        let times: Vec<f64> = strides_s.iter().map(|s| s.1).collect();
        let running = (activity == Activity::Run).then(|| chance(slow, windows, &range));
        let activity = match running {
            Some(p) if p < DOUBTFUL => Activity::Other,
            Some(p) if p < SURE => Activity::Doubtful,
            _ => activity,
        };
        let start = range.start * slow.step;
        out.push(Bout {
            activity,
            running: running.filter(|_| activity != Activity::Other),
            start,
            end,
            stride_s: median(&times),
            strides_s,
        });
    }
    out
}

/// Probability that a stretch found as running is running: of its middle window by log odds among those wholly inside,
/// or, in a short stretch, those around its middle.
fn chance(slow: &Slow, windows: &[Window], range: &Range<usize>) -> f64 {
    let odds = |inside: &dyn Fn(&Window) -> bool| -> Vec<f64> {
        windows.iter().filter(|w| inside(w)).filter_map(|w| w.log_odds).collect()
    };
    let mut all = odds(&|w| w.range.start >= range.start && w.range.end <= range.end);
    if all.is_empty() {
        all = odds(&|w| w.gait == Gait::Run && range.contains(&w.middle()));
    }
    let p = median(&all).map_or(0.0, probability);
    if range.len() < slow.samples(SHORT_S) { p.min(SHORT_PROBABILITY) } else { p }
}

/// Divides a stretch without running into still, walking and other.
fn rest(slow: &Slow, windows: &[Window], range: Range<usize>, parts: &mut Vec<(Activity, Range<usize>)>) {
    let mut from = range.start;
    for piece in &slow.pieces {
        let here = piece.start.max(range.start)..piece.end.min(range.end);
        if here.is_empty() {
            continue;
        }
        if here.start > from {
            parts.push((Activity::Other, from..here.start));
        }
        let energy = stride_energy(slow, &here, here.clone(), slow.samples(1.0));
        let cell = slow.samples(CELL_S);
        for (k, part) in energy.chunks(cell).enumerate() {
            let start = here.start + k * cell;
            let cell_range = start..start + part.len();
            let middle = usize::midpoint(cell_range.start, cell_range.end);
            let quiet = median(part).is_none_or(|e| e < STILL_G * STILL_G);
            let activity = if quiet {
                Activity::Still
            } else if covered(windows, middle, Gait::Walk) {
                Activity::Walk
            } else {
                Activity::Other
            };
            parts.push((activity, cell_range));
        }
        from = here.end;
    }
    if range.end > from {
        parts.push((Activity::Other, from..range.end));
    }
}

/// True if a window of that gait covers the sample.
fn covered(windows: &[Window], at: usize, gait: Gait) -> bool {
    let to = windows.partition_point(|w| w.range.start <= at);
    let from = windows.partition_point(|w| w.range.end <= at);
    windows.get(from..to).unwrap_or(&[]).iter().any(|w| w.gait == gait)
}

/// Joins neighbours of the same activity, and merges short remainders with the neighbour before or after them.
fn join(slow: &Slow, parts: Vec<(Activity, Range<usize>)>) -> Vec<(Activity, Range<usize>)> {
    fn push(out: &mut Vec<(Activity, Range<usize>)>, activity: Activity, range: Range<usize>) {
        match out.last_mut() {
            Some((last, before)) if *last == activity => before.end = range.end,
            _ => out.push((activity, range)),
        }
    }
    let mut same = Vec::new();
    for (activity, range) in parts.into_iter().filter(|p| !p.1.is_empty()) {
        push(&mut same, activity, range);
    }
    let mut out: Vec<(Activity, Range<usize>)> = Vec::new();
    let scrap = slow.samples(SCRAP_S);
    let mut iter = same.into_iter().peekable();
    while let Some((activity, range)) = iter.next() {
        let after = iter.peek().map(|p| p.0);
        let before = out.last().map(|p| p.0);
        let gentle = |a: Option<Activity>| a.filter(|a| *a != Activity::Run);
        let joins = (activity != Activity::Run && range.len() < scrap)
            .then(|| gentle(before).or(gentle(after)))
            .flatten();
        push(&mut out, joins.unwrap_or(activity), range);
    }
    out
}

/// Stride times of the windows whose midpoint lies in the bout, or else of those that overlap it; octave errors are
/// corrected and outliers dropped.
fn strides(slow: &Slow, windows: &[Window], activity: Activity, range: &Range<usize>) -> Vec<(f64, f64)> {
    let gait = match activity {
        Activity::Run => Gait::Run,
        Activity::Walk => Gait::Walk,
        Activity::Still | Activity::Doubtful | Activity::Other => return Vec::new(),
    };
    let overlapping: Vec<&Window> = windows
        .iter()
        .filter(|w| w.gait == gait && w.range.start < range.end && w.range.end > range.start)
        .collect();
    let inside: Vec<&Window> = overlapping.iter().copied().filter(|w| range.contains(&w.middle())).collect();
    let chosen = if inside.is_empty() { overlapping } else { inside };
    let times: Vec<f64> = chosen.iter().map(|w| w.stride_s).collect();
    let Some(middle) = median(&times) else { return Vec::new() };
    chosen
        .iter()
        .filter_map(|w| {
            let ratio = w.stride_s / middle;
            let stride_s = match ratio {
                r if (0.45..0.55).contains(&r) => 2.0 * w.stride_s,
                r if (1.8..2.2).contains(&r) => 0.5 * w.stride_s,
                r if (0.7..1.4).contains(&r) => w.stride_s,
                _ => return None,
            };
            Some((w.middle() as f64 / slow.rate_hz, stride_s))
        })
        .collect()
}
