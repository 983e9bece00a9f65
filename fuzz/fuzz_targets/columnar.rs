//! Any bytes as a Parquet or Arrow file: an error or a recording, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/columnar.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
