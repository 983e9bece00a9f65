//! Vertical loading rate from peak tibial acceleration: one straight line for all runners.
//!
//! # Source
//! Milner et al. 2006 (Medicine & Science in Sports & Exercise 38:323, doi:10.1249/01.mss.0000183477.75808.92), two
//! groups of 20 women at 3.7 m/s (values from memory): mean axial tibial peaks of 5.81 and 7.70 g were associated with
//! VALR of 66.3 and 79.0 BW/s and VILR of 79.7 and 92.6 BW/s. The method is just the line through the two groups.
//!
//! # Needs
//! The axial peak of tibial acceleration, not clipped, 200 Hz or more. No gyroscope.
//!
//! # Points of deviation
//! - A line between group means shows how groups differ, not how one runner's loading follows the peak; published
//!   correlations within speeds are 0.47 to 0.84 (Bradach et al. 2023). The interval is the same as for every loading
//!   rate here.

use super::definition::MetricMethod;
use super::estimate::{Bound, Metric, Point, Sided, half_width};
use super::id::MetricId;
use super::loading_rate::{LOADING_SOURCE, loading_bias, trend_only};
use crate::contacts::MethodInfo;
use crate::recording::Segment;

/// How it is computed.
pub(super) const METHOD: MetricMethod = MetricMethod::of(
    MethodInfo {
        id: "tibial-peak-line",
        summary: "a straight line through two published group means of tibial peak and loading rate",
        segments: &[Segment::Shank],
        needs_gyr: false,
        min_rate_hz: 190.0,
        citation: "Milner et al. 2006, Med. Sci. Sports Exerc. 38:323, doi:10.1249/01.mss.0000183477.75808.92",
        deviations: "supports a trend only; used without a gyroscope",
    },
    &[MetricId::VerticalLoadingRate, MetricId::InstantaneousLoadingRate],
);

/// Axial peaks of the two groups, g.
const PEAK_G: (f64, f64) = (5.81, 7.70);
/// VALR of the two groups, BW/s.
const AVERAGE: (f64, f64) = (66.3, 79.0);
/// VILR of the two groups, BW/s.
const INSTANTANEOUS: (f64, f64) = (79.7, 92.6);

/// VALR and VILR, BW/s, for an axial peak of tibial acceleration, g.
pub fn loading_of_peak(peak_g: f64) -> (f64, f64) {
    let line = |y: (f64, f64)| y.0 + (y.1 - y.0) / (PEAK_G.1 - PEAK_G.0) * (peak_g - PEAK_G.0);
    (line(AVERAGE), line(INSTANTANEOUS))
}

/// `vertical_loading_rate` and `instantaneous_loading_rate` from the metric `peak_tibial_acceleration`; empty if that
/// is only a lower bound.
pub fn tibial_loading(peak: &Metric) -> Vec<Metric> {
    if peak.id != MetricId::PeakTibialAcceleration || peak.is_lower_bound() {
        return Vec::new();
    }
    let make = |id: MetricId, of: fn((f64, f64)) -> f64| {
        let rate = |g: f64| of(loading_of_peak(g));
        let slope = rate(1.0) - rate(0.0);
        let value = rate(peak.value);
        let bias = loading_bias(value, None).hypot(slope * peak.uncertainty / 1.96);
        let series = peak.series.iter().map(|p| Point { value: rate(p.value), ..*p }).collect();
        Metric {
            id,
            unit: id.unit(),
            value,
            bound: Bound::Exact,
            left: peak.left.map(rate),
            right: peak.right.map(rate),
            uncertainty: half_width(bias, 0.0, 1),
            side_uncertainty: peak.side_uncertainty.map(|_| half_width(bias, 0.0, 1)),
            side_difference_uncertainty: None,
            sd: peak.sd.map(|sd| slope * sd),
            n: peak.n,
            placement: peak.placement,
            method: METHOD.info.id.to_owned(),
            error_source: LOADING_SOURCE,
            caveats: vec![trend_only()],
            series,
            steps: Sided::default(),
        }
    };
    vec![make(MetricId::VerticalLoadingRate, |r| r.0), make(MetricId::InstantaneousLoadingRate, |r| r.1)]
}
