//! Virtual runs through the whole program.

use std::sync::Arc;

use strideform::contacts::shank::ShankTwoOnsets;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::recording::{Clock, Recording, Run, Runner, Session, Signals, Triad};
use strideform::report::Analysis;
use strideform_testkit::runner::{SensorSpec, VirtualRun};

/// What the sensor of the run recorded, as if read from a file.
pub(crate) fn recording(run: &VirtualRun, spec: &SensorSpec) -> Recording {
    let made = run.record(spec);
    let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
    let signals = Signals::new(spec.rate_hz, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz));
    let clipped = spec.faults.acc_range_g.filter(|_| !made.clipped.is_empty());
    let share = made.clipped.len() as f64 / signals.len().max(1) as f64;
    let mut made = Recording::new("virtual.csv", spec.placement().parse().expect("a placement"), signals);
    made.clock = Clock::Counter { first_s: 0.0 };
    made.clipping = clipped.map(|range| (share, 9.80665 * range));
    made
}

/// The analysis of recordings of nobody in particular.
pub(crate) fn analyse(recordings: Vec<Recording>) -> Analysis {
    analyse_of(recordings, Runner::default(), Run::default())
}

pub(crate) fn analyse_of(recordings: Vec<Recording>, runner: Runner, run: Run) -> Analysis {
    let session = Session::default().with_runner(runner).with_run(run).with_recordings(recordings);
    // The virtual shank does not turn as people's do.
    let shank = ShankTwoOnsets { follows_rotation: false, ..ShankTwoOnsets::FITTED };
    pipeline::analyze(&session, &AnalysisOptions::default().with_contact_method(Arc::new(shank)))
}

/// What the metric needs, where it is not there.
pub(crate) fn needs(analysis: &Analysis, id: &str) -> String {
    let entry = analysis.unavailable.iter().find(|u| u.id == id);
    entry.unwrap_or_else(|| panic!("{id} is there")).needs.clone()
}
