//! `strideform batch`: inputs, rows, failures, statuses, outputs.

use crate::batch_common::{failures, rows, study};
use crate::common::{Here, stderr, stdout, still};

#[test]
fn every_input_is_one_row_and_every_broken_one_a_failure() {
    let here = study();
    let out = here.run(&[
        "batch",
        "study",
        "--out",
        "runs.csv",
        "--strides",
        "strides.csv",
        "--failures",
        "failures.csv",
    ]);
    let message = stderr(&out);
    assert_eq!((out.status.code(), stdout(&out).as_str()), (Some(0), ""), "{message}");
    assert!(message.contains("3 analysed, 1 without running, 9 failed"), "{message}");
    assert!(message.contains("2 files of other kinds"), "{message}");

    let runs = rows(&here.path("runs.csv"));
    let line = |row: &Vec<String>| row.get(..4).expect("four columns").join(" ");
    let lines: Vec<String> = runs.iter().map(line).collect();
    // Sorted by input; a session is one row with all its sensors.
    assert_eq!(
        lines,
        [
            "study/deep/down/shank-left_1.csv shank-left 0 ",
            "study/pelvis_1.csv.gz pelvis 0 ",
            "study/pelvis_still.csv pelvis 4 no running detected: still 10 s",
            "study/session foot-left+pelvis 0 ",
        ]
    );
    let told = failures(&here.path("failures.csv"));
    let expected = [
        ("study/broken/foot-left_bad.csv", "20", "2", "oops"),
        ("study/broken/lab.csv", "", "", "TS-1"),
        ("study/broken/nowhere.csv", "", "", "placement is not known"),
        ("study/broken/pelvis_binary.csv", "", "", "binary"),
        ("study/broken/pelvis_counts.csv", "", "", "counts"),
        ("study/broken/pelvis_empty.csv", "", "", "empty"),
        ("study/broken/pelvis_torn.csv.gz", "", "", "gzip"),
        ("study/broken/session", "", "", "study/broken/session/gone.csv: there is no such file"),
        ("study/broken/shank-left_words.csv", "1", "", "not a table of samples"),
    ];
    assert_eq!(told.len(), expected.len(), "{told:#?}");
    for (row, (input, line, column, part)) in told.iter().zip(expected) {
        assert_eq!((row[0].as_str(), row[1].as_str(), row[2].as_str()), (input, line, column), "{row:?}");
        assert!(row[3].contains(part) && !row[3].contains('\n') && row[3].len() > 10, "{row:?}");
    }
    let strides = rows(&here.path("strides.csv"));
    let mut of: Vec<&str> = strides.iter().map(|row| row[0].as_str()).collect();
    of.dedup();
    let ran = ["study/deep/down/shank-left_1.csv", "study/pelvis_1.csv.gz", "study/session"];
    assert_eq!(of, ran, "strides stand in the order of the runs");
    assert_eq!(here.names(), ["failures.csv", "runs.csv", "strides.csv", "study"], "nothing else is left");
}

#[test]
fn the_bytes_are_the_same_whatever_the_jobs_and_shards_make_up_the_whole() {
    let here = study();
    for (jobs, name) in [("1", "a"), ("2", "b"), ("7", "c")] {
        let (out, strides) = (format!("{name}.parquet"), format!("{name}-strides.parquet"));
        let failures = format!("{name}.csv");
        let words =
            ["batch", "study", "--out", &out, "--strides", &strides, "--failures", &failures, "--jobs", jobs];
        assert_eq!(here.run(&words).status.code(), Some(0));
    }
    let bytes = |name: &str| std::fs::read(here.path(name)).expect("a file");
    for ending in [".parquet", "-strides.parquet", ".csv"] {
        for other in ["b", "c"] {
            let same = bytes(&format!("a{ending}")) == bytes(&format!("{other}{ending}"));
            assert!(same, "{ending}: one job and {other} differ");
        }
    }

    // A part is decided by the input alone: the rows of all parts are the rows of the whole.
    assert_eq!(here.run(&["batch", "study", "--out", "whole.csv"]).status.code(), Some(0));
    let mut union = Vec::new();
    for part in ["1/3", "2/3", "3/3"] {
        let out = here.run(&["batch", "study", "--out", "part.csv", "--failures", "f.csv", "--shard", part]);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        union.extend(rows(&here.path("part.csv")));
    }
    union.sort();
    let mut whole = rows(&here.path("whole.csv"));
    whole.sort();
    assert_eq!(union, whole);
}

#[test]
fn inputs_are_found_by_list_pattern_and_name_and_count_once() {
    let here = study();
    let inputs = |words: &[&str]| -> Vec<String> {
        let mut all = vec!["batch", "--out", "runs.csv", "--failures", "f.csv"];
        all.extend(words);
        let out = here.command(&all).write_stdin(LIST).output().expect("it runs");
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        rows(&here.path("runs.csv"))
            .iter()
            .chain(&failures(&here.path("f.csv")))
            .map(|r| r[0].clone())
            .collect()
    };
    const LIST: &str = "study/pelvis_still.csv\r\n\npelvis=study/broken/nowhere.csv\nstudy/gone.csv\n-\nstudy/a[.csv\nstudy/b*.csv\n";
    let listed = inputs(&["--list", "-"]);
    assert_eq!(
        listed,
        [
            "pelvis=study/broken/nowhere.csv",
            "study/pelvis_still.csv",
            "'-", // no formula for a spreadsheet
            "study/a[.csv",
            "study/b*.csv",
            "study/gone.csv"
        ]
    );
    // A file of a session stands for the session, whichever way it is found.
    let matched = inputs(&["study/*/*left.csv", "study/session", "study/session/session.toml"]);
    assert_eq!(matched, ["study/session"]);
    let found = inputs(&["study/*1.csv.gz", "./study/pelvis_1.csv.gz"]);
    assert_eq!(found, ["./study/pelvis_1.csv.gz"]);
    assert_eq!(inputs(&["study/**/shank-left_1.csv"]), ["study/deep/down/shank-left_1.csv"]);
    // An output within the folder is no input, now and later.
    for _ in 0..2 {
        let out = here.run(&["batch", "study/deep", "--out", "study/deep/runs.csv"]);
        assert!(stderr(&out).contains("1 analysed, 0 without running, 0 failed"), "{}", stderr(&out));
    }
    let broken = here.run(&["batch", "study/broken", "--out", "runs.csv"]);
    assert_eq!(broken.status.code(), Some(0), "a batch of failures ends 0");
    assert!(stderr(&broken).contains("skipped: study/broken/foot-left_bad.csv, line 20, column 2: `oops`"));
}

#[test]
fn what_cannot_be_is_refused_before_any_work() {
    let here = Here::new();
    here.file("pelvis.csv", still()).file("note.json", "{}");
    std::fs::create_dir(here.path("bare")).expect("a folder");
    for (words, status, part) in [
        (vec!["batch", "--out", "a.csv"], 2, "ROOT"),
        (vec!["batch", "pelvis.csv"], 2, "--out"),
        (vec!["batch", "pelvis.csv", "--out", "a.xls"], 2, ".parquet"),
        (vec!["batch", "pelvis.csv", "--out", "a.csv", "--strides", "b.json"], 2, "--strides"),
        (vec!["batch", "pelvis.csv", "--out", "a.csv", "--failures", "b.txt"], 2, ".csv"),
        (vec!["batch", "pelvis.csv", "--out", "pelvis.csv"], 2, "overwrite an input"),
        (vec!["batch", ".", "--out", "a.csv", "--strides", "./a.csv"], 2, "same file"),
        (vec!["batch", "pelvis.csv", "--out", "no/a.csv"], 2, "does not exist"),
        (vec!["batch", "pelvis.csv", "--out", "a.csv", "--jobs", "0"], 2, "--jobs"),
        (vec!["batch", "pelvis.csv", "--out", "a.csv", "--shard", "3/2"], 2, "I/N"),
        (vec!["batch", "pelvis.csv", "--out", "a.csv", "--method", "contacts=magic"], 2, "magic"),
        (
            vec!["batch", "foot-left=pelvis.csv", "foot-right=pelvis.csv", "--out", "a.csv"],
            2,
            "two placements",
        ),
        (vec!["batch", "-", "--out", "a.csv"], 2, "--list -"),
        (vec!["batch", "gone", "--out", "a.csv"], 3, "no such file or folder"),
        (vec!["batch", "*.fit", "--out", "a.csv"], 3, "pattern"),
        (vec!["batch", "bare", "--out", "a.csv"], 3, "no recording was found"),
        (vec!["batch", "pelvis.csv", "--list", "gone", "--out", "a.csv"], 3, "gone"),
        (vec!["batch", "pelvis.csv", "--faults", "note.json", "--out", "a.csv"], 3, "note.json"),
    ] {
        let out = here.run(&words);
        let message = stderr(&out);
        assert_eq!(out.status.code(), Some(status), "{words:?}: {message}");
        assert!(message.contains(part), "{words:?}: `{part}` is not in: {message}");
        assert_eq!(here.names(), ["bare", "note.json", "pelvis.csv"], "{words:?}");
    }
}

#[test]
fn the_options_of_reading_and_of_the_run_hold_for_every_input() {
    let here = study();
    let words =
        ["batch", "study/broken", "--out", "runs.csv", "--failures", "f.csv", "--placement", "pelvis"];
    let more = ["--skip-bad-rows", "--method", "contacts=pelvis-auvinet-2002", "--speed", "3"];
    let words: Vec<&str> = words.into_iter().chain(more).collect();
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let runs = rows(&here.path("runs.csv"));
    let of =
        |input: &str| runs.iter().find(|row| row[0] == input).map(|row| (row[1].clone(), row[2].clone()));
    assert_eq!(of("study/broken/nowhere.csv"), Some(("pelvis".into(), "0".into())));
    // A name that says otherwise is not overridden for a whole folder.
    assert_eq!(of("study/broken/foot-left_bad.csv"), None);
    let listed = failures(&here.path("f.csv"));
    let row = listed.iter().find(|row| row[0].ends_with("foot-left_bad.csv")).expect("a failure");
    assert!(row[3].contains("foot-left") && row[3].contains("--placement says pelvis"), "{row:?}");
    let words = ["batch", "study/broken/foot-left_bad.csv", "--out", "one.csv", "--skip-bad-rows"];
    let out = here.run(&words);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let one = rows(&here.path("one.csv"));
    assert_eq!(one[0][1].as_str(), "foot-left", "the bad row is left out");
}
