//! The gait cycle: small pictures with a shared axis.

use minijinja::Value;
use strideform::contacts::ContactSide;
use strideform::metrics::CycleCurve;
use strideform::report::Analysis;

use super::svg;
use super::template::trusted;
use crate::number::{fixed, unit_after};

/// The pictures and a note on all of them.
pub(super) struct Cycles {
    pub(super) pictures: Vec<Value>,
    pub(super) note: String,
}

/// Identifier, title, axis.
const QUANTITIES: [(&str, &str, &str); 4] = [
    ("pelvic_obliquity", "Pelvic obliquity", "pelvic drop, swing side (°)"),
    ("foot_pitch", "Foot pitch", "foot pitch, toes up (°)"),
    ("shank_angle", "Shank angle", "shank angle (tibial inclination, °)"),
    ("vertical_acceleration", "Vertical acceleration", "vertical acceleration, up (g)"),
];

pub(super) fn cycles(analysis: &Analysis) -> Cycles {
    let mut pictures = Vec::new();
    let mut zeros: Vec<String> = Vec::new();
    let mut fewest = usize::MAX;
    for (id, title, axis) in QUANTITIES {
        let all: Vec<&CycleCurve> = analysis.curves.iter().filter(|c| c.id == id).collect();
        // Curves of unknown side are drawn only if there are no others.
        let sided: Vec<&CycleCurve> =
            all.iter().copied().filter(|c| c.side != ContactSide::Unknown).collect();
        let curves: Vec<&CycleCurve> = if sided.is_empty() {
            all.into_iter().take(1).collect()
        } else {
            sided.into_iter().take(2).collect()
        };
        let Some(first) = curves.first() else { continue };
        fewest = curves.iter().map(|c| c.n).fold(fewest, usize::min);
        if id != "vertical_acceleration" {
            zeros.push(format!("{}: {}", title.to_lowercase(), first.zero));
        }
        let message = message(title, &curves);
        let picture = svg::cycle(&format!("cycle-{id}"), &curves, title, axis, &message);
        pictures.push(trusted(picture));
    }
    let note = if pictures.is_empty() {
        String::new()
    } else {
        let zeros = if zeros.is_empty() { String::new() } else { format!(" Zero: {}.", zeros.join("; ")) };
        let sides = analysis.curves.iter().any(|c| c.side != ContactSide::Unknown);
        let foot = if sides { "of the foot that the line is named after" } else { "of either foot" };
        format!(
            "Lines are means of at least {fewest} strides; bands are ± one standard deviation between strides. \
             0\u{202f}% is initial contact {foot}; ground contact is shaded.{zeros}"
        )
    };
    Cycles { pictures, note }
}

/// A description of the picture for screen readers.
fn message(title: &str, curves: &[&CycleCurve]) -> String {
    let unit = curves.first().map_or("", |c| c.unit);
    let digits = usize::from(unit == "g");
    let parts: Vec<String> = curves
        .iter()
        .map(|c| {
            let extreme = |better: fn(&f64, &f64) -> bool| {
                let mut best: Option<(usize, f64)> = None;
                for (k, v) in c.mean.iter().enumerate() {
                    if best.is_none_or(|(_, b)| better(v, &b)) {
                        best = Some((k, *v));
                    }
                }
                best.map_or_else(String::new, |(k, v)| {
                    format!("{}{} at {k} % of the stride", fixed(v, digits), unit_after(unit))
                })
            };
            let side = match c.side {
                ContactSide::Left => "left",
                ContactSide::Right => "right",
                ContactSide::Unknown => "side unknown",
            };
            format!(
                "{side}: maximum {}, minimum {}, {} strides",
                extreme(|a, b| a > b),
                extreme(|a, b| a < b),
                c.n
            )
        })
        .collect();
    format!("{title} over the stride. {}.", parts.join("; "))
}
