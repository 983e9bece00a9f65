//! One input of a batch, small enough to be kept while thousands of others are worked on.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strideform::report::Analysis;

/// How the analysis of an input ended; the numbers are exit statuses of the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum RunStatus {
    /// Analysed: 0.
    Done,
    /// Read well, but nobody runs in it: 4.
    NobodyRuns,
}

impl RunStatus {
    /// The exit status.
    pub fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::NobodyRuns => 4,
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

/// One row of the table of runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RunRow {
    /// The input as the user named it or as it was found.
    pub input: String,
    /// Placements of the sensors, joined by `+` in the order of the session.
    pub placement: Option<String>,
    /// How it ended.
    pub status: RunStatus,
    /// Why there is nothing to measure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Samples of all sensors.
    pub samples: u64,
    /// First to last sample of the longest recording, s.
    pub seconds: f64,
    /// Running in the recording with most of it, s.
    pub running_s: f64,
    /// True sampling rate, Hz, the lowest where they differ.
    pub rate_hz: Option<f64>,
    /// By the metric's identifier.
    pub metrics: BTreeMap<String, RunValues>,
    /// Verdicts by the fault's identifier: `present`, `borderline`, `absent`, `not-assessed`.
    pub faults: BTreeMap<String, String>,
    /// Identifiers of caveats of the recordings and of the run, each once, sorted.
    pub caveats: Vec<String>,
}

impl RunRow {
    /// The row of an analysis; without running its status is [`RunStatus::NobodyRuns`] and `reason` is kept.
    pub fn of(input: impl Into<String>, analysis: &Analysis, reason: Option<String>) -> Self {
        let status = if analysis.has_running() { RunStatus::Done } else { RunStatus::NobodyRuns };
        let recordings = &analysis.recordings;
        let most = |value: fn(&strideform::report::RecordingSummary) -> f64| {
            recordings.iter().map(value).filter(|v| v.is_finite()).fold(0.0, f64::max)
        };
        let known = |value: f64| value.is_finite().then_some(value);
        let placements: Vec<String> = recordings.iter().map(|r| r.placement.to_string()).collect();
        let mut caveats: Vec<String> = recordings
            .iter()
            .flat_map(|r| &r.caveats)
            .chain(&analysis.caveats)
            .map(|caveat| caveat.id.to_string())
            .collect();
        caveats.sort();
        caveats.dedup();
        let metrics = analysis.metrics.iter().map(|m| {
            let values = RunValues {
                value: known(m.value),
                uncertainty: known(m.uncertainty),
                left: m.left.and_then(known),
                right: m.right.and_then(known),
            };
            (m.id.to_string(), values)
        });
        Self {
            input: input.into(),
            placement: (!placements.is_empty()).then(|| placements.join("+")),
            status,
            reason: reason.filter(|_| status == RunStatus::NobodyRuns),
            samples: recordings.iter().map(|r| r.samples as u64).sum(),
            seconds: most(|r| r.seconds),
            running_s: most(|r| r.running_s),
            rate_hz: recordings.iter().map(|r| r.rate_hz).filter(|v| *v > 0.0).reduce(f64::min),
            metrics: if status == RunStatus::Done { metrics.collect() } else { BTreeMap::new() },
            faults: analysis
                .findings
                .iter()
                .map(|f| (f.fault.clone(), f.status.as_str().to_owned()))
                .collect(),
            caveats,
        }
    }
}
