use super::*;
use crate::error::ErrorKind;
use crate::recording::{Recording, Session, Signals, Triad};

const ALL: &str = r#"
version = 1
exclude = [{ from_s = 10.0, to_s = 20.0 }, { from_s = 62.25, to_s = 95.5, why = "traffic light" }]
swap_sides = ["shank"]
placement = { "IMU_3.csv" = "pelvis" }
axis = { pelvis = { up = "+y", forward = "-z" } }
moved = [{ at_s = 12.34, toe_off_s = 12.61 }]
added = [{ at_s = 13.05, side = "left" }, { at_s = 13.4, toe_off_s = 13.7, side = "right", sensor = "pelvis" }]
removed = [{ at_s = 14.4 }]
"#;

fn recording(file: &str, placement: &str) -> Recording {
    let zeros = vec![0.0; 10];
    let signals = Signals::new(100.0, Triad::new(zeros.clone(), zeros.clone(), zeros));
    Recording::new(file, placement.parse().expect(placement), signals)
}

fn session(sensors: &[(&str, &str)]) -> Session {
    Session::default().with_recordings(sensors.iter().map(|(file, place)| recording(file, place)).collect())
}

#[test]
fn toml_and_json_hold_the_same() {
    let edits = Edits::from_toml("edits.toml", ALL).expect("edits");
    assert_eq!(Edits::from_toml("e", &format!("[edits]\n{ALL}")), Ok(edits.clone()));
    let json = serde_json::to_string(&edits).expect("JSON");
    assert_eq!(Edits::from_json("edits.json", &json), Ok(edits.clone()));
    assert!(!edits.is_empty() && Edits::default().is_empty());
    assert_eq!(serde_json::to_string(&Edits::default()).expect("JSON"), r#"{"version":1}"#);
    assert_eq!(
        edits.described().join("; "),
        "2 spans left out, 43.2 s: 0:10–0:20, 1:02.25–1:35.5 (traffic light); left and right exchanged: shank; \
         placed by hand: IMU_3.csv at pelvis; axes given: pelvis with +y up and -z forward; \
         1 contact moved (at 0:12.34); 2 contacts added (at 0:13.05, 0:13.4); 1 contact removed (at 0:14.4)"
    );
}

#[test]
fn what_makes_no_sense_is_refused_with_its_place() {
    for (text, line, words) in [
        ("version = 2", 1, "version 2"),
        ("exclude = []", 1, "version"),
        ("version = 1\nexcluded = []", 2, "excluded"),
        ("version = 1\nexclude = [{ from_s = 3, to_s = 2 }]", 2, "ends before it begins"),
        ("version = 1\nexclude = [{ from_s = 3, to_s = nan }]", 2, "finite"),
        ("version = 1\nplacement = { a = \"nose\" }", 2, "nose"),
        ("version = 1\naxis = { a = { up = \"+x\", forward = \"-x\" } }", 2, "one axis"),
        ("version = 1\naxis = { a = { up = \"u\", forward = \"-x\" } }", 2, "unknown axis"),
        ("version = 1\nmoved = [{ at_s = 3 }]", 2, "to_s"),
        ("version = 1\nmoved = [{ at_s = 3, to_s = 4 }]", 2, "moved by more than"),
        ("version = 1\nmoved = [{ at_s = 3, toe_off_s = 2.9 }]", 2, "not after"),
        ("version = 1\nadded = [{ at_s = 3 }]", 2, "side"),
        ("version = 1\nadded = [{ at_s = 3, side = \"both\" }]", 2, "both"),
        ("version = 1\nremoved = [{ at_s = 3, side = \"left\" }]", 2, "side"),
    ] {
        let error = Edits::from_toml("edits.toml", text).expect_err(text);
        assert_eq!(
            (error.kind(), error.position().line),
            (ErrorKind::Malformed, Some(line)),
            "{text}: {error}"
        );
        assert!(error.message().contains(words) && error.remedy().is_some(), "{text}: {error}");
    }
    let error = Edits::from_json("e.json", "{\"version\": 1,\n \"exclud\": []}").expect_err("unknown key");
    assert_eq!(error.position().line, Some(2), "{error}");
    assert!(Edits::from_json("e.json", "[]").is_err() && Edits::from_json("e.json", "").is_err());
}

#[test]
fn sensors_are_found_by_file_device_placement_and_segment() {
    let mut both = session(&[("runs/a.csv+runs/g.csv", "shank-left"), ("runs/b.csv", "shank-right")]);
    both.recordings[1].device = Some("TS-1".into());
    let swap = |sensor: &str| {
        let edits = Edits::default().with_swapped_sides(sensor);
        let check = edits.check(&both).map_err(|e| e.to_string());
        check.map(|()| {
            let session = edits.apply_to(&both);
            session.recordings.iter().map(|r| r.placement.to_string()).collect::<Vec<_>>()
        })
    };
    let (left, right) = ("shank-left".to_owned(), "shank-right".to_owned());
    for name in ["a.csv", "runs/a.csv", "runs/a.csv+runs/g.csv", "shank-left", "LS"] {
        assert_eq!(swap(name), Ok(vec![right.clone(), right.clone()]), "{name}");
    }
    for name in ["b.csv", "runs/b.csv#TS-1", "b.csv#TS-1", "shank-right"] {
        assert_eq!(swap(name), Ok(vec![left.clone(), left.clone()]), "{name}");
    }
    assert_eq!(swap("shank"), Ok(vec![right.clone(), left.clone()]));
    for name in ["pelvis", "b.csv#TS-2", "c.csv", ""] {
        let message = swap(name).expect_err(name);
        assert!(
            message.contains("shank-left (g.csv)") || message.contains("shank-right (b.csv)"),
            "{message}"
        );
    }
}

#[test]
fn placement_comes_before_axes_and_sides() {
    let one = session(&[("a.csv", "pelvis")]);
    let edits = Edits::default()
        .with_placement("a.csv", "shank-left".parse().expect("a placement"))
        .with_swapped_sides("shank-left");
    assert_eq!(edits.check(&one), Ok(()));
    assert_eq!(edits.apply_to(&one).recordings[0].placement.to_string(), "shank-right");
    let twice = edits.with_swapped_sides("a.csv");
    assert_eq!(twice.apply_to(&one).recordings[0].placement.to_string(), "shank-left");
}
