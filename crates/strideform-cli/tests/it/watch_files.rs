//! Files of every kind that runners have, through `trend`, `analyze` and `inspect`.

use std::io::Write;

use crate::common::{Here, stderr, stdout};

fn tree(text: &str) -> serde_json::Value {
    serde_json::from_str(text).expect("JSON")
}

/// A GPX of ten minutes at 3 m/s along a meridian, from seven o'clock of that day in May 2026, UTC.
fn gpx(day: u32, kind: &str) -> String {
    let mut out = format!("<?xml version=\"1.0\"?><gpx creator=\"x\"><trk>{kind}<trkseg>");
    for i in 0..=600 {
        // A degree of latitude is 111.195 km.
        out += &format!(
            "<trkpt lat=\"{:.7}\" lon=\"8\"><time>2026-05-{day:02}T07:{:02}:{:02}Z</time></trkpt>",
            50.0 + 3.0 * f64::from(i) / 111_195.0,
            i / 60,
            i % 60
        );
    }
    out + "</trkseg></trk></gpx>"
}

/// A TCX of the same length and pace.
fn tcx(day: u32) -> String {
    let mut out = format!(
        "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Id>2026-05-{day:02}T07:00:00Z</Id>\
         <Lap StartTime=\"2026-05-{day:02}T07:00:00Z\"><TotalTimeSeconds>600</TotalTimeSeconds>\
         <DistanceMeters>1800</DistanceMeters><Track>"
    );
    for i in 0..=600 {
        out += &format!(
            "<Trackpoint><Time>2026-05-{day:02}T07:{:02}:{:02}Z</Time><DistanceMeters>{}</DistanceMeters><Extensions>\
             <ns3:TPX xmlns:ns3=\"x\"><ns3:RunCadence>85</ns3:RunCadence></ns3:TPX></Extensions></Trackpoint>",
            i / 60,
            i % 60,
            3 * i
        );
    }
    out + "</Track></Lap></Activity></Activities></TrainingCenterDatabase>"
}

fn gz(bytes: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes.as_bytes()).expect("gzip");
    out.finish().expect("gzip")
}

/// The files of a Strava export: a run in TCX, one in GPX without a sport, a ride in GPX that its table calls one.
fn strava() -> Vec<(&'static str, Vec<u8>)> {
    let table = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename,Elapsed Time,\
                 Moving Time,Distance,Average Cadence\r\n\
                 1,\"May 2, 2026, 7:00:00 AM\",Morning,Run,600,1.80,activities/1.tcx.gz,600.0,600.0,1800.0,85\r\n\
                 2,\"May 5, 2026, 7:00:00 AM\",Morning,Run,600,1.80,activities/2.gpx,600.0,600.0,1800.0,\r\n\
                 3,\"May 8, 2026, 7:00:00 AM\",To work,Ride,600,1.80,activities/3.gpx.gz,600.0,600.0,1800.0,\r\n";
    vec![
        ("activities.csv", table.into()),
        ("activities/1.tcx.gz", gz(&tcx(2))),
        ("activities/2.gpx", gpx(5, "").into_bytes()),
        ("activities/3.gpx.gz", gz(&gpx(8, ""))),
        ("bikes.csv", "Bike Name,Bike Brand\r\nx,y\r\n".into()),
        ("media/1.jpg", vec![0xff; 100]),
    ]
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    for (name, bytes) in files {
        out.start_file(*name, stored).expect("an entry");
        out.write_all(bytes).expect("an entry");
    }
    out.finish().expect("a zip").into_inner()
}

#[test]
fn a_strava_export_counts_every_run_once_as_folder_and_as_zip() {
    let here = Here::new();
    std::fs::create_dir_all(here.path("export/activities")).expect("folders");
    std::fs::create_dir_all(here.path("export/media")).expect("folders");
    for (name, bytes) in strava() {
        here.file(&format!("export/{name}"), bytes);
    }
    here.file("export.zip", zipped(&strava()));
    for input in ["export", "export.zip"] {
        let out = here.run(&["trend", input, "--format", "json"]);
        assert_eq!(out.status.code(), Some(0), "{input}: {}", stderr(&out));
        let tree = tree(&stdout(&out));
        let sessions = tree["sessions"].as_array().expect("sessions");
        let distances: Vec<f64> =
            sessions.iter().map(|s| s["distance_m"].as_f64().expect("metres")).collect();
        assert_eq!(distances, [1800.0, 1800.0], "{input}: {}", tree["files"]);
        assert_eq!(sessions[0]["metrics"]["cadence"], 170.0);
        let used: Vec<(&str, &str)> = tree["files"]
            .as_array()
            .expect("files")
            .iter()
            .map(|f| (f["file"].as_str().unwrap_or_default(), f["use"].as_str().unwrap_or_default()))
            .collect();
        for (file, expected) in [
            ("1.tcx.gz", "used"),
            ("2.gpx", "used"),
            ("3.gpx.gz", "no-running"),
            ("activities.csv", "duplicate-of"),
        ] {
            let found = used.iter().find(|(name, _)| name.ends_with(file)).map(|(_, used)| *used);
            assert_eq!(found, Some(expected), "{input} {file}: {used:?}");
        }
    }
    let out = here.run(&["trend", "export.zip"]);
    let text = stdout(&out);
    for part in ["3.gpx.gz: no running", "duplicate of", "used, 1 run"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The latest run, or the one that is named.
    for (input, day) in [
        ("export.zip", "2026-05-05"),
        ("export.zip#1", "2026-05-02"),
        ("export.zip#2026-05-02", "2026-05-02"),
    ] {
        let out = here.run(&["analyze", input, "--format", "json"]);
        assert_eq!(out.status.code(), Some(0), "{input}: {}", stderr(&out));
        assert!(
            tree(&stdout(&out))["run"]["started"].as_str().is_some_and(|s| s.starts_with(day)),
            "{input}"
        );
        let out = here.run(&["inspect", input]);
        assert_eq!(out.status.code(), Some(0), "{input}: {}", stderr(&out));
    }
}

#[test]
fn hostile_archives_are_refused() {
    let here = Here::new();
    let mut outside = zipped(&[("xx/run.gpx", gpx(2, "").into_bytes())]);
    for at in 0..outside.len().saturating_sub(3) {
        if &outside[at..at + 3] == b"xx/" {
            outside[at..at + 3].copy_from_slice(b"../");
        }
    }
    here.file("outside.zip", outside);
    let mut bomb = String::from("<gpx><trk><trkseg>");
    bomb.push_str(&" ".repeat(64 << 20));
    here.file("bomb.zip", zipped(&[("run.gpx", bomb.into_bytes())]));
    let whole = zipped(&strava());
    here.file("cut.zip", &whole[..whole.len() / 2]);
    here.file("empty.zip", zipped(&[]));
    here.file("photos.zip", zipped(&[("a.jpg", vec![1])]));
    for name in ["outside.zip", "bomb.zip", "cut.zip", "empty.zip", "photos.zip"] {
        for command in ["trend", "analyze", "inspect"] {
            let out = here.run(&[command, name]);
            assert_eq!(out.status.code(), Some(3), "{command} {name}: {}", stderr(&out));
            assert!(stderr(&out).contains("help:"), "{command} {name}: {}", stderr(&out));
        }
    }
    assert!(!here.path("../run.gpx").exists());
}

#[test]
fn a_run_in_local_time_is_the_run_in_its_analysis() {
    let here = Here::new();
    here.file("run.tcx", tcx(2));
    let out = here.run(&["analyze", "run.tcx", "--json", "run.json", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let analysis = tree(&stdout(&out));
    assert_eq!(analysis["run"]["started"], "2026-05-02T07:00:00Z");
    assert_eq!(
        (analysis["run"]["distance_m"].as_f64(), analysis["run"]["seconds"].as_f64()),
        (Some(1800.0), Some(600.0))
    );
    // The portal writes the runner's clock, two hours ahead.
    let table = "Activity Type,Date,Title,Distance,Time,Avg Run Cadence\nRunning,2026-05-02 09:00:00,Run,1.80,00:10:00,170\n";
    here.file("Activities.csv", table);
    let out = here.run(&["trend", "Activities.csv", "run.json", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let tree = tree(&stdout(&out));
    let sessions = tree["sessions"].as_array().expect("sessions");
    assert_eq!(
        (sessions.len(), sessions[0]["distance_m"].as_f64()),
        (1, Some(1800.0)),
        "{}",
        tree["sessions"]
    );
}

#[test]
fn a_local_time_is_printed_without_a_zone() {
    let here = Here::new();
    here.file("t.csv", "Activity Type,Date,Title,Distance,Time,Avg Run Cadence,Zorbing\nRunning,2026-05-02 23:30:00,Run,10.0,00:50:00,170,3\n");
    let out = here.run(&["inspect", "t.csv"]);
    assert!(stdout(&out).contains("2026-05-02T23:30:00\n"), "{}", stdout(&out));
    assert!(stdout(&out).contains("Zorbing"), "{}", stdout(&out));
}

#[test]
fn walked_runs_count_in_the_load_only() {
    let here = Here::new();
    let mut table = String::from("Activity Type,Date,Title,Distance,Time,Avg Run Cadence\r\n");
    for date in ["04-20", "05-01", "05-08", "05-11", "05-15"] {
        table += &format!("Running,2026-{date} 07:00:00,Run-walk,4.00,00:36:00,112\r\n");
    }
    table += "Running,2026-05-22 07:00:00,Run,8.00,00:56:00,158\r\n";
    here.file("t.csv", table);
    let out = here.run(&["trend", "t.csv", "--format", "json"]);
    let tree = tree(&stdout(&out));
    assert_eq!(tree["sessions"].as_array().map(Vec::len), Some(6));
    assert!(tree["caveats"].to_string().contains("load-only"), "{}", tree["caveats"]);
    assert!(tree["sessions"][0]["metrics"].as_object().is_some_and(|m| m.get("cadence").is_none()));
    assert_eq!(tree["findings"][0]["status"], "present", "twice as long as before");
}

#[test]
fn the_load_beside_an_analysis_is_that_of_its_own_run() {
    let here = Here::new();
    here.file("run.tcx", tcx(20));
    // An easy log with one run of twice the length, and this run of 1.8 km after it.
    let mut table = String::from("Activity Type,Date,Title,Distance,Time,Avg Run Cadence\n");
    table += "Running,2026-04-10 07:00:00,Run,2.00,00:11:00,170\n";
    for (day, km) in [(1, 2.0), (4, 2.0), (7, 2.0), (10, 2.0), (13, 4.0), (16, 2.0)] {
        table +=
            &format!("Running,2026-05-{day:02} 07:00:00,Run,{km:.2},00:{:02}:00,170\n", (km * 5.5) as u32);
    }
    here.file("log.csv", table);
    let out = here.run(&["analyze", "run.tcx", "--log", "log.csv", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let tree = tree(&stdout(&out));
    let spike = tree["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .find(|f| f["fault"] == "load-spike")
        .expect("it");
    assert_eq!(spike["status"], "absent", "{spike}");
    assert!(spike["evidence"][0]["value"].as_f64().is_some_and(|r| (r - 0.45).abs() < 1e-9), "{spike}");
}
