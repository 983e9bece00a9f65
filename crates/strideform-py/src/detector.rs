//! A contact method written in Python.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use strideform::contacts::{
    ContactInput, ContactMethod, ContactSide, Contacts, Event, MethodInfo, Missing, TimingError, TimingErrors,
};
use strideform::pipeline::{SegmentSamples, segment_samples_of};
use strideform::recording::{Segment, Triad};
use strideform::{Error, ErrorKind};

use crate::arrays::{matrix, quaternions};

/// Where an exception of the own method is kept.
pub(crate) type Failed = Arc<Mutex<Option<PyErr>>>;

/// Names of own methods are kept for the rest of the program; more than these are refused.
const MAX_NAMES: usize = 4096;

const SEGMENTS: [Segment; 6] =
    [Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk, Segment::Wrist];

/// The segments of each own method.
type Kept = BTreeSet<(&'static str, &'static [Segment])>;

/// A Python function that is called with the samples of one running bout and returns its contacts.
pub(crate) struct Detector {
    id: &'static str,
    segments: &'static [Segment],
    axes: bool,
    function: Py<PyAny>,
    error: TimingError,
    failed: Failed,
}

impl Detector {
    pub(crate) fn new(
        id: &str,
        segments: &[String],
        axes: bool,
        function: Py<PyAny>,
        error: TimingError,
        failed: Failed,
    ) -> Result<Self, Error> {
        let usage = |text: String| Error::new(ErrorKind::Usage, text);
        if strideform::contacts::by_id(id).is_some() {
            return Err(usage(format!("`{id}` is the name of a method of this library"))
                .with_remedy("give your method another name"));
        }
        let mut chosen = Vec::new();
        for name in segments {
            let known = SEGMENTS.into_iter().find(|s| s.as_str() == name);
            let known = known.ok_or_else(|| {
                usage(format!("`{name}` is not a segment"))
                    .with_remedy("known: foot, shank, thigh, pelvis, trunk, wrist")
            })?;
            chosen.push(known);
        }
        if chosen.is_empty() {
            chosen = SEGMENTS.to_vec();
        }
        chosen.sort_unstable_by_key(|s| s.as_str());
        let (id, segments) =
            kept(id, &chosen).ok_or_else(|| usage("too many names of own methods".to_owned()))?;
        Ok(Self { id, segments, axes, function, error, failed })
    }

    fn call(&self, py: Python<'_>, input: &ContactInput<'_>, all: &[SegmentSamples]) -> PyResult<Vec<Event>> {
        let signals = input.signals;
        let mut events = Vec::new();
        for (k, bout) in input.bouts.iter().enumerate() {
            let range = bout.start..bout.end.min(signals.len());
            let given = PyDict::new(py);
            let time = range.clone().map(|i| signals.time_s(i));
            given.set_item("time_s", PyArray1::from_iter(py, time))?;
            given.set_item("rate_hz", signals.rate_hz)?;
            given.set_item("placement", input.placement.to_string())?;
            given.set_item("side", ContactSide::of(input.placement.side).as_str())?;
            given.set_item("bout", k)?;
            given.set_item("stride_s", bout.stride_s)?;
            given.set_item("speed_mps", input.run.speed_mps)?;
            let sensor = |triad: &Triad| matrix(py, &triad.slice(range.clone()));
            given.set_item("acc_sensor", sensor(&signals.acc))?;
            given.set_item("gyr_sensor", signals.gyr.as_ref().map(sensor))?;
            let samples = all.iter().find(|s| s.bout == k);
            given.set_item("acc", samples.map(|s| matrix(py, &s.acc)))?;
            given.set_item("gyr", samples.map(|s| matrix(py, &s.gyr)))?;
            given.set_item("acc_level", samples.map(|s| matrix(py, &s.acc_level)))?;
            given.set_item("quaternion", samples.map(|s| quaternions(py, s)))?;
            let found = self.function.bind(py).call1((given,))?;
            let found: Vec<(String, f64, f64)> = found.extract()?;
            let own = ContactSide::of(input.placement.side);
            events.extend(found.into_iter().map(|(name, contact, off)| {
                let side = if own == ContactSide::Unknown { side(&name) } else { own };
                Event::from_seconds(side, contact, Some(off).filter(|t| t.is_finite()))
            }));
        }
        Ok(events)
    }
}

impl ContactMethod for Detector {
    fn info(&self) -> MethodInfo {
        MethodInfo {
            id: self.id,
            summary: "a contact method of the user",
            segments: self.segments,
            needs_gyr: false,
            min_rate_hz: 0.0,
            citation: "the user",
            deviations: "none",
        }
    }

    fn detect(&self, input: &ContactInput<'_>) -> Result<Contacts, Missing> {
        // Without a gyroscope there are no segment axes, and the function receives None.
        let samples = match self.axes {
            true => segment_samples_of(input.signals, input.placement, input.bouts).unwrap_or_default(),
            false => Vec::new(),
        };
        let both = std::f64::consts::SQRT_2;
        let errors = TimingErrors {
            initial_contact: self.error,
            toe_off: self.error,
            contact_time: TimingError { bias_s: both * self.error.bias_s, step_s: both * self.error.step_s },
        };
        match Python::attach(|py| self.call(py, input, &samples)) {
            Ok(events) => Ok(Contacts::from_events(input, &events, errors)),
            Err(exception) => {
                let mut first = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
                first.get_or_insert(exception);
                Err(Missing::new("an own contact method that raises no exception"))
            }
        }
    }
}

/// The name and the segments, kept once.
fn kept(id: &str, segments: &[Segment]) -> Option<(&'static str, &'static [Segment])> {
    static KEPT: Mutex<Kept> = Mutex::new(BTreeSet::new());
    let mut all = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(known) = all.iter().find(|(name, list)| *name == id && *list == segments) {
        return Some(*known);
    }
    if all.len() >= MAX_NAMES || id.len() > 200 {
        return None;
    }
    let fresh: (&'static str, &'static [Segment]) =
        (Box::leak(id.to_owned().into_boxed_str()), Box::leak(segments.to_vec().into_boxed_slice()));
    all.insert(fresh);
    Some(fresh)
}

/// `left`, `right`, or unknown.
pub(crate) fn side(text: &str) -> ContactSide {
    match text {
        "left" => ContactSide::Left,
        "right" => ContactSide::Right,
        _ => ContactSide::Unknown,
    }
}
