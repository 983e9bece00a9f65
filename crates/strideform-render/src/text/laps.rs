//! The laps of a watch.

use strideform::report::Analysis;

use super::wrap::wrapped;
use crate::laps::{self, Lap};
use crate::people::UnitsOut;
use crate::table::{Align, Table};

/// Laps that are listed (*chosen*: a marathon by the kilometre).
const LAPS: usize = 45;

/// A table with a row a lap; empty without laps.
pub(super) fn table(analysis: &Analysis, units: UnitsOut) -> String {
    let rows = laps::rows(analysis, units);
    if rows.is_empty() {
        return String::new();
    }
    let pace = format!("min/{}", units.distance_unit());
    let mut table = Table::new(&[
        ("lap", Align::Right),
        (units.distance_unit(), Align::Right),
        ("time", Align::Right),
        (&pace, Align::Right),
        ("steps/min", Align::Right),
        ("contact ms", Align::Right),
        ("oscillation cm", Align::Right),
    ]);
    let n = rows.len();
    for Lap { number, distance, time, pace, cadence, contact, oscillation } in rows.into_iter().take(LAPS) {
        table.row(vec![number, distance, time, pace, cadence, contact, oscillation]);
    }
    let mut text = table.render();
    let more = if n > LAPS { format!(" {} more laps are in the JSON.", n - LAPS) } else { String::new() };
    let file = analysis.recordings.first().map_or("FILE", |r| r.file.as_str());
    text.push_str(&wrapped(
        "",
        &format!("One lap alone: {file}#lap1. The first against the last: strideform compare {file}#lap1 {file}#lap{n}.{more}"),
    ));
    text
}
