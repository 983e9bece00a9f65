//! The trait that every contact method implements, and its description in the catalogue.

use std::fmt;

use crate::bouts::Bout;
use crate::recording::{Placement, Run, Segment, Sensor, Signals};

use super::Contacts;

/// What a method needs and where it comes from, as shown by `strideform methods`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MethodInfo {
    /// Identifier, e.g. `shank-two-onsets`.
    pub id: &'static str,
    /// One line on what it does.
    pub summary: &'static str,
    /// The segments it works on.
    pub segments: &'static [Segment],
    /// Whether it needs a gyroscope.
    pub needs_gyr: bool,
    /// Lowest sampling rate, Hz, below which it refuses.
    pub min_rate_hz: f64,
    /// Citation, or `this project` with the data it was fitted on.
    pub citation: &'static str,
    /// Deviations from the cited text.
    pub deviations: &'static str,
}

/// A requirement of the method that the recording does not meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// What is missing, phrased to follow "needs": `a gyroscope`, `100 Hz or more`.
    pub needs: String,
}

impl Missing {
    /// `needs` is phrased to follow "needs": `a gyroscope`, `100 Hz or more`.
    pub fn new(needs: impl Into<String>) -> Self {
        Self { needs: needs.into() }
    }
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the contact method needs {}", self.needs)
    }
}

impl std::error::Error for Missing {}

/// The input of a contact method.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct ContactInput<'a> {
    /// The samples.
    pub signals: &'a Signals<Sensor>,
    /// Where the sensor sits.
    pub placement: Placement,
    /// Running bouts only, ascending.
    pub bouts: &'a [Bout],
    /// What is known about the run (speed, slope).
    pub run: &'a Run,
}

impl<'a> ContactInput<'a> {
    /// From samples and running bouts; `bouts` must hold running only, ascending.
    pub fn new(signals: &'a Signals<Sensor>, placement: Placement, bouts: &'a [Bout], run: &'a Run) -> Self {
        Self { signals, placement, bouts, run }
    }
}

/// Finds initial contact and toe-off.
pub trait ContactMethod: Send + Sync {
    /// Its description and requirements.
    fn info(&self) -> MethodInfo;

    /// Finds the contacts inside the bouts.
    ///
    /// # Errors
    /// [`Missing`] if the recording lacks something the method requires. Never panics, whatever the samples.
    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing>;

    /// Checks the stated requirements.
    ///
    /// # Errors
    /// [`Missing`] with the first requirement that is not met.
    fn require(&self, input: &ContactInput<'_>) -> Result<(), Missing> {
        let info = self.info();
        let needs = |needs: String| Err(Missing { needs });
        if !info.segments.contains(&input.placement.segment) {
            return needs(format!("a placement other than {}", input.placement));
        }
        if info.needs_gyr && input.signals.gyr.is_none() {
            return needs("a gyroscope".to_owned());
        }
        if input.signals.rate_hz < info.min_rate_hz {
            return needs(format!(
                "{} Hz or more (this recording: {:.1} Hz)",
                info.min_rate_hz, input.signals.rate_hz
            ));
        }
        Ok(())
    }
}
