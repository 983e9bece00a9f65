//! What is said of one fault.

use serde::{Deserialize, Serialize};

/// Verdict on one fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Probability of 0.9 or more that the mild threshold is passed.
    Present,
    /// In between: the error does not allow a verdict.
    Borderline,
    /// Probability of 0.1 or less.
    Absent,
    /// The recordings cannot tell; `needs` says what would.
    NotAssessed,
}

impl Status {
    /// Of a probability that the mild threshold is passed.
    pub fn of(probability: f64) -> Self {
        match probability {
            p if p >= 0.9 => Self::Present,
            p if p <= 0.1 => Self::Absent,
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

/// How far beyond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// Which side shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
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

/// Grade of the evidence that links the fault to injury or pain.
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

/// What a piece of evidence does for the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Role {
    /// The value itself decides.
    Decides,
    /// The difference left minus right decides.
    Difference,
    /// The change from the fresh to the late part of the run decides.
    Change,
    /// Another metric that says the same: it raises the confidence.
    Supports,
    /// Another metric that says otherwise: it lowers the confidence.
    Contradicts,
    /// Another metric whose error leaves it open.
    Open,
}

impl Role {
    /// True for what the verdict rests on, false for what moves the confidence only.
    pub fn decides(self) -> bool {
        matches!(self, Self::Decides | Self::Difference | Self::Change)
    }
}

/// A value held against a threshold.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Evidence {
    /// The metric.
    pub metric: String,
    /// What it does for the verdict.
    pub role: Role,
    /// Its value, in the metric's unit; for [`Role::Difference`] and [`Role::Change`] the difference.
    pub value: f64,
    /// 95 % half-width of `value`, in its unit.
    pub uncertainty: f64,
    /// Mild threshold, in the metric's unit.
    pub threshold: f64,
    /// Marked threshold, in the metric's unit.
    pub marked: f64,
    /// The side the value belongs to.
    pub side: Option<FindingSide>,
    /// Where the threshold comes from.
    pub source: String,
}

/// The verdict on one fault with everything behind it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finding {
    /// The fault's identifier.
    pub fault: String,
    /// The fault's name.
    pub name: String,
    /// The verdict.
    pub status: Status,
    /// How far beyond, where present.
    pub severity: Option<Severity>,
    /// Grade of the evidence.
    pub grade: Grade,
    /// The side, where sides are told apart.
    pub side: Option<FindingSide>,
    /// Sureness of the verdict, 0…1: the probability that the mild threshold is passed, or for `absent` that it is not,
    /// raised or lowered by the metrics that support or contradict it.
    pub confidence: Option<f64>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// A pattern that the sides show together, e.g. `functional-leg-length`; named only where every sign of it agrees.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// What was looked at beyond the thresholds, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
    /// What else could explain it: first what was seen in this run's data, then what is generally possible.
    pub confounders: Vec<String>,
    /// How many of `confounders`, from the first, were seen in this run's data.
    pub confounders_seen: usize,
    /// What the literature connects it with; never a diagnosis.
    pub linked_to: Vec<String>,
    /// What to try while running.
    pub advice: Vec<String>,
    /// Exercises.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exercises: Vec<String>,
    /// What assessing it would need.
    pub needs: Option<String>,
}

impl Finding {
    /// What the verdict rests on, without what moves the confidence only.
    pub fn deciding(&self) -> impl Iterator<Item = &Evidence> {
        self.evidence.iter().filter(|e| e.role.decides())
    }
}
