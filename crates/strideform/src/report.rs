//! The complete result of an analysis as one tree; renderers only format it.

mod json;
mod provenance;
mod saved;

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Deserializer, Serialize};

use crate::contacts::Contact;
use crate::findings::{Finding, Plan, plan};
use crate::metrics::{Bound, CycleCurve, Drift, Metric, MetricId, StrideCurves};
use crate::recording::{Caveat, Edits, Placement, Run, Runner, Symptom, stored};

pub use provenance::{Command, InputHash, Provenance};
pub use saved::{Saved, SavedFinding, SavedMetric, SavedRecording, SavedRun, SavedRunner, SavedSpeed};

/// Identifier and version of the JSON format.
pub const SCHEMA: &str = "strideform.analysis/1";

/// Summary of one recording.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RecordingSummary {
    /// The file name as given.
    pub file: String,
    /// The device within the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Where the sensor was worn.
    pub placement: Placement,
    /// Data rows read.
    pub samples: usize,
    /// Time from first to last sample, s.
    pub seconds: f64,
    /// Measured sampling rate, Hz.
    pub rate_hz: f64,
    /// `acc`, `gyr`.
    #[serde(deserialize_with = "stored::texts")]
    pub channels: Vec<stored::Text>,
    /// Seconds of running, found with a probability of at least 0.9.
    pub running_s: f64,
    /// Seconds of what is running with a probability of 0.5 to 0.9, which is not analysed.
    #[serde(default)]
    pub doubtful_s: f64,
    /// Problems found in it.
    pub caveats: Vec<Caveat>,
}

/// A metric that could not be computed, and what it needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unavailable {
    /// The metric.
    pub id: MetricId,
    /// What is missing.
    pub needs: String,
}

/// A contact with the values of its step, one row of `--contacts` and `--strides`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct ContactRow {
    /// The contact, on the common clock (s since the earliest first sample).
    pub contact: Contact,
    /// Probability of the contact's side, 0.95 to 1, where it was inferred from the movement of a pelvis; `None` where the sensor's
    /// leg is the side.
    pub side_probability: Option<f64>,
    /// Toe-off to the other foot's initial contact, s.
    pub flight_s: Option<f64>,
    /// Per-step metrics, in the catalogue's units.
    pub values: Vec<(MetricId, f64)>,
}

impl ContactRow {
    /// A contact without values for its step.
    pub fn new(contact: Contact) -> Self {
        Self { contact, side_probability: None, flight_s: None, values: Vec::new() }
    }
}

/// A lap of the run as the watch saw it; `FILE#lap3` analyses the third alone.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LapSummary {
    /// From 1.
    pub number: usize,
    /// Start, s since the start of the run.
    pub start_s: f64,
    /// Duration without pauses, s.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
    /// Distance, m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<f64>,
    /// Steps of both feet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps: Option<f64>,
    /// Medians of the lap, by the metric's identifier and in its unit; empty for a lap without running.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, f64>,
}

/// The complete analysis of one run.
///
/// Read back from its JSON it is the same, except for the contacts, which JSON does not hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Analysis {
    /// [`SCHEMA`].
    #[serde(deserialize_with = "stored::text")]
    pub schema: stored::Text,
    /// Version of this library.
    #[serde(deserialize_with = "stored::text")]
    pub version: stored::Text,
    /// The runner.
    pub runner: Runner,
    /// The run.
    pub run: Run,
    /// The recordings.
    pub recordings: Vec<RecordingSummary>,
    /// One entry per metric, from the best source.
    #[serde(deserialize_with = "with_bounds")]
    pub metrics: Vec<Metric>,
    /// How form changed over the run: early compared with late, for runs of six minutes or more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drift: Vec<Drift>,
    /// Laps of the watch, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub laps: Vec<LapSummary>,
    /// Metrics that could not be computed.
    pub unavailable: Vec<Unavailable>,
    /// Findings, one for every fault in the rule table.
    pub findings: Vec<Finding>,
    /// One plan for all findings; [`replace_finding`](Self::replace_finding) keeps it up to date.
    #[serde(default, skip_serializing_if = "Plan::is_empty")]
    pub plan: Plan,
    /// The gait cycle as far as the sensors capture it: mean ± SD per side over 0…100 % of the stride.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub curves: Vec<CycleCurve>,
    /// Every stride behind the gait cycle, if it was to be kept
    /// ([`AnalysisOptions::with_stride_curves`](crate::pipeline::AnalysisOptions::with_stride_curves)).
    #[serde(skip)]
    pub stride_curves: Vec<StrideCurves>,
    /// Symptoms noted by the user.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<Symptom>,
    /// What was corrected by hand.
    #[serde(default, skip_serializing_if = "Edits::is_empty")]
    pub edits: Edits,
    /// Caveats that apply to the run as a whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub caveats: Vec<Caveat>,
    /// Every contact with the values of its step.
    #[serde(skip)]
    pub contacts: Vec<ContactRow>,
    /// What it takes to repeat the analysis.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// In JSON a caveat marks a value that is only a limit.
fn with_bounds<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Metric>, D::Error> {
    let mut metrics = Vec::<Metric>::deserialize(from)?;
    for metric in metrics.iter_mut().filter(|m| m.caveats.iter().any(|c| saved::BOUNDS.contains(&c.id))) {
        metric.bound = if metric.id == MetricId::FlightTime { Bound::AtMost } else { Bound::AtLeast };
    }
    Ok(metrics)
}

impl Analysis {
    /// True if running was detected in at least one recording.
    pub fn has_running(&self) -> bool {
        self.recordings.iter().any(|r| r.running_s > 0.0)
    }

    /// Leaves out where on this machine the files are: names relative to the working folder, else without their folder.
    pub fn leave_out_folders(&mut self) {
        self.edits.leave_out_folders();
        let here = std::env::current_dir().ok();
        for recording in &mut self.recordings {
            let parts = recording.file.split('+').map(|part| {
                let path = Path::new(part);
                let relative = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
                match relative.or_else(|| path.file_name().map(Path::new)).filter(|_| path.is_absolute()) {
                    Some(shorter) => shorter.display().to_string(),
                    None => part.to_owned(),
                }
            });
            recording.file = parts.collect::<Vec<_>>().join("+");
        }
    }

    /// Replaces the finding of the same fault, and makes the plan anew; a fault that the table does not have is left out.
    pub fn replace_finding(&mut self, finding: Finding) {
        if let Some(known) = self.findings.iter_mut().find(|f| f.fault == finding.fault) {
            *known = finding;
            self.plan = plan(&self.findings, &self.symptoms);
        }
    }

    /// The metric with this identifier.
    pub fn metric(&self, id: impl AsRef<str>) -> Option<&Metric> {
        self.metrics.iter().find(|m| m.id == *id.as_ref())
    }
}
