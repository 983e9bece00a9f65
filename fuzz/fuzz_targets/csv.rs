//! Any bytes as a table of samples: an error or a recording whose samples are finite, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/csv.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
