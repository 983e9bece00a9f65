//! Text of files stays text: no markup in a page, no formula in a table.

use crate::common::{Here, stderr};

const MARKUP: &str = "<b onload=x>&\"'";

fn page(here: &Here, words: &[&str]) -> String {
    let out = here.run(words);
    assert_eq!(out.status.code(), Some(0), "{words:?}: {}", stderr(&out));
    let page = std::fs::read_to_string(here.path("page.html")).expect("the page");
    for never in ["<b onload", "<script", "<img", "onerror=x>", "<s>"] {
        assert!(!page.contains(never), "{words:?}: {never}");
    }
    page
}

#[test]
fn names_of_files_columns_and_people_are_no_markup() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "pelvis", "--placement", "shank-left"]);
    let table = std::fs::read_to_string(here.path("run/pelvis.csv")).expect("a table");
    // A column of notes beside the samples, whose name and cells are markup.
    let noted: String = table
        .lines()
        .enumerate()
        .map(|(i, line)| format!("{line},{}\n", if i == 0 { "<s>note</s>" } else { "<script>" }))
        .collect();
    let name = format!("pelvis_{MARKUP}.csv");
    here.file(&name, noted);
    let html = page(&here, &["analyze", &name, "--html", "page.html"]);
    assert!(html.contains("pelvis_&lt;b onload=x&gt;&amp;&quot;&#x27;.csv"), "the name is shown as it is");

    // A saved analysis of somebody else's.
    let out = here.run(&["analyze", "run", "--json", "a.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let saved = std::fs::read_to_string(here.path("a.json")).expect("JSON");
    let script = "<script>alert(1)</script><img src=x onerror=x>";
    let hostile = saved.replace("run/pelvis.csv", script).replace("\"virtual\"", &format!("\"{script}\""));
    assert!(hostile.matches(script).count() >= 2, "file and runner");
    here.file("b.json", &hostile);
    page(&here, &["compare", "a.json", "b.json", "--html", "page.html"]);
    page(&here, &["compare", "b.json", "b.json", "--html", "page.html"]);
    // Every text in it, one after the other.
    let mut tree: serde_json::Value = serde_json::from_str(&saved).expect("JSON");
    poison(&mut tree, script);
    here.file("c.json", tree.to_string());
    let out = here.run(&["compare", "a.json", "c.json", "--html", "page.html"]);
    let html = std::fs::read_to_string(here.path("page.html")).expect("the page");
    assert!(!html.contains("<script") && !html.contains("<img"), "{:?}", out.status);
}

/// Appends markup to the texts that are not identifiers.
fn poison(tree: &mut serde_json::Value, script: &str) {
    match tree {
        serde_json::Value::Array(list) => list.iter_mut().for_each(|v| poison(v, script)),
        serde_json::Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                let words = ["text", "file", "caveat", "reason", "name", "surface", "conclusion", "because"];
                match value {
                    serde_json::Value::String(text) if words.contains(&key.as_str()) => text.push_str(script),
                    other => poison(other, script),
                }
            }
        }
        _ => {}
    }
}

/// Numbers may begin with a sign, nothing else may begin like a formula.
fn no_formula(here: &Here, name: &str) -> String {
    let text = std::fs::read_to_string(here.path(name)).expect("a table");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    for row in reader.records() {
        for cell in row.expect("a row").iter() {
            let sign = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
            assert!(!sign || cell.parse::<f64>().is_ok(), "{name}: {cell}");
        }
    }
    text
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let here = Here::new();
    here.virtual_run("=1+1", &["--placement", "shank-left"]);
    let session = std::fs::read_to_string(here.path("=1+1/session.toml")).expect("session.toml");
    let link = "=HYPERLINK(\"http://x\")".replace('"', "\\\"");
    let hostile = session
        .replace("id = \"virtual\"", &format!("id = \"{link}\""))
        .replace("slope_percent", "surface = \"+cmd|' /C calc'!A0\"\nslope_percent");
    here.file("=1+1/session.toml", hostile);
    std::fs::copy(here.path("=1+1/shank-left.csv"), here.path("@shank-left.csv")).expect("a copy");
    here.file("-2+3.csv", "a,b\n=1,2\n").file("+pelvis.csv", "=cmd|' /C calc'!A0,=1\n=1,=2\n");
    here.file("list.txt", "=1+1\n@shank-left.csv\n-2+3.csv\n+pelvis.csv\n");
    let tables = ["--out", "runs.csv", "--strides", "strides.csv", "--failures", "failures.csv"];
    let words: Vec<&str> = ["batch", "--list", "list.txt"].into_iter().chain(tables).collect();
    let out = here.run(&words);
    assert!(out.status.code().is_some(), "{}", stderr(&out));
    assert!(no_formula(&here, "runs.csv").contains("'=1+1"), "the input's name is there");
    no_formula(&here, "strides.csv");
    assert!(no_formula(&here, "failures.csv").contains("'-2+3.csv"));
    let out = here.run(&["analyze", "=1+1", "--contacts", "c.csv", "--strides", "s.csv"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    no_formula(&here, "c.csv");
    no_formula(&here, "s.csv");
}
