//! Finds where running begins and ends, to a fraction of a stride.

use std::ops::Range;

use super::gate::Gait;
use super::slow::Slow;
use super::windows::Window;
use crate::signal::quantile;

/// The runner is running where the energy of one stride exceeds this share of the energy of the surrounding running
/// (*chosen*: halfway between running and standing, or between running and the walking in the recordings of
/// docs/VALIDATION.md, which has a quarter of the energy).
const CORE_SHARE: f64 = 0.4;

/// From there the bout is extended outwards over the smaller strides of setting off and slowing down, to this share
/// (*chosen*), unless the runner is walking.
const EDGE_SHARE: f64 = 0.2;

/// A window classified as walking may extend this far into running, s (*chosen*: three tenths of a window).
const WALK_MARGIN_S: f64 = 1.2;

/// Windows within this time determine the energy of running, s (*chosen*).
const NEAR_S: f64 = 6.0;

/// Running may continue this long beyond the windows classified as running, s (*chosen*: half a window, so that the
/// running half of a window that was not classified as running is kept).
const BEYOND_S: f64 = 2.0;

/// Running of fewer strides than this is not reported (*chosen*).
const MIN_STRIDES: f64 = 2.0;

/// Stretches of running in samples of `slow`, ascending and disjoint.
pub(super) fn running(slow: &Slow, windows: &[Window]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let walking: Vec<&Window> = windows.iter().filter(|w| w.gait == Gait::Walk).collect();
    for piece in &slow.pieces {
        let passed: Vec<&Window> = windows
            .iter()
            .filter(|w| w.gait == Gait::Run && w.range.start >= piece.start && w.range.end <= piece.end)
            .collect();
        for group in passed.chunk_by(|a, b| b.range.start <= a.range.end) {
            out.extend(in_group(slow, piece, group, &walking));
        }
    }
    merged(out)
}

/// Joins overlapping stretches.
fn merged(mut all: Vec<Range<usize>>) -> Vec<Range<usize>> {
    all.sort_by_key(|r| r.start);
    let mut out: Vec<Range<usize>> = Vec::new();
    for range in all {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

/// Running around overlapping windows.
fn in_group(slow: &Slow, piece: &Range<usize>, group: &[&Window], walking: &[&Window]) -> Vec<Range<usize>> {
    let (Some(first), Some(last)) = (group.first(), group.last()) else { return Vec::new() };
    let beyond = slow.samples(BEYOND_S);
    let from = first.range.start.saturating_sub(beyond).max(piece.start);
    let to = (last.range.end + beyond).min(piece.end);
    let strides: Vec<f64> = group.iter().map(|w| w.stride_s).collect();
    let stride_s = quantile(&strides, 0.5).unwrap_or(0.7);
    let stride = slow.samples(stride_s);
    let energy = stride_energy(slow, piece, from..to, stride);
    let levels = levels(slow, group, from..to);

    // Sequences of samples above the level, with holes shorter than a stride closed.
    let mut out: Vec<Range<usize>> = Vec::new();
    for (i, (e, level)) in energy.iter().zip(&levels).enumerate() {
        if *e < CORE_SHARE * level {
            continue;
        }
        let at = from + i;
        match out.last_mut() {
            Some(range) if at <= range.end + stride => range.end = at + 1,
            _ => out.push(at..at + 1),
        }
    }
    let shortest = slow.samples(MIN_STRIDES * stride_s);
    // A stretch that does not contain the midpoint of a running window is not running.
    out.retain(|r| r.len() >= shortest && group.iter().any(|w| r.contains(&w.middle())));
    let margin = slow.samples(WALK_MARGIN_S);
    let strong = |at: usize| {
        let i = at.checked_sub(from)?;
        Some(*energy.get(i)? >= EDGE_SHARE * *levels.get(i)?)
    };
    for range in &mut out {
        let before = walking.iter().rev().find(|w| w.middle() < range.start);
        let first = before.map_or(from, |w| w.range.end.saturating_sub(margin).max(from));
        while range.start > first && strong(range.start - 1) == Some(true) {
            range.start -= 1;
        }
        let after = walking.iter().find(|w| w.middle() > range.end);
        let last = after.map_or(to, |w| (w.range.start + margin).min(to));
        while range.end < last && strong(range.end) == Some(true) {
            range.end += 1;
        }
    }
    out
}

/// Energy of running at each sample of `range`, g²: the upper quartile over nearby windows, because windows at the
/// edges are only partly running.
fn levels(slow: &Slow, group: &[&Window], range: Range<usize>) -> Vec<f64> {
    let near = slow.samples(NEAR_S);
    let mut out = Vec::with_capacity(range.len());
    let mut level = 0.0;
    for (i, at) in range.enumerate() {
        // The level changes slowly, so twice a second is enough.
        if i % slow.samples(0.5) == 0 {
            let centre =
                at.clamp(group.first().map_or(0, |w| w.middle()), group.last().map_or(0, |w| w.middle()));
            let from = group.partition_point(|w| w.middle() + near < centre);
            let to = group.partition_point(|w| w.middle() <= centre + near);
            let energies: Vec<f64> =
                group.get(from..to).unwrap_or(&[]).iter().map(|w| w.amplitude_g.powi(2)).collect();
            level = quantile(&energies, 0.75).unwrap_or(level);
        }
        out.push(level);
    }
    out
}

/// Mean square of the specific force about its mean, over one stride centred on each sample of `range`, g²; at the ends
/// of the piece, over its first or last stride.
pub(super) fn stride_energy(
    slow: &Slow,
    piece: &Range<usize>,
    range: Range<usize>,
    stride: usize,
) -> Vec<f64> {
    let half = (stride / 2).max(1);
    let mut total = vec![0.0; range.len()];
    for axis in &slow.calm {
        let values = axis.get(piece.clone()).unwrap_or(&[]);
        // Running sums of count, value and square; gaps are skipped.
        let mut sums = Vec::with_capacity(values.len() + 1);
        let mut sum = (0.0, 0.0, 0.0);
        sums.push(sum);
        for v in values {
            if v.is_finite() {
                sum = (sum.0 + 1.0, sum.1 + v, sum.2 + v * v);
            }
            sums.push(sum);
        }
        for (slot, at) in total.iter_mut().zip(range.clone()) {
            let at = at.saturating_sub(piece.start);
            let lo = at.saturating_sub(half).min(values.len().saturating_sub(2 * half));
            let hi = (lo + 2 * half).min(values.len());
            let (Some(a), Some(b)) = (sums.get(lo), sums.get(hi)) else { continue };
            let n = b.0 - a.0;
            if n > 0.0 {
                *slot += ((b.2 - a.2) / n - ((b.1 - a.1) / n).powi(2)).max(0.0);
            }
        }
    }
    total
}
