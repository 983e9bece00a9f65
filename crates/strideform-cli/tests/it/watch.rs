//! Watch exports on the command line.

use crate::common::{Here, stderr, stdout};

fn file(name: &str) -> String {
    strideform_testkit::data::testdata().join("exports/watch").join(name).display().to_string()
}

/// Identifier, value and method of every metric.
fn golden(name: &str, more: &[&str]) -> Vec<String> {
    let file = file(name);
    let mut words = vec!["analyze", file.as_str(), "--format", "json"];
    words.extend(more);
    let out = Here::new().run(&words);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    let text = |v: &serde_json::Value| v.as_str().unwrap_or_default().to_owned();
    tree["metrics"]
        .as_array()
        .expect("metrics")
        .iter()
        .map(|m| {
            let value = m["value"].as_f64().expect("a value");
            format!("{} {value:.4} {} n={} {}", text(&m["id"]), text(&m["unit"]), m["n"], text(&m["method"]))
        })
        .collect()
}

#[test]
fn a_fit_file_gives_the_metrics_under_their_names() {
    let derived = "from-cadence-and-contact-time";
    let own = "garmin-running-dynamics";
    assert_eq!(
        golden("dynamics.fit", &[]),
        [
            format!("cadence 169.0000 steps/min n=200 {own}"),
            format!("contact_time 0.2450 s n=200 {own}"),
            format!("flight_time 0.1100 s n=200 {derived}"),
            format!("duty_factor 0.3450 1 n=200 {own}"),
            format!("contact_time_balance 51.3000 % left n=200 {own}"),
            format!("step_length 0.9940 m n=200 {own}"),
            format!("speed 2.8000 m/s n=200 {own}"),
            format!("vertical_oscillation 8.2000 cm n=200 {own}"),
            format!("vertical_ratio 8.2500 % n=200 {own}"),
        ]
    );
}

#[test]
fn a_european_table_gives_the_same_metrics() {
    let lines = golden("activities_european.csv", &[]);
    for line in [
        "cadence 168.0000 steps/min n=1 garmin-running-dynamics",
        "contact_time 0.2510 s n=1 garmin-running-dynamics",
        "contact_time_balance 50.4000 % left n=1 garmin-running-dynamics",
        "step_length 1.0500 m n=1 garmin-running-dynamics",
        "vertical_oscillation 8.8000 cm n=1 garmin-running-dynamics",
    ] {
        assert!(lines.iter().any(|l| l == line), "{line}: {lines:#?}");
    }
}

#[test]
fn other_sports_end_with_four_and_damaged_files_with_three() {
    let here = Here::new();
    let out = here.run(&["analyze", &file("ride.fit"), "--json", "out.json"]);
    assert_eq!(out.status.code(), Some(4));
    assert!(stderr(&out).contains("this is cycling, not running"), "{}", stderr(&out));
    let bytes = std::fs::read(file("dynamics.fit")).expect("fixture");
    here.file("cut.fit", &bytes[..bytes.len() / 2]);
    let out = here.run(&["analyze", "cut.fit", "--json", "out.json"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(stderr(&out).contains("cut.fit") && stderr(&out).contains("truncated"), "{}", stderr(&out));
    assert_eq!(here.names(), ["cut.fit"]);
}

#[test]
fn inspect_shows_what_a_watchs_file_holds() {
    let here = Here::new();
    let out = here.run(&["inspect", &file("activities_miles.csv")]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out);
    for part in ["values computed by the watch", "running", "2024-05-04T06:30:00", "9540 steps", "mile"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let out = here.run(&["inspect", &file("raw_samples.fit"), "--format", "json"]);
    let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    assert_eq!(tree["recordings"][0]["placement"], "wrist-left");
    assert_eq!(tree["recordings"][0]["samples"], 1000);
}
