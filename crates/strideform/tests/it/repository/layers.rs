//! A stage imports only stages above it in the list of `lib.rs`; `signal` imports nothing of ours. Crates depend on each
//! other in one order, too.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The stages of the library, in the order in which data flow.
const STAGES: [&str; 16] = [
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
    "view",
    "season",
];
/// Modules that belong to no stage and import nothing of ours but each other.
const COMMON: [&str; 3] = ["error", "parallel", "units"];

/// The crates that ship, each with those of ours that it may depend on.
pub(super) const CRATES: [(&str, &[&str]); 6] = [
    ("strideform", &[]),
    ("strideform-virtual", &[]),
    ("strideform-render", &["strideform"]),
    ("strideform-batch", &["strideform", "strideform-render"]),
    ("strideform-cli", &["strideform", "strideform-render", "strideform-batch", "strideform-virtual"]),
    ("strideform-py", &["strideform", "strideform-render", "strideform-batch", "strideform-virtual"]),
];

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

pub(super) fn rust_files(at: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(at).expect("source folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Code without comments and without the tests at its foot.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).expect("source");
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    code.lines().filter(|l| !l.trim_start().starts_with("//")).fold(String::new(), |all, l| all + l + "\n")
}

/// First segment of every path that begins with `crate::`, those in braces too.
fn imported(code: &str) -> Vec<String> {
    let name = |text: &str| -> String {
        text.trim_start().chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect()
    };
    let mut found = Vec::new();
    for part in code.split("crate::").skip(1) {
        let Some(group) = part.strip_prefix('{') else {
            found.push(name(part));
            continue;
        };
        let (mut depth, mut item) = (0_usize, String::new());
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(name(&std::mem::take(&mut item))),
                _ => item.push(c),
            }
        }
        found.push(name(&item));
    }
    found.retain(|n| !n.is_empty());
    found
}

#[test]
fn stages_import_only_upwards() {
    let src = crates().join("strideform/src");
    let mut files = Vec::new();
    rust_files(&src, &mut files);
    let rank = |name: &str| STAGES.iter().position(|s| *s == name);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&src).expect("under src");
        let first = inside.components().next().expect("a name").as_os_str().to_string_lossy();
        let stage = first.trim_end_matches(".rs");
        for target in imported(&code(&file)) {
            let allowed = match (rank(stage), rank(&target)) {
                _ if stage == "lib" => true,
                (Some(_), None) => {
                    COMMON.contains(&target.as_str()) && stage != "signal"
                        || !src.join(&target).exists() && !src.join(format!("{target}.rs")).exists()
                }
                (Some(here), Some(there)) => there <= here,
                (None, None) => true,
                (None, Some(_)) => false,
            };
            if !allowed {
                wrong.push(format!("{}: {stage} imports {target}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn crates_depend_in_one_order() {
    let listed: BTreeMap<&str, &[&str]> = CRATES.into_iter().collect();
    for (name, allowed) in &listed {
        let manifest = fs::read_to_string(crates().join(name).join("Cargo.toml")).expect("a manifest");
        let shipped = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        let dependencies = shipped.split("[dependencies]").nth(1).unwrap_or_default();
        for line in dependencies.lines().take_while(|l| !l.starts_with("[lints]")) {
            let ours: String = line.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            if ours.starts_with("strideform") {
                assert!(allowed.contains(&ours.as_str()), "{name} depends on {ours}");
            }
        }
    }
}

#[test]
fn braces_and_single_paths_are_read() {
    let code = "use crate::read::{a, b};\nuse crate::{error::{Error, Kind}, bouts, signal};\n let x = crate::units::G;";
    assert_eq!(imported(code), ["read", "error", "bouts", "signal", "units"]);
}
