//! Tables of phone apps, written by the test: axes, units and gravity.

use strideform::Error;
use strideform::read::{Input, ReadOptions, recording_from_bytes};
use strideform::recording::{Placement, Recording};

/// m/s² in 1 g.
const G: f64 = 9.806_65;

/// A table of three seconds at 100 Hz: the cell of the time, and those of the sample at `s` seconds.
fn table(header: &str, time: impl Fn(usize) -> String, cells: impl Fn(f64) -> String) -> String {
    let row = |i: usize| format!("{},{}\n", time(i), cells(i as f64 / 100.0));
    std::iter::once(format!("{header}\n")).chain((0..300).map(row)).collect()
}

fn seconds(i: usize) -> String {
    format!("{:.2}", i as f64 / 100.0)
}

/// 1 g on y, and a swing of 0.3 g on x, each times `scale`.
fn upright(s: f64, scale: f64) -> String {
    format!("{:.5},{scale:.5},{:.5}", 0.3 * scale * (9.0 * s).sin(), 0.01 * scale)
}

fn read(name: &str, text: &str) -> Result<Recording, Error> {
    recording_from_bytes(name, text.as_bytes(), &ReadOptions::default().with_placement(Placement::PELVIS))
}

#[test]
fn g_forces_are_in_g_beside_an_acceleration_without_gravity() {
    let alone = table("time,gFx,gFy,gFz,TgF", seconds, |s| format!("{},1.02", upright(s, 1.0)));
    let beside = table("time,gFx,gFy,gFz,ax,ay,az,wx,wy,wz", seconds, |s| {
        format!("{},{:.4},0.0,0.1,0.1,0.2,0.3", upright(s, 1.0), 0.3 * G * (9.0 * s).sin())
    });
    for text in [alone, beside] {
        let recording = read("a.csv", &text).expect("it is read");
        assert!(!recording.signals.gravity_free);
        // Five decimals of g.
        assert!((recording.signals.acc.mean().y - G).abs() < 1e-4, "{:?}", recording.signals.acc.mean());
    }
}

#[test]
fn dates_with_the_name_of_the_month_are_a_clock() {
    let stamp = |i: usize| format!("02-May-2026 07:33:{:02}.{:03}", i / 100, 10 * (i % 100));
    let text = table("Timestamp,X,Y,Z", stamp, |s| upright(s, G));
    let recording = read("a.csv", &text).expect("it is read");
    assert!((recording.signals.rate_hz - 100.0).abs() < 1e-6, "{}", recording.signals.rate_hz);
}

#[test]
fn clocks_that_were_never_set_and_rates_beyond_all_sensors_are_named() {
    for year in ["9999", "0001"] {
        let stamp = |i: usize| format!("{year}-12-31T23:59:{:02}.{:03}Z", i / 100, 10 * (i % 100));
        let error = read("a.csv", &table("time,ax_g,ay_g,az_g", stamp, |s| upright(s, 1.0))).expect_err(year);
        assert!(error.message().contains(year) && error.message().contains("clock was not set"), "{error}");
    }
    let fast = table("t_us,ax_g,ay_g,az_g", |i| (10 * i).to_string(), |s| upright(s, 1.0));
    let error = read("a.csv", &fast).expect_err("100 kHz");
    assert!(error.message().contains("100000 samples per second"), "{error}");
}

#[test]
fn the_only_file_of_a_folder_is_placed_by_the_folders_name() {
    let parent = tempfile::tempdir().expect("a folder");
    let folder = parent.path().join("pelvis_run");
    std::fs::create_dir(&folder).expect("a folder");
    let header =
        "\"Time (s)\";\"Acceleration x (m/s^2)\";\"Acceleration y (m/s^2)\";\"Acceleration z (m/s^2)\"";
    let text = table(header, seconds, |s| upright(s, G)).replace(',', ";");
    std::fs::write(folder.join("Accelerometer.csv"), text).expect("written");
    let session = Input::from_path(&folder).read(&ReadOptions::default()).expect("a session");
    assert_eq!(session.recordings[0].placement, Placement::PELVIS);
}
