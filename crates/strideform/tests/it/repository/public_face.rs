//! What callers build upon: results, options and errors can be shown, copied, compared and sent to other threads.

use std::fmt::Debug;

use strideform::agreement::{Agreement, Event};
use strideform::bouts::Bout;
use strideform::compare::Comparison;
use strideform::contacts::{Contact, ContactMethod, Contacts, MethodInfo, Missing};
use strideform::findings::{Finding, RuleTable};
use strideform::metrics::{CycleCurve, Metric, MetricInfo};
use strideform::orientation::{Oriented, Vqf};
use strideform::pipeline::AnalysisOptions;
use strideform::read::{ColumnOverrides, Contents, Input, ReadOptions, Source, UnitOverrides};
use strideform::recording::{
    Body, Placement, Recording, Run, Runner, Sensor, Session, Signals, Triad, WatchRun,
};
use strideform::report::{Analysis, Saved};
use strideform::signal::DesignError;
use strideform::strides::Timeline;
use strideform::trend::Trend;
use strideform::{Error, ErrorKind, Position};

fn data<T: Debug + Clone + PartialEq + Send + Sync + Unpin + 'static>() {}
fn default<T: Default>() {}
fn error<T: std::error::Error + Send + Sync + 'static>() {}

/// Held by the compiler: what does not have the traits does not build.
#[test]
fn types_have_the_traits_that_callers_expect() {
    data::<(Agreement, Event, Bout, Comparison, Contact, Contacts, MethodInfo, Missing)>();
    data::<(Finding, RuleTable, CycleCurve, Metric, MetricInfo, Oriented, Vqf, AnalysisOptions)>();
    data::<(ColumnOverrides, Contents, Input, ReadOptions, Source, UnitOverrides)>();
    data::<(Placement, Recording, Run, Runner, Session, Signals<Sensor>, Signals<Body>, Triad, WatchRun)>();
    data::<(Analysis, Saved, Timeline, Trend)>();
    data::<(Error, ErrorKind, Position, DesignError)>();
    default::<(AnalysisOptions, ReadOptions, Session, Run, Runner, Position)>();
    error::<Error>();
    error::<DesignError>();
    // A method is shared between threads behind a reference.
    fn shared<T: Send + Sync + ?Sized>() {}
    shared::<dyn ContactMethod>();
}

/// An error travels through every `Result` of the library: it must stay small (*chosen*: clippy's bound is 128 bytes).
#[test]
fn errors_are_small() {
    assert!(size_of::<Error>() <= 64, "{} bytes", size_of::<Error>());
}

/// The words of the command line, of JSON and of placements in file names are the same.
#[test]
fn placements_read_back_as_they_are_written() {
    for name in ["foot-left", "shank-right", "thigh-left", "pelvis", "trunk", "wrist-right"] {
        let placement: Placement = name.parse().expect("a placement");
        assert_eq!(placement.to_string(), name);
    }
    assert!("elbow".parse::<Placement>().is_err());
}
