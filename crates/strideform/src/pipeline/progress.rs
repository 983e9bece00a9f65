//! How far an analysis has come, and a way to stop it.

use std::convert::Infallible;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};

use crate::error::{Error, ErrorKind};

/// What an analysis is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// Finding the running.
    Running,
    /// Finding contacts and orientation.
    Contacts,
    /// Computing metrics.
    Metrics,
    /// Assessing form faults.
    Findings,
}

impl Stage {
    /// `running`, `contacts`, `metrics` or `findings`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Contacts => "contacts",
            Self::Metrics => "metrics",
            Self::Findings => "findings",
        }
    }
}

/// How far an analysis has come.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Progress {
    /// What was finished last.
    pub stage: Stage,
    /// Share of the whole analysis, 0…1; it never falls.
    pub fraction: f64,
}

/// Hears what was finished, and says whether to go on.
pub(super) trait Watcher: Sync {
    /// Why an analysis stops.
    type Stop: Send;

    /// `share` of the whole analysis was finished.
    fn finished(&self, stage: Stage, share: f64) -> Result<(), Self::Stop>;
}

/// Never stops.
pub(super) struct Unwatched;

impl Watcher for Unwatched {
    type Stop = Infallible;

    fn finished(&self, _: Stage, _: f64) -> Result<(), Infallible> {
        Ok(())
    }
}

/// Reports to the caller.
pub(super) struct Watched<'a> {
    report: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync),
    done: Mutex<f64>,
}

impl<'a> Watched<'a> {
    pub(super) fn new(report: &'a (dyn Fn(Progress) -> ControlFlow<()> + Sync)) -> Self {
        Self { report, done: Mutex::new(0.0) }
    }
}

impl Watcher for Watched<'_> {
    type Stop = Error;

    fn finished(&self, stage: Stage, share: f64) -> Result<(), Error> {
        // Reported under the lock: sensors are analysed in parallel, and the fraction must not fall.
        let mut done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        *done = (*done + share).min(1.0);
        match (self.report)(Progress { stage, fraction: *done }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Error::new(ErrorKind::Cancelled, "the analysis was cancelled")),
        }
    }
}
