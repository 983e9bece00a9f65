//! Values computed by a watch, a strap or a pod itself: per second, per lap or per run.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::caveat::Caveat;
use super::inference::Inference;

/// A quantity found in exports, in the unit used by [`WatchRecords`]: the catalogue's unit where there is a metric for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Channel {
    /// Distance since the start, m.
    Distance,
    /// Speed, m/s.
    Speed,
    /// Steps of both feet per minute.
    Cadence,
    /// Contact time, s.
    ContactTime,
    /// Contact time of the left foot, s.
    ContactTimeLeft,
    /// Contact time of the right foot, s.
    ContactTimeRight,
    /// Left share of the contact times, %.
    ContactTimeBalance,
    /// Contact time over stride time, 1.
    DutyFactor,
    /// Flight time, s.
    FlightTime,
    /// From one foot's contact to the other's, m (watches call it stride length).
    StepLength,
    /// Rise and fall within a step, cm.
    VerticalOscillation,
    /// Vertical oscillation over step length, %.
    VerticalRatio,
    /// Leg stiffness, kN/m.
    LegStiffness,
    /// Power, W.
    Power,
    /// Heart beats per minute.
    HeartRate,
}

impl Channel {
    /// The catalogue's metric, where there is one.
    pub fn metric(self) -> Option<&'static str> {
        Some(match self {
            Self::Cadence => "cadence",
            Self::ContactTime => "contact_time",
            Self::ContactTimeBalance => "contact_time_balance",
            Self::DutyFactor => "duty_factor",
            Self::FlightTime => "flight_time",
            Self::StepLength => "step_length",
            Self::Speed => "speed",
            Self::VerticalOscillation => "vertical_oscillation",
            Self::VerticalRatio => "vertical_ratio",
            Self::LegStiffness => "leg_stiffness",
            _ => return None,
        })
    }

    /// The name in outputs: the metric's where there is one.
    pub fn name(self) -> &'static str {
        match self {
            Self::Distance => "distance",
            Self::ContactTimeLeft => "contact_time_left",
            Self::ContactTimeRight => "contact_time_right",
            Self::Power => "power",
            Self::HeartRate => "heart_rate",
            other => other.metric().unwrap_or_default(),
        }
    }
}

/// The kind of activity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Sport {
    /// Running of any kind: road, trail, track, treadmill.
    Running,
    /// Walking or hiking.
    Walking,
    /// Something else, as the export calls it.
    Other(String),
    /// Not stated by the export.
    #[default]
    Unknown,
}

impl Sport {
    /// `running`, `walking`, `unknown`, or what the file calls it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Running => "running",
            Self::Walking => "walking",
            Self::Other(name) => name,
            Self::Unknown => "unknown",
        }
    }
}

impl Sport {
    /// True for running, and if the export does not state the activity.
    pub fn may_be_running(&self) -> bool {
        matches!(self, Self::Running | Self::Unknown)
    }
}

/// What one row of the export covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum RowKind {
    /// A second, or the few seconds between two records.
    Record,
    /// A lap or split, with its means.
    Lap,
    /// A whole run, with its means.
    Run,
}

impl RowKind {
    /// `record`, `lap` or `run`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Lap => "lap",
            Self::Run => "run",
        }
    }
}

/// Columns of equal length; missing values are NaN.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct WatchRecords {
    /// Seconds since the start of the run (for laps and runs: since the first of them).
    pub time_s: Vec<f64>,
    columns: BTreeMap<Channel, Vec<f64>>,
}

impl WatchRecords {
    /// Adds a row; non-finite values count as missing.
    pub fn push(&mut self, time_s: f64, values: &[(Channel, f64)]) {
        let before = self.time_s.len();
        self.time_s.push(time_s);
        for &(channel, value) in values {
            let column = self.columns.entry(channel).or_default();
            column.resize(before, f64::NAN);
            column.push(if value.is_finite() { value } else { f64::NAN });
        }
        for column in self.columns.values_mut() {
            column.resize(before + 1, f64::NAN);
        }
    }

    /// Rows.
    pub fn len(&self) -> usize {
        self.time_s.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.time_s.is_empty()
    }

    /// One column, as long as `time_s`; `None` if the export does not contain it.
    pub fn column(&self, channel: Channel) -> Option<&[f64]> {
        self.columns.get(&channel).map(Vec::as_slice)
    }

    /// One value; `None` if it is missing.
    pub fn value(&self, channel: Channel, row: usize) -> Option<f64> {
        self.columns.get(&channel)?.get(row).copied().filter(|v| v.is_finite())
    }

    /// Multiplies a column.
    pub fn scale(&mut self, channel: Channel, factor: f64) {
        for value in self.columns.get_mut(&channel).into_iter().flatten() {
            *value *= factor;
        }
    }

    /// Rows from `start_s` on and before `end_s`, with their times as they are.
    #[must_use]
    pub fn between(&self, start_s: f64, end_s: f64) -> Self {
        let inside: Vec<bool> = self.time_s.iter().map(|t| *t >= start_s && *t < end_s).collect();
        let kept = |column: &Vec<f64>| -> Vec<f64> {
            column.iter().zip(&inside).filter(|(_, inside)| **inside).map(|(v, _)| *v).collect()
        };
        Self {
            time_s: kept(&self.time_s),
            columns: self.columns.iter().map(|(channel, column)| (*channel, kept(column))).collect(),
        }
    }

    /// Sets a column.
    pub fn fill(&mut self, channel: Channel, values: &[Option<f64>]) {
        let mut column: Vec<f64> = values.iter().map(|v| v.unwrap_or(f64::NAN)).collect();
        column.resize(self.time_s.len(), f64::NAN);
        self.columns.insert(channel, column);
    }

    /// Channels with at least one value above zero, in the order of the enumeration.
    pub fn channels(&self) -> Vec<Channel> {
        self.columns.iter().filter(|(_, c)| c.iter().any(|v| *v > 0.0)).map(|(channel, _)| *channel).collect()
    }
}

/// Sums over a run or a lap.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WatchTotals {
    /// Distance, m.
    pub distance_m: Option<f64>,
    /// Moving time if the export gives it, otherwise the time from the first record to the last, s.
    pub seconds: Option<f64>,
    /// Steps of both feet.
    pub steps: Option<f64>,
}

/// A lap.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct WatchLap {
    /// Start, s since the start of the run.
    pub start_s: f64,
    /// Its sums.
    pub totals: WatchTotals,
}

/// The clock in which a start is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum StartClock {
    /// A moment; the runner's clock is not known.
    #[default]
    Utc,
    /// A moment, with the offset of the runner's clock from UTC in seconds.
    Offset(i32),
    /// The runner's clock, without its offset from UTC.
    Local,
}

/// One run (or one other activity) as a device saw it.
///
/// `trend` uses `started`, `sport` and `totals`; the metrics come from
/// [`metrics::watch`](crate::metrics::watch).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct WatchRun {
    /// The file as the user named it.
    pub file: String,
    /// The device, if the export names it.
    pub device: Option<String>,
    /// Identifier of the device's method in the metrics, e.g. `garmin-running-dynamics`.
    pub method: &'static str,
    /// Start; a local time without zone is taken as UTC, and `clock` says so.
    pub started: Option<Timestamp>,
    /// The clock in which the start is written.
    pub clock: StartClock,
    /// Title that the runner gave.
    pub title: Option<String>,
    /// Shoes, where the export names them.
    pub shoes: Option<String>,
    /// The kind of activity.
    pub sport: Sport,
    /// True if the export says treadmill or indoors.
    pub indoors: bool,
    /// What a row is.
    pub rows: RowKind,
    /// The values.
    pub records: WatchRecords,
    /// Sums over the run.
    pub totals: WatchTotals,
    /// Laps, if the export has them in addition to records.
    pub laps: Vec<WatchLap>,
    /// Number of activities pooled into this one; 1 for a single run.
    pub runs: usize,
    /// Number of this run among those of its file, from 1; 0 where the file holds no other.
    pub number: usize,
    /// True for the values of a second device that was worn on the run before it in the list.
    pub beside: bool,
    /// The file that holds the run's records, where the export names one.
    pub records_in: Option<String>,
    /// Names of columns with numbers that were not understood.
    pub not_understood: Vec<String>,
    /// Everything that was inferred rather than specified.
    pub inferences: Vec<Inference>,
    /// Known problems.
    pub caveats: Vec<Caveat>,
}

/// Cadence above which a record counts as running, steps/min: 60 strides per minute, the minimum of the output format.
pub const RUNNING_CADENCE: f64 = 120.0;

impl WatchRun {
    /// A run without records.
    pub fn new(file: impl Into<String>, method: &'static str, rows: RowKind) -> Self {
        Self {
            file: file.into(),
            device: None,
            method,
            started: None,
            clock: StartClock::Utc,
            title: None,
            shoes: None,
            sport: Sport::Unknown,
            indoors: false,
            rows,
            records: WatchRecords::default(),
            totals: WatchTotals::default(),
            laps: Vec::new(),
            runs: 1,
            number: 0,
            beside: false,
            records_in: None,
            not_understood: Vec::new(),
            inferences: Vec::new(),
            caveats: Vec::new(),
        }
    }

    /// The start as the export states it: RFC 3339, with `Z` for UTC, with the offset of the runner's clock, or without
    /// either for a local time.
    pub fn started_text(&self) -> Option<String> {
        let at = self.started?;
        Some(match self.clock {
            StartClock::Utc => at.to_string(),
            StartClock::Local => at.to_string().trim_end_matches('Z').to_owned(),
            StartClock::Offset(seconds) => match jiff::tz::Offset::from_seconds(seconds) {
                Ok(offset) => at.display_with_offset(offset).to_string(),
                Err(_) => at.to_string(),
            },
        })
    }

    /// The name by which the run can be chosen: the file, and its number where the file holds several.
    pub fn address(&self) -> String {
        if self.number > 0 { format!("{}#{}", self.file, self.number) } else { self.file.clone() }
    }

    /// One of its laps, counted from 1, as a run of its own; `None` if there is no such lap, or no value in it.
    pub fn lap(&self, number: usize) -> Option<Self> {
        let at = number.checked_sub(1)?;
        let lap = self.laps.get(at)?;
        let next = self.laps.get(at + 1).map(|next| next.start_s);
        let end = next.unwrap_or(f64::INFINITY);
        let records = self.records.between(lap.start_s, end);
        if records.is_empty() {
            return None;
        }
        let mut one = Self { records, totals: lap.totals, laps: Vec::new(), number: 0, ..self.clone() };
        one.file = format!("{}#{}lap{number}", self.file, self.prefix());
        let later = jiff::SignedDuration::try_from_secs_f64(lap.start_s.max(0.0)).ok();
        one.started = self.started.map(|at| later.and_then(|later| at.checked_add(later).ok()).unwrap_or(at));
        let distances =
            || one.records.column(Channel::Distance).map(|c| c.iter().copied().filter(|d| d.is_finite()));
        let first = distances().and_then(|mut d| d.next());
        let span = first.zip(distances().and_then(Iterator::last)).map(|(a, b)| b - a);
        let time = one.records.time_s.first().zip(one.records.time_s.last()).map(|(a, b)| b - a);
        let records = one.rows == RowKind::Record;
        one.totals.distance_m = one.totals.distance_m.or(span.filter(|d| records && *d > 0.0));
        one.totals.seconds = one.totals.seconds.or(time.filter(|s| records && *s > 0.0));
        Some(one)
    }

    /// `2/` for the second run of its file.
    fn prefix(&self) -> String {
        if self.number > 0 { format!("{}/", self.number) } else { String::new() }
    }

    /// True for a run that its export calls running although nothing in it is faster than a walk: of use for the load only.
    pub fn is_load_only(&self) -> bool {
        self.sport == Sport::Running
            && !self.has_running()
            && (self.totals.distance_m.is_some_and(|d| d > 0.0)
                || self.totals.seconds.is_some_and(|s| s > 0.0))
    }

    /// True for the rows that are running: cadence above 60 strides per minute; without any cadence, every row of a run.
    pub fn running_rows(&self) -> Vec<bool> {
        if !self.sport.may_be_running() {
            return vec![false; self.records.len()];
        }
        match self.records.column(Channel::Cadence) {
            Some(cadence) if cadence.iter().any(|c| *c > 0.0) => {
                cadence.iter().map(|c| *c > RUNNING_CADENCE).collect()
            }
            _ => vec![self.sport == Sport::Running; self.records.len()],
        }
    }

    /// Seconds covered by each row: the time to the next row, but at most ten (a pause is not running).
    fn row_seconds(&self, row: usize) -> f64 {
        let t = &self.records.time_s;
        match (t.get(row), t.get(row + 1)) {
            // Ten seconds (*chosen*): the longest interval of devices that save memory by recording less often.
            (Some(a), Some(b)) if b > a => (b - a).min(10.0),
            _ => 1.0,
        }
    }

    /// Seconds of running: the time covered by running records, or the durations of laps and runs.
    pub fn running_s(&self) -> f64 {
        let rows = self.running_rows();
        match self.rows {
            RowKind::Record => {
                rows.iter().enumerate().filter(|(_, r)| **r).map(|(i, _)| self.row_seconds(i)).sum()
            }
            RowKind::Lap | RowKind::Run if rows.iter().any(|r| *r) => self.totals.seconds.unwrap_or(0.0),
            RowKind::Lap | RowKind::Run => 0.0,
        }
    }

    /// True if at least one row is running.
    pub fn has_running(&self) -> bool {
        self.running_rows().iter().any(|r| *r)
    }

    /// Steps of both feet: from the export, otherwise cadence times the duration of the records.
    pub fn steps(&self) -> Option<f64> {
        self.totals.steps.or_else(|| {
            let cadence = self.records.column(Channel::Cadence)?;
            let sum: f64 = match self.rows {
                RowKind::Record => cadence
                    .iter()
                    .enumerate()
                    .filter(|(_, c)| **c > 0.0)
                    .map(|(i, c)| c / 60.0 * self.row_seconds(i))
                    .sum(),
                _ => cadence.iter().copied().find(|c| *c > 0.0)? / 60.0 * self.totals.seconds?,
            };
            (sum > 0.0).then_some(sum)
        })
    }

    /// Mean speed over the run, m/s, from its sums.
    pub fn mean_speed_mps(&self) -> Option<f64> {
        let (distance, seconds) = (self.totals.distance_m?, self.totals.seconds?);
        (distance > 0.0 && seconds > 0.0).then(|| distance / seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stay_as_long_as_the_time() {
        let mut records = WatchRecords::default();
        records.push(0.0, &[(Channel::Cadence, 170.0)]);
        records.push(1.0, &[(Channel::Speed, 3.0)]);
        records.push(2.0, &[(Channel::Cadence, f64::INFINITY), (Channel::Speed, 0.0)]);
        assert_eq!(records.len(), 3);
        assert_eq!(records.value(Channel::Cadence, 0), Some(170.0));
        assert_eq!(records.value(Channel::Cadence, 2), None);
        assert_eq!(records.column(Channel::Speed).map(<[f64]>::len), Some(3));
        assert_eq!(records.channels(), [Channel::Speed, Channel::Cadence]);
    }

    #[test]
    fn running_is_above_sixty_strides() {
        let mut run = WatchRun::new("x", "test", RowKind::Record);
        for (t, cadence) in [(0.0, 120.0), (1.0, 121.0), (2.0, 160.0), (40.0, 0.0)] {
            run.records.push(t, &[(Channel::Cadence, cadence)]);
        }
        assert_eq!(run.running_rows(), [false, true, true, false]);
        // One second, then ten of the 38 s of pause.
        assert_eq!(run.running_s(), 11.0);
        run.sport = Sport::Other("cycling".into());
        assert!(!run.has_running());
    }
}
