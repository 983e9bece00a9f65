//! The upward and anterior directions in sensor axes, estimated from the running itself.

use nalgebra::Vector3;

use crate::contacts::BoutAxes;
use crate::recording::{Sensor, Signals};
use crate::signal::{mean, median, principal_axes};

use super::impact_candidates::Impact;
use super::samples::Stretch;

/// Directions in sensor axes, and how reliable they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ShankAxes {
    /// Along the shank, proximal.
    pub(super) up: Vector3<f64>,
    /// Forward, perpendicular to `up`.
    pub(super) anterior: Vector3<f64>,
    /// Share of the leg's movement perpendicular to `up` that lies along `anterior`, 0…1.
    pub(super) planarity: f64,
    /// Share of strides that agree on the sign of `anterior`, 0…1.
    pub(super) agreement: f64,
}

impl ShankAxes {
    /// Converts to the type that other stages use.
    pub(super) fn body(&self) -> BoutAxes {
        BoutAxes { up: self.up, anterior: Some(self.anterior) }
    }
}

/// Finds the axes from the strides between the first and the last impact.
///
/// `up` is the mean specific force over whole strides, where the shank's acceleration averages out; `anterior` is the
/// main direction of the slow movement perpendicular to it, with the sign given by the difference between stance
/// (0.15–0.45 of the stride after the impact) and swing (0.60–0.90). No mediolateral axis is used, so a mirrored sensor
/// gives the same contacts. `None` if there are fewer than two impacts or no direction is dominant.
pub(super) fn shank_axes(
    signals: &Signals<Sensor>,
    stretch: &Stretch,
    impacts: &[Impact],
) -> Option<ShankAxes> {
    let (first, last) = (impacts.first()?, impacts.last()?);
    let range = stretch.samples(first.time_s, last.time_s);
    let measured: Vec<usize> = range.filter(|&i| !in_gap(signals, stretch.first + i)).collect();
    if measured.len() < 3 {
        return None;
    }
    let sum: Vector3<f64> = measured.iter().map(|&i| stretch.acc.at(i)).sum();
    let up = sum.try_normalize(f64::MIN_POSITIVE)?;
    let mut flat = [Vec::new(), Vec::new(), Vec::new()];
    for &i in &measured {
        let v = stretch.swing.at(i);
        let v = v - up * v.dot(&up);
        for (column, value) in flat.iter_mut().zip(v.iter()) {
            column.push(*value);
        }
    }
    let ([main, ..], variances) = principal_axes(&flat[0], &flat[1], &flat[2]);
    let total: f64 = variances.iter().sum();
    let anterior = (main - up * main.dot(&up)).try_normalize(f64::MIN_POSITIVE)?;
    if !(total > 0.0) {
        return None;
    }
    let votes = votes(stretch, impacts, &anterior);
    let sign = median(&votes)?.signum();
    let agreeing = votes.iter().filter(|v| v.signum() == sign).count();
    Some(ShankAxes {
        up,
        anterior: anterior * sign,
        planarity: variances[0] / total,
        agreement: agreeing as f64 / votes.len() as f64,
    })
}

fn in_gap(signals: &Signals<Sensor>, sample: usize) -> bool {
    let after = signals.gaps.partition_point(|gap| gap.end <= sample);
    signals.gaps.get(after).is_some_and(|gap| gap.start <= sample)
}

/// Mean along `direction` in stance minus the mean in swing, one value per stride.
fn votes(stretch: &Stretch, impacts: &[Impact], direction: &Vector3<f64>) -> Vec<f64> {
    let along = stretch.swing.along(direction);
    let part = |impact: &Impact, from: f64, to: f64| {
        let at = |share: f64| impact.time_s + share * impact.stride_s;
        let range = stretch.samples(at(from), at(to));
        let whole = ((to - from) * impact.stride_s * stretch.rate_hz) as usize;
        if range.len() + 1 < whole {
            return None;
        }
        mean(along.get(range)?)
    };
    impacts.iter().filter_map(|i| Some(part(i, 0.15, 0.45)? - part(i, 0.60, 0.90)?)).collect()
}
