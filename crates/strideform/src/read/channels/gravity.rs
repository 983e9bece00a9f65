//! Gravity that an exporter took out of the acceleration and wrote beside it: the sum is what the sensor measured.

use std::borrow::Cow;

use crate::recording::Inference;
use crate::units::STANDARD_GRAVITY;

use crate::read::channels::sheet::Sheet;
use crate::read::channels::unit_inference::median;
use crate::read::columns::sensor_columns::{Device, Triple};
use crate::read::columns::unit_names::{self, Unit};

/// Gravity's length may differ by this share from that of a unit (*chosen*: a filter of a phone keeps it to 0.1 %).
const LENGTH: f64 = 0.02;

/// Adds the gravity columns of a device to its accelerometer. Its channels are those of the accelerometer, of the gyroscope
/// and of gravity; a file of gravity alone is left as it is.
pub(in crate::read) fn add(
    channels: &mut Vec<Cow<'_, [f64]>>,
    device: &mut Device,
    inferences: &mut Vec<Inference>,
) {
    let Device { acc: Some(acc), gyr, gravity, .. } = device else { return };
    let Some(triple) = gravity.take() else { return };
    let before = acc.count() + gyr.as_ref().map_or(0, Triple::count);
    let parts = channels.split_off(before.min(channels.len()));
    let views: Vec<&[f64]> = parts.iter().map(AsRef::as_ref).collect();
    let factor = ratio(acc, &triple, &views, inferences);
    for (sum, part) in channels.iter_mut().zip(&parts).take(acc.count()) {
        sum.to_mut().iter_mut().zip(part.iter()).for_each(|(a, g)| *a += factor * g);
    }
    acc.free = false;
}

/// What gravity is to be multiplied with to have the accelerometer's unit. The length of gravity settles that unit where no
/// name does.
fn ratio(acc: &mut Triple, gravity: &Triple, parts: &[&[f64]], inferences: &mut Vec<Inference>) -> f64 {
    let length = length(parts);
    let measured = [unit_names::G, unit_names::METRES, unit_names::MILLI_G]
        .into_iter()
        .find(|unit| (length * unit.to_si / STANDARD_GRAVITY - 1.0).abs() < LENGTH);
    let own: Option<Unit> = gravity.unit.or(measured);
    match (acc.unit, own) {
        (Some(unit), Some(own)) => own.to_si / unit.to_si,
        (None, Some(own)) => {
            acc.unit = Some(own);
            inferences.push(Inference {
                about: "unit of gravity".into(),
                conclusion: own.label.into(),
                because: format!("its length is {length:.3}"),
                overridden_by: "--units acc=g".into(),
            });
            1.0
        }
        _ => 1.0,
    }
}

/// Median length of the vectors.
fn length(parts: &[&[f64]]) -> f64 {
    median(&mut lengths(parts))
}

fn lengths(parts: &[&[f64]]) -> Vec<f64> {
    let n = parts.iter().map(|p| p.len()).min().unwrap_or(0);
    let at = |i: usize| parts.iter().map(|p| p.get(i).map_or(0.0, |v| v * v)).sum::<f64>().sqrt();
    (0..n).map(at).filter(|v| v.is_finite()).collect()
}

/// True for vectors of constant length: gravity as phones compute it, or a sensor that never moves.
pub(in crate::read) fn is_constant(sheet: &Sheet<'_>) -> bool {
    if sheet.acc.as_ref().is_none_or(|t| t.count() != 3) {
        return false;
    }
    let views: Vec<&[f64]> = sheet.grid.channels.iter().take(3).map(Vec::as_slice).collect();
    let length = length(&views);
    let of_gravity = [1.0, STANDARD_GRAVITY, 1000.0].iter().any(|g| (length / g - 1.0).abs() < LENGTH);
    let off = lengths(&views).iter().filter(|v| (**v / length - 1.0).abs() > LENGTH).count();
    // One sample in a hundred may be off where a filter settles (chosen).
    of_gravity && off * 100 <= views.first().map_or(0, |v| v.len())
}

/// Adds gravity, resampled to the accelerometer's grid, unless the acceleration holds it already; true where it was added.
pub(in crate::read) fn add_resampled(sheet: &mut Sheet<'_>, triple: &Triple, parts: &[Vec<f64>]) -> bool {
    let Some(acc) = &mut sheet.acc else { return false };
    let views: Vec<&[f64]> = parts.iter().map(Vec::as_slice).collect();
    let factor = ratio(acc, triple, &views, &mut sheet.inferences);
    let n = views.first().map_or(0, |v| v.len());
    let dot = |i: usize| -> f64 {
        let own = sheet.grid.channels.iter().zip(&views);
        own.map(|(a, g)| a.get(i).unwrap_or(&0.0) * factor * g.get(i).unwrap_or(&0.0)).sum()
    };
    let (along, square) = (0..n).fold((0.0, 0.0), |(along, square), i| {
        (
            along + dot(i),
            square + views.iter().map(|g| (factor * g.get(i).unwrap_or(&0.0)).powi(2)).sum::<f64>(),
        )
    });
    // The share of gravity in the acceleration: one where it is included, about zero where it was taken out.
    if along > 0.5 * square {
        return false;
    }
    for (sum, part) in sheet.grid.channels.iter_mut().zip(parts).take(acc.count()) {
        sum.iter_mut().zip(part).for_each(|(a, g)| *a += factor * g);
    }
    acc.free = false;
    // The rows as read lack gravity: the grid stands for them.
    sheet.rows.clear();
    true
}
