//! The real recordings read as what they are: rate, unit, channels, gaps, clipping.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::Recording;
use strideform_testkit::data::recordings;

fn read(path: &std::path::Path, placement: &str) -> Recording {
    let options =
        ReadOptions::default().with_placement(placement.parse::<strideform::recording::Placement>().ok());
    recording(&Source::File(path.to_owned()), &options).unwrap_or_else(|e| panic!("{e}"))
}

fn caveat(r: &Recording, id: &str) -> Option<f64> {
    r.caveats.iter().find(|c| c.id == id).and_then(|c| c.value)
}

/// Median norm of the acceleration, m/s².
fn median_norm(r: &Recording) -> f64 {
    let mut norm = r.signals.acc.norm();
    norm.sort_by(f64::total_cmp);
    norm.get(norm.len() / 2).copied().unwrap_or(0.0)
}

#[test]
fn rates_and_units() {
    let Some(data) = recordings() else { return };
    // Rates as the devices' makers state them; those of date stamps and computed sensors to their stamps' rounding.
    for (path, placement, rate, gyr) in [
        ("clipped-low-rate/GT3X_30hz_3g.csv", "pelvis", 30.0, false),
        ("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left", 80.0, false),
        (
            "export-dialects/actigraph_gt3x_raw_no_timestamp_100hz_impactr_hip-raw_first5000.csv",
            "pelvis",
            100.0,
            false,
        ),
        ("export-dialects/impactr_test-data-hip-imu.csv", "pelvis", 100.0, true),
        ("export-dialects/mimsunit_mhealth_head.csv", "pelvis", 80.0, false),
        ("foot-lost-packets/foot_app_export.csv", "foot-left", 100.0, true),
        ("outdoor-run-hip/left_hip.csv", "pelvis", 100.0, false),
        ("sacrum-treadmill-force/sensor/trial04_3.33mps_slope+0deg.csv", "pelvis", 500.0, false),
        ("shank-treadmill-force/sensor/trial01_running.csv", "shank-left", 1000.0 / 7.0, false),
        ("markers-treadmill-force/virtual_imu_foot_left_240hz.csv", "foot-left", 240.0, true),
        ("markers-treadmill-force/virtual_imu_sacrum_240hz.csv", "pelvis", 240.0, true),
    ] {
        let this = read(&data.join(path), placement);
        assert!(
            abs_diff_eq!(this.signals.rate_hz / rate, 1.0, epsilon = 1e-4),
            "{path}: {} Hz",
            this.signals.rate_hz
        );
        assert_eq!(this.signals.gyr.is_some(), gyr, "{path}");
        assert!(!this.signals.gravity_free, "{path}");
        // In m/s² the median norm of a body-worn sensor lies between that at rest and a running foot's 3.5 g.
        assert!((9.0..35.0).contains(&median_norm(&this)), "{path}: {}", median_norm(&this));
    }
    // The stamps of this export say 512.54 Hz, though the device is set to 512.
    let this = read(&data.join("sacrum-treadmill-force/shimmer_export_no_truth.csv"), "pelvis");
    assert_abs_diff_eq!(this.signals.rate_hz, 512.5, epsilon = 0.1);
}

#[test]
fn angular_rates_are_in_radians() {
    let Some(data) = recordings() else { return };
    for path in
        ["foot-lost-packets/foot_app_export.csv", "markers-treadmill-force/virtual_imu_foot_left_240hz.csv"]
    {
        let gyr = read(&data.join(path), "foot-left").signals.gyr.expect("gyroscope");
        let top = gyr.norm().into_iter().fold(0.0, f64::max);
        // A running foot turns at 10 to 25 rad/s in swing.
        assert!((8.0..40.0).contains(&top), "{path}: {top}");
    }
}

#[test]
fn lost_packets_are_found_and_placed() {
    let Some(data) = recordings() else { return };
    let this = read(&data.join("foot-lost-packets/foot_app_export.csv"), "foot-left");
    // Twelve per cent of the intervals, to the half per cent.
    assert!(caveat(&this, "lost-packets").is_some_and(|v| abs_diff_eq!(v, 0.12, epsilon = 0.005)));
    // From 161129 to 263039 ms in steps of 10.
    assert_eq!(this.signals.len(), 10_192);
    assert_eq!(this.samples, 9064);
}

#[test]
fn clipping_is_measured() {
    let Some(data) = recordings() else { return };
    let share = |path: &str, placement: &str| {
        read(&data.join(path), placement).clipping.map(|c| (c.0, c.1 / 9.806_65))
    };
    // 156 of 1800 samples stand at 3.000 g.
    let waist = share("clipped-low-rate/GT3X_30hz_3g.csv", "pelvis").expect("clipped");
    assert!(
        abs_diff_eq!(waist.0, 156.0 / 1800.0, epsilon = 1e-9) && abs_diff_eq!(waist.1, 3.0, epsilon = 1e-6),
        "{waist:?}"
    );
    // The wrist's limits scatter about 2 g from axis to axis; its share depends on where they are drawn.
    let wrist = share("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left").expect("clipped");
    assert!((0.2..0.35).contains(&wrist.0) && abs_diff_eq!(wrist.1, 2.0, epsilon = 0.1), "{wrist:?}");
    let shank = share("shank-treadmill-force/sensor/trial01_running.csv", "shank-left").expect("clipped");
    assert!(
        abs_diff_eq!(shank.0, 24.0 / 2212.0, epsilon = 1e-9) && abs_diff_eq!(shank.1, 8.0, epsilon = 0.05),
        "{shank:?}"
    );
    assert_eq!(share("outdoor-run-hip/left_hip.csv", "pelvis"), None);
    assert_eq!(share("shank-treadmill-force/sensor/trial05_walking.csv", "shank-left"), None);
}

#[test]
fn two_body_axes_of_a_sacrum() {
    let Some(data) = recordings() else { return };
    let folder = data.join("sacrum-treadmill-force/sensor");
    for entry in std::fs::read_dir(folder).expect("folder").flatten() {
        let this = read(&entry.path(), "pelvis");
        assert!(this.signals.axes.anatomical);
        assert_eq!(this.signals.axes.measured, [true, true, false]);
        // Up averages gravity or more (it was cut off at zero); forward holds what the sensor's tilt leaves there, at
        // most −8.2 of 10.1 m/s² in these trials.
        let mean = this.signals.acc.mean();
        assert!(mean.y > 9.0 && mean.x.abs() < mean.y, "{}", this.file);
        assert_abs_diff_eq!(this.signals.rate_hz / 500.0, 1.0, epsilon = 1e-6);
    }
}

#[test]
fn body_axes_come_from_their_own_columns() {
    let Some(data) = recordings() else { return };
    let this = read(&data.join("sacrum-treadmill-force/sensor/trial06_4.17mps_slope+0deg.csv"), "pelvis");
    // The first row holds 0.48072 g up and -0.33106 g forward.
    let first = this.signals.acc.at(0) / 9.806_65;
    assert!(
        abs_diff_eq!(first.y, 0.48072, epsilon = 1e-12)
            && abs_diff_eq!(first.x, -0.33106, epsilon = 1e-12)
            && first.z == 0.0,
        "{first}"
    );
}

#[test]
fn watch_tables_are_no_recordings() {
    let Some(data) = recordings() else { return };
    let options =
        ReadOptions::default().with_placement("pelvis".parse::<strideform::recording::Placement>().ok());
    for path in
        ["running-dynamics/chest_strap_and_foot_pod_1hz.csv", "running-dynamics/garmin-fenix-5-run.fit"]
    {
        let error = recording(&Source::File(data.join(path)), &options).expect_err(path);
        assert_eq!(error.kind(), strideform::ErrorKind::Unusable, "{error}");
    }
}
