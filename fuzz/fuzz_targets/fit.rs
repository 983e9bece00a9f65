//! Any bytes after the header of a FIT file: an error or runs, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/fit.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
