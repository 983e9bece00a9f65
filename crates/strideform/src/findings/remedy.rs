//! What a fault contributes to the plan: cues, exercises and what to check before changing anything.

use serde::{Deserialize, Serialize};

/// A cue for running.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Cue {
    /// The same for faults that share a cue, which a plan then holds once.
    pub id: String,
    /// What to tell the runner.
    pub text: String,
    /// Only for a runner who certainly lands on the heel.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub rear_foot_only: bool,
}

/// What a fault contributes to the plan.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[non_exhaustive]
pub struct Remedy {
    /// What to check before acting.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub check_first: Vec<String>,
    /// Cues, the most important first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cues: Vec<Cue>,
    /// Exercises for strength and control, and drills.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub strength: Vec<String>,
    /// Stretches and rolling.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mobility: Vec<String>,
    /// What to do about training load.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub load: Vec<String>,
    /// True if the side that shows the fault is the one to train more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub train_the_side: bool,
}

impl Remedy {
    /// True without anything to do.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Without the cues that do not fit the runner's foot strike.
    pub(super) fn fitting(&self, rear_foot: bool) -> Self {
        let mut out = self.clone();
        out.cues.retain(|c| rear_foot || !c.rear_foot_only);
        out
    }
}
