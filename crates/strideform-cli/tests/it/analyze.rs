//! What `analyze` prints and writes.

use crate::common::{Here, names, stderr, stdout};

/// Columns of `--contacts`, fixed for others to read.
const CONTACTS: &str =
    "side,initial_contact_s,toe_off_s,contact_time_s,flight_time_s,valid,reason,placement,side_probability";

#[test]
fn a_session_gives_text_json_contacts_and_strides() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "foot-left", "--placement", "foot-right"]);
    let out = here.run(&[
        "analyze",
        "run",
        "--json",
        "a.json",
        "--contacts",
        "c.csv",
        "--strides",
        "s.csv",
        "--speed",
        "3.1",
    ]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let text = stdout(&out);
    let summary = text.split("\n\n").next().expect("a first part");
    assert!(summary.lines().count() <= 3, "{summary}");
    assert!(summary.contains("cadence") && summary.contains("steps/min"), "{summary}");
    for part in ["metric", "left", "right", "both", "±", "typical", "Cadence", "not assessed:"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    for line in text.lines() {
        assert!(line.chars().count() <= 80, "{line}");
        assert!(!line.contains('\u{1b}'), "{line:?}");
    }
    let json = std::fs::read_to_string(here.path("a.json")).expect("a.json");
    let tree: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(tree["schema"], "strideform.analysis/1");
    assert_eq!(tree["run"]["speed_mps"], 3.1, "the option goes before session.toml");
    assert_eq!(tree["recordings"].as_array().map(Vec::len), Some(2));
    let contacts = std::fs::read_to_string(here.path("c.csv")).expect("c.csv");
    let strides = std::fs::read_to_string(here.path("s.csv")).expect("s.csv");
    assert_eq!(contacts.lines().next(), Some(CONTACTS));
    assert!(strides.starts_with(&format!("{CONTACTS},")), "{}", strides.lines().next().unwrap_or(""));
    assert_eq!(contacts.lines().count(), strides.lines().count(), "one row a contact in both");
    assert!(strides.lines().next().is_some_and(|header| header.contains(",contact_time")));
    assert_eq!(here.names(), ["a.json", "c.csv", "run", "s.csv"], "no temporary file stays");
}

#[test]
fn the_same_on_standard_output_and_in_the_file() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-right"]);
    let out = here.run(&["analyze", "run/shank-right.csv", "--format", "json", "--json", "a.json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert_eq!(stdout(&out), std::fs::read_to_string(here.path("a.json")).expect("a.json"));
}

#[test]
fn a_session_is_not_overwritten_but_its_folder_may_take_results() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    for target in ["run/shank-left.csv", "run/session.toml"] {
        let out = here.run(&["analyze", "run", "--json", target]);
        assert_eq!(out.status.code(), Some(2), "{target}");
    }
    for _ in 0..2 {
        let out = here.run(&["analyze", "run", "--json", "run/result.json"]);
        assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    }
    assert!(names(&here.path("run")).contains(&"result.json".to_owned()));
}

#[cfg(feature = "parquet")]
#[test]
fn parquet_holds_the_rows_of_the_csv() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let here = Here::new();
    here.virtual_run("run", &["--placement", "foot-left"]);
    let out = here.run(&["analyze", "run", "--strides", "s.parquet"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let out = here.run(&["analyze", "run", "--strides", "s.csv"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let csv = std::fs::read_to_string(here.path("s.csv")).expect("s.csv");
    let file = std::fs::File::open(here.path("s.parquet")).expect("s.parquet");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let schema = reader.metadata().file_metadata().schema();
    let columns: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).collect();
    assert_eq!(csv.lines().next().map(|l| l.split(',').collect::<Vec<_>>()), Some(columns));
    let mut rows = 0;
    for (row, line) in reader.get_row_iter(None).expect("rows").zip(csv.lines().skip(1)) {
        let row = row.expect("a row");
        let cell: f64 = line.split(',').nth(1).and_then(|c| c.parse().ok()).expect("a number");
        // The CSV is rounded to a microsecond.
        assert!((row.get_double(1).expect("a double") - cell).abs() < 1e-6);
        rows += 1;
    }
    assert_eq!(rows + 1, csv.lines().count());
}

#[test]
fn two_recordings_at_one_place_are_said() {
    let here = Here::new();
    here.virtual_run("a", &["--placement", "shank-left"]);
    here.virtual_run("b", &["--placement", "shank-left", "--seed", "2"]);
    let out = here.run(&["analyze", "a/shank-left.csv", "b/shank-left.csv"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stdout(&out).contains("several recordings were made at shank-left"), "{}", stdout(&out));
}

#[test]
fn a_table_of_rules_can_be_replaced() {
    let here = Here::new();
    here.virtual_run("run", &["--placement", "shank-left"]);
    let table = stdout(&here.run(&["faults", "--format", "toml"]));
    here.file("mine.toml", table.replacen("name = \"Low cadence\"", "name = \"Slow steps\"", 1));
    let out = here.run(&["analyze", "run", "--faults", "mine.toml", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    assert!(stdout(&out).contains("Slow steps"));
}
