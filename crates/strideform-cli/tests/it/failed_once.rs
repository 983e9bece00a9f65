//! Every file that ever broke the program, in bounded memory and time: a clear error or an answer.
#![cfg(target_os = "linux")]

use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;

use crate::common::{Here, stderr};

/// Address space of a child, kB (*chosen*: as for crafted inputs elsewhere; the program alone takes a quarter).
const MEMORY_KB: &str = "1000000";
/// Time of a child, s (*chosen*: each takes a second or two; the machine may be busy).
const TIME_S: u64 = 60;

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/failed_once");
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.retain(|path| path.extension().is_none_or(|ending| ending != "py"));
    paths.sort();
    paths
}

fn bounded(here: &Here, words: &[&str]) -> (i32, String) {
    let out = Command::new("sh")
        .args(["-c", "ulimit -v $0; exec \"$@\"", MEMORY_KB])
        .arg(assert_cmd::cargo::cargo_bin("strideform"))
        .args(words)
        .current_dir(here.path(""))
        .env("RAYON_NUM_THREADS", "2")
        .timeout(Duration::from_secs(TIME_S))
        .output()
        .expect("it runs");
    let said = stderr(&out);
    (out.status.code().unwrap_or_else(|| panic!("{words:?}: {}: {said}", out.status)), said)
}

#[test]
fn what_broke_the_program_breaks_it_no_more() {
    let files = files();
    assert!(files.len() >= 8, "{files:?}");
    let here = Here::new();
    for path in &files {
        let path = path.to_str().expect("a name of ours");
        for command in ["inspect", "analyze"] {
            let (status, said) = bounded(&here, &[command, path]);
            assert!([0, 3, 4].contains(&status), "{command} {path}: {status}: {said}");
            assert!(said.len() < 3000 && !said.contains("internal error"), "{command} {path}: {said}");
        }
    }
    let folder = files.first().and_then(|path| path.parent()).and_then(Path::to_str).expect("a folder");
    let (status, said) = bounded(&here, &["batch", folder, "--out", "runs.csv", "--failures", "f.csv"]);
    assert_eq!(status, 0, "{said}");
    let rows = |name: &str| std::fs::read_to_string(here.path(name)).expect("a table").lines().count() - 1;
    assert_eq!(rows("runs.csv") + rows("f.csv"), files.len(), "each is a run or a failure");
}
