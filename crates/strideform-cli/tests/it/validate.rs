//! `validate` and `inspect` on files small enough to check by hand.

use crate::common::{Here, stderr, stdout, still};

const FOUND: &str = "\
side,initial_contact_s,toe_off_s,contact_time_s,flight_time_s,valid,reason,placement
left,0.004,0.258,0.254,,true,,foot-left
right,0.353,0.602,0.249,,true,,foot-right
left,0.705,0.949,0.244,,true,,foot-left
right,1.056,,,,true,no toe-off,foot-right
left,1.401,1.655,0.254,,false,edge,foot-left
";

const TRUTH: &str = "\
trial,foot,contact_on_s,contact_off_s
a,left,0.000,0.250
a,right,0.350,0.600
a,left,0.700,0.950
a,right,1.050,1.300
a,left,1.400,1.650
a,right,1.750,2.000
b,left,0.100,0.300
";

#[test]
fn agreement_of_a_small_table() {
    let here = Here::new();
    here.file("c.csv", FOUND).file("t.csv", TRUTH);
    let words = ["validate", "--contacts", "c.csv", "--truth", "t.csv"];
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(3), "two trials need a choice");
    assert!(stderr(&out).contains("--trial: a, b"), "{}", stderr(&out));
    let out = here.run(&[&words[..], &["--trial", "a", "--json", "v.json"]].concat());
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    insta::assert_snapshot!(stdout(&out));
    let json = std::fs::read_to_string(here.path("v.json")).expect("v.json");
    let tree: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(tree["schema"], "strideform.agreement/1");
    let all = &tree["groups"][2];
    assert_eq!(
        (all["side"].as_str(), all["truth"].as_u64(), all["found"].as_u64()),
        (Some("all"), Some(6), Some(4))
    );
    // Errors of the four valid contacts: 4, 3, 5, 6 ms.
    let bias = all["quantities"][0]["bias"].as_f64().expect("a number");
    assert!((bias - 0.0045).abs() < 1e-12, "{bias}"); // rounding only
}

#[test]
fn several_trials_are_compared_together() {
    let here = Here::new();
    let table = |by: &[(&str, f64)], shift: bool| {
        let mut text = String::from("trial,initial_contact_s,toe_off_s\n");
        for (trial, off) in by {
            let off = if shift { *off } else { 0.0 };
            for i in 0..8 {
                let t = 0.35 * f64::from(i);
                text += &format!("{trial},{:.4},{:.4}\n", t + off, t + 0.25 - off);
            }
        }
        text
    };
    let trials = [("a", 0.004), ("b", 0.010), ("c", -0.002)];
    here.file("c.csv", table(&trials, true)).file("t.csv", table(&trials[..2], false));
    let out = here.run(&["validate", "--contacts", "c.csv", "--truth", "t.csv", "--json", "v.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    insta::assert_snapshot!(stdout(&out));
    let json = std::fs::read_to_string(here.path("v.json")).expect("v.json");
    let tree: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(tree["schema"], "strideform.agreement-of-trials/1");
    assert_eq!(tree["only_in_one"][0], "c");
    let time = &tree["pooled"][2];
    assert_eq!((time["trials"].as_u64(), time["n"].as_u64()), (Some(2), Some(16)));
    // Contact 8 and 20 ms short: the mean of two trials, 14 ms, with Student's 12.7 for one degree of freedom.
    let near = |value: &serde_json::Value, want: f64| (value.as_f64().expect("a number") - want).abs() < 1e-6;
    assert!(
        near(&time["bias"], -0.014) && near(&time["bias_interval"][0], -0.014 - 12.706_205 * 0.006),
        "{time}"
    );
    let one = here.run(&["validate", "--contacts", "c.csv", "--truth", "t.csv", "--trial", "a"]);
    assert!(stdout(&one).contains("8 of 8 found"), "{}", stdout(&one));
}

#[test]
fn a_bad_cell_and_a_bad_header_are_shown() {
    let here = Here::new();
    here.file("c.csv", FOUND).file("t.csv", TRUTH.replace("0.600", "0.6oo")).file("h.csv", "a,b\n1,2\n");
    let out = here.run(&["validate", "--contacts", "c.csv", "--truth", "t.csv", "--trial", "a"]);
    assert_eq!(out.status.code(), Some(3));
    insta::assert_snapshot!(stderr(&out));
    let out = here.run(&["validate", "--contacts", "c.csv", "--truth", "h.csv"]);
    assert_eq!(out.status.code(), Some(3));
    assert!(stderr(&out).contains("initial_contact_s"), "{}", stderr(&out));
    let out = here.run(&["validate", "--contacts", "no.csv", "--truth", "h.csv"]);
    assert_eq!(out.status.code(), Some(3));
}

#[test]
fn inspect_shows_what_was_understood_without_a_placement() {
    let here = Here::new();
    here.file("lying.csv", still());
    let out = here.run(&["inspect", "lying.csv"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out);
    for part in ["placement  unknown", "100.00 Hz", "still", "--units", "delimiter"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let out = here.run(&["inspect", "pelvis=lying.csv", "--format", "json"]);
    let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    assert_eq!(tree["schema"], "strideform.inspection/1");
    assert_eq!(tree["recordings"][0]["placement"], "pelvis");
    assert_eq!(tree["recordings"][0]["samples"], 1000);
}

#[test]
fn several_sensors_in_one_file_are_listed() {
    let here = Here::new();
    let mut text = String::from("time_s,LF_acc_x,LF_acc_y,LF_acc_z,RF_acc_x,RF_acc_y,RF_acc_z\n");
    for i in 0..300 {
        text += &format!("{:.2},0.1,0.2,9.8,0.1,{:.2},9.7\n", f64::from(i) / 100.0, 0.01 * f64::from(i % 2));
    }
    here.file("both.csv", text);
    let out = here.run(&["inspect", "both.csv"]);
    if out.status.code() == Some(0) {
        assert!(stdout(&out).contains("both.csv#"), "{}", stdout(&out));
    } else {
        assert_eq!(out.status.code(), Some(3));
    }
}

#[test]
fn completions_come_for_every_shell() {
    let here = Here::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let out = here.run(&["completions", shell]);
        assert_eq!(out.status.code(), Some(0), "{shell}");
        assert!(stdout(&out).contains("strideform"), "{shell}");
    }
}

#[test]
fn golden_texts() {
    let here = Here::new();
    here.file("lying.csv", still());
    insta::assert_snapshot!("help", stdout(&here.run(&["--help"])));
    insta::assert_snapshot!("help_analyze", stdout(&here.run(&["analyze", "--help"])));
    insta::assert_snapshot!("inspect", stdout(&here.run(&["inspect", "pelvis=lying.csv"])));
    insta::assert_snapshot!("no_running", stderr(&here.run(&["analyze", "pelvis=lying.csv"])));
    insta::assert_snapshot!("no_such_file", stderr(&here.run(&["analyze", "pelvis=missing.csv"])));
}
