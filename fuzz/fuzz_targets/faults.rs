//! Any text as a table of rules: an error or a usable rule table, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/faults.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
