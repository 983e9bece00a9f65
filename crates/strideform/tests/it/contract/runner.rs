//! Twelve virtual seconds for every placement that has methods.

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{Contact, ContactInput, ContactMethod, Contacts, Missing};
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Signals, Triad};
use strideform_testkit::runner::{self, Params, Part, Scatter, SensorSpec, VirtualRun};

/// Samples of the steady part, s, and its stride time, s.
pub(crate) const STEADY_S: (f64, f64) = (4.5, 12.0);
pub(crate) const STRIDE_S: f64 = 120.0 / 168.0;

/// Where a method's sensor sits: the left of a leg, the middle of a trunk.
pub(crate) fn placement(method: &dyn ContactMethod) -> Placement {
    let segment = method.info().segments[0];
    let side = match segment {
        Segment::Foot | Segment::Shank | Segment::Thigh | Segment::Wrist => Side::Left,
        Segment::Pelvis | Segment::Trunk | Segment::Watch => Side::Midline,
    };
    Placement::new(segment, side)
}

/// A sensor of 200 Hz on that placement, its axes along the segment's.
pub(crate) fn recorded(placement: Placement) -> Signals<Sensor> {
    let params = Params {
        seconds: 13.0,
        standing_s: [1.0, 1.0],
        scatter: Scatter::default(),
        seed: 7,
        ..Params::default()
    };
    let run = VirtualRun::new(params).unwrap();
    let left = runner::Side::Left;
    let part = match placement.segment {
        Segment::Foot => Part::Foot(left),
        Segment::Shank => Part::Shank(left),
        Segment::Thigh => Part::Thigh(left),
        Segment::Wrist => Part::Wrist(left),
        Segment::Pelvis => Part::Pelvis,
        Segment::Trunk => Part::Trunk,
        Segment::Watch => panic!("a watch has no samples, so no method of contacts"),
    };
    let found = run.record(&SensorSpec::on(part));
    let triad = |[x, y, z]: [Vec<f64>; 3]| Triad::new(x, y, z);
    Signals::new(200.0, triad(found.acc)).with_gyr(triad(found.gyr))
}

/// A running bout between two times of the signals.
pub(crate) fn bout(signals: &Signals<Sensor>, from_s: f64, to_s: f64, stride_s: Option<f64>) -> Bout {
    let sample = |t: f64| (t * signals.rate_hz).round().max(0.0) as usize;
    Bout {
        activity: Activity::Run,
        running: Some(1.0),
        start: sample(from_s),
        end: sample(to_s),
        stride_s,
        strides_s: Vec::new(),
    }
}

pub(crate) fn detect(
    method: &dyn ContactMethod,
    signals: &Signals<Sensor>,
    bouts: &[Bout],
) -> Result<Contacts, Missing> {
    let run = Run::default();
    method.detect(&ContactInput::new(signals, placement(method), bouts, &run))
}

/// Contacts of the steady part, whose times lie `later_s` later in this recording than in the whole recording.
pub(crate) fn steady(method: &dyn ContactMethod, signals: &Signals<Sensor>, later_s: f64) -> Vec<Contact> {
    let bouts = [bout(signals, STEADY_S.0 + later_s, STEADY_S.1 + later_s, Some(STRIDE_S))];
    detect(method, signals, &bouts).map(|found| found.contacts).unwrap_or_default()
}
