//! Peaks and loading rates of a force curve.

use super::force::Force;
use std::collections::BTreeMap;

/// Grid on which peaks and slopes are searched for, s: pulses are at least 20 ms wide, so the error of a peak is below 1e-4.
const STEP: f64 = 0.0005;

/// Active and impact peak (BW) and loading rates (BW/s) of a contact of `tc` seconds above `level`.
pub(crate) fn of(force: &Force, level: f64, tc: f64, v: &mut BTreeMap<&'static str, f64>) {
    let start = force.above(level).0;
    let whole = force.whole();
    let n = (whole / STEP) as usize;
    let at = |i: usize| force.at(i as f64 * STEP);
    let first = (1..n / 2).find(|&i| at(i) > at(i - 1) && at(i) >= at(i + 1));
    // the impact peak precedes the active one: the first maximum, if a second one follows
    let active = ((0.3 * n as f64) as usize..n).max_by(|&a, &b| at(a).total_cmp(&at(b)));
    let active = active.unwrap_or(n / 2);
    let impact = first.filter(|&i| (i as f64) < 0.7 * active as f64);
    v.insert("peak_vertical_force", at(active));
    let end = match impact {
        Some(i) => {
            v.insert("impact_peak", at(i));
            i as f64 * STEP
        }
        None => start + 0.13 * tc,
    };
    let (a, b) = (start + 0.2 * (end - start), start + 0.8 * (end - start));
    v.insert("vertical_loading_rate", (force.at(b) - force.at(a)) / (b - a));
    let m = ((end - start) / STEP).max(1.0) as usize;
    let slope = |i: usize| {
        let u = start + i as f64 * STEP;
        (force.at(u + 0.5 * STEP) - force.at(u - 0.5 * STEP)) / STEP
    };
    let steepest = (0..=m).map(slope).fold(f64::MIN, f64::max);
    v.insert("instantaneous_loading_rate", steepest);
}
