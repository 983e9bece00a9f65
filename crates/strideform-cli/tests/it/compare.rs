//! `compare` on the command line.

use crate::common::{Here, stderr, stdout};

/// Two virtual runs at 3 m/s: the second with a hip drop of 9° on the left and eight steps a minute more.
fn two() -> Here {
    let here = Here::new();
    here.virtual_run("before", &["--placement", "pelvis"]);
    here.virtual_run("after", &["--placement", "pelvis", "--cadence", "176", "--fault", "hip-drop-left=9"]);
    let out = here.run(&["analyze", "before", "--json", "before.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    here
}

#[test]
fn a_saved_analysis_against_a_session_says_what_changed_on_which_side() {
    let here = two();
    let out = here.run(&["compare", "before.json", "after", "--json", "c.json", "--html", "c.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out);
    for part in
        ["Changed by more than the error", "cadence 168", "left", "The speeds are comparable", "limit"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let tree: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(here.path("c.json")).expect("json")).expect("JSON");
    assert_eq!(tree["schema"], "strideform.compare/1");
    let of = |id: &str| {
        let list = tree["metrics"].as_array().expect("metrics");
        list.iter().find(|m| m["id"] == id).unwrap_or_else(|| panic!("{id}")).clone()
    };
    assert_eq!(of("cadence")["verdict"], "increased");
    assert_eq!(of("cadence")["model"], "same-method");
    // Built in: 9° against 5°; the limit is near 3°.
    assert_eq!(of("pelvic_drop_excursion")["left"]["verdict"], "increased");
    assert_eq!(of("pelvic_drop_excursion")["right"]["verdict"], "within-error");
    let page = std::fs::read_to_string(here.path("c.html")).expect("page");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("role=\"img\""), "a page with its picture");
    for never in ["<script", "http:", "https:"] {
        assert!(!page.contains(never), "{never}");
    }
}

#[test]
fn a_run_against_itself_changes_nothing() {
    let here = two();
    let out = here.run(&["compare", "before.json", "before"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stdout(&out).starts_with("Nothing changed by more than the error"), "{}", stdout(&out));
    let json = here.run(&["compare", "before.json", "before", "--format", "json"]);
    let tree: serde_json::Value = serde_json::from_str(&stdout(&json)).expect("JSON");
    // The JSON reader may miss the last bit of a double: 1e-15 of the value.
    for metric in tree["metrics"].as_array().expect("metrics") {
        let (change, value) = (metric["change"].as_f64(), metric["before"].as_f64());
        assert!(change.zip(value).is_some_and(|(c, v)| c.abs() <= 1e-15 * v.abs()), "{metric}");
    }
}

#[test]
fn inputs_that_cannot_be_compared_end_with_their_status() {
    let here = Here::new();
    here.file("still.csv", crate::common::still())
        .file("bad.json", "{\"schema\":")
        .file("other.json", "{\"schema\": \"strideform.trend/1\"}");
    here.virtual_run("run", &["--placement", "pelvis"]);
    for (before, after, status, word) in [
        ("bad.json", "run", 3, "bad.json, line 1"),
        ("other.json", "run", 3, "strideform.trend/1"),
        ("run", "missing.csv", 3, "missing.csv"),
        ("run", "pelvis=still.csv", 4, "no running detected"),
    ] {
        let out = here.run(&["compare", before, after, "--json", "out.json"]);
        assert_eq!(out.status.code(), Some(status), "{before} {after}: {}", stderr(&out));
        assert!(stderr(&out).contains(word) && stdout(&out).is_empty(), "{word}: {}", stderr(&out));
    }
    assert_eq!(here.run(&["compare", "run"]).status.code(), Some(2));
    assert_eq!(here.run(&["compare", "run", "run", "--json", "run/session.toml"]).status.code(), Some(2));
    assert!(!here.path("out.json").exists());
}
