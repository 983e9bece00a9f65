//! Where a sensor was worn is inferred from its signal: never against the truth, and mostly for it.

use strideform::bouts::worn;
use strideform::findings::Status;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::{CaveatId, Placement, Segment, Session};
use strideform_testkit::data::recordings;

const TRUE: [(&str, &str); 8] = [
    ("markers-treadmill-force/virtual_imu_shank_left_240hz.csv", "shank-left"),
    ("markers-treadmill-force/virtual_imu_foot_left_240hz.csv", "foot-left"),
    ("markers-treadmill-force/virtual_imu_sacrum_240hz.csv", "pelvis"),
    ("sacrum-treadmill-force/shimmer_export_no_truth.csv", "pelvis"),
    ("shank-treadmill-force/sensor/trial01_running.csv", "shank-left"),
    ("outdoor-run-hip/left_hip.csv", "hip-left"),
    ("foot-lost-packets/foot_app_export.csv", "foot-left"),
    ("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left"),
];

/// Recordings of known placement: none is contradicted, and a sensor of the leg is never taken for the pelvis.
#[test]
fn right_placements_are_not_contradicted() {
    let Some(data) = recordings() else { return };
    let mut all: Vec<(String, String)> =
        TRUE.iter().map(|(file, placement)| ((*file).to_owned(), (*placement).to_owned())).collect();
    for entry in std::fs::read_dir(data.join("treadmill-26-runners/sensor")).expect("folder") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        let placement = name.trim_end_matches(".csv.gz").rsplit('_').next().expect("placement").to_owned();
        if name.contains("2.5mps") {
            all.push((format!("treadmill-26-runners/sensor/{name}"), placement));
        }
    }
    let (mut certain, mut swapped, mut swaps) = (0, 0, 0);
    let (mut feet, mut found) = (0, 0);
    for (file, placement) in &all {
        let placement: Placement = placement.parse().expect("placement");
        let options = ReadOptions::default().with_placement(Some(placement));
        let signals = recording(&Source::File(data.join(file)), &options).expect("recording").signals;
        let Some(worn) = worn(&signals) else {
            println!("{file}: not known");
            continue;
        };
        assert!(!worn.contradicts(placement.segment), "{file}: {worn:?}");
        certain += usize::from(worn.is_certain());
        if placement.segment == Segment::Foot {
            feet += 1;
            found += usize::from(worn.contradicts(Segment::Shank));
        }
        for other in [Segment::Pelvis, Segment::Thigh, Segment::Shank, Segment::Foot] {
            // Foot and shank move alike.
            let alike = |s: Segment| matches!(s, Segment::Foot | Segment::Shank);
            if other != placement.segment && !(alike(other) && alike(placement.segment)) {
                swaps += 1;
                swapped += usize::from(worn.contradicts(other));
            }
        }
    }
    println!("{certain} of {} certain; {swapped} of {swaps} wrong placements contradicted", all.len());
    // Most placements are known with certainty, and nine of ten gross exchanges are found.
    assert!(4 * certain >= 3 * all.len() && 10 * swapped >= 9 * swaps);
    println!("{found} of {feet} feet called shanks are contradicted");
    // Three of four while jogging; at 3.5 and 4.5 m/s all are.
    assert!(4 * found >= 3 * feet);
}

/// Under a wrong name nothing is judged, and the reason leads; who is sure of the placement can insist.
#[test]
fn a_contradicted_placement_withholds_every_finding() {
    let Some(data) = recordings() else { return };
    let shank = data.join("markers-treadmill-force/virtual_imu_shank_left_240hz.csv");
    let options = ReadOptions::default().with_placement(Some(Placement::PELVIS));
    let mut session = Session::default();
    session.recordings.push(recording(&Source::File(shank), &options).expect("recording"));
    let mut options = AnalysisOptions::default();
    let analysis = analyze(&session, &options);
    assert!(analysis.findings.iter().all(|f| f.status == Status::NotAssessed));
    let first = analysis.recordings[0].caveats.first().map(|c| c.id.clone());
    assert_eq!(first, Some(CaveatId::PlacementContradicted));
    options.trust_placement = true;
    let trusted = analyze(&session, &options);
    let contradicted = |c: &strideform::recording::Caveat| c.id == CaveatId::PlacementContradicted;
    assert!(!trusted.recordings[0].caveats.iter().any(contradicted));
}
