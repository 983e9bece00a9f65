//! What the rules take into account besides the metrics.

use crate::metrics::Drift;
use crate::recording::{Caveat, Placement, Run, Runner};

/// What the rules take into account besides the metrics.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Circumstances<'a> {
    /// The runner.
    pub runner: &'a Runner,
    /// The run.
    pub run: &'a Run,
    /// How form changed over the run.
    pub drift: &'a [Drift],
    /// Caveats of the recordings, each with its placement, and of the run.
    pub caveats: &'a [(Option<Placement>, Caveat)],
    /// Seconds of running, where the recordings show it.
    pub running_s: Option<f64>,
}

impl<'a> Circumstances<'a> {
    /// Only the runner and the run are known.
    pub fn new(runner: &'a Runner, run: &'a Run) -> Self {
        Self { runner, run, drift: &[], caveats: &[], running_s: None }
    }
}
