//! What people have and write: bare folders, their own units, saved analyses, lists of runners.

use serde_json::Value;

use crate::common::{Here, stderr, stdout, still};

fn json(here: &Here, words: &[&str]) -> Value {
    let out = here.run(words);
    assert_eq!(out.status.code(), Some(0), "{words:?}: {}", stderr(&out));
    serde_json::from_str(&stdout(&out)).expect("JSON")
}

#[test]
fn speed_mass_and_height_in_the_units_of_people() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shanks", "--speed", "5:33"]);
    let of = |more: &[&str]| {
        let mut words = vec!["analyze", "run", "--format", "json"];
        words.extend(more);
        json(&here, &words)
    };
    assert!((of(&[])["run"]["speed_mps"].as_f64().expect("speed") - 1000.0 / 333.0).abs() < 1e-6);
    let metric = of(&["--speed", "12km/h", "--mass", "70kg", "--height", "175"]);
    let same = of(&["--speed", "5:00", "--mass", "70", "--height", "1.75"]);
    assert_eq!(metric, same);
    let imperial = of(&["--speed", "8:55/mi", "--mass", "154lb", "--height", "5'9\""]);
    assert!((imperial["runner"]["height_cm"].as_f64().expect("height") - 175.26).abs() < 1e-9);
    assert!((imperial["runner"]["mass_kg"].as_f64().expect("mass") - 69.853).abs() < 1e-3);
    let out = here.run(&["analyze", "run", "--speed", "14.4"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(stderr(&out).contains("12km/h"), "{}", stderr(&out));
}

#[test]
fn a_folder_of_placed_files_is_a_session_and_a_saved_analysis_is_rendered() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shanks", "--placement", "pelvis"]);
    std::fs::create_dir(here.path("bare")).expect("a folder");
    for (from, to) in [
        ("shank-left", "A17_left_shank_R01"),
        ("shank-right", "A17_right_shank_R01"),
        ("pelvis", "A17_lower_back_L5_R01"),
    ] {
        std::fs::copy(here.path(&format!("run/{from}.csv")), here.path(&format!("bare/{to}.csv")))
            .expect("copied");
    }
    let out = here.run(&["analyze", "bare", "--json", "a.json", "--html", "a.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = std::fs::read_to_string(here.path("a.json")).expect("JSON");
    let tree: Value = serde_json::from_str(&text).expect("JSON");
    let placements: Vec<&str> =
        tree["recordings"].as_array().expect("list").iter().filter_map(|r| r["placement"].as_str()).collect();
    assert_eq!(placements, ["shank-left", "pelvis", "shank-right"]);

    // Rendered once more: the same JSON and the same text; the page lacks only what single steps show.
    let again = here.run(&["analyze", "a.json", "--json", "b.json", "--html", "b.html"]);
    assert_eq!(again.status.code(), Some(0), "{}", stderr(&again));
    assert_eq!(std::fs::read_to_string(here.path("b.json")).expect("JSON"), text);
    assert_eq!(stdout(&again), stdout(&out));
    assert!(std::fs::read_to_string(here.path("b.html")).expect("a page").contains("</html>"));
    for (option, value) in [("--contacts", "c.csv"), ("--speed", "3"), ("--strides", "c.csv")] {
        let out = here.run(&["analyze", "a.json", option, value]);
        assert_eq!(out.status.code(), Some(2), "{option}");
        assert!(stderr(&out).contains("saved analysis"), "{}", stderr(&out));
    }
}

#[test]
fn names_in_results_do_not_tell_where_files_are() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "pelvis"]);
    let inside = here.path("run/pelvis.csv");
    let tree = json(&here, &["analyze", &inside.display().to_string(), "--format", "json"]);
    assert_eq!(tree["recordings"][0]["file"], "run/pelvis.csv");
    let other = Here::new();
    let tree = json(&other, &["analyze", &inside.display().to_string(), "--format", "json"]);
    assert_eq!(tree["recordings"][0]["file"], "pelvis.csv");
}

#[test]
fn a_placement_for_a_batch_fills_gaps_and_a_manifest_names_runners() {
    let here = Here::new();
    std::fs::create_dir(here.path("study")).expect("a folder");
    for name in ["export.csv", "left_shank.csv", "left_hip.csv"] {
        here.file(&format!("study/{name}"), still());
    }
    let words = ["batch", "study", "--placement", "shank-left", "--out", "o.csv", "--failures", "f.csv"];
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let runs = std::fs::read_to_string(here.path("o.csv")).expect("a table");
    assert!(runs.contains("study/export.csv") && runs.contains("study/left_shank.csv"), "{runs}");
    let failures = std::fs::read_to_string(here.path("f.csv")).expect("a table");
    assert_eq!(failures.lines().count(), 2, "{failures}");
    assert!(failures.contains("left_hip.csv") && failures.contains("shank-left"), "{failures}");

    let manifest = "file;placement;runner;weight_lb;speed\n\
                    export.csv;pelvis;A17;154;5:00\n\
                    left_shank.csv;;B02;;12 km/h\n\
                    gone.csv;;C03;;\n";
    here.file("study/runners.csv", manifest);
    let words = ["batch", "--manifest", "study/runners.csv", "--out", "m.csv", "--failures", "g.csv"];
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let runs = std::fs::read_to_string(here.path("m.csv")).expect("a table");
    assert!(runs.contains("pelvis=study/export.csv") && runs.contains("study/left_shank.csv"), "{runs}");
    assert!(std::fs::read_to_string(here.path("g.csv")).expect("a table").contains("gone.csv"));
    here.file("study/runners.csv", "file,mass\nexport.csv,heavy\n");
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(3));
    assert!(stderr(&out).contains("heavy") && stderr(&out).contains("line 2"), "{}", stderr(&out));
}

#[test]
fn nothing_that_a_file_holds_acts_on_the_terminal() {
    let here = Here::new();
    let hostile = "\u{1b}]0;x\u{7}\u{202e}\u{9b}2J";
    here.file("pelvis.csv", format!("time_s,acc_x_g,acc_y_g,acc_z_g\n0,1,2,3\n1,{hostile},2,3\n2,1,2,3\n"));
    here.file(&format!("pelvis_{hostile}.csv"), still());
    for words in [
        vec!["inspect".to_owned(), "pelvis.csv".to_owned()],
        vec!["inspect".to_owned(), format!("pelvis_{hostile}.csv")],
        vec!["inspect".to_owned(), format!("pelvis_{hostile}.csv"), "--format".to_owned(), "json".to_owned()],
        vec!["analyze".to_owned(), format!("pelvis_{hostile}.csv")],
        vec!["batch".to_owned(), ".".to_owned(), "--out".to_owned(), "o.csv".to_owned()],
    ] {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let out = here.run(&words);
        for shown in [stdout(&out), stderr(&out)] {
            assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}']), "{words:?}: {shown:?}");
        }
    }
}
