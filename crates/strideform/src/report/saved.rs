//! An analysis read back from its JSON: the parts that comparisons and trends need.
//!
//! Unknown keys are ignored, so that files from later versions of the same schema can be read.

use jiff::Timestamp;
use jiff::civil::DateTime;
use serde::{Deserialize, Deserializer};

use crate::metrics::{Bound, Metric};
use crate::recording::{CaveatId, Runner, stored};

use super::Analysis;

/// A saved analysis.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct Saved {
    /// Schema of the file: [`SCHEMA`](super::SCHEMA).
    pub schema: String,
    /// The runner.
    #[serde(default)]
    pub runner: SavedRunner,
    /// The run.
    #[serde(default)]
    pub run: SavedRun,
    /// The recordings.
    #[serde(default)]
    pub recordings: Vec<SavedRecording>,
    /// The metrics.
    #[serde(default)]
    pub metrics: Vec<SavedMetric>,
    /// The findings.
    #[serde(default)]
    pub findings: Vec<SavedFinding>,
}

/// The runner.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SavedRunner {
    /// Name or code.
    pub id: Option<String>,
    /// Height, cm.
    pub height_cm: Option<f64>,
    /// Leg length, cm.
    pub leg_length_cm: Option<f64>,
}

/// The run.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SavedRun {
    /// Start, RFC 3339.
    pub started: Option<String>,
    /// Mean speed, m/s.
    pub speed_mps: Option<f64>,
    /// Distance, m.
    #[serde(default)]
    pub distance_m: Option<f64>,
    /// Time without pauses, s.
    #[serde(default)]
    pub seconds: Option<f64>,
    /// Steps of both feet.
    #[serde(default)]
    pub steps: Option<f64>,
    /// Slope, %.
    pub slope_percent: Option<f64>,
    /// Surface.
    pub surface: Option<String>,
    /// Shoes.
    #[serde(default)]
    pub shoes: Option<String>,
    /// What the runner was asked to do.
    #[serde(default)]
    pub cue: Option<String>,
}

/// A recording.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SavedRecording {
    /// The file.
    pub file: String,
    /// Placement, e.g. `shank-left`.
    pub placement: String,
    /// Time from first to last sample, s.
    #[serde(default)]
    pub seconds: f64,
    /// Seconds of running.
    #[serde(default)]
    pub running_s: f64,
}

/// Mean speed of a run and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct SavedSpeed {
    /// Speed, m/s.
    pub mps: f64,
    /// True if it was given or came from a watch, false if it was measured by a sensor.
    pub given: bool,
}

/// A metric.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SavedMetric {
    /// Identifier.
    pub id: String,
    /// Unit.
    pub unit: String,
    /// Median over steps, in `unit`.
    #[serde(deserialize_with = "stored::number")]
    pub value: f64,
    /// Left side's median, in `unit`.
    pub left: Option<f64>,
    /// Right side's median, in `unit`.
    pub right: Option<f64>,
    /// 95 % half-width of `value`, in `unit`.
    #[serde(deserialize_with = "stored::number")]
    pub uncertainty: f64,
    /// 95 % half-width of a side's value.
    #[serde(default)]
    pub side_uncertainty: Option<f64>,
    /// Standard deviation over steps, in `unit`.
    #[serde(default)]
    pub sd: Option<f64>,
    /// Number of steps the value is based on.
    #[serde(default)]
    pub n: usize,
    /// Placement of the sensor.
    #[serde(default)]
    pub placement: String,
    /// Method.
    #[serde(default)]
    pub method: String,
    /// True if the value is only a bound (at least, or at most).
    #[serde(default, rename = "caveats", deserialize_with = "bounded")]
    pub is_bound: bool,
}

/// A finding.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[non_exhaustive]
pub struct SavedFinding {
    /// The fault.
    pub fault: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// `present`, `borderline`, `absent`, `not-assessed`.
    pub status: String,
    /// `left`, `right`, `both`.
    #[serde(default)]
    pub side: Option<String>,
}

/// Caveats that mark a value as a [`Bound`] in a saved analysis.
pub(super) const BOUNDS: [CaveatId; 3] =
    [CaveatId::ClippedImpact, CaveatId::LowRateImpact, CaveatId::FlightNotResolved];

fn bounded<'de, D: Deserializer<'de>>(from: D) -> Result<bool, D::Error> {
    let caveats = Vec::<crate::recording::Caveat>::deserialize(from)?;
    Ok(caveats.iter().any(|c| BOUNDS.contains(&c.id)))
}

impl Saved {
    /// The runner, in the form that the reference ranges use.
    pub fn runner(&self) -> Runner {
        Runner {
            id: self.runner.id.clone(),
            height_cm: self.runner.height_cm,
            leg_length_cm: self.runner.leg_length_cm,
            ..Runner::default()
        }
    }

    /// The metric with this identifier.
    pub fn metric(&self, id: &str) -> Option<&SavedMetric> {
        self.metrics.iter().find(|m| m.id == id)
    }

    /// Mean speed, as given (or from a watch), otherwise as measured by a sensor.
    pub fn speed(&self) -> Option<SavedSpeed> {
        let positive = |v: &f64| v.is_finite() && *v > 0.0;
        let given = self.run.speed_mps.filter(positive).map(|mps| SavedSpeed { mps, given: true });
        let measured = || self.metric("speed").map(|m| m.value).filter(positive);
        given.or_else(|| measured().map(|mps| SavedSpeed { mps, given: false }))
    }

    /// Seconds of running, from the recording with the most.
    pub fn running_s(&self) -> f64 {
        self.recordings.iter().map(|r| r.running_s).fold(0.0, f64::max)
    }

    /// Seconds from first to last sample.
    pub fn seconds(&self) -> f64 {
        self.recordings.iter().map(|r| r.seconds).fold(0.0, f64::max)
    }

    /// Start; a local time without a zone is treated as UTC.
    pub fn started(&self) -> Option<Timestamp> {
        let text = self.run.started.as_deref()?.trim();
        let local = || text.parse::<DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
        text.parse::<Timestamp>().ok().or_else(|| local().map(|z| z.timestamp()))
    }
}

impl From<&Analysis> for Saved {
    fn from(analysis: &Analysis) -> Self {
        let run = &analysis.run;
        Self {
            schema: analysis.schema.to_owned(),
            runner: SavedRunner {
                id: analysis.runner.id.clone(),
                height_cm: analysis.runner.height_cm,
                leg_length_cm: analysis.runner.leg_length_cm,
            },
            run: SavedRun {
                started: run.started.clone(),
                speed_mps: run.speed_mps,
                distance_m: run.distance_m,
                seconds: run.seconds,
                steps: run.steps,
                slope_percent: run.slope_percent,
                surface: run.surface.clone(),
                shoes: run.shoes.clone(),
                cue: run.cue.clone(),
            },
            recordings: analysis
                .recordings
                .iter()
                .map(|r| SavedRecording {
                    file: r.file.clone(),
                    placement: r.placement.to_string(),
                    seconds: r.seconds,
                    running_s: r.running_s,
                })
                .collect(),
            metrics: analysis.metrics.iter().map(SavedMetric::from).collect(),
            findings: analysis
                .findings
                .iter()
                .map(|f| SavedFinding {
                    fault: f.fault.clone(),
                    name: f.name.clone(),
                    status: f.status.as_str().to_owned(),
                    side: f.side.map(|s| s.as_str().to_owned()),
                })
                .collect(),
        }
    }
}

impl From<&Metric> for SavedMetric {
    fn from(m: &Metric) -> Self {
        Self {
            id: m.id.to_string(),
            unit: m.unit.to_owned(),
            value: m.value,
            left: m.left,
            right: m.right,
            uncertainty: m.uncertainty,
            side_uncertainty: m.side_uncertainty,
            sd: m.sd,
            n: m.n,
            placement: m.placement.to_string(),
            method: m.method.clone(),
            is_bound: m.bound != Bound::Exact,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_and_nulls_are_accepted() {
        let text = r#"{"schema": "strideform.analysis/1", "later": 1, "run": {"started": "2026-05-10T10:35:22+08:00",
            "weather": "rain"}, "metrics": [{"id": "peak_tibial_acceleration", "unit": "g", "value": 6.5, "left": null,
            "right": 6.5, "uncertainty": null, "sd": 0.4, "n": 20, "placement": "shank-right", "method": "m",
            "caveats": [{"id": "clipped-impact", "text": "…", "value": 0.01}]}]}"#;
        let saved: Saved = serde_json::from_str(text).expect("reads");
        let metric = saved.metric("peak_tibial_acceleration").expect("there");
        assert!(metric.is_bound && metric.uncertainty.is_nan() && metric.right == Some(6.5));
        // 10:35:22 eight hours east of Greenwich.
        assert_eq!(saved.started().map(|t| t.to_string()).as_deref(), Some("2026-05-10T02:35:22Z"));
        assert_eq!(saved.speed(), None);
    }

    #[test]
    fn a_start_without_a_zone_is_taken_as_utc() {
        let run = SavedRun { started: Some("2026-05-10T10:35:22".into()), ..SavedRun::default() };
        let saved = Saved { run, ..Saved::default() };
        assert_eq!(saved.started().map(|t| t.to_string()).as_deref(), Some("2026-05-10T10:35:22Z"));
    }
}
