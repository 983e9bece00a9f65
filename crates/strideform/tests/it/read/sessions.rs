//! `session.toml`: what it may say, and where its faults stand.

use approx::assert_abs_diff_eq;
use std::path::Path;

use strideform::ErrorKind;
use strideform::read::{ReadOptions, session};
use strideform_testkit::data::testdata;

fn folder(toml: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    for name in [
        "plain_left_shank.csv",
        "metamotion_acc.csv",
        "metamotion_gyr_50hz.csv",
        "two_shanks_side_by_side.csv",
    ] {
        std::fs::copy(testdata().join("exports/good").join(name), folder.path().join(name)).expect("copy");
    }
    std::fs::copy(testdata().join("exports/bad/raw_counts.csv"), folder.path().join("raw.csv"))
        .expect("copy");
    std::fs::write(folder.path().join("session.toml"), toml).expect("toml");
    folder
}

fn read(path: &Path) -> Result<strideform::recording::Session, strideform::Error> {
    session(path, &ReadOptions::default())
}

#[test]
fn a_session_with_everything() {
    let folder = folder(
        r#"
[runner]
id = "A17"
mass_kg = 69.0
[run]
started = 2026-05-10T10:35:22+08:00
speed_mps = 2.36
slope_percent = 0.0
surface = "treadmill"
[[recording]]
file = "plain_left_shank.csv"
placement = "shank-left"
[[recording]]
file = "two_shanks_side_by_side.csv"
placement = "shank-right"
device = "right_shank"
[[recording]]
file = "metamotion_acc.csv+metamotion_gyr_50hz.csv"
placement = "sacrum"
[[recording]]
file = "raw.csv"
placement = "foot-left"
columns = { time = "time_s", acc = ["acc_z", "acc_y", "acc_x"] }
units = { time = "s", acc = "4096LSB/g" }
[[symptom]]
side = "left"
place = "outer hip"
behaviour = "worse after the run"
"#,
    );
    for path in [folder.path().to_owned(), folder.path().join("session.toml")] {
        let this = read(&path).expect("session");
        assert_eq!(this.runner.mass_kg, Some(69.0));
        assert_eq!(this.run.started.as_deref(), Some("2026-05-10T10:35:22+08:00"));
        let placements: Vec<String> = this.recordings.iter().map(|r| r.placement.to_string()).collect();
        assert_eq!(placements, ["shank-left", "shank-right", "pelvis", "foot-left"]);
        assert!(this.recordings.get(2).is_some_and(|r| r.signals.gyr.is_some()));
        let (plain, turned) =
            (this.recordings.first().expect("plain"), this.recordings.get(3).expect("turned"));
        // A count of 4096 per g is 2.4e-3 m/s².
        assert_abs_diff_eq!(plain.signals.acc.at(50).x, turned.signals.acc.at(50).z, epsilon = 1.3e-3);
        assert_eq!(this.symptoms.len(), 1);
    }
}

#[test]
fn faults_have_a_line_and_a_column() {
    for (toml, line, column, word) in [
        ("[runner]\nweight = 70\n", 2, 1, "weight"),
        ("[run]\nspeed_mps = \"fast\"\n", 2, 13, "invalid type"),
        ("[[recording]]\nfile = \"plain_left_shank.csv\"\nplacement = \"knee\"\n", 3, 13, "knee"),
        ("[[recording]]\nfile = \"../x.csv\"\nplacement = \"pelvis\"\n", 2, 8, "outside"),
        ("[[recording]]\nfile = \"/etc/hostname\"\nplacement = \"pelvis\"\n", 2, 8, "outside"),
        ("[[recording]]\nfile = \"raw.csv\"\nunits = { acc = \"furlong\" }\n", 3, 9, "furlong"),
        ("[[recording]\nfile = 1\n", 1, 13, ""),
    ] {
        let folder = folder(toml);
        let error = read(folder.path()).expect_err(toml);
        assert_eq!(error.kind(), ErrorKind::Malformed, "{toml}: {error}");
        assert!(error.position().file.as_ref().is_some_and(|f| f.ends_with("session.toml")), "{error}");
        assert_eq!(
            (error.position().line, error.position().column),
            (Some(line), Some(column)),
            "{toml}: {error}"
        );
        assert!(error.message().contains(word), "{toml}: {error}");
    }
    let empty = folder("[runner]\nid = \"x\"\n");
    assert!(read(empty.path()).is_err_and(|e| e.message().contains("no recording")));
    let none = tempfile::tempdir().expect("folder");
    assert!(
        read(none.path()).is_err_and(|e| e.kind() == ErrorKind::Io && e.message().contains("session.toml"))
    );
    let gone = folder("[[recording]]\nfile = \"gone.csv\"\nplacement = \"pelvis\"\n");
    assert!(read(gone.path()).is_err_and(|e| e.kind() == ErrorKind::Io));
}

#[test]
fn files_outside_the_folder_need_leave() {
    let outer = folder("");
    let inner = outer.path().join("inner");
    std::fs::create_dir(&inner).expect("folder");
    let toml = "[[recording]]\nfile = \"../plain_left_shank.csv\"\n";
    std::fs::write(inner.join("session.toml"), toml).expect("toml");
    assert!(read(&inner).is_err());
    let options = ReadOptions::default().with_outside_session(true);
    assert!(session(&inner, &options).is_ok());
}
