//! Any text as `session.toml`: an error or a session whose files lie in its folder, never a panic.

use std::path::PathBuf;
use std::sync::OnceLock;

use strideform::read::{ReadOptions, session};

fn temporary() -> PathBuf {
    // Where cargo keeps what tests write; fuzzing knows no such place.
    option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
}

/// A folder of this process with one small recording.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = temporary().join(format!("strideform-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let rows: String =
            (0..300).map(|i| format!("{:.2},0.0,0.02,{:.3}\n", f64::from(i) / 100.0, 1.0)).collect();
        std::fs::write(folder.join("pelvis.csv"), format!("time_s,acc_x_g,acc_y_g,acc_z_g\n{rows}"))
            .expect("a file");
        folder
    })
}

pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let folder = folder();
    std::fs::write(folder.join("session.toml"), text).expect("a file");
    if let Ok(found) = session(folder, &ReadOptions::default()) {
        for recording in &found.recordings {
            let inside = std::fs::canonicalize(&recording.file).expect("it was read");
            assert!(
                inside.starts_with(std::fs::canonicalize(folder).expect("a folder")),
                "{}",
                recording.file
            );
        }
    }
}
