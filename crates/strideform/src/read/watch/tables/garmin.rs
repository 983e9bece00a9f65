//! Garmin's tables: one row per run (`Activities.csv`), or one row per lap with a summary below (`activity_….csv`).
//!
//! Column sets and languages vary; rows of other sports are mixed with the runs; joined files have rows that differ in length
//! from the header, and whose later columns cannot be trusted. Distances have no unit: steps times step length
//! shows whether they are in kilometres or miles.

use jiff::Timestamp;

use crate::read::time::timestamp::Order;
use crate::recording::{Caveat, Channel, Inference, RowKind, StartClock, WatchLap, WatchRun, WatchTotals};

use crate::read::watch::date_time;
use crate::read::watch::scale::{MILE, value};
use crate::read::watch::tables::delimited::{Row, Table};
use crate::read::watch::tables::numerals;
use crate::read::watch::tables::times::typical_step_of_dates;
use crate::read::watch::vocabulary::field::Field;
use crate::read::watch::vocabulary::sport;
use crate::signal::median;

/// The method's identifier.
pub(in crate::read::watch) const METHOD: &str = "garmin-running-dynamics";

/// Channels that a row may hold in addition to distance and speed.
const DYNAMICS: [Channel; 10] = [
    Channel::ContactTime,
    Channel::ContactTimeLeft,
    Channel::ContactTimeRight,
    Channel::DutyFactor,
    Channel::StepLength,
    Channel::VerticalOscillation,
    Channel::VerticalRatio,
    Channel::Power,
    Channel::HeartRate,
    Channel::LegStiffness,
];

/// Rows further apart than this are runs of their own, s (*chosen*: laps and records are closer together).
const APART_S: f64 = 1200.0;

/// True for a table of activities: of sports, or of a log of runs alone, whose rows lie hours apart.
pub(in crate::read::watch) fn is_activities(table: &Table) -> bool {
    let distance = table.has(Field::Value(Channel::Distance));
    let dated = table.has(Field::Stamp) && !table.has(Field::ElapsedSeconds);
    let log = || {
        let apart = typical_step_of_dates(table).is_some_and(|s| s > APART_S);
        distance && table.has(Field::Duration) && !table.has(Field::Lap) && apart
    };
    dated && (table.has(Field::Sport) && (distance || table.has(Field::Duration)) || log())
}

/// True for a table of laps.
pub(in crate::read::watch) fn is_laps(table: &Table) -> bool {
    let sums = table.has(Field::Value(Channel::Distance)) || table.has(Field::Duration);
    let form = [Channel::Cadence, Channel::ContactTime, Channel::StepLength].map(Field::Value);
    table.has(Field::Lap)
        && sums
        && form.into_iter().any(|f| table.has(f))
        && !table.has(Field::ElapsedSeconds)
}

/// Every activity of the table, of any sport, in the order of the file.
pub(in crate::read::watch) fn activities(table: &Table, file: &str) -> Vec<WatchRun> {
    let stamps = table.find_all(Field::Stamp);
    let order = date_time::order(table.rows.iter().filter_map(|r| r.cell(*stamps.first()?)));
    let miles = unit_of_distance(table);
    // Only Strava's export names the file of each activity; its dates are those of UTC.
    let strava = table.has(Field::RecordsIn);
    table
        .rows
        .iter()
        .filter_map(|row| {
            let mut run = WatchRun::new(file, METHOD, RowKind::Run);
            let sport_cell = table.find(Field::Sport).and_then(|i| row.cell(i)).unwrap_or_default();
            (run.sport, run.indoors) = sport::sport(sport_cell);
            let start = start(&stamps, row, order);
            run.started = start.map(|(at, _)| at);
            run.clock = start.map(|(_, clock)| clock).unwrap_or_default();
            if strava && run.clock == StartClock::Local {
                run.clock = StartClock::Utc;
            }
            run.records_in = table.find(Field::RecordsIn).and_then(|i| row.cell(i)).map(str::to_owned);
            run.shoes = table.find(Field::Gear).and_then(|i| row.cell(i)).map(str::to_owned);
            run.title = table.find(Field::Title).and_then(|i| row.cell(i)).map(str::to_owned);
            // A line without date and sport is not an activity (a footer, a note).
            if run.started.is_none() && sport_cell.is_empty() {
                return None;
            }
            let trusted = row.cells.len() == table.header.len();
            if !trusted {
                let text = format!(
                    "line {} has {} cells, the header has {}: only date, sport, distance and time of this row are used",
                    row.line,
                    row.cells.len(),
                    table.header.len()
                );
                run.caveats.push(Caveat::new("row-of-other-length", text).with_value(row.line as f64));
            }
            fill(&mut run, table, row, &miles, trusted);
            Some(run)
        })
        .collect()
}

/// The start of a row. A date without a time of day is completed by the column that holds that (`Date`, `Start time`).
fn start(stamps: &[usize], row: &Row, order: Order) -> Option<(Timestamp, StartClock)> {
    let cells = || stamps.iter().filter_map(|i| row.cell(*i));
    let date = cells().find(|cell| date_time::moment(cell, order).is_some())?;
    let time = || cells().find(|cell| cell.contains(':') && date_time::moment(cell, order).is_none());
    let whole = match date.contains(':') || date.parse::<f64>().is_ok() {
        true => None,
        false => time().and_then(|time| date_time::stamped(&format!("{date} {time}"), order)),
    };
    whole.or_else(|| date_time::stamped(date, order))
}

/// The laps of one run; its totals come from the summary below them, if there is one.
pub(in crate::read::watch) fn laps(table: &Table, file: &str) -> WatchRun {
    let mut run = WatchRun::new(file, METHOD, RowKind::Lap);
    let miles = unit_of_distance(table);
    let lap = table.find(Field::Lap);
    let mut start_s = 0.0;
    let mut summary = None;
    for row in &table.rows {
        let trusted = row.cells.len() == table.header.len();
        let mut one = WatchRun::new(file, METHOD, RowKind::Lap);
        fill(&mut one, table, row, &miles, trusted);
        let name = lap.and_then(|i| row.cell(i)).unwrap_or_default();
        // `3`, but also `1 - 5` for a group of laps that are already counted one by one.
        let single = name.trim().trim_end_matches('.').parse::<u32>().is_ok();
        if !single {
            if !name.is_empty() && !name.starts_with(|c: char| c.is_ascii_digit()) {
                summary = Some(one);
            }
            continue;
        }
        let values: Vec<(Channel, f64)> = channels(&one);
        run.records.push(start_s, &values);
        run.laps.push(WatchLap { start_s, totals: one.totals });
        start_s += one.totals.seconds.unwrap_or(0.0);
        if !trusted {
            let text = format!(
                "line {} does not have as many cells as the header: its running-form values are ignored",
                row.line
            );
            run.caveats.push(Caveat::new("row-of-other-length", text).with_value(row.line as f64));
        }
        run.inferences = one.inferences;
    }
    let sum = |f: fn(&WatchTotals) -> Option<f64>| {
        let values: Vec<f64> = run.laps.iter().filter_map(|l| f(&l.totals)).collect();
        (!values.is_empty()).then(|| values.iter().sum())
    };
    run.totals = WatchTotals {
        distance_m: sum(|t| t.distance_m),
        seconds: sum(|t| t.seconds),
        steps: sum(|t| t.steps),
    };
    if let Some(summary) = summary {
        // The portal's own means over the whole run are weighted by time, which laps of unequal length are not.
        if summary.records.value(Channel::Cadence, 0).is_some() {
            run.rows = RowKind::Run;
            run.records = summary.records;
        }
        run.totals.distance_m = summary.totals.distance_m.or(run.totals.distance_m);
        run.totals.seconds = summary.totals.seconds.or(run.totals.seconds);
    }
    run
}

fn channels(run: &WatchRun) -> Vec<(Channel, f64)> {
    run.records.channels().into_iter().filter_map(|c| Some((c, run.records.value(c, 0)?))).collect()
}

/// Totals and running form of one row.
fn fill(run: &mut WatchRun, table: &Table, row: &Row, miles: &Distances, trusted: bool) {
    let time = |field| table.find(field).and_then(|i| row.seconds(i)).filter(|s| *s > 0.0);
    run.totals.seconds =
        time(Field::Duration).or_else(|| time(Field::MovingTime)).or_else(|| time(Field::ElapsedTime));
    let number = |field| table.find(field).and_then(|i| row.number(i));
    let (metres, why) = miles.metres_of(table, row, trusted);
    run.totals.distance_m = number(Field::Value(Channel::Distance)).filter(|d| *d >= 0.0).map(|d| d * metres);
    run.inferences.push(why);
    let mut values: Vec<(Channel, f64)> = Vec::new();
    if trusted {
        run.totals.steps = number(Field::Steps).filter(|s| *s > 0.0);
        let cadence = number(Field::Value(Channel::Cadence)).filter(|c| *c > 0.0).or_else(|| {
            // Some accounts' tables have the steps of runs in the bike cadence column.
            run.sport.may_be_running().then(|| number(Field::BikeCadence)).flatten()
        });
        values.extend(cadence.and_then(|c| value(Channel::Cadence, None, c)).map(|v| (Channel::Cadence, v)));
        for channel in DYNAMICS {
            let Some(i) = table.find(Field::Value(channel)) else { continue };
            let unit = table.columns.get(i).and_then(|c| c.as_ref()?.unit);
            values.extend(row.number(i).and_then(|raw| value(channel, unit, raw)).map(|v| (channel, v)));
        }
        let balance = table.find(Field::Value(Channel::ContactTimeBalance)).and_then(|i| row.cell(i));
        let share = balance.and_then(|c| numerals::left_share(c, row.mark));
        values.extend(
            share
                .and_then(|s| value(Channel::ContactTimeBalance, None, s))
                .map(|v| (Channel::ContactTimeBalance, v)),
        );
    }
    let speed = pace(table, row, metres).or_else(|| run.mean_speed_mps());
    values.extend(speed.and_then(|v| value(Channel::Speed, None, v)).map(|v| (Channel::Speed, v)));
    values.extend(run.totals.distance_m.map(|d| (Channel::Distance, d)));
    run.records.push(0.0, &values);
}

/// Speed from the pace, which may also be in a column called speed.
fn pace(table: &Table, row: &Row, metres: f64) -> Option<f64> {
    let of = |field| {
        let i = table.find(field)?;
        let per = match table.columns.get(i).and_then(|c| c.as_ref()?.unit) {
            Some("min/km") => 1000.0,
            Some("min/mi" | "min/mile") => MILE,
            _ => metres,
        };
        Some(per / numerals::clock(row.cell(i)?).filter(|s| *s > 0.0)?)
    };
    of(Field::Pace).or_else(|| of(Field::Value(Channel::Speed)))
}

/// The table's unit of distance.
struct Distances {
    /// Metres, if the header gives the unit.
    stated: Option<f64>,
    /// Metres that a second column of the same distances shows.
    twin: Option<f64>,
    /// Metres that most rows indicate by steps times step length.
    typical: Option<f64>,
    /// One, where the distances over the times are speeds of runners only in metres.
    by_speed: Option<f64>,
}

/// Speeds of a run on its whole, m/s, from a slow walk to faster than any record over a kilometre (*chosen*).
const SPEEDS: std::ops::Range<f64> = 0.4..9.0;

/// Metres of the first distance column from a second column of the same distances, which is in metres.
fn by_twin(table: &Table) -> Option<f64> {
    let [first, second, ..] = table.find_all(Field::Value(Channel::Distance))[..] else { return None };
    let ratios: Vec<f64> = table
        .rows
        .iter()
        .filter_map(|row| Some(row.number(second)? / row.number(first).filter(|d| *d > 0.0)?))
        .collect();
    let ratio = median(&ratios)?;
    // Rounding to hundredths of a kilometre is far below 2 % (*chosen*).
    [1000.0, MILE, 1.0].into_iter().find(|metres| (ratio / metres - 1.0).abs() < 0.02)
}

/// One, where most of the runs have a possible speed only if their distances are metres.
fn by_speed(table: &Table) -> Option<f64> {
    let distance = table.find(Field::Value(Channel::Distance))?;
    let time =
        [Field::Duration, Field::MovingTime, Field::ElapsedTime].into_iter().find_map(|f| table.find(f))?;
    let sport = table.find(Field::Sport);
    let (mut metres, mut kilometres) = (0_usize, 0_usize);
    for row in &table.rows {
        let kind = sport.and_then(|i| row.cell(i)).map(|cell| sport::sport(cell).0);
        if kind.is_some_and(|sport| !sport.may_be_running()) {
            continue;
        }
        let (Some(d), Some(s)) = (row.number(distance), row.seconds(time).filter(|s| *s > 0.0)) else {
            continue;
        };
        metres += usize::from(SPEEDS.contains(&(d / s)));
        kilometres += usize::from(SPEEDS.contains(&(1000.0 * d / s)));
    }
    (metres > kilometres).then_some(1.0)
}

fn unit_of_distance(table: &Table) -> Distances {
    let column = table.find(Field::Value(Channel::Distance)).and_then(|i| table.columns.get(i)?.clone());
    let stated = match column.and_then(|c| c.unit) {
        Some("km") => Some(1000.0),
        Some("mi" | "miles") => Some(MILE),
        Some("m" | "meters" | "metres") => Some(1.0),
        _ => None,
    };
    let mut votes = [(1000.0, 0_usize), (MILE, 0)];
    for row in table.rows.iter().filter(|r| r.cells.len() == table.header.len()) {
        if let Some(metres) = by_steps(table, row)
            && let Some(vote) = votes.iter_mut().find(|(m, _)| *m == metres)
        {
            vote.1 += 1;
        }
    }
    let typical = votes.iter().filter(|(_, n)| *n > 0).max_by_key(|(_, n)| *n).map(|(m, _)| *m);
    Distances { stated, twin: by_twin(table), typical, by_speed: by_speed(table) }
}

/// Metres in the unit of distance, from steps (or cadence times time) times step length; `None` if these are missing
/// or agree with neither.
fn by_steps(table: &Table, row: &Row) -> Option<f64> {
    let number = |field| table.find(field).and_then(|i| row.number(i)).filter(|v| *v > 0.0);
    let distance = number(Field::Value(Channel::Distance))?;
    let step = value(Channel::StepLength, None, number(Field::Value(Channel::StepLength))?)?;
    let steps = number(Field::Steps).or_else(|| {
        let time = table.find(Field::Duration).and_then(|i| row.seconds(i))?;
        Some(number(Field::Value(Channel::Cadence))? / 60.0 * time)
    })?;
    let metres = steps * step / distance;
    // A mile is 1.61 km; within 20 % (*chosen*) of either the unit is clear.
    [1000.0, MILE].into_iter().find(|unit| (metres / unit - 1.0).abs() < 0.2)
}

impl Distances {
    fn metres_of(&self, table: &Table, row: &Row, trusted: bool) -> (f64, Inference) {
        let own = if trusted { by_steps(table, row) } else { None };
        let (metres, because) = [
            (self.stated, "the header says so"),
            (self.twin, "a second column has the same distances in metres"),
            (own, "steps times step length"),
            (self.typical, "steps times step length of other rows"),
            (self.by_speed, "distance over time is a runner's speed in this unit only"),
        ]
        .into_iter()
        .find_map(|(metres, because)| Some((metres?, because)))
        .unwrap_or((1000.0, "no row shows the unit: kilometres are assumed"));
        let conclusion = match metres {
            m if m == MILE => "mile",
            1.0 => "metre",
            _ => "kilometre",
        };
        let inference = Inference {
            about: "unit of distance".into(),
            conclusion: conclusion.into(),
            because: because.into(),
            overridden_by: String::new(),
        };
        (metres, inference)
    }
}
