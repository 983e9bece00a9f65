//! The time column in seconds: counters are unwrapped, timestamps that go backwards are an error.

use crate::error::Error;
use crate::recording::{Clock, Inference};

use crate::read::columns::unit_names::{self, Unit};
use crate::read::errors::malformed;
use crate::read::options::ReadOptions;
use crate::read::rows::scan::Table;
use crate::read::text::blocks::Body;
use crate::read::text::dialect::Dialect;
use crate::read::time::column::{TimeCells, TimeColumn, note};
use crate::read::time::unit::time_unit;

/// The step of local clocks at the change to and from daylight saving, s.
const HOUR_S: f64 = 3600.0;

/// The rows' times in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::read) struct Times {
    /// Seconds since the first row; empty without a time column.
    pub(in crate::read) t: Vec<f64>,
    pub(in crate::read) clock: Clock,
    /// The resolution of the timestamps, s.
    pub(in crate::read) quantum_s: f64,
    pub(in crate::read) inferences: Vec<Inference>,
    /// Rows dropped because their time is missing.
    pub(in crate::read) without_time: usize,
}

/// Converts the column to seconds, dropping rows without a time. Unwraps counters; timestamps that go backwards are an error.
pub(in crate::read) fn seconds(
    table: &mut Table<'_>,
    column: &TimeColumn,
    body: &Body<'_>,
    dialect: &Dialect,
    options: &ReadOptions,
    declared_rate: Option<f64>,
) -> Result<Times, Error> {
    let mut out = Times::default();
    let at = |row: usize| body.position(dialect, table.lines.get(row).unwrap_or(0), Some(column.column()));
    let missing = table.time.iter().filter(|t| t.is_nan()).count();
    // Single missing timestamps are gaps; a column with many is not a clock (*chosen*: one row in twenty).
    if missing * 20 > table.rows()
        && let Some(row) = table.time.iter().position(|t| t.is_nan())
    {
        return Err(malformed(format!("{missing} of {} rows have no time", table.rows()))
            .with_remedy("choose another column with --columns time=NAME, or give the rate with --rate")
            .at(at(row)));
    }
    let mut v = std::mem::take(&mut table.time);
    out.without_time = missing;
    let mut keep: Vec<bool> = v.iter().map(|t| !t.is_nan()).collect();
    let stamp = matches!(column.cells, TimeCells::Stamp { .. });
    let typical = typical_step(&v);
    let unit = match (stamp, column.counter) {
        (true, _) => unit_names::SECONDS,
        (_, true) => Unit { to_si: 1.0 / declared_rate.unwrap_or(1.0), ..unit_names::SECONDS },
        _ => {
            time_unit(&v, typical, column, options, dialect, &mut out.inferences).map_err(|e| e.at(at(0)))?
        }
    };
    // Counters wrap at a power of two of their ticks, times of day at midnight.
    let mut offset = 0.0;
    let mut last: Option<f64> = None;
    for (row, value) in v.iter_mut().enumerate() {
        if value.is_nan() {
            continue;
        }
        let mut now = *value + offset;
        if let Some(before) = last
            && now < before
        {
            if stamp && (before - now - HOUR_S).abs() <= (50.0 * typical).max(1.0) {
                offset += HOUR_S;
                *value = now + HOUR_S;
                last = Some(*value);
                out.inferences.push(note(
                    "clock",
                    "goes on across the change by an hour".into(),
                    "the times fall back by just an hour: the end of daylight saving, or a clock of minutes and seconds",
                    "",
                ));
                continue;
            }
            match wrap(before - offset, *value, typical, unit, stamp) {
                Some(modulus) => {
                    offset += modulus;
                    now += modulus;
                    if out.inferences.iter().all(|i| i.about != "counter") {
                        out.inferences.push(note(
                            "counter",
                            format!("wraps at {modulus}"),
                            "it drops to nearly zero at that value",
                            "",
                        ));
                    }
                }
                None if options.skip_bad_rows => {
                    if let Some(k) = keep.get_mut(row) {
                        *k = false;
                    }
                    table.skipped += 1;
                    continue;
                }
                None => {
                    return Err(malformed("timestamps go backwards")
                        .with_remedy(
                            "sort the rows, or split the file where a second recording begins; \
                             --skip-bad-rows skips rows that are earlier than the row before them",
                        )
                        .at(at(row)));
                }
            }
        }
        // The other change of the year skips an hour.
        if stamp
            && let Some(before) = last
            && (now - before - HOUR_S).abs() <= (50.0 * typical).max(1.0)
        {
            offset -= HOUR_S;
            now -= HOUR_S;
            now = now.max(before);
            out.inferences.push(note(
                "clock",
                "goes on across the change by an hour".into(),
                "the times jump ahead by just an hour: the start of daylight saving",
                "",
            ));
        }
        last = Some(now);
        *value = now;
    }
    if keep.iter().any(|k| !k) {
        retain(&mut v, &keep);
        table.lines.retain(&keep);
        for channel in &mut table.channels {
            retain(channel.to_mut(), &keep);
        }
    }
    let first = v.first().copied().unwrap_or(0.0);
    for value in &mut v {
        *value = (*value - first) * unit.to_si;
    }
    let first_s = if stamp { table.base_s + first } else { first * unit.to_si };
    let absolute = if stamp { first_s > 86_400.0 * 366.0 } else { (1e9..4.1e9).contains(&first_s) };
    out.clock = if absolute { Clock::Absolute { first_s } } else { Clock::Counter { first_s } };
    out.quantum_s = quantum(&v);
    out.t = v;
    Ok(out)
}

fn retain<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
    let mut flags = keep.iter();
    values.retain(|_| flags.next().copied().unwrap_or(true));
}

/// Median of the forward steps.
fn typical_step(v: &[f64]) -> f64 {
    let mut steps: Vec<f64> =
        v.windows(2).filter_map(|w| Some(w.last()? - w.first()?)).filter(|d| *d > 0.0).collect();
    if steps.is_empty() {
        return 0.0;
    }
    let middle = steps.len() / 2;
    *steps.select_nth_unstable_by(middle, f64::total_cmp).1
}

fn wrap(before: f64, now: f64, typical: f64, unit: Unit, stamp: bool) -> Option<f64> {
    let near = |modulus: f64| {
        let step = now + modulus - before;
        before <= modulus
            && step >= 0.0
            && step <= (50.0 * typical).max(1.0 / unit.to_si.max(1e-12)).min(0.1 * modulus)
    };
    let midnight = 86_400.0 / unit.to_si;
    if near(midnight) {
        return Some(midnight);
    }
    let ticks = [4_294_967_296.0, 2_147_483_648.0, 16_777_216.0, 65_536.0, 256.0];
    let scales = [1.0, 1e-3, 1e-6];
    (!stamp).then(|| ticks.iter().flat_map(|t| scales.map(|s| t * s)).find(|&m| near(m))).flatten()
}

/// The value of the last decimal place used by the timestamps, from the first rows.
fn quantum(t: &[f64]) -> f64 {
    let head = t.get(..t.len().min(512)).unwrap_or_default();
    for digits in 0..=9 {
        let scale = 10_f64.powi(digits);
        // Rounding of the subtraction from wall clock seconds is 2e-7 s.
        if head.iter().all(|x| (x * scale - (x * scale).round()).abs() < 1e-6 + 5e-7 * scale) {
            return 1.0 / scale;
        }
    }
    0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_wrap_and_clocks_do_not() {
        let us = unit_names::MICROSECONDS;
        assert_eq!(wrap(4_294_960_000.0, 2_704.0, 10_000.0, us, false), Some(4_294_967_296.0));
        assert_eq!(wrap(86_399.99, 0.0, 0.01, unit_names::SECONDS, true), Some(86_400.0));
        assert_eq!(wrap(4294.96, 0.002704, 0.01, unit_names::SECONDS, false), Some(4_294.967_296));
        assert_eq!(wrap(12.0, 3.0, 0.01, unit_names::SECONDS, false), None);
        assert_eq!(wrap(12.0, 11.99, 0.01, unit_names::SECONDS, false), None);
    }

    #[test]
    fn the_last_decimal_in_use() {
        assert_eq!(quantum(&[0.0, 0.007, 0.014]), 1e-3);
        assert_eq!(quantum(&[0.0, 0.01, 0.02]), 1e-2);
        assert_eq!(quantum(&[0.0, 0.001_25]), 1e-5);
    }
}
