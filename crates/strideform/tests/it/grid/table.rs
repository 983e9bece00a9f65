//! Errors and coverage, metric by metric and set by set.

use std::collections::BTreeMap;
use std::fmt;

use strideform::metrics::{Metric, MetricId};
use strideform_testkit::random_runs::Drawn;
use strideform_testkit::runner::Truth;

/// Errors of one metric from one set of sensors.
#[derive(Default)]
struct Row {
    errors: Vec<f64>,
    /// The same at 200 Hz.
    at_200: Vec<f64>,
    relative: Vec<f64>,
    inside: usize,
    compared: usize,
    widths: Vec<f64>,
    /// From a method that was fitted on people.
    of_people: bool,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Table {
    rows: BTreeMap<(&'static str, &'static str), Row>,
    misses: Vec<String>,
}

/// Largest RMSE over the grid: what was asked of the product, in the catalogue's units.
const FIGURES: [(&str, &str, f64); 5] = [
    ("feet", "foot_strike_angle", 2.0),
    ("pelvis", "pelvic_drop_excursion", 0.7),
    ("pelvis", "vertical_oscillation", 0.4),
    ("feet", "contact_time", 0.008),
    ("shanks", "contact_time", 0.012),
];

impl Table {
    pub(crate) fn add(
        &mut self,
        set: &'static str,
        metric: &Metric,
        truth: &Truth,
        rise: f64,
        drawn: &Drawn,
    ) {
        let Some(t) = truth.medians.get(metric.id.as_str()) else { return };
        // The sensor's own height is measured, which at the sacrum is not that of the centre of mass.
        let scale = match metric.id.as_str() {
            "vertical_oscillation" => rise / t.value,
            "vertical_ratio" => rise / truth.medians["vertical_oscillation"].value,
            _ => 1.0,
        };
        // A median over both sides of a metric whose sides differ lies on either: the sides are compared.
        let both = [(metric.left, t.left, "left"), (metric.right, t.right, "right")];
        let sides: Vec<(f64, f64, &str)> =
            both.into_iter().filter_map(|(m, t, side)| Some((m?, t, side))).collect();
        let width = if sides.is_empty() { Some(metric.uncertainty) } else { metric.side_uncertainty };
        let pairs = if sides.is_empty() { vec![(metric.value, t.value, "")] } else { sides };
        let row = self.rows.entry((set, metric.id.as_str())).or_default();
        // Hip extension is read at the toe-off that those contact times give, and the shank's angle has a guard from people.
        let angles = [MetricId::HipExtensionAtToeOff, MetricId::ShankAngleAtContact];
        row.of_people |= strideform_testkit::fitted::on_people(&metric.method) || angles.contains(&metric.id);
        for (found, true_value, side) in pairs {
            let error = found - scale * true_value;
            if !error.is_finite() {
                continue;
            }
            let width = width.unwrap_or(metric.uncertainty);
            let bound = metric.is_lower_bound();
            // A lower bound claims no more than that.
            let inside = error.abs() <= width || (bound && error <= width);
            row.errors.push(error);
            row.relative.push(100.0 * error / true_value);
            row.widths.push(width);
            row.compared += 1;
            row.inside += usize::from(inside);
            if (drawn.rate_hz - 200.0).abs() < 1.0 {
                row.at_200.push(error);
            }
            if !inside {
                let p = drawn.run.params();
                self.misses.push(format!(
                    "{set} {} {side}: {error:+.3} (±{width:.3}) at {:.1} m/s, {:.0}/min, contact {:.2} s, strike {:.0} {:.0}, drop {:.0} {:.0}, {} Hz{}",
                    metric.id, p.speed_mps, p.cadence_spm, p.contact_s[0], p.strike_angle_deg[0], p.strike_angle_deg[1],
                    p.drop_deg[0], p.drop_deg[1], drawn.rate_hz, if bound { ", bound" } else { "" }
                ));
            }
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (key, row) in other.rows {
            let mine = self.rows.entry(key).or_default();
            mine.errors.extend(row.errors);
            mine.at_200.extend(row.at_200);
            mine.relative.extend(row.relative);
            mine.widths.extend(row.widths);
            mine.of_people |= row.of_people;
            mine.inside += row.inside;
            mine.compared += row.compared;
        }
        self.misses.extend(other.misses);
    }

    /// The figures are reached, and every stated interval contains the truth in at least nine of ten.
    pub(crate) fn check(&self) {
        let mut wrong = Vec::new();
        for ((set, id), row) in &self.rows {
            // Fitted on people: the virtual runner draws speed, rhythm and contact independently of each other, as no runner does.
            if !row.of_people && (row.inside as f64) < 0.9 * row.compared as f64 {
                wrong.push(format!("{set} {id}: {} of {} inside", row.inside, row.compared));
            }
        }
        for (set, id, most) in FIGURES {
            let Some(row) = self.rows.get(&(set, id)) else {
                wrong.push(format!("{set} {id}: not there"));
                continue;
            };
            if row.of_people {
                continue;
            }
            // Contact time was asked for at 200 Hz.
            let errors = if id == "contact_time" { &row.at_200 } else { &row.errors };
            if rms(errors) > most {
                wrong.push(format!("{set} {id}: RMSE {:.4}, at most {most}", rms(errors)));
            }
        }
        let length = self.rows.get(&("feet", "stride_length")).map_or(f64::INFINITY, |r| rms(&r.relative));
        if length > 2.0 {
            wrong.push(format!("stride length: RMSE {length:.2} %, at most 2 %"));
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for miss in &self.misses {
            writeln!(f, "{miss}")?;
        }
        for ((set, id), row) in &self.rows {
            let n = row.errors.len() as f64;
            let bias = row.errors.iter().sum::<f64>() / n;
            let width = row.widths.iter().sum::<f64>() / n;
            writeln!(
                f,
                "{set:7} {id:35} n {n:3}  bias {bias:+.4}  RMSE {:.4}  (200 Hz {:.4}, {:.1} %)  ± {width:.4}  inside {:3.0} %",
                rms(&row.errors),
                rms(&row.at_200),
                rms(&row.relative),
                100.0 * row.inside as f64 / row.compared as f64,
            )?;
        }
        Ok(())
    }
}

fn rms(x: &[f64]) -> f64 {
    (x.iter().map(|v| v * v).sum::<f64>() / x.len().max(1) as f64).sqrt()
}
