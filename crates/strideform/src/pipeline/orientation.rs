//! Orientation of one sensor with a gyroscope, and the angles, lengths and heights that follow from it.

use crate::bouts::Bout;
use crate::contacts::{BoutAxes, Contact, TimingError};
use crate::metrics::{self, AngleInput, CurveSet, Measured};
use crate::orientation::{self, Oriented, Running};
use crate::recording::{Caveat, Recording, Run, Segment};
use crate::signal::median;

/// What orientation provides for one recording.
#[derive(Debug, Clone, Default)]
pub(super) struct SensorOrientation {
    /// Per-step values, on the recording's own clock.
    pub(super) measured: Vec<Measured>,
    /// The gait cycle, mean per side, and its strides if they are to be kept.
    pub(super) curves: CurveSet,
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

impl SensorOrientation {
    /// What a pelvis without gyroscope shows without any orientation.
    pub(super) fn heights_without_gyroscope(
        &mut self,
        recording: &Recording,
        running: &[Bout],
        contacts: &[Contact],
        run: &Run,
    ) {
        self.measured = metrics::oscillation_without_gyroscope(recording, running, contacts, run.speed_mps);
        self.method = "stride-mean-height";
    }
}

/// Orientation of the sensor during running and the metrics that follow from it; empty without a gyroscope.
pub(super) fn of(
    recording: &Recording,
    running: &[Bout],
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
) -> SensorOrientation {
    let keep = Keep { orientation: false, strides: false };
    from(orient_running(recording, running), recording, contacts, initial_contact, run, keep)
}

/// What is kept of an orientation beyond the values made from it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Keep {
    /// The orientation of a shank, where the run has sensors on the feet, too.
    pub(super) orientation: bool,
    /// Every stride of the curves.
    pub(super) strides: bool,
}

/// The same for a known orientation.
pub(super) fn from(
    oriented: Option<Oriented>,
    recording: &Recording,
    contacts: &[Contact],
    initial_contact: TimingError,
    run: &Run,
    keep: Keep,
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
        || crate::parallel::join(|| metrics::cycle_curves(&input, keep.strides), from_flat),
    );
    let pitch_from_flat = from_flat.and_then(|steps| median(&steps.values()));
    let (method, caveats) = (method(&oriented), oriented.caveats.clone());
    let long_axes = (recording.placement.segment == Segment::Shank).then(|| metrics::bout_long_axes(&input));
    // The orientation itself is large and needed again only to compare a thigh with a pelvis, or where the feet give the
    // contacts.
    let again = match recording.placement.segment {
        Segment::Pelvis => true,
        Segment::Shank => keep.orientation,
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
