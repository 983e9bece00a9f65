//! Form over the run: every metric in a fresh and a late part of the run.
//!
//! # Parts
//! At least six minutes of running are needed. From 15 minutes on, minutes 2–6 (after two minutes of warm-up) are
//! compared with the last five; in shorter runs, the fifth that follows the first half minute is compared with the last
//! fifth (*chosen*; there is no agreed convention). Pauses do not count: the clock stops during them.
//!
//! # Error
//! Within one run a method's bias cancels. What remains is the variation of the runner and of the method between
//! blocks: the scatter of the block medians (blocks of half a minute, or of a minute in runs of 15 minutes or more)
//! about a straight line over the run, with its lag-one correlation. A sensor that slips during the run is not
//! accounted for.
//!
//! # Speed
//! If speed is known over the run and varies, each metric's dependence on speed, fitted together with the straight
//! line, is removed from the change, and the error of that slope is added. A single mean speed says nothing about how
//! speed varied, except on a treadmill, whose speed is assumed to be steady.

mod clock;
mod fit;

use serde::{Deserialize, Serialize};

use crate::recording::{Run, Segment, stored};
use crate::signal::stats;

use super::estimate::Metric;
use super::id::MetricId;
use clock::RunningClock;
use fit::{Block, Fit};

/// Minimum running time for a comparison, s (*chosen*: five fifths of more than a minute).
pub const MIN_RUNNING_S: f64 = 360.0;
/// Running time from which the parts are fixed minutes, s.
const LONG_S: f64 = 900.0;
/// Omitted at the start of a shorter run, s.
const SETTING_OFF_S: f64 = 30.0;
/// Speed is steady if its blocks vary by less than this (SD over mean): a change of 1 % in speed changes no metric by
/// more than about 1 % (*chosen*).
const STEADY: f64 = 0.01;

/// What is known of the speed over the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum SpeedOverRun {
    /// It varied, and its contribution to the change was removed.
    Removed,
    /// It was steady.
    Steady,
    /// It is not known: the change may be due to speed.
    Unknown,
}

/// Change of one metric from the fresh to the late part of the run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Drift {
    /// The metric.
    pub id: MetricId,
    /// Unit in the catalogue.
    #[serde(deserialize_with = "stored::text")]
    pub unit: stored::Text,
    /// Median of the fresh part, in `unit`.
    #[serde(deserialize_with = "stored::number")]
    pub fresh: f64,
    /// Median of the late part, in `unit`.
    #[serde(deserialize_with = "stored::number")]
    pub late: f64,
    /// Late minus fresh, in `unit`; at the same speed if `speed` is `removed`.
    #[serde(deserialize_with = "stored::number")]
    pub change: f64,
    /// 95 % half-width of `change`, in `unit`, within this run.
    #[serde(deserialize_with = "stored::number")]
    pub uncertainty: f64,
    /// Values (steps, strides, windows or records) in both parts.
    pub n: usize,
    /// What is known about the speed.
    pub speed: SpeedOverRun,
    /// Start and end of the fresh part, s of running.
    pub fresh_s: [f64; 2],
    /// Start and end of the late part, s of running.
    pub late_s: [f64; 2],
}

/// Change of every metric with single steps; empty for runs shorter than [`MIN_RUNNING_S`].
///
/// Metrics from watches have their own clock, so each is compared with the speed from the same kind of device.
pub fn drift(metrics: &[Metric], run: &Run) -> Vec<Drift> {
    let mut out = Vec::new();
    for of_watch in [false, true] {
        let group: Vec<&Metric> = metrics
            .iter()
            .filter(|m| (m.placement.segment == Segment::Watch) == of_watch && !m.steps.steps.is_empty())
            .collect();
        let Some(clock) = RunningClock::of(&group) else { continue };
        let Some(parts) = Parts::of(clock.seconds()) else { continue };
        let speed = group.iter().find(|m| m.id == MetricId::Speed).map(|m| timed(m, &clock));
        let treadmill = run.surface.as_deref() == Some("treadmill") && !of_watch;
        let speed = speed.map_or(if treadmill { Speed::Steady } else { Speed::Unknown }, Speed::Series);
        out.extend(group.iter().filter_map(|m| of_metric(m, &clock, &parts, &speed)));
    }
    out
}

enum Speed {
    Series(Vec<(f64, f64)>),
    Steady,
    Unknown,
}

/// Fresh part, late part and length of a block, s of running.
struct Parts {
    fresh: [f64; 2],
    late: [f64; 2],
    block: f64,
    total: f64,
}

impl Parts {
    fn of(total: f64) -> Option<Self> {
        if !(total >= MIN_RUNNING_S) {
            return None;
        }
        Some(if total >= LONG_S {
            Self { fresh: [120.0, 360.0], late: [total - 300.0, total], block: 60.0, total }
        } else {
            let fifth = total / 5.0;
            let fresh = [SETTING_OFF_S, SETTING_OFF_S + fifth];
            Self { fresh, late: [total - fifth, total], block: 30.0, total }
        })
    }
}

/// (s of running, value) of every step.
fn timed(metric: &Metric, clock: &RunningClock) -> Vec<(f64, f64)> {
    metric.steps.steps.iter().map(|(t, _, v)| (clock.at(*t), *v)).collect()
}

fn median_in(values: &[(f64, f64)], [from, to]: [f64; 2]) -> Option<(f64, usize)> {
    let inside: Vec<f64> = values.iter().filter(|(t, _)| (from..=to).contains(t)).map(|v| v.1).collect();
    Some((stats::median(&inside)?, inside.len()))
}

fn of_metric(metric: &Metric, clock: &RunningClock, parts: &Parts, speed: &Speed) -> Option<Drift> {
    let values = timed(metric, clock);
    let (fresh, n_fresh) = median_in(&values, parts.fresh)?;
    let (late, n_late) = median_in(&values, parts.late)?;
    // Too few for a meaningful median (*chosen*).
    if n_fresh.min(n_late) < 3 {
        return None;
    }
    let blocks = blocks(&values, parts, speed);
    let own = metric.id == MetricId::Speed;
    let varies = speed_varies(&blocks) && !own;
    let fit = Fit::of(&blocks, varies)?;
    let share = |part: [f64; 2]| parts.block / (part[1] - part[0]);
    let mut change = late - fresh;
    let mut variance = fit.block_variance * (share(parts.fresh) + share(parts.late));
    let known = match speed {
        _ if own => SpeedOverRun::Removed,
        Speed::Unknown => SpeedOverRun::Unknown,
        Speed::Series(series) if varies => {
            let faster = median_in(series, parts.late)?.0 - median_in(series, parts.fresh)?.0;
            change -= fit.per_speed * faster;
            variance += faster * faster * fit.per_speed_variance;
            SpeedOverRun::Removed
        }
        Speed::Steady | Speed::Series(_) => SpeedOverRun::Steady,
    };
    Some(Drift {
        id: metric.id,
        unit: metric.unit,
        fresh,
        late,
        change,
        uncertainty: fit.quantile * variance.sqrt(),
        n: n_fresh + n_late,
        speed: known,
        fresh_s: parts.fresh,
        late_s: parts.late,
    })
}

/// Medians of blocks that contain at least a third of the usual number of values, from the start of the fresh part on.
fn blocks(values: &[(f64, f64)], parts: &Parts, speed: &Speed) -> Vec<Block> {
    // A run of a week has 10 080 minutes.
    let count = ((parts.total - parts.fresh[0]) / parts.block).clamp(0.0, 20_000.0) as usize;
    let mut sorted: Vec<Vec<f64>> = vec![Vec::new(); count];
    let mut speeds = sorted.clone();
    let place = |t: f64| ((t - parts.fresh[0]) / parts.block).floor();
    let put = |into: &mut Vec<Vec<f64>>, list: &[(f64, f64)]| {
        for (t, v) in list {
            if place(*t) >= 0.0
                && let Some(block) = into.get_mut(place(*t) as usize)
            {
                block.push(*v);
            }
        }
    };
    put(&mut sorted, values);
    if let Speed::Series(series) = speed {
        put(&mut speeds, series);
    }
    let counts: Vec<f64> = sorted.iter().map(|b| b.len() as f64).collect();
    let least = stats::median(&counts).unwrap_or(0.0) / 3.0;
    (0..count)
        .filter_map(|k| {
            let (block, speeds) = (sorted.get(k)?, speeds.get(k)?);
            let value = stats::median(block).filter(|_| block.len() as f64 >= least)?;
            let middle = parts.fresh[0] + (k as f64 + 0.5) * parts.block;
            Some(Block { t: middle / parts.total, value, speed: stats::median(speeds) })
        })
        .collect()
}

fn speed_varies(blocks: &[Block]) -> bool {
    let speeds: Vec<f64> = blocks.iter().filter_map(|b| b.speed).collect();
    let (Some(mean), Some(sd)) = (stats::mean(&speeds), stats::sd(&speeds)) else { return false };
    // Too many blocks without speed would leave too few for the fit.
    speeds.len() * 10 >= blocks.len() * 8 && sd > STEADY * mean.abs()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contacts::ContactSide;
    use crate::metrics::Sided;
    use crate::recording::Placement;
    use approx::abs_diff_eq;

    /// A little repeating noise, so that no random numbers are needed.
    fn noise(i: usize) -> f64 {
        ((i * 7919) % 1000) as f64 / 1000.0 - 0.5
    }

    fn metric(id: MetricId, seconds: f64, f: impl Fn(f64) -> f64) -> Metric {
        let mut steps = Sided::default();
        for i in 0..(seconds / 0.35) as usize {
            let t = 0.35 * i as f64;
            steps.push(t, ContactSide::Unknown, f(t) + 0.01 * f(0.0).abs() * noise(i));
        }
        steps.metric(id, Placement::PELVIS, "test", 0.1, "test").unwrap()
    }

    #[test]
    fn a_steady_runner_does_not_drift_and_a_tiring_one_does() {
        let steady = metric(MetricId::ContactTime, 1800.0, |_| 0.25);
        let tiring = metric(MetricId::ContactTime, 1800.0, |t| 0.25 * (1.0 + 0.1 * t / 1800.0));
        let of = |m: Metric| drift(&[m], &Run::default()).pop().unwrap();
        let (still, tired) = (of(steady), of(tiring));
        assert!(still.change.abs() <= still.uncertainty.max(1e-4), "{still:?}");
        // From the middle of minutes 2–6 (4 min) to that of the last five (27.5 min) of 30: 10 % of 23.5/30; the noise is
        // ±0.5 % per step, a fiftieth of it in a median.
        assert!(abs_diff_eq!(tired.change, 0.25 * 0.1 * 23.5 / 30.0, epsilon = 1e-4), "{tired:?}");
        assert!(tired.uncertainty < 0.001 && tired.speed == SpeedOverRun::Unknown);
        assert!(drift(&[metric(MetricId::ContactTime, 300.0, |_| 0.25)], &Run::default()).is_empty());
    }

    #[test]
    fn what_speed_explains_is_taken_out() {
        // Speed varies and ends slower; contact time depends on nothing else.
        let pace = |t: f64| 3.0 + 0.2 * (t / 70.0).sin() - 0.5 * t / 1200.0;
        let speed = metric(MetricId::Speed, 1200.0, pace);
        let contact = metric(MetricId::ContactTime, 1200.0, |t| 0.40 - 0.05 * pace(t));
        let all = drift(&[speed, contact], &Run::default());
        let of = |id: MetricId| all.iter().find(|d| d.id == id).unwrap();
        let contact = of(MetricId::ContactTime);
        assert!(contact.late - contact.fresh > 0.005, "{contact:?}");
        assert!(contact.change.abs() < contact.uncertainty.max(0.001), "{contact:?}");
        assert_eq!(contact.speed, SpeedOverRun::Removed);
        assert!(of(MetricId::Speed).change < -0.1);
    }

    #[test]
    fn pauses_do_not_count() {
        // Five minutes, a rest of ten, half a minute: too short, however long the outing took.
        let mut steps = Sided::default();
        for i in 0..900 {
            let t = 0.35 * f64::from(i);
            steps.push(if t > 290.0 { t + 600.0 } else { t }, ContactSide::Unknown, 0.25);
        }
        let metric = steps.metric(MetricId::ContactTime, Placement::PELVIS, "t", 0.1, "t").unwrap();
        assert!(drift(&[metric], &Run::default()).is_empty());
    }
}
