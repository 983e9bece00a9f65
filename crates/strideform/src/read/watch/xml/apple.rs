//! Apple's health export: workouts, and samples of running form beside them, often a gigabyte in one document.
//!
//! Only what belongs to runs is kept: a few numbers for each sample. Workouts follow the samples in the document, so the
//! samples are dealt out at its end.

use std::io::BufRead;

use jiff::Timestamp;

use crate::error::Error;
use crate::read::errors::unusable;
use crate::read::time::timestamp::Order;
use crate::recording::{Channel, RowKind, Sport, StartClock, WatchRun};

use super::walker::{Attributes, Step, Walker, unescaped};
use crate::read::watch::date_time::stamped;
use crate::read::watch::scale::value;
use crate::read::watch::tables::apple_health::{METHOD, finish};
use crate::read::watch::vocabulary::sport;

/// Samples of running form that are kept (*chosen*: twenty years of daily runs; memory for 120 MB).
const MAX_SAMPLES: usize = 5_000_000;
/// Pieces of the step count that are kept (*chosen*: twenty years at a piece every five minutes).
const MAX_STEPS: usize = 2_000_000;
/// A longer time between two samples outside of any workout starts another run, s (*chosen*, as for tables).
const REST_S: i64 = 1800;

/// One value of running form.
struct Sample {
    second: i64,
    channel: Channel,
    value: f32,
}

/// A piece of the step count.
struct Steps {
    start: i64,
    end: i64,
    source: u16,
    count: f32,
}

#[derive(Default)]
struct Workout {
    kind: String,
    start: Option<(Timestamp, StartClock)>,
    end: Option<Timestamp>,
    seconds: Option<f64>,
    distance_m: Option<f64>,
    steps: Option<f64>,
    indoors: bool,
    device: Option<String>,
}

#[derive(Default)]
struct Export {
    samples: Vec<Sample>,
    steps: Vec<Steps>,
    sources: Vec<String>,
    workouts: Vec<Workout>,
    clock: Option<StartClock>,
}

/// The workouts of the document, of which the outermost element is open.
pub(super) fn runs<R: BufRead>(walker: &mut Walker<R>, file: &str) -> Result<Vec<WatchRun>, Error> {
    let mut export = Export::default();
    let mut open: Option<Workout> = None;
    loop {
        match walker.next()? {
            Step::End => break,
            Step::Open { name: "Record", attributes } => export.record(&attributes)?,
            Step::Open { name: "Workout", attributes } => open = Some(workout(&attributes)),
            Step::Open { name: "WorkoutStatistics", attributes } => {
                if let Some(workout) = open.as_mut() {
                    statistics(workout, &attributes);
                }
            }
            Step::Open { name: "MetadataEntry", attributes } => {
                let indoors = attributes.get("key").as_deref() == Some("HKIndoorWorkout")
                    && attributes.get("value").is_some_and(|v| v.trim() == "1");
                if let Some(workout) = open.as_mut() {
                    workout.indoors |= indoors;
                }
            }
            Step::Close { name: "Workout", .. } => export.workouts.extend(open.take()),
            _ => {}
        }
    }
    let runs = export.into_runs(file);
    if runs.is_empty() {
        return Err(unusable("this Apple health export holds no workouts and no samples of running form")
            .with_remedy(
                "record runs as workouts; running form needs an Apple Watch SE, Series 6 or later",
            ));
    }
    Ok(runs)
}

/// `2026-05-02 07:00:00 +0200`, the form of every stamp in the export; anything else by the general reader.
fn moment(text: &str) -> Option<(Timestamp, StartClock)> {
    let digits = |from: usize, to: usize| text.get(from..to)?.parse::<i32>().ok();
    let fast = || {
        let [.., b'-' | b'+', _, _, _, _] = text.as_bytes() else { return None };
        if text.len() != 25 || text.as_bytes().get(10) != Some(&b' ') {
            return None;
        }
        let date = jiff::civil::date(1970, 1, 1)
            .with()
            .year(digits(0, 4)? as i16)
            .month(digits(5, 7)? as i8)
            .day(digits(8, 10)? as i8)
            .build()
            .ok()?;
        let epoch = jiff::civil::date(1970, 1, 1);
        let days = i64::from(date.since(epoch).ok()?.get_days());
        let of_day = digits(11, 13)? * 3600 + digits(14, 16)? * 60 + digits(17, 19)?;
        let offset = digits(21, 23)? * 3600 + digits(23, 25)? * 60;
        let offset = if text.as_bytes().get(20) == Some(&b'-') { -offset } else { offset };
        let at = Timestamp::from_second(days * 86_400 + i64::from(of_day) - i64::from(offset)).ok()?;
        Some((at, StartClock::Offset(offset)))
    };
    fast().or_else(|| stamped(text, Order::DayFirst))
}

fn channel_of(kind: &str) -> Option<Channel> {
    Some(match kind.strip_prefix("HKQuantityTypeIdentifier")? {
        "RunningGroundContactTime" => Channel::ContactTime,
        "RunningVerticalOscillation" => Channel::VerticalOscillation,
        "RunningStrideLength" => Channel::StepLength,
        "RunningSpeed" => Channel::Speed,
        "RunningPower" => Channel::Power,
        _ => return None,
    })
}

fn unit_of(text: &str) -> Option<&'static str> {
    ["ms", "s", "cm", "mm", "m", "km/hr", "mi/hr", "km", "mi", "m/s"].into_iter().find(|u| *u == text)
}

impl Export {
    fn record(&mut self, attributes: &Attributes<'_>) -> Result<(), Error> {
        let (mut channel, mut steps) = (None, false);
        // The type stands first: most records end here.
        attributes.first(|name, value| {
            if name == "type" {
                channel = channel_of(value);
                steps = value == "HKQuantityTypeIdentifierStepCount";
            }
        });
        if channel.is_none() && !steps {
            return Ok(());
        }
        let (mut raw, mut unit, mut start, mut end, mut source) = (None, None, None, None, 0);
        attributes.each(|name, text| match name {
            "value" => raw = text.parse::<f64>().ok().filter(|v| v.is_finite()),
            "unit" => unit = unit_of(text),
            "startDate" => start = moment(text),
            "endDate" if steps => end = moment(text),
            "sourceName" if steps => source = self.source(text),
            _ => {}
        });
        let (Some(raw), Some((at, clock))) = (raw, start) else { return Ok(()) };
        if let Some(channel) = channel {
            self.clock.get_or_insert(clock);
            let Some(v) = value(channel, unit, raw) else { return Ok(()) };
            if self.samples.len() >= MAX_SAMPLES {
                return Err(unusable(format!(
                    "the export holds more than {MAX_SAMPLES} samples of running form"
                ))
                .with_remedy("export the workouts one by one"));
            }
            self.samples.push(Sample { second: at.as_second(), channel, value: v as f32 });
        } else if let Some((end, _)) = end
            && self.steps.len() < MAX_STEPS
        {
            self.steps.push(Steps { start: at.as_second(), end: end.as_second(), source, count: raw as f32 });
        }
        Ok(())
    }

    /// The number of a device by its name.
    fn source(&mut self, name: &str) -> u16 {
        let at = self.sources.iter().position(|s| s == name).unwrap_or_else(|| {
            // Thousands of devices are none: the last number stands for them (*chosen*).
            if self.sources.len() < 1000 {
                self.sources.push(name.to_owned());
            }
            self.sources.len() - 1
        });
        u16::try_from(at).unwrap_or(u16::MAX)
    }

    fn into_runs(mut self, file: &str) -> Vec<WatchRun> {
        self.samples.sort_by_key(|s| (s.second, s.channel));
        self.steps.sort_by_key(|s| s.start);
        let mut taken: Vec<(i64, i64)> = Vec::new();
        let mut workouts = std::mem::take(&mut self.workouts);
        workouts.sort_by_key(|w| w.start.map(|(at, _)| at));
        let mut runs: Vec<WatchRun> = Vec::new();
        for workout in &workouts {
            let Some((start, _)) = workout.start else { continue };
            let from = start.as_second();
            let to = workout.end.map_or(from, |end| end.as_second());
            taken.push((from, to));
            runs.push(self.run(workout, (from, to), file));
        }
        runs.extend(self.outside(&taken, file));
        runs.sort_by_key(|r| r.started);
        runs
    }

    /// Samples of an interval.
    fn between(&self, from: i64, to: i64) -> &[Sample] {
        let low = self.samples.partition_point(|s| s.second < from);
        let high = self.samples.partition_point(|s| s.second <= to);
        self.samples.get(low..high.max(low)).unwrap_or_default()
    }

    fn run(&self, workout: &Workout, (from, to): (i64, i64), file: &str) -> WatchRun {
        let mut run = WatchRun::new(file, METHOD, RowKind::Record);
        let kind = workout.kind.trim_start_matches("HKWorkoutActivityType");
        run.sport = sport::sport(kind).0;
        run.indoors = workout.indoors;
        run.device.clone_from(&workout.device);
        run.started = workout.start.map(|(at, _)| at);
        run.clock = workout.start.map(|(_, clock)| clock).unwrap_or_default();
        run.totals.distance_m = workout.distance_m;
        run.totals.seconds = workout.seconds.or((to > from).then_some((to - from) as f64));
        if run.sport.may_be_running() {
            run.totals.steps = workout.steps.or_else(|| self.steps_between(from, to));
            fill(&mut run, self.between(from, to), from);
        }
        if run.records.is_empty() {
            run.rows = RowKind::Run;
            let mut values: Vec<(Channel, f64)> = Vec::new();
            let speed = run.mean_speed_mps().and_then(|v| value(Channel::Speed, None, v));
            values.extend(speed.map(|v| (Channel::Speed, v)));
            let cadence = run.totals.steps.zip(run.totals.seconds).map(|(n, s)| 60.0 * n / s);
            let cadence = cadence.and_then(|c| value(Channel::Cadence, None, c));
            values.extend(cadence.map(|c| (Channel::Cadence, c)));
            values.extend(run.totals.distance_m.map(|d| (Channel::Distance, d)));
            run.records.push(0.0, &values);
        } else {
            finish(&mut run);
        }
        run
    }

    /// Steps of an interval by the device that counted most: watch and phone count the same steps.
    fn steps_between(&self, from: i64, to: i64) -> Option<f64> {
        // Pieces are sorted by their start; none lasts longer than an hour or so (*chosen*: a day).
        let low = self.steps.partition_point(|s| s.start < from - 86_400);
        let high = self.steps.partition_point(|s| s.start < to);
        let mut sums: std::collections::BTreeMap<u16, f64> = std::collections::BTreeMap::new();
        for piece in self.steps.get(low..high.max(low)).unwrap_or_default() {
            let within = (piece.end.min(to) - piece.start.max(from)).max(0) as f64;
            let whole = ((piece.end - piece.start) as f64).max(1.0);
            *sums.entry(piece.source).or_default() += f64::from(piece.count) * (within / whole).min(1.0);
        }
        sums.into_values().reduce(f64::max).filter(|n| *n > 0.0)
    }

    /// Runs from samples that belong to no workout.
    fn outside(&self, taken: &[(i64, i64)], file: &str) -> Vec<WatchRun> {
        let mut runs: Vec<WatchRun> = Vec::new();
        let mut part: Vec<&Sample> = Vec::new();
        let mut workouts = taken.iter().peekable();
        let mut close = |part: &mut Vec<&Sample>| {
            let Some(first) = part.first().map(|s| s.second) else { return };
            let mut run = WatchRun::new(file, METHOD, RowKind::Record);
            run.sport = Sport::Running;
            run.started = Timestamp::from_second(first).ok();
            run.clock = self.clock.unwrap_or_default();
            fill(&mut run, part.iter().copied(), first);
            finish(&mut run);
            runs.push(run);
            part.clear();
        };
        for sample in &self.samples {
            while workouts.peek().is_some_and(|(_, to)| *to < sample.second) {
                workouts.next();
            }
            if workouts.peek().is_some_and(|(from, to)| (*from..=*to).contains(&sample.second)) {
                continue;
            }
            if part.last().is_some_and(|last| sample.second - last.second > REST_S) {
                close(&mut part);
            }
            part.push(sample);
        }
        close(&mut part);
        // A few samples beside a workout, recorded as it ended, are no run of their own: five minutes (*chosen*).
        runs.retain(|run| run.totals.seconds.is_some_and(|s| s >= 300.0));
        runs
    }
}

/// Samples, joined second by second.
fn fill<'a>(run: &mut WatchRun, samples: impl IntoIterator<Item = &'a Sample>, origin: i64) {
    let mut values: Vec<(Channel, f64)> = Vec::new();
    let mut second = None;
    for sample in samples {
        if second.is_some_and(|s| s != sample.second)
            && let Some(s) = second
        {
            run.records.push((s - origin) as f64, &values);
            values.clear();
        }
        second = Some(sample.second);
        if !values.iter().any(|(c, _)| *c == sample.channel) {
            values.push((sample.channel, f64::from(sample.value)));
        }
    }
    if let Some(s) = second {
        run.records.push((s - origin) as f64, &values);
    }
}

fn workout(attributes: &Attributes<'_>) -> Workout {
    let mut out = Workout::default();
    let (mut duration, mut unit) = (None, String::new());
    let (mut distance, mut distance_unit) = (None, None);
    attributes.each(|name, text| match name {
        "workoutActivityType" => text.clone_into(&mut out.kind),
        "duration" => duration = text.parse::<f64>().ok().filter(|d| *d > 0.0),
        "durationUnit" => text.clone_into(&mut unit),
        "totalDistance" => distance = text.parse::<f64>().ok().filter(|d| *d > 0.0),
        "totalDistanceUnit" => distance_unit = unit_of(text),
        "startDate" => out.start = moment(text),
        "endDate" => out.end = moment(text).map(|(at, _)| at),
        "sourceName" => out.device = Some(unescaped(text)),
        _ => {}
    });
    let seconds = match unit.as_str() {
        "s" | "sec" => 1.0,
        "hr" | "h" => 3600.0,
        _ => 60.0,
    };
    out.seconds = duration.map(|d| d * seconds);
    out.distance_m = distance.and_then(|d| value(Channel::Distance, distance_unit.or(Some("km")), d));
    out
}

/// Sums of a workout, which later versions of the export keep in elements of their own.
fn statistics(workout: &mut Workout, attributes: &Attributes<'_>) {
    let (mut kind, mut sum, mut unit) = (String::new(), None, None);
    attributes.each(|name, text| match name {
        "type" => text.clone_into(&mut kind),
        "sum" => sum = text.parse::<f64>().ok().filter(|v| *v > 0.0),
        "unit" => unit = unit_of(text),
        _ => {}
    });
    let Some(sum) = sum else { return };
    match kind.strip_prefix("HKQuantityTypeIdentifier") {
        Some("DistanceWalkingRunning") => {
            workout.distance_m = value(Channel::Distance, unit.or(Some("km")), sum).or(workout.distance_m);
        }
        Some("StepCount") => workout.steps = Some(sum),
        _ => {}
    }
}
