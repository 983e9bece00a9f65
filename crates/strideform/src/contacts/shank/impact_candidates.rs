//! Finds one impact per stride, where the acceleration changes fastest.

use crate::bouts::Bout;
use crate::signal::{
    PeakOptions, derivative, find_peaks, mean, median, norm3, refine_parabolic, rms, zero_phase_lowpass,
};

use super::neighbours::local_median;
use super::rotation::mid_swings;
use super::samples::Stretch;

/// Low-pass of the jerk's magnitude, Hz (measured on the recordings of docs/VALIDATION.md, like the other constants of
/// this file unless stated otherwise).
const JERK_CUTOFF_HZ: f64 = 10.0;
/// Minimum time between two impacts, as a share of the stride time.
const MIN_SPACING: f64 = 0.7;
/// Minimum time between candidates before they are rated, as a share of the stride time (*chosen*: half a contact).
const CANDIDATES_APART: f64 = 0.15;
/// Minimum time to a higher-rated candidate after that, as a share of the stride time.
const STRIDES_APART: f64 = 0.6;
/// Where the load of the leg is read before and after an impact, as shares of the stride from the impact.
const BEFORE: (f64, f64) = (-0.30, -0.05);
const AFTER: (f64, f64) = (0.0, 0.25);
/// Factor applied to the height of a candidate after which the load falls (*chosen*: toe-off is up to twice as sharp as
/// a forefoot landing in the virtual runner, and a third as sharp as a heel strike in people).
const MIN_WEIGHT: f64 = 0.35;
/// Minimum height relative to the neighbours' median.
const MIN_HEIGHT: f64 = 0.45;
/// Minimum amplitude of the leg's movement relative to the bout's median: walking strides at the edge of a bout have
/// 0.38–0.64 of the amplitude of running, running strides more than 0.8.
const MIN_SWING: f64 = 0.65;
/// How far before a bout's first sample an impact may lie, s (*chosen*: bouts begin on whole windows or samples).
const BEFORE_BOUT_S: f64 = 0.1;
/// Neighbours on each side over which medians are taken (*chosen*: about twenty seconds of running).
const NEIGHBOURS: usize = 15;

/// Delay of the impact after the fastest forward swing, as shares of the stride (0.23–0.26 in the marker-based shank
/// recording of docs/VALIDATION.md and in the virtual runner; toe-off follows at 0.45 or later).
const AFTER_SWING: (f64, f64) = (0.08, 0.38);

/// How much sharper the impacts must be for the opposite swing direction to be used (*chosen*: well above the scatter
/// of one runner's impacts, and more than a push-off can exceed a soft landing).
const CLEARLY: f64 = 2.0;

/// The moment at which the shank is decelerated, some 30–60 ms after initial contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Impact {
    /// Seconds since the recording's first sample.
    pub(super) time_s: f64,
    /// Height of the jerk's peak, m/s³.
    height: f64,
    /// The height, reduced if the leg is not loaded afterwards; the higher it is, the likelier a contact.
    rank: f64,
    /// Local stride time, s.
    pub(super) stride_s: f64,
}

/// The impacts of a bout in chronological order, at most one per stride.
pub(super) fn impacts(stretch: &Stretch, bout: &Bout) -> Vec<Impact> {
    let rate = stretch.rate_hz;
    let Some(shortest) = shortest_stride(bout) else { return Vec::new() };
    let [x, y, z] = stretch.acc.columns().map(|axis| derivative(axis, 1.0 / rate));
    let jerk = zero_phase_lowpass(&norm3(&x, &y, &z), JERK_CUTOFF_HZ, rate);
    let first_s = bout.start as f64 / rate - BEFORE_BOUT_S;
    let last_s = bout.end as f64 / rate;
    let found: Vec<Impact> =
        find_peaks(&jerk, &PeakOptions::default().distance(CANDIDATES_APART * shortest * rate))
            .iter()
            .filter_map(|peak| {
                let time_s = stretch.start_s() + refine_parabolic(&jerk, peak.index).0 / rate;
                let stride_s = bout.stride_at(time_s)?;
                (first_s..=last_s).contains(&time_s).then_some(Impact {
                    time_s,
                    height: peak.height,
                    rank: peak.height,
                    stride_s,
                })
            })
            .collect();
    let ranked = |candidates: &[Impact]| high_enough(&highest(&loading(stretch, bout, candidates)));
    let found = match by_swing(stretch, &found, shortest, ranked) {
        Some(chosen) => chosen,
        None => ranked(&found),
    };
    one_a_stride(&strong_enough(stretch, &found))
}

/// The candidates that remain once the gyroscope has distinguished swing from stance; `None` without a gyroscope.
///
/// If the stance phase did not show which direction is forward, the third moment usually does. After a short contact,
/// however, the shank may swing back faster than forward, so the opposite direction is used if the impacts that follow
/// its swings are clearly sharper.
fn by_swing(
    stretch: &Stretch,
    all: &[Impact],
    shortest_s: f64,
    ranked: impl Fn(&[Impact]) -> Vec<Impact>,
) -> Option<Vec<Impact>> {
    let follow = |sign: f64| Some(ranked(&unless_too_few(all, after_swing(stretch, all, shortest_s, sign))));
    let sharpness =
        |impacts: &[Impact]| median(&impacts.iter().map(|i| i.rank).collect::<Vec<_>>()).unwrap_or_default();
    stretch.rotation.as_ref()?;
    let forward = follow(1.0)?;
    if stretch.sense_is_sure {
        return Some(forward);
    }
    let backward = follow(-1.0)?;
    let reversed =
        sharpness(&backward) > CLEARLY * sharpness(&forward) && 2 * backward.len() >= forward.len();
    Some(if reversed { backward } else { forward })
}

/// `chosen`, unless it omits more than half of the strides: a gyroscope that shows no swings (saturated or switched
/// off) or a wrong axis must not decide.
fn unless_too_few(all: &[Impact], chosen: Option<Vec<Impact>>) -> Vec<Impact> {
    chosen.filter(|chosen| 2 * chosen.len() >= strides(all)).unwrap_or_else(|| all.to_vec())
}

/// The candidates that follow a swing with the delay of an impact; `None` without a gyroscope.
fn after_swing(stretch: &Stretch, impacts: &[Impact], shortest_s: f64, sign: f64) -> Option<Vec<Impact>> {
    let rate = stretch.rate_hz;
    let at = |i: f64| stretch.start_s() + i / rate;
    let rotation: Vec<f64> = stretch.rotation.as_ref()?.iter().map(|v| sign * v).collect();
    let swings: Vec<f64> = mid_swings(&rotation, rate, shortest_s * rate).into_iter().map(at).collect();
    Some(impacts.iter().copied().filter(|impact| follows(impact, &swings)).collect())
}

/// Reduces the height of candidates after which the leg is loaded less than before: the mean along the shank rises at
/// contact and falls at toe-off, and with a soft landing toe-off may be the sharper of the two.
fn loading(stretch: &Stretch, bout: &Bout, impacts: &[Impact]) -> Vec<Impact> {
    let range = bout.start.saturating_sub(stretch.first)..bout.end.saturating_sub(stretch.first);
    let axial = stretch.acc.along(&stretch.acc.slice(range).mean());
    let level = |impact: &Impact, (from, to): (f64, f64)| {
        let at = |share: f64| impact.time_s + share * impact.stride_s;
        let range = stretch.samples(at(from), at(to));
        let whole = ((to - from) * impact.stride_s * stretch.rate_hz) as usize;
        if 2 * range.len() < whole { None } else { mean(axial.get(range)?) }
    };
    let rise = |impact: &Impact| Some(level(impact, AFTER)? - level(impact, BEFORE)?);
    let rises: Vec<Option<f64>> = impacts.iter().map(rise).collect();
    let sizes: Vec<f64> = rises.iter().flatten().map(|r| r.abs()).collect();
    let usual = median(&sizes).unwrap_or(0.0);
    let lowered = |(impact, rise): (&Impact, &Option<f64>)| {
        let rise = rise.filter(|_| usual > 0.0).map_or(1.0, |rise| rise / usual);
        Impact { rank: impact.height * (0.7 + 0.5 * rise).clamp(MIN_WEIGHT, 1.0), ..*impact }
    };
    impacts.iter().zip(&rises).map(lowered).collect()
}

/// Working down from the highest, drops every candidate too close to a higher one that is kept.
fn highest(impacts: &[Impact]) -> Vec<Impact> {
    let mut order: Vec<&Impact> = impacts.iter().collect();
    order.sort_by(|a, b| b.rank.total_cmp(&a.rank));
    // Kept times in ascending order; both neighbours of a new one are checked.
    let mut kept: Vec<Impact> = Vec::new();
    for impact in order {
        let after = kept.partition_point(|k| k.time_s < impact.time_s);
        let near = |k: Option<&Impact>| {
            k.is_some_and(|k| (k.time_s - impact.time_s).abs() < STRIDES_APART * impact.stride_s)
        };
        if !near(kept.get(after)) && !near(after.checked_sub(1).and_then(|i| kept.get(i))) {
            kept.insert(after, *impact);
        }
    }
    kept
}

/// Number of strides between the first and the last.
fn strides(impacts: &[Impact]) -> usize {
    match (impacts.first(), impacts.last()) {
        (Some(first), Some(last)) => ((last.time_s - first.time_s) / last.stride_s) as usize,
        _ => 0,
    }
}

/// True if the peak of a swing precedes the impact by the expected time.
fn follows(impact: &Impact, swings: &[f64]) -> bool {
    let next = swings.partition_point(|t| *t < impact.time_s);
    let last = match next.checked_sub(1) {
        Some(i) => swings.get(i).copied(),
        // The recording begins after the swing that precedes this impact.
        None => swings.first().map(|first| first - impact.stride_s),
    };
    last.is_some_and(|swing| {
        let lag = (impact.time_s - swing) / impact.stride_s;
        (AFTER_SWING.0..=AFTER_SWING.1).contains(&lag)
    })
}

fn shortest_stride(bout: &Bout) -> Option<f64> {
    let local = bout.strides_s.iter().map(|(_, stride)| *stride);
    local.chain(bout.stride_s).filter(|s| s.is_finite() && *s > 0.0).reduce(f64::min)
}

fn high_enough(impacts: &[Impact]) -> Vec<Impact> {
    let heights: Vec<_> = impacts.iter().map(|i| Some(i.height)).collect();
    let near = local_median(&heights, NEIGHBOURS);
    let keep = |(impact, near): (&Impact, &Option<f64>)| {
        near.is_some_and(|near| impact.height >= MIN_HEIGHT * near).then_some(*impact)
    };
    impacts.iter().zip(&near).filter_map(keep).collect()
}

/// Drops strides with too little movement for running.
fn strong_enough(stretch: &Stretch, impacts: &[Impact]) -> Vec<Impact> {
    let swings: Vec<_> = impacts.iter().map(|impact| swing(stretch, impact)).collect();
    let near = local_median(&swings, NEIGHBOURS);
    let keep = |((impact, swing), near): ((&Impact, &Option<f64>), &Option<f64>)| match (swing, near) {
        (Some(swing), Some(near)) => (*swing >= MIN_SWING * near).then_some(*impact),
        _ => None,
    };
    impacts.iter().zip(&swings).zip(&near).filter_map(keep).collect()
}

/// Root mean square of the leg's movement over the stride after the impact, or over the one before it at the end of the
/// samples.
fn swing(stretch: &Stretch, impact: &Impact) -> Option<f64> {
    let whole = (impact.stride_s * stretch.rate_hz).round() as usize;
    let after = stretch.samples(impact.time_s, impact.time_s + impact.stride_s);
    let before = stretch.samples(impact.time_s - impact.stride_s, impact.time_s);
    let range = if after.len() + 1 >= whole { after } else { before };
    let part = stretch.swing.slice(range);
    let mean = part.mean();
    let centred = |axis: &[f64], mean: f64| axis.iter().map(|v| v - mean).collect::<Vec<_>>();
    let [x, y, z] = part.columns();
    rms(&norm3(&centred(x, mean.x), &centred(y, mean.y), &centred(z, mean.z)))
}

/// Of two impacts too close to be two strides, keeps the higher.
fn one_a_stride(impacts: &[Impact]) -> Vec<Impact> {
    let mut out: Vec<Impact> = Vec::new();
    for impact in impacts {
        match out.last_mut() {
            Some(last) if impact.time_s - last.time_s < MIN_SPACING * impact.stride_s => {
                if impact.rank > last.rank {
                    *last = *impact;
                }
            }
            _ => out.push(*impact),
        }
    }
    out
}
