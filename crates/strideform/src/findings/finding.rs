//! The verdict on one fault, with its evidence.

use serde::{Deserialize, Serialize};

use super::remedy::Remedy;
use crate::recording::stored;

/// Verdict on one fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// The mild threshold is exceeded with a probability of 0.9 or more.
    Present,
    /// More likely than not, but not sure: a probability between 0.5 and 0.9.
    Borderline,
    /// The mild threshold is more likely not exceeded than exceeded; the confidence says how sure that is.
    Absent,
    /// These recordings cannot show it; `needs` says what would.
    NotAssessed,
}

impl Status {
    /// The status for a probability that the mild threshold is exceeded.
    pub fn of(probability: f64) -> Self {
        match probability {
            p if p >= 0.9 => Self::Present,
            p if p < 0.5 => Self::Absent,
            _ => Self::Borderline,
        }
    }

    /// `present`, `borderline`, `absent` or `not-assessed`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Borderline => "borderline",
            Self::Absent => "absent",
            Self::NotAssessed => "not-assessed",
        }
    }
}

/// How far the threshold is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Beyond the mild threshold.
    Mild,
    /// Beyond the marked threshold.
    Marked,
}

impl Severity {
    /// `mild` or `marked`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mild => "mild",
            Self::Marked => "marked",
        }
    }
}

/// Which side shows the fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindingSide {
    /// Left.
    Left,
    /// Right.
    Right,
    /// Both.
    Both,
}

impl FindingSide {
    /// `left`, `right` or `both`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
            Self::Both => "both",
        }
    }
}

/// Grade of the evidence linking the fault to injury or pain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Grade {
    /// Randomised trial or meta-analysis of interventions.
    A,
    /// Prospective cohort.
    B,
    /// Case-control, cross-sectional or biomechanical study.
    C,
    /// Expert opinion or this project's proposal.
    D,
}

impl Grade {
    /// The letter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
            Self::D => "D",
        }
    }
}

/// What a piece of evidence contributes to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Role {
    /// The value itself decides.
    Decides,
    /// The difference left minus right decides.
    Difference,
    /// The change from the early to the late part of the run decides.
    Change,
    /// Another metric that agrees: it raises the confidence.
    Supports,
    /// Another metric that disagrees: it lowers the confidence.
    Contradicts,
    /// Another metric, too uncertain to agree or disagree.
    Open,
}

impl Role {
    /// True for evidence that decides the verdict, false for evidence that only changes the confidence.
    pub fn decides(self) -> bool {
        matches!(self, Self::Decides | Self::Difference | Self::Change)
    }
}

/// A value compared with a threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The metric.
    pub metric: String,
    /// What it contributes to the verdict.
    pub role: Role,
    /// Its value, in the metric's unit; for [`Role::Difference`] and [`Role::Change`] the difference.
    #[serde(deserialize_with = "stored::number")]
    pub value: f64,
    /// 95 % half-width of `value`, in its unit.
    #[serde(deserialize_with = "stored::number")]
    pub uncertainty: f64,
    /// Mild threshold, in the metric's unit.
    #[serde(deserialize_with = "stored::number")]
    pub threshold: f64,
    /// Marked threshold, in the metric's unit.
    #[serde(deserialize_with = "stored::number")]
    pub marked: f64,
    /// The side the value belongs to.
    pub side: Option<FindingSide>,
    /// True where `value`, its error and the thresholds are % of the mean of both sides, not in the metric's unit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub relative: bool,
    /// Source of the threshold.
    pub source: String,
}

/// The verdict on one fault, with the evidence for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// The fault's identifier.
    pub fault: String,
    /// The fault's name.
    pub name: String,
    /// The verdict.
    pub status: Status,
    /// How far the threshold is exceeded, where the fault is present.
    pub severity: Option<Severity>,
    /// Grade of the evidence.
    pub grade: Grade,
    /// The side, where left and right are assessed separately.
    pub side: Option<FindingSide>,
    /// Confidence in the verdict, 0…1: the probability that the mild threshold is exceeded, or for `absent` that it is not, with
    /// the metrics that support or contradict it. The status follows from it: 0.9 or more is `present`, 0.5 to 0.9 `borderline`.
    pub confidence: Option<f64>,
    /// The evidence.
    pub evidence: Vec<Evidence>,
    /// A pattern across both sides, e.g. `functional-leg-length`; named only where every sign of it agrees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What else was examined besides the thresholds, in sentences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// Other possible explanations: first those seen in this run's data, then general ones.
    pub confounders: Vec<String>,
    /// How many of the first `confounders` were seen in this run's data.
    pub confounders_seen: usize,
    /// What the literature links it to; never a diagnosis.
    pub linked_to: Vec<String>,
    /// What to try while running.
    pub advice: Vec<String>,
    /// Exercises.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exercises: Vec<String>,
    /// What it contributes to the plan.
    #[serde(default, skip_serializing_if = "Remedy::is_empty")]
    pub remedy: Remedy,
    /// What would be needed to assess it, or to be sure where the evidence only points to it.
    pub needs: Option<String>,
}

impl Finding {
    /// The evidence that decides the verdict, excluding evidence that only changes the confidence.
    pub fn deciding(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|e| e.role.decides())
    }
}
