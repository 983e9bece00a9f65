//! Orientation of one sensor with gyroscope, and the angles, lengths and heights that follow from it.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contact, TimingError};
use crate::metrics::{self, AngleInput, CycleCurve, Measured};
use crate::orientation::{self, Oriented, Running};
use crate::recording::{Caveat, Recording, Run, Segment};

/// What orientation gives for one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct SensorOrientation {
    /// Per-step values, on the recording's own clock.
    pub(super) measured: Vec<Measured>,
    /// The gait cycle, mean per side.
    pub(super) curves: Vec<CycleCurve>,
    /// Shank: the long axis of every bout, in sensor axes, where it is known.
    pub(super) long_axes: Option<Vec<Option<BoutAxes>>>,
    /// Identifier of the orientation method.
    pub(super) method: &'static str,
    /// Caveats of it.
    pub(super) caveats: Vec<Caveat>,
    /// SensorOrientation itself, in the running bouts, of a pelvis, and of a shank where it is read at the feet's contacts.
    pub(super) oriented: Option<Oriented>,
}

/// SensorOrientation of the recording while running and what it tells; empty without gyroscope.
pub(super) fn of(
    recording: &Recording,
    running: &[Bout],
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> SensorOrientation {
    from(orient_running(recording, running), recording, contacts, initial_contact, run, false)
}

/// The same for a known orientation; `with_feet` where the run has sensors on the feet, too.
pub(super) fn from(
    oriented: Option<Oriented>,
    recording: &Recording,
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
    with_feet: bool,
) -> SensorOrientation {
    let Some(oriented) = oriented else { return SensorOrientation::default() };
    let input = AngleInput {
        signals: &recording.signals,
        oriented: &oriented,
        contacts,
        initial_contact,
        speed_mps: run.speed_mps,
        clipped: recording.clipping.map(|(share, _)| share),
    };
    let (measured, curves) = rayon::join(|| metrics::angles(&input), || metrics::cycle_curves(&input));
    let (method, caveats) = (method(&oriented), oriented.caveats.clone());
    let long_axes = (recording.placement.segment == Segment::Shank).then(|| metrics::bout_long_axes(&input));
    // SensorOrientation itself is asked for again only where a thigh is compared with a pelvis or the feet decide about
    // contacts; it is large.
    let again = match recording.placement.segment {
        Segment::Pelvis => true,
        Segment::Shank => with_feet,
        _ => false,
    };
    let oriented = again.then_some(oriented);
    SensorOrientation { measured, curves, long_axes, method, caveats, oriented }
}

/// SensorOrientation in the running bouts; `None` without gyroscope.
pub(super) fn orient_running(recording: &Recording, running: &[Bout]) -> Option<Oriented> {
    let bouts: Vec<Running> = running
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    orientation::orient(&recording.signals, recording.placement, &bouts)
}

/// How the orientation was found.
pub(super) fn method(oriented: &Oriented) -> &'static str {
    oriented.bouts.iter().flatten().map(|b| b.method.id()).next().unwrap_or_default()
}

/// The same values on the common clock.
pub(super) fn shifted(measured: &[Measured], offset: f64) -> Vec<Measured> {
    let mut out = measured.to_vec();
    for step in out.iter_mut().flat_map(|m| m.steps.steps.iter_mut()) {
        step.0 += offset;
    }
    out
}
