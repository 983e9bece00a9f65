//! Any text as a table of rules: an error or rules that can be judged by, never a panic.

use strideform::findings::RuleTable;

pub(crate) fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(table) = RuleTable::parse(text, "faults.toml") {
        assert!(table.faults.iter().all(|f| !f.id.is_empty()));
        for fault in &table.faults {
            assert!(fault.rules.iter().all(|r| r.mild.is_finite() && r.marked.is_finite()));
        }
    }
}
