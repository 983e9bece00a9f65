//! The true rate of a sensor and the position of every row on its uniform grid, from the timestamps.

use crate::error::Error;

use crate::read::errors::unusable;

/// Longest break, in samples, across which samples are counted while the rate is not yet known (*chosen*).
const COUNTABLE: f64 = 20.0;
/// Timestamps within this share of a period of the uniform clock count as agreeing with it (*chosen*: 1 ms at 100 Hz).
const TOLERANCE: f64 = 0.1;

/// Share of a timestamp's distance from the clock by which the clock is corrected (*chosen*: a memory of about ten samples).
const FOLLOW: f64 = 0.1;

/// Consecutive rows on one clock.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Segment {
    pub(in crate::read) rows: std::ops::Range<usize>,
    /// True if the timestamps agree with the grid, so that samples are copied, not interpolated.
    pub(in crate::read) exact: bool,
}

/// The clock of a recording.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Fit {
    pub(in crate::read) period_s: f64,
    /// Time of grid sample 0 on the scale of the timestamps, s.
    pub(in crate::read) origin_s: f64,
    /// Grid sample of each row, if it is not the row's own number; only approximate if a segment is not exact.
    pub(in crate::read) index: Option<Vec<usize>>,
    pub(in crate::read) segments: Vec<Segment>,
    /// True if each timestamp belongs to a transmission of several rows.
    pub(in crate::read) batches: bool,
    /// Interquartile range of the timestamps' distance from the uniform clock, in periods; zero if only rounding.
    pub(in crate::read) jitter: f64,
    /// Share of intervals in which samples were lost.
    pub(in crate::read) lost_intervals: f64,
}

impl Fit {
    /// Grid sample of a row.
    pub(in crate::read) fn place(&self, row: usize) -> Option<usize> {
        match &self.index {
            None => Some(row),
            Some(index) => index.get(row).copied(),
        }
    }

    /// True if every row is the grid sample of the same number.
    pub(in crate::read) fn is_identity(&self) -> bool {
        self.index.is_none() && self.segments.iter().all(|s| s.exact)
    }

    /// Number of rows.
    pub(in crate::read) fn rows(&self) -> usize {
        self.segments.last().map_or(0, |s| s.rows.end)
    }
}

fn quartile(values: &mut [f64], share: f64) -> f64 {
    if values.is_empty() {
        return 0.0;
    }
    let at = ((values.len() - 1) as f64 * share).round() as usize;
    *values.select_nth_unstable_by(at, f64::total_cmp).1
}

/// Least squares of `t` on the row number: slope and intercept.
fn line(t: &[f64]) -> (f64, f64) {
    let n = t.len().max(1) as f64;
    let (mx, mt) = (0.5 * (n - 1.0), t.iter().sum::<f64>() / n);
    let (mut sxx, mut sxt) = (0.0, 0.0);
    for (i, t) in t.iter().enumerate() {
        let d = i as f64 - mx;
        sxx += d * d;
        sxt += d * (t - mt);
    }
    let slope = if sxx > 0.0 { sxt / sxx } else { 0.0 };
    (slope, mt - slope * mx)
}

/// Least squares of `t` on `x` in groups that share the slope: (slope, intercept of each group).
fn pooled(x: &[usize], t: &[f64], groups: &[std::ops::Range<usize>]) -> (f64, Vec<f64>) {
    let (mut sxx, mut sxt) = (0.0, 0.0);
    let mut centres = Vec::with_capacity(groups.len());
    for g in groups {
        let (Some(x), Some(t)) = (x.get(g.clone()), t.get(g.clone())) else { continue };
        let n = x.len().max(1) as f64;
        let mx = x.iter().map(|&v| v as f64).sum::<f64>() / n;
        let mt = t.iter().sum::<f64>() / n;
        for (&a, &b) in x.iter().zip(t) {
            let d = a as f64 - mx;
            sxx += d * d;
            sxt += d * (b - mt);
        }
        centres.push((mx, mt));
    }
    let slope = if sxx > 0.0 { sxt / sxx } else { 0.0 };
    (slope, centres.iter().map(|(mx, mt)| mt - slope * mx).collect())
}

/// Robust slope: least squares, repeated once without the rows that are more than four interquartile ranges away.
fn robust(x: &[usize], t: &[f64]) -> (f64, f64) {
    let whole = 0..t.len();
    let (slope, intercepts) = pooled(x, t, std::slice::from_ref(&whole));
    let a = intercepts.first().copied().unwrap_or(0.0);
    let far: Vec<f64> = x.iter().zip(t).map(|(&x, &t)| (t - a - slope * x as f64).abs()).collect();
    let limit = 4.0 * quartile(&mut far.clone(), 0.75) + 1e-12;
    let (mut xs, mut ts) = (Vec::new(), Vec::new());
    for ((&x, &t), &f) in x.iter().zip(t).zip(&far) {
        if f <= limit {
            xs.push(x);
            ts.push(t);
        }
    }
    if xs.len() < 3 || xs.len() == t.len() {
        return (slope, a);
    }
    let whole = 0..ts.len();
    let (slope, intercepts) = pooled(&xs, &ts, std::slice::from_ref(&whole));
    (slope, intercepts.first().copied().unwrap_or(0.0))
}

fn largest(x: &[usize], t: &[f64], period: f64, origin: f64) -> f64 {
    x.iter().zip(t).map(|(&x, &t)| (t - origin - period * x as f64).abs()).fold(0.0, f64::max)
}

/// Finds the clock behind timestamps (s, at least two, non-decreasing) with the given resolution (s).
pub(in crate::read) fn fit(t: &[f64], quantum_s: f64) -> Result<Fit, Error> {
    let n = t.len();
    // 1. No samples missing; the timestamps are those of a uniform clock, rounded.
    let (period, origin) = line(t);
    let all = |exact| vec![Segment { rows: 0..n, exact }];
    let whole = |period_s, origin_s, index, segments, batches| Fit {
        period_s,
        origin_s,
        index,
        segments,
        batches,
        jitter: 0.0,
        lost_intervals: 0.0,
    };
    // Rounding moves a stamp by half its last decimal at most; a little more allows for the error of the fit. Timestamps coarser than
    // two periods are more likely those of batches.
    let allowed = |period: f64| (0.6 * quantum_s.min(2.0 * period)).max(TOLERANCE * period);
    let off = t.iter().enumerate().map(|(i, t)| (t - origin - period * i as f64).abs()).fold(0.0, f64::max);
    // Nearly all files end here: their timestamps are fine enough to rule out the cases below.
    if period > 0.0 && quantum_s <= 0.3 * period && off <= allowed(period) {
        return Ok(whole(period, origin, None, all(true), false));
    }
    let steps: Vec<f64> = t.windows(2).filter_map(|w| Some(w.last()? - w.first()?)).collect();
    let mut forward: Vec<f64> = steps.iter().copied().filter(|d| *d > 0.0).collect();
    let median = quartile(&mut forward, 0.5);
    let long = steps.iter().filter(|d| **d > 1.5 * median).count();
    // One or two long steps between coarse timestamps are lost samples; rounding would repeat them.
    let lost_few = (1..3).contains(&long) && quantum_s > 0.3 * period;
    if period > 0.0 && !lost_few && off <= allowed(period) {
        return Ok(whole(period, origin, None, all(true), false));
    }
    // 2. Several rows share a timestamp.
    if is_batched(&steps) {
        return batched(t, &steps, n)
            .map(|(period, origin, index)| whole(period, origin, Some(index), all(true), true));
    }
    // 3. No samples missing, but the timestamps jitter by less than half a period.
    if period > 0.0 && !lost_few && off < 0.5 * period && steps.iter().all(|d| *d < 2.5 * period) {
        let mut spread: Vec<f64> = steps.iter().map(|&d| d / period).collect();
        let jitter = quartile(&mut spread, 0.75) - quartile(&mut spread, 0.25);
        let start = t.first().copied().unwrap_or(0.0);
        return Ok(Fit { jitter, ..whole(period, start, None, all(false), false) });
    }
    // 4. Samples missing.
    if median <= 0.0 {
        return Err(unusable("the time never advances"));
    }
    let single: Vec<f64> = steps.iter().copied().filter(|d| *d > 0.0 && *d < 1.5 * median).collect();
    let first = single.iter().sum::<f64>() / single.len().max(1) as f64;
    let count = |step: f64, period: f64| (step / period).round().max(if step > 0.0 { 1.0 } else { 0.0 });
    // Each row goes to the nearest sample of a clock that follows the timestamps slowly, so that jitter does not accumulate.
    let place = |period: f64| {
        let mut index = vec![0usize; 1];
        let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
        let (mut at, mut start, mut now) = (0usize, 0usize, 0.0);
        let mut anchor = 0.0;
        for (i, &step) in steps.iter().enumerate() {
            now += step;
            let nearest = ((now - anchor) / period).round().clamp(0.0, 1e12) as usize;
            let next = if step > 0.0 { nearest.max(at + 1) } else { at };
            if (next - at) as f64 > COUNTABLE {
                groups.push(start..i + 1);
                start = i + 1;
                anchor = now - next as f64 * period;
            } else {
                anchor += FOLLOW * (now - anchor - next as f64 * period);
            }
            at = next;
            index.push(at);
        }
        groups.push(start..n);
        (index, groups)
    };
    let (index, groups) = place(first);
    let (mut period, _) = pooled(&index, t, &groups);
    if period <= 0.0 {
        period = first;
    }
    let (mut index, groups) = place(period);
    // With the rate known, long breaks are counted on the clock itself, so that rounding does not accumulate.
    let (slope, intercepts) = pooled(&index, t, &groups);
    if slope > 0.0 {
        period = slope;
    }
    let origin = intercepts.first().copied().unwrap_or(0.0);
    for g in groups.iter().skip(1) {
        let Some((&t, &x)) = t.get(g.start).zip(index.get(g.start)) else { continue };
        let wanted = ((t - origin) / period).round().max(0.0) as usize;
        let (up, down) = (wanted.saturating_sub(x), x.saturating_sub(wanted));
        for i in g.start..n {
            if let Some(v) = index.get_mut(i) {
                *v = (*v + up).saturating_sub(down);
            }
        }
    }
    let mut segments = Vec::new();
    for g in &groups {
        let (Some(x), Some(t)) = (index.get(g.clone()), t.get(g.clone())) else { continue };
        let exact =
            largest(x, t, period, origin) <= allowed(period) && x.windows(2).all(|w| w.first() < w.last());
        segments.push(Segment { rows: g.clone(), exact });
    }
    let origin =
        if segments.first().is_some_and(|s| s.exact) { origin } else { t.first().copied().unwrap_or(0.0) };
    let mut off: Vec<f64> = steps.iter().map(|&d| d / period - count(d, period)).collect();
    let spread = quartile(&mut off, 0.75) - quartile(&mut off, 0.25);
    let jitter = if segments.iter().all(|s| s.exact) { 0.0 } else { spread };
    let lost = steps.iter().filter(|&&d| count(d, period) > 1.0).count() as f64 / steps.len().max(1) as f64;
    Ok(Fit {
        period_s: period,
        origin_s: origin,
        index: Some(index),
        segments,
        batches: false,
        jitter,
        lost_intervals: lost,
    })
}

/// True if many rows share a timestamp, or come in bursts far closer together than the mean step.
fn is_batched(steps: &[f64]) -> bool {
    let n = steps.len();
    let mut sorted = steps.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    // Without the longest hundredth, so that pauses are not mistaken for batches.
    let kept = sorted.get(..n - n / 100).unwrap_or_default();
    let mean = kept.iter().sum::<f64>() / kept.len().max(1) as f64;
    let close = steps.iter().filter(|&&d| d < 0.25 * mean).count();
    // Chosen: one step in ten; lost packets only lengthen steps, and rounding doubles a stamp only near 1 kHz.
    close * 10 > n
}

/// Rows in batches: the clock is regressed on the row number; a batch that stays late follows lost rows.
fn batched(t: &[f64], steps: &[f64], n: usize) -> Result<(f64, f64, Vec<usize>), Error> {
    let mean = steps.iter().sum::<f64>() / steps.len().max(1) as f64;
    let mut starts = vec![0usize];
    starts.extend(steps.iter().enumerate().filter(|(_, d)| **d >= 0.25 * mean).map(|(i, _)| i + 1));
    let blocks: Vec<(usize, usize)> = starts
        .iter()
        .zip(starts.iter().skip(1).chain(std::iter::once(&n)))
        .map(|(&a, &b)| (a, b - a))
        .collect();
    let at = |row: usize| t.get(row).copied().unwrap_or(0.0);
    let mut periods: Vec<f64> = blocks
        .windows(2)
        .filter_map(|w| {
            let (&(a, len), &(b, _)) = (w.first()?, w.last()?);
            (len > 0).then(|| (at(b) - at(a)) / len as f64)
        })
        .collect();
    let mut lengths: Vec<f64> = blocks.iter().map(|b| b.1 as f64).collect();
    let period = quartile(&mut periods, 0.5);
    let length = quartile(&mut lengths, 0.5).max(1.0);
    if period <= 0.0 {
        return Err(unusable("the time never advances"));
    }
    let mut index = Vec::with_capacity(n);
    let mut shift = 0usize;
    for (b, &(start, len)) in blocks.iter().enumerate() {
        if let Some(&(before, before_len)) = b.checked_sub(1).and_then(|b| blocks.get(b)) {
            let late = at(start) - at(before) - before_len as f64 * period;
            let made_up =
                blocks.get(b + 1).map_or(0.0, |&(next, _)| at(next) - at(start) - len as f64 * period);
            // Late by more than a batch, and the next one does not catch up.
            if late > length * period && made_up > -0.5 * late {
                shift = shift.saturating_add((late / period).round() as usize);
            }
        }
        index.extend((start..start + len).map(|row| row + shift));
    }
    // Regressing a staircase row by row is biased at its ends, so each batch counts once.
    // The first one may have begun before the recording.
    let whole = blocks.iter().skip(usize::from(blocks.len() > 3));
    let (at_row, stamps): (Vec<usize>, Vec<f64>) =
        whole.filter_map(|&(start, _)| Some((*index.get(start)?, *t.get(start)?))).unzip();
    let (slope, origin) = robust(&at_row, &stamps);
    let slope = if slope > 0.0 { slope } else { period };
    Ok((slope, origin, index))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounded_stamps_give_the_true_rate() {
        // 142.857 Hz written with three decimals that drift: 7 ms steps.
        let t: Vec<f64> = (0..2000).map(|i| (i as f64 * 7.0).round() / 1000.0).collect();
        let fit = fit(&t, 1e-3).expect("fit");
        // The timestamps are exact here: only rounding of the sums.
        assert!((fit.period_s - 0.007).abs() < 1e-12);
        // 81.3 Hz on a millisecond clock.
        let t: Vec<f64> = (0..2000).map(|i| (i as f64 * 1000.0 / 81.3).round() / 1000.0).collect();
        let fit = super::fit(&t, 1e-3).expect("fit");
        // Required: 1e-4 of the rate.
        assert!((fit.period_s * 81.3 - 1.0).abs() < 1e-5, "{}", 1.0 / fit.period_s);
        assert!(fit.segments.iter().all(|s| s.exact));
    }

    #[test]
    fn lost_packets_leave_the_clock() {
        let kept: Vec<usize> = (0..3000).filter(|i| i % 8 != 3 && !(1000..1400).contains(i)).collect();
        let t: Vec<f64> = kept.iter().map(|&i| (i as f64 * 9.77).round() / 1000.0).collect();
        let fit = fit(&t, 1e-3).expect("fit");
        assert_eq!(fit.index, Some(kept));
        assert!((fit.period_s / 0.009_77 - 1.0).abs() < 1e-4, "{}", fit.period_s);
        assert!(fit.segments.iter().all(|s| s.exact), "{:?}", fit.segments);
        // Seven of eight samples there, one interval in seven bridges two.
        assert!((fit.lost_intervals - 1.0 / 7.0).abs() < 0.01);
    }

    #[test]
    fn batches_are_regressed() {
        // Ten samples at 100 Hz under the stamp of their transmission, which jitters by 5 ms.
        let t: Vec<f64> = (0..2000).map(|i| (i / 10) as f64 * 0.1 + f64::from(i / 10 % 3) * 0.0025).collect();
        let fit = fit(&t, 1e-4).expect("fit");
        assert!(fit.batches);
        assert_eq!(fit.place(1999), Some(1999));
        assert!((fit.period_s * 100.0 - 1.0).abs() < 1e-4, "{}", fit.period_s);
    }

    #[test]
    fn stamps_of_whole_seconds_give_the_rate() {
        // 60 s at 97.3 Hz that begin within a second.
        let t: Vec<f64> = (0..5838).map(|i| (f64::from(i) / 97.3 + 0.63).floor()).collect();
        let fit = fit(&t, 1.0).expect("fit");
        assert!(fit.batches);
        assert_eq!(fit.index.as_ref().and_then(|i| i.last()), Some(&5837));
        // Each second's first row is up to a period late; over a minute that is 1e-4.
        assert!((fit.period_s * 97.3 - 1.0).abs() < 2e-4, "{}", 1.0 / fit.period_s);
    }

    #[test]
    fn stamps_coarser_than_a_period_give_the_rate() {
        let t: Vec<f64> = (0..2000).map(|i| (f64::from(i) / 142.857 * 100.0).round() / 100.0).collect();
        let fit = fit(&t, 1e-2).expect("fit");
        assert!(!fit.batches && fit.segments.iter().all(|s| s.exact));
        assert!((fit.period_s * 142.857 - 1.0).abs() < 1e-4, "{}", 1.0 / fit.period_s);
    }

    #[test]
    fn jitter_is_measured() {
        // Steps alternate between 6 and 14 ms.
        let t: Vec<f64> = (0..1000).map(|i| i as f64 * 0.01 + f64::from(i % 2) * 0.004).collect();
        let fit = fit(&t, 1e-3).expect("fit");
        assert!((fit.period_s * 100.0 - 1.0).abs() < 1e-4);
        assert!(fit.jitter > 0.5 && !fit.segments.iter().any(|s| s.exact), "{fit:?}");
    }
}
