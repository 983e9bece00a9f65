//! Watch exports: real ones against decoded values, small ones of this project against what they were written from.

mod fit;
mod hostile;
mod recordings;
mod several;
mod tables;

use strideform::metrics::{self, Metric};
use strideform::read::{Contents, ReadOptions, Source, contents, watch_runs};
use strideform::recording::{Session, WatchRun};
use strideform::{Error, pipeline};

/// One of the files written by `testdata/exports/watch/make.py`.
pub(crate) fn source(name: &str) -> Source {
    Source::File(strideform_testkit::data::testdata().join("exports/watch").join(name))
}

pub(crate) fn read(name: &str) -> Contents {
    contents(&source(name), &ReadOptions::default()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

pub(crate) fn every(name: &str) -> Vec<WatchRun> {
    watch_runs(&source(name), &ReadOptions::default()).unwrap_or_else(|e| panic!("{name}: {e}"))
}

pub(crate) fn refused(name: &str) -> Error {
    contents(&source(name), &ReadOptions::default()).expect_err(name)
}

/// The metrics of the first run.
pub(crate) fn measured(contents: &Contents) -> Vec<Metric> {
    metrics::watch(contents.watches.first().expect("a run"))
}

pub(crate) fn value(metrics: &[Metric], id: &str) -> f64 {
    metrics.iter().find(|m| m.id == id).unwrap_or_else(|| panic!("no {id}")).value
}

pub(crate) fn analyzed(contents: Contents) -> strideform::report::Analysis {
    let session = Session::default().with_recordings(contents.recordings).with_watches(contents.watches);
    pipeline::analyze(&session, &pipeline::AnalysisOptions::default())
}
