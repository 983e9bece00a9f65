//! Corrections by hand: what they change, and that they change nothing else.

mod contacts;
mod properties;

use std::sync::OnceLock;

use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{self, ReadOptions};
use strideform::recording::{Edits, Session};
use strideform::report::Analysis;
use strideform_testkit::runner::{CsvStyle, Params, Part, SensorFaults, SensorSpec, Side, VirtualRun};

use crate::end_to_end::params;

/// Feet, shanks and a pelvis of a runner with unlike sides.
const PARTS: [Part; 5] = [
    Part::Foot(Side::Left),
    Part::Foot(Side::Right),
    Part::Shank(Side::Left),
    Part::Shank(Side::Right),
    Part::Pelvis,
];

fn read(parts: &[Part], seconds: f64) -> Session {
    let run = VirtualRun::new(Params { seconds, ..params() }).expect("possible");
    let specs: Vec<SensorSpec> =
        parts.iter().map(|part| SensorSpec::on(*part).with(SensorFaults::default())).collect();
    let folder = tempfile::tempdir().expect("a folder");
    run.write_session(folder.path(), &specs, CsvStyle::Units).expect("written");
    read::session(folder.path(), &ReadOptions::default()).expect("read")
}

/// A minute of running: reading it once is enough for all tests.
fn session() -> &'static Session {
    static SESSION: OnceLock<Session> = OnceLock::new();
    SESSION.get_or_init(|| read(&PARTS, 60.0))
}

/// The same run as seen by some of its sensors.
fn only(placements: &[&str]) -> Session {
    let kept = session().recordings.iter().filter(|r| placements.contains(&r.placement.to_string().as_str()));
    session().clone().with_recordings(kept.cloned().collect())
}

fn edited(session: &Session, edits: &Edits) -> Analysis {
    assert_eq!(edits.check(session), Ok(()));
    analyze(session, &AnalysisOptions::default().with_edits(edits.clone()))
}

fn plain(session: &Session) -> Analysis {
    analyze(session, &AnalysisOptions::default())
}

/// The same but for what says that something was edited.
fn results(mut analysis: Analysis) -> Analysis {
    analysis.edits = Edits::default();
    analysis
}

#[test]
fn edits_of_the_session_and_of_the_options_do_the_same() {
    let edits = Edits::default().with_excluded(20.0, 30.0).with_swapped_sides("shank");
    let shanks = only(&["shank-left", "shank-right"]);
    let by_options = edited(&shanks, &edits);
    let by_session = plain(&shanks.clone().with_edits(edits.clone()));
    assert_eq!(by_options, by_session);
    assert_eq!(by_options.edits, edits);
    // Those of the options replace those of the session.
    let none = AnalysisOptions::default().with_edits(Edits::default());
    assert_eq!(analyze(&shanks.clone().with_edits(edits), &none), plain(&shanks));
}

#[test]
fn a_placement_by_hand_is_the_same_as_one_that_was_read() {
    let shanks = only(&["shank-left", "shank-right"]);
    let mut wrong = shanks.clone();
    for recording in &mut wrong.recordings {
        recording.placement = "pelvis".parse().expect("a placement");
    }
    let mut edits = Edits::default();
    for recording in &shanks.recordings {
        edits = edits.with_placement(recording.file.clone(), recording.placement);
    }
    assert_eq!(results(edited(&wrong, &edits)), plain(&shanks));
}

#[test]
fn axes_by_hand_name_what_the_search_finds() {
    let pelvis = only(&["pelvis"]);
    // The sensors of the virtual runner have x forward, y up, z right; here they are turned about the vertical.
    let mut turned = pelvis.clone();
    let signals = &mut turned.recordings[0].signals;
    for triad in [Some(&mut signals.acc), signals.gyr.as_mut()].into_iter().flatten() {
        triad.x.iter_mut().chain(&mut triad.z).for_each(|v| *v = -*v);
    }
    let axis = |text: &str| text.parse().expect(text);
    let mounting = strideform::recording::Mounting::new(axis("+y"), axis("-x")).expect("two axes");
    let by_hand = edited(&turned, &Edits::default().with_axis("pelvis", mounting));
    let mut named = pelvis;
    named.recordings[0].signals.axes.anatomical = true;
    assert_eq!(results(by_hand), plain(&named));
}

#[test]
fn a_sensor_that_is_not_there_is_said() {
    let pelvis = only(&["pelvis"]);
    let edits = Edits::default().with_swapped_sides("shank-left");
    let error = edits.check(&pelvis).expect_err("no shank");
    assert!(error.message().contains("shank-left") && error.remedy().is_some(), "{error}");
    let analysis = analyze(&pelvis, &AnalysisOptions::default().with_edits(edits));
    assert!(analysis.caveats.iter().any(|c| c.id == "edit-not-applied"), "{:?}", analysis.caveats);
}
