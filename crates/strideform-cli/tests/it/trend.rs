//! `trend` on the command line.

use crate::common::{Here, stderr, stdout};

/// A table of activities: ten kilometres every third day of April 2024, then fifteen on 1 May; a ride between.
fn activities() -> String {
    let mut text = String::from(
        "Activity Type,Date,Title,Distance,Time,Avg Run Cadence,Avg Ground Contact Time,Avg Stride Length\n",
    );
    for k in 0..10 {
        text +=
            &format!("Running,2024-04-{:02} 07:00:00,Easy,10.00,00:55:33,168,{},1.07\n", 1 + 3 * k, 250 + k);
    }
    text += "Cycling,2024-04-20 07:00:00,Ride,60.00,02:00:00,,,\n";
    text += "Running,2024-05-01 07:00:00,Long,15.00,01:23:20,168,260,1.07\n";
    text
}

fn tree(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn a_table_of_activities_shows_the_spike_and_the_weeks() {
    let here = Here::new();
    here.file("Activities.csv", activities());
    let out = here.run(&["trend", "Activities.csv", "--json", "t.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out);
    for part in [
        "present, marked",
        "1.50 times",
        "2024-W14",
        "11 runs, 2024-04-01 to 2024-05-01",
        "2024-05-01: 15.0 km",
    ] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let tree = tree(&std::fs::read_to_string(here.path("t.json")).expect("json"));
    assert_eq!(tree["schema"], "strideform.trend/1");
    let sessions = tree["sessions"].as_array().expect("sessions");
    // The ride is no running session.
    assert_eq!(sessions.len(), 11);
    assert_eq!(sessions[0]["started"], "2024-04-01T07:00:00");
    assert_eq!(sessions[0]["distance_m"], 10_000.0);
    assert_eq!(sessions[0]["metrics"]["cadence"], 168.0);
    let weeks = tree["weeks"].as_array().expect("weeks");
    assert_eq!((weeks.len(), weeks[0]["week"].as_str()), (5, Some("2024-W14")));
    assert_eq!(tree["findings"][0]["fault"], "load-spike");
    assert_eq!(tree["findings"][0]["status"], "present");
}

#[test]
fn folders_sessions_and_saved_analyses_stand_together_and_a_bad_file_costs_one_line() {
    let here = Here::new();
    std::fs::create_dir(here.path("log")).expect("a folder");
    here.file("log/Activities.csv", activities());
    here.file("log/broken.csv", "a,b\n1,x\n").file("log/truth.json", "{\"schema\": \"other/1\"}");
    here.virtual_run("log/virtual", &["--placement", "pelvis"]);
    let out = here.run(&["analyze", "log/virtual", "--json", "saved.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let out = here.run(&["trend", "log", "saved.json", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let lines: Vec<String> = stderr(&out).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(lines.iter().all(|l| l.starts_with("skipped: ")), "{lines:#?}");
    let tree = tree(&stdout(&out));
    assert_eq!(tree["sessions"].as_array().map(Vec::len), Some(11));
    // A virtual run has no start: the session and its saved analysis stand aside.
    assert_eq!(tree["undated"].as_array().map(Vec::len), Some(2));
    assert!(tree["caveats"].to_string().contains("no start time"), "{}", tree["caveats"]);
}

#[test]
fn nothing_read_is_three_and_nobody_running_is_four() {
    let here = Here::new();
    here.file("bad.json", "{").file("broken.csv", "a,b\n1,x\n").file("still.csv", crate::common::still());
    let rides = "Activity Type,Date,Title,Distance,Time,Avg Run Cadence\nCycling,2024-04-20 07:00:00,R,60.0,02:00:00,\n";
    here.file("rides.csv", rides);
    for (inputs, status) in [
        (vec!["missing.csv"], 3),
        (vec!["bad.json", "broken.csv"], 3),
        (vec!["rides.csv"], 4),
        (vec!["bad.json", "rides.csv"], 4),
        (vec!["pelvis=still.csv"], 4),
    ] {
        let mut words = vec!["trend"];
        words.extend(&inputs);
        words.extend(["--json", "out.json"]);
        let out = here.run(&words);
        assert_eq!(out.status.code(), Some(status), "{inputs:?}: {}", stderr(&out));
        assert!(stdout(&out).is_empty() && !stderr(&out).is_empty());
    }
    assert!(!here.path("out.json").exists());
    assert_eq!(here.run(&["trend"]).status.code(), Some(2));
    assert_eq!(here.run(&["trend", "rides.csv", "--json", "rides.csv"]).status.code(), Some(2));
}

/// The run that ships with the repository, begun on 1 May 2024, against logs of shorter and of longer runs.
#[test]
fn a_log_beside_an_analysis_judges_its_load() {
    let here = Here::new();
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/sessions/easy-run");
    std::fs::create_dir(here.path("run")).expect("a folder");
    for entry in std::fs::read_dir(from).expect("session").flatten() {
        std::fs::copy(entry.path(), here.path("run").join(entry.file_name())).expect("copied");
    }
    let april: String =
        activities().lines().filter(|l| !l.contains("Long")).map(|l| format!("{l}\n")).collect();
    // A rise is judged from a log of 30 days or more only.
    let march = april.lines().nth(1).expect("a run").replace("2024-04-", "2024-03-");
    let april = format!("{april}{march}\n");
    // 50 m in 17 s, as the time and the length of the steps say too.
    here.file("short.csv", april.replace("10.00,00:55:33", "0.05,00:00:17"));
    here.file("long.csv", april);
    let session = std::fs::read_to_string(here.path("run/session.toml")).expect("session.toml");
    // Without its start no run can be put into a log.
    let out = here.run(&["analyze", "run", "--log", "short.csv"]);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    here.file("run/session.toml", session.replace("[run]", "[run]\nstarted = 2024-05-01T09:00:00Z"));
    for (log, status) in [("short.csv", "present"), ("long.csv", "absent")] {
        let out = here.run(&["analyze", "run", "--log", log, "--format", "json"]);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        let tree = tree(&stdout(&out));
        let findings = tree["findings"].as_array().expect("findings");
        let spike = findings.iter().find(|f| f["fault"] == "load-spike").expect("load-spike");
        assert_eq!(spike["status"], status, "{spike}");
    }
    let out = here.run(&["analyze", "run", "--log", "nowhere.csv"]);
    assert_eq!(out.status.code(), Some(3), "{}", stderr(&out));
}
