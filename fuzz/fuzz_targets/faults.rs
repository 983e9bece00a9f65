//! Any text as a table of rules: an error or a table that is the same when read again, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use strideform::findings::RuleTable;

fuzz_target!(|text: &str| {
    if let Ok(table) = RuleTable::parse(text, "faults.toml") {
        assert!(table.faults.iter().all(|f| !f.id.is_empty()));
        for fault in &table.faults {
            assert!(fault.rules.iter().all(|r| r.mild.is_finite() && r.marked.is_finite()));
        }
    }
});
