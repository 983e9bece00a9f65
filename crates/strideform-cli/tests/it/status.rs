//! Every exit status and what it says.

use crate::common::{Here, stderr, stdout, still};

fn fails(here: &Here, words: &[&str], status: i32, parts: &[&str]) -> String {
    let before = here.names();
    let out = here.run(words);
    let message = stderr(&out);
    assert_eq!(out.status.code(), Some(status), "{words:?}: {message}");
    assert_eq!(stdout(&out), "", "{words:?}: standard output carries results only");
    for part in parts {
        assert!(message.contains(part), "{words:?}: `{part}` is not in: {message}");
    }
    assert!(!message.contains('\u{1b}'), "no colour in a pipe: {message:?}");
    assert_eq!(here.names(), before, "{words:?}: nothing is left behind");
    message
}

#[test]
fn status_0_for_help_version_and_results() {
    let here = Here::new();
    for words in
        [&["--help"][..], &["--version"], &["analyze", "--help"], &["metrics"], &["methods"], &["faults"]]
    {
        let out = here.run(words);
        assert_eq!(out.status.code(), Some(0), "{words:?}");
        let text = stdout(&out);
        assert!(!text.is_empty(), "{words:?}");
        for line in text.lines() {
            assert!(line.chars().count() <= 80, "{words:?}: {line}");
        }
    }
}

#[test]
fn status_2_for_a_wrong_command_line() {
    let here = Here::new();
    here.file("run.csv", still()).file("other.csv", still());
    fails(&here, &[], 2, &["Usage"]);
    fails(&here, &["analyse", "run.csv"], 2, &["analyse"]);
    fails(&here, &["analyze"], 2, &["INPUT"]);
    fails(&here, &["analyze", "run.csv", "--placement", "knee"], 2, &["knee", "shank-left"]);
    fails(&here, &["analyze", "run.csv", "--mass", "heavy"], 2, &["--mass", "not a number"]);
    fails(&here, &["analyze", "run.csv", "--speed", "-3"], 2, &["--speed"]);
    fails(&here, &["analyze", "run.csv", "--speed", "3,5"], 2, &["decimal point"]);
    fails(&here, &["analyze", "run.csv", "--units", "acc=furlong"], 2, &["furlong"]);
    fails(&here, &["analyze", "run.csv", "--columns", "acc=a"], 2, &["acc"]);
    fails(&here, &["analyze", "run.csv", "--method", "contacts"], 2, &["STAGE=ID"]);
    fails(&here, &["analyze", "pelvis=run.csv", "--method", "contacts=magic"], 2, &["magic", "methods"]);
    fails(&here, &["analyze", "pelvis=run.csv", "--strides", "s.txt"], 2, &[".csv or .parquet"]);
    fails(&here, &["analyze", "pelvis=run.csv", "--json", "no/a.json"], 2, &["does not exist"]);
    fails(&here, &["analyze", "pelvis=run.csv", "--json", "run.csv"], 2, &["overwrite an input"]);
    fails(&here, &["analyze", "pelvis=run.csv", "--json", "a", "--contacts", "a"], 2, &["same file"]);
    fails(&here, &["analyze", "run.csv", "other.csv", "--placement", "pelvis"], 2, &["single input"]);
    fails(&here, &["analyze", "pelvis=run.csv", "pelvis=run.csv"], 2, &["twice"]);
    fails(&here, &["simulate", "--out", "x", "--fault", "limp=3"], 2, &["limp", "hip-drop"]);
    fails(&here, &["simulate", "--out", "x", "--speed", "20"], 2, &["physically impossible"]);
}

#[test]
fn status_3_names_file_line_column_and_remedy() {
    let here = Here::new();
    let mut bad = still();
    bad = bad.replacen("0.03,0.001,", "0.03,oops,", 1);
    here.file("bad.csv", bad)
        .file("empty.csv", "")
        .file("words.csv", "this is no table\nat all\n")
        .file("binary.csv", [0u8, 159, 146, 150, 0, 1, 2, 3])
        .file("one.csv", "time_s,acc_x_g,acc_y_g,acc_z_g\n0,0,0,1\n")
        .file("good.csv", still());
    let message = fails(
        &here,
        &["analyze", "pelvis=bad.csv", "--json", "a.json"],
        3,
        &["bad.csv", "line 5", "column 2", "acc_x_g", "oops", "--skip-bad-rows"],
    );
    let lines: Vec<&str> = message.lines().collect();
    let shown = lines.iter().position(|line| line.contains("0.03,oops,")).expect("the line of the file");
    let cell = lines[shown].find("oops");
    assert_eq!(
        lines.get(shown + 1).and_then(|line| line.find('^')),
        cell,
        "caret under the cell:\n{message}"
    );
    for file in ["missing.csv", "empty.csv", "words.csv", "binary.csv", "one.csv"] {
        fails(&here, &["analyze", &format!("pelvis={file}"), "--contacts", "c.csv"], 3, &[file]);
    }
    // One bad input among good ones: nothing is written.
    fails(&here, &["analyze", "pelvis=good.csv", "foot-left=bad.csv", "--json", "a.json"], 3, &["bad.csv"]);
    fails(&here, &["analyze", "good.csv"], 3, &["good.csv", "--placement"]);
    fails(&here, &["inspect", "pelvis=bad.csv"], 3, &["bad.csv", "line 5"]);
    fails(&here, &["faults", "--faults", "words.csv"], 3, &["words.csv", "line 1"]);
    fails(&here, &["analyze", "pelvis=good.csv", "--faults", "none.toml"], 3, &["none.toml"]);
}

#[test]
fn status_4_when_nobody_runs() {
    let here = Here::new();
    here.file("still.csv", still());
    let outputs = ["--json", "a.json", "--contacts", "c.csv", "--strides", "s.csv"];
    let words: Vec<&str> = ["analyze", "pelvis=still.csv"].into_iter().chain(outputs).collect();
    fails(&here, &words, 4, &["no running detected", "still.csv"]);
}

#[test]
fn one_recording_without_running_is_a_caveat() {
    let here = Here::new();
    here.file("still.csv", still()).virtual_run("run", &["--placement", "shank-left"]);
    let out = here.run(&["analyze", "pelvis=still.csv", "run/shank-left.csv", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    let caveats = tree["recordings"][0]["caveats"].to_string();
    assert!(caveats.contains("no-running"), "{caveats}");
    assert!(tree["metrics"].as_array().is_some_and(|list| !list.is_empty()));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_status_1_and_a_closed_pipe_is_quiet() {
    let here = Here::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let program = assert_cmd::cargo::cargo_bin("strideform");
    let out = std::process::Command::new(&program).arg("metrics").stdout(full).output().expect("it runs");
    assert_eq!(out.status.code(), Some(1));
    assert!(stderr(&out).contains("standard output"));
    let (reader, writer) = std::io::pipe().expect("a pipe");
    drop(reader);
    let out = std::process::Command::new(&program).arg("metrics").stdout(writer).output().expect("it runs");
    assert_eq!((out.status.code(), stderr(&out).as_str()), (Some(0), ""));
    drop(here);
}

#[test]
fn standard_input_is_an_input() {
    let here = Here::new();
    let out = here.command(&["inspect", "pelvis=-"]).write_stdin(still()).output().expect("it runs");
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stdout(&out).contains("1000 rows"), "{}", stdout(&out));
}
