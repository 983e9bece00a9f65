//! Location of the real recordings that some tests read. They are not part of the repository (licences differ).

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of real recordings: the environment variable `STRIDEFORM_DATA`, otherwise `shared/data` next to the workspace.
///
/// Returns `None` when the folder does not exist, and prints `SKIPPED: recordings not found` on standard error, so
/// that a test that returns early leaves a trace: `let Some(data) = recordings() else { return };`
pub fn recordings() -> Option<PathBuf> {
    let folder = match std::env::var_os("STRIDEFORM_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    if folder.is_dir() {
        Some(folder)
    } else {
        // Bypasses the test harness, which swallows the output of `eprintln!` in a passing test.
        let test = std::thread::current().name().unwrap_or("main").to_owned();
        let _ = writeln!(std::io::stderr(), "SKIPPED: recordings not found ({test})");
        None
    }
}

/// The repository's own `testdata` folder.
pub fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}
