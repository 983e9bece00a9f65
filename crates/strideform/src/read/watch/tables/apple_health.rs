//! Apple Health: one sample per row (`type,…,unit,…,startDate,endDate,value`), as written by its export and by most apps.
//!
//! Tables with one column per quantity (`Running Speed (km/hr)`, `Running Stride Length (m)`) are read like any table of
//! records. Apple does not export cadence, so it is computed as speed over step length.

use std::collections::BTreeMap;

use crate::recording::{Caveat, Channel, Inference, RowKind, Sport, WatchRun};

use crate::read::time::timestamp::Order;
use crate::read::watch::date_time;
use crate::read::watch::scale::value;
use crate::read::watch::tables::delimited::{Row, Table};

/// The method's identifier.
pub(in crate::read::watch) const METHOD: &str = "apple-watch";

const QUANTITIES: [(&str, Channel); 6] = [
    ("runninggroundcontacttime", Channel::ContactTime),
    ("runningverticaloscillation", Channel::VerticalOscillation),
    ("runningstridelength", Channel::StepLength),
    ("runningspeed", Channel::Speed),
    ("runningpower", Channel::Power),
    ("heartrate", Channel::HeartRate),
];

fn quantity(cell: &str) -> Option<Channel> {
    let plain: String = cell.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let plain = plain.strip_prefix("hkquantitytypeidentifier").unwrap_or(&plain);
    QUANTITIES.iter().find(|(name, _)| *name == plain).map(|(_, channel)| *channel)
}

struct Columns {
    kind: usize,
    value: usize,
    unit: Option<usize>,
    start: usize,
}

fn columns(table: &Table) -> Option<Columns> {
    let find = |names: &[&str]| {
        table
            .header
            .iter()
            .position(|h| names.contains(&h.trim().trim_start_matches('\u{feff}').to_lowercase().as_str()))
    };
    Some(Columns {
        kind: find(&["type", "identifier", "quantity type", "data type", "metric"])?,
        value: find(&["value", "qty", "quantity"])?,
        unit: find(&["unit", "units"]),
        start: find(&["startdate", "start date", "start", "start_date", "date", "date/time"])?,
    })
}

/// True for a table of samples, at least one of them of running.
pub(in crate::read::watch) fn is_samples(table: &Table) -> bool {
    columns(table).is_some_and(|c| {
        table.rows.iter().any(|r| r.cell(c.kind).and_then(quantity).is_some_and(|q| q != Channel::HeartRate))
    })
}

/// The running samples, joined second by second; a pause of half an hour starts another run.
pub(in crate::read::watch) fn samples(table: &Table, file: &str) -> Vec<WatchRun> {
    let Some(columns) = columns(table) else { return Vec::new() };
    let order = date_time::order(table.rows.iter().filter_map(|r| r.cell(columns.start)));
    let clock = table.rows.iter().find_map(|r| date_time::stamped(r.cell(columns.start)?, order));
    let clock = clock.map(|(_, clock)| clock).unwrap_or_default();
    let mut seconds: BTreeMap<i64, Vec<(Channel, f64)>> = BTreeMap::new();
    for row in &table.rows {
        if let Some((second, channel, v)) = sample(row, &columns, order) {
            seconds.entry(second).or_default().push((channel, v));
        }
    }
    let mut runs: Vec<WatchRun> = Vec::new();
    let mut last: Option<i64> = None;
    let mut origin = 0;
    for (second, values) in seconds {
        if values.iter().all(|(c, _)| *c == Channel::HeartRate) {
            continue;
        }
        // Half an hour (*chosen*): longer than any rest within a run.
        if last.is_none_or(|l| second - l > 1800) {
            let mut run = WatchRun::new(file, METHOD, RowKind::Record);
            run.sport = Sport::Running;
            run.started = jiff::Timestamp::from_second(second).ok();
            run.clock = clock;
            runs.push(run);
            origin = second;
        }
        last = Some(second);
        if let Some(run) = runs.last_mut() {
            run.records.push((second - origin) as f64, &values);
        }
    }
    runs.iter_mut().for_each(finish);
    runs
}

fn sample(row: &Row, columns: &Columns, order: Order) -> Option<(i64, Channel, f64)> {
    let channel = quantity(row.cell(columns.kind)?)?;
    let unit = columns.unit.and_then(|i| row.cell(i)).unwrap_or_default().to_lowercase();
    let unit = match unit.as_str() {
        "ms" => Some("ms"),
        "s" => Some("s"),
        "cm" => Some("cm"),
        "mm" => Some("mm"),
        "m" => Some("m"),
        "km/hr" | "km/h" => Some("km/h"),
        "mi/hr" | "mi/h" | "mph" => Some("mi/h"),
        _ => None,
    };
    let moment = date_time::moment(row.cell(columns.start)?, order)?;
    Some((moment.as_second(), channel, value(channel, unit, row.number(columns.value)?)?))
}

/// Duration and cadence, which Apple does not export with the samples.
pub(in crate::read::watch) fn finish(run: &mut WatchRun) {
    let last = run.records.time_s.last().copied().unwrap_or(0.0);
    run.totals.seconds = run.totals.seconds.or((last > 0.0).then_some(last));
    if run.records.column(Channel::Cadence).is_some() {
        return;
    }
    let cadence: Vec<Option<f64>> = (0..run.records.len())
        .map(|row| {
            let step = run.records.value(Channel::StepLength, row).filter(|s| *s > 0.0)?;
            value(Channel::Cadence, None, 60.0 * run.records.value(Channel::Speed, row)? / step)
        })
        .collect();
    if cadence.iter().all(Option::is_none) {
        run.caveats.push(Caveat::new(
            "no-cadence",
            "the export has no cadence and no speed to go with the step length: every row is treated as running",
        ));
        return;
    }
    run.records.fill(Channel::Cadence, &cadence);
    run.inferences.push(Inference {
        about: "cadence".into(),
        conclusion: "speed over step length".into(),
        because: "the export has no cadence".into(),
        overridden_by: String::new(),
    });
}
