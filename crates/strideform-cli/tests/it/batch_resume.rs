//! `strideform batch` ended at any moment and gone on with: nothing is lost, nothing is done twice.

use std::collections::HashSet;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::batch_common::{rows, study};
use crate::common::{Here, stderr};

const JOB: [&str; 8] =
    ["batch", "study", "--out", "runs.parquet", "--strides", "strides.parquet", "--jobs", "2"];

fn start(here: &Here, words: &[&str]) -> Child {
    Command::new(assert_cmd::cargo::cargo_bin("strideform"))
        .current_dir(here.path(""))
        .args(words)
        .args(["--failures", "failures.csv"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts")
}

/// The inputs whose records are whole in the journal, in the order in which they were finished.
fn recorded(here: &Here) -> Vec<String> {
    let text = std::fs::read(here.path(".runs.parquet.journal/journal.jsonl")).unwrap_or_default();
    let lines = text.split_inclusive(|b| *b == b'\n').filter(|line| line.ends_with(b"\n")).skip(1);
    let values = lines.filter_map(|line| serde_json::from_slice::<serde_json::Value>(line).ok());
    values.filter_map(|value| value["input"].as_str().map(str::to_owned)).collect()
}

#[test]
fn killed_at_any_moment_it_goes_on_where_it_was() {
    let here = study();
    // Copies under other names, so that there is something to be killed in.
    for i in 0..12 {
        let name = format!("study/shank-left_{i:02}.csv");
        std::fs::copy(here.path("study/deep/down/shank-left_1.csv"), here.path(&name)).expect("a copy");
    }
    let whole = Instant::now();
    assert!(start(&here, &JOB).wait().expect("it ends").success());
    let whole = whole.elapsed();
    let tables = ["runs.parquet", "strides.parquet", "failures.csv"];
    let undisturbed: Vec<Vec<u8>> =
        tables.iter().map(|name| std::fs::read(here.path(name)).expect("a table")).collect();
    for name in tables {
        std::fs::remove_file(here.path(name)).expect("gone");
    }

    let mut words = JOB.to_vec();
    words.push("--resume");
    let mut seen: Vec<String> = Vec::new();
    for kill in 0..10_u32 {
        let mut child = start(&here, &words);
        // Moments spread over the job; the multiplier only mixes them.
        std::thread::sleep(whole.mul_f64(f64::from(kill * 7 % 10) / 20.0) + Duration::from_millis(3));
        let _ = child.kill();
        child.wait().expect("it ends");
        if here.path("runs.parquet").exists() {
            break;
        }
        let now = recorded(&here);
        assert_eq!(
            now.iter().take(seen.len()).cloned().collect::<Vec<_>>(),
            seen,
            "nothing recorded is lost"
        );
        let distinct: HashSet<&String> = now.iter().collect();
        assert_eq!(distinct.len(), now.len(), "nothing is analysed twice: {now:?}");
        seen = now;
    }
    let out = here.command(&words).args(["--failures", "failures.csv"]).output().expect("it runs");
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    for (name, bytes) in tables.iter().zip(&undisturbed) {
        assert!(std::fs::read(here.path(name)).expect("a table") == *bytes, "{name} differs after kills");
    }
    assert_eq!(here.names(), ["failures.csv", "runs.parquet", "strides.parquet", "study"]);
    // And once more: complete.
    let out = here.command(&words).args(["--failures", "failures.csv"]).output().expect("it runs");
    assert_eq!(out.status.code(), Some(0));
    assert!(stderr(&out).contains("is complete"), "{}", stderr(&out));
}

/// A job killed after its tables are in place leaves a folder without records: resumed, it is complete and tidy.
#[test]
fn remains_of_a_complete_job_are_removed() {
    let here = study();
    assert!(start(&here, &JOB).wait().expect("it ends").success());
    std::fs::create_dir(here.path(".runs.parquet.journal")).expect("a folder");
    std::fs::write(here.path(".runs.parquet.journal/lock"), b"").expect("a lock without its process");
    let mut words = JOB.to_vec();
    words.push("--resume");
    let out = here.command(&words).output().expect("it runs");
    assert!(stderr(&out).contains("is complete"), "{}", stderr(&out));
    assert!(!here.path(".runs.parquet.journal").exists());
}

/// A journal as a killed job leaves it: the first `keep` records, and half of the next.
fn interrupted(here: &Here, keep: usize) {
    let mut child = start(here, &JOB);
    let journal = here.path(".runs.parquet.journal/journal.jsonl");
    let began = Instant::now();
    while recorded(here).len() <= keep && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_micros(200));
    }
    let _ = child.kill();
    child.wait().expect("it ends");
    assert!(journal.exists(), "the job was faster than the test");
    let text = std::fs::read(&journal).expect("the journal");
    let lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
    let mut cut = lines.get(..=keep).expect("enough records").concat();
    cut.extend(lines.get(keep + 1).map(|line| &line[..line.len() / 2]).unwrap_or_default());
    std::fs::write(&journal, cut).expect("the journal");
}

#[test]
fn an_interrupted_job_is_never_thrown_away_nor_mixed_with_another() {
    let here = study();
    interrupted(&here, 2);
    let finished = recorded(&here);
    assert_eq!(finished.len(), 2);
    let run = |more: &[&str]| {
        let out =
            here.command(&JOB).args(["--failures", "failures.csv"]).args(more).output().expect("it runs");
        (out.status.code(), stderr(&out))
    };
    let (status, message) = run(&[]);
    assert_eq!(status, Some(2), "{message}");
    assert!(message.contains("--resume") && message.contains(".runs.parquet.journal"), "{message}");
    let (status, message) = run(&["--resume", "--mass", "70"]);
    assert_eq!(status, Some(2), "{message}");
    assert!(message.contains("--mass: not given then, 70 now"), "{message}");
    assert_eq!(recorded(&here), finished, "refusing changes nothing");

    // A file that changed is read again, and only that.
    let changed = here.path(&finished[0]);
    let changed = if changed.is_dir() { changed.join("session.toml") } else { changed };
    let text = std::fs::read(&changed).expect("a file");
    std::fs::write(&changed, [text, b"\n".to_vec()].concat()).expect("it grows");
    let (status, message) = run(&["--resume"]);
    assert_eq!(status, Some(0), "{message}");
    assert!(message.contains("1 of 13 inputs had been finished before"), "{message}");
    assert!(!here.path(".runs.parquet.journal").exists());
}

/// A line of the journal with the checksum that its content has now.
fn resealed(line: &str) -> String {
    let rest = line.split_once("\",").expect("a checksum").1.trim_end();
    format!("{{\"crc\":\"{:08x}\",{rest}\n", crc32fast::hash(rest.as_bytes()))
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_once_and_loses_nothing() {
    use std::os::unix::fs::symlink;
    let here = study();
    assert_eq!(here.run(&JOB).status.code(), Some(0));
    let whole = std::fs::read(here.path("runs.parquet")).expect("a table");
    for name in ["runs.parquet", "strides.parquet"] {
        std::fs::remove_file(here.path(name)).expect("gone");
    }
    let full = |words: &[&str]| {
        let out = here.run(words);
        let message = stderr(&out);
        assert_eq!(out.status.code(), Some(1), "{message}");
        let told: Vec<&str> = message.lines().filter(|line| line.starts_with("error")).collect();
        assert!(told.len() == 1 && told[0].contains("No space left"), "{message}");
        assert!(message.contains("--resume"), "{message}");
        assert!(!here.path("runs.parquet").exists() && !here.path("strides.parquet").exists());
    };
    // A file that takes nothing, in the place where the finished table would be written.
    symlink("/dev/full", here.path(".runs.parquet.part")).expect("a link");
    full(&JOB);
    let finished = recorded(&here).len();
    assert_eq!(finished, 13, "all work is kept");
    // The same while the journal is written: one record is taken out, and the only thread's data file takes nothing (those
    // of before go on under other numbers).
    let folder = here.path(".runs.parquet.journal");
    let text = std::fs::read_to_string(folder.join("journal.jsonl")).expect("the journal");
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let ran = lines.iter().rposition(|line| line.contains("\"file\":")).expect("somebody ran");
    let mut kept = lines.clone();
    kept.remove(ran);
    let mut kept: Vec<String> = kept.into_iter().map(str::to_owned).collect();
    for thread in 0..2 {
        for line in &mut kept {
            *line = resealed(&line.replace(&format!("\"file\":{thread},"), &format!("\"file\":1{thread},")));
        }
        let data = |n: &str| folder.join(format!("strides-{n}{thread}.bin"));
        if data("").exists() {
            std::fs::rename(data(""), data("1")).expect("renamed");
        }
    }
    std::fs::write(folder.join("journal.jsonl"), kept.concat()).expect("the journal");
    symlink("/dev/full", folder.join("strides-0.bin")).expect("a link");
    let mut words = JOB.to_vec();
    words.push("--resume");
    full(&words);
    assert_eq!(recorded(&here).len(), 12, "what was recorded stays recorded");
    std::fs::remove_file(folder.join("strides-0.bin")).expect("gone");
    let out = here.run(&words);
    assert!(stderr(&out).contains("12 of 13 inputs had been finished before"), "{}", stderr(&out));
    assert!(std::fs::read(here.path("runs.parquet")).expect("a table") == whole);
}

#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_ends_with_130_and_says_how_to_go_on() {
    let here = study();
    // Whoever runs the tests may have told them to ignore interrupts, as a shell does with what it puts into the background.
    let mut child = Command::new("env")
        .arg("--default-signal=INT")
        .arg(assert_cmd::cargo::cargo_bin("strideform"))
        .current_dir(here.path(""))
        .args(["batch", "study", "--list", "-", "--out", "runs.parquet", "--jobs", "1"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // Enough inputs that the job is still at work when the interrupt comes.
    let file = here.path("study/deep/down/shank-left_1.csv");
    let mut list = String::new();
    for i in 0..200 {
        let name = here.path(&format!("shank-left_{i}.csv"));
        std::fs::hard_link(&file, &name).expect("a link");
        list += &format!("{}\n", name.display());
    }
    std::io::Write::write_all(&mut child.stdin.take().expect("its input"), list.as_bytes()).expect("written");
    let began = Instant::now();
    while recorded(&here).is_empty() && began.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(1));
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let out = child.wait_with_output().expect("it ends");
    assert_eq!(out.status.code(), Some(130), "{}", stderr(&out));
    assert!(stderr(&out).contains("--resume"), "{}", stderr(&out));
    assert!(!here.path("runs.parquet").exists());
    assert!(!recorded(&here).is_empty(), "what was finished is kept");
}

#[test]
fn two_processes_never_work_on_one_output() {
    let here = study();
    std::fs::create_dir(here.path(".runs.parquet.journal")).expect("a folder");
    let lock = std::fs::File::create(here.path(".runs.parquet.journal/lock")).expect("a file");
    lock.lock().expect("free");
    let out = here.run(&JOB);
    assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
    assert!(stderr(&out).contains("another strideform process"), "{}", stderr(&out));
    drop(lock);
    assert_eq!(here.run(&JOB).status.code(), Some(0));
}

#[test]
fn the_tables_hold_the_same_as_csv_and_as_parquet() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let here = study();
    for kind in ["csv", "parquet"] {
        let (out, strides) = (format!("runs.{kind}"), format!("strides.{kind}"));
        let words = ["batch", "study", "--out", &out, "--strides", &strides, "--failures", "f.csv"];
        assert_eq!(here.run(&words).status.code(), Some(0));
    }
    for table in ["runs", "strides"] {
        let file = std::fs::File::open(here.path(&format!("{table}.parquet"))).expect("a table");
        let reader = SerializedFileReader::new(file).expect("Parquet");
        let typed: Vec<Vec<String>> = reader
            .get_row_iter(None)
            .expect("rows")
            .map(|row| {
                let row = row.expect("a row");
                row.get_column_iter()
                    .map(|(_, field)| match field {
                        Field::Null => String::new(),
                        // As CSV writes numbers.
                        Field::Double(value) => format!("{value:.6}").replace("-0.000000", "0.000000"),
                        Field::Str(text) => text.clone(),
                        other => other.to_string(),
                    })
                    .collect()
            })
            .collect();
        assert_eq!(rows(&here.path(&format!("{table}.csv"))), typed, "{table}");
    }
}

#[test]
fn a_damaged_journal_never_gives_other_numbers() {
    let here = study();
    assert_eq!(here.run(&JOB).status.code(), Some(0));
    let whole = std::fs::read(here.path("runs.parquet")).expect("a table");
    for name in ["runs.parquet", "strides.parquet"] {
        std::fs::remove_file(here.path(name)).expect("gone");
    }
    interrupted(&here, 3);
    let journal = here.path(".runs.parquet.journal/journal.jsonl");
    let text = std::fs::read(&journal).expect("the journal");
    let header = text.iter().position(|byte| *byte == b'\n').expect("a header");
    // A digit of the last whole record.
    let end = text.iter().rposition(|byte| *byte == b'\n').expect("records");
    let digit = text[..end].iter().rposition(|byte| byte.is_ascii_digit()).expect("a digit");
    let flipped = |at: usize, bit: u8| {
        let mut damaged = text.clone();
        damaged[at] ^= bit;
        std::fs::write(&journal, damaged).expect("the journal");
    };
    // Without its options, nobody can tell whose records they are: not even a new job may throw them away.
    for (more, at) in [(&["--resume"][..], header / 2), (&[], header / 2), (&["--resume"], header)] {
        flipped(at, 0x02);
        let damaged = std::fs::read(&journal).expect("the journal");
        let out = here.command(&JOB).args(more).output().expect("it runs");
        assert_eq!(out.status.code(), Some(2), "{}", stderr(&out));
        assert!(stderr(&out).contains("is damaged") && stderr(&out).contains("remove"), "{}", stderr(&out));
        assert!(std::fs::read(&journal).expect("the journal") == damaged, "it is as it was");
    }
    flipped(digit, 0x01);
    let out = here.command(&JOB).arg("--resume").output().expect("it runs");
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stderr(&out).contains("2 of 13 inputs had been finished before"), "{}", stderr(&out));
    assert!(std::fs::read(here.path("runs.parquet")).expect("a table") == whole);
}

/// The input is a pipe that nobody writes into, so whoever reads it hangs there, and is killed there.
#[cfg(target_os = "linux")]
#[test]
fn an_input_that_ends_the_process_is_set_aside() {
    let here = study();
    assert!(Command::new("mkfifo").arg(here.path("pelvis.csv")).status().expect("mkfifo").success());
    let job = ["batch", "study", "pelvis=pelvis.csv", "--out", "runs.parquet", "--jobs", "1"];
    let finished = |child: &mut Child, what: &dyn Fn() -> bool| {
        let began = Instant::now();
        while !what() {
            assert!(began.elapsed() < Duration::from_secs(60), "it never comes to that");
            assert!(child.try_wait().expect("a child").is_none(), "it ended");
            std::thread::sleep(Duration::from_millis(5));
        }
    };
    let mut child = start(&here, &job);
    // The pipe is empty, so it comes last.
    let begun = |here: &Here| {
        let text =
            std::fs::read_to_string(here.path(".runs.parquet.journal/begun.jsonl")).unwrap_or_default();
        text.matches("\"pelvis=pelvis.csv\"").count()
    };
    finished(&mut child, &|| begun(&here) == 1);
    let before = recorded(&here).len();
    child.kill().expect("killed");
    child.wait().expect("it ends");

    let words: Vec<&str> = job.iter().copied().chain(["--resume"]).collect();
    let mut child = start(&here, &words);
    let children = |parent: u32| -> Vec<String> {
        let tasks = std::fs::read_dir(format!("/proc/{parent}/task")).into_iter().flatten().flatten();
        let lists = tasks.filter_map(|task| std::fs::read_to_string(task.path().join("children")).ok());
        lists.flat_map(|list| list.split_whitespace().map(str::to_owned).collect::<Vec<_>>()).collect()
    };
    // It is there, and the input is named in the journal that it keeps.
    let apart = here.path(".runs.parquet.journal/apart/begun.jsonl");
    let parent = child.id();
    finished(&mut child, &|| {
        !children(parent).is_empty() && std::fs::read(&apart).is_ok_and(|text| text.ends_with(b"\n"))
    });
    assert!(recorded(&here).len() >= before, "everything else is finished first");
    let other = children(parent).remove(0);
    assert!(Command::new("kill").args(["-KILL", &other]).status().expect("kill runs").success());
    assert!(child.wait().expect("it ends").success());
    let failures = std::fs::read_to_string(here.path("failures.csv")).expect("a table");
    let row = failures.lines().find(|line| line.starts_with("pelvis=pelvis.csv")).expect("a row");
    assert!(row.contains("the process ended (signal: 9 (SIGKILL))"), "{row}");
    assert_eq!(failures.lines().count(), 1 + 10, "the other nine are as ever: {failures}");
    assert!(!here.path(".runs.parquet.journal").exists());
}
