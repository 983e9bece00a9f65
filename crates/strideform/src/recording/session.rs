//! A run: the runner, the circumstances, the recordings.

use serde::{Deserialize, Serialize};

use super::{Caveat, Inference, Placement, Sensor, Track, WatchRun};

/// What is known about the runner; everything optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Runner {
    /// Name or code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Body mass, kg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mass_kg: Option<f64>,
    /// Height, cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<f64>,
    /// Leg length (greater trochanter to floor), cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg_length_cm: Option<f64>,
}

/// What is known about the run; everything optional.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Start, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// Mean speed, m/s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speed_mps: Option<f64>,
    /// Slope, per cent; uphill positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slope_percent: Option<f64>,
    /// Surface: `treadmill`, `road`, `track`, `trail`…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surface: Option<String>,
}

/// A note by the user, shown beside the findings, never a diagnosis.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// `left`, `right` or `both`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// Where it hurts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// When and how.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<String>,
}

/// How a recording's first sample relates to the clocks of others.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub enum Clock {
    /// No time column: the first sample is at zero of nothing in particular.
    #[default]
    None,
    /// A counter of the device; comparable only where the devices share it.
    Counter {
        /// Seconds on the counter at the first sample.
        first_s: f64,
    },
    /// Wall clock.
    Absolute {
        /// Seconds since the Unix epoch at the first sample (local time taken as UTC where no zone is given).
        first_s: f64,
    },
}

/// One sensor's recording.
#[derive(Debug, Clone, PartialEq)]
pub struct Recording {
    /// The file as the user named it; `a.csv+b.csv` where two were merged.
    pub file: String,
    /// The device within the file, where it holds several.
    pub device: Option<String>,
    /// Where the sensor sits.
    pub placement: Placement,
    /// Samples on a uniform grid from the first to the last, SI.
    pub track: Track<Sensor>,
    /// Relation to other clocks.
    pub clock: Clock,
    /// Rows of data read from the file (before any repair).
    pub samples: usize,
    /// Share of samples at the accelerometer's limit, 0…1; the limit itself in m/s².
    pub clipping: Option<(f64, f64)>,
    /// Everything concluded rather than told.
    pub inferences: Vec<Inference>,
    /// What is wrong with the samples.
    pub caveats: Vec<Caveat>,
}

/// Everything that was recorded of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Session {
    /// The runner.
    pub runner: Runner,
    /// The run.
    pub run: Run,
    /// Its recordings.
    pub recordings: Vec<Recording>,
    /// What watches, straps and pods worked out for themselves.
    pub watches: Vec<WatchRun>,
    /// The user's notes.
    pub symptoms: Vec<Symptom>,
}
