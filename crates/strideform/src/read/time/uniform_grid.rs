//! Samples on a uniform grid: copied where the timestamps are regular, interpolated where they are not, bridged where
//! samples are missing.

use std::borrow::Cow;
use std::ops::Range;

use crate::parallel::*;

use crate::error::Error;

use crate::read::errors::unusable;
use crate::read::time::sampling_rate::Fit;

/// Breaks longer than this are gaps, shorter ones are harmless (*chosen*: the usual limit for bridging before a filter;
/// contacts measured on thinned recordings do not change below it). Half a millisecond is allowed for rounded timestamps.
const HARMLESS_S: f64 = 0.0305;
/// Maximum number of grid samples per row, and a number that is always allowed: they bound the memory that a pause can use (*chosen*).
const MAX_PER_ROW: usize = 20;
const ALWAYS_ALLOWED: usize = 1_000_000;

/// Uniform samples of several channels.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::read) struct Grid {
    pub(in crate::read) rate_hz: f64,
    pub(in crate::read) channels: Vec<Vec<f64>>,
    /// Bridged ranges too long to be harmless.
    pub(in crate::read) gaps: Vec<Range<usize>>,
    /// Samples missing in at least one channel.
    pub(in crate::read) missing: usize,
    /// Longest break, s.
    pub(in crate::read) longest_s: f64,
}

/// Places the rows on the grid of `fit`. `t` holds the rows' timestamps in seconds. The first `measured` of the `channels`
/// are also needed as read; they are moved out only if all of them are complete and the grid holds them unchanged.
pub(in crate::read) fn lay(
    t: &[f64],
    fit: &Fit,
    channels: &mut Vec<Cow<'_, [f64]>>,
    measured: usize,
) -> Result<Grid, Error> {
    let rows = fit.rows();
    let last = rows.checked_sub(1).and_then(|row| fit.place(row)).unwrap_or(0);
    let by_time = match t.last() {
        Some(&end) if !fit.segments.last().is_some_and(|s| s.exact) => {
            ((end - fit.origin_s) / fit.period_s).floor().max(0.0) as usize
        }
        _ => last,
    };
    let n = by_time.saturating_add(1);
    if n > (rows.saturating_mul(MAX_PER_ROW)).saturating_add(ALWAYS_ALLOWED) {
        return Err(unusable(format!(
            "the timestamps contain a pause of {:.1} h: the file holds more than one recording",
            t.windows(2).filter_map(|w| Some(w.last()? - w.first()?)).fold(0.0, f64::max) / 3600.0
        ))
        .with_remedy("split the file at the pause"));
    }
    let mut grid = Grid { rate_hz: 1.0 / fit.period_s, ..Grid::default() };
    let as_read = fit.is_identity() && channels.iter().all(|c| c.len() == n);
    let complete = |c: &Cow<'_, [f64]>| !c.iter().any(|v| v.is_nan());
    // Samples that were read on the grid already are not copied.
    let taken: Vec<(Cow<'_, [f64]>, bool)> = if as_read && channels.iter().take(measured).all(complete) {
        std::mem::take(channels).into_iter().map(|c| (c, true)).collect()
    } else {
        channels.iter().map(|c| (Cow::Borrowed(c.as_ref()), as_read)).collect()
    };
    // One channel on the grid, and where it is missing, if anywhere.
    let laid = |(channel, as_read): (Cow<'_, [f64]>, bool)| {
        let mut out = if as_read { channel.into_owned() } else { placed(t, fit, &channel, n) };
        let holes = out.iter().any(|v| v.is_nan());
        let holes = holes.then(|| out.iter().map(|v| v.is_nan()).collect::<Vec<bool>>());
        if holes.is_some() {
            bridge(&mut out);
        }
        (out, holes)
    };
    let all: Vec<_> = taken.into_par_iter().map(laid).collect();
    if all.iter().all(|(_, holes)| holes.is_none()) {
        grid.channels = all.into_iter().map(|(channel, _)| channel).collect();
        return Ok(grid);
    }
    let mut absent = vec![false; n];
    for (channel, holes) in all {
        grid.channels.push(channel);
        for (flag, hole) in absent.iter_mut().zip(holes.iter().flatten()) {
            *flag |= *hole;
        }
    }
    grid.missing = absent.iter().filter(|a| **a).count();
    let mut start = 0;
    for run in absent.chunk_by(|a, b| a == b) {
        let end = start + run.len();
        if run.first() == Some(&true) {
            let edge = start == 0 || end == n;
            let seconds = (run.len() + usize::from(!edge)) as f64 * fit.period_s;
            grid.longest_s = grid.longest_s.max(seconds);
            if seconds > HARMLESS_S {
                grid.gaps.push(start..end);
            }
        }
        start = end;
    }
    Ok(grid)
}

/// One channel's rows at their positions on the grid of `n` samples, NaN where there is no row.
fn placed(t: &[f64], fit: &Fit, channel: &[f64], n: usize) -> Vec<f64> {
    let mut out = vec![f64::NAN; n];
    for segment in &fit.segments {
        if !segment.exact {
            interpolate(t, fit, segment.rows.clone(), channel, &mut out);
            continue;
        }
        for row in segment.rows.clone() {
            if let (Some(i), Some(&v)) = (fit.place(row), channel.get(row))
                && let Some(slot) = out.get_mut(i)
            {
                *slot = v;
            }
        }
    }
    out
}

/// Linear interpolation between the timestamps of one segment; none if the neighbours are too far apart.
fn interpolate(t: &[f64], fit: &Fit, rows: Range<usize>, channel: &[f64], out: &mut [f64]) {
    let pairs: Vec<(f64, f64)> =
        rows.filter_map(|r| Some((*t.get(r)?, *channel.get(r)?))).filter(|(_, v)| !v.is_nan()).collect();
    let reach = HARMLESS_S.max(1.75 * fit.period_s);
    let mut at = 0;
    let (Some(first), Some(last)) = (pairs.first(), pairs.last()) else { return };
    let from = ((first.0 - fit.origin_s) / fit.period_s - 1e-6).ceil().max(0.0) as usize;
    let to = ((last.0 - fit.origin_s) / fit.period_s + 1e-6).floor().max(0.0) as usize;
    for (i, slot) in out.iter_mut().enumerate().take(to.saturating_add(1)).skip(from) {
        let now = fit.origin_s + i as f64 * fit.period_s;
        while pairs.get(at + 1).is_some_and(|next| next.0 < now) {
            at += 1;
        }
        let (Some(a), b) = (pairs.get(at), pairs.get(at + 1)) else { break };
        *slot = match b {
            Some(b) if b.0 - a.0 > reach && now > a.0 && now < b.0 => f64::NAN,
            Some(b) if b.0 > a.0 => a.1 + (b.1 - a.1) * ((now - a.0) / (b.0 - a.0)).clamp(0.0, 1.0),
            _ => a.1,
        };
    }
}

/// Fills missing values by linear interpolation, and with the nearest value at the ends.
pub(in crate::read) fn bridge(values: &mut [f64]) {
    let mut known: Option<(usize, f64)> = None;
    let mut i = 0;
    while i < values.len() {
        let Some(&v) = values.get(i) else { break };
        if !v.is_nan() {
            known = Some((i, v));
            i += 1;
            continue;
        }
        let next = values.iter().enumerate().skip(i).find(|(_, v)| !v.is_nan()).map(|(j, &v)| (j, v));
        let end = next.map_or(values.len(), |(j, _)| j);
        for (j, slot) in values.iter_mut().enumerate().take(end).skip(i) {
            *slot = match (known, next) {
                (Some((a, x)), Some((b, y))) => x + (y - x) * (j - a) as f64 / (b - a) as f64,
                (Some((_, x)), None) | (None, Some((_, x))) => x,
                (None, None) => 0.0,
            };
        }
        i = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::time::sampling_rate::fit;

    #[test]
    fn regular_samples_are_copied_and_breaks_bridged() {
        let kept: Vec<usize> = (0..200).filter(|i| *i != 50 && !(100..105).contains(i)).collect();
        let t: Vec<f64> = kept.iter().map(|&i| i as f64 / 100.0).collect();
        let values: Vec<f64> = kept.iter().map(|&i| (i * i) as f64).collect();
        let grid = lay(&t, &fit(&t, 1e-2).expect("fit"), &mut vec![values.into()], 1).expect("grid");
        let out = grid.channels.first().expect("channel");
        assert_eq!(out.len(), 200);
        assert!(kept.iter().all(|&i| out.get(i) == Some(&((i * i) as f64))));
        assert_eq!(out.get(50), Some(&((49.0 * 49.0 + 51.0 * 51.0) / 2.0)));
        assert_eq!(grid.gaps, vec![100..105]);
        assert_eq!(grid.missing, 6);
    }

    #[test]
    fn jittering_stamps_are_interpolated_where_they_say() {
        let t: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.01 + f64::from(i % 2) * 0.004).collect();
        let values: Vec<f64> = t.iter().map(|t| 3.0 * t).collect();
        let grid = lay(&t, &fit(&t, 1e-3).expect("fit"), &mut vec![values.into()], 1).expect("grid");
        for (i, v) in grid.channels.first().expect("channel").iter().enumerate() {
            // A straight line survives linear interpolation to rounding.
            assert!((v - 3.0 * i as f64 / grid.rate_hz).abs() < 1e-9, "{i}");
        }
    }

    #[test]
    fn a_pause_of_years_is_refused() {
        let mut t: Vec<f64> = (0..100).map(|i| f64::from(i) / 100.0).collect();
        t.push(1e9);
        let values = vec![0.0; t.len()];
        let fit = fit(&t, 1e-2).expect("fit");
        assert!(lay(&t, &fit, &mut vec![values.into()], 1).is_err_and(|e| e.message().contains("pause")));
    }
}
