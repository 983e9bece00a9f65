//! Help for the tests of `batch`.

use std::io::Write;
use std::path::Path;

use crate::common::{Here, still};

/// A small study: three runs, one recording without running, nine that are broken in different ways, and two files of
/// other kinds.
pub(crate) fn study() -> Here {
    let here = Here::new();
    here.virtual_run("one", &["--seed", "1", "--placement", "foot-left", "--placement", "pelvis"]);
    here.virtual_run("two", &["--seed", "2", "--placement", "shank-left", "--placement", "pelvis"]);
    for folder in ["study/deep/down", "study/session", "study/broken/session"] {
        std::fs::create_dir_all(here.path(folder)).expect("folders");
    }
    let read = |name: &str| std::fs::read_to_string(here.path(name)).expect("a file");
    let pelvis = read("two/pelvis.csv");
    here.file("study/deep/down/shank-left_1.csv", read("two/shank-left.csv"));
    let packed = gzip(pelvis.as_bytes());
    here.file("study/pelvis_1.csv.gz", &packed);
    here.file("study/pelvis_still.csv", still());
    for name in ["session.toml", "foot-left.csv", "pelvis.csv", "truth_contacts.csv"] {
        here.file(&format!("study/session/{name}"), read(&format!("one/{name}")));
    }
    here.file("study/notes.json", "{}").file("study/notes.md", "two files of other kinds");

    here.file("study/broken/pelvis_empty.csv", "")
        .file("study/broken/pelvis_binary.csv", [0_u8, 159, 146, 150, 0, 1, 2, 3].repeat(100))
        .file("study/broken/pelvis_torn.csv.gz", &packed[..packed.len() / 2])
        .file("study/broken/shank-left_words.csv", "this is no table\nat all\n")
        .file("study/broken/nowhere.csv", &pelvis)
        .file("study/broken/lab.csv", two_sensors())
        .file("study/broken/pelvis_counts.csv", counts());
    let bad: Vec<String> = pelvis
        .lines()
        .enumerate()
        .map(|(i, line)| match line.split(',').collect::<Vec<_>>().as_slice() {
            [time, _, rest @ ..] if i == 19 => format!("{time},oops,{}", rest.join(",")),
            _ => line.to_owned(),
        })
        .collect();
    here.file("study/broken/foot-left_bad.csv", bad.join("\n"));
    here.file(
        "study/broken/session/session.toml",
        "[[recording]]\nfile = \"gone.csv\"\nplacement = \"pelvis\"\n",
    );
    for folder in ["one", "two"] {
        std::fs::remove_dir_all(here.path(folder)).expect("the virtual runs have served");
    }
    here
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("memory");
    packed.finish().expect("memory")
}

/// Two sensors side by side: which one is meant is not said.
fn two_sensors() -> String {
    let mut text = String::from("time_s");
    for device in ["TS-1", "TS-2"] {
        for axis in ["x", "y", "z"] {
            text += &format!(",{device} Accelerometer {axis} (g)");
        }
    }
    text.push('\n');
    for i in 0..400 {
        text +=
            &format!("{:.2},0.0,0.01,1.0,0.0,{:.3},1.0\n", f64::from(i) / 100.0, 0.001 * f64::from(i % 3));
    }
    text
}

/// Raw counts whose unit nobody knows.
fn counts() -> String {
    let mut text = String::from("time_s,acc_x,acc_y,acc_z\n");
    for i in 0..400 {
        text += &format!("{:.2},{},{},12345\n", f64::from(i) / 100.0, i % 7, i % 5);
    }
    text
}

/// The rows of a CSV file without its header.
pub(crate) fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

/// The rows of a table of failures, its header checked.
pub(crate) fn failures(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
    assert_eq!(header, ["input", "line", "column", "reason"]);
    rows(path)
}
