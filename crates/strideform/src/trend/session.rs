//! One run of the training log.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::metrics;
use crate::recording::{RowKind, WatchRun};
use crate::report::{Saved, SavedMetric};

use super::load::{SideLoad, side_load};
use super::start::Start;
use super::value::{TrendValue, session_sd};

/// The length of a run relative to the longest of the 30 days before.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Spike {
    /// The ratio; 1.1 is 10 % longer than any of the 30 days before.
    pub ratio: f64,
    /// Longest run of those days, in m, or in s if distances are unknown.
    pub longest_before: f64,
    /// Runs in those days.
    pub runs_before: usize,
    /// `distance` or `time`.
    pub by: &'static str,
    /// False where the log is too short for the ratio to mean anything: runs that were not logged look like a rise.
    pub log_is_complete: bool,
}

/// One running session.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TrendSession {
    /// Start, as written.
    pub started: Option<Start>,
    /// The file or folder it comes from.
    pub source: String,
    /// Title that the runner gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Device, if known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Shoes, if noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shoes: Option<String>,
    /// What the runner was asked to do, if noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<String>,
    /// The other recordings of this outing, which follow each other closely: warm-up, repetitions, cool-down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// Distance, m.
    pub distance_m: Option<f64>,
    /// Running time, s.
    pub seconds: Option<f64>,
    /// Steps of both feet.
    pub steps: Option<f64>,
    /// Metrics by identifier, in the catalogue's units.
    pub metrics: BTreeMap<String, TrendValue>,
    /// Its length relative to the 30 days before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spike: Option<Spike>,
    /// Steps times impact, per side, if an impact is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub load: Option<SideLoad>,
    /// Speed, m/s, for finding comparable sessions.
    #[serde(skip)]
    pub speed_mps: Option<f64>,
    /// Other files of the same run.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// True for a run that is no faster than a walk: it counts in the load, and its form is not followed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub load_only: bool,
    /// The files of `parts`.
    #[serde(skip)]
    pub part_files: Vec<String>,
    /// The file, without the number of the run in it.
    #[serde(skip)]
    pub file: String,
    /// True for records from second to second, which say more than the means of a table.
    #[serde(skip)]
    pub recorded: bool,
    /// True where the distance was computed from speed or positions rather than stated.
    #[serde(skip)]
    pub distance_derived: bool,
}

impl TrendSession {
    /// A session from a saved analysis; where it states no distance, that is speed times running time.
    pub fn of_analysis(saved: &Saved, source: &str) -> Self {
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        let running = Some(saved.running_s()).filter(positive);
        let seconds = saved.run.seconds.filter(positive).or(running);
        let stated = saved.run.distance_m.filter(positive);
        let speed = saved.speed().map(|s| s.mps);
        let metrics: BTreeMap<String, TrendValue> = saved
            .metrics
            .iter()
            .filter(|m| m.value.is_finite() && !m.is_bound)
            .map(|m| {
                let segment = m.placement.trim_end_matches("-left").trim_end_matches("-right");
                let basis = format!("{segment}, {}", m.method);
                let session_sd = session_sd(m);
                (m.id.clone(), TrendValue { value: m.value, left: m.left, right: m.right, basis, session_sd })
            })
            .collect();
        let cadence = metrics.get("cadence").map(|c| c.value);
        Self {
            started: saved.run.started.as_deref().and_then(Start::parse),
            source: source.to_owned(),
            distance_m: stated.or_else(|| speed.zip(running).map(|(v, s)| v * s)),
            seconds,
            steps: saved
                .run
                .steps
                .filter(positive)
                .or_else(|| cadence.zip(running).map(|(c, s)| c / 60.0 * s)),
            speed_mps: speed,
            metrics,
            shoes: saved.run.shoes.clone(),
            cue: saved.run.cue.clone(),
            file: source.to_owned(),
            recorded: true,
            distance_derived: stated.is_none(),
            ..Self::default()
        }
        .with_load()
    }

    /// A session from a watch file; `None` where no running was detected, unless the file calls it a run.
    pub fn of_watch(run: &WatchRun) -> Option<Self> {
        let load_only = run.is_load_only();
        if !run.has_running() && !load_only {
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
                    session_sd: session_sd(&SavedMetric::from(&m)),
                };
                (m.id.to_string(), value)
            })
            .collect();
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        let seconds = run.totals.seconds.filter(positive).or_else(|| Some(run.running_s()).filter(positive));
        let speed = run.mean_speed_mps().or_else(|| metrics.get("speed").map(|m| m.value));
        let distance = run.totals.distance_m.filter(positive).or_else(|| Some(speed? * seconds?));
        let session = Self {
            started: run.started_text().as_deref().and_then(Start::parse),
            source: run.address(),
            title: run.title.clone(),
            device: run.device.clone(),
            shoes: run.shoes.clone(),
            file: run.file.clone(),
            load_only,
            recorded: run.rows == RowKind::Record,
            distance_derived: run.inferences.iter().any(|i| i.about == "distance")
                || !run.totals.distance_m.is_some_and(|d| d > 0.0),
            distance_m: distance,
            seconds,
            steps: run.steps(),
            speed_mps: speed,
            metrics,
            ..Self::default()
        };
        Some(session.with_load())
    }

    /// Fills in what is missing here from another recording of the same run.
    pub(super) fn complete(&mut self, other: Self) {
        if self.distance_derived && !other.distance_derived && other.distance_m.is_some() {
            self.distance_m = other.distance_m;
            self.distance_derived = false;
        }
        self.load_only &= other.load_only;
        if other.file != self.file && !self.also.contains(&other.file) {
            self.also.push(other.file);
        }
        for file in other.also {
            if file != self.file && !self.also.contains(&file) {
                self.also.push(file);
            }
        }
        self.title = self.title.take().or(other.title);
        self.device = self.device.take().or(other.device);
        self.shoes = self.shoes.take().or(other.shoes);
        self.cue = self.cue.take().or(other.cue);
        self.distance_m = self.distance_m.or(other.distance_m);
        self.seconds = self.seconds.or(other.seconds);
        self.steps = self.steps.or(other.steps);
        self.speed_mps = self.speed_mps.or(other.speed_mps);
        for (id, value) in other.metrics {
            self.metrics.entry(id).or_insert(value);
        }
        self.load = side_load(self.steps, &self.metrics);
    }

    /// With the load per side of its steps.
    pub(super) fn with_load(mut self) -> Self {
        self.load = side_load(self.steps, &self.metrics);
        self
    }
}
