//! One file, read: the channels of one device on a uniform grid, still in the file's units.

use crate::error::Error;
use crate::recording::{Caveat, Clock, Inference};

use super::bytes::{self, LARGEST_TEXT};
use super::clock::{self, Times};
use super::columns::{self, Bare, Device, Layout, Triple};
use super::dialect::{self, Dialect};
use super::fault::{ambiguous, malformed};
use super::grid::{self, Grid};
use super::options::ReadOptions;
use super::rate::{self, Fit, Segment};
use super::table::{self, Table};

/// One device of one file.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) device: String,
    pub(super) preamble: Vec<String>,
    pub(super) acc: Option<Triple>,
    pub(super) gyr: Option<Triple>,
    /// Channels of the accelerometer (measured axes in slot order), then of the gyroscope.
    pub(super) grid: Grid,
    /// The accelerometer's channels as read, for the search for clipping.
    pub(super) rows: Vec<Vec<f64>>,
    pub(super) clock: Clock,
    pub(super) samples: usize,
    pub(super) inferences: Vec<Inference>,
    pub(super) caveats: Vec<Caveat>,
}

/// Layout and table head of a file, before its rows are read.
pub(super) fn open<'a>(
    text: &'a bytes::Text<'_>,
    name: &str,
    options: &ReadOptions,
) -> Result<(Dialect, Layout, &'a [u8]), Error> {
    let dialect = dialect::sniff(&text.bytes)?;
    let bare = if name.to_lowercase().contains("gyr") || name.to_lowercase().contains("angular") {
        Bare::AngularRate
    } else {
        Bare::Acceleration
    };
    let layout = columns::layout(&dialect, &options.columns, bare)?;
    Ok((dialect, layout, &text.bytes))
}

/// Rate stated in the lines above the header: `at 100 Hz`, `Sample rate: 100`, a line that holds nothing but a number.
fn declared_rate(preamble: &[String]) -> Option<(f64, String)> {
    let plausible = |rate: f64| (1.0..=20_000.0).contains(&rate).then_some(rate);
    let number_at_end = |text: &str| -> Option<f64> {
        let text = text.trim_end();
        let start = text.rfind(|c: char| !c.is_ascii_digit() && c != '.').map_or(0, |i| i + 1);
        text.get(start..)?.parse().ok()
    };
    for line in preamble {
        let lower = line.to_lowercase();
        for (at, _) in lower.match_indices("hz") {
            if let Some(rate) = number_at_end(lower.get(..at).unwrap_or_default()).and_then(plausible) {
                return Some((rate, line.trim().to_owned()));
            }
        }
        if ["rate", "freq", "hz"].iter().any(|k| lower.contains(k)) && !lower.contains("filter") {
            let value = lower
                .split(|c: char| !(c.is_ascii_digit() || c == '.'))
                .filter_map(|t| t.parse::<f64>().ok())
                .find_map(plausible);
            if let Some(rate) = value {
                return Some((rate, line.trim().to_owned()));
            }
        }
    }
    preamble.iter().find_map(|line| {
        let alone = line.trim_end_matches([',', ';', '\t', ' ']).trim();
        alone.parse::<f64>().ok().and_then(plausible).map(|rate| (rate, format!("a line that holds {alone}")))
    })
}

fn note(about: &str, conclusion: String, because: String, overridden_by: &str) -> Inference {
    Inference { about: about.into(), conclusion, because, overridden_by: overridden_by.into() }
}

/// Reads one device of one file.
pub(super) fn read(name: &str, raw: &[u8], options: &ReadOptions) -> Result<Sheet, Error> {
    read_limited(name, raw, options).map_err(|e| e.in_file(name))
}

fn read_limited(name: &str, raw: &[u8], options: &ReadOptions) -> Result<Sheet, Error> {
    let text = bytes::text(raw, LARGEST_TEXT)?;
    let (dialect, layout, body) = open(&text, name, options)?;
    let device = columns::choose(&layout, &dialect, wanted(&layout, options).as_deref())?;
    let mut inferences = text.inferences.clone();
    inferences.extend(dialect.inferences.iter().cloned());
    inferences.extend(layout.inferences.iter().cloned());
    if layout.devices.len() > 1 {
        let because = format!("one of {} side by side", layout.devices.len());
        inferences.push(note("device", device.name.clone(), because, "file#DEVICE"));
    }
    describe_channels(&device, &dialect, &mut inferences);
    let stated = options.rate_hz.map(|r| (r, "you stated it".to_owned()));
    let declared =
        stated.or_else(|| declared_rate(&dialect.preamble).map(|(r, line)| (r, format!("`{line}`"))));
    let (time, notes) = clock::choose(&dialect, &layout, &device.name, options, declared.is_some());
    inferences.extend(notes);
    let channels: Vec<usize> = [&device.acc, &device.gyr]
        .into_iter()
        .flatten()
        .flat_map(|t| t.columns.into_iter().flatten())
        .collect();
    let cells = time.as_ref().map(|t| t.cells);
    let mut table = table::scan(body, &dialect, cells, &channels, options.skip_bad_rows)?;
    enough(&table, body, &dialect)?;
    let mut caveats = Vec::new();
    let rate = declared.as_ref().map(|d| d.0);
    let times = match &time {
        None => None,
        Some(column) => match clock::seconds(&mut table, column, body, &dialect, options, rate) {
            Ok(times) => Some(times),
            // A rate that the user states replaces a column of time that cannot be understood.
            Err(_) if options.rate_hz.is_some() && options.columns.time.is_none() => None,
            Err(e) => return Err(e),
        },
    };
    let samples = table.rows();
    enough(&table, body, &dialect)?;
    table_caveats(&table, samples, &mut caveats);
    zero_filled(&mut table, &device, &mut caveats);
    let (fit, t, clock) = settle(&mut table, times, declared, options, &mut inferences, &mut caveats)?;
    empty_columns(&mut table, &dialect, &device, &channels)?;
    let grid = grid::lay(&t, &fit, &table.channels)?;
    grid_caveats(&grid, &fit, &mut caveats);
    let measured = device.acc.as_ref().map_or(0, Triple::count);
    table.channels.truncate(measured);
    Ok(Sheet {
        device: device.name,
        preamble: dialect.preamble,
        acc: device.acc,
        gyr: device.gyr,
        grid,
        rows: table.channels,
        clock,
        samples,
        inferences,
        caveats,
    })
}

/// Two rows at least: one sample has no rate.
fn enough(table: &Table, body: &[u8], dialect: &Dialect) -> Result<(), Error> {
    let samples = table.rows();
    if samples >= 2 {
        return Ok(());
    }
    let line = table.lines.first().copied().map_or(dialect.data_line, u64::from);
    let message = if samples == 0 {
        "there is a header but no row of samples"
    } else {
        "there is a single row of samples"
    };
    let place = super::fault::position(body, dialect.delimiter, dialect.collapse, line, None, None);
    Err(malformed(message).with_remedy("a recording needs many rows; export it again").at(place))
}

/// The device asked for; else the one whose name is the placement asked for.
fn wanted(layout: &Layout, options: &ReadOptions) -> Option<String> {
    if options.device.is_some() {
        return options.device.clone();
    }
    let placement = options.placement?;
    let mut fitting =
        layout.devices.iter().filter(|d| super::placement::placement_in(&d.name) == Some(placement));
    let first = fitting.next().filter(|_| layout.devices.len() > 1)?;
    fitting.next().is_none().then(|| first.name.clone())
}

fn describe_channels(device: &Device, dialect: &Dialect, inferences: &mut Vec<Inference>) {
    for (what, key, triple) in
        [("accelerometer axes", "acc", &device.acc), ("gyroscope axes", "gyr", &device.gyr)]
    {
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
            "the names are those of body axes: forward, up, right"
        } else {
            "the names of the columns; how the axes lie on the body is not taken from them"
        };
        inferences.push(note(
            what,
            shown.join(", "),
            because.into(),
            &format!("--columns {key}=NAME:NAME:NAME"),
        ));
    }
}

fn table_caveats(table: &Table, samples: usize, caveats: &mut Vec<Caveat>) {
    if let Some(line) = table.cut {
        caveats.push(Caveat::new(
            "truncated-last-row",
            format!("the last row (line {line}) is cut short and left out"),
        ));
    }
    if table.skipped > 0 {
        let text = format!("{} rows could not be read and were left out, as you asked", table.skipped);
        caveats.push(Caveat::new("skipped-rows", text).with_value(table.skipped as f64));
    }
    let missing =
        (0..samples).filter(|&i| table.channels.iter().any(|c| c.get(i).is_some_and(|v| v.is_nan()))).count();
    if missing > 0 {
        let text = format!("{missing} of {samples} rows have empty cells");
        caveats.push(Caveat::new("missing-values", text).with_value(missing as f64 / samples as f64));
    }
}

/// Runs of rows that are zero in every channel are a radio's filling, not samples.
fn zero_filled(table: &mut Table, device: &Device, caveats: &mut Vec<Caveat>) {
    let acc = device.acc.as_ref().map_or(table.channels.len(), Triple::count);
    let n = table.rows();
    let zero: Vec<bool> =
        (0..n).map(|i| table.channels.iter().take(acc.max(1)).all(|c| c.get(i) == Some(&0.0))).collect();
    let mut filled = 0;
    let mut start = 0;
    for run in zero.chunk_by(|a, b| a == b) {
        // One row may pass through zero; two that are nothing but zeros do not occur with gravity in them.
        if run.first() == Some(&true) && run.len() >= 2 && run.len() < n {
            filled += run.len();
            for channel in &mut table.channels {
                if let Some(part) = channel.get_mut(start..start + run.len()) {
                    part.fill(f64::NAN);
                }
            }
        }
        start += run.len();
    }
    if filled > 0 {
        let text = format!("{filled} of {n} rows hold nothing but zeros and are treated as lost");
        caveats.push(Caveat::new("zero-filled", text).with_value(filled as f64 / n as f64));
    }
}

/// Rate and grid places from the stamps, or from a declared rate.
fn settle(
    table: &mut Table,
    times: Option<Times>,
    declared: Option<(f64, String)>,
    options: &ReadOptions,
    inferences: &mut Vec<Inference>,
    caveats: &mut Vec<Caveat>,
) -> Result<(Fit, Vec<f64>, Clock), Error> {
    let uniform = |rate: f64, n: usize| Fit {
        period_s: 1.0 / rate,
        origin_s: 0.0,
        index: (0..n).collect(),
        segments: vec![Segment { rows: 0..n, exact: true }],
        batches: false,
        jitter: 0.0,
        lost_intervals: 0.0,
    };
    let Some(mut times) = times else {
        let Some((rate, because)) = declared else {
            return Err(ambiguous("there is no column of time and no sampling rate")
                .with_remedy("state the rate, e.g. --rate 100, or the column, e.g. --columns time=NAME"));
        };
        if !(rate.is_finite() && rate > 0.0) {
            return Err(ambiguous(format!("{rate} is no sampling rate"))
                .with_remedy("state it in Hz, e.g. --rate 100"));
        }
        inferences.push(note("rate", format!("{rate} Hz"), because, "--rate HZ"));
        return Ok((uniform(rate, table.rows()), Vec::new(), Clock::None));
    };
    inferences.append(&mut times.inferences);
    if times.without_time > 0 {
        let text = format!("{} rows have no time and count as lost", times.without_time);
        caveats.push(Caveat::new("missing-values", text).with_value(times.without_time as f64));
    }
    duplicates(table, &mut times, caveats);
    let fit = rate::fit(&times.t, times.quantum_s)?;
    let rate = 1.0 / fit.period_s;
    if let Some(stated) = options.rate_hz
        && (rate / stated - 1.0).abs() > 0.05
    {
        let because = format!("you stated it; the time stamps say {rate:.2} Hz and are left alone");
        inferences.push(note("rate", format!("{stated} Hz"), because, "--rate HZ"));
        return Ok((uniform(stated, table.rows()), Vec::new(), Clock::None));
    }
    let because = if fit.batches {
        "regression of the batches' stamps on the row number"
    } else {
        "regression of the time stamps"
    };
    inferences.push(note("rate", format!("{rate:.3} Hz"), because.into(), "--rate HZ"));
    Ok((fit, times.t, times.clock))
}

/// Rows written twice: same stamp, same values.
fn duplicates(table: &mut Table, times: &mut Times, caveats: &mut Vec<Caveat>) {
    let n = times.t.len();
    let mut keep = vec![true; n];
    let (mut twice, mut same_stamp) = (0, 0);
    for i in 1..n {
        if times.t.get(i) != times.t.get(i - 1) {
            continue;
        }
        same_stamp += 1;
        let same = table.channels.iter().all(|c| match (c.get(i), c.get(i - 1)) {
            (Some(a), Some(b)) => a == b || (a.is_nan() && b.is_nan()),
            _ => false,
        });
        if same {
            twice += 1;
            if let Some(k) = keep.get_mut(i) {
                *k = false;
            }
        }
    }
    // Where other rows share stamps too, the stamps are those of batches and equal rows may be true samples.
    if twice == 0 || twice != same_stamp {
        return;
    }
    let mut of = |values: &mut Vec<f64>| {
        let mut flags = keep.iter();
        values.retain(|_| flags.next().copied().unwrap_or(true));
    };
    of(&mut times.t);
    table.channels.iter_mut().for_each(&mut of);
    let mut flags = keep.iter();
    table.lines.retain(|_| flags.next().copied().unwrap_or(true));
    let text = format!("{twice} rows are written twice; the copies were left out");
    caveats.push(Caveat::new("duplicates", text).with_value(twice as f64 / n as f64));
}

fn empty_columns(
    table: &mut Table,
    dialect: &Dialect,
    device: &Device,
    channels: &[usize],
) -> Result<(), Error> {
    let acc = device.acc.as_ref().map_or(0, Triple::count);
    for (i, (values, &column)) in table.channels.iter().zip(channels).enumerate() {
        if values.iter().all(|v| v.is_nan()) && i < acc {
            return Err(super::fault::unusable(format!(
                "column {} ({}) holds no value in any row",
                column + 1,
                dialect.name(column)
            ))
            .with_remedy("choose the accelerometer's columns with --columns acc=NAME:NAME:NAME (`-` for an axis not measured)"));
        }
    }
    Ok(())
}

fn grid_caveats(grid: &Grid, fit: &Fit, caveats: &mut Vec<Caveat>) {
    let n = grid.channels.first().map_or(0, Vec::len).max(1);
    if fit.lost_intervals > 0.0 && grid.missing > 0 {
        let text = format!(
            "samples were lost in {:.1} % of the intervals between rows; breaks up to 30 ms are bridged",
            100.0 * fit.lost_intervals
        );
        caveats.push(Caveat::new("lost-packets", text).with_value(fit.lost_intervals));
    }
    if !grid.gaps.is_empty() {
        let inside: usize = grid.gaps.iter().map(ExactSizeIterator::len).sum();
        let share = inside as f64 / n as f64;
        let text = format!(
            "{} gaps longer than 30 ms, the longest {:.2} s, together {:.1} % of the recording: nothing that falls into \
             them is reported",
            grid.gaps.len(),
            grid.longest_s,
            100.0 * share
        );
        caveats.push(Caveat::new("gaps", text).with_value(share));
    }
    if fit.jitter > 0.05 {
        let text = format!(
            "the time stamps jitter by {:.0} % of the sampling interval; samples were interpolated to a uniform clock",
            100.0 * fit.jitter
        );
        caveats.push(Caveat::new("jitter", text).with_value(fit.jitter));
    }
    if fit.batches {
        caveats.push(Caveat::new(
            "batch-stamps",
            "many rows share one time stamp; their times were regressed on the row number, so single lost samples cannot be seen",
        ));
    }
    // Contact time wants 200 Hz, and 100 Hz is the least at which its mean can be defended.
    if grid.rate_hz < 99.0 {
        let text = format!(
            "{:.1} samples a second resolve cadence, but hardly contact time and no impact",
            grid.rate_hz
        );
        caveats.push(Caveat::new("low-rate", text).with_value(grid.rate_hz));
    }
}

/// Names of the devices that hold an accelerometer, in the order of their columns; one empty name for a plain file.
pub(super) fn devices(name: &str, raw: &[u8]) -> Result<Vec<String>, Error> {
    let read = || {
        let text = bytes::text(raw, LARGEST_TEXT)?;
        let (_, layout, _) = open(&text, name, &ReadOptions::default())?;
        Ok(layout.devices.into_iter().filter(|d| d.acc.is_some()).map(|d| d.name).collect())
    };
    read().map_err(|e: Error| e.in_file(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_in_preambles() {
        for (line, rate) in [
            (
                "--- Created By ActiGraph GT3X+ v6.13.4 date format dd/MM/yyyy at 100 Hz  Filter Normal ---",
                Some(100.0),
            ),
            ("Sample rate: 62.5", Some(62.5)),
            ("FREQUENCY\t240", Some(240.0)),
            ("250,,,,", Some(250.0)),
            ("Serial Number: TAS1F25160319", None),
            ("Epoch Period (hh:mm:ss) 00:00:00", None),
        ] {
            assert_eq!(declared_rate(&[line.to_owned()]).map(|r| r.0), rate, "{line}");
        }
    }
}
