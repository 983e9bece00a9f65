//! Points of a track, whatever the format, as a run.

use jiff::Timestamp;

use crate::error::Error;
use crate::read::errors::unusable;
use crate::recording::{
    Caveat, Channel, Inference, RowKind, Sport, StartClock, WatchLap, WatchRun, WatchTotals,
};

use super::sport_by_speed;
use crate::read::watch::scale::value;
use crate::read::watch::tables::{garmin, per_second};
use crate::read::watch::vocabulary::column::column;
use crate::read::watch::vocabulary::field::Field;

/// Points of all tracks of a file (*chosen*: eleven days at one a second).
pub(super) const MAX_POINTS: usize = 1_000_000;
/// Mean radius of the Earth, m (IUGG).
const EARTH_M: f64 = 6_371_008.8;
/// A longer time between two points is a pause, s (*chosen*: devices that save memory record every few seconds).
const PAUSE_S: f64 = 30.0;
/// Speed from positions is taken over at least this time, s (*chosen*: positions scatter by metres from second to second).
const WINDOW_S: f64 = 5.0;

/// One point.
#[derive(Debug, Clone, Default)]
pub(super) struct Point {
    pub(super) at: Option<(Timestamp, StartClock)>,
    pub(super) latitude: Option<f64>,
    pub(super) longitude: Option<f64>,
    /// Values with a channel, in its unit.
    pub(super) values: Vec<(Channel, f64)>,
    /// Cadence of one foot by the format's definition.
    pub(super) strides: Option<f64>,
}

impl Point {
    /// Takes in a leaf element by its name, as extensions of any maker have it.
    pub(super) fn extension(&mut self, name: &str, text: &str) {
        let Ok(raw) = text.parse::<f64>() else { return };
        let found = match name {
            "cad" => Some((Channel::Cadence, None)),
            "RunCadence" => {
                self.strides = Some(raw).filter(|v| *v >= 0.0);
                return;
            }
            "Watts" | "PowerInWatts" => Some((Channel::Power, None)),
            "ele" | "temp" | "atemp" | "wtemp" | "course" | "bearing" => None,
            _ => column(&words(name)).and_then(|c| match c.field {
                Field::Value(channel) => Some((channel, c.unit)),
                _ => None,
            }),
        };
        let Some((channel, unit)) = found else { return };
        if self.values.iter().any(|(c, _)| *c == channel) {
            return;
        }
        self.values.extend(value(channel, unit, raw).map(|v| (channel, v)));
    }
}

/// `GroundContactTime` as `Ground Contact Time`.
fn words(name: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_uppercase() && before.is_lowercase() {
            out.push(' ');
        }
        out.push(if c == '_' { ' ' } else { c });
        before = c;
    }
    out
}

/// One activity with its points.
#[derive(Debug, Default)]
pub(super) struct Track {
    pub(super) started: Option<(Timestamp, StartClock)>,
    pub(super) sport: Sport,
    pub(super) indoors: bool,
    pub(super) title: Option<String>,
    pub(super) device: Option<String>,
    pub(super) points: Vec<Point>,
    pub(super) laps: Vec<(Option<Timestamp>, WatchTotals)>,
}

impl Track {
    /// The activity as a run.
    pub(super) fn into_run(self, file: &str) -> WatchRun {
        let maker = self.device.as_deref().unwrap_or_default().to_lowercase();
        let garmin = ["garmin", "forerunner", "fenix"].iter().any(|word| maker.contains(word));
        let method = match () {
            () if garmin => garmin::METHOD,
            () if maker.contains("stryd") => per_second::STRYD,
            () => per_second::METHOD,
        };
        let mut run = WatchRun::new(file, method, RowKind::Record);
        run.device = self.device;
        run.sport = self.sport;
        run.indoors = self.indoors;
        run.title = self.title;
        let first = self.points.iter().find_map(|p| p.at);
        let start = self.started.or(first);
        run.started = start.map(|(at, _)| at);
        run.clock = start.map(|(_, clock)| clock).unwrap_or_default();
        let origin = first.map(|(at, _)| at).or(run.started);
        fill(&mut run, &self.points, origin);
        laps(&mut run, &self.laps, origin);
        sport_by_speed::settle(&mut run);
        run
    }
}

/// Seconds from one moment to the other.
fn seconds(from: Timestamp, to: Timestamp) -> f64 {
    (to.as_millisecond() - from.as_millisecond()) as f64 / 1000.0
}

/// Records from points: times that go backwards are dropped, distances run on, speeds come from distances where no device
/// measured them.
fn fill(run: &mut WatchRun, points: &[Point], origin: Option<Timestamp>) {
    let Some(origin) = origin else { return };
    let mut kept: Vec<(f64, &Point)> = Vec::new();
    for point in points {
        let Some((at, _)) = point.at else { continue };
        let t = seconds(origin, at);
        if kept.last().is_none_or(|(before, _)| t > *before) {
            kept.push((t, point));
        }
    }
    let of = |point: &Point, channel| point.values.iter().find(|(c, _)| *c == channel).map(|(_, v)| *v);
    let stated = kept.iter().any(|(_, p)| of(p, Channel::Distance).is_some_and(|d| d > 0.0));
    let distance: Vec<Option<f64>> =
        if stated { running_on(kept.iter().map(|(_, p)| of(p, Channel::Distance))) } else { along(&kept) };
    let measured = kept.iter().any(|(_, p)| of(p, Channel::Speed).is_some_and(|v| v > 0.0));
    let speeds = if measured { Vec::new() } else { speeds(&kept, &distance) };
    let strides = steps_of(run, &kept);
    for (i, (t, point)) in kept.iter().enumerate() {
        let mut values: Vec<(Channel, f64)> =
            point.values.iter().copied().filter(|(c, _)| *c != Channel::Distance).collect();
        values.extend(distance.get(i).copied().flatten().map(|d| (Channel::Distance, d)));
        values.extend(speeds.get(i).copied().flatten().map(|v| (Channel::Speed, v)));
        if let Some(cadence) = point.strides.and_then(|s| value(Channel::Cadence, None, strides * s)) {
            values.retain(|(c, _)| *c != Channel::Cadence);
            values.push((Channel::Cadence, cadence));
        }
        run.records.push(*t, &values);
    }
    let ends = |f: fn(f64, f64) -> f64| distance.iter().flatten().copied().reduce(f);
    run.totals.distance_m = ends(f64::max).zip(ends(f64::min)).map(|(a, b)| a - b).filter(|d| *d > 0.0);
    let moving: f64 = kept
        .windows(2)
        .filter_map(|w| if let [(a, _), (b, _)] = w { Some(b - a) } else { None })
        .filter(|dt| *dt <= PAUSE_S)
        .sum();
    run.totals.seconds = (moving > 0.0).then_some(moving);
    if !stated && run.totals.distance_m.is_some() {
        run.inferences.push(Inference {
            about: "distance".into(),
            conclusion: "along the positions".into(),
            because: "the file states no distance".into(),
            overridden_by: String::new(),
        });
    }
}

/// The factor from the format's cadence to steps: by definition two, but some writers put steps into it.
fn steps_of(run: &mut WatchRun, kept: &[(f64, &Point)]) -> f64 {
    let values: Vec<f64> = kept.iter().filter_map(|(_, p)| p.strides).filter(|v| *v > 0.0).collect();
    let Some(typical) = crate::signal::median(&values) else { return 2.0 };
    // Strides of runners end at 120 a minute; steps begin there.
    let (factor, conclusion) =
        if typical > 120.0 { (1.0, "steps") } else { (2.0, "strides, doubled to steps") };
    run.inferences.push(Inference {
        about: "cadence".into(),
        conclusion: conclusion.into(),
        because: format!("RunCadence is about {typical:.0} a minute"),
        overridden_by: String::new(),
    });
    factor
}

/// Distances that begin again at zero, lap by lap, as one that runs on.
fn running_on(values: impl Iterator<Item = Option<f64>>) -> Vec<Option<f64>> {
    let (mut base, mut last) = (0.0, 0.0);
    values
        .map(|value| {
            let value = value?;
            if base + value < last - 50.0 && value < 50.0 {
                base = last;
            }
            // Never backwards: a device that corrects itself by metres stands still.
            last = f64::max(last, base + value);
            Some(last)
        })
        .collect()
}

/// Distance along the positions.
fn along(kept: &[(f64, &Point)]) -> Vec<Option<f64>> {
    let mut sum = 0.0;
    let mut before: Option<(f64, f64, f64)> = None;
    kept.iter()
        .map(|(t, point)| {
            let (latitude, longitude) = (point.latitude?, point.longitude?);
            if let Some((t0, lat0, lon0)) = before {
                let step = between(lat0, lon0, latitude, longitude);
                // A jump that no runner makes is a fault of the receiver: 12 m/s (*chosen*, the fastest sprint).
                if step <= 12.0 * (t - t0).max(1.0) {
                    sum += step;
                }
            }
            before = Some((*t, latitude, longitude));
            Some(sum)
        })
        .collect()
}

/// Great-circle distance between two positions in degrees, m (haversine).
fn between(lat0: f64, lon0: f64, lat1: f64, lon1: f64) -> f64 {
    let (a, b) = (lat0.to_radians(), lat1.to_radians());
    let (dlat, dlon) = (b - a, (lon1 - lon0).to_radians());
    let h = (dlat / 2.0).sin().powi(2) + a.cos() * b.cos() * (dlon / 2.0).sin().powi(2);
    2.0 * EARTH_M * h.sqrt().min(1.0).asin()
}

/// Speed at every point, over a window of some seconds around it that holds no pause.
fn speeds(kept: &[(f64, &Point)], distance: &[Option<f64>]) -> Vec<Option<f64>> {
    let at = |i: usize| Some((kept.get(i)?.0, distance.get(i).copied().flatten()?));
    (0..kept.len())
        .map(|i| {
            let (mut low, mut high) = (i, i);
            let time = |i: usize| kept.get(i).map(|(t, _)| *t);
            // Widened on either side in turn; a pause ends it.
            for _ in 0..2 * WINDOW_S as usize {
                if time(high)? - time(low)? >= WINDOW_S {
                    break;
                }
                if let Some(next) = time(high + 1)
                    && next - time(high)? <= PAUSE_S
                {
                    high += 1;
                }
                if let Some(previous) = low.checked_sub(1)
                    && time(low)? - time(previous)? <= PAUSE_S
                {
                    low = previous;
                }
            }
            let ((t0, d0), (t1, d1)) = (at(low)?, at(high)?);
            (t1 > t0).then(|| (d1 - d0) / (t1 - t0)).and_then(|v| value(Channel::Speed, None, v))
        })
        .collect()
}

/// Laps, and the sums that they state.
fn laps(run: &mut WatchRun, laps: &[(Option<Timestamp>, WatchTotals)], origin: Option<Timestamp>) {
    let sum = |f: fn(&WatchTotals) -> Option<f64>| {
        let values: Vec<f64> = laps.iter().filter_map(|(_, t)| f(t)).filter(|v| *v > 0.0).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>())
    };
    run.totals.distance_m = sum(|t| t.distance_m).or(run.totals.distance_m);
    run.totals.seconds = sum(|t| t.seconds).or(run.totals.seconds);
    run.totals.steps = sum(|t| t.steps);
    let mut start_s = 0.0;
    for (at, totals) in laps {
        let own = at.zip(origin).map_or(start_s, |(at, origin)| seconds(origin, at));
        run.laps.push(WatchLap { start_s: own, totals: *totals });
        start_s = own + totals.seconds.unwrap_or(0.0);
    }
    if run.records.is_empty() && (run.totals.distance_m.is_some() || run.totals.seconds.is_some()) {
        let mut values: Vec<(Channel, f64)> = Vec::new();
        values.extend(
            run.mean_speed_mps().and_then(|v| value(Channel::Speed, None, v)).map(|v| (Channel::Speed, v)),
        );
        values.extend(run.totals.distance_m.map(|d| (Channel::Distance, d)));
        run.rows = RowKind::Run;
        run.records.push(0.0, &values);
        let text = "the file has sums but no points with times";
        run.caveats.push(Caveat::new(crate::recording::CaveatId::NoPoints, text));
    }
}

/// The error of a file whose points have no times.
pub(super) fn planned(what: &str) -> Error {
    unusable(format!("this {what} holds a route without times: it was planned, not run"))
        .with_remedy("export the activity, not the course or the route")
}

/// The error of a file with more points than any season of runs.
pub(super) fn too_many_points() -> Error {
    unusable(format!("the file has more than {MAX_POINTS} points"))
        .with_remedy("export the activities one by one")
}
