//! Every crate that anything here is built from, the wheel and all platforms included, has a licence of the allow list in
//! `deny.toml` and comes from the registry.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// True where the expression (SPDX; `/` is an old way to write OR) holds with the licences of the list alone.
fn allowed(expression: &str, list: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    either(&words, &mut at, list) && at == words.len()
}

fn either(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut holds = both(words, at, list);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        holds |= both(words, at, list);
    }
    holds
}

fn both(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let mut holds = one(words, at, list);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        holds &= one(words, at, list);
    }
    holds
}

fn one(words: &[&str], at: &mut usize, list: &BTreeSet<String>) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let holds = either(words, at, list);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return holds && closed;
    }
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        *at += 2;
        return list.contains(&format!("{word} WITH {exception}"));
    }
    list.contains(word)
}

#[test]
fn expressions_are_understood() {
    let list: BTreeSet<String> = ["MIT", "Zlib", "Apache-2.0 WITH LLVM-exception"].map(str::to_owned).into();
    for yes in [
        "MIT",
        "GPL-3.0 OR MIT",
        "GPL-3.0/MIT",
        "(GPL-3.0 OR MIT) AND Zlib",
        "Apache-2.0 WITH LLVM-exception",
    ] {
        assert!(allowed(yes, &list), "{yes}");
    }
    for no in
        ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "MIT)", "MIT Zlib", "MIT AND (GPL-3.0 OR X)"]
    {
        assert!(!allowed(no, &list), "{no}");
    }
}

#[test]
fn every_dependency_may_be_used_everywhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let table = std::fs::read_to_string(root.join("deny.toml")).expect("deny.toml");
    let table: toml::Table = table.parse().expect("TOML");
    let list = table["licenses"]["allow"].as_array().expect("an array");
    let list: BTreeSet<String> = list.iter().filter_map(|v| Some(v.as_str()?.to_owned())).collect();
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--all-features"])
        .current_dir(&root)
        .output()
        .expect("cargo");
    if !out.status.success() {
        // Crates of other platforms are not in every registry cache, and a machine may have no network.
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("download") || said.contains("network") || said.contains("offline"), "{said}");
        eprintln!("SKIPPED: the crates of all platforms are not at hand");
        return;
    }
    let tree: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let packages = tree["packages"].as_array().expect("packages");
    // Some hundred crates come with Parquet, Python and the command line alone.
    assert!(packages.len() > 100, "{}", packages.len());
    let mut wrong = Vec::new();
    for package in packages {
        let licence = package["license"].as_str().unwrap_or_default();
        let source = package["source"].as_str();
        if !allowed(licence, &list) || source.is_some_and(|s| !s.starts_with("registry+")) {
            wrong.push(format!("{} {}: `{licence}` from {source:?}", package["name"], package["version"]));
        }
    }
    assert!(wrong.is_empty(), "not in the allow list of deny.toml:\n{}", wrong.join("\n"));
}
