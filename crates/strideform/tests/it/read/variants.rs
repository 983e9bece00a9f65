//! Real recordings written in other dialects and units by the test itself: the samples, their times and their units stay.

use approx::abs_diff_eq;
use std::fmt::Write;

use strideform::read::{ReadOptions, Source, recording, recording_from_bytes};
use strideform::recording::{Recording, Triad};
use strideform_testkit::data::recordings;

const G: f64 = 9.806_65;

/// Every sensor of the reference recordings: path, placement.
const SENSORS: &[(&str, &str)] = &[
    ("clipped-low-rate/GT3X_30hz_3g.csv", "pelvis"),
    ("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left"),
    ("export-dialects/actigraph_gt3x_raw_no_timestamp_100hz_impactr_hip-raw_first5000.csv", "pelvis"),
    ("export-dialects/impactr_test-data-hip-imu.csv", "pelvis"),
    ("export-dialects/mimsunit_mhealth_head.csv", "pelvis"),
    ("foot-lost-packets/foot_app_export.csv", "foot-left"),
    ("outdoor-run-hip/left_hip.csv", "pelvis"),
    ("sacrum-treadmill-force/shimmer_export_no_truth.csv", "pelvis"),
    ("shank-treadmill-force/sensor/trial01_running.csv", "shank-left"),
    ("shank-treadmill-force/sensor/trial05_walking.csv", "shank-left"),
    ("shank-treadmill-force/sensor/trial08_running.csv", "shank-left"),
    ("shank-treadmill-force/sensor/trial13_running.csv", "shank-left"),
    ("shank-treadmill-force/sensor/trial17_walking.csv", "shank-left"),
    ("markers-treadmill-force/virtual_imu_foot_left_240hz.csv", "foot-left"),
    ("markers-treadmill-force/virtual_imu_sacrum_240hz.csv", "pelvis"),
    ("markers-treadmill-force/virtual_imu_shank_left_240hz.csv", "shank-left"),
];

fn options(placement: &str) -> ReadOptions {
    ReadOptions::default().with_placement(placement.parse::<strideform::recording::Placement>().ok())
}

fn originals() -> Vec<(&'static str, &'static str, Recording)> {
    let Some(data) = recordings() else { return Vec::new() };
    SENSORS
        .iter()
        .map(|&(path, placement)| {
            let source = Source::File(data.join(path));
            (path, placement, recording(&source, &options(placement)).unwrap_or_else(|e| panic!("{e}")))
        })
        .collect()
}

/// Largest difference where both have samples, m/s².
fn distance(a: &Triad, b: &Triad) -> f64 {
    let n = a.len().min(b.len());
    (0..n).map(|i| (a.at(i) - b.at(i)).norm()).fold(0.0, f64::max)
}

/// A table with bare names, acceleration and angular rate scaled.
fn bare(this: &Recording, acc: f64, gyr: f64) -> String {
    let mut out =
        String::from(if this.signals.gyr.is_some() { "t,ax,ay,az,gx,gy,gz\n" } else { "t,ax,ay,az\n" });
    for i in 0..this.signals.len() {
        let a = this.signals.acc.at(i) * acc;
        let _ = write!(out, "{:.6},{:.6},{:.6},{:.6}", this.signals.time_s(i), a.x, a.y, a.z);
        if let Some(w) = &this.signals.gyr {
            let w = w.at(i) * gyr;
            let _ = write!(out, ",{:.6},{:.6},{:.6}", w.x, w.y, w.z);
        }
        out.push('\n');
    }
    out
}

#[test]
fn units_are_told_from_the_signal_of_every_sensor() {
    let mut checked = 0;
    for (path, placement, this) in originals() {
        for (acc, gyr) in [
            (1.0, 1.0),
            (1.0 / G, 180.0 / std::f64::consts::PI),
            (1000.0 / G, 1.0),
            (1000.0, 180.0 / std::f64::consts::PI),
        ] {
            let text = bare(&this, acc, gyr);
            let now = recording_from_bytes("x.csv", text.as_bytes(), &options(placement))
                .unwrap_or_else(|e| panic!("{path} × {acc}: {e}"));
            // Six decimals of g are 5e-6 m/s² an axis; the bridged samples are copied.
            assert!(distance(&now.signals.acc, &this.signals.acc) < 2e-5, "{path} × {acc}");
            assert!(!now.signals.gravity_free, "{path}");
            if let (Some(a), Some(b)) = (&now.signals.gyr, &this.signals.gyr) {
                // The sensor at rest on a table may be read either way; all others are plain.
                assert!(path.contains("impactr_test") || distance(a, b) < 2e-5, "{path} gyr × {gyr}");
            }
            checked += 1;
        }
    }
    eprintln!("units told from the signal: {checked} variants");
}

/// One table per dialect from the same samples; stamps in ms where the dialect cannot do better.
fn dialects(this: &Recording) -> Vec<(&'static str, String)> {
    let rows: Vec<(f64, [f64; 3])> = (0..this.signals.len())
        .map(|i| (this.signals.time_s(i), (this.signals.acc.at(i) / G).into()))
        .collect();
    let table = |head: &str, row: &dyn Fn(f64, [f64; 3]) -> String| {
        let mut out = format!("{head}\n");
        for &(t, a) in &rows {
            out += &row(t, a);
            out.push('\n');
        }
        out
    };
    let stamp = |t: f64| {
        let ms = (t * 1000.0).round() as u64 + 43_200_000;
        format!("{:02}:{:02}:{:02}.{:03}", ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60, ms % 1000)
    };
    vec![
        (
            "plain",
            table("time_s,acc_x_g,acc_y_g,acc_z_g", &|t, a| {
                format!("{t:.6},{:.6},{:.6},{:.6}", a[0], a[1], a[2])
            }),
        ),
        (
            "semicolons and decimal commas",
            table("Zeit (s);Beschleunigung x (g);Beschleunigung y (g);Beschleunigung z (g)", &|t, a| {
                format!("{t:.6};{:.6};{:.6};{:.6}", a[0], a[1], a[2]).replace('.', ",")
            }),
        ),
        (
            "milliseconds",
            table("timestamp_ms\tax (g)\tay (g)\taz (g)\t", &|t, a| {
                format!("{}\t{:.6}\t{:.6}\t{:.6}\t", (t * 1000.0).round(), a[0], a[1], a[2])
            }),
        ),
        (
            "wrapping microseconds",
            table("PacketCounter,SampleTimeFine,Acc_X,Acc_Y,Acc_Z", &|t, a| {
                let us = (4_294_000_000.0 + t * 1e6).round() as u64 % (1 << 32);
                format!("0,{us},{:.6},{:.6},{:.6}", a[0] * G, a[1] * G, a[2] * G)
            }),
        ),
        (
            "nanoseconds since 1970, reversed axes",
            table("time,seconds_elapsed,z,y,x", &|t, a| {
                format!(
                    "{},{t:.6},{:.6},{:.6},{:.6}",
                    1_617_723_780_000_000_000 + (t * 1e9) as u64,
                    a[2] * G,
                    a[1] * G,
                    a[0] * G
                )
            }),
        ),
        (
            "date stamps",
            table("HEADER_TIME_STAMP,X,Y,Z", &|t, a| {
                format!("2021-04-06 {},{:.6},{:.6},{:.6}", stamp(t), a[0], a[1], a[2])
            }),
        ),
        (
            "times of day",
            table("\"clock\";\"x (m/s^2)\";\"y (m/s^2)\";\"z (m/s^2)\"", &|t, a| {
                format!("\"{}\";\"{:.6}\";\"{:.6}\";\"{:.6}\"", stamp(t), a[0] * G, a[1] * G, a[2] * G)
            }),
        ),
        (
            "serial days, in mg",
            table("datenum,acc_x_mg,acc_y_mg,acc_z_mg", &|t, a| {
                format!(
                    "{:.9},{:.3},{:.3},{:.3}",
                    44_292.5 + t / 86_400.0,
                    a[0] * 1e3,
                    a[1] * 1e3,
                    a[2] * 1e3
                )
            }),
        ),
    ]
}

#[test]
fn a_real_recording_is_the_same_in_any_dialect() {
    let mut checked = 0;
    for (path, placement, this) in originals() {
        for (name, text) in dialects(&this) {
            let now = recording_from_bytes("x.csv", text.as_bytes(), &options(placement))
                .unwrap_or_else(|e| panic!("{path} as {name}: {e}"));
            assert_eq!(now.signals.len(), this.signals.len(), "{path} as {name}");
            assert!(distance(&now.signals.acc, &this.signals.acc) < 2e-5, "{path} as {name}");
            // Contacts must agree within 2 ms: the last sample's time may not move by more than a quarter of that, which
            // is the rounding of millisecond stamps.
            let last = this.signals.len() - 1;
            let moved = (now.signals.time_s(last) - this.signals.time_s(last)).abs();
            assert!(moved < 5e-4, "{path} as {name}: the end moved by {moved} s");
            checked += 1;
        }
    }
    eprintln!("dialects of real recordings: {checked} variants");
}

#[test]
fn lost_rows_of_a_real_recording_are_put_back_in_place() {
    for (path, placement, this) in originals() {
        if this.signals.rate_hz < 99.0 || this.signals.len() < 400 {
            continue;
        }
        let text = bare(&this, 1.0, 1.0);
        // Each eleventh row, and a block of fifteen.
        let kept: Vec<&str> = text
            .lines()
            .enumerate()
            .filter(|(i, _)| *i < 2 || !(i % 11 == 5 || (200..215).contains(i)))
            .map(|(_, l)| l)
            .collect();
        let now = recording_from_bytes("x.csv", kept.join("\n").as_bytes(), &options(placement))
            .unwrap_or_else(|e| panic!("{path}: {e}"));
        assert!(
            abs_diff_eq!(now.signals.rate_hz / this.signals.rate_hz, 1.0, epsilon = 1e-5),
            "{path}: {}",
            now.signals.rate_hz
        );
        assert!(now.signals.len().abs_diff(this.signals.len()) <= 1, "{path}");
        for i in (0..now.signals.len().min(this.signals.len()))
            .filter(|i| (i + 1) % 11 != 5 && !(199..214).contains(i))
        {
            assert!((now.signals.acc.at(i) - this.signals.acc.at(i)).norm() < 2e-5, "{path} at {i}");
        }
        let long = now.signals.gaps.iter().filter(|g| g.contains(&205)).count();
        // Fifteen lost samples lie between neighbours sixteen periods apart: more than 30 ms up to 500 Hz.
        assert_eq!(long, usize::from(16.0 / this.signals.rate_hz > 0.0305), "{path}");
    }
}
