//! Local maxima, chosen by height, distance and prominence.

/// A local maximum.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Peak {
    /// Sample of the maximum; the middle one of a plateau, rounded down.
    pub index: usize,
    /// Value at the maximum, in the units of the signal.
    pub height: f64,
    /// How far the signal must fall before it can climb above the peak, on the side where that is less.
    pub prominence: f64,
}

/// What [`find_peaks`] keeps. The default keeps every local maximum.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PeakOptions {
    /// Minimum height, in the units of the signal.
    pub height: Option<f64>,
    /// Minimum distance between peaks in samples; of two closer peaks the higher one is kept, or the later one if they
    /// are equal.
    pub distance: Option<f64>,
    /// Minimum prominence, in the units of the signal.
    pub prominence: Option<f64>,
}

impl PeakOptions {
    /// Keeps peaks of at least this height.
    #[must_use]
    pub fn height(self, height: f64) -> Self {
        Self { height: Some(height), ..self }
    }

    /// Keeps peaks at least this many samples apart.
    #[must_use]
    pub fn distance(self, samples: f64) -> Self {
        Self { distance: Some(samples), ..self }
    }

    /// Keeps peaks of at least this prominence.
    #[must_use]
    pub fn prominence(self, prominence: f64) -> Self {
        Self { prominence: Some(prominence), ..self }
    }
}

/// Samples higher than both neighbours, in order. A plateau counts once, at its middle sample (rounded down);
/// the first and last sample, and plateaus that touch them or a NaN, do not count.
#[must_use]
pub fn local_maxima(x: &[f64]) -> Vec<usize> {
    let mut out = Vec::new();
    // Start of the plateau that the signal last rose to, until it falls.
    let mut rose: Option<usize> = None;
    for (i, (&a, &b)) in x.iter().zip(x.iter().skip(1)).enumerate() {
        if a < b {
            rose = Some(i + 1);
        } else if a > b {
            out.extend(rose.take().map(|start| (start + i) / 2));
        } else if a != b {
            rose = None;
        }
    }
    out
}

/// Local maxima with the requested properties, in chronological order. The conditions apply one after the other, as in
/// `scipy.signal.find_peaks`: height, then distance, then prominence.
#[must_use]
pub fn find_peaks(x: &[f64], options: &PeakOptions) -> Vec<Peak> {
    let kept = high_and_apart(x, options);
    let indices: Vec<usize> = kept.iter().map(|&(i, _)| i).collect();
    kept.iter()
        .zip(prominences(x, &indices))
        .map(|(&(index, height), prominence)| Peak { index, height, prominence })
        .filter(|p| options.prominence.is_none_or(|least| p.prominence >= least))
        .collect()
}

/// The samples of [`find_peaks`], without computing prominences if none are requested.
#[must_use]
pub fn peak_samples(x: &[f64], options: &PeakOptions) -> Vec<usize> {
    if options.prominence.is_some() {
        return find_peaks(x, options).iter().map(|p| p.index).collect();
    }
    high_and_apart(x, options).into_iter().map(|(i, _)| i).collect()
}

/// Local maxima that meet the conditions on height and distance, with their heights.
fn high_and_apart(x: &[f64], options: &PeakOptions) -> Vec<(usize, f64)> {
    let high: Vec<(usize, f64)> = local_maxima(x)
        .into_iter()
        .filter_map(|i| Some((i, *x.get(i)?)))
        .filter(|&(_, height)| options.height.is_none_or(|least| height >= least))
        .collect();
    match options.distance {
        Some(distance) => thin(&high, distance),
        None => high,
    }
}

/// Working down from the highest peak, drops every peak closer than `distance` to a higher one that is kept.
fn thin(peaks: &[(usize, f64)], distance: f64) -> Vec<(usize, f64)> {
    let mut order: Vec<usize> = (0..peaks.len()).collect();
    let height = |k: usize| peaks.get(k).map_or(f64::NAN, |p| p.1);
    order.sort_by(|&a, &b| height(a).total_cmp(&height(b)));
    let mut keep = vec![true; peaks.len()];
    for &k in order.iter().rev() {
        let (Some(true), Some(&(at, _))) = (keep.get(k), peaks.get(k)) else {
            continue;
        };
        let close = |&(_, &(i, _)): &(usize, &(usize, f64))| (i.abs_diff(at) as f64) < distance;
        let after = peaks.iter().enumerate().skip(k + 1).take_while(close);
        let before = peaks.iter().enumerate().take(k).rev().take_while(close);
        for (j, _) in after.chain(before) {
            if let Some(flag) = keep.get_mut(j) {
                *flag = false;
            }
        }
    }
    peaks.iter().zip(keep).filter_map(|(&p, k)| k.then_some(p)).collect()
}

/// Prominence of the samples at `peaks` (ascending). Linear in the length of the signal.
fn prominences(x: &[f64], peaks: &[usize]) -> Vec<f64> {
    let left = lowest_before_higher(x.iter().copied(), peaks.iter().copied());
    let mirrored = peaks.iter().rev().map(|&i| x.len().saturating_sub(1).saturating_sub(i));
    let right = lowest_before_higher(x.iter().rev().copied(), mirrored);
    let lows = left.into_iter().zip(right.into_iter().rev());
    peaks.iter().zip(lows).map(|(&i, (a, b))| x.get(i).map_or(f64::NAN, |v| v - a.max(b))).collect()
}

/// For each requested position (ascending), the minimum between it and the nearest earlier sample that is higher, a NaN
/// or the start.
fn lowest_before_higher(x: impl Iterator<Item = f64>, wanted: impl Iterator<Item = usize>) -> Vec<f64> {
    let mut out = Vec::new();
    let mut wanted = wanted.peekable();
    // Samples not yet exceeded by a later one, each with the smallest value since the previous one on the stack.
    let mut stack: Vec<(f64, f64)> = Vec::new();
    for (i, v) in x.enumerate() {
        let mut low = v;
        if v.is_nan() {
            stack.clear();
        } else {
            while let Some(&(top, since)) = stack.last() {
                if top > v {
                    break;
                }
                low = low.min(since);
                stack.pop();
            }
            stack.push((v, low));
        }
        if wanted.next_if_eq(&i).is_some() {
            out.push(low);
        }
    }
    out
}

/// Position (in samples) and height of the vertex of the parabola through the samples `i − 1`, `i`, `i + 1`, for a
/// maximum or a minimum. If `i` is not the extreme of the three, lies at an end or is next to a non-finite sample, the
/// sample itself is returned; past the end, its height is NaN.
#[must_use]
pub fn refine_parabolic(x: &[f64], i: usize) -> (f64, f64) {
    let at = i as f64;
    let Some(&b) = x.get(i) else {
        return (at, f64::NAN);
    };
    let neighbours = i.checked_sub(1).and_then(|h| x.get(h)).zip(x.get(i + 1));
    let Some((&a, &c)) = neighbours else {
        return (at, b);
    };
    let shift = 0.5 * (a - c) / (a - 2.0 * b + c);
    // The vertex lies within half a sample of an extreme; NaN fails the comparison.
    if shift.abs() <= 0.5 { (at + shift, b - 0.25 * (a - c) * shift) } else { (at, b) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    #[test]
    fn plateaus_count_once_at_their_middle() {
        let x = [0.0, 1.0, 1.0, 1.0, 1.0, 0.0, 2.0, 2.0, 3.0, 3.0];
        assert_eq!(local_maxima(&x), [2]);
        assert_eq!(local_maxima(&[0.0, 1.0, 1.0, f64::NAN, 0.0]), [] as [usize; 0]);
        assert_eq!(local_maxima(&[]), [] as [usize; 0]);
    }

    #[test]
    fn prominence_is_the_lesser_descent_to_higher_ground() {
        let x = [0.0, 5.0, 2.0, 3.0, 1.0, 6.0, -1.0];
        let all = find_peaks(&x, &PeakOptions::default());
        let is: Vec<_> = all.iter().map(|p| (p.index, p.prominence)).collect();
        assert_eq!(is, [(1, 4.0), (3, 1.0), (5, 6.0)]);
        assert_eq!(find_peaks(&x, &PeakOptions::default().prominence(2.0)).len(), 2);
    }

    #[test]
    fn the_higher_of_two_close_peaks_stays() {
        let x = [0.0, 3.0, 0.0, 4.0, 0.0, 3.5, 0.0];
        let index = |d| -> Vec<usize> {
            find_peaks(&x, &PeakOptions::default().distance(d)).iter().map(|p| p.index).collect()
        };
        assert_eq!(index(2.0), [1, 3, 5]);
        assert_eq!(index(3.0), [3]);
    }

    #[test]
    fn a_sampled_parabola_gives_its_vertex() {
        let x: Vec<f64> = (0..7).map(|i| 2.0 - (f64::from(i) - 3.3).powi(2)).collect();
        let (at, height) = refine_parabolic(&x, 3);
        assert_abs_diff_eq!(at, 3.3, epsilon = 1e-14);
        assert_abs_diff_eq!(height, 2.0, epsilon = 1e-14);
        assert_eq!(refine_parabolic(&x, 5), (5.0, x[5]));
        assert_eq!(refine_parabolic(&x, 0), (0.0, x[0]));
        assert!(refine_parabolic(&x, 9).1.is_nan());
    }
}
