//! The specific force used to find bouts, low-passed and downsampled, in g.

use std::ops::Range;

use nalgebra::Vector3;

use crate::recording::Signals;
use crate::signal::{quantile, zero_phase_lowpass};
use crate::units::to_g;

/// Highest frequency that the period needs: gait repeats at 1–5 Hz, and two or three harmonics make the peaks of the
/// autocorrelation narrow (*chosen*; 10 Hz gave no octave error on the recordings of docs/VALIDATION.md).
const BAND_HZ: f64 = 10.0;

/// Amplitudes are compared below this frequency, so that hard and soft landings count the same (*chosen*).
const AMPLITUDE_HZ: f64 = 6.0;

/// Minimum rate after downsampling, four times the upper edge of the band (*chosen*).
const RATE_HZ: f64 = 40.0;

/// Length of the pieces that are filtered at a time, s (*chosen*: they fit into a processor's cache), and the margin
/// filtered with them on each side (the slower of the filter's two passes decays within 20 ms).
const PIECE_S: f64 = 60.0;
const SETTLED_S: f64 = 2.0;

/// A longer gap splits the recording (*chosen*: after a gap of a whole stride the number of strides is unknown).
const LONG_GAP_S: f64 = 0.6;

/// Low-passed and downsampled specific force.
#[derive(Debug)]
pub(super) struct Slow {
    /// Samples per second.
    pub(super) rate_hz: f64,
    /// Samples of the recording per sample here.
    pub(super) step: usize,
    /// Specific force below 10 Hz, g; NaN inside gaps.
    pub(super) band: [Vec<f64>; 3],
    /// Specific force below 6 Hz, g; NaN inside gaps.
    pub(super) calm: [Vec<f64>; 3],
    /// True if gravity has been removed from the recording.
    pub(super) gravity_free: bool,
    /// Number of axes that the sensor measured.
    pub(super) axes: usize,
    /// Pieces between long gaps, ascending and disjoint.
    pub(super) pieces: Vec<Range<usize>>,
}

impl Slow {
    /// Filters and downsamples a recording.
    pub(super) fn of<F>(signals: &Signals<F>) -> Self {
        let step =
            if signals.rate_hz.is_finite() { ((signals.rate_hz / RATE_HZ) as usize).max(1) } else { 1 };
        let rate_hz = signals.rate_hz / step as f64;
        let [x, y, z] = signals.acc.columns();
        let full_hz = signals.rate_hz;
        let thin = |column: &[f64]| thinned(column, step, full_hz);
        let (x, (y, z)) = crate::parallel::join(|| thin(x), || crate::parallel::join(|| thin(y), || thin(z)));
        let mut band = [x, y, z];
        let mut calm = [0, 1, 2].map(|axis| {
            band.get(axis).map(|column| zero_phase_lowpass(column, AMPLITUDE_HZ, rate_hz)).unwrap_or_default()
        });
        let len = band.iter().map(Vec::len).min().unwrap_or(0);
        let mut pieces = Vec::new();
        let mut from = 0;
        for gap in &signals.gaps {
            let hole = gap.start.div_ceil(step).min(len)..gap.end.div_ceil(step).min(len);
            for column in band.iter_mut().chain(calm.iter_mut()) {
                if let Some(lost) = column.get_mut(hole.clone()) {
                    lost.fill(f64::NAN);
                }
            }
            if gap.len() as f64 > LONG_GAP_S * signals.rate_hz {
                if hole.start > from {
                    pieces.push(from..hole.start);
                }
                from = hole.end;
            }
        }
        if len > from {
            pieces.push(from..len);
        }
        let axes = signals.axes.measured.iter().filter(|there| **there).count();
        Self { rate_hz, step, band, calm, gravity_free: signals.gravity_free, axes, pieces }
    }

    /// Number of samples.
    pub(super) fn len(&self) -> usize {
        self.band.iter().map(Vec::len).min().unwrap_or(0)
    }

    /// Number of samples in `seconds`, at least one.
    pub(super) fn samples(&self, seconds: f64) -> usize {
        ((seconds * self.rate_hz).round().max(1.0)) as usize
    }
}

/// Every `step`-th sample below [`BAND_HZ`], g. Done piece by piece, which does not change the result: what the filter
/// retains from [`SETTLED_S`] ago is below machine precision.
fn thinned(column: &[f64], step: usize, rate_hz: f64) -> Vec<f64> {
    let settled = ((SETTLED_S * rate_hz) as usize).clamp(1, column.len().max(1));
    // Whole steps, so that every piece is downsampled in phase.
    let piece = ((PIECE_S * rate_hz) as usize / step).saturating_add(1).saturating_mul(step);
    let mut out = Vec::with_capacity(column.len() / step + 1);
    for from in (0..column.len()).step_by(piece) {
        let to = from.saturating_add(piece).min(column.len());
        let begin = from.saturating_sub(settled);
        let around = column.get(begin..to.saturating_add(settled).min(column.len())).unwrap_or_default();
        let smooth = zero_phase_lowpass(around, BAND_HZ, rate_hz);
        let own = smooth.get(from - begin..to - begin).unwrap_or_default();
        out.extend(own.iter().step_by(step).map(|v| to_g(*v)));
    }
    out
}

/// Mean square distance of the samples in `range` from their mean over the same range, summed over the axes, g²;
/// `None` without samples.
pub(super) fn variance(axes: &[Vec<f64>; 3], range: &Range<usize>) -> Option<f64> {
    let mut total = 0.0;
    for axis in axes {
        let (mut n, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for v in axis.get(range.clone())?.iter().filter(|v| v.is_finite()) {
            n += 1.0;
            sum += v;
            squares += v * v;
        }
        if n < 1.0 {
            return None;
        }
        total += (squares / n - (sum / n).powi(2)).max(0.0);
    }
    Some(total)
}

/// Distance from the geometric median within which the signal stays for `share` of the range, g: small if a segment
/// rests on the ground for long. Unlike the median of each axis, the geometric median rotates with the axes.
pub(super) fn rest(axes: &[Vec<f64>; 3], range: &Range<usize>, share: f64) -> Option<f64> {
    let [x, y, z] = axes.each_ref().map(|axis| axis.get(range.clone()).unwrap_or(&[]));
    let points: Vec<Vector3<f64>> = x
        .iter()
        .zip(y)
        .zip(z)
        .map(|((x, y), z)| Vector3::new(*x, *y, *z))
        .filter(|p| p.iter().all(|v| v.is_finite()))
        .collect();
    let mut centre = points.iter().sum::<Vector3<f64>>() / points.len() as f64;
    // Weiszfeld's iteration; eight rounds place the centre to within a few hundredths of a g.
    for _ in 0..8 {
        let (mut sum, mut weights) = (Vector3::zeros(), 0.0);
        for p in &points {
            let weight = 1.0 / (p - centre).norm().max(0.01);
            sum += p * weight;
            weights += weight;
        }
        centre = sum / weights;
    }
    let distances: Vec<f64> = points.iter().map(|p| (p - centre).norm()).collect();
    quantile(&distances, share)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::{Sensor, Triad};
    use approx::assert_abs_diff_eq;

    fn signals(rate_hz: f64, n: usize) -> Signals<Sensor> {
        Signals::new(rate_hz, Triad::new(vec![9.806_65; n], vec![0.0; n], vec![0.0; n]))
    }

    #[test]
    fn thinned_rates_stay_above_the_band() {
        for rate in [30.0, 50.0, 79.0, 100.0, 142.857, 240.0, 512.0, 1600.0] {
            let slow = Slow::of(&signals(rate, 4000));
            assert!(slow.rate_hz >= rate.min(40.0) && slow.rate_hz < 80.0, "{rate}: {}", slow.rate_hz);
            assert_eq!(slow.pieces.len(), 1);
            // A constant passes the filters unchanged, to rounding.
            assert_abs_diff_eq!(slow.band[0][50], 1.0, epsilon = 1e-9);
        }
    }

    #[test]
    fn a_long_gap_splits_and_a_short_one_does_not() {
        let mut t = signals(100.0, 1000);
        t.gaps = vec![100..110, 400..500];
        let slow = Slow::of(&t);
        assert_eq!(slow.pieces, [0..200, 250..500]);
        assert!(slow.band[1][52].is_nan() && slow.band[1][56].is_finite());
    }
}
