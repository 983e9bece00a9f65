//! FIT files put together by hand: records, laps, fields of apps, raw samples, half cadence, other sports.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform::ErrorKind;
use strideform::read::{ReadOptions, contents, recording};
use strideform::recording::{CaveatId, Channel, Sport};
use strideform::units::STANDARD_GRAVITY;

use crate::watch::{analyzed, every, measured, read, refused, source, value};

#[test]
fn running_dynamics_laps_and_sums() {
    let found = read("dynamics.fit");
    let run = &found.watches[0];
    assert_eq!(run.started.map(|t| t.to_string()).as_deref(), Some("2024-05-04T06:30:00Z"));
    assert_eq!((run.sport.clone(), run.device.as_deref()), (Sport::Running, Some("Garmin")));
    assert_eq!(
        (run.totals.distance_m, run.totals.seconds, run.totals.steps),
        (Some(572.0), Some(211.0), Some(582.0))
    );
    assert_eq!(run.laps.len(), 2);
    assert_eq!((run.laps[1].start_s, run.laps[1].totals.distance_m), (105.0, Some(294.0)));
    assert_eq!(run.laps[1].totals.steps, Some(296.0));
    let metrics = measured(&found);
    for (id, expected) in [
        ("cadence", 169.0),
        ("contact_time", 0.245),
        ("contact_time_balance", 51.3),
        ("duty_factor", 0.345),
        ("step_length", 0.994),
        ("speed", 2.8),
        ("vertical_oscillation", 8.2),
        ("vertical_ratio", 8.25),
    ] {
        let metric = metrics.iter().find(|m| m.id == id).expect(id);
        assert_eq!((metric.value, metric.n), (expected, 200), "{id}");
        assert_eq!(metric.method, "garmin-running-dynamics", "{id}");
    }
    // Ten walking seconds, 200 running ones.
    assert_eq!(run.running_s(), 200.0);
}

#[test]
fn findings_come_from_watches_too() {
    let analysis = analyzed(read("dynamics.fit"));
    assert_eq!(analysis.run.speed_mps, Some(2.8));
    assert_eq!(analysis.run.started.as_deref(), Some("2024-05-04T06:30:00Z"));
    let status = |fault: &str| {
        let f = analysis.findings.iter().find(|f| f.fault == fault).expect(fault);
        format!("{:?}", f.status)
    };
    assert_eq!(status("low-cadence"), "Absent");
    // 51.3 % is below the threshold of 51.6 %, though within its error of it.
    assert_eq!(status("left-right-imbalance"), "Absent");
    assert_eq!(analysis.recordings[0].placement.to_string(), "watch");
    assert!(analysis.recordings[0].channels.contains(&"contact_time"));
}

#[test]
fn half_cadence_is_caught_by_step_length_and_speed() {
    let found = read("treadmill_half_cadence.fit");
    let run = &found.watches[0];
    assert!(run.indoors);
    assert_eq!(run.caveats.iter().map(|c| c.id.as_str()).collect::<Vec<_>>(), ["cadence-halved"]);
    assert_eq!(value(&measured(&found), "cadence"), 168.0);
    assert_eq!(analyzed(found).run.surface.as_deref(), Some("treadmill"));
}

#[test]
fn other_sports_are_not_running() {
    assert_eq!(every("walk.fit")[0].sport, Sport::Walking);
    assert_eq!(every("ride.fit")[0].sport, Sport::Other("cycling".into()));
    for name in ["walk.fit", "ride.fit"] {
        let analysis = analyzed(read(name));
        assert!(!analysis.has_running() && analysis.metrics.is_empty(), "{name}");
        let caveats: Vec<_> = analysis.recordings[0].caveats.iter().map(|c| c.id.as_str()).collect();
        assert_eq!(caveats, ["no-running"], "{name}");
    }
}

#[test]
fn fields_of_apps_are_known_by_name_and_unit() {
    let found = read("developer_fields.fit");
    let metrics = measured(&found);
    for (id, expected) in [
        ("cadence", 172.0),
        ("contact_time", 0.236),
        ("vertical_oscillation", 6.25),
        ("leg_stiffness", 9.5),
        ("speed", 3.1),
    ] {
        assert_eq!(value(&metrics, id), expected, "{id}");
    }
    assert_eq!(found.watches[0].method, "stryd");
    // Form power is no power.
    assert!(found.watches[0].records.column(Channel::Power).is_none());
}

#[test]
fn raw_samples_are_calibrated_and_run_through_the_stages() {
    let options = ReadOptions::default()
        .with_placement("wrist-right".parse::<strideform::recording::Placement>().expect("place"));
    let raw = recording(&source("raw_samples.fit"), &options).expect("samples");
    assert_eq!((raw.placement.to_string().as_str(), raw.samples), ("wrist-right", 1000));
    // Stamps in milliseconds.
    assert_abs_diff_eq!(raw.signals.rate_hz, 50.0, epsilon = 0.01);
    // Standing: (0, −1, 0.05) g before the axes were changed over and back; counts are 1/2048 g.
    let first = raw.signals.acc.at(10);
    for (ours, g) in [(first.x, 0.0), (first.y, -1.0), (first.z, 0.05)] {
        assert!(abs_diff_eq!(ours / STANDARD_GRAVITY, g, epsilon = 0.5 / 2048.0), "{ours} {g}");
    }
    let found = read("raw_samples.fit");
    assert!(found.recordings[0].caveats.iter().any(|c| c.id == CaveatId::PlacementAssumed));
    let analysis = analyzed(found);
    // Steps of 0.36 s; the rest is the error that the metric itself states.
    let cadence = analysis.metric("cadence").expect("cadence");
    assert_abs_diff_eq!(cadence.value, 60.0 / 0.36, epsilon = cadence.uncertainty);
}

#[test]
fn counts_without_calibration_and_summaries_without_samples_are_refused() {
    let error = refused("raw_without_calibration.fit");
    assert_eq!(error.kind(), ErrorKind::Unusable);
    assert!(error.message().contains("no calibration"), "{error}");
    let error = recording(&source("dynamics.fit"), &ReadOptions::default()).expect_err("no samples");
    assert!(error.message().contains("no accelerometer samples"), "{error}");
}

#[test]
fn a_compressed_file_is_the_same_run() {
    use std::io::Write;
    let strideform::read::Source::File(path) = source("dynamics.fit") else { unreachable!() };
    let bytes = std::fs::read(path).expect("fixture");
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&bytes).expect("memory");
    let packed = strideform::read::Source::Bytes {
        name: source("dynamics.fit").name(),
        bytes: encoder.finish().expect("memory"),
    };
    let unpacked = contents(&packed, &ReadOptions::default()).expect("gz");
    assert_eq!(measured(&unpacked), measured(&read("dynamics.fit")));
    assert_eq!(unpacked.watches[0].totals, read("dynamics.fit").watches[0].totals);
}
