//! Faults to set, and where each truly lies beyond its threshold.

use rand::{RngExt, rngs::StdRng};
use strideform::findings::{FindingSide, RuleTable};
use strideform::metrics;
use strideform::report::Analysis;
use strideform_testkit::runner::{Params, Part, Side, Truth};

use crate::faults::runs::{both, usual_cadence};

/// A fault set alone.
pub(crate) struct Case {
    pub(crate) fault: &'static str,
    pub(crate) parts: Vec<Part>,
    pub(crate) set: fn(&mut Params, &mut StdRng),
}

/// One side of a pair, the other, or both.
fn on_sides(pair: &mut [f64; 2], value: f64, rng: &mut StdRng) {
    match rng.random_range(0..3) {
        0 => pair[0] = value,
        1 => pair[1] = value,
        _ => *pair = [value, value],
    }
}

/// Every fault that a recording of half a minute can show.
pub(crate) fn cases() -> Vec<Case> {
    let shanks = both(Part::Shank).to_vec();
    vec![
        Case {
            fault: "overstriding",
            parts: shanks.clone(),
            // Long steps with long contacts reach far ahead.
            set: |p, rng| {
                p.cadence_spm *= rng.random_range(0.82..0.95);
                let longer = rng.random_range(1.1..1.35);
                p.contact_s = p.contact_s.map(|c| (c * longer).min(0.88 * 60.0 / p.cadence_spm));
            },
        },
        Case {
            fault: "heel-pounding",
            parts: shanks,
            set: |p, rng| {
                p.ankle_speed_mps = rng.random_range(1.6..3.0);
                p.impact_time_s = rng.random_range(0.02..0.035);
            },
        },
        Case {
            fault: "hip-drop",
            parts: vec![Part::Pelvis],
            set: |p, rng| {
                let drop = rng.random_range(7.0..14.0);
                on_sides(&mut p.drop_deg, drop, rng);
            },
        },
        Case {
            fault: "left-right-imbalance",
            parts: both(Part::Foot).to_vec(),
            set: |p, rng| {
                let balance = rng.random_range(2.5..6.0) * if rng.random_bool(0.5) { 1.0 } else { -1.0 };
                let mean = 0.5 * (p.contact_s[0] + p.contact_s[1]);
                p.contact_s = [mean * (50.0 + balance) / 50.0, mean * (50.0 - balance) / 50.0];
            },
        },
        Case {
            fault: "low-cadence",
            parts: vec![Part::Pelvis],
            set: |p, rng| p.cadence_spm *= rng.random_range(0.80..0.93),
        },
        Case {
            fault: "trunk-lean",
            parts: [Part::Trunk, Part::Pelvis].into_iter().chain(both(Part::Shank)).collect(),
            set: |p, rng| p.trunk_lean_deg = rng.random_range(17.0..25.0),
        },
        Case {
            fault: "bounce",
            parts: vec![Part::Pelvis],
            set: |p, rng| p.cadence_spm *= rng.random_range(0.75..0.92),
        },
        Case {
            fault: "arm-crossover",
            parts: [Part::Pelvis].into_iter().chain(both(Part::Wrist)).collect(),
            set: |p, rng| {
                let side = usize::from(rng.random_bool(0.5));
                p.arm_crossover_m[side] = rng.random_range(0.0..0.10);
                p.arm_crossover_m[1 - side] = rng.random_range(-0.12..-0.06);
            },
        },
    ]
}

/// How far the fault truly lies beyond its mild threshold, in 95 % half-widths of the metric as stated, with the side;
/// `None` where the metric is not there. Negative: not beyond.
pub(crate) fn beyond(
    fault: &str,
    truth: &Truth,
    params: &Params,
    rise_cm: f64,
    analysis: &Analysis,
) -> Option<(f64, Option<FindingSide>)> {
    let table = RuleTable::embedded();
    let rule = table.faults.iter().find(|f| f.id == fault)?.rules.first()?.clone();
    let metric = analysis.metric(&rule.metric)?;
    let median = truth.medians.get(metrics::info(&rule.metric)?.id.as_str())?;
    let shift = rule.at_mps.map_or(0.0, |at| rule.per_mps.unwrap_or(0.0) * (params.speed_mps - at));
    let mild = rule.mild + shift;
    let side_half = metric.side_uncertainty.unwrap_or(metric.uncertainty);
    let per_side = |half: f64| {
        let (left, right) = ((median.left - rule.mild) / half, (median.right - rule.mild) / half);
        let side = match (left >= 2.0, right >= 2.0) {
            (true, true) => FindingSide::Both,
            _ if left > right => FindingSide::Left,
            _ => FindingSide::Right,
        };
        Some((left.max(right), Some(side)))
    };
    let sign = |d: f64| Some(if d > 0.0 { FindingSide::Left } else { FindingSide::Right });
    match fault {
        // Both legs are set alike.
        "overstriding" => Some(((median.value - mild) / metric.uncertainty, Some(FindingSide::Both))),
        "heel-pounding" | "hip-drop" => per_side(side_half),
        "left-right-imbalance" => {
            let off = median.value - 50.0;
            Some(((off.abs() - rule.mild) / metric.uncertainty, sign(off)))
        }
        "low-cadence" => {
            let mild = usual_cadence(params.speed_mps, params.body.height_m) * (1.0 - 0.01 * rule.mild);
            Some(((mild - median.value) / metric.uncertainty, None))
        }
        // The height of the sensor, which at the sacrum is not that of the centre of mass.
        "bounce" => Some(((rise_cm - mild) / metric.uncertainty, None)),
        "trunk-lean" => Some(((median.value - rule.mild) / metric.uncertainty, None)),
        "arm-crossover" => {
            let off = median.left - median.right;
            Some(((off.abs() - rule.mild) / metric.side_difference_uncertainty?, sign(off)))
        }
        _ => None,
    }
}

/// The sides of all parts that a runner can wear.
pub(crate) fn everything() -> Vec<Part> {
    let pairs = [Part::Foot as fn(Side) -> Part, Part::Shank, Part::Thigh, Part::Wrist];
    [Part::Pelvis, Part::Trunk].into_iter().chain(pairs.into_iter().flat_map(both)).collect()
}
