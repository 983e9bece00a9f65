//! How far walking and running lie from the thresholds on the virtual runner: prints the margins and checks the
//! decisions (`cargo test -p strideform margins -- --nocapture`). Virtual runners are plausible, not measured.

use std::path::{Path, PathBuf};

use strideform_virtual::{Params, Part, SensorSpec, Side, Stretch, VirtualRun};

use super::gate::{Gait, threshold_g, vigour_g};
use super::slow::Slow;
use super::windows::windows;
use crate::read::{ReadOptions, Source, recording};
use crate::recording::{Placement, Segment, Sensor, Signals, Triad};

fn spots() -> Vec<(&'static str, SensorSpec)> {
    // A belt sensor worn on the side, half a pelvis width from the midline.
    let mut hip = SensorSpec::on(Part::Pelvis);
    hip.place_m = [0.0, 0.02, -0.17];
    let left = |part: fn(Side) -> Part| SensorSpec::on(part(Side::Left));
    vec![
        ("foot-left", left(Part::Foot)),
        ("shank-left", left(Part::Shank)),
        ("thigh-left", left(Part::Thigh)),
        ("pelvis", SensorSpec::on(Part::Pelvis)),
        ("hip-left", hip),
        ("trunk", SensorSpec::on(Part::Trunk)),
        ("wrist-left", left(Part::Wrist)),
    ]
}

/// Smallest and largest share of the threshold over the windows; checks that every window is classified as `expected`
/// with the given stride time.
fn judge(run: &VirtualRun, expected: Gait, stride_s: f64) -> Vec<(Segment, f64)> {
    let mut out = Vec::new();
    for (name, spec) in spots() {
        let got = run.record(&spec.rate(100.0));
        let [x, y, z] = got.acc;
        let signals: Signals<Sensor> = Signals::new(100.0, Triad::new(x, y, z));
        let placement: Placement = name.parse().expect("placement");
        let slow = Slow::of(&signals);
        // Windows away from starting and stopping.
        let len = slow.len();
        for w in
            windows(&slow, placement).iter().filter(|w| w.range.start > len / 3 && w.range.end < len * 2 / 3)
        {
            assert_eq!(w.gait, expected, "{name} {} steps/min at {:?}", 120.0 / stride_s, w);
            // Lags of single windows are accurate to about 1 %; an octave error would be 50 or 100 %.
            assert!((w.stride_s / stride_s - 1.0).abs() < 0.02, "{name}: {} for {stride_s} s", w.stride_s);
            let share = vigour_g(&slow, &w.range, w.amplitude_g, placement)
                / threshold_g(placement.segment, stride_s);
            out.push((placement.segment, share));
        }
    }
    out
}

fn show(what: &str, shares: &[(Segment, f64)], largest: bool) {
    for segment in
        [Segment::Foot, Segment::Shank, Segment::Thigh, Segment::Pelvis, Segment::Trunk, Segment::Wrist]
    {
        let of = shares.iter().filter(|s| s.0 == segment).map(|s| s.1);
        let worst = if largest { of.fold(0.0, f64::max) } else { of.fold(f64::INFINITY, f64::min) };
        println!("{what} {segment:?}: {worst:.2} of the threshold at worst");
    }
}

/// The folder of recordings, found as in the tests of tests/; tests in src/ cannot use the crate that does it there.
fn recordings() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let data = std::env::var_os("STRIDEFORM_DATA").map_or_else(beside, PathBuf::from);
    let found = data.is_dir();
    if !found {
        eprintln!("SKIPPED: recordings not found");
    }
    found.then_some(data)
}

/// The recordings: every window of steady running and of walking with its share of the threshold.
#[test]
fn recorded_walking_and_running_lie_apart() {
    let Some(data) = recordings() else { return };
    let mut files = vec![
        ("markers-treadmill-force/virtual_imu_shank_left_240hz.csv".to_owned(), "shank-left"),
        ("markers-treadmill-force/virtual_imu_foot_left_240hz.csv".to_owned(), "foot-left"),
        ("markers-treadmill-force/virtual_imu_sacrum_240hz.csv".to_owned(), "pelvis"),
        ("clipped-low-rate/GT3X_30hz_3g.csv".to_owned(), "pelvis"),
        ("clipped-low-rate/GT9X_wrist_80hz_2g.csv".to_owned(), "wrist-left"),
    ];
    for (folder, name) in
        [("shank-treadmill-force/sensor", "shank-left"), ("sacrum-treadmill-force/sensor", "pelvis")]
    {
        for entry in std::fs::read_dir(data.join(folder)).expect("folder") {
            let file = entry.expect("entry").file_name();
            files.push((format!("{folder}/{}", file.to_string_lossy()), name));
        }
    }
    let (mut walking, mut running) = (Vec::new(), Vec::new());
    for (file, name) in files {
        let placement: Placement = name.parse().expect("placement");
        let options = ReadOptions { placement: Some(placement), ..ReadOptions::default() };
        let signals = recording(&Source::File(data.join(&file)), &options).expect("recording").signals;
        let slow = Slow::of(&signals);
        let walks = file.contains("walking");
        for w in windows(&slow, placement) {
            let share = vigour_g(&slow, &w.range, w.amplitude_g, placement)
                / threshold_g(placement.segment, w.stride_s);
            let (expected, shares) =
                if walks { (Gait::Walk, &mut walking) } else { (Gait::Run, &mut running) };
            assert_eq!(w.gait, expected, "{file} {w:?}");
            shares.push((placement.segment, share));
        }
    }
    show("recorded walking", &walking, true);
    show("recorded running", &running, false);
    // A margin of a sixth on each side is the minimum for a new runner or a looser strap (*chosen*).
    assert!(walking.iter().all(|s| s.1 < 0.83) && running.iter().all(|s| s.1 > 1.2));
}

#[test]
fn walking_stays_below() {
    let mut shares = Vec::new();
    // No virtual leg can take longer walking steps than these.
    for (speed_mps, cadence_spm) in [(0.8, 90.0), (1.0, 100.0), (1.2, 110.0), (1.3, 120.0), (1.35, 130.0)] {
        let session = vec![Stretch::Walk { seconds: 20.0, speed_mps, cadence_spm }];
        let Ok(run) = VirtualRun::new(Params { session, ..Params::default() }) else { continue };
        shares.extend(judge(&run, Gait::Walk, 120.0 / cadence_spm));
    }
    assert!(shares.len() > 30, "{} windows of walking", shares.len());
    show("walking", &shares, true);
}

#[test]
fn running_from_120_to_240_steps_a_minute_stays_above() {
    let mut shares = Vec::new();
    let (mut runs, mut refused) = (0, 0);
    for cadence_spm in (120..=240).step_by(15).map(f64::from) {
        for speed_mps in [2.0, 2.8, 4.0] {
            for duty in [0.3, 0.4, 0.45] {
                let contact_s = (duty * 120.0 / cadence_spm).clamp(0.15, 0.5);
                let params = Params {
                    speed_mps,
                    cadence_spm,
                    contact_s: [contact_s; 2],
                    seconds: 12.0,
                    standing_s: [0.5; 2],
                    ..Params::default()
                };
                let Ok(run) = VirtualRun::new(params) else {
                    refused += 1;
                    continue;
                };
                runs += 1;
                shares.extend(judge(&run, Gait::Run, 120.0 / cadence_spm));
            }
        }
    }
    println!("{runs} runs, {refused} impossible for any leg");
    show("running", &shares, false);
}
