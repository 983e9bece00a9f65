//! `strideform rerun`: a saved analysis is repeated, and what differs is named.

use crate::common::{Here, stderr, stdout};

/// A run, its saved analysis, and the analysis as JSON.
fn saved() -> (Here, serde_json::Value) {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let out = here.run(&["analyze", "run/shank-left.csv", "--speed", "3.1", "--json", "a.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = std::fs::read_to_string(here.path("a.json")).expect("a.json");
    (here, serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn the_provenance_holds_what_repeats_the_analysis() {
    let (_, tree) = saved();
    let made = &tree["provenance"];
    assert_eq!(made["command"], serde_json::json!(["analyze", "run/shank-left.csv", "--speed", "3.1"]));
    assert_eq!(made["parameters"]["shank-two-onsets"]["jerk_cutoff_hz"], 18.0);
    let input = &made["inputs"][0];
    assert_eq!(input["file"], "run/shank-left.csv");
    for hash in [&input["sha256"], &made["rules_sha256"], &made["errors_sha256"]] {
        let hash = hash.as_str().expect("a hash");
        assert!(hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit()), "{hash}");
    }
}

#[test]
fn a_rerun_is_the_same_until_the_input_changes() {
    let (here, mut tree) = saved();
    let out = here.run(&["rerun", "a.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stdout(&out).contains("same inputs, same results"), "{}", stdout(&out));

    // A value that another version would have given.
    let value = tree["metrics"][0]["value"].as_f64().expect("a number");
    tree["metrics"][0]["value"] = (value + 1.0).into();
    std::fs::write(here.path("other.json"), tree.to_string()).expect("written");
    let out = here.run(&["rerun", "other.json"]);
    assert_eq!(out.status.code(), Some(5), "{}", stderr(&out));
    let id = tree["metrics"][0]["id"].as_str().expect("an identifier");
    assert!(stdout(&out).contains(&format!("differs: metrics[{id}].value")), "{}", stdout(&out));

    // The last line is left out of the file.
    let path = here.path("run/shank-left.csv");
    let text = std::fs::read_to_string(&path).expect("the samples");
    let end = text.trim_end().rfind('\n').expect("lines");
    std::fs::write(&path, &text[..=end]).expect("written");
    let out = here.run(&["rerun", "a.json"]);
    assert_eq!(out.status.code(), Some(5), "{}", stderr(&out));
    assert!(stdout(&out).contains("input changed: run/shank-left.csv"), "{}", stdout(&out));
}

#[test]
fn what_cannot_be_repeated_is_refused() {
    let (here, mut tree) = saved();
    for (key, word) in [("command", "cannot be repeated"), ("", "does not say how it was made")] {
        match key {
            "" => drop(tree.as_object_mut().expect("an object").remove("provenance")),
            key => drop(tree["provenance"].as_object_mut().expect("an object").remove(key)),
        }
        std::fs::write(here.path("b.json"), tree.to_string()).expect("written");
        let out = here.run(&["rerun", "b.json"]);
        assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
        assert!(stderr(&out).contains(word), "{}", stderr(&out));
    }
    // A command of another kind in a file that someone else wrote is not run.
    tree["provenance"] = serde_json::json!({"command": ["batch", "run", "--out", "x.csv"]});
    std::fs::write(here.path("b.json"), tree.to_string()).expect("written");
    assert_eq!(here.run(&["rerun", "b.json"]).status.code(), Some(2));
    assert!(!here.path("x.csv").exists());
}
