//! Columns of numbers give the recording that the same numbers give as text.

use approx::assert_abs_diff_eq;
use strideform::ErrorKind;
use strideform::read::{Cells, Column, ReadOptions, columns, recording_from_bytes};
use strideform::recording::{CaveatId, Clock, Recording};

/// Ten seconds at 200 Hz: standing, then a bounce; a lost row, a missing cell, a plateau of zeros.
fn rows() -> Vec<[f64; 7]> {
    (0..2000_u32)
        .filter(|i| *i != 700)
        .map(|i| {
            let t = f64::from(i) / 200.0;
            let bounce = if t < 2.0 { 0.0 } else { 1.1 * (17.6 * t).sin() };
            let turn = if t < 2.0 { 0.0 } else { 150.0 * (8.8 * t).sin() };
            let acc =
                if (900..904).contains(&i) { [0.0; 3] } else { [0.1, 0.2 + 0.1 * bounce, 1.0 + bounce] };
            [t, acc[0], acc[1], if i == 1200 { f64::NAN } else { acc[2] }, turn, 0.3 * turn, -0.1 * turn]
        })
        .collect()
}

const NAMES: [&str; 7] = ["time_s", "acc_x", "acc_y", "acc_z", "gyr_x", "gyr_y", "gyr_z"];

fn text(rows: &[[f64; 7]], names: bool) -> String {
    let mut out = if names { NAMES.join(",") + "\n" } else { String::new() };
    for row in rows {
        let cells: Vec<String> =
            row.iter().map(|v| if v.is_nan() { String::new() } else { v.to_string() }).collect();
        out += &(cells.join(",") + "\n");
    }
    out
}

fn transposed(rows: &[[f64; 7]]) -> Vec<Vec<f64>> {
    (0..7).map(|c| rows.iter().map(|r| r[c]).collect()).collect()
}

fn numbers<'a>(names: &[&'a str], values: &'a [Vec<f64>]) -> Vec<Column<'a>> {
    names.iter().zip(values).map(|(name, v)| Column { name, role: None, cells: Cells::Numbers(v) }).collect()
}

/// Everything but what was concluded of delimiter and header.
fn without_dialect(mut recording: Recording) -> Recording {
    recording
        .inferences
        .retain(|i| !["delimiter", "decimal sign", "header", "quotes"].contains(&i.about.as_str()));
    recording
}

#[test]
fn arrays_equal_text() {
    let rows = rows();
    let values = transposed(&rows);
    let options =
        ReadOptions::default().with_placement("shank-left".parse::<strideform::recording::Placement>().ok());
    for named in [true, false] {
        let names = if named { NAMES } else { [""; 7] };
        let of_text = recording_from_bytes("run", text(&rows, named).as_bytes(), &options).expect("text");
        let of_arrays = columns("run", &numbers(&names, &values), &options).expect("arrays");
        assert!(of_arrays.caveats.iter().any(|c| c.id == CaveatId::ZeroFilled));
        assert_eq!(without_dialect(of_text), without_dialect(of_arrays), "{named}");
    }
}

#[test]
fn instants_are_a_wall_clock() {
    let rows = rows();
    let values = transposed(&rows);
    let start = 1_778_380_522_000_000_000_i64;
    let nanos: Vec<i64> = values[0].iter().map(|t| start + (t * 1e9).round() as i64).collect();
    let mut all = numbers(&NAMES, &values);
    all[0] = Column { name: "when", role: None, cells: Cells::Instants(&nanos) };
    let recording = columns("pelvis", &all, &ReadOptions::default()).expect("recording");
    assert_eq!(recording.clock, Clock::Absolute { first_s: 1_778_380_522.0 });
    // Stamps of whole milliseconds on a clock of 5 ms leave rounding of 1e-9 of the rate.
    assert_abs_diff_eq!(recording.signals.rate_hz, 200.0, epsilon = 1e-6);
}

#[test]
fn faults_name_row_and_column() {
    let mut rows = rows();
    rows[4][2] = f64::INFINITY;
    let values = transposed(&rows);
    let all = numbers(&NAMES, &values);
    let options =
        ReadOptions::default().with_placement("shank-left".parse::<strideform::recording::Placement>().ok());
    let error = columns("run", &all, &options).expect_err("infinity");
    let place = error.position();
    assert_eq!((place.line, place.column, place.column_name.as_deref()), (Some(5), Some(3), Some("acc_y")));
    let skipping = options.clone().with_skip_bad_rows(true);
    let recording = columns("run", &all, &skipping).expect("recording");
    assert!(recording.caveats.iter().any(|c| c.id == CaveatId::SkippedRows));

    let mut short = all.clone();
    short[3].cells = Cells::Numbers(&values[3][..10]);
    assert_eq!(columns("run", &short, &options).expect_err("short").kind(), ErrorKind::Usage);
    let mut words = all.clone();
    words[1].cells = Cells::Other("text", rows.len());
    let error = columns("run", &words, &options).expect_err("words");
    assert_eq!(error.position().column_name.as_deref(), Some("acc_x"));
    let mut words = all;
    words[0].cells = Cells::Other("text", rows.len());
    let error = columns("run", &words, &options).expect_err("words");
    assert_eq!(error.position().column_name.as_deref(), Some("time_s"));
    assert!(columns("run", &[], &options).is_err());
}

#[test]
fn a_role_goes_before_the_name() {
    let rows = rows();
    let values = transposed(&rows);
    let roles = [
        "time [s]",
        "acc_is [g]",
        "acc_ml [g]",
        "acc_pa [g]",
        "gyr_is [deg/s]",
        "gyr_ml [deg/s]",
        "gyr_pa [deg/s]",
    ];
    let mut all = numbers(&NAMES, &values);
    all.iter_mut().zip(roles).for_each(|(c, role)| c.role = Some(role));
    let recording = columns("pelvis", &all, &ReadOptions::default()).expect("recording");
    assert!(recording.signals.axes.anatomical);
    // 2 s of standing: up is the column that was called acc_x.
    assert_abs_diff_eq!(recording.signals.acc.y[10], 0.1 * 9.806_65, epsilon = 1e-12);
    let shown = recording.inferences.iter().find(|i| i.about == "accelerometer axes").expect("axes");
    assert_eq!(shown.conclusion, "acc_z, acc_x, acc_y");
}
