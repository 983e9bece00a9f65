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

/// The programs of the pages build and run as they stand there.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/RESEARCHER.md")]
    mod researcher {}
    #[doc = include_str!("../crates/strideform-virtual/README.md")]
    mod virtual_runner {}
}
