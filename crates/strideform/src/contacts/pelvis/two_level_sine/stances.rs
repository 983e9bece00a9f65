//! Stances as humps of the vertical force, with the crossings that the sine model inverts.

use crate::signal::{PeakOptions, first_rise, last_fall, peak_samples, zero_phase_lowpass};

use super::parameters::Levels;
use crate::contacts::Hump;

use crate::contacts::pelvis::stride_mean::step_period;
use crate::contacts::pelvis::vertical::Vertical;

/// Length of the segments in which the step period is assumed constant, s, and the margin on each side of them
/// (*chosen*).
const PIECE_S: f64 = 20.0;
const OVERLAP_S: f64 = 2.0;

/// The active peak lies after the impact and before the tail of toe-off: between these shares of the time from the rise
/// of the force through half a body weight to its fall through one (*chosen*; part of the calibration of the active
/// peak).
const MID_STANCE: (f64, f64) = (0.35, 0.80);

/// One hump of the vertical force.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::contacts::pelvis) struct Stance {
    /// Rise through the level, s since the recording's first sample.
    pub(in crate::contacts::pelvis) rise_s: f64,
    /// Highest point of the swing at the step frequency, s: it leads mid-stance by 11 ms (see `steps.rs`).
    pub(in crate::contacts::pelvis) peak_s: f64,
    /// From rise to fall, s, where the fall was found and the width makes sense.
    pub(in crate::contacts::pelvis) width_s: Option<f64>,
    /// From the rise through the level to the rise through one body weight, s.
    pub(in crate::contacts::pelvis) climb_s: Option<f64>,
    /// Smallest force between this hump and the next, body weights.
    pub(in crate::contacts::pelvis) trough: Option<f64>,
    /// Highest force in mid-stance after the low-pass for the fall, body weights, if the width is known.
    pub(in crate::contacts::pelvis) peak_bw: Option<f64>,
    /// Local step time by autocorrelation, s.
    pub(in crate::contacts::pelvis) step_s: f64,
}

/// The stances of known width.
pub(in crate::contacts::pelvis) fn wide(stances: &[Stance]) -> Vec<Hump> {
    let of_known_width = stances.iter().filter(|s| s.width_s.is_some());
    of_known_width.map(|s| Hump { rise_s: s.rise_s, peak_bw: s.peak_bw }).collect()
}

/// The humps of a bout, in chronological order.
pub(in crate::contacts::pelvis) fn stances(vertical: &Vertical, levels: &Levels) -> Vec<Stance> {
    let rate = vertical.rate_hz;
    let sharp = zero_phase_lowpass(&vertical.force, levels.rise_hz, rate);
    let smooth = zero_phase_lowpass(&vertical.force, levels.fall_hz, rate);
    let (humps, slow) = humps(vertical);
    let mut list = Vec::with_capacity(humps.len());
    for (k, &(peak, step_s)) in humps.iter().enumerate() {
        let reach = (0.6 * step_s * rate) as usize;
        let before = k.checked_sub(1).and_then(|j| humps.get(j));
        let start = before.and_then(|p| lowest(&slow, p.0, peak)).unwrap_or(peak.saturating_sub(reach));
        // After a pause the lowest point may lie anywhere, so the search goes no further back than 0.8 of a step before
        // the peak.
        let start = start.max(peak.saturating_sub((0.8 * step_s * rate) as usize));
        let after = humps.get(k + 1);
        let end = after
            .and_then(|p| lowest(&slow, peak, p.0))
            .unwrap_or(peak + reach)
            .min(peak + (0.8 * step_s * rate) as usize);
        let Some(rise) = first_rise(&sharp, start, peak + 1, levels.rise) else { continue };
        let width = last_fall(&smooth, peak, end + 1, levels.fall).map(|fall| (fall - rise) / rate);
        let full = first_rise(&sharp, rise as usize, (rise + 0.15 * rate) as usize + 2, 1.0);
        let trough =
            after.and_then(|p| smooth.get(peak..p.0)).map(|s| s.iter().copied().fold(f64::MAX, f64::min));
        // Shortest width, and largest share of the step: *chosen*, far beyond contacts of 0.15 s and a duty of 1.
        let width_s = width.filter(|w| (0.05..0.9 * step_s).contains(w));
        list.push(Stance {
            rise_s: vertical.time_s(rise),
            peak_s: vertical.time_s(summit(&slow, peak)),
            width_s,
            peak_bw: width_s.and_then(|w| highest(&smooth, rise, w * rate)),
            climb_s: full.map(|f| (f - rise) / rate).filter(|c| *c >= 0.0),
            trough,
            step_s,
        });
    }
    list
}

/// Peaks of the force after a low-pass at 1.4 times the step rate, each with the local step time, and that force.
fn humps(vertical: &Vertical) -> (Vec<(usize, f64)>, Vec<f64>) {
    let (force, rate) = (&vertical.force, vertical.rate_hz);
    let piece = (PIECE_S * rate) as usize;
    let overlap = (OVERLAP_S * rate) as usize;
    let (mut out, mut slow): (Vec<(usize, f64)>, Vec<f64>) = (Vec::new(), Vec::with_capacity(force.len()));
    let mut begin = 0;
    while begin < force.len() {
        // A short remainder is included in the last segment.
        let rest = force.len() - begin;
        let end = if rest < piece + piece / 2 { force.len() } else { begin + piece };
        let from = begin.saturating_sub(overlap);
        let to = (end + overlap).min(force.len());
        let Some(part) = force.get(from..to) else { break };
        let step_s = step_period(&zero_phase_lowpass(part, 10.0, rate), rate, Some(vertical.step_s))
            .unwrap_or(vertical.step_s);
        let filtered = zero_phase_lowpass(part, 1.4 / step_s, rate);
        // Above body weight: a hump that stays below the mean is not a stance.
        let options = PeakOptions::default().height(1.0).distance(0.6 * step_s * rate);
        for peak in peak_samples(&filtered, &options) {
            let at = from + peak;
            let near =
                out.last().is_some_and(|(last, _)| (at.saturating_sub(*last) as f64) < 0.5 * step_s * rate);
            if (begin..end).contains(&at) && !near {
                out.push((at, step_s));
            }
        }
        slow.extend(filtered.get(begin - from..end - from).unwrap_or(&[]));
        begin = end;
    }
    (out, slow)
}

/// Top of the parabola through a peak and its neighbours, in samples.
fn summit(x: &[f64], peak: usize) -> f64 {
    let at = |i: usize| x.get(i).copied();
    let Some((before, here, after)) =
        peak.checked_sub(1).and_then(|j| Some((at(j)?, at(peak)?, at(peak + 1)?)))
    else {
        return peak as f64;
    };
    let bend = before - 2.0 * here + after;
    let shift = if bend < 0.0 { 0.5 * (before - after) / bend } else { 0.0 };
    peak as f64 + shift.clamp(-0.5, 0.5)
}

/// Highest value in the middle of a stance that rises at `rise` and is `width` wide, in samples.
fn highest(smooth: &[f64], rise: f64, width: f64) -> Option<f64> {
    let sample = |share: f64| {
        let at = rise + share * width;
        (at >= 0.0).then_some(at.round() as usize)
    };
    let window = smooth.get(sample(MID_STANCE.0)?..=sample(MID_STANCE.1)?)?;
    window.iter().copied().max_by(f64::total_cmp).filter(|v| v.is_finite())
}

/// Index of the smallest value in `from..to`.
fn lowest(x: &[f64], from: usize, to: usize) -> Option<usize> {
    let part = x.get(from..to)?;
    let least = part.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?;
    Some(from + least.0)
}
