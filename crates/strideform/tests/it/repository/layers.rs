//! A stage imports only stages above it in the list of `lib.rs`; `signal` imports nothing of ours.

use std::path::{Path, PathBuf};

const STAGES: [&str; 14] = [
    "signal",
    "recording",
    "read",
    "orientation",
    "bouts",
    "contacts",
    "strides",
    "metrics",
    "findings",
    "report",
    "compare",
    "trend",
    "agreement",
    "pipeline",
];
/// Rooms that belong to no stage and import nothing of ours but each other.
const COMMON: [&str; 2] = ["error", "units"];

fn rust_files(at: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(at).expect("source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn stages_import_only_upwards() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("under src");
        let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
        let room = first.trim_end_matches(".rs");
        let text = std::fs::read_to_string(&file).expect("source");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for (n, line) in code.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
            for part in line.split("crate::").skip(1) {
                let target: String =
                    part.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                let rank = |name: &str| STAGES.iter().position(|s| *s == name);
                let allowed = match (rank(room), rank(&target)) {
                    _ if room == "lib" || target.is_empty() => true,
                    (Some(_), None) => COMMON.contains(&target.as_str()) && room != "signal",
                    (Some(here), Some(there)) => there < here || room == target,
                    (None, None) => true,
                    (None, Some(_)) => false,
                };
                if !allowed {
                    wrong.push(format!("{}:{}: {room} imports {target}", inside.display(), n + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
