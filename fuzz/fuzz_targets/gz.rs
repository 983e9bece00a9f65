//! Compressed bytes, whole, truncated and damaged: an error or the same as without compression, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/gz.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
