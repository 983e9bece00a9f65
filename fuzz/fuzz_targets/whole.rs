//! Samples of any size and shape through the whole analysis: every number that comes out is finite, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/whole.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
