//! One run as the log holds it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Serialize, Serializer};

use crate::metrics;
use crate::recording::WatchRun;
use crate::report::Saved;

use super::load::{SideLoad, side_load};
use super::spike::Spike;

/// A moment, and the day on the clock it was written in.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Start {
    /// The moment; a time without zone is taken as UTC.
    pub at: Timestamp,
    /// The runner's day.
    pub day: Date,
    /// As written.
    pub text: String,
}

impl Start {
    /// Reads RFC 3339, with or without a zone; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let local = text.parse::<DateTime>().ok();
        let at = text
            .parse::<Timestamp>()
            .ok()
            .or_else(|| Some(local?.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp()))?;
        // The day as written; a moment in UTC has no other.
        let day = local.map_or_else(|| Self::utc_day(at), DateTime::date);
        Some(Self { at, day, text: text.to_owned() })
    }

    fn utc_day(at: Timestamp) -> Date {
        at.to_zoned(jiff::tz::TimeZone::UTC).date()
    }
}

impl From<Timestamp> for Start {
    fn from(at: Timestamp) -> Self {
        Self { at, day: Self::utc_day(at), text: at.to_string() }
    }
}

impl Serialize for Start {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text)
    }
}

/// A metric of one session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TrendValue {
    /// Both sides together, in the catalogue's unit.
    pub value: f64,
    /// Left, in the same unit.
    pub left: Option<f64>,
    /// Right, in the same unit.
    pub right: Option<f64>,
    /// Segment and method: only values of the same are one course.
    pub basis: String,
}

/// In files only the value stands.
impl Serialize for TrendValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(self.value)
    }
}

/// One running session.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TrendSession {
    /// Start, as written.
    pub started: Option<Start>,
    /// The file or folder it comes from.
    pub source: String,
    /// Way, m.
    pub distance_m: Option<f64>,
    /// Time of running, s.
    pub seconds: Option<f64>,
    /// Steps of both feet.
    pub steps: Option<f64>,
    /// Metrics by identifier, in the catalogue's units.
    pub metrics: BTreeMap<String, TrendValue>,
    /// Its length against the 30 days before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spike: Option<Spike>,
    /// Steps times impact, per side, where an impact is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<SideLoad>,
    /// Speed, m/s, for comparing like with like.
    #[serde(skip)]
    pub speed_mps: Option<f64>,
}

impl TrendSession {
    /// A session of an analysis; its distance is speed times running time.
    pub fn of_analysis(saved: &Saved, source: &str) -> Self {
        let seconds = Some(saved.running_s()).filter(|s| *s > 0.0);
        let speed = saved.speed_mps().map(|s| s.0);
        let metrics: BTreeMap<String, TrendValue> = saved
            .metrics
            .iter()
            .filter(|m| m.value.is_finite() && !m.is_bound)
            .map(|m| {
                let segment = m.placement.trim_end_matches("-left").trim_end_matches("-right");
                let basis = format!("{segment}, {}", m.method);
                (m.id.clone(), TrendValue { value: m.value, left: m.left, right: m.right, basis })
            })
            .collect();
        let cadence = metrics.get("cadence").map(|c| c.value);
        Self {
            started: saved.run.started.as_deref().and_then(Start::parse),
            source: source.to_owned(),
            distance_m: speed.zip(seconds).map(|(v, s)| v * s),
            seconds,
            steps: cadence.zip(seconds).map(|(c, s)| c / 60.0 * s),
            speed_mps: speed,
            metrics,
            ..Self::default()
        }
        .with_load()
    }

    /// A session of a watch; `None` where nobody runs in it.
    pub fn of_watch(run: &WatchRun) -> Option<Self> {
        if !run.has_running() {
            return None;
        }
        let metrics: BTreeMap<String, TrendValue> = metrics::watch(run)
            .into_iter()
            .map(|m| {
                let value = TrendValue {
                    value: m.value,
                    left: m.left,
                    right: m.right,
                    basis: format!("watch, {}", m.method),
                };
                (m.id.to_string(), value)
            })
            .collect();
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        let seconds = run.totals.seconds.filter(positive).or_else(|| Some(run.running_s()).filter(positive));
        let speed = run.mean_speed_mps().or_else(|| metrics.get("speed").map(|m| m.value));
        let distance = run.totals.distance_m.filter(positive).or_else(|| Some(speed? * seconds?));
        let session = Self {
            started: run.started.map(Start::from),
            source: run.file.clone(),
            distance_m: distance,
            seconds,
            steps: run.steps(),
            speed_mps: speed,
            metrics,
            ..Self::default()
        };
        Some(session.with_load())
    }

    /// Takes what the other recording of the same run knows and this one does not.
    pub(super) fn complete(&mut self, other: Self) {
        self.distance_m = self.distance_m.or(other.distance_m);
        self.seconds = self.seconds.or(other.seconds);
        self.steps = self.steps.or(other.steps);
        self.speed_mps = self.speed_mps.or(other.speed_mps);
        for (id, value) in other.metrics {
            self.metrics.entry(id).or_insert(value);
        }
        self.load = side_load(self.steps, &self.metrics);
    }

    fn with_load(mut self) -> Self {
        self.load = side_load(self.steps, &self.metrics);
        self
    }
}
