//! The results of one input of a batch, small enough to keep in memory while thousands of others are analysed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How the analysis of an input ended; the numbers are the command line's exit statuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RunStatus {
    /// Analysed: 0.
    Done,
    /// Read, but no running was detected: 4.
    NoRunning,
}

impl RunStatus {
    /// The exit status.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NoRunning => 4,
        }
    }
}

/// A metric of a run, in the catalogue's unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunValues {
    /// Median over steps.
    #[serde(rename = "v")]
    pub value: Option<f64>,
    /// 95 % half-width.
    #[serde(rename = "u", default, skip_serializing_if = "Option::is_none")]
    pub uncertainty: Option<f64>,
    /// Left side.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub left: Option<f64>,
    /// Right side.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub right: Option<f64>,
}

/// What is known about a fault beside its status.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunVerdict {
    /// `left`, `right` or `both`.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub side: Option<String>,
    /// `mild` or `marked`.
    #[serde(rename = "v", default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<String>,
    /// Confidence in the verdict, 0…1.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
}

/// One row of the table of runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunRow {
    /// The input as given by the user or as found.
    pub input: String,
    /// Placements of the sensors, joined by `+` in the order of the session.
    pub placement: Option<String>,
    /// How it ended.
    pub status: RunStatus,
    /// What was found instead of running.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Samples of all sensors.
    pub samples: u64,
    /// First to last sample of the longest recording, s.
    pub seconds: f64,
    /// Running time, in the recording that has the most, s.
    pub running_s: f64,
    /// Measured sampling rate, Hz; the lowest if they differ.
    pub rate_hz: Option<f64>,
    /// Start, RFC 3339, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// Distance, m, as a watch states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// Steps of both feet, as a watch states them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<f64>,
    /// Devices, as far as they are named, joined by `+`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Values by the metric's identifier.
    pub metrics: BTreeMap<String, RunValues>,
    /// Verdicts by the fault's identifier: `present`, `borderline`, `absent`, `not-assessed`.
    pub faults: BTreeMap<String, String>,
    /// More about these verdicts, by the fault's identifier.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub verdicts: BTreeMap<String, RunVerdict>,
    /// Identifiers of the caveats about the recordings and the run, each once, sorted.
    pub caveats: Vec<String>,
    /// The further runs of an input that holds several, as rows below this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<RunRow>,
}

impl RunRow {
    /// A row without any values; its fields are filled in afterwards.
    pub fn new(input: impl Into<String>, status: RunStatus) -> Self {
        Self {
            input: input.into(),
            placement: None,
            status,
            reason: None,
            samples: 0,
            seconds: 0.0,
            running_s: 0.0,
            rate_hz: None,
            started: None,
            distance_m: None,
            steps: None,
            device: None,
            metrics: BTreeMap::new(),
            faults: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            more: Vec::new(),
            caveats: Vec::new(),
        }
    }
}
