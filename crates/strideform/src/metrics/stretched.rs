//! Strides stretched to 0…100 %, their mean, and which of them differ from the others.

use crate::contacts::{Contact, ContactSide};
use crate::recording::Placement;
use crate::signal::{mean, median, sd};

use super::cycle_curve::{CURVE_POINTS, CycleCurve, StrideCurves};

/// Minimum number of strides for a curve (*chosen*: the standard error of the mean is then less than half of the SD).
const MIN_STRIDES: usize = 5;
/// A stride whose distance from the median stride exceeds this multiple of the median distance is omitted (*chosen*:
/// rejects fewer than one in a thousand of similar strides).
const UNLIKE: f64 = 3.0;

/// Mean curves, and the strides behind them if they were to be kept.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CurveSet {
    /// One per quantity and side.
    pub curves: Vec<CycleCurve>,
    /// As many, or none.
    pub strides: Vec<StrideCurves>,
}

impl CurveSet {
    pub(super) fn extend(&mut self, other: Self) {
        self.curves.extend(other.curves);
        self.strides.extend(other.strides);
    }
}

/// What a curve shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quantity {
    pub(super) id: &'static str,
    pub(super) unit: &'static str,
    /// What zero means.
    pub(super) zero: &'static str,
}

/// One stride to be averaged.
pub(super) struct Cycle {
    pub(super) contact: Contact,
    pub(super) stride_s: f64,
}

/// Strides normalised to 0…100 %.
#[derive(Default)]
struct Stretched {
    strides: Vec<Vec<f64>>,
    /// Initial contact and the next one of each, s.
    spans: Vec<(f64, f64)>,
    toe_offs: Vec<Option<f64>>,
}

/// Mean, SD, and which strides they are made of.
struct Average {
    mean: Vec<f64>,
    sd: Vec<f64>,
    kept: Vec<bool>,
    n: usize,
}

impl Stretched {
    fn add(&mut self, cycle: &Cycle, value: impl Fn(f64) -> f64) {
        let from = cycle.contact.initial_contact_s;
        let values: Vec<f64> =
            (0..CURVE_POINTS).map(|k| value(from + cycle.stride_s * k as f64 / 100.0)).collect();
        if values.iter().all(|v| v.is_finite()) {
            self.strides.push(values);
            self.spans.push((from, from + cycle.stride_s));
            self.toe_offs.push(cycle.contact.contact_time_s().map(|s| 100.0 * s / cycle.stride_s));
        }
    }

    /// Mean and SD of the strides that resemble the others.
    fn average(&self) -> Option<Average> {
        // One point at a time: transposing all of them would hold every stride in memory twice.
        let mut column = Vec::with_capacity(self.strides.len());
        let mut at = |list: &[&Vec<f64>], k: usize, of: fn(&[f64]) -> Option<f64>| {
            column.clear();
            column.extend(list.iter().filter_map(|s| s.get(k)));
            of(&column)
        };
        let all: Vec<&Vec<f64>> = self.strides.iter().collect();
        let middle: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&all, k, median)).collect();
        let away = |s: &Vec<f64>| s.iter().zip(&middle).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
        let distances: Vec<f64> = self.strides.iter().map(away).collect();
        // Identical strides still differ by rounding.
        let limit = (UNLIKE * median(&distances)?).max(1e-6);
        let kept: Vec<bool> = distances.iter().map(|d| *d <= limit).collect();
        let alike: Vec<&Vec<f64>> =
            self.strides.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(s, _)| s).collect();
        let mean: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&alike, k, mean)).collect();
        let sd: Vec<f64> = (0..CURVE_POINTS).filter_map(|k| at(&alike, k, sd)).collect();
        let n = alike.len();
        (n >= MIN_STRIDES && sd.len() == CURVE_POINTS).then_some(Average { mean, sd, kept, n })
    }
}

/// Strides by side, in the order left, right, unknown.
#[derive(Default)]
pub(super) struct Sided([Stretched; 3]);

const SIDES: [ContactSide; 3] = [ContactSide::Left, ContactSide::Right, ContactSide::Unknown];

impl Sided {
    pub(super) fn add(&mut self, cycle: &Cycle, value: impl Fn(f64) -> f64) {
        let [left, right, unknown] = &mut self.0;
        match cycle.contact.side {
            ContactSide::Left => left,
            ContactSide::Right => right,
            ContactSide::Unknown => unknown,
        }
        .add(cycle, value);
    }

    /// The mean curve of each side; with `keep` its strides as well.
    pub(super) fn curves(self, quantity: Quantity, placement: Placement, keep: bool) -> CurveSet {
        let Quantity { id, unit, zero } = quantity;
        let mut out = CurveSet::default();
        for (side, all) in SIDES.into_iter().zip(self.0) {
            let Some(average) = all.average() else { continue };
            let toe_offs: Vec<f64> = all.toe_offs.iter().flatten().copied().collect();
            out.curves.push(CycleCurve {
                id,
                unit,
                side,
                placement,
                mean: average.mean,
                sd: average.sd,
                toe_off_percent: median(&toe_offs),
                n: average.n,
                left_out: all.strides.len() - average.n,
                zero,
            });
            if keep {
                out.strides.push(StrideCurves {
                    id,
                    unit,
                    side,
                    placement,
                    zero,
                    start_s: all.spans.iter().map(|s| s.0).collect(),
                    end_s: all.spans.iter().map(|s| s.1).collect(),
                    toe_off_percent: all.toe_offs,
                    outlier: average.kept.iter().map(|kept| !kept).collect(),
                    values: all.strides.iter().flatten().map(|v| *v as f32).collect(),
                });
            }
        }
        out
    }
}
