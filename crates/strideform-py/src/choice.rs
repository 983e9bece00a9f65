//! Methods, parameters, an own contact method and own events, as passed from Python.

use std::sync::{Arc, PoisonError};

use pyo3::prelude::*;
use strideform::contacts::{ContactSide, Event, TimingError};
use strideform::pipeline::{AnalysisOptions, EventList};
use strideform::recording::{Placement, Session, Side};
use strideform::{Error, ErrorKind};

use crate::detector::{self, Detector, Failed};
use crate::reading::placement;

/// Side, initial contact and toe-off (NaN if unknown), s since the recording's first sample.
type Events = Vec<(String, f64, f64)>;

/// Which methods to use; every key is present.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Choice {
    /// Stage and identifier.
    methods: Vec<(String, String)>,
    /// Method and its changed parameters as JSON.
    parameters: Vec<(String, String)>,
    /// Identifier, segments (empty: all), whether segment axes are wanted, and the function.
    detector: Option<(String, Vec<String>, bool, Py<PyAny>)>,
    /// Placement (None: every recording, by side) and its events.
    events: Vec<(Option<String>, Events)>,
    /// 1-σ bias and scatter of the times of own methods and events, s.
    error_s: (f64, f64),
}

impl Choice {
    fn error(&self) -> TimingError {
        TimingError { bias_s: self.error_s.0, step_s: self.error_s.1 }
    }

    /// The own contact method, if there is one.
    pub(crate) fn detector(&self, py: Python<'_>) -> Result<(Option<Detector>, Failed), Error> {
        let failed = Failed::default();
        let Some((id, segments, axes, function)) = &self.detector else { return Ok((None, failed)) };
        let detector =
            Detector::new(id, segments, *axes, function.clone_ref(py), self.error(), failed.clone())?;
        Ok((Some(detector), failed))
    }

    /// The options without events, which need to know the recordings.
    pub(crate) fn options(&self, py: Python<'_>) -> Result<(AnalysisOptions, Failed), Error> {
        let mut options = AnalysisOptions::default();
        for (stage, id) in &self.methods {
            options.choose(stage, id)?;
        }
        for (id, changes) in &self.parameters {
            let changes: toml::Table = serde_json::from_str(changes).map_err(|e| {
                Error::new(ErrorKind::Usage, format!("the parameters of `{id}` cannot be used: {e}"))
            })?;
            options.set_parameters(id, changes)?;
        }
        let (detector, failed) = self.detector(py)?;
        if let Some(detector) = detector {
            options = options.with_contact_method(Arc::new(detector));
        }
        Ok((options, failed))
    }

    /// Adds the events of every recording.
    pub(crate) fn with_events(
        &self,
        mut options: AnalysisOptions,
        session: &Session,
    ) -> Result<AnalysisOptions, Error> {
        for (name, events) in &self.events {
            let given = name.as_deref().map(placement).transpose()?;
            let placements: Vec<Placement> = match given {
                Some(placement) => vec![placement],
                None => session.recordings.iter().map(|r| r.placement).collect(),
            };
            for placement in placements {
                let own = events.iter().filter_map(|event| of(event, placement));
                options = options.with_events(placement, EventList::new(own, self.error()));
            }
        }
        Ok(options)
    }
}

/// The event, unless it belongs to the other leg.
fn of((side, contact, off): &(String, f64, f64), placement: Placement) -> Option<Event> {
    let side = detector::side(side);
    let other =
        matches!((placement.side, side), (Side::Left, ContactSide::Right) | (Side::Right, ContactSide::Left));
    (!other).then(|| Event::from_seconds(side, *contact, Some(*off).filter(|t| t.is_finite())))
}

/// The exception that the own method raised, if it did.
pub(crate) fn raised_by(failed: &Failed) -> Option<PyErr> {
    failed.lock().unwrap_or_else(PoisonError::into_inner).take()
}
