//! Which column tells the time, in which unit, and the seconds it gives.

use crate::error::Error;
use crate::recording::{Clock, Inference};

use super::cells::number;
use super::columns::Layout;
use super::dialect::Dialect;
use super::fault::{ambiguous, malformed, position, unusable};
use super::names::{Name, Quantity, understand};
use super::options::ReadOptions;
use super::stamps::{self, Order};
use super::table::{Table, TimeCells};
use super::unit::{self, Unit};

/// Rates outside are no recording of a movement (chosen: watches log once a second, converters stop at some kHz).
const PLAUSIBLE_RATE: std::ops::RangeInclusive<f64> = 5.0..=20_000.0;

/// The column of time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct TimeColumn {
    pub(super) cells: TimeCells,
    pub(super) name: Name,
    /// A count of samples, to be divided by a declared rate.
    pub(super) counter: bool,
}

impl TimeColumn {
    /// Column, from 0.
    pub(super) fn column(&self) -> usize {
        match self.cells {
            TimeCells::Number { column } | TimeCells::Stamp { column, .. } => column,
        }
    }
}

struct Candidate<'a> {
    column: usize,
    name: &'a Name,
    stamp: Option<(bool, bool)>,
    /// Share of rows that differ from the row before.
    moving: f64,
    absolute: bool,
}

fn column(dialect: &Dialect, c: usize) -> impl Iterator<Item = &[u8]> {
    dialect
        .sample
        .iter()
        .filter_map(move |row| row.get(c))
        .map(Vec::as_slice)
        .filter(|c| !super::cells::missing(c))
}

fn candidate<'a>(dialect: &Dialect, c: usize, name: &'a Name) -> Option<Candidate<'a>> {
    let cells: Vec<&[u8]> = column(dialect, c).collect();
    let first = cells.first()?;
    let different = cells.windows(2).filter(|w| w.first() != w.last()).count();
    let moving = if cells.len() > 1 { different as f64 / (cells.len() - 1) as f64 } else { 1.0 };
    if let Some(value) = number(first, dialect.decimal_comma) {
        // Seconds, ms, µs or ns since 1970 of the years 2001 to 2100.
        let absolute = [1.0, 1e3, 1e6, 1e9].iter().any(|s| (1e9..4.1e9).contains(&(value / s)))
            && name.unit.is_none_or(|u| (1e9..4.1e9).contains(&(value * u.to_si)));
        return Some(Candidate { column: c, name, stamp: None, moving, absolute });
    }
    let order = stamps::order(cells.iter().copied(), None);
    let stamp = stamps::parse(first, order)?;
    let parts = (stamp.has_date, stamp.has_time);
    Some(Candidate {
        column: c,
        name,
        stamp: Some(parts),
        moving,
        absolute: stamp.has_date && stamp.has_time,
    })
}

/// Chooses the column of time; `declared` says that the file or the user states a rate.
pub(super) fn choose(
    dialect: &Dialect,
    layout: &Layout,
    device: &str,
    options: &ReadOptions,
    declared: bool,
) -> (Option<TimeColumn>, Vec<Inference>) {
    let mut notes = Vec::new();
    let all: Vec<Candidate<'_>> =
        layout.times.iter().filter_map(|(c, name)| candidate(dialect, *c, name)).collect();
    let most = all.iter().map(|c| c.moving).fold(0.0, f64::max);
    let forced = options.columns.time.is_some();
    let mut best: Option<&Candidate<'_>> = None;
    let score = |c: &Candidate<'_>| {
        (
            !device.is_empty() && c.name.device == device,
            c.absolute,
            c.name.unit.is_some() || c.stamp.is_some(),
            std::cmp::Reverse(c.column),
        )
    };
    for c in &all {
        let usable = forced
            || (c.name.quantity == Quantity::Time
                && c.moving >= 0.5 * most
                && c.stamp.is_none_or(|(_, has_time)| has_time));
        if usable && best.is_none_or(|b| score(c) > score(b)) {
            best = Some(c);
        }
    }
    if let Some(c) = best {
        let order = day_order(dialect, c.column, &mut notes);
        let cells = match c.stamp {
            None => TimeCells::Number { column: c.column },
            Some((false, _)) => match all.iter().find(|d| d.stamp == Some((true, false))) {
                Some(date) => TimeCells::Stamp {
                    column: date.column,
                    of_day: Some(c.column),
                    order: day_order(dialect, date.column, &mut notes),
                },
                None => TimeCells::Stamp { column: c.column, of_day: None, order },
            },
            Some(_) => TimeCells::Stamp { column: c.column, of_day: None, order },
        };
        if all.len() > 1 {
            notes.push(note(
                "time column",
                shown(dialect, c.column),
                "the best resolved of the columns that tell time, wall clock first",
                "--columns time=NAME",
            ));
        }
        return (
            Some(TimeColumn {
                cells,
                name: c.name.clone(),
                counter: forced && c.name.quantity == Quantity::Counter,
            }),
            notes,
        );
    }
    let counters: Vec<&Candidate<'_>> = all.iter().filter(|c| c.name.quantity == Quantity::Counter).collect();
    // A second counter that moves (sub-frames) makes the first repeat: then rows are counted instead.
    if let [c] | [c, _] = counters.as_slice()
        && c.moving > 0.9
        && c.stamp.is_none()
        && counters.get(1).is_none_or(|s| s.moving == 0.0)
        && declared
    {
        let cells = TimeCells::Number { column: c.column };
        return (Some(TimeColumn { cells, name: c.name.clone(), counter: true }), notes);
    }
    if !declared && let Some(c) = steady(dialect, layout) {
        notes.push(note(
            "time column",
            shown(dialect, c),
            "it grows steadily from row to row",
            "--columns time=NAME",
        ));
        let cells = TimeCells::Number { column: c };
        return (Some(TimeColumn { cells, name: understand("", None), counter: false }), notes);
    }
    (None, notes)
}

fn note(about: &str, conclusion: String, because: &str, overridden_by: &str) -> Inference {
    Inference {
        about: about.into(),
        conclusion,
        because: because.into(),
        overridden_by: overridden_by.into(),
    }
}

fn shown(dialect: &Dialect, c: usize) -> String {
    match dialect.name(c) {
        "" => format!("column {}", c + 1),
        name => name.to_owned(),
    }
}

/// The first column where it grows in every row and is no channel.
fn steady(dialect: &Dialect, layout: &Layout) -> Option<usize> {
    let taken =
        layout.devices.iter().flat_map(|d| [&d.acc, &d.gyr]).flatten().any(|t| t.columns.contains(&Some(0)));
    let counter = layout.times.iter().any(|(c, n)| *c == 0 && n.quantity == Quantity::Counter);
    let values: Vec<f64> = column(dialect, 0).filter_map(|c| number(c, dialect.decimal_comma)).collect();
    let grows = values.len() > 2 && values.windows(2).all(|w| w.first() < w.last());
    (grows && !taken && !counter && values.len() == dialect.sample.len()).then_some(0)
}

fn day_order(dialect: &Dialect, c: usize, notes: &mut Vec<Inference>) -> Order {
    let declared = dialect.preamble.iter().find_map(|line| {
        let lower = line.to_lowercase();
        let at = lower.find("date format")?;
        let rest = lower.get(at + 11..)?.trim_start();
        Some(if rest.starts_with('m') { Order::MonthFirst } else { Order::DayFirst })
    });
    let order = stamps::order(column(dialect, c), declared);
    if column(dialect, c).next().is_some_and(|cell| cell.contains(&b'/') && !cell.starts_with(b"20")) {
        let first = if order == Order::DayFirst { "day first" } else { "month first" };
        let because = if declared.is_some() { "the preamble says so" } else { "the values allow it" };
        notes.push(note("date", first.into(), because, ""));
    }
    order
}

/// The rows' times in seconds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Times {
    /// Seconds since the first row; empty without column of time.
    pub(super) t: Vec<f64>,
    pub(super) clock: Clock,
    /// The smallest step that the stamps can show, s.
    pub(super) quantum_s: f64,
    pub(super) inferences: Vec<Inference>,
    /// Rows dropped because their time is missing.
    pub(super) without_time: usize,
}

/// Turns the column into seconds, dropping rows without time. Unwraps counters; refuses time that runs back.
pub(super) fn seconds(
    table: &mut Table,
    column: &TimeColumn,
    text: &[u8],
    dialect: &Dialect,
    options: &ReadOptions,
    declared_rate: Option<f64>,
) -> Result<Times, Error> {
    let mut out = Times::default();
    let at = |row: usize| {
        let line = table.lines.get(row).copied().unwrap_or(0);
        let c = column.column();
        position(text, dialect.delimiter, dialect.collapse, line.into(), Some(c), Some(dialect.name(c)))
    };
    let missing = table.time.iter().filter(|t| t.is_nan()).count();
    // Single lost stamps are gaps; a column that is empty more often than not is no clock (chosen: one row in twenty).
    if missing * 20 > table.rows()
        && let Some(row) = table.time.iter().position(|t| t.is_nan())
    {
        return Err(malformed(format!("{missing} of {} rows have no time", table.rows()))
            .with_remedy("choose another column with --columns time=NAME, or declare the rate with --rate")
            .at(at(row)));
    }
    let mut v = std::mem::take(&mut table.time);
    out.without_time = missing;
    let mut keep: Vec<bool> = v.iter().map(|t| !t.is_nan()).collect();
    let stamp = matches!(column.cells, TimeCells::Stamp { .. });
    let typical = typical_step(&v);
    let unit = match (stamp, column.counter) {
        (true, _) => unit::SECONDS,
        (_, true) => Unit { to_si: 1.0 / declared_rate.unwrap_or(1.0), ..unit::SECONDS },
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
            match wrap(before - offset, *value, typical, unit, stamp) {
                Some(modulus) => {
                    offset += modulus;
                    now += modulus;
                    if out.inferences.iter().all(|i| i.about != "counter") {
                        out.inferences.push(note(
                            "counter",
                            format!("wraps at {modulus}"),
                            "it falls back to nearly zero at that value",
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
                    return Err(malformed("time runs back")
                        .with_remedy(
                            "sort the rows or cut the file where a second recording begins; \
                             --skip-bad-rows leaves out the rows that lie before their predecessors",
                        )
                        .at(at(row)));
                }
            }
        }
        last = Some(now);
        *value = now;
    }
    if keep.iter().any(|k| !k) {
        retain(&mut v, &keep);
        retain(&mut table.lines, &keep);
        for channel in &mut table.channels {
            retain(channel, &keep);
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

/// Median of the steps forward.
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

/// The unit of a numeric column of time.
fn time_unit(
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
            .with_remedy("choose another column with --columns time=NAME, or declare the rate with --rate"));
    }
    // Batches make the typical step too long and never too short: the mean step is the other witness.
    let (first, last) = (v.iter().find(|x| !x.is_nan()), v.iter().rfind(|x| !x.is_nan()));
    let mean = first.zip(last).map_or(typical, |(a, b)| (b - a) / (v.len().max(2) - 1) as f64);
    let step = if mean > 0.0 { typical.min(mean) } else { typical };
    if let Some(unit) = options.units.time {
        return Ok(unit);
    }
    if let Some(unit) = column.name.unit.filter(|u| u.dimension == unit::Dimension::Time) {
        let rate = 1.0 / (step * unit.to_si);
        if PLAUSIBLE_RATE.contains(&rate) {
            notes.push(note("time unit", unit.label.into(), "the column's name or unit", "--units time=ms"));
            return Ok(unit);
        }
        if rate < *PLAUSIBLE_RATE.start() && (0.2..5.0).contains(&rate) {
            return Err(unusable(format!(
                "`{name}` gives {rate:.3} rows a second: this is a log, no recording of a sensor"
            ))
            .with_remedy("export the sensor's own samples"));
        }
        return Err(ambiguous(format!(
            "`{name}` would give {rate:.4} samples a second if it held {}",
            unit.label
        ))
        .with_remedy("state the unit, e.g. --units time=ms"));
    }
    let value = v.iter().find(|x| !x.is_nan()).copied().unwrap_or(0.0);
    let dated: &[(std::ops::Range<f64>, Unit)] = &[
        (1e9..4.1e9, unit::SECONDS),
        (1e12..4.1e12, unit::MILLISECONDS),
        (1e15..4.1e15, unit::MICROSECONDS),
        (1e18..4.1e18, unit::NANOSECONDS),
        // Serial days of spreadsheets (since 1899) and of MATLAB (since year 0), 2000 to 2100.
        (36_000.0..74_000.0, unit::DAYS),
        (730_000.0..768_000.0, unit::DAYS),
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
            .with_remedy("say --units time=ms, or declare the rate with --rate HZ"));
    }
    // The bands of the units do not overlap for rates from 10 to 4000 Hz; what lies between is not guessed.
    let band = 10.0..=4000.0;
    let units = [unit::SECONDS, unit::MILLISECONDS, unit::MICROSECONDS, unit::NANOSECONDS];
    if let Some(unit) = units.into_iter().find(|u| band.contains(&(1.0 / (step * u.to_si)))) {
        let rate = 1.0 / (step * unit.to_si);
        notes.push(note(
            "time unit",
            unit.label.into(),
            &format!("steps of {step} then mean {rate:.2} samples a second; no other unit gives 10 to 4000"),
            "--units time=ms",
        ));
        return Ok(unit);
    }
    Err(ambiguous(format!("the unit of `{name}` cannot be told from steps of {step}"))
        .with_remedy("state it, e.g. --units time=ms, or declare the rate with --rate HZ"))
}

/// The step of the last decimal that the stamps use, from their first rows.
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
        let us = unit::MICROSECONDS;
        assert_eq!(wrap(4_294_960_000.0, 2_704.0, 10_000.0, us, false), Some(4_294_967_296.0));
        assert_eq!(wrap(86_399.99, 0.0, 0.01, unit::SECONDS, true), Some(86_400.0));
        assert_eq!(wrap(4294.96, 0.002704, 0.01, unit::SECONDS, false), Some(4_294.967_296));
        assert_eq!(wrap(12.0, 3.0, 0.01, unit::SECONDS, false), None);
        assert_eq!(wrap(12.0, 11.99, 0.01, unit::SECONDS, false), None);
    }

    #[test]
    fn the_last_decimal_in_use() {
        assert_eq!(quantum(&[0.0, 0.007, 0.014]), 1e-3);
        assert_eq!(quantum(&[0.0, 0.01, 0.02]), 1e-2);
        assert_eq!(quantum(&[0.0, 0.001_25]), 1e-5);
    }
}
