//! The unit of a time column: from its name, otherwise from the dates or the rates that the values imply.

use crate::error::Error;
use crate::recording::Inference;

use crate::read::columns::unit_names::{self, Unit};
use crate::read::errors::{ambiguous, malformed, unusable};
use crate::read::options::ReadOptions;
use crate::read::text::dialect::Dialect;
use crate::read::time::column::{TimeColumn, note, shown};

/// Rates outside this range do not occur in recordings of movement (*chosen*: watches log once per second, converters reach a few kHz).
const PLAUSIBLE_RATE: std::ops::RangeInclusive<f64> = 5.0..=20_000.0;

/// The unit of a numeric time column.
pub(in crate::read) fn time_unit(
    v: &[f64],
    typical: f64,
    column: &TimeColumn,
    options: &ReadOptions,
    dialect: &Dialect,
    notes: &mut Vec<Inference>,
) -> Result<Unit, Error> {
    let name = shown(dialect, column.column());
    if typical <= 0.0 {
        return Err(malformed(format!("the time in `{name}` never advances"))
            .with_remedy("choose another column with --columns time=NAME, or give the rate with --rate"));
    }
    // Batches make the typical step too long, never too short, so the mean step is considered too.
    let (first, last) = (v.iter().find(|x| !x.is_nan()), v.iter().rfind(|x| !x.is_nan()));
    let mean = first.zip(last).map_or(typical, |(a, b)| (b - a) / (v.len().max(2) - 1) as f64);
    let step = if mean > 0.0 { typical.min(mean) } else { typical };
    if let Some(unit) = options.units.time {
        return Ok(unit);
    }
    if let Some(unit) = column.name.unit.filter(|u| u.dimension == unit_names::Dimension::Time) {
        let rate = 1.0 / (step * unit.to_si);
        if PLAUSIBLE_RATE.contains(&rate) {
            notes.push(note("time unit", unit.label.into(), "the column's name or unit", "--units time=ms"));
            return Ok(unit);
        }
        if rate < *PLAUSIBLE_RATE.start() && (0.2..5.0).contains(&rate) {
            return Err(unusable(format!(
                "`{name}` gives {rate:.3} rows per second: this is a log, not a sensor recording"
            ))
            .with_remedy("export the sensor's raw samples"));
        }
        if rate > *PLAUSIBLE_RATE.end() {
            return Err(ambiguous(format!(
                "`{name}` in {} gives {rate:.0} samples per second, and no sensor of movement takes more than {:.0}",
                unit.label,
                PLAUSIBLE_RATE.end()
            ))
            .with_remedy("the unit in its name may be wrong: state it, e.g. --units time=ms, or give the rate with --rate HZ"));
        }
        return Err(ambiguous(format!(
            "`{name}` would mean {rate:.4} samples per second if it were in {}",
            unit.label
        ))
        .with_remedy("state the unit, e.g. --units time=ms"));
    }
    let value = v.iter().find(|x| !x.is_nan()).copied().unwrap_or(0.0);
    let dated: &[(std::ops::Range<f64>, Unit)] = &[
        (1e9..4.1e9, unit_names::SECONDS),
        (1e12..4.1e12, unit_names::MILLISECONDS),
        (1e15..4.1e15, unit_names::MICROSECONDS),
        (1e18..4.1e18, unit_names::NANOSECONDS),
        // Serial days of spreadsheets (since 1899) and of MATLAB (since year 0), 2000 to 2100.
        (36_000.0..74_000.0, unit_names::DAYS),
        (730_000.0..768_000.0, unit_names::DAYS),
    ];
    let plausible = |u: &Unit| PLAUSIBLE_RATE.contains(&(1.0 / (step * u.to_si)));
    if let Some((_, unit)) = dated.iter().find(|(range, u)| range.contains(&value) && plausible(u)) {
        notes.push(note(
            "time unit",
            unit.label.into(),
            "the values are dates of this century",
            "--units time=ms",
        ));
        return Ok(*unit);
    }
    if step == 1.0 && v.iter().all(|x| x.is_nan() || x.fract() == 0.0) && options.rate_hz.is_none() {
        return Err(ambiguous(format!("`{name}` counts 1, 2, 3: milliseconds or samples?"))
            .with_remedy("pass --units time=ms, or give the rate with --rate HZ"));
    }
    // The bands of the units do not overlap for rates from 10 to 4000 Hz; rates outside are not guessed.
    let band = 10.0..=4000.0;
    let units =
        [unit_names::SECONDS, unit_names::MILLISECONDS, unit_names::MICROSECONDS, unit_names::NANOSECONDS];
    if let Some(unit) = units.into_iter().find(|u| band.contains(&(1.0 / (step * u.to_si)))) {
        let rate = 1.0 / (step * unit.to_si);
        notes.push(note(
            "time unit",
            unit.label.into(),
            &format!(
                "steps of {step} then give {rate:.2} samples per second; no other unit gives 10 to 4000"
            ),
            "--units time=ms",
        ));
        return Ok(unit);
    }
    Err(ambiguous(format!("the unit of `{name}` cannot be inferred from steps of {step}"))
        .with_remedy("state it, e.g. --units time=ms, or give the rate with --rate HZ"))
}
