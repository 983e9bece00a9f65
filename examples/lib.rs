//! Runnable examples of the library:
//!
//! - `cargo run -p strideform-examples --example cadence -- FILE.csv` reads an export and prints cadence;
//! - `… --example own_detector` compares your own contact detector with the library's;
//! - `… --example two_feet` compares left and right.

use std::path::PathBuf;

/// The session that ships with the repository: a virtual run.
pub fn session() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../testdata/sessions/easy-run"))
}

/// The programs on the documentation pages build and run as printed.
#[cfg(doctest)]
mod pages {
    #[doc = include_str!("../README.md")]
    mod readme {}
    #[doc = include_str!("../docs/RESEARCHER.md")]
    mod researcher {}
    #[doc = include_str!("../crates/strideform-virtual/README.md")]
    mod virtual_runner {}
}
