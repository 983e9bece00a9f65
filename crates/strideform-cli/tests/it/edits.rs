//! Corrections by hand: `--edits FILE` and `[edits]` of `session.toml`.

use crate::common::{Here, stderr, stdout};

const EDITS: &str = "version = 1\nexclude = [{ from_s = 8.0, to_s = 11.0, why = \"traffic light\" }]\nswap_sides = [\"shank\"]\n";

fn shanks() -> Here {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shanks"]);
    here
}

fn analysis(here: &Here, words: &[&str]) -> serde_json::Value {
    let out = here.run(&[&["analyze", "run", "--format", "json"], words].concat());
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let mut analysis: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    // The command and the files that were read differ by intent.
    analysis.as_object_mut().expect("an object").remove("provenance");
    analysis
}

#[test]
fn a_file_of_edits_and_a_table_of_the_session_do_the_same() {
    let here = shanks();
    here.file("edits.toml", EDITS);
    let by_file = analysis(&here, &["--edits", "edits.toml"]);
    assert_eq!(by_file["edits"]["exclude"][0]["why"], "traffic light");
    here.file("edits.json", by_file["edits"].to_string());
    assert_eq!(analysis(&here, &["--edits", "edits.json"]), by_file);
    let described = std::fs::read_to_string(here.path("run/session.toml")).expect("session.toml");
    here.file("run/session.toml", format!("{described}\n[edits]\n{EDITS}"));
    assert_eq!(analysis(&here, &[]), by_file);
    // A file replaces the table.
    here.file("none.toml", "version = 1\n");
    assert!(analysis(&here, &["--edits", "none.toml"]).get("edits").is_none());
}

#[test]
fn reports_say_what_was_edited() {
    let here = shanks();
    here.file("edits.toml", EDITS);
    let out = here.run(&["analyze", "run", "--edits", "edits.toml", "--html", "a.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out).split_whitespace().collect::<Vec<_>>().join(" ");
    let page = std::fs::read_to_string(here.path("a.html")).expect("a.html");
    for shown in [&text, &page] {
        assert!(
            shown.contains(
                "Edited by hand: 0:08–0:11 left out (traffic light); left and right exchanged: shank."
            ),
            "{text}"
        );
    }
    let out = here.run(&["inspect", "run", "--edits", "edits.toml"]);
    let text = stdout(&out).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(text.contains("Edited by hand: 0:08–0:11"), "{text}");
    assert!(text.contains("an edit: placement = { \"shank-left.csv\" = \"shank-right\" }"), "{text}");
}

#[test]
fn edits_that_make_no_sense_are_refused() {
    let here = shanks();
    for (edits, status, words) in [
        ("version = 2\n", 3, "version 2"),
        ("version = 1\nexclud = []\n", 3, "exclud"),
        ("version = 1\nexclude = [{ from_s = 5, to_s = 4 }]\n", 3, "ends before it begins"),
        ("{\"version\": 1, \"moved\": [{\"at_s\": 3}]}", 3, "to_s"),
        ("version = 1\nswap_sides = [\"pelvis\"]\n", 2, "pelvis"),
    ] {
        here.file("edits.toml", edits);
        let out = here.run(&["analyze", "run", "--edits", "edits.toml"]);
        let message = stderr(&out);
        assert_eq!(out.status.code(), Some(status), "{edits}: {message}");
        assert!(message.contains(words), "{edits}: {message}");
    }
    let out = here.run(&["analyze", "run", "--edits", "gone.toml"]);
    assert_eq!(out.status.code(), Some(3), "{}", stderr(&out));
}
