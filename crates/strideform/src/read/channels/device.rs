//! Reads one file: the channels of one device on a uniform grid, still in the file's units.

use std::path::Path;

use crate::error::{Error, ErrorKind};
use crate::recording::{Caveat, Clock, Inference};

use crate::read::channels::merge::merge;
use crate::read::channels::repair::{duplicates, grid_caveats, table_caveats, zero_filled};
use crate::read::channels::sheet::Sheet;
use crate::read::channels::{gravity, held, long_form};
use crate::read::columnar;
use crate::read::columns::layout;
use crate::read::columns::sensor_columns::{Bare, Device, Layout, Triple};
use crate::read::errors::{ambiguous, malformed, unusable};
use crate::read::options::ReadOptions;
use crate::read::placement::placement_in;
use crate::read::rows::scan::{self, Table};
use crate::read::sources::source;
use crate::read::text::blocks::{self, Body};
use crate::read::text::dialect::{self, Dialect};
use crate::read::text::encoding::{self, MAX_TEXT};
use crate::read::time::clock::{self, Times};
use crate::read::time::column::{self, TimeCells};
use crate::read::time::declared_rate::declared_rate;
use crate::read::time::sampling_rate::{self, Fit, Segment};
use crate::read::time::timestamp;
use crate::read::time::uniform_grid;

/// The layout of a file, before its rows are read.
pub(in crate::read) fn open(
    text: &[u8],
    name: &str,
    options: &ReadOptions,
) -> Result<(Dialect, Layout), Error> {
    let dialect = dialect::sniff(text)?;
    let layout = layout::layout(&dialect, &options.columns, Bare::of_file(name))?;
    Ok((dialect, layout))
}

fn note(about: &str, conclusion: String, because: String, overridden_by: &str) -> Inference {
    Inference { about: about.into(), conclusion, because, overridden_by: overridden_by.into() }
}

/// Reads one device of one file.
pub(in crate::read) fn read(name: &str, raw: &[u8], options: &ReadOptions) -> Result<Sheet<'static>, Error> {
    if columnar::is_one(raw) {
        return columnar::read(name, raw, options);
    }
    let whole = || {
        let text = encoding::text(raw, MAX_TEXT)?;
        read_text(name, &text, &Body::Held(&text.bytes), options)
    };
    whole().map_err(|e| e.in_file(name))
}

/// The same for a file, read block by block where possible.
pub(in crate::read) fn read_file(
    name: &str,
    path: &Path,
    options: &ReadOptions,
) -> Result<Sheet<'static>, Error> {
    if columnar::is_file(path) {
        return columnar::read_file(name, path, options);
    }
    let Some(head) = blocks::head_of(path) else {
        return read(name, &source::bytes(path, MAX_TEXT)?, options);
    };
    let in_blocks = || {
        let before = source::State::now(path);
        let text = encoding::text(&head, MAX_TEXT)?;
        match Body::of_file(path, &head, &text) {
            Some(body) => {
                let sheet = read_text(name, &text, &body, options)?;
                before.map_or(Ok(()), |state| state.check(path))?;
                Ok(sheet)
            }
            None => read(name, &source::bytes(path, MAX_TEXT)?, options),
        }
    };
    in_blocks().map_err(|e| e.in_file(name))
}

/// Sampling rates that any recorder of movement has, Hz (*chosen*: from a log a second to beyond impact sensors).
const RATES: std::ops::RangeInclusive<f64> = 0.5..=20_000.0;

/// Rejects options with which no recording could be read.
pub(in crate::read) fn check(options: &ReadOptions) -> Result<(), Error> {
    if let Some(rate) = options.rate_hz.filter(|r| !RATES.contains(r)) {
        return Err(Error::new(ErrorKind::Usage, format!("{rate} Hz is not a valid sampling rate"))
            .with_remedy("give samples per second, e.g. --rate 100"));
    }
    Ok(())
}

/// `text` holds at least the head of `body`.
fn read_text(
    name: &str,
    text: &encoding::Text<'_>,
    body: &Body<'_>,
    options: &ReadOptions,
) -> Result<Sheet<'static>, Error> {
    check(options)?;
    let (dialect, layout) = open(&text.bytes, name, options)?;
    if let Some(columns) = long_form::columns(&dialect)
        && let Some(sheet) = read_long(name, text, body, &dialect, columns, options)?
    {
        return Ok(sheet);
    }
    laid(dialect, &layout, text.inferences.clone(), body, options, |dialect, time, channels| {
        scan::scan(body, dialect, time, channels, options.skip_bad_rows)
    })
}

/// One sensor of a table that holds several one below the other; `None` for an ordinary table.
fn read_long(
    name: &str,
    text: &encoding::Text<'_>,
    body: &Body<'_>,
    dialect: &Dialect,
    columns: long_form::Columns,
    options: &ReadOptions,
) -> Result<Option<Sheet<'static>>, Error> {
    let whole = body.whole()?;
    let Some(sensors) = long_form::sensors(&whole, dialect, columns) else { return Ok(None) };
    let sensor = long_form::choose(sensors, dialect, columns, options)?;
    let mut own = options.clone();
    own.device = None;
    let (mut acc, mut gyr) = (None, None);
    for part in &sensor.parts {
        // What bare axes are is said by the rows, as elsewhere by the name of a file.
        let (slot, name) = match part.kind {
            long_form::Kind::Acceleration => (&mut acc, name),
            long_form::Kind::AngularRate => (&mut gyr, "gyroscope"),
            long_form::Kind::Other => continue,
        };
        let dialect = part.dialect(dialect);
        let layout = layout::layout(&dialect, &own.columns, Bare::of_file(name))?;
        let body = Body::Held(&part.text);
        let inferences = text.inferences.clone();
        let sheet = laid(dialect, &layout, inferences, &body, &own, |dialect, time, channels| {
            scan::scan(&body, dialect, time, channels, own.skip_bad_rows)
        })?;
        *slot = Some(sheet);
    }
    let sheet = match (acc, gyr) {
        (Some(acc), Some(gyr)) if acc.gyr.is_none() => merge(acc, gyr)?,
        (Some(only), _) | (None, Some(only)) => only,
        (None, None) => return Ok(None),
    };
    Ok(Some(Sheet { device: sensor.name, ..sheet }))
}

/// One device on its grid; `rows` reads the requested columns as numbers. `body` is the text, for messages; empty where
/// there is none.
pub(in crate::read) fn laid<'a>(
    dialect: Dialect,
    layout: &Layout,
    mut inferences: Vec<Inference>,
    body: &Body<'_>,
    options: &ReadOptions,
    rows: impl FnOnce(&Dialect, Option<TimeCells>, &[usize]) -> Result<Table<'a>, Error>,
) -> Result<Sheet<'a>, Error> {
    let mut device = layout::choose(layout, &dialect, wanted(layout, options).as_deref())?;
    inferences.extend(dialect.inferences.iter().cloned());
    inferences.extend(layout.inferences.iter().cloned());
    if layout.devices.len() > 1 {
        let because = format!("one of {} in the file", layout.devices.len());
        inferences.push(note("device", device.name.clone(), because, "file#DEVICE"));
    }
    describe_channels(&device, &dialect, &mut inferences);
    let stated = options.rate_hz.map(|r| (r, "you specified it".to_owned()));
    let declared =
        stated.or_else(|| declared_rate(&dialect.preamble).map(|(r, line)| (r, format!("`{line}`"))));
    let (time, notes) = column::choose(&dialect, layout, &device.name, options, declared.is_some());
    inferences.extend(notes);
    let channels: Vec<usize> = [&device.acc, &device.gyr, &device.gravity]
        .into_iter()
        .flatten()
        .flat_map(|t| t.columns.into_iter().flatten())
        .collect();
    let cells = time.as_ref().map(|t| t.cells);
    let mut table = rows(&dialect, cells, &channels)?;
    enough(&table, body, &dialect)?;
    let mut caveats = Vec::new();
    let rate = declared.as_ref().map(|d| d.0);
    let times = match &time {
        None => None,
        Some(column) => match clock::seconds(&mut table, column, body, &dialect, options, rate) {
            Ok(times) => Some(times),
            // A rate given by the user replaces a time column that cannot be interpreted.
            Err(_) if options.rate_hz.is_some() && options.columns.time.is_none() => None,
            Err(e) => return Err(e),
        },
    };
    gravity::add(&mut table.channels, &mut device, &mut inferences);
    let channels = channels.get(..table.channels.len()).unwrap_or(&channels).to_vec();
    let samples = table.rows();
    enough(&table, body, &dialect)?;
    table_caveats(&table, &device, samples, &mut caveats);
    zero_filled(&mut table, &device, &mut caveats);
    if times.is_none()
        && declared.is_none()
        && let Some(cell) =
            dialect.sample.first().into_iter().flatten().find(|cell| timestamp::is_impossible_date(cell))
    {
        return Err(dialect::impossible_date(&String::from_utf8_lossy(cell)));
    }
    let (fit, t, clock) = settle(&mut table, times, declared, options, &mut inferences, &mut caveats)?;
    empty_columns(&mut table, &dialect, &device, &channels)?;
    let measured = device.acc.as_ref().map_or(0, Triple::count);
    let (fit, t) = held::release(&mut table, measured, fit, t, &mut inferences, &mut caveats);
    let grid = uniform_grid::lay(&t, &fit, &mut table.channels, measured)?;
    drop(t);
    grid_caveats(&grid, &fit, &mut caveats);
    table.channels.truncate(measured);
    Ok(Sheet {
        device: device.name,
        preamble: dialect.preamble,
        acc: device.acc,
        gyr: device.gyr,
        gravity: device.gravity,
        grid,
        rows: table.channels,
        clock,
        samples,
        inferences,
        caveats,
    })
}

/// Requires at least two rows, because a single sample has no rate.
fn enough(table: &Table<'_>, body: &Body<'_>, dialect: &Dialect) -> Result<(), Error> {
    let samples = table.rows();
    if samples >= 2 {
        return Ok(());
    }
    let line = table.lines.get(0).unwrap_or(dialect.data_line);
    let message = if samples == 0 {
        "there is a header but there are no samples"
    } else {
        "there is a single row of samples"
    };
    let place = body.position(dialect, line, None);
    Err(malformed(message).with_remedy("a recording needs many rows; export it again").at(place))
}

/// The requested device, otherwise the one whose name is the requested placement.
fn wanted(layout: &Layout, options: &ReadOptions) -> Option<String> {
    if options.device.is_some() {
        return options.device.clone();
    }
    let placement = options.placement?;
    let mut fitting = layout.devices.iter().filter(|d| placement_in(&d.name) == Some(placement));
    let first = fitting.next().filter(|_| layout.devices.len() > 1)?;
    fitting.next().is_none().then(|| first.name.clone())
}

fn describe_channels(device: &Device, dialect: &Dialect, inferences: &mut Vec<Inference>) {
    for (what, key, triple) in [
        ("accelerometer axes", "acc", &device.acc),
        ("gyroscope axes", "gyr", &device.gyr),
        ("gravity axes", "", &device.gravity),
    ] {
        let Some(triple) = triple else { continue };
        let shown: Vec<String> = triple
            .columns
            .iter()
            .map(|c| match c {
                Some(c) if dialect.name(*c).is_empty() => format!("column {}", c + 1),
                Some(c) => dialect.name(*c).to_owned(),
                None => "not measured".into(),
            })
            .collect();
        let because = if triple.anatomical() {
            "the names are those of body directions: forward, up, right"
        } else {
            "the column names; they do not say how the axes are oriented on the body"
        };
        let option = if key.is_empty() { String::new() } else { format!("--columns {key}=NAME:NAME:NAME") };
        inferences.push(note(what, shown.join(", "), because.into(), &option));
    }
}

/// The rate and the rows' positions on the grid, from the timestamps or from a declared rate.
fn settle(
    table: &mut Table<'_>,
    times: Option<Times>,
    declared: Option<(f64, String)>,
    options: &ReadOptions,
    inferences: &mut Vec<Inference>,
    caveats: &mut Vec<Caveat>,
) -> Result<(Fit, Vec<f64>, Clock), Error> {
    let uniform = |rate: f64, n: usize| Fit {
        period_s: 1.0 / rate,
        origin_s: 0.0,
        index: None,
        segments: vec![Segment { rows: 0..n, exact: true }],
        batches: false,
        jitter: 0.0,
        lost_intervals: 0.0,
    };
    let Some(mut times) = times else {
        let Some((rate, because)) = declared else {
            return Err(ambiguous("there is no time column and no sampling rate")
                .with_remedy("state the rate, e.g. --rate 100, or the column, e.g. --columns time=NAME"));
        };
        if !(rate.is_finite() && rate > 0.0) {
            return Err(ambiguous(format!("{rate} is not a valid sampling rate"))
                .with_remedy("state it in Hz, e.g. --rate 100"));
        }
        inferences.push(note("rate", format!("{rate} Hz"), because, "--rate HZ"));
        return Ok((uniform(rate, table.rows()), Vec::new(), Clock::None));
    };
    inferences.append(&mut times.inferences);
    if times.without_time > 0 {
        let text = format!("{} rows have no time and are treated as lost", times.without_time);
        caveats.push(Caveat::new("missing-values", text).with_value(times.without_time as f64));
    }
    duplicates(table, &mut times, caveats);
    let fit = sampling_rate::fit(&times.t, times.quantum_s)?;
    let rate = 1.0 / fit.period_s;
    if let Some(stated) = options.rate_hz
        && (rate / stated - 1.0).abs() > 0.05
    {
        let because = format!("you specified it; the timestamps say {rate:.2} Hz and are ignored");
        inferences.push(note("rate", format!("{stated} Hz"), because, "--rate HZ"));
        return Ok((uniform(stated, table.rows()), Vec::new(), Clock::None));
    }
    let because = if fit.batches {
        "regression of the batch timestamps on the row number"
    } else {
        "regression of the timestamps"
    };
    inferences.push(note("rate", format!("{rate:.3} Hz"), because.into(), "--rate HZ"));
    Ok((fit, times.t, times.clock))
}

fn empty_columns(
    table: &mut Table<'_>,
    dialect: &Dialect,
    device: &Device,
    channels: &[usize],
) -> Result<(), Error> {
    let acc = device.acc.as_ref().map_or(0, Triple::count);
    for (i, (values, &column)) in table.channels.iter().zip(channels).enumerate() {
        if values.iter().all(|v| v.is_nan()) && i < acc {
            return Err(unusable(format!(
                "column {} ({}) holds no value in any row",
                column + 1,
                dialect.name(column)
            ))
            .with_remedy("choose the accelerometer's columns with --columns acc=NAME:NAME:NAME (`-` for an axis not measured)"));
        }
    }
    Ok(())
}

/// Names of the devices that hold an accelerometer, in the order of their columns; one empty name for a plain file.
pub(in crate::read) fn devices(name: &str, raw: &[u8]) -> Result<Vec<String>, Error> {
    if columnar::is_one(raw) {
        return columnar::devices(name, raw);
    }
    let read = || {
        let text = encoding::text(raw, MAX_TEXT)?;
        let (dialect, layout) = open(&text.bytes, name, &ReadOptions::default())?;
        if let Some(names) = long_form::names(&text.bytes, &dialect).filter(|names| names.len() > 1) {
            return Ok(names);
        }
        Ok(layout.devices.into_iter().filter(|d| d.acc.is_some()).map(|d| d.name).collect())
    };
    read().map_err(|e: Error| e.in_file(name))
}
