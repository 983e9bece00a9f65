//! The same recording in every dialect gives the same samples.

use approx::{abs_diff_eq, assert_abs_diff_eq};
use std::path::PathBuf;

use strideform::read::{Input, ReadOptions, Source, UnitOverrides, devices, recording};
use strideform::recording::{CaveatId, Clock, Recording, Triad};
use strideform_testkit::data::testdata;

fn good(name: &str) -> PathBuf {
    testdata().join("exports/good").join(name)
}

fn read_with(name: &str, mut options: ReadOptions) -> Recording {
    options.placement = options.placement.or("shank-left".parse().ok());
    let paths: Vec<PathBuf> = name.split('+').map(good).collect();
    let source = match paths.as_slice() {
        [only] => Source::File(only.clone()),
        _ => Source::Merged(paths),
    };
    recording(&source, &options).unwrap_or_else(|e| panic!("{name}: {e}"))
}

fn read(name: &str) -> Recording {
    read_with(name, ReadOptions::default())
}

fn plain() -> Recording {
    read("plain_left_shank.csv")
}

/// Largest difference of two triads, m/s² or rad/s; the lengths must agree.
fn distance(a: &Triad, b: &Triad) -> f64 {
    assert_eq!(a.len(), b.len());
    let pairs = a.columns().into_iter().zip(b.columns());
    pairs.flat_map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b).abs())).fold(0.0, f64::max)
}

/// Five decimals of g, the coarsest rounding of most files, is 5e-5 m/s²; those in m/s² round at 5e-6 on top.
const ROUNDING: f64 = 6e-5;
/// Three decimals of deg/s are 9e-6 rad/s; six decimals of rad/s 5e-7.
const ROUNDING_GYR: f64 = 1e-5;

const SAME: &[&str] = &[
    "plain_left_shank.csv.gz",
    "bom_crlf.csv",
    "utf16_tab.csv",
    "utf16be_no_mark.csv",
    "semicolon_decimal_comma.csv",
    "tab_decimal_comma.tsv",
    "quoted_decimal_comma.csv",
    "trailing_tab.tsv",
    "trailing_semicolon_rows_only.csv",
    "aligned_blanks.txt",
    "comma_and_blank.csv",
    "no_header.csv",
    "comment_header.csv",
    "unit_row.csv",
    "excel_sep_line.csv",
    "no_newline_at_end.csv",
    "preamble_with_commas.csv",
    "imeasureu.csv",
    "xsens_dot_wraps.csv",
    "sensor_logger_TotalAcceleration.csv+sensor_logger_Gyroscope.csv",
    "sensorlog_apple.csv",
    "shimmer_three_headers.csv",
    "androsensor.csv",
    "qtm.tsv",
    "mobgap.csv",
    "gaitmap.csv",
    "gaitmap_body_left_foot.csv",
    "unit_untold_rads.csv",
];

const SAME_WITHOUT_GYROSCOPE: &[&str] = &[
    "rate_in_preamble_actigraph.csv",
    "phyphox.csv",
    "phyphox_german.csv",
    "phyphox_french.csv",
    "mhealth.csv",
    "mhealth_header_says_metres.csv",
    "axivity_no_header.csv",
    "time_ms.csv",
    "time_us.csv",
    "time_ns.csv",
    "time_epoch_s.csv",
    "time_serial_days.csv",
    "time_iso_zone.csv",
    "time_day_first.csv",
    "time_month_first_pm.csv",
    "time_of_day_midnight.csv",
    "time_date_and_clock.csv",
    "time_counter_wraps_65536.csv",
    "time_seconds_wrap.csv",
    "unit_untold_g.csv",
    "unit_untold_mps2.csv",
    "unit_untold_mg.csv",
    "batch_stamps.csv",
    "duplicate_rows.csv",
];

#[test]
fn every_dialect_gives_the_same_samples() {
    let plain = plain();
    let plain_gyr = plain.signals.gyr.as_ref().expect("gyroscope");
    for name in SAME.iter().chain(SAME_WITHOUT_GYROSCOPE) {
        let this = read(name);
        let off = distance(&this.signals.acc, &plain.signals.acc);
        assert!(off < ROUNDING, "{name}: accelerations differ by {off}");
        // Asked for: the rate to 1e-4.
        assert!(
            abs_diff_eq!(this.signals.rate_hz / 100.0, 1.0, epsilon = 1e-4),
            "{name}: {} Hz",
            this.signals.rate_hz
        );
        assert!(this.signals.gaps.is_empty() && !this.signals.gravity_free, "{name}");
        assert_eq!(this.signals.gyr.is_some(), SAME.contains(name), "{name}: gyroscope");
        if let Some(gyr) = &this.signals.gyr {
            let off = distance(gyr, plain_gyr);
            assert!(off < ROUNDING_GYR, "{name}: angular rates differ by {off}");
        }
    }
}

#[test]
fn body_axes_are_known_as_such() {
    assert!(read("mobgap.csv").signals.axes.anatomical);
    assert!(!plain().signals.axes.anatomical);
    let right =
        ReadOptions::default().with_placement("foot-right".parse::<strideform::recording::Placement>().ok());
    let right = read_with("gaitmap_body_right_foot.csv", right);
    assert!(distance(&right.signals.acc, &plain().signals.acc) < ROUNDING);
    let gyr = right.signals.gyr.expect("gyroscope");
    assert!(distance(&gyr, &plain().signals.gyr.expect("gyroscope")) < ROUNDING_GYR);
    let two = read("two_axes_sacrum.csv");
    assert_eq!(two.signals.axes.measured, [true, true, false]);
    let plain = plain();
    let expected =
        Triad::new(plain.signals.acc.x.clone(), plain.signals.acc.y.clone(), vec![0.0; plain.signals.len()]);
    assert!(distance(&two.signals.acc, &expected) < ROUNDING);
}

#[test]
fn coarse_units_round_coarsely() {
    let plain = plain();
    // One decimal of mm/s² is 5e-5 m/s²; two decimals of mm/s² less; whole milli-g 5e-3.
    for (name, rounding) in [("unit_untold_mm.csv", 1.1e-4), ("unit_whole_milli_g.csv", 5.1e-3)] {
        let off = distance(&read(name).signals.acc, &plain.signals.acc);
        assert!(off < rounding, "{name}: {off}");
    }
}

#[test]
fn counts_need_their_scale() {
    let name = testdata().join("exports/bad/raw_counts.csv");
    let units: UnitOverrides = "acc=4096LSB/g".parse().expect("units");
    let options = ReadOptions::default()
        .with_units(units)
        .with_placement("shank-left".parse::<strideform::recording::Placement>().ok());
    let this = recording(&Source::File(name), &options).expect("counts");
    // A count is 2.4e-3 m/s², rounded to half of that.
    assert!(distance(&this.signals.acc, &plain().signals.acc.slice(0..200)) < 1.3e-3);
}

#[test]
fn a_rate_can_be_stated() {
    let options = ReadOptions::default().with_rate_hz(100.0);
    let this = read_with("time_absent.csv", options.clone());
    assert!(distance(&this.signals.acc, &plain().signals.acc) < ROUNDING);
    assert_eq!(this.clock, Clock::None);
    // Stamps that agree with the stated rate keep their say, also about what is lost.
    assert_eq!(read_with("lost_packets.csv", options).signals.len(), 450);
}

#[test]
fn gravity_free_acceleration_is_recognised() {
    let this = read("sensor_logger_Accelerometer_no_gravity.csv");
    assert!(this.signals.gravity_free);
    assert!(this.caveats.iter().any(|c| c.id == CaveatId::GravityRemoved));
    let expected = &plain().signals.acc;
    let gravity: [f64; 3] = [0.05, 0.995, 0.06];
    for (axis, (now, g)) in
        expected.columns().into_iter().zip(this.signals.acc.columns().into_iter().zip(gravity))
    {
        for (a, b) in axis.iter().zip(now) {
            assert_abs_diff_eq!(a - b, g * 9.806_65, epsilon = ROUNDING);
        }
    }
}

#[test]
fn a_slower_gyroscope_in_its_own_file_lands_on_the_accelerometers_clock() {
    let this = read("metamotion_acc.csv+metamotion_gyr_50hz.csv");
    let plain = plain();
    assert!(distance(&this.signals.acc, &plain.signals.acc) < ROUNDING);
    let gyr = this.signals.gyr.expect("gyroscope");
    let expected = plain.signals.gyr.expect("gyroscope");
    // Every second sample from 40 ms on is the gyroscope's own, but for the millisecond clock's fit.
    for i in (4..440).step_by(2) {
        let off = (gyr.at(i) - expected.at(i)).norm();
        assert!(off < 1e-4, "{i}: {off}");
    }
    // Before the gyroscope's start nothing was measured, longer than is harmless.
    assert_eq!(this.signals.gaps.first(), Some(&(0..1)));
}

#[test]
fn devices_side_by_side() {
    let vicon = Source::File(good("vicon_devices_zero_filled.csv"));
    assert_eq!(devices(&vicon).expect("devices"), ["TS-01902", "TS-01874"]);
    let of =
        |device: &str| read_with("vicon_devices_zero_filled.csv", ReadOptions::default().with_device(device));
    let plain = plain();
    let this = of("TS-01902");
    assert_eq!(this.signals.gaps, vec![300..310]);
    assert!(this.caveats.iter().any(|c| c.id == CaveatId::ZeroFilled));
    for i in (0..300).chain(310..420) {
        // Two decimals of mm/s² are 5e-6 m/s².
        assert!((this.signals.acc.at(i) - plain.signals.acc.at(i)).norm() < ROUNDING * 2.0, "{i}");
    }
    let other = of("ts01874");
    assert!(other.signals.gaps.is_empty());
    assert!((other.signals.acc.at(7) + plain.signals.acc.at(7)).norm() < ROUNDING * 2.0);
    // A placement that is a device's name chooses it.
    let right =
        ReadOptions::default().with_placement("shank-right".parse::<strideform::recording::Placement>().ok());
    assert_eq!(read_with("two_shanks_side_by_side.csv", right).device.as_deref(), Some("right_shank"));
}

#[test]
fn lost_jittering_and_cut_recordings_are_mended_and_said() {
    let plain = plain();
    let caveat = |r: &Recording, id: &str| r.caveats.iter().find(|c| c.id == id).cloned();
    let lost = read("lost_packets.csv");
    assert_eq!(lost.signals.len(), 450);
    assert!(
        caveat(&lost, "lost-packets").is_some_and(|c| c.value.is_some_and(|v| (0.05..0.15).contains(&v)))
    );
    // Six samples from 400 on are gone, and perhaps neighbours of theirs.
    assert!(
        lost.signals.gaps.iter().any(|g| g.start <= 400 && g.end >= 406 && g.len() < 10),
        "{:?}",
        lost.signals.gaps
    );
    let batch = read("batch_stamps.csv");
    assert!(caveat(&batch, "batch-stamps").is_some());
    assert!(caveat(&read("duplicate_rows.csv"), "duplicates").is_some());
    let jitter = read("jitter.csv");
    assert!(caveat(&jitter, "jitter").is_some_and(|c| c.value.is_some_and(|v| v > 0.2)));
    // Standing still, interpolation between jittering stamps changes nothing but the small wave of 40 rad/s.
    for i in 0..140 {
        assert!((jitter.signals.acc.at(i) - plain.signals.acc.at(i)).norm() < 0.01, "{i}");
    }
    let holes = read("empty_cells.csv");
    assert_eq!(holes.signals.gaps, vec![120..125]);
    let cut = read("last_row_cut.csv");
    assert!(caveat(&cut, "truncated-last-row").is_some());
    assert_eq!(cut.signals.len(), 449);
    assert_eq!(read("last_cell_cut.csv").signals.len(), 449);
    let clipped = read("clipped_2g.csv").clipping.expect("clipped");
    // The limit is 2 g to rounding.
    assert!(abs_diff_eq!(clipped.1 / 9.806_65, 2.0, epsilon = 1e-6) && clipped.0 > 0.02, "{clipped:?}");
    assert_eq!(plain.clipping, None);
    let still = read("still.csv");
    assert!(still.clipping.is_none() && still.caveats.is_empty(), "{:?}", still.caveats);
}

#[test]
fn the_placement_is_read_where_it_is_written() {
    let dot = recording(&Source::File(good("xsens_dot_wraps.csv")), &ReadOptions::default()).expect("dot");
    assert_eq!(dot.placement.to_string(), "shank-left");
    let body =
        recording(&Source::File(good("gaitmap_body_right_foot.csv")), &ReadOptions::default()).expect("file");
    assert_eq!(body.placement.to_string(), "foot-right");
    let text = format!("LF={}", good("time_ms.csv").display());
    let Input::Recording { source, placement, .. } = Input::from(text.as_str()) else { panic!("{text}") };
    let options = ReadOptions::default().with_placement(placement);
    assert_eq!(recording(&source, &options).expect("file").placement.to_string(), "foot-left");
}

#[test]
fn every_inference_says_what_it_rests_on() {
    for name in SAME.iter().chain(SAME_WITHOUT_GYROSCOPE) {
        let this = read(name);
        for about in
            ["delimiter", "decimal sign", "rate", "placement", "accelerometer unit", "gravity", "axes"]
        {
            let found = this.inferences.iter().find(|i| i.about == about);
            assert!(
                found.is_some_and(|i| !i.conclusion.is_empty() && !i.because.is_empty()),
                "{name}: {about}"
            );
        }
    }
}
