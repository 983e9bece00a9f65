//! Runnable examples of the library:
//!
//! - `cargo run -p strideform-examples --example cadence -- FILE.csv` reads an export and prints cadence;
//! - `… --example own_detector` puts a contact detector of one's own in the place of ours;
//! - `… --example two_feet` compares left and right.

use std::path::PathBuf;

/// The session that ships with the repository: a virtual run.
pub fn session() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/sessions/easy-run"))
}
