//! How often accelerometer and gyroscope clipped.

use crate::units::STANDARD_GRAVITY;

/// The smallest range in use is ±2 g; clearly smaller extremes are not a sensor's limit.
const MIN_LIMIT: f64 = 1.8 * STANDARD_GRAVITY;
/// Ranges that accelerometers are built for, g.
const RANGES: [f64; 12] = [2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 16.0, 24.0, 30.0, 32.0, 64.0, 200.0];

/// Where one side of one axis is clipped, m/s².
struct Edge {
    at: f64,
    /// True if detected by the crowding of samples below a known range rather than by a repeated value.
    blurred: bool,
}

/// One side of one axis at its limit: samples beyond `edge` (its sign is the side's) are clipped. `highest` is the largest
/// reading of the whole sensor, whose axes share one range.
fn edge(axis: &[f64], sign: f64, highest: f64) -> Option<Edge> {
    let top = axis.iter().filter(|v| !v.is_nan()).map(|v| v * sign).fold(f64::NEG_INFINITY, f64::max);
    if top.is_nan() || top < MIN_LIMIT {
        return None;
    }
    let within = |from: f64, to: f64| axis.iter().filter(|v| (from..=to).contains(&(*v * sign))).count();
    let at = within(top * (1.0 - 1e-9), top);
    let near = within(0.97 * top, top);
    let below = within(0.94 * top, 0.97 * top);
    // The same extreme repeatedly, and few values just below it (counts chosen).
    if at >= 3 && at * 2 >= near && at > below {
        return Some(Edge { at: top * (1.0 - 1e-9), blurred: false });
    }
    // A limit blurred by the calibration of each axis: crowded at a known range, sparse below. Chosen so that a wrist
    // sensor of ±2 g whose limits scatter by 3 % is detected, and the tail of a shank's peaks near 4 g is not.
    let range =
        RANGES.into_iter().map(|g| g * STANDARD_GRAVITY).find(|r| (0.95..1.08).contains(&(top / r)))?;
    if highest > 1.08 * range {
        return None;
    }
    let crowd = within(0.95 * range, top);
    let sparse = within(0.85 * range, 0.95 * range);
    (crowd >= 20 && crowd * 2 > sparse * 3).then_some(Edge { at: 0.975 * range, blurred: true })
}

/// Share of samples with any axis at its limit (0…1) and the lowest limit met, m/s². `axes` are in m/s².
pub(in crate::read) fn clipping(axes: &[impl AsRef<[f64]>]) -> Option<(f64, f64)> {
    let axes: Vec<&[f64]> = axes.iter().map(AsRef::as_ref).collect();
    let n = axes.iter().map(|a| a.len()).min().filter(|&n| n > 0)?;
    let mut clipped = vec![false; n];
    let mut limit = f64::INFINITY;
    let highest = axes.iter().copied().flatten().map(|v| v.abs()).fold(0.0, f64::max);
    let sides = axes.iter().flat_map(|&axis| [1.0, -1.0].map(|sign| (axis, sign)));
    let found: Vec<_> =
        sides.filter_map(|(axis, sign)| Some((axis, sign, edge(axis, sign, highest)?))).collect();
    // One side alone may crowd below a known range by chance, as the peaks of regular strides do.
    let alone = matches!(found.as_slice(), [(_, _, only)] if only.blurred);
    for (axis, sign, edge) in found.into_iter().filter(|_| !alone) {
        limit = limit.min(edge.at);
        for (flag, v) in clipped.iter_mut().zip(axis) {
            *flag |= v * sign >= edge.at;
        }
    }
    let count = clipped.iter().filter(|c| **c).count();
    (count > 0).then(|| (count as f64 / n as f64, limit))
}

/// Share of samples in which a gyroscope clipped, and the limit, rad/s.
pub(in crate::read) fn clipped_rate(axes: &[Vec<f64>]) -> Option<(f64, f64)> {
    let n = axes.iter().map(Vec::len).min().filter(|&n| n > 0)?;
    let mut clipped = vec![false; n];
    let mut limit = f64::INFINITY;
    for axis in axes {
        for sign in [1.0, -1.0] {
            let top = axis.iter().map(|v| v * sign).fold(0.0, f64::max);
            let edge = top * (1.0 - 1e-9);
            let at = axis.iter().filter(|v| *v * sign >= edge).count();
            let below = axis.iter().filter(|v| (0.94 * top..edge).contains(&(*v * sign))).count();
            // The smallest range in use is ±245 °/s, 4.2 rad/s; counts chosen as for the accelerometer.
            if top > 4.2 && at >= 3 && at > below {
                limit = limit.min(top);
                for (flag, v) in clipped.iter_mut().zip(axis) {
                    *flag |= v * sign >= edge;
                }
            }
        }
    }
    let count = clipped.iter().filter(|c| **c).count();
    (count > 0).then(|| (count as f64 / n as f64, limit))
}

/// Share of samples at exactly zero of an axis that never falls below it (an exporter cut it there).
pub(in crate::read) fn floored(axis: &[f64]) -> Option<f64> {
    let (mut zeros, mut below, mut pairs) = (0usize, false, 0usize);
    let mut before = f64::NAN;
    for &v in axis {
        below |= v < 0.0;
        zeros += usize::from(v == 0.0);
        pairs += usize::from(v == 0.0 && before == 0.0);
        before = v;
    }
    let all_zero = zeros == axis.len();
    // Chosen: one sample in fifty, most of them in runs.
    (!below && !all_zero && zeros * 50 > axis.len() && pairs * 2 > zeros)
        .then(|| zeros as f64 / axis.len() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_that_ends_near_two_g_is_free_where_another_goes_beyond() {
        // Many values at 2 g and none above, as on the lateral axis of a foot; the long axis reaches 7.2 g, between two ranges.
        let side: Vec<f64> = (0..500).map(|i| 19.4 + 0.6 * f64::from(i % 50) / 50.0).collect();
        let long: Vec<f64> = (0..500).map(|i| 71.0 * (f64::from(i) * 0.1).sin()).collect();
        let mirror: Vec<f64> = side.iter().map(|v| -v).collect();
        assert!(clipping(&[side.clone(), mirror.clone()]).is_some());
        assert_eq!(clipping(&[side.clone(), mirror, long]), None);
        // On its own, it may be the peaks of regular strides.
        assert_eq!(clipping(&[side]), None);
    }

    fn wave(limit: f64) -> Vec<f64> {
        (0..2000)
            .map(|i| (60.0 * (f64::from(i) * 0.1).sin() * (f64::from(i) * 0.013).cos()).clamp(-limit, limit))
            .collect()
    }

    #[test]
    fn a_plateau_is_a_limit_and_a_peak_is_not() {
        let limit = 4.0 * STANDARD_GRAVITY;
        let clipped = wave(limit);
        let share = clipped.iter().filter(|v| v.abs() >= limit).count() as f64 / 2000.0;
        let found = clipping(&[clipped, vec![0.0; 2000]]).expect("clipped");
        assert_eq!(found.0, share);
        // The edge is set a billionth below the plateau.
        assert!((found.1 - limit).abs() < 1e-6);
        assert_eq!(clipping(&[wave(1e9)]), None);
    }

    #[test]
    fn a_gyroscope_at_its_limit_is_seen() {
        let found = clipped_rate(&[wave(8.7), vec![0.0; 2000]]).expect("clipped");
        assert!(found.0 > 0.5 && (found.1 - 8.7).abs() < 1e-9, "{found:?}");
        assert_eq!(clipped_rate(&[wave(1e9)]), None);
        assert_eq!(clipped_rate(&[wave(1.0)]), None);
    }

    #[test]
    fn a_floor_at_zero_is_seen() {
        let axis: Vec<f64> = wave(1e9).into_iter().map(|v| v.max(0.0)).collect();
        assert!(floored(&axis).is_some_and(|s| s > 0.4));
        assert_eq!(floored(&wave(1e9)), None);
    }
}
