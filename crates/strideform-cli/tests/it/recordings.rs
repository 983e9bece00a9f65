//! The whole way on real recordings, which are not part of the repository.

use std::path::Path;

use crate::common::{Here, stderr, stdout};
use strideform_testkit::data::recordings;

fn analyze(here: &Here, data: &Path, placement: &str, file: &str, more: &[&str]) -> (Option<i32>, String) {
    let input = format!("{placement}={}", data.join(file).display());
    let out = here.run(&[&["analyze", &input][..], more].concat());
    assert!(!stderr(&out).contains("internal error"), "{file}: {}", stderr(&out));
    (out.status.code(), stdout(&out))
}

#[test]
fn every_running_recording_is_analysed_in_80_columns() {
    let Some(data) = recordings() else { return };
    let here = Here::new();
    for (placement, file) in [
        ("shank-left", "shank-treadmill-force/sensor/trial01_running.csv"),
        ("shank-right", "shank-treadmill-force/sensor/trial08_running.csv"),
        ("pelvis", "sacrum-treadmill-force/sensor/trial04_3.33mps_slope+0deg.csv"),
        ("pelvis", "sacrum-treadmill-force/shimmer_export_no_truth.csv"),
        ("pelvis-left", "outdoor-run-hip/left_hip.csv"),
        ("foot-left", "foot-lost-packets/foot_app_export.csv"),
        ("pelvis", "clipped-low-rate/GT3X_30hz_3g.csv"),
        ("wrist-left", "clipped-low-rate/GT9X_wrist_80hz_2g.csv"),
        ("foot-left", "markers-treadmill-force/virtual_imu_foot_left_240hz.csv"),
    ] {
        let (status, text) = analyze(&here, &data, placement, file, &["--slope", "-1.5", "--speed", "3"]);
        assert_eq!(status, Some(0), "{file}");
        let answer = text.split("\n\n").next().unwrap_or_default();
        // How much was checked, and three lines at most.
        assert!(answer.lines().count() <= 4, "{file}: {answer}");
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{file}: {line}");
        }
    }
}

#[test]
fn walking_is_status_4_without_a_metric() {
    let Some(data) = recordings() else { return };
    let here = Here::new();
    for trial in ["05", "17"] {
        let file = format!("shank-treadmill-force/sensor/trial{trial}_walking.csv");
        let (status, text) = analyze(&here, &data, "shank-left", &file, &["--json", "a.json"]);
        assert_eq!((status, text.as_str()), (Some(4), ""), "{file}");
    }
    assert!(here.names().is_empty(), "{:?}", here.names());
}

#[test]
fn validate_finds_the_contacts_of_the_force_plate() {
    let Some(data) = recordings() else { return };
    let here = Here::new();
    let truth = data.join("shank-treadmill-force/truth_contacts.csv").display().to_string();
    for (trial, contacts) in [("trial01_running", 20), ("trial08_running", 25), ("trial13_running", 7)] {
        let file = format!("shank-treadmill-force/sensor/{trial}.csv");
        let (status, _) = analyze(&here, &data, "shank-left", &file, &["--contacts", "c.csv"]);
        assert_eq!(status, Some(0), "{trial}");
        let words =
            ["validate", "--contacts", "c.csv", "--truth", &truth, "--trial", trial, "--format", "json"];
        let out = here.run(&words);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
        let all = &tree["groups"][0];
        assert_eq!(all["truth"], contacts, "{trial}");
        // All but one of the 52 contacts are to be found.
        assert!(all["found"].as_u64().is_some_and(|n| n + 1 >= contacts), "{trial}: {all}");
        assert_eq!(all["extra"].as_array().map(Vec::len), Some(0), "{trial}");
    }
}
