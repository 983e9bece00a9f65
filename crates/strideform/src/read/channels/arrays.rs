//! Columns of numbers already in memory, as in arrays and data frames.
//!
//! Names, units, clock, gaps, clipping and placement are inferred exactly as from a file; only the parsing is skipped.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::error::{Error, ErrorKind, Position};
use crate::recording::Recording;

use crate::read::channels::assemble;
use crate::read::channels::device;
use crate::read::columns::column_name::understand;
use crate::read::columns::layout;
use crate::read::columns::quantity::Quantity;
use crate::read::columns::sensor_columns::{Bare, Layout};
use crate::read::errors::{malformed, shown};
use crate::read::options::ReadOptions;
use crate::read::rows::row::{MAX_VALUE, SKIP};
use crate::read::rows::scan::Table;
use crate::read::text::blocks::Body;
use crate::read::text::dialect::Dialect;
use crate::read::text::line_numbers::Lines;
use crate::read::time::column::TimeCells;

/// Rows examined to find out what the columns hold (*chosen*: as many as for a file).
const HEAD: usize = 399;

/// The cells of one column.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Cells<'a> {
    /// Numbers; NaN marks a missing cell.
    Numbers(&'a [f64]),
    /// Instants in nanoseconds since the Unix epoch; `i64::MIN` marks a missing cell.
    Instants(&'a [i64]),
    /// Something else, a problem only if the column is needed: what it is, and the number of rows.
    Other(&'a str, usize),
}

impl Cells<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Numbers(v) => v.len(),
            Self::Instants(v) => v.len(),
            Self::Other(_, n) => *n,
        }
    }

    /// The cell as it would be written in a file; empty if it is missing.
    fn text(&self, row: usize) -> Vec<u8> {
        let text = match self {
            Self::Numbers(v) => v.get(row).filter(|v| !v.is_nan()).map(|v| v.to_string()),
            Self::Instants(v) => v
                .get(row)
                .filter(|v| **v != i64::MIN)
                .and_then(|&n| Some(Timestamp::from_nanosecond(n.into()).ok()?.to_string())),
            Self::Other(..) => None,
        };
        text.unwrap_or_default().into_bytes()
    }
}

/// One column.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a> {
    /// Its name, as shown in messages.
    pub name: &'a str,
    /// What it holds, written like a header cell (`acc_is [m/s²]`), if the name does not say so.
    pub role: Option<&'a str>,
    /// Its cells.
    pub cells: Cells<'a>,
}

/// Reads one recording from columns of equal length; `name` is used in messages instead of a file name, and the placement
/// may be read from it. If no column has a name, they are taken by position.
///
/// Numbers are borrowed, and copied only onto the resulting uniform grid.
///
/// # Errors
///
/// As for [`recording()`](crate::read::recording()); lines count the rows from 1. `Usage` if the columns differ in length.
pub fn columns(name: &str, columns: &[Column<'_>], options: &ReadOptions) -> Result<Recording, Error> {
    let read = || {
        device::check(options)?;
        let (dialect, layout) = opened(name, columns, options)?;
        let sheet = device::laid(
            dialect,
            &layout,
            Vec::new(),
            &Body::Held(b""),
            options,
            |dialect, time, wanted| gathered(columns, dialect, time, wanted, options.skip_bad_rows),
        )?;
        assemble::recording(sheet, name, options)
    };
    read().map_err(|e: Error| e.in_file(name))
}

/// Names of the sensors in the columns; a single empty name for a single sensor without a name.
///
/// # Errors
///
/// As for [`columns()`].
pub fn column_devices(name: &str, columns: &[Column<'_>]) -> Result<Vec<String>, Error> {
    let (_, layout) = opened(name, columns, &ReadOptions::default()).map_err(|e| e.in_file(name))?;
    Ok(layout.devices.into_iter().filter(|d| d.acc.is_some()).map(|d| d.name).collect())
}

fn opened(name: &str, columns: &[Column<'_>], options: &ReadOptions) -> Result<(Dialect, Layout), Error> {
    let rows = columns.first().map_or(0, |c| c.cells.len());
    if let Some(other) = columns.iter().find(|c| c.cells.len() != rows) {
        let first = columns.first().map_or("", |c| c.name);
        let what = format!("`{first}` has {rows} rows, `{}` has {}", other.name, other.cells.len());
        return Err(Error::new(ErrorKind::Usage, what)
            .with_remedy("all columns of a sensor must have the same length"));
    }
    if columns.is_empty() || rows == 0 {
        return Err(malformed(if columns.is_empty() { "there are no columns" } else { "there are no rows" })
            .with_remedy("a recording has a column for each axis, and many rows"));
    }
    let named = columns.iter().any(|c| !c.name.trim().is_empty());
    let all_names = |of: fn(&Column<'_>) -> String| -> Vec<String> {
        if named { columns.iter().map(of).collect() } else { Vec::new() }
    };
    let mut dialect = Dialect {
        delimiter: b',',
        collapse: false,
        decimal_comma: false,
        grouping: None,
        quotes: false,
        columns: columns.len(),
        names: all_names(role),
        units: Vec::new(),
        preamble: Vec::new(),
        header_line: None,
        data_start: 0,
        data_line: 1,
        sample: (0..rows.min(HEAD)).map(|r| columns.iter().map(|c| c.cells.text(r)).collect()).collect(),
        inferences: Vec::new(),
    };
    let layout = layout::layout(&dialect, &options.columns, Bare::of_file(name))?;
    dialect.names = all_names(|c| c.name.to_owned());
    time_is_numeric(columns, &layout, options)?;
    Ok((dialect, layout))
}

/// The column's role if given, otherwise its name; instants are times whatever the column is called.
fn role(column: &Column<'_>) -> String {
    let name = column.role.unwrap_or(column.name);
    let instants = matches!(column.cells, Cells::Instants(_));
    if instants && understand(name, None).quantity != Quantity::Time {
        "time".into()
    } else {
        name.to_owned()
    }
}

/// Rejects a time column that is not numeric: it must not be treated as missing.
fn time_is_numeric(columns: &[Column<'_>], layout: &Layout, options: &ReadOptions) -> Result<(), Error> {
    let of_time: Vec<usize> =
        layout.times.iter().filter(|(_, n)| n.quantity == Quantity::Time).map(|t| t.0).collect();
    let words = |c: &usize| matches!(columns.get(*c).map(|c| c.cells), Some(Cells::Other(..)));
    match of_time.first().filter(|_| of_time.iter().all(words) && options.rate_hz.is_none()) {
        Some(&c) => Err(not_numbers(columns, c)),
        None => Ok(()),
    }
}

fn not_numbers(columns: &[Column<'_>], c: usize) -> Error {
    let column = columns.get(c);
    let held = match column.map(|c| c.cells) {
        Some(Cells::Other(what, _)) => what,
        Some(Cells::Instants(_)) => "timestamps",
        _ => "nothing",
    };
    let name = column.map_or("", |c| c.name);
    malformed(format!("the column holds {held}, not numbers"))
        .with_remedy("convert it to numbers; a time column may also hold timestamps (datetime64)")
        .at(Position {
            column: Some(c + 1),
            column_name: (!name.is_empty()).then(|| name.to_owned()),
            ..Position::default()
        })
}

fn gathered<'a>(
    columns: &[Column<'a>],
    dialect: &Dialect,
    time: Option<TimeCells>,
    wanted: &[usize],
    skip: bool,
) -> Result<Table<'a>, Error> {
    let rows = columns.first().map_or(0, |c| c.cells.len());
    let numbers = |c: usize| match columns.get(c).map(|c| c.cells) {
        Some(Cells::Numbers(values)) => Ok(values),
        _ => Err(not_numbers(columns, c)),
    };
    let mut table = Table { lines: Lines::counted(rows), ..Table::default() };
    let mut bad: Vec<(usize, usize)> = Vec::new();
    for &c in wanted {
        let values = numbers(c)?;
        bad.extend(values.iter().enumerate().filter(|(_, v)| v.abs() > MAX_VALUE).map(|(row, _)| (row, c)));
        table.channels.push(Cow::Borrowed(values));
    }
    match time {
        None => {}
        Some(TimeCells::Number { column }) => {
            let values = numbers(column)?;
            bad.extend(
                values.iter().enumerate().filter(|(_, v)| v.is_infinite()).map(|(row, _)| (row, column)),
            );
            table.time = values.to_vec();
        }
        Some(TimeCells::Stamp { column, .. }) => match columns.get(column).map(|c| c.cells) {
            Some(Cells::Instants(nanos)) => {
                let there = |n: &i64| *n != i64::MIN;
                let first = nanos.iter().copied().find(there).unwrap_or(0);
                let since = |n: &i64| if there(n) { n.saturating_sub(first) as f64 * 1e-9 } else { f64::NAN };
                table.time = nanos.iter().map(since).collect();
                table.base_s = first as f64 * 1e-9;
            }
            _ => return Err(not_numbers(columns, column)),
        },
    }
    let Some(&(row, c)) = bad.iter().min() else { return Ok(table) };
    if !skip {
        let cell = columns.get(c).map(|c| String::from_utf8_lossy(&c.cells.text(row)).into_owned());
        let text = cell.clone().unwrap_or_default();
        return Err(malformed(format!("`{}` is not a plausible sensor value", shown(text.as_bytes())))
            .with_remedy(SKIP)
            .at(Position {
                line: Some(row as u64 + 1),
                column: Some(c + 1),
                column_name: Some(dialect.name(c)).filter(|n| !n.is_empty()).map(str::to_owned),
                cell,
                ..Position::default()
            }));
    }
    without(&mut table, bad.into_iter().map(|b| b.0));
    Ok(table)
}

/// Leaves out rows.
pub(in crate::read) fn without(table: &mut Table<'_>, rows: impl Iterator<Item = usize>) {
    let mut keep = vec![true; table.lines.len()];
    for row in rows {
        if let Some(flag) = keep.get_mut(row) {
            *flag = false;
        }
    }
    fn kept<T: Copy>(values: &mut Vec<T>, keep: &[bool]) {
        let mut flags = keep.iter();
        values.retain(|_| flags.next().copied().unwrap_or(true));
    }
    table.skipped += keep.iter().filter(|k| !**k).count();
    table.lines.retain(&keep);
    kept(&mut table.time, &keep);
    table.channels.iter_mut().for_each(|c| kept(c.to_mut(), &keep));
}
