//! Help for the tests of the binary.

use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;

/// The binary in a folder of its own, so that nothing it leaves behind goes unseen.
pub(crate) struct Here {
    folder: tempfile::TempDir,
}

impl Here {
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> &Self {
        std::fs::write(self.path(name), content).expect("a file");
        self
    }

    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::cargo_bin("strideform").expect("the binary");
        command.current_dir(self.folder.path()).env("NO_COLOR", "1").env("COLUMNS", "80").args(words);
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().expect("it runs")
    }

    /// Names of everything in the folder, hidden files too.
    pub(crate) fn names(&self) -> Vec<String> {
        names(self.folder.path())
    }

    /// A short virtual run in `name`.
    pub(crate) fn virtual_run(&self, name: &str, more: &[&str]) -> &Self {
        let mut words = vec!["simulate", "--out", name, "--seconds", "15"];
        words.extend(more);
        let out = self.run(&words);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
        self
    }
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

pub(crate) fn stdout(out: &Output) -> String {
    String::from_utf8(out.stdout.clone()).expect("UTF-8")
}

pub(crate) fn stderr(out: &Output) -> String {
    String::from_utf8(out.stderr.clone()).expect("UTF-8")
}

/// Ten seconds of a sensor lying still: readable, but no running in it.
pub(crate) fn still() -> String {
    let mut text = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
    for i in 0..1000 {
        text += &format!("{:.2},0.001,{:.3},1.0\n", f64::from(i) / 100.0, 0.001 * f64::from(i % 3));
    }
    text
}
