//! Tables with one row per second: records of a watch, a chest strap, a foot pod, or several of these.

use crate::recording::{Channel, Inference, RowKind, WatchRun};

use crate::read::watch::scale::{MILE, value};
use crate::read::watch::tables::delimited::Table;
use crate::read::watch::tables::garmin;
use crate::read::watch::tables::numerals;
use crate::read::watch::tables::times::{Times, times, typical_step};
use crate::read::watch::vocabulary::column::Column;
use crate::read::watch::vocabulary::field::Field;
use crate::signal::median;

/// The method of a table that does not name its device.
pub(in crate::read::watch) const METHOD: &str = "watch-records";

/// The method of a Stryd pod.
pub(in crate::read::watch) const STRYD: &str = "stryd";

/// Quantities of running form; distance, power and heart rate are not among them.
const FORM: [Channel; 9] = [
    Channel::Cadence,
    Channel::ContactTime,
    Channel::ContactTimeLeft,
    Channel::ContactTimeBalance,
    Channel::DutyFactor,
    Channel::StepLength,
    Channel::VerticalOscillation,
    Channel::VerticalRatio,
    Channel::LegStiffness,
];

/// True for a table of records: a time that increases, and at least two quantities of running form.
pub(in crate::read::watch) fn is_records(table: &Table) -> bool {
    let form = table
        .columns
        .iter()
        .flatten()
        .filter(|c| matches!(c.field, Field::Value(channel) if FORM.contains(&channel)))
        .count();
    let timed = table.has(Field::ElapsedSeconds) || table.has(Field::Stamp) || table.has(Field::Duration);
    let moves = [Field::Value(Channel::Speed), Field::Value(Channel::Distance), Field::Pace]
        .into_iter()
        .any(|field| table.has(field));
    // One quantity of form is enough where the rows follow one another as records do.
    let enough = form >= 2 || form == 1 && moves && typical_step(table).is_some_and(|s| s <= RECORDS_S);
    timed && enough && runs_on(&times(table).seconds)
}

/// Longest time between two records, s (*chosen*: watches that save space write every ten seconds or so).
const RECORDS_S: f64 = 30.0;

/// True for increasing seconds; in a table of trials with a duration each, they go up and down.
fn runs_on(seconds: &[Option<f64>]) -> bool {
    let known: Vec<f64> = seconds.iter().flatten().copied().collect();
    let back = known.windows(2).filter(|w| matches!(w, [a, b] if b < a)).count();
    // A device that restarts during a run goes back once; the limit of a twentieth of the rows is *chosen*.
    back <= 1.max(known.len() / 20) && (back == 0 || known.len() > 20)
}

/// One run per device named at the start of its columns; columns without a device belong to all.
pub(in crate::read::watch) fn records(table: &Table, file: &str) -> Vec<WatchRun> {
    let mut devices: Vec<Option<&'static str>> = Vec::new();
    for column in table.columns.iter().flatten() {
        let form = matches!(column.field, Field::Value(channel) if FORM.contains(&channel));
        if form && !devices.contains(&column.device) {
            devices.push(column.device);
        }
    }
    // Speeds and distances of other devices (`Watch Speed`) are not separate runs.
    let named = devices.iter().flatten().count();
    if named > 0 && devices.contains(&None) && named < 2 && devices.first() == Some(&None) {
        devices.retain(Option::is_none);
    }
    let times = times(table);
    let mut runs: Vec<WatchRun> =
        devices.into_iter().map(|device| run(table, file, device, &times)).collect();
    // All of them were worn on one run.
    runs.iter_mut().skip(1).for_each(|run| run.beside = true);
    runs
}

fn run(table: &Table, file: &str, device: Option<&'static str>, times: &Times) -> WatchRun {
    let method = match device {
        Some("hrm" | "garmin" | "strap") => garmin::METHOD,
        Some("stryd") => STRYD,
        _ if is_stryd(table) => STRYD,
        _ => METHOD,
    };
    let mut run = WatchRun::new(file, method, RowKind::Record);
    run.device = device.map(str::to_owned);
    run.started = times.started.map(|(at, _)| at);
    run.clock = times.started.map(|(_, clock)| clock).unwrap_or_default();
    let picked = picked(table, device, method);
    let fraction = table
        .columns
        .iter()
        .position(|c| c.as_ref().is_some_and(|c| c.field == Field::FractionalCadence && c.device == device));
    let pace = table.find(Field::Pace).filter(|_| !picked.iter().any(|(c, ..)| *c == Channel::Speed));
    let per = pace.map(|i| metres_of_pace(table, i, times));
    for (row, seconds) in table.rows.iter().zip(&times.seconds) {
        let Some(seconds) = seconds else { continue };
        let mut values: Vec<(Channel, f64)> = Vec::new();
        let speed = pace.and_then(|i| row.seconds(i)).filter(|s| *s > 0.0).zip(per).map(|(s, per)| per / s);
        values.extend(speed.and_then(|v| value(Channel::Speed, None, v)).map(|v| (Channel::Speed, v)));
        for (channel, index, column) in &picked {
            let raw = if *channel == Channel::ContactTimeBalance {
                row.cell(*index).and_then(|c| numerals::left_share(c, row.mark))
            } else {
                row.number(*index)
            };
            let Some(mut raw) = raw else { continue };
            if *channel == Channel::Cadence && !is_sum(table, *index) {
                raw += fraction.and_then(|i| row.number(i)).filter(|f| (0.0..1.0).contains(f)).unwrap_or(0.0);
            }
            values.extend(value(*channel, column.unit, raw).map(|v| (*channel, v)));
        }
        run.records.push(*seconds, &values);
    }
    let last = run.records.time_s.iter().copied().fold(0.0, f64::max);
    run.totals.seconds = (last > 0.0).then_some(last);
    if picked.iter().any(|(channel, _, column)| *channel == Channel::Distance && column.unit.is_none()) {
        settle_distance(&mut run);
    }
    run.totals.distance_m = distance(&run);
    run
}

/// Distances without a unit are metres, unless the speeds, or the time that they took, show kilometres or miles.
fn settle_distance(run: &mut WatchRun) {
    let (Some(total), Some(seconds)) = (distance(run), run.totals.seconds) else { return };
    let speeds = run.records.column(Channel::Speed).unwrap_or_default();
    let speeds: Vec<f64> = speeds.iter().copied().filter(|v| *v > 0.0).collect();
    let units = [(1000.0, "kilometre"), (MILE, "mile")];
    let shown = match median(&speeds) {
        // A quarter (*chosen*) leaves room for pauses, and is half of what separates kilometres from miles.
        Some(speed) => units.into_iter().find(|(m, _)| (speed * seconds / total / m).ln().abs() < 0.24),
        // Two centimetres a second are no movement; the same number of kilometres is.
        None => units.into_iter().next().filter(|_| total / seconds < 0.02),
    };
    let Some((metres, unit)) = shown else { return };
    run.records.scale(Channel::Distance, metres);
    run.inferences.push(Inference {
        about: "unit of distance".into(),
        conclusion: unit.into(),
        because: "speed times time is this distance in no other unit".into(),
        overridden_by: String::new(),
    });
}

/// True if the header is that of Stryd's portal: only Stryd names ground time, and its own speed or distance.
fn is_stryd(table: &Table) -> bool {
    let named = table.header.iter().any(|h| h.to_lowercase().starts_with("stryd"));
    let ground = table.header.iter().any(|h| h.to_lowercase().starts_with("ground time"));
    (named || ground) && table.has(Field::Value(Channel::ContactTime))
}

/// Metres that a pace is for: as its column says, or as the distance over the time shows.
fn metres_of_pace(table: &Table, index: usize, times: &Times) -> f64 {
    match table.columns.get(index).and_then(|c| c.as_ref()?.unit) {
        Some("min/km") => return 1000.0,
        Some("min/mi" | "min/mile") => return MILE,
        _ => {}
    }
    let paces: Vec<f64> =
        table.rows.iter().filter_map(|row| row.seconds(index)).filter(|s| *s > 0.0).collect();
    let known = || {
        let distance = table.find(Field::Value(Channel::Distance))?;
        let unit = table.columns.get(distance).and_then(|c| c.as_ref()?.unit);
        let last = table.rows.iter().rev().find_map(|row| row.number(distance))?;
        let first = table.rows.iter().find_map(|row| row.number(distance))?;
        let seconds = times.seconds.iter().flatten().copied().fold(0.0, f64::max);
        let metres = value(Channel::Distance, unit, last - first)?;
        (metres > 0.0 && seconds > 0.0).then(|| metres / seconds * median(&paces).unwrap_or(f64::NAN))
    };
    let nearer = |metres: f64| (metres / MILE).ln().abs() < (metres / 1000.0).ln().abs();
    known().filter(|metres| nearer(*metres)).map_or(1000.0, |_| MILE)
}

/// Distance covered; exports count from zero or continue an odometer reading.
fn distance(run: &WatchRun) -> Option<f64> {
    let column = run.records.column(Channel::Distance)?;
    let known = || column.iter().copied().filter(|d| d.is_finite());
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(0.0, f64::max));
    (high > low).then_some(high - low)
}

fn is_sum(table: &Table, index: usize) -> bool {
    table.header.get(index).is_some_and(|h| {
        let name = h.trim().to_lowercase();
        name.contains("sum") || name == "rcad"
    })
}

/// One column per channel. The device's own column is preferred to one without a device, and the sum of whole and fraction to its parts.
fn picked(table: &Table, device: Option<&str>, method: &str) -> Vec<(Channel, usize, Column)> {
    let mut out: Vec<(Channel, usize, Column, u8)> = Vec::new();
    for (i, column) in table.columns.iter().enumerate() {
        let Some(column) = column else { continue };
        let Field::Value(channel) = column.field else { continue };
        let mut rank = match column.device {
            own if own == device && own.is_some() => 0,
            None => 2,
            // A pod's table has the watch's speed next to its own.
            Some(other) if method == STRYD && other == "stryd" => 1,
            Some("watch") => 3,
            Some(_) => continue,
        } * 2;
        rank += u8::from(channel == Channel::Cadence && !is_sum(table, i));
        match out.iter_mut().find(|(c, ..)| *c == channel) {
            Some(slot) if slot.3 > rank => *slot = (channel, i, column.clone(), rank),
            Some(_) => {}
            None => out.push((channel, i, column.clone(), rank)),
        }
    }
    out.into_iter().map(|(channel, i, column, _)| (channel, i, column)).collect()
}

#[cfg(test)]
mod tests {
    use super::runs_on;

    #[test]
    fn durations_of_trials_are_not_a_clock() {
        let some = |v: &[f64]| v.iter().map(|v| Some(*v)).collect::<Vec<_>>();
        assert!(!runs_on(&some(&[15.48, 33.66, 20.26, 5.05, 21.5])));
        assert!(runs_on(&some(&[0.0, 1.0, 1.0, 3.0])) && runs_on(&[]));
        let mut restarted: Vec<f64> = (0..40).map(f64::from).collect();
        restarted.extend((0..40).map(f64::from));
        assert!(runs_on(&some(&restarted)));
    }
}
