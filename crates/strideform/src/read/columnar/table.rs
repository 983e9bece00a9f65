//! From columns to one device on its grid.

use std::borrow::Cow;
use std::path::Path;

use crate::parallel::*;
use arrow_array::RecordBatch;
use arrow_schema::Schema;

use crate::error::{Error, ErrorKind, Position};
use crate::read::channels::arrays::without;
use crate::read::channels::device;
use crate::read::channels::sheet::Sheet;
use crate::read::columns::column_name::understand;
use crate::read::columns::layout;
use crate::read::columns::quantity::Quantity;
use crate::read::columns::sensor_columns::{Bare, Layout};
use crate::read::errors::{malformed, shown};
use crate::read::options::ReadOptions;
use crate::read::rows::row::{MAX_VALUE, SKIP};
use crate::read::rows::scan::Table;
use crate::read::sources::source::State;
use crate::read::text::blocks::Body;
use crate::read::text::dialect::Dialect;
use crate::read::text::line_numbers::Lines;
use crate::read::time::column::TimeCells;
use crate::read::time::timestamp::Order;
use crate::recording::Inference;

use super::ipc::Ipc;
use super::parquet::{MAX_ROWS, Parquet, too_many};
use super::schema::{self, Kind, Leaf};
use super::source::Bulk;
use super::values::{self, Filled, NO_INSTANT, Sink};
use super::{Format, format};

/// Rows examined to find out what the columns hold (*chosen*: as many as of a text table).
const HEAD: usize = 399;

/// Reads one device of a file in memory.
pub(in crate::read) fn read(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Sheet<'static>, Error> {
    sheet(name, Bulk::of_bytes(bytes), options).map_err(|e| e.in_file(name))
}

/// Reads one device of a file.
pub(in crate::read) fn read_file(
    name: &str,
    path: &Path,
    options: &ReadOptions,
) -> Result<Sheet<'static>, Error> {
    let read = || {
        let before = State::now(path);
        let sheet = sheet(name, bulk(path)?, options)?;
        before.map_or(Ok(()), |state| state.check(path))?;
        Ok(sheet)
    };
    read().map_err(|e: Error| e.in_file(name))
}

/// Names of the sensors in a file in memory.
pub(in crate::read) fn devices(name: &str, bytes: &[u8]) -> Result<Vec<String>, Error> {
    names(name, Bulk::of_bytes(bytes)).map_err(|e| e.in_file(name))
}

/// Names of the sensors in a file.
pub(in crate::read) fn devices_of_file(name: &str, path: &Path) -> Result<Vec<String>, Error> {
    bulk(path).and_then(|bulk| names(name, bulk)).map_err(|e| e.in_file(name))
}

fn bulk(path: &Path) -> Result<Bulk, Error> {
    Bulk::of_file(path).map_err(|e| {
        Error::new(ErrorKind::Io, format!("the file cannot be read ({e})"))
            .with_remedy("check that the file can be opened")
            .with_source(e)
    })
}

/// Decodes: the crates that do it may panic on a damaged file, which ends here as an error.
fn decoded<T>(work: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or_else(|_| {
        Err(malformed("the file is damaged: its columns cannot be decoded")
            .with_remedy("copy or export the file again"))
    })
}

/// A file whose schema is known.
enum Open {
    Parquet(Parquet),
    Ipc(Ipc),
}

impl Open {
    fn of(bulk: Bulk) -> Result<(Self, &'static str), Error> {
        let head = bulk.exactly(0, usize::try_from(bulk.size().min(8)).unwrap_or(8)).unwrap_or_default();
        match format(&head) {
            Some(Format::Parquet) => Ok((Self::Parquet(Parquet::open(bulk)?), "Parquet")),
            Some(Format::Arrow(start)) => {
                let what = if start == 0 { "Arrow IPC stream" } else { "Arrow IPC" };
                Ok((Self::Ipc(Ipc::open(bulk, start)?), what))
            }
            None => Err(malformed("this is not a Parquet or Arrow file")),
        }
    }

    fn schema(&self) -> &Schema {
        match self {
            Self::Parquet(file) => file.schema(),
            Self::Ipc(file) => file.schema(),
        }
    }

    fn notes(&self) -> Vec<String> {
        let pairs = self.schema().metadata();
        schema::notes(pairs.iter().map(|(key, value)| (key.as_str(), value.as_str())))
    }

    /// The first rows of the columns `roots`, as text cell by cell.
    fn sample(&self, leaves: &[Leaf]) -> Result<Vec<Vec<Vec<u8>>>, Error> {
        let readable = |leaf: &&Leaf| !matches!(leaf.kind, Kind::Other(_));
        let mut roots: Vec<usize> = leaves.iter().filter(readable).map(|leaf| leaf.root).collect();
        roots.dedup();
        let mut batches: Vec<RecordBatch> = Vec::new();
        match self {
            Self::Parquet(file) => batches = file.head(&roots, HEAD)?,
            Self::Ipc(file) => {
                let mut rows = 0;
                file.batches(&mut |batch| {
                    rows += batch.num_rows();
                    batches.push(batch.slice(0, batch.num_rows().min(HEAD)));
                    Ok(rows < HEAD)
                })?;
                roots = (0..self.schema().fields().len()).collect();
            }
        }
        let mut out = Vec::new();
        for batch in &batches {
            let columns: Vec<_> = leaves
                .iter()
                .map(|leaf| {
                    let at = roots.iter().position(|root| *root == leaf.root).filter(|_| readable(&leaf))?;
                    values::leaf(batch.columns().get(at)?, &leaf.path)
                })
                .collect();
            for row in 0..batch.num_rows().min(HEAD - out.len()) {
                let cell =
                    |column: &Option<(arrow_array::ArrayRef, Option<arrow_buffer::NullBuffer>)>| match column
                    {
                        Some((_, Some(nulls))) if nulls.is_null(row) => Vec::new(),
                        Some((array, _)) => values::text(array.as_ref(), row).into_bytes(),
                        None => Vec::new(),
                    };
                out.push(columns.iter().map(cell).collect());
            }
        }
        Ok(out)
    }

    /// Reads columns from beginning to end.
    fn columns(&self, wanted: Vec<(&Leaf, Filled)>) -> Result<Vec<Filled>, Error> {
        let other = |leaf: &Leaf| malformed("the column cannot be read").at(place(leaf.root, &leaf.name));
        match self {
            Self::Parquet(file) => {
                let one = |(leaf, mut filled): (&Leaf, Filled)| {
                    // No more than was found plausible when the file was opened.
                    let rows = usize::try_from(file.rows).unwrap_or(0);
                    match &mut filled.sink {
                        Sink::Numbers(out) => out.reserve_exact(rows),
                        Sink::Instants(out, _) => out.reserve_exact(rows),
                    }
                    file.column(leaf.root, &mut |root| {
                        let (array, nulls) = values::leaf(root, &leaf.path).ok_or_else(|| other(leaf))?;
                        filled.push(array.as_ref(), nulls.as_ref()).ok_or_else(|| other(leaf))?;
                        if filled.sink.len() > rows { Err(too_many()) } else { Ok(()) }
                    })?;
                    Ok(filled)
                };
                // A panic of a decoder passes through to the caller from any thread.
                wanted.into_par_iter().map(one).collect()
            }
            Self::Ipc(file) => {
                let mut wanted = wanted;
                file.batches(&mut |batch| {
                    for (leaf, filled) in &mut wanted {
                        let found =
                            batch.columns().get(leaf.root).and_then(|root| values::leaf(root, &leaf.path));
                        let (array, nulls) = found.ok_or_else(|| other(leaf))?;
                        if (filled.sink.len() + array.len()) as u64 > MAX_ROWS {
                            return Err(too_many());
                        }
                        filled.push(array.as_ref(), nulls.as_ref()).ok_or_else(|| other(leaf))?;
                    }
                    Ok(true)
                })?;
                Ok(wanted.into_iter().map(|(_, filled)| filled).collect())
            }
        }
    }
}

fn place(column: usize, name: &str) -> Position {
    Position { column: Some(column + 1), column_name: Some(name.to_owned()), ..Position::default() }
}

/// The file laid out like a text table.
fn opened(
    name: &str,
    bulk: Bulk,
    options: &ReadOptions,
) -> Result<(Open, Vec<Leaf>, Dialect, Layout), Error> {
    let (file, format) = decoded(|| Open::of(bulk))?;
    let leaves = schema::leaves(file.schema())?;
    let unit = |leaf: &Leaf| match &leaf.kind {
        Kind::Span(unit) => (*unit).to_owned(),
        _ => leaf.unit.clone(),
    };
    // Instants and lengths of time are times, whatever the column is called.
    let called = |leaf: &Leaf| {
        let timely = matches!(leaf.kind, Kind::Instants | Kind::Span(_));
        if timely && understand(&leaf.name, None).quantity != Quantity::Time {
            "time".to_owned()
        } else {
            leaf.name.clone()
        }
    };
    let mut dialect = Dialect {
        delimiter: b',',
        collapse: false,
        decimal_comma: false,
        grouping: None,
        quotes: false,
        columns: leaves.len(),
        names: leaves.iter().map(called).collect(),
        units: leaves.iter().map(unit).collect(),
        preamble: file.notes(),
        header_line: None,
        data_start: 0,
        data_line: 1,
        sample: decoded(|| file.sample(&leaves))?,
        inferences: vec![Inference {
            about: "format".into(),
            conclusion: format.into(),
            because: "the first bytes".into(),
            overridden_by: String::new(),
        }],
    };
    if dialect.units.iter().all(String::is_empty) {
        dialect.units.clear();
    }
    let layout = layout::layout(&dialect, &options.columns, Bare::of_file(name))?;
    dialect.names = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    Ok((file, leaves, dialect, layout))
}

fn names(name: &str, bulk: Bulk) -> Result<Vec<String>, Error> {
    let (_, _, _, layout) = opened(name, bulk, &ReadOptions::default())?;
    Ok(layout.devices.into_iter().filter(|d| d.acc.is_some()).map(|d| d.name).collect())
}

fn sheet(name: &str, bulk: Bulk, options: &ReadOptions) -> Result<Sheet<'static>, Error> {
    device::check(options)?;
    let (file, leaves, dialect, layout) = opened(name, bulk, options)?;
    device::laid(dialect, &layout, Vec::new(), &Body::Held(b""), options, |dialect, time, wanted| {
        gathered(&file, &leaves, dialect, time, wanted, options.skip_bad_rows)
    })
}

/// The requested columns as numbers.
fn gathered(
    file: &Open,
    leaves: &[Leaf],
    dialect: &Dialect,
    time: Option<TimeCells>,
    wanted: &[usize],
    skip: bool,
) -> Result<Table<'static>, Error> {
    let mut plan: Vec<(usize, Sink)> = Vec::new();
    let stamped = |c: usize, order: Order| (c, Sink::Instants(Vec::new(), order));
    match time {
        None => {}
        Some(TimeCells::Number { column }) => plan.push((column, Sink::Numbers(Vec::new()))),
        Some(TimeCells::Stamp { column, of_day, order }) => {
            plan.push(stamped(column, order));
            plan.extend(of_day.map(|c| stamped(c, order)));
        }
    }
    let of_time = plan.len();
    plan.extend(wanted.iter().map(|c| (*c, Sink::Numbers(Vec::new()))));
    let at: Vec<usize> = plan.iter().map(|(c, _)| *c).collect();
    let jobs = plan.into_iter().map(|(c, sink)| {
        let leaf = leaves.get(c).ok_or_else(|| malformed("the column is missing"))?;
        let held = match (&leaf.kind, &sink) {
            (Kind::Other(what), _) => what.as_str(),
            (Kind::Instants, Sink::Numbers(_)) => "timestamps",
            _ => return Ok((leaf, Filled::new(sink))),
        };
        Err(malformed(format!("the column holds {held}, not numbers"))
            .with_remedy("convert it to numbers; a time column may also hold timestamps")
            .at(place(c, &leaf.name)))
    });
    let jobs = jobs.collect::<Result<Vec<_>, Error>>()?;
    let filled = decoded(|| file.columns(jobs))?;
    let rows = filled.first().map_or(0, |f| f.sink.len());
    if filled.iter().any(|f| f.sink.len() != rows) {
        return Err(malformed("the file is damaged: its columns differ in length")
            .with_remedy("copy or export the file again"));
    }
    // Cells that are no numbers, then numbers that no sensor gives.
    let mut bad: Vec<(usize, usize)> = Vec::new();
    for (i, column) in filled.iter().enumerate() {
        bad.extend(column.bad.iter().map(|row| (*row, i)));
        if let Sink::Numbers(values) = &column.sink {
            let limit = if i < of_time { f64::MAX } else { MAX_VALUE };
            bad.extend(values.iter().enumerate().filter(|(_, v)| v.abs() > limit).map(|(row, _)| (row, i)));
        }
    }
    if !skip && let Some(&(row, i)) = bad.iter().min() {
        let c = at.get(i).copied().unwrap_or(0);
        let (cell, what) = match filled.get(i) {
            Some(f) if f.bad.first() == Some(&row) => {
                let stamp = matches!(f.sink, Sink::Instants(..));
                (f.bad_cell.clone(), if stamp { "timestamp" } else { "number" })
            }
            Some(Filled { sink: Sink::Numbers(values), .. }) => {
                (values.get(row).map(ToString::to_string).unwrap_or_default(), "plausible sensor value")
            }
            _ => (String::new(), "timestamp"),
        };
        let cell = shown(cell.as_bytes());
        let message = format!("`{cell}` is not a {what}");
        let position = Position { line: Some(row as u64 + 1), cell: Some(cell), ..place(c, dialect.name(c)) };
        return Err(malformed(message).with_remedy(SKIP).at(position));
    }
    let mut table = Table { lines: Lines::counted(rows), ..Table::default() };
    let mut sinks = filled.into_iter().map(|f| f.sink);
    match (time, sinks.by_ref().take(of_time).collect::<Vec<_>>().as_mut_slice()) {
        (_, [Sink::Numbers(values)]) => table.time = std::mem::take(values),
        (_, [Sink::Instants(nanos, _), rest @ ..]) => {
            if let [Sink::Instants(of_day, _), ..] = rest {
                for (date, time) in nanos.iter_mut().zip(of_day) {
                    let both = *date != NO_INSTANT && *time != NO_INSTANT;
                    *date = if both { date.saturating_add(*time) } else { NO_INSTANT };
                }
            }
            let there = |n: &i64| *n != NO_INSTANT;
            let first = nanos.iter().copied().find(there).unwrap_or(0);
            let since = |n: &i64| if there(n) { n.saturating_sub(first) as f64 * 1e-9 } else { f64::NAN };
            table.time = nanos.iter().map(since).collect();
            table.base_s = first as f64 * 1e-9;
        }
        _ => {}
    }
    table.channels = sinks
        .filter_map(|sink| match sink {
            Sink::Numbers(values) => Some(Cow::Owned(values)),
            Sink::Instants(..) => None,
        })
        .collect();
    if !bad.is_empty() {
        without(&mut table, bad.into_iter().map(|b| b.0));
    }
    Ok(table)
}
