//! Orientation of one sensor with a gyroscope, and the angles, lengths and heights that follow from it.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contact, TimingError};
use crate::metrics::{self, AngleInput, CycleCurve, Measured};
use crate::orientation::{self, Oriented, Running};
use crate::recording::{Caveat, Recording, Run, Segment};
use crate::signal::median;

/// What orientation provides for one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct SensorOrientation {
    /// Per-step values, on the recording's own clock.
    pub(super) measured: Vec<Measured>,
    /// The gait cycle, mean per side.
    pub(super) curves: Vec<CycleCurve>,
    /// Shank: the long axis of every bout, in sensor axes, if known.
    pub(super) long_axes: Option<Vec<Option<BoutAxes>>>,
    /// Identifier of the orientation method.
    pub(super) method: &'static str,
    /// Caveats about it.
    pub(super) caveats: Vec<Caveat>,
    /// Foot: median pitch at contact from the flat instant, degrees, uncorrected.
    pub(super) pitch_from_flat: Option<f64>,
    /// The orientation itself in the running bouts, kept for a pelvis, and for a shank read at the feet's contacts.
    pub(super) oriented: Option<Oriented>,
}

/// Orientation of the sensor during running and the metrics that follow from it; empty without a gyroscope.
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
    let foot = recording.placement.segment == Segment::Foot;
    let from_flat = || foot.then(|| metrics::pitch_from_flat(&recording.signals, &oriented, contacts));
    let (measured, (curves, from_flat)) = crate::parallel::join(
        || metrics::angles(&input),
        || crate::parallel::join(|| metrics::cycle_curves(&input), from_flat),
    );
    let pitch_from_flat = from_flat.and_then(|steps| median(&steps.values()));
    let (method, caveats) = (method(&oriented), oriented.caveats.clone());
    let long_axes = (recording.placement.segment == Segment::Shank).then(|| metrics::bout_long_axes(&input));
    // The orientation itself is large and needed again only to compare a thigh with a pelvis, or where the feet give the
    // contacts.
    let again = match recording.placement.segment {
        Segment::Pelvis => true,
        Segment::Shank => with_feet,
        _ => false,
    };
    let oriented = again.then_some(oriented);
    SensorOrientation { measured, curves, long_axes, method, caveats, pitch_from_flat, oriented }
}

/// Orientation in the running bouts; `None` without a gyroscope.
pub(super) fn orient_running(recording: &Recording, running: &[Bout]) -> Option<Oriented> {
    let bouts: Vec<Running> = running
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    orientation::orient(&recording.signals, recording.placement, &bouts)
}

/// How the orientation was estimated.
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
