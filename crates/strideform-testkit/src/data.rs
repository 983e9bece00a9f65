//! Where the real recordings lie that some tests read. They are not part of the repository (licences differ).

use std::path::{Path, PathBuf};

/// The folder of real recordings: the environment variable `STRIDEFORM_DATA`, else `shared/data` beside the workspace.
///
/// Returns `None` when the folder does not exist, and then says `SKIPPED: recordings not found` on standard error, so
/// that a test that returns early leaves a trace: `let Some(data) = recordings() else { return };`
pub fn recordings() -> Option<PathBuf> {
    let folder = match std::env::var_os("STRIDEFORM_DATA") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
    };
    if folder.is_dir() {
        Some(folder)
    } else {
        eprintln!("SKIPPED: recordings not found");
        None
    }
}

/// The repository's own `testdata` folder.
pub fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata")
}
