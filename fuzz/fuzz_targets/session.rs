//! Any text as `session.toml`: an error or a session whose files lie in its folder, never a panic.
#![no_main]

#[path = "../../crates/strideform/tests/it/fuzz/session.rs"]
mod target;

libfuzzer_sys::fuzz_target!(|data: &[u8]| target::run(data));
