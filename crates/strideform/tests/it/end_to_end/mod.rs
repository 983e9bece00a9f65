//! The whole way from files to metrics on one virtual run: the same running seen otherwise gives the same answer, and
//! what a recording cannot tell is not told.

mod joined;
mod long;
mod poor;
mod same;

use std::path::Path;

use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{self, ReadOptions};
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, Params, Part, SensorFaults, SensorSpec, Side, VirtualRun};

/// A sensor on every part that carries one.
pub(crate) const PARTS: [Part; 10] = [
    Part::Foot(Side::Left),
    Part::Foot(Side::Right),
    Part::Shank(Side::Left),
    Part::Shank(Side::Right),
    Part::Thigh(Side::Left),
    Part::Thigh(Side::Right),
    Part::Pelvis,
    Part::Trunk,
    Part::Wrist(Side::Left),
    Part::Wrist(Side::Right),
];

/// Unlike sides, so that an exchange of left and right shows.
pub(crate) fn params() -> Params {
    Params {
        seconds: 30.0,
        strike_angle_deg: [16.0, 9.0],
        drop_deg: [7.0, 3.5],
        contact_s: [0.256, 0.248],
        step_time_offset_s: [0.006, -0.006],
        seed: 11,
        ..Params::default()
    }
}

pub(crate) fn run() -> VirtualRun {
    VirtualRun::new(params()).expect("possible")
}

/// Sensors without faults of their own, changed by `change`.
pub(crate) fn sensors(change: impl Fn(SensorSpec) -> SensorSpec) -> Vec<SensorSpec> {
    PARTS.into_iter().map(|part| change(SensorSpec::on(part).with(SensorFaults::default()))).collect()
}

pub(crate) fn analysis_of(folder: &Path) -> Analysis {
    let session = read::session(folder, &ReadOptions::default()).expect("read");
    analyze(&session, &AnalysisOptions::default())
}

/// Writes the session, lets `edit` change the files, reads and analyses.
pub(crate) fn analysed(
    run: &VirtualRun,
    sensors: &[SensorSpec],
    style: CsvStyle,
    edit: impl Fn(&Path),
) -> Analysis {
    let folder = tempfile::tempdir().expect("a folder");
    run.write_session(folder.path(), sensors, style).expect("written");
    edit(folder.path());
    analysis_of(folder.path())
}
