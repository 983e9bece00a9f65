//! Step duty around every step: medians over neighbouring steps, inverted through the sine model.

use std::ops::Range;

use crate::signal::median;

use super::half_sine;
use super::parameters::Levels;
use super::stances::Stance;

/// The median is taken over this many steps on each side: single widths carry almost no information about single
/// contact times (within trials the true value varies by 6 ms, and the residual by as much). *Chosen*: about ten
/// seconds in total.
const NEIGHBOURS: usize = 15;

/// Summary of the steps around one step.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Neighbourhood {
    /// Mean step time, s.
    pub(super) step_s: f64,
    /// Median width, s.
    pub(super) width_s: f64,
    /// Median climb, s; zero if none was found.
    pub(super) climb_s: f64,
    /// Step duty by the sine model, before any correction.
    pub(super) sine_duty: f64,
    /// Median of the smallest force between stances, body weights.
    pub(super) trough: f64,
    /// Share of steps whose width was found.
    pub(super) crossing: f64,
}

impl Neighbourhood {
    /// Summarises the steps `about` one step; `None` if none of them has a width.
    fn of(steps: &[Stance], levels: &Levels) -> Option<Self> {
        let list = |f: &dyn Fn(&Stance) -> Option<f64>| -> Vec<f64> { steps.iter().filter_map(f).collect() };
        let widths = list(&|s| s.width_s);
        let width_s = median(&widths)?;
        let step_s = mean_step(steps)?;
        Some(Self {
            step_s,
            width_s,
            climb_s: median(&list(&|s| s.climb_s)).unwrap_or(0.0),
            sine_duty: half_sine::duty(width_s / step_s, levels.rise, levels.fall),
            trough: median(&list(&|s| s.trough)).unwrap_or(0.0),
            crossing: widths.len() as f64 / steps.len() as f64,
        })
    }

    /// True if flight is visible: the inversion is then well inside its range. The limits were set on simulated sines
    /// (accurate to 0.01 up to a duty of one, saturated beyond) and lie outside all recordings of docs/VALIDATION.md
    /// (width at most 0.57 of the step, trough at most 0.24).
    pub(super) fn resolves_flight(&self, duty: f64) -> bool {
        duty < 0.95 && self.width_s / self.step_s < 0.66 && self.trough <= 0.35 && self.crossing >= 0.5
    }
}

/// Mean of the intervals that are one step long; if there are none, the step time by autocorrelation.
fn mean_step(steps: &[Stance]) -> Option<f64> {
    let usual = median(&steps.iter().map(|s| s.step_s).collect::<Vec<_>>())?;
    let intervals = steps.iter().zip(steps.iter().skip(1)).map(|(a, b)| b.rise_s - a.rise_s);
    // 30 % (*chosen*): far below a missed step (100 %), above any asymmetry.
    let good = intervals.filter(|t| (t / usual - 1.0).abs() < 0.3);
    let (sum, n) = good.fold((0.0, 0), |(sum, n), t| (sum + t, n + 1));
    // Two strides, so that a left–right difference averages out.
    Some(if n >= 4 { sum / f64::from(n) } else { usual })
}

/// One neighbourhood per step.
pub(super) fn neighbourhoods(steps: &[Stance], levels: &Levels) -> Vec<Option<Neighbourhood>> {
    (0..steps.len())
        .map(|i| {
            let range: Range<usize> = window(i, steps.len());
            Neighbourhood::of(steps.get(range)?, levels)
        })
        .collect()
}

/// A window of [`NEIGHBOURS`] steps on each side, shifted inwards at the ends of the list.
fn window(i: usize, len: usize) -> Range<usize> {
    let width = (2 * NEIGHBOURS + 1).min(len);
    let start = i.saturating_sub(NEIGHBOURS).min(len - width);
    start..start + width
}

#[cfg(test)]
mod tests {
    use super::*;
    use approx::assert_abs_diff_eq;

    const LEVELS: Levels = Levels { rise_hz: 20.0, fall_hz: 10.0, rise: 0.5, fall: 1.0 };

    fn steps(n: usize, step_s: f64, duty: f64) -> Vec<Stance> {
        (0..n)
            .map(|i| Stance {
                peak_s: 0.36 * i as f64 + 0.1,
                rise_s: i as f64 * step_s,
                width_s: Some(half_sine::width_share(duty, 0.5, 1.0) * step_s),
                climb_s: Some(0.01),
                trough: Some(0.1),
                peak_bw: None,
                step_s,
            })
            .collect()
    }

    #[test]
    fn the_duty_of_a_sine_comes_back() {
        let all = neighbourhoods(&steps(40, 0.34, 0.7), &LEVELS);
        assert_eq!(all.len(), 40);
        for n in all {
            let n = n.expect("widths");
            // Rounding of the sums of times up to 13 s.
            assert_abs_diff_eq!(n.sine_duty, 0.7, epsilon = 1e-9);
            assert_abs_diff_eq!(n.step_s, 0.34, epsilon = 1e-9);
            assert!(n.resolves_flight(0.75) && !n.resolves_flight(0.96));
        }
    }

    #[test]
    fn grounded_running_is_not_resolved() {
        let mut grounded = steps(20, 0.36, 0.85);
        for s in &mut grounded {
            s.trough = Some(0.5);
        }
        let all = neighbourhoods(&grounded, &LEVELS);
        assert!(all.iter().flatten().all(|n| !n.resolves_flight(0.9)));
        for s in &mut grounded {
            s.width_s = None;
        }
        assert!(neighbourhoods(&grounded, &LEVELS).iter().all(Option::is_none));
        assert!(neighbourhoods(&[], &LEVELS).is_empty());
    }

    #[test]
    fn windows_stay_inside() {
        assert_eq!(window(0, 100), 0..31);
        assert_eq!(window(99, 100), 69..100);
        assert_eq!(window(50, 100), 35..66);
        assert_eq!(window(2, 5), 0..5);
    }
}
