//! Which column holds the time.

use crate::recording::Inference;

use crate::read::columns::column_name::{Name, understand};
use crate::read::columns::quantity::Quantity;
use crate::read::columns::sensor_columns::Layout;
use crate::read::options::ReadOptions;
use crate::read::text::cells::{missing, number};
use crate::read::text::dialect::Dialect;
use crate::read::time::timestamp::{self, Order};

/// How a time column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum TimeCells {
    Number {
        column: usize,
    },
    /// Dates, times of day, or a date in one column with the time of day in the next.
    Stamp {
        column: usize,
        of_day: Option<usize>,
        order: Order,
    },
}

/// The time column.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct TimeColumn {
    pub(in crate::read) cells: TimeCells,
    pub(in crate::read) name: Name,
    /// A count of samples, to be divided by a declared rate.
    pub(in crate::read) counter: bool,
}

impl TimeColumn {
    /// Column, from 0.
    pub(in crate::read) fn column(&self) -> usize {
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
    dialect.sample.iter().filter_map(move |row| row.get(c)).map(Vec::as_slice).filter(|c| !missing(c))
}

fn candidate<'a>(dialect: &Dialect, c: usize, name: &'a Name) -> Option<Candidate<'a>> {
    let cells: Vec<&[u8]> = column(dialect, c).collect();
    let first = cells.first()?;
    let different = cells.windows(2).filter(|w| w.first() != w.last()).count();
    let moving = if cells.len() > 1 { different as f64 / (cells.len() - 1) as f64 } else { 1.0 };
    if let Some(value) = number(first, dialect.decimal_comma) {
        // Seconds, ms, µs or ns since 1970, for the years 2001 to 2100.
        let absolute = [1.0, 1e3, 1e6, 1e9].iter().any(|s| (1e9..4.1e9).contains(&(value / s)))
            && name.unit.is_none_or(|u| (1e9..4.1e9).contains(&(value * u.to_si)));
        return Some(Candidate { column: c, name, stamp: None, moving, absolute });
    }
    let order = timestamp::order(cells.iter().copied(), None);
    let stamp = timestamp::parse(first, order)?;
    let parts = (stamp.has_date, stamp.has_time);
    Some(Candidate {
        column: c,
        name,
        stamp: Some(parts),
        moving,
        absolute: stamp.has_date && stamp.has_time,
    })
}

/// Chooses the time column; `declared` is true if the file or the user gives a rate.
pub(in crate::read) fn choose(
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
                "the time column with the finest resolution; wall-clock time is preferred",
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
    // If a second counter advances (sub-frames), the first one repeats; rows are then counted instead.
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
            "it increases from row to row",
            "--columns time=NAME",
        ));
        let cells = TimeCells::Number { column: c };
        return (Some(TimeColumn { cells, name: understand("", None), counter: false }), notes);
    }
    (None, notes)
}

pub(in crate::read) fn note(
    about: &str,
    conclusion: String,
    because: &str,
    overridden_by: &str,
) -> Inference {
    Inference {
        about: about.into(),
        conclusion,
        because: because.into(),
        overridden_by: overridden_by.into(),
    }
}

pub(in crate::read) fn shown(dialect: &Dialect, c: usize) -> String {
    match dialect.name(c) {
        "" => format!("column {}", c + 1),
        name => name.to_owned(),
    }
}

/// The first column, if it increases in every row and is not a channel.
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
    let order = timestamp::order(column(dialect, c), declared);
    if column(dialect, c).next().is_some_and(|cell| cell.contains(&b'/') && !cell.starts_with(b"20")) {
        let first = if order == Order::DayFirst { "day first" } else { "month first" };
        let because = if declared.is_some() { "the preamble says so" } else { "the values allow it" };
        notes.push(note("date", first.into(), because, ""));
    }
    order
}
