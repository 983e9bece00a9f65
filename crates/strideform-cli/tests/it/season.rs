//! A season of 33 runs as a runner has it: four formats, a portal's table in local time across the change to summer time,
//! copies of other apps, and files that are no recordings.

use std::io::Write;

use crate::common::{Here, stderr, stdout};

/// 2026-03-02T00:00:00 in Berlin, and 2026-03-29T02:00:00, when its clocks change, s since 1970 by UTC.
const FIRST: i64 = 1_772_406_000;
const SUMMER: i64 = 1_774_746_000;

struct Run {
    /// Start, s since 1970.
    at: i64,
    seconds: i64,
    speed: f64,
}

impl Run {
    fn metres(&self) -> f64 {
        self.speed * self.seconds as f64
    }

    fn local(&self) -> i64 {
        self.at + if self.at < SUMMER { 3600 } else { 7200 }
    }
}

/// A run every second day; on two days one to work and the same way back ten hours later.
fn season() -> Vec<Run> {
    let mut out = Vec::new();
    for day in 0..31_i64 {
        let at = FIRST + 2 * day * 86_400 + 7 * 3600 + 37 * (day % 5);
        let summer = if at < SUMMER { 0 } else { 3600 };
        if day == 5 || day == 20 {
            let morning = at - at % 3600 - summer;
            out.extend([0, 36_000].map(|later| Run { at: morning + later, seconds: 900, speed: 3.3 }));
        } else {
            out.push(Run {
                at: at - summer,
                seconds: 600 + 60 * (day % 4),
                speed: 2.8 + 0.1 * (day % 3) as f64,
            });
        }
    }
    out
}

/// `2026-03-02 06:00:00`, by the calendar of Hinnant, "chrono-compatible low-level date algorithms".
fn stamp(at: i64) -> String {
    let days = at.div_euclid(86_400) + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let (day, month) =
        (of_year - (153 * shifted + 2) / 5 + 1, if shifted < 10 { shifted + 3 } else { shifted - 9 });
    let year = year + era * 400 + i64::from(month <= 2);
    let s = at.rem_euclid(86_400);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

fn utc(at: i64) -> String {
    stamp(at).replace(' ', "T") + "Z"
}

/// A point every ten seconds.
fn points(run: &Run) -> impl Iterator<Item = (i64, f64)> {
    let speed = run.speed;
    (0..=run.seconds / 10).map(move |i| (10 * i, speed * (10 * i) as f64))
}

fn gpx(run: &Run) -> String {
    let point = |(s, m): (i64, f64)| {
        format!(
            "<trkpt lat=\"{:.7}\" lon=\"8\"><time>{}</time><extensions><cad>84</cad></extensions></trkpt>",
            50.0 + m / 111_195.0,
            utc(run.at + s)
        )
    };
    let points: String = points(run).map(point).collect();
    format!("<gpx creator=\"x\"><trk><type>running</type><trkseg>{points}</trkseg></trk></gpx>")
}

fn tcx(run: &Run) -> String {
    let start = utc(run.at);
    let point = |(s, m): (i64, f64)| {
        format!(
            "<Trackpoint><Time>{}</Time><DistanceMeters>{m}</DistanceMeters><Extensions><TPX><RunCadence>84</RunCadence></TPX>\
             </Extensions></Trackpoint>",
            utc(run.at + s)
        )
    };
    let points: String = points(run).map(point).collect();
    format!(
        "<TrainingCenterDatabase><Activities><Activity Sport=\"Running\"><Id>{start}</Id><Lap StartTime=\"{start}\">\
         <TotalTimeSeconds>{}</TotalTimeSeconds><DistanceMeters>{}</DistanceMeters><Track>{points}</Track></Lap></Activity>\
         </Activities></TrainingCenterDatabase>",
        run.seconds,
        run.metres()
    )
}

/// A FIT file: definition and data of `file_id`, the records, and the session.
fn fit(run: &Run) -> Vec<u8> {
    let clock = |s: i64| u32::try_from(run.at + s - 631_065_600).expect("after 1989").to_le_bytes();
    let mut body: Vec<u8> = Vec::new();
    let define = |body: &mut Vec<u8>, local: u8, number: u16, fields: &[[u8; 3]]| {
        body.extend([0x40 | local, 0, 0]);
        body.extend(number.to_le_bytes());
        body.push(fields.len() as u8);
        body.extend(fields.iter().flatten());
    };
    define(&mut body, 0, 0, &[[0, 1, 0x00], [1, 2, 0x84], [4, 4, 0x86]]);
    body.extend([0, 4, 1, 0]);
    body.extend(clock(0));
    define(&mut body, 2, 20, &[[253, 4, 0x86], [5, 4, 0x86], [4, 1, 0x02]]);
    for (s, m) in points(run) {
        body.push(2);
        body.extend(clock(s));
        body.extend(((m * 100.0).round() as u32).to_le_bytes());
        body.push(84);
    }
    define(&mut body, 1, 18, &[[253, 4, 0x86], [2, 4, 0x86], [5, 1, 0x00], [8, 4, 0x86], [9, 4, 0x86]]);
    body.push(1);
    body.extend(clock(run.seconds));
    body.extend(clock(0));
    body.push(1);
    body.extend((run.seconds as u32 * 1000).to_le_bytes());
    body.extend(((run.metres() * 100.0).round() as u32).to_le_bytes());
    let mut out = vec![14, 0x20, 0x39, 0x08];
    out.extend((body.len() as u32).to_le_bytes());
    out.extend(b".FIT\0\0");
    out.extend(body);
    let crc = out.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |v, _| (v >> 1) ^ if v & 1 == 1 { 0xA001 } else { 0 })
    });
    out.extend(crc.to_le_bytes());
    out
}

fn gz(text: &str) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    out.write_all(text.as_bytes()).expect("gzip");
    out.finish().expect("gzip")
}

fn table(runs: &[Run]) -> String {
    let mut out = String::from("Activity Type,Date,Title,Distance,Time,Avg Run Cadence\r\n");
    for run in runs.iter().rev() {
        let (km, s) = (run.metres() / 1000.0, run.seconds);
        out +=
            &format!("Running,{},Run,\"{km:.2}\",00:{:02}:{:02},168\r\n", stamp(run.local()), s / 60, s % 60);
    }
    out
}

#[test]
fn thirty_three_runs_in_four_formats_count_once_each() {
    let here = Here::new();
    std::fs::create_dir(here.path("log")).expect("a folder");
    let runs = season();
    for (i, run) in runs.iter().enumerate() {
        // Every fourth run is in the portal's table only.
        match i % 4 {
            0 => {
                here.file(&format!("log/{i:02}.fit"), fit(run));
            }
            1 => {
                here.file(&format!("log/{i:02}.tcx"), tcx(run));
            }
            2 => {
                here.file(&format!("log/{i:02}.gpx.gz"), gz(&gpx(run)));
            }
            _ => {}
        }
        // Another device, started a little later.
        if i % 6 == 0 {
            let other = Run { at: run.at + 20, seconds: run.seconds, speed: run.speed * 1.004 };
            here.file(&format!("log/{i:02}-phone.tcx.gz"), gz(&tcx(&other)));
        }
    }
    here.file("log/Activities.csv", table(&runs));
    here.file("log/photo.jpg", vec![0xff; 100]);
    here.file("log/plan.pdf", "%PDF-1.4");
    here.file("log/broken.fit", vec![0; 40]);
    let out = here.run(&["trend", "log", "--format", "json", "--html", "season.html"]);
    assert_eq!(out.status.code(), Some(0), "{}", stderr(&out));
    let tree: serde_json::Value = serde_json::from_str(&stdout(&out)).expect("JSON");
    let sessions = tree["sessions"].as_array().expect("sessions");
    assert_eq!((runs.len(), sessions.len()), (33, 33), "{}", tree["files"]);
    for (run, session) in runs.iter().zip(sessions) {
        // A portal's table has two decimals of a kilometre.
        let metres = session["distance_m"].as_f64().expect("metres");
        assert!((metres - run.metres()).abs() < 0.005 * run.metres() + 5.0, "{metres} {}", run.metres());
        let day = &stamp(run.local())[..10];
        assert!(session["started"].as_str().is_some_and(|s| s.starts_with(day)), "{day}: {session}");
    }
    let files = tree["files"].as_array().expect("files");
    let used = |name: &str| {
        let file = files.iter().find(|f| f["file"].as_str().is_some_and(|f| f.ends_with(name)));
        file.and_then(|f| f["use"].as_str()).unwrap_or_default().to_owned()
    };
    assert_eq!(files.len(), std::fs::read_dir(here.path("log")).expect("the folder").count());
    for (name, expected) in [
        ("Activities.csv", "used"),
        ("04.fit", "used"),
        ("photo.jpg", "other-kind"),
        ("plan.pdf", "other-kind"),
        ("broken.fit", "not-understood"),
    ] {
        assert_eq!(used(name), expected, "{name}");
    }
    // Of two devices one is the run, whichever says more.
    let mut pair = [used("06-phone.tcx.gz"), used("06.gpx.gz")];
    pair.sort();
    assert_eq!(pair, ["duplicate-of", "used"]);
    let page = std::fs::read_to_string(here.path("season.html")).expect("the page");
    assert!(page.contains("of other kinds") && page.contains("photo.jpg"));
    // The same log by the table of a batch: a row for every run of every file.
    let out = here.run(&["batch", "log", "--out", "runs.csv", "--failures", "failures.csv"]);
    assert!(stderr(&out).contains("2 files of other kinds"), "{}", stderr(&out));
    let rows = std::fs::read_to_string(here.path("runs.csv")).expect("the table");
    let of_table = rows.lines().filter(|l| l.contains("Activities.csv#")).count();
    assert_eq!(of_table, 33);
}
