//! Inputs made to do harm: a clear error or an answer, in bounded memory and time.
#![cfg(target_os = "linux")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::Duration;

use crate::common::{Here, stderr, stdout};
use assert_cmd::Command;

/// Address space of a child, kB (*chosen*: a gigabyte, of which the program and its two threads take a quarter before
/// they have read a byte).
const MEMORY_KB: &str = "1000000";

/// Time of a child, s (*chosen*: all take seconds; the machine may be busy).
const TIME_S: u64 = 120;

/// Runs in bounded memory and time; what the bound stops dies by a signal and has no status.
fn bounded(here: &Here, words: &[&str]) -> (i32, String, String) {
    let out = Command::new("sh")
        .args(["-c", "ulimit -v $0; exec \"$@\"", MEMORY_KB])
        .arg(assert_cmd::cargo::cargo_bin("strideform"))
        .args(words)
        .current_dir(here.path(""))
        .env("RAYON_NUM_THREADS", "2")
        .env("COLUMNS", "80")
        .timeout(Duration::from_secs(TIME_S))
        .output()
        .expect("it runs");
    let status = out.status.code();
    let said = stderr(&out);
    (status.unwrap_or_else(|| panic!("{words:?}: {:?}: {said}", out.status)), stdout(&out), said)
}

/// Fails with this status, says this, and says it shortly.
fn refused(here: &Here, words: &[&str], status: i32, part: &str) {
    let (found, printed, said) = bounded(here, words);
    assert_eq!(found, status, "{words:?}: {said}");
    assert!(said.contains(part), "{words:?}: `{part}` is not in: {said}");
    assert!(printed.is_empty() && said.len() < 3000, "{words:?}: {} bytes said", said.len());
    assert!(!said.contains("internal error"), "{words:?}: {said}");
}

fn table(times: impl Iterator<Item = f64>) -> String {
    let mut text = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
    for (i, t) in times.enumerate() {
        let _ = writeln!(text, "{t},0.01,{:.3},1.0", 0.001 * (i % 7) as f64);
    }
    text
}

#[test]
fn rates_that_no_sensor_has() {
    let here = Here::new();
    here.file("run.csv", "ax,ay,az\n".to_owned() + &"0.1,0.2,1.0\n".repeat(1000));
    for (rate, part) in [
        ("1e-9", "not a valid sampling rate"),
        ("1e12", "not a valid sampling rate"),
        ("1e308", "not a valid sampling rate"),
        ("-100", "above 0"),
        ("0", "above 0"),
        ("nan", "not a number"),
        ("inf", "not a number"),
    ] {
        refused(&here, &["analyze", "pelvis=run.csv", "--units", "acc=g", "--rate", rate], 2, part);
    }
    for rate in ["1e-9", "1e12", "-100.0", "nan", "inf", "0"] {
        let session =
            format!("[[recording]]\nfile = \"run.csv\"\nplacement = \"pelvis\"\nrate_hz = {rate}\n");
        here.file("session.toml", session);
        refused(&here, &["analyze", "session.toml"], 2, "not a valid sampling rate");
    }
}

#[test]
fn stamps_that_no_clock_gives() {
    let here = Here::new();
    let year = 365.25 * 86400.0;
    here.file("picoseconds.csv", table((0..2000).map(|i| f64::from(i) * 1e-12)))
        .file("decades.csv", table((0..2000).map(|i| f64::from(i) * 1e9)))
        .file("years.csv", table((0..3000).map(|i| f64::from(i) * 0.01 + f64::from(i / 1000) * 5.0 * year)))
        .file("one_year.csv", table((0..3000).map(|i| f64::from(i) * 0.01 + f64::from(i / 2999) * year)))
        .file("huge.csv", table((0..2000).map(|i| f64::from(i) * 1e300)))
        .file("back.csv", table((0..2000).map(|i| -f64::from(i) * 0.01)))
        .file("never.csv", table((0..2000).map(|_| 7.0)));
    for (file, part) in [
        ("picoseconds.csv", "samples per second"),
        ("decades.csv", "samples per second"),
        ("years.csv", "pause"),
        ("one_year.csv", "pause"),
        ("huge.csv", "samples per second"),
        ("back.csv", "never advances"),
        ("never.csv", "never advances"),
    ] {
        refused(&here, &["analyze", &format!("pelvis={file}")], 3, part);
    }
}

#[test]
fn a_million_gaps_and_a_million_equal_rows() {
    let here = Here::new();
    // Two samples, then a hole of 50 ms: too long to be bridged in silence.
    let holes = table((0..2_000_000_u32).map(|i| f64::from(i / 2) * 0.06 + f64::from(i % 2) * 0.01));
    here.file("holes.csv", holes);
    let (status, _, said) = bounded(&here, &["analyze", "pelvis=holes.csv"]);
    assert!(status == 4 || status == 3, "{status}: {said}");
    assert!(said.len() < 3000, "{said}");
    let same = "time_s,acc_x_g,acc_y_g,acc_z_g\n".to_owned() + &"1,1,1,1\n".repeat(1_000_000);
    here.file("same.csv", same);
    refused(&here, &["analyze", "pelvis=same.csv"], 3, "never advances");
    let still: String = (0..1_000_000).fold("time_s,acc_x_g,acc_y_g,acc_z_g\n".to_owned(), |mut text, i| {
        let _ = writeln!(text, "{}.{:02},0,0,1", i / 100, i % 100);
        text
    });
    here.file("still.csv", still);
    refused(&here, &["analyze", "pelvis=still.csv"], 4, "no running detected");
}

#[test]
fn lines_and_columns_without_end() {
    let here = Here::new();
    here.file("line.csv", [b"time_s,x,y,z\n".as_slice(), &vec![b'7'; 50 << 20]].concat())
        .file("name.csv", [vec![b'n'; 20 << 20], b",x,y,z\n0,1,2,3\n".to_vec()].concat())
        .file("columns.csv", "1,".repeat(5 << 20) + "\n")
        .file("quotes.csv", "\"".repeat(5 << 20))
        .file("breaks.csv", "\n".repeat(20 << 20));
    for file in ["line.csv", "name.csv", "columns.csv", "quotes.csv", "breaks.csv"] {
        refused(&here, &["analyze", &format!("pelvis={file}")], 3, file);
    }
}

#[test]
fn a_device_without_end() {
    let here = Here::new();
    refused(&here, &["analyze", "pelvis=/dev/zero"], 3, "binary file");
    refused(&here, &["inspect", "pelvis=/dev/zero"], 3, "binary file");
    refused(&here, &["trend", "/dev/zero"], 3, "binary file");
    refused(&here, &["compare", "/dev/zero", "/dev/zero"], 3, "binary file");
}

#[test]
fn a_bomb_of_gzip_stops_early() {
    let here = Here::new();
    // 600 MB in 600 kB; with memory for a third of it.
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let rows = "0.01,0.02,1.0\n".repeat(100_000);
    for _ in 0..430 {
        packed.write_all(rows.as_bytes()).expect("memory");
    }
    here.file("bomb.csv.gz", packed.finish().expect("memory"));
    refused(&here, &["analyze", "pelvis=bomb.csv.gz"], 3, "100 times its size");
    refused(&here, &["inspect", "pelvis=bomb.csv.gz"], 3, "100 times its size");
}

#[test]
fn descriptions_without_bottom() {
    let here = Here::new();
    let deep = 200_000;
    for (name, text) in [
        ("arrays.toml", format!("a = {}", "[".repeat(deep))),
        ("tables.toml", format!("a = {}", "{a=".repeat(deep))),
        ("keys.toml", format!("{} = 1", vec!["a"; deep].join("."))),
        ("heads.toml", format!("[{}]", vec!["a"; deep].join("."))),
        ("name.toml", format!("{} = 1", "n".repeat(900_000))),
        ("long.toml", format!("a = \"{}\"", "x".repeat(3 << 20))),
    ] {
        here.file(name, text);
        refused(&here, &["analyze", name], 3, name);
        refused(&here, &["analyze", "pelvis=x.csv", "--faults", name], 3, name);
    }
    here.file("deep.json", "[".repeat(1 << 20)).file("deeper.json", "{\"a\":".repeat(1 << 20));
    refused(&here, &["compare", "deep.json", "deep.json"], 3, "deep.json");
    refused(&here, &["trend", "deeper.json"], 3, "deeper.json");
    refused(&here, &["analyze", "pelvis=x.csv", "--faults", "/dev/zero"], 3, "/dev/zero");
}

#[test]
fn sessions_of_too_many_files() {
    let here = Here::new();
    here.file("a.csv", crate::common::still());
    here.file("session.toml", "[[recording]]\nfile = \"a.csv\"\nplacement = \"pelvis\"\n".repeat(15_000));
    refused(&here, &["analyze", "session.toml"], 3, "15000 recordings; the maximum is 100");
    let parts = vec!["a.csv"; 1000].join("+");
    here.file("session.toml", format!("[[recording]]\nfile = \"{parts}\"\nplacement = \"pelvis\"\n"));
    refused(&here, &["analyze", "session.toml"], 3, "split over 1000 files");
}

#[test]
fn links_in_circles_and_pipes_that_nobody_fills() {
    use std::os::unix::fs::symlink;
    let here = Here::new();
    std::fs::create_dir_all(here.path("study/deep")).expect("folders");
    here.file("study/pelvis.csv", crate::common::still());
    for i in 0..12 {
        symlink("..", here.path(&format!("study/deep/{i}"))).expect("a link");
        symlink(".", here.path(&format!("study/{i}"))).expect("a link");
    }
    symlink("loop.csv", here.path("loop.csv")).expect("a link");
    let pipe = std::process::Command::new("mkfifo").arg(here.path("study/pelvis_pipe.csv")).status();
    assert!(pipe.expect("mkfifo").success());
    let (status, _, said) = bounded(&here, &["batch", "study", "--out", "runs.csv"]);
    assert_eq!(status, 0, "{said}");
    let rows = std::fs::read_to_string(here.path("runs.csv")).expect("a table");
    assert_eq!(rows.lines().count(), 2, "{rows}");
    // The one file counts once, and nobody runs in it.
    refused(&here, &["trend", "study"], 4, "study/pelvis.csv");
    refused(&here, &["analyze", "pelvis=loop.csv"], 3, "loop.csv");
    here.file("study/session.toml", "[[recording]]\nfile = \"pelvis_pipe.csv\"\nplacement = \"pelvis\"\n");
    refused(&here, &["analyze", "study"], 3, "not a regular file");
}

#[test]
fn files_outside_of_a_sessions_folder() {
    use std::os::unix::fs::symlink;
    let here = Here::new();
    here.virtual_run("run", &["--placement", "pelvis"]);
    std::fs::create_dir_all(here.path("own/sub")).expect("folders");
    let outside = here.path("run/pelvis.csv").display().to_string();
    symlink("../run/pelvis.csv", here.path("own/link.csv")).expect("a link");
    symlink("../run", here.path("own/folder")).expect("a link");
    std::fs::copy(here.path("run/pelvis.csv"), here.path("own/sub/pelvis.csv")).expect("a copy");
    symlink("sub/pelvis.csv", here.path("own/inside.csv")).expect("a link");
    let describe = |file: &str| {
        let text = format!("[[recording]]\nfile = '{file}'\nplacement = \"pelvis\"\n");
        here.file("own/session.toml", text);
    };
    for file in ["../run/pelvis.csv", &outside, "link.csv", "folder/pelvis.csv", "sub/../../run/pelvis.csv"] {
        describe(file);
        refused(&here, &["analyze", "own"], 3, "outside the session's folder");
        refused(&here, &["inspect", "own"], 3, "--outside-session");
        let (status, _, said) = bounded(&here, &["inspect", "own", "--outside-session"]);
        assert_eq!(status, 0, "{file}: {said}");
    }
    for file in ["inside.csv+../run/pelvis.csv", "inside.csv+/etc/passwd", "gone.csv+/gone", "../gone.csv"] {
        describe(file);
        refused(&here, &["analyze", "own"], 3, "outside the session's folder");
    }
    for file in ["sub/pelvis.csv", "inside.csv", "sub/../inside.csv"] {
        describe(file);
        let (status, _, said) = bounded(&here, &["inspect", "own"]);
        assert_eq!(status, 0, "{file}: {said}");
    }
    // In a batch it is a row of failures, and the option holds for all.
    describe("link.csv");
    let (_, _, said) = bounded(&here, &["batch", "own", "--out", "a.csv"]);
    assert!(said.contains("outside the session's folder"), "{said}");
    let (status, _, said) = bounded(&here, &["batch", "own", "--outside-session", "--out", "b.csv"]);
    assert!(status == 0 && !said.contains("outside"), "{said}");
}
