//! The times of a table's rows.

use crate::read::time::timestamp::Order;
use crate::read::watch::date_time;
use crate::read::watch::tables::delimited::Table;
use crate::read::watch::vocabulary::field::Field;
use crate::recording::StartClock;
use crate::signal::median;

/// The times of a table's rows.
pub(super) struct Times {
    /// Moment of the first row that has one.
    pub(super) started: Option<(jiff::Timestamp, StartClock)>,
    /// Seconds since the first row, by row; `None` where a row has no time.
    pub(super) seconds: Vec<Option<f64>>,
}

/// The times of the rows, by their stamps or their counter; one a second without either.
pub(super) fn times(table: &Table) -> Times {
    // `Time` holds a duration in most tables, and in some the moment itself.
    let moments = |i: &usize| {
        let first = table.rows.iter().find_map(|row| row.cell(*i));
        first.is_some_and(|cell| cell.contains(':') && date_time::moment(cell, Order::DayFirst).is_some())
    };
    let clock = table.find(Field::Duration).filter(moments);
    let stamps: Vec<Option<(jiff::Timestamp, StartClock)>> =
        table.find(Field::Stamp).or(clock).map_or_else(Vec::new, |i| {
            let order = date_time::order(table.rows.iter().filter_map(|r| r.cell(i)));
            table.rows.iter().map(|r| r.cell(i).and_then(|c| date_time::stamped(c, order))).collect()
        });
    let started = stamps.iter().flatten().next().copied();
    let duration = || table.find(Field::Duration).filter(|_| clock.is_none());
    let counter = table.find(Field::ElapsedSeconds).or_else(duration);
    let seconds: Vec<Option<f64>> = match (counter, started) {
        (Some(i), _) => table.rows.iter().map(|r| r.seconds(i)).collect(),
        (None, Some((first, _))) => stamps
            .iter()
            .map(|s| s.map(|(s, _)| (s - first).total(jiff::Unit::Second).unwrap_or(0.0)))
            .collect(),
        (None, None) => table.rows.iter().enumerate().map(|(i, _)| Some(i as f64)).collect(),
    };
    let first = seconds.iter().flatten().copied().next().unwrap_or(0.0);
    Times { started, seconds: seconds.into_iter().map(|s| s.map(|s| s - first)).collect() }
}

/// The typical time between two rows, s, whichever way they are sorted; `None` for fewer than two rows with a time.
pub(super) fn typical_step(table: &Table) -> Option<f64> {
    step(times(table).seconds.into_iter().flatten().collect())
}

/// The typical time between the dates of two rows, s.
pub(super) fn typical_step_of_dates(table: &Table) -> Option<f64> {
    let column = table.find(Field::Stamp)?;
    let order = date_time::order(table.rows.iter().filter_map(|r| r.cell(column)));
    let stamps = table.rows.iter().filter_map(|r| date_time::stamped(r.cell(column)?, order));
    step(stamps.map(|(at, _)| at.as_second() as f64).collect())
}

fn step(mut seconds: Vec<f64>) -> Option<f64> {
    seconds.sort_by(f64::total_cmp);
    let steps: Vec<f64> =
        seconds.windows(2).filter_map(|w| Some(w.get(1)? - w.first()?)).filter(|s| *s > 0.0).collect();
    median(&steps)
}
