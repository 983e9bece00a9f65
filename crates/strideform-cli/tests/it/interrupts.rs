//! Ctrl-C, a request to end, a full disk, a folder that takes no file, a closed pipe: no half file, the right status.
#![cfg(target_os = "linux")]

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::common::{Here, stderr};

fn program() -> std::path::PathBuf {
    assert_cmd::cargo::cargo_bin("strideform")
}

/// A child whose signals are not ignored, whoever runs the tests.
fn start(here: &Here, words: &[&str]) -> Child {
    Command::new("env")
        .arg("--default-signal=INT,TERM,HUP")
        .arg(program())
        .args(words)
        .current_dir(here.path(""))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts")
}

fn signal(child: &Child, name: &str) {
    let kill = format!("kill -{name} {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("sh").success());
}

/// Status, and what was said.
fn end(mut child: Child) -> (Option<i32>, String) {
    let until = Instant::now() + Duration::from_secs(60);
    let status = loop {
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        if Instant::now() > until {
            let _ = child.kill();
            panic!("it does not end");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut said = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
    (status.code(), said)
}

/// Waits until a name shows up in the folder.
fn until(here: &Here, what: &str, found: impl Fn(&str) -> bool) {
    let began = Instant::now();
    while !here.names().iter().any(|name| found(name)) {
        assert!(began.elapsed() < Duration::from_secs(60), "{what} never came");
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn pipe(here: &Here, name: &str) {
    assert!(Command::new("mkfifo").arg(here.path(name)).status().expect("mkfifo").success());
}

const SIGNALS: [&str; 3] = ["INT", "TERM", "HUP"];

#[test]
fn interrupted_while_reading_nothing_is_there() {
    for name in SIGNALS {
        let here = Here::new();
        pipe(&here, "endless.csv");
        let child = start(&here, &["analyze", "pelvis=endless.csv", "--json", "a.json"]);
        // The other end is open as soon as the reader waits there.
        let end_of_pipe = std::fs::OpenOptions::new().write(true).open(here.path("endless.csv"));
        signal(&child, name);
        assert_eq!(end(child).0, Some(130), "{name}");
        drop(end_of_pipe);
        assert_eq!(here.names(), ["endless.csv"], "{name}");
    }
}

/// The second output is a pipe that nobody reads: the first is complete beside its place by then, but has not replaced
/// what was there.
#[test]
fn interrupted_while_writing_the_old_files_stand() {
    for (name, command) in SIGNALS.iter().zip(["analyze", "compare", "analyze"]) {
        let here = Here::new();
        here.virtual_run("run", &["--placement", "shank-left"]);
        here.file("a.json", "old");
        pipe(&here, "unread");
        let mut words = vec![command, "run"];
        if command == "compare" {
            words.push("run");
        }
        words.extend(["--json", "a.json", "--html", "unread"]);
        let child = start(&here, &words);
        until(&here, "a temporary file", |name| name.starts_with(".strideform-"));
        signal(&child, name);
        assert_eq!(end(child).0, Some(130), "{name}");
        assert_eq!(here.names(), ["a.json", "run", "unread"], "{name}");
        assert_eq!(std::fs::read(here.path("a.json")).expect("a file"), b"old", "{name}");
    }
}

#[test]
fn an_interrupted_simulation_leaves_no_folder() {
    for name in SIGNALS {
        let here = Here::new();
        let child = start(&here, &["simulate", "--out", "run", "--seconds", "600"]);
        until(&here, "a temporary folder", |name| name.starts_with(".strideform-"));
        signal(&child, name);
        assert_eq!(end(child).0, Some(130), "{name}");
        assert_eq!(here.names(), [""; 0], "{name}");
    }
}

#[test]
fn an_interrupted_batch_says_how_to_go_on() {
    for name in SIGNALS {
        let here = Here::new();
        here.virtual_run("study", &["--placement", "shank-left"]);
        // Nobody writes into the pipe: the job hangs there, with the other run finished.
        pipe(&here, "pelvis.csv");
        let child = start(
            &here,
            &[
                "batch",
                "study",
                "pelvis=pelvis.csv",
                "--out",
                "runs.csv",
                "--jobs",
                "2",
                "--failures",
                "f.csv",
            ],
        );
        let journal = here.path(".runs.csv.journal/journal.jsonl");
        let began = Instant::now();
        while std::fs::read(&journal).map_or(0, |b| b.split_inclusive(|b| *b == b'\n').count()) < 2 {
            assert!(began.elapsed() < Duration::from_secs(60), "nothing is finished");
            std::thread::sleep(Duration::from_millis(5));
        }
        signal(&child, name);
        let (status, said) = end(child);
        assert_eq!(status, Some(130), "{said}");
        assert!(said.contains("--resume"), "{said}");
        assert_eq!(here.names(), [".runs.csv.journal", "pelvis.csv", "study"], "{name}");
    }
}

/// Whether a process handles a signal, and whether it ignores it, as Linux tells.
fn dispositions(child: &Child, number: u32) -> (bool, bool) {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).expect("it is alive");
    let bit = |name: &str| {
        let mask = status.lines().find_map(|line| line.strip_prefix(name)).expect("a mask").trim();
        u64::from_str_radix(mask, 16).expect("hexadecimal") >> (number - 1) & 1 == 1
    };
    (bit("SigCgt:"), bit("SigIgn:"))
}

/// `nohup` ignores one signal, a shell's background job another: each signal is handled, or ignored, by itself.
#[test]
fn an_ignored_signal_stays_ignored_and_the_others_are_handled() {
    let numbers = [2, 15, 1];
    for mask in 0..8_usize {
        let ignored = |i: usize| mask >> i & 1 == 1;
        let named = |wanted: bool| -> Vec<&str> {
            (0..3).filter(|i| ignored(*i) == wanted).map(|i| SIGNALS[i]).collect()
        };
        for (i, name) in SIGNALS.iter().enumerate() {
            let here = Here::new();
            here.virtual_run("run", &["--placement", "shank-left"]);
            here.file("a.json", "old");
            pipe(&here, "unread");
            let mut command = Command::new("env");
            for (option, names) in [("ignore", named(true)), ("default", named(false))] {
                if !names.is_empty() {
                    command.arg(format!("--{option}-signal={}", names.join(",")));
                }
            }
            let words = ["analyze", "run", "--json", "a.json", "--html", "unread"];
            command.arg(program()).args(words).current_dir(here.path(""));
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
            let child = command.spawn().expect("it starts");
            until(&here, "a temporary file", |name| name.starts_with(".strideform-"));
            for (i, number) in numbers.iter().enumerate() {
                assert_eq!(dispositions(&child, *number), (!ignored(i), ignored(i)), "mask {mask}, {i}");
            }
            signal(&child, name);
            if ignored(i) {
                std::thread::sleep(Duration::from_millis(30));
                // It goes on: the page is read to its end, and both files are there.
                let page = std::fs::read(here.path("unread")).expect("the page");
                assert!(!page.is_empty());
                assert_eq!(end(child).0, Some(0), "mask {mask}, {name}");
                assert!(std::fs::read(here.path("a.json")).expect("a file") != b"old");
            } else {
                assert_eq!(end(child).0, Some(130), "mask {mask}, {name}");
                assert_eq!(
                    std::fs::read(here.path("a.json")).expect("a file"),
                    b"old",
                    "mask {mask}, {name}"
                );
            }
            assert_eq!(here.names(), ["a.json", "run", "unread"], "mask {mask}, {name}");
        }
    }
}

/// What each command prints and writes, with two saved analyses in the folder.
const PRINTING: [&[&str]; 10] = [
    &["analyze", "run"],
    &["analyze", "run", "--format", "json"],
    &["inspect", "run"],
    &["compare", "a.json", "a.json"],
    &["trend", "a.json"],
    &["simulate", "--out", "other", "--seconds", "5"],
    &["validate", "--contacts", "c.csv", "--truth", "run/truth_contacts.csv"],
    &["metrics"],
    &["faults", "--format", "toml"],
    &["completions", "bash"],
];

fn prepared() -> Here {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let out = here.run(&["analyze", "run", "--json", "a.json", "--contacts", "c.csv"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    here
}

#[test]
fn a_full_disk_behind_standard_output_is_status_1_and_a_closed_pipe_is_quiet() {
    let here = prepared();
    for words in PRINTING {
        let run = |stdout: Stdio| {
            let _ = std::fs::remove_dir_all(here.path("other"));
            let out = Command::new(program()).args(words).current_dir(here.path("")).stdout(stdout).output();
            let out = out.expect("it runs");
            (out.status.code(), stderr(&out))
        };
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
        let (status, said) = run(full.into());
        assert_eq!(status, Some(1), "{words:?}: {said}");
        assert!(said.contains("standard output") && !said.contains("internal"), "{words:?}: {said}");
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        assert_eq!(run(writer.into()), (Some(0), String::new()), "{words:?}");
    }
}

/// What each option writes, onto a disk that is full: status 1, the reason, nothing else written.
#[test]
fn a_full_disk_behind_an_output_takes_no_other_file_with_it() {
    let here = prepared();
    std::os::unix::fs::symlink("/dev/full", here.path("full.csv")).expect("a link");
    let before = here.names();
    for words in [
        &["analyze", "run", "--json", "full.csv"][..],
        &["analyze", "run", "--contacts", "full.csv", "--json", "new.json"],
        &["analyze", "run", "--strides", "full.csv", "--contacts", "new.csv"],
        &["analyze", "run", "--html", "full.csv", "--json", "new.json"],
        &["compare", "a.json", "a.json", "--json", "full.csv"],
        &["compare", "a.json", "a.json", "--html", "full.csv", "--json", "new.json"],
        &["trend", "a.json", "--json", "full.csv"],
        &["validate", "--contacts", "c.csv", "--truth", "run/truth_contacts.csv", "--json", "full.csv"],
    ] {
        let out = here.run(words);
        assert_eq!(out.status.code(), Some(1), "{words:?}: {}", stderr(&out));
        assert!(stderr(&out).contains("full.csv: No space left"), "{words:?}: {}", stderr(&out));
        assert!(out.stdout.is_empty(), "{words:?}");
        assert_eq!(here.names(), before, "{words:?}");
    }
}

/// A disk that takes so many blocks and no more, for every number of them: the old files stand until all new ones fit.
#[test]
fn a_disk_that_is_full_at_any_block_leaves_the_old_files() {
    let here = prepared();
    let words = ["compare", "a.json", "a.json", "--json", "b.json", "--html", "b.html"];
    here.file("b.json", "old").file("b.html", "old");
    let before = here.names();
    let mut blocks = 0;
    loop {
        let out = Command::new("sh")
            .args(["-c", "ulimit -f $0; exec \"$@\"", &blocks.to_string()])
            .arg(program())
            .args(words)
            .current_dir(here.path(""))
            .output()
            .expect("it runs");
        assert_eq!(here.names(), before, "{blocks} blocks");
        if out.status.success() {
            break;
        }
        assert_eq!(out.status.code(), Some(1), "{blocks} blocks: {}: {}", out.status, stderr(&out));
        assert!(stderr(&out).contains("cannot write"), "{blocks} blocks: {}", stderr(&out));
        for name in ["b.json", "b.html"] {
            assert_eq!(std::fs::read(here.path(name)).expect("a file"), b"old", "{blocks} blocks: {name}");
        }
        blocks += 1;
    }
    assert!(blocks > 10, "{blocks} blocks hold everything");
    assert!(std::fs::read(here.path("b.json")).expect("a file") != b"old");
}

/// A folder that takes no file: not even the superuser writes into /proc.
#[test]
fn a_target_that_cannot_be_written_is_status_1() {
    let here = prepared();
    let before = here.names();
    for words in [
        &["analyze", "run", "--json", "/proc/a.json", "--contacts", "new.csv"][..],
        &["analyze", "run", "--html", "/proc/a.html", "--contacts", "new.csv"],
        &["analyze", "run", "--strides", "/proc/a.parquet", "--contacts", "new.csv"],
        &["compare", "a.json", "a.json", "--json", "new.json", "--html", "/proc/a.html"],
        &["trend", "a.json", "--json", "/proc/a.json"],
        &["simulate", "--out", "/proc/run", "--seconds", "5"],
        &["batch", "run", "--out", "/proc/runs.csv"],
        &["batch", "run", "--out", "new.csv", "--failures", "/proc/f.csv"],
        &["validate", "--contacts", "c.csv", "--truth", "run/truth_contacts.csv", "--json", "/proc/a.json"],
    ] {
        let out = here.run(words);
        assert_eq!(out.status.code(), Some(1), "{words:?}: {}", stderr(&out));
        assert!(stderr(&out).contains("/proc/"), "{words:?}: {}", stderr(&out));
        assert!(!stderr(&out).contains("internal"), "{words:?}: {}", stderr(&out));
        assert_eq!(here.names(), before, "{words:?}");
    }
}
