//! Small documents put together here: every kind once, and what a hostile one may try.

use super::*;
use crate::recording::{CaveatId, Channel, Sport, StartClock};

fn read(text: &str) -> Result<Vec<WatchRun>, Error> {
    runs("x", text.as_bytes())
}

/// A TCX of ten minutes at 3 m/s.
fn tcx(prefix: &str, cadence: &str, sport: &str) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\"?><{prefix}TrainingCenterDatabase xmlns:n=\"a\"><{prefix}Activities>\
         <{prefix}Activity Sport=\"{sport}\"><{prefix}Id>2026-05-02T07:00:00Z</{prefix}Id>\
         <{prefix}Lap StartTime=\"2026-05-02T07:00:00Z\"><{prefix}TotalTimeSeconds>600</{prefix}TotalTimeSeconds>\
         <{prefix}DistanceMeters>1800</{prefix}DistanceMeters><{prefix}Track>"
    );
    for i in 0..600 {
        out += &format!(
            "<{prefix}Trackpoint><{prefix}Time>2026-05-02T07:{:02}:{:02}.000Z</{prefix}Time>\
             <{prefix}DistanceMeters>{}</{prefix}DistanceMeters><{prefix}HeartRateBpm><{prefix}Value>150</{prefix}Value>\
             </{prefix}HeartRateBpm><{prefix}Extensions><q:TPX xmlns:q=\"b\"><q:Speed>3.0</q:Speed>\
             <q:RunCadence>{cadence}</q:RunCadence></q:TPX></{prefix}Extensions></{prefix}Trackpoint>",
            i / 60,
            i % 60,
            3 * i
        );
    }
    out + &format!(
        "</{prefix}Track></{prefix}Lap><{prefix}Creator><{prefix}Name>Forerunner 245</{prefix}Name></{prefix}Creator>\
         </{prefix}Activity></{prefix}Activities></{prefix}TrainingCenterDatabase>"
    )
}

#[test]
fn tcx_counts_strides_whatever_the_prefixes() {
    for (prefix, cadence) in [("", "85"), ("n:", "85"), ("", "170")] {
        // Strava's files begin with blanks.
        let runs = read(&format!("          {}", tcx(prefix, cadence, "Running"))).expect("read");
        let [run] = runs.as_slice() else { panic!("one run") };
        assert_eq!(run.records.value(Channel::Cadence, 100), Some(170.0), "{prefix} {cadence}");
        assert_eq!((run.totals.distance_m, run.totals.seconds), (Some(1800.0), Some(600.0)));
        assert_eq!(run.started_text().as_deref(), Some("2026-05-02T07:00:00Z"));
        assert_eq!((run.method, run.laps.len()), ("garmin-running-dynamics", 1));
        assert!(run.inferences.iter().any(|i| i.about == "cadence"));
    }
    assert!(!read(&tcx("", "85", "Biking")).expect("read")[0].has_running());
}

/// A GPX at this speed for ten minutes along a meridian; a degree of latitude is 111.195 km on the mean sphere.
fn gpx(speed: f64, cadence: Option<f64>, kind: &str) -> String {
    let mut out = format!("<gpx creator=\"A watch\"><trk><name>Morning</name>{kind}<trkseg>");
    for i in 0..601 {
        let latitude = 50.0 + speed * f64::from(i) / 111_195.0;
        let cadence = cadence
            .map(|c| format!("<extensions><t:X><t:cad>{c}</t:cad></t:X></extensions>"))
            .unwrap_or_default();
        out += &format!(
            "<trkpt lat=\"{latitude:.7}\" lon=\"8\"><ele>100</ele><time>2026-05-02T09:{:02}:{:02}+02:00</time>{cadence}</trkpt>",
            i / 60,
            i % 60
        );
    }
    out + "</trkseg></trk></gpx>"
}

#[test]
fn gpx_cadence_is_settled_by_speed_and_said() {
    for (cadence, said) in [(85.0, true), (170.0, false)] {
        let run = &read(&gpx(3.0, Some(cadence), "<type>running</type>")).expect("read")[0];
        assert_eq!(run.records.value(Channel::Cadence, 100), Some(170.0), "{cadence}");
        assert_eq!(run.caveats.iter().any(|c| c.id == CaveatId::CadenceHalved), said);
        assert!(run.totals.distance_m.is_some_and(|d| (d - 1800.0).abs() < 5.0), "{:?}", run.totals);
        assert_eq!(run.clock, StartClock::Offset(7200));
        assert_eq!(run.started_text().as_deref(), Some("2026-05-02T09:00:00+02:00"));
    }
}

#[test]
fn a_track_without_a_sport_is_judged_by_its_speed() {
    for (speed, running) in [(1.2, false), (3.0, true), (9.0, false)] {
        let run = &read(&gpx(speed, None, "")).expect("read")[0];
        assert_eq!(run.has_running(), running, "{speed}");
        assert!(run.inferences.iter().any(|i| i.about == "sport"), "{speed}");
    }
    assert!(!read(&gpx(8.5, Some(85.0), "")).expect("read")[0].has_running(), "the pedals of a ride");
    assert!(!read(&gpx(3.0, None, "<type>hiking</type>")).expect("read")[0].has_running());
    assert!(read(&gpx(3.0, None, "<type>9</type>")).expect("read")[0].has_running());
}

#[test]
fn routes_and_other_documents_are_refused_by_name() {
    for (text, word) in [
        ("<gpx><rte><rtept lat=\"1\" lon=\"2\"/></rte></gpx>", "planned"),
        ("<gpx><trk><trkseg><trkpt lat=\"1\" lon=\"2\"/></trkseg></trk></gpx>", "planned"),
        ("<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>", "planned"),
        ("<kml><Document/></kml>", "KML"),
        ("<html><body/></html>", "web page"),
        ("<ClinicalDocument/>", "clinical"),
        ("<other/>", "not known"),
    ] {
        let error = read(text).expect_err(text);
        assert!(error.message().contains(word) && error.remedy().is_some(), "{text}: {error}");
    }
}

#[test]
fn hostile_documents_end_in_an_error() {
    let deep = format!("<gpx>{}", "<a>".repeat(100_000));
    let bomb =
        "<!DOCTYPE gpx [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><gpx><trk><name>&b;</name></trk></gpx>";
    let outside = "<!DOCTYPE gpx [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><gpx>&a;</gpx>";
    let huge = format!("<gpx><trk><name>{}</name></trk></gpx>", "x".repeat(5 << 20));
    let attribute = format!("<gpx a=\"{}\"/>", "x".repeat(5 << 20));
    for text in
        [deep.as_str(), bomb, outside, "<gpx>&b;</gpx>", &huge, &attribute, "<gpx><trk>", "<gpx", "<?xml ?>"]
    {
        assert!(read(text).is_err(), "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn apples_export_deals_samples_out_to_workouts() {
    let mut text = String::from(
        "<?xml version=\"1.0\"?><!DOCTYPE HealthData [<!ELEMENT HealthData (Record*)>]><HealthData locale=\"de_DE\">",
    );
    for i in 0..120 {
        for (kind, unit, v) in [
            ("RunningSpeed", "km/hr", 10.8),
            ("RunningStrideLength", "m", 1.05),
            ("RunningGroundContactTime", "ms", 250.0),
        ] {
            text += &format!(
                "<Record type=\"HKQuantityTypeIdentifier{kind}\" sourceName=\"W\" unit=\"{unit}\" \
                 startDate=\"2026-05-02 07:{:02}:{:02} +0200\" endDate=\"2026-05-02 07:59:00 +0200\" value=\"{v}\"/>",
                i * 5 / 60,
                i * 5 % 60
            );
        }
    }
    text += "<Record type=\"HKQuantityTypeIdentifierStepCount\" sourceName=\"W\" unit=\"count\" \
             startDate=\"2026-05-03 07:00:00 +0200\" endDate=\"2026-05-03 07:30:00 +0200\" value=\"4950\"/>";
    for (day, kind, minutes, km) in
        [(2, "Running", 10, 1.8), (3, "Running", 30, 5.0), (4, "Cycling", 60, 20.0)]
    {
        text += &format!(
            "<Workout workoutActivityType=\"HKWorkoutActivityType{kind}\" duration=\"{minutes}\" durationUnit=\"min\" \
             startDate=\"2026-05-{day:02} 07:00:00 +0200\" endDate=\"2026-05-{day:02} {:02}:{:02}:00 +0200\">\
             <WorkoutStatistics type=\"HKQuantityTypeIdentifierDistanceWalkingRunning\" sum=\"{km}\" unit=\"km\"/></Workout>",
            7 + minutes / 60,
            minutes % 60
        );
    }
    let runs = read(&(text + "</HealthData>")).expect("read");
    assert_eq!(runs.len(), 3);
    assert_eq!(runs.iter().map(|r| r.number).collect::<Vec<_>>(), [1, 2, 0]);
    let first = &runs[0];
    assert_eq!(first.started_text().as_deref(), Some("2026-05-02T07:00:00+02:00"));
    assert_eq!((first.totals.distance_m, first.totals.seconds), (Some(1800.0), Some(600.0)));
    assert!(first.records.value(Channel::ContactTime, 3).is_some_and(|c| (c - 0.25).abs() < 1e-6));
    // 60 times 3 m/s over 1.05 m.
    assert!(first.records.value(Channel::Cadence, 3).is_some_and(|c| (c - 171.43).abs() < 0.01));
    assert_eq!(runs[1].steps(), Some(4950.0));
    assert!(runs[1].has_running() && matches!(runs[2].sport, Sport::Other(_)));
}
