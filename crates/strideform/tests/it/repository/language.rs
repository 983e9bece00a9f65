//! What people read is plain English: private words that crept in once do not come back.

use std::fs;
use std::path::{Path, PathBuf};

/// Word by word, with what to write instead. A phrase is matched over any white space and punctuation.
const RELICS: &[(&str, &str)] = &[
    ("told", "given, known, stated"),
    ("rival", "published method, baseline, other tool"),
    ("rivals", "published methods, baselines, other tools"),
    ("plainest", "simplest, baseline"),
    ("mend", "fix"),
    ("mended", "fixed"),
    ("mends", "fixes"),
    ("nought", "zero"),
    ("noughts", "zeros"),
    ("nobody runs", "no running detected"),
    ("made anew", "recomputed, regenerated"),
    ("writes it anew", "regenerates it"),
    ("passed over", "skipped"),
    ("one a line", "one per line"),
    ("a row each", "one row per …"),
    ("is no number", "is not a number"),
    ("is no table", "is not a table"),
    ("is no session", "is not a session"),
    ("against each other", "compare"),
    ("a fault of ours", "internal error"),
    ("mean harm", "malformed or malicious"),
    ("time runs back", "timestamps go backwards"),
    ("of like speed", "at a comparable speed"),
    ("at like speed", "at a comparable speed"),
    ("overrule", "override"),
    ("overruled", "overridden"),
    ("telephone", "phone"),
    ("one row a", "one row per"),
    ("disk refuses", "writing fails, a disk error"),
    ("sureness of", "confidence in"),
    ("is lacking", "is missing"),
    ("what helps", "how to fix it"),
];

fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Sources, pages and templates that ship; tests, fixtures and build products are left out.
fn shipped(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").flatten().collect();
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let skipped =
            ["target", "tests", "testdata", "node_modules", "dist", "pkg", "corpus", "fuzz", "peers"];
        if name.starts_with('.') || skipped.contains(&name.as_str()) {
            continue;
        }
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            shipped(&path, found);
        } else if path.extension().is_some_and(|e| ["rs", "md", "py", "pyi", "html"].iter().any(|w| e == *w))
        {
            found.push(path);
        }
    }
}

/// Lower-case words of a line, parts of `snake_case` names by themselves.
fn words(line: &str) -> String {
    let mut out = String::from(" ");
    for word in line.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        out.push_str(&word.to_lowercase());
        out.push(' ');
    }
    out
}

#[test]
fn shipped_text_has_none_of_the_words_that_only_we_understood() {
    let root = workspace();
    let mut files = Vec::new();
    shipped(&root, &mut files);
    assert!(files.len() > 300, "only {} files found", files.len());
    let mut relics = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("text");
        for (n, line) in text.lines().enumerate() {
            // A key and a method identifier of published formats keep their spelling.
            let line = words(&line.replace("speed_told", "").replace("told-speed", ""));
            for (relic, better) in RELICS.iter().filter(|(relic, _)| line.contains(&format!(" {relic} "))) {
                let at = file.strip_prefix(&root).unwrap_or(&file).display();
                relics.push(format!("{at}:{}: `{relic}`: write {better}", n + 1));
            }
        }
    }
    assert!(relics.is_empty(), "{} relics:\n{}", relics.len(), relics.join("\n"));
}
