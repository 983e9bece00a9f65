//! One impact a stride: where the acceleration changes fastest.

use crate::bouts::Bout;
use crate::recording::{Sensor, Track, Triad};
use crate::signal::{PeakOptions, derivative, find_peaks, norm3, refine_parabolic, rms, zero_phase_lowpass};

use super::local::local_median;
use super::rotation::{about_main_axis, mid_swings};

/// Low-pass of the jerk's magnitude, Hz (measured on the recordings of docs/VALIDATION.md, as the rest of this file
/// unless said otherwise).
const JERK_CUTOFF_HZ: f64 = 10.0;
/// Low-pass for the movement of the leg as a whole, Hz.
pub(super) const SWING_CUTOFF_HZ: f64 = 5.0;
/// Least distance of two impacts, as a share of the stride time.
const LEAST_SPACING: f64 = 0.7;
/// Least height beside the neighbours' median.
const LEAST_HEIGHT: f64 = 0.45;
/// Least amplitude of the leg's movement beside the bout's median: strides of walking at a bout's edge have 0.38–0.64
/// of the amplitude of running, running strides lie above 0.8.
const LEAST_SWING: f64 = 0.65;
/// Samples read beyond a bout's ends so that filters have settled there, s (*chosen*: three periods of 5 Hz and more).
const MARGIN_S: f64 = 1.0;
/// How far before a bout's first sample an impact may lie, s (*chosen*: bouts are cut to whole windows or samples).
const BEFORE_BOUT_S: f64 = 0.1;
/// Neighbours on each side whose median counts (*chosen*: some twenty seconds of running).
const NEIGHBOURS: usize = 15;

/// The impact follows the fastest forward swing by this, shares of the stride (0.23–0.26 in the marker-based shank of
/// docs/VALIDATION.md and in the virtual runner; toe-off follows at 0.45 and later).
const AFTER_SWING: (f64, f64) = (0.08, 0.38);

/// The samples of a bout and a little more, on the recording's clock.
pub(super) struct Stretch {
    /// Specific force, m/s².
    pub(super) acc: Triad,
    /// The same, low-passed at [`SWING_CUTOFF_HZ`].
    pub(super) swing: Triad,
    /// Rotation in the sagittal plane, rad/s, where it was measured.
    pub(super) rotation: Option<Vec<f64>>,
    /// Index in the track of the first sample.
    pub(super) first: usize,
    /// Samples per second.
    pub(super) rate_hz: f64,
}

impl Stretch {
    /// The samples of a bout with a margin on both sides, as far as there are any.
    pub(super) fn new(track: &Track<Sensor>, bout: &Bout) -> Self {
        let margin = (MARGIN_S * track.rate_hz).ceil().max(0.0) as usize;
        let first = bout.start.saturating_sub(margin);
        let range = first..bout.end.saturating_add(margin);
        let acc = track.acc.slice(range.clone());
        let rotation = track.gyr.as_ref().map(|gyr| about_main_axis(&gyr.slice(range)));
        let swing = acc.map(|x| zero_phase_lowpass(x, SWING_CUTOFF_HZ, track.rate_hz));
        Self { acc, swing, rotation, first, rate_hz: track.rate_hz }
    }

    /// Time of the first sample, s.
    pub(super) fn start_s(&self) -> f64 {
        self.first as f64 / self.rate_hz
    }

    /// Sample range between two times, cut to what there is.
    pub(super) fn samples(&self, from_s: f64, to_s: f64) -> std::ops::Range<usize> {
        let index =
            |t: f64| (((t - self.start_s()) * self.rate_hz).round().max(0.0) as usize).min(self.acc.len());
        let from = index(from_s);
        from..index(to_s).max(from)
    }
}

/// The moment at which the shank is stopped; some 30–60 ms after initial contact.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Impact {
    /// Seconds since the recording's first sample.
    pub(super) time_s: f64,
    /// Height of the jerk's peak, m/s³.
    pub(super) height: f64,
    /// Stride time there, s.
    pub(super) stride_s: f64,
}

/// The impacts of a bout in order, no two in one stride.
pub(super) fn impacts(stretch: &Stretch, bout: &Bout) -> Vec<Impact> {
    let rate = stretch.rate_hz;
    let Some(shortest) = shortest_stride(bout) else { return Vec::new() };
    let [x, y, z] = stretch.acc.columns().map(|axis| derivative(axis, 1.0 / rate));
    let jerk = zero_phase_lowpass(&norm3(&x, &y, &z), JERK_CUTOFF_HZ, rate);
    let first_s = bout.start as f64 / rate - BEFORE_BOUT_S;
    let last_s = bout.end as f64 / rate;
    // With a gyroscope the swing tells impact from push-off, so that both may stay for now.
    let apart = if stretch.rotation.is_some() { 0.25 } else { 0.6 } * shortest;
    let found: Vec<Impact> = find_peaks(&jerk, &PeakOptions::default().distance(apart * rate))
        .iter()
        .filter_map(|peak| {
            let time_s = stretch.start_s() + refine_parabolic(&jerk, peak.index).0 / rate;
            let stride_s = bout.stride_at(time_s)?;
            (first_s..=last_s).contains(&time_s).then_some(Impact { time_s, height: peak.height, stride_s })
        })
        .collect();
    let after_swing = stretch.rotation.as_ref().map(|rotation| {
        let at = |i: f64| stretch.start_s() + i / rate;
        let swings: Vec<f64> = mid_swings(rotation, rate, shortest * rate).into_iter().map(at).collect();
        found.iter().copied().filter(|impact| follows(impact, &swings)).collect::<Vec<_>>()
    });
    let found = match after_swing {
        // A gyroscope that shows no swings (saturated, still, turned off) decides nothing.
        Some(after) if 2 * after.len() >= strides(&found) => after,
        _ => found,
    };
    let found = high_enough(&found);
    one_a_stride(&strong_enough(stretch, &found))
}

/// How many strides lie between the first and the last.
fn strides(impacts: &[Impact]) -> usize {
    match (impacts.first(), impacts.last()) {
        (Some(first), Some(last)) => ((last.time_s - first.time_s) / last.stride_s) as usize,
        _ => 0,
    }
}

/// True where a swing's peak lies as long before the impact as it must.
fn follows(impact: &Impact, swings: &[f64]) -> bool {
    let next = swings.partition_point(|t| *t < impact.time_s);
    let last = match next.checked_sub(1) {
        Some(i) => swings.get(i).copied(),
        // The recording begins after this impact's swing.
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
        near.is_some_and(|near| impact.height >= LEAST_HEIGHT * near).then_some(*impact)
    };
    impacts.iter().zip(&near).filter_map(keep).collect()
}

/// Drops strides whose movement is too small for running.
fn strong_enough(stretch: &Stretch, impacts: &[Impact]) -> Vec<Impact> {
    let swings: Vec<_> = impacts.iter().map(|impact| swing(stretch, impact)).collect();
    let near = local_median(&swings, NEIGHBOURS);
    let keep = |((impact, swing), near): ((&Impact, &Option<f64>), &Option<f64>)| match (swing, near) {
        (Some(swing), Some(near)) => (*swing >= LEAST_SWING * near).then_some(*impact),
        _ => None,
    };
    impacts.iter().zip(&swings).zip(&near).filter_map(keep).collect()
}

/// Root mean square of the leg's movement over the stride after the impact, or before it at the end of the samples.
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

/// Of two impacts too close for two strides, the higher.
fn one_a_stride(impacts: &[Impact]) -> Vec<Impact> {
    let mut out: Vec<Impact> = Vec::new();
    for impact in impacts {
        match out.last_mut() {
            Some(last) if impact.time_s - last.time_s < LEAST_SPACING * impact.stride_s => {
                if impact.height > last.height {
                    *last = *impact;
                }
            }
            _ => out.push(*impact),
        }
    }
    out
}
