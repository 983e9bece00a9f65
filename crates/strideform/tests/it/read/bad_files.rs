//! Files that are no recording: the error names the line, the column, the cell and a remedy.

use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::CaveatId;
use strideform::{Error, ErrorKind};
use strideform_testkit::data::testdata;

fn read(name: &str, skip_bad_rows: bool) -> Result<strideform::recording::Recording, Error> {
    let options = ReadOptions::default()
        .with_placement("shank-left".parse::<strideform::recording::Placement>().ok())
        .with_skip_bad_rows(skip_bad_rows);
    recording(&Source::File(testdata().join("exports/bad").join(name)), &options)
}

/// Name, kind, line, column, cell, words of message and remedy.
type Case =
    (&'static str, ErrorKind, Option<u64>, Option<usize>, Option<&'static str>, &'static str, &'static str);

const CASES: &[Case] = &[
    ("empty.csv", ErrorKind::Malformed, None, None, None, "empty", "export"),
    ("blank_lines.csv", ErrorKind::Malformed, None, None, None, "empty", "export"),
    ("words.csv", ErrorKind::Malformed, Some(1), None, None, "not a table of samples", "header and rows"),
    ("header_only.csv", ErrorKind::Malformed, Some(1), None, None, "there are no samples", "header and rows"),
    ("one_row.csv", ErrorKind::Malformed, Some(2), None, None, "single row", "many rows"),
    (
        "text_cell.csv",
        ErrorKind::Malformed,
        Some(101),
        Some(3),
        Some("oops"),
        "`oops` is not a number",
        "--skip-bad-rows",
    ),
    (
        "text_in_first_row.csv",
        ErrorKind::Malformed,
        Some(2),
        Some(4),
        Some("n/v"),
        "is not a number",
        "--skip-bad-rows",
    ),
    (
        "text_in_last_row.csv",
        ErrorKind::Malformed,
        Some(201),
        Some(7),
        Some("end"),
        "is not a number",
        "--skip-bad-rows",
    ),
    (
        "short_row.csv",
        ErrorKind::Malformed,
        Some(101),
        None,
        None,
        "4 cells, the header has 7",
        "--skip-bad-rows",
    ),
    (
        "long_row.csv",
        ErrorKind::Malformed,
        Some(101),
        Some(8),
        Some("7.5"),
        "8 cells, the header has 7",
        "--skip-bad-rows",
    ),
    (
        "time_runs_back.csv",
        ErrorKind::Malformed,
        Some(101),
        Some(1),
        Some("0.50"),
        "timestamps go backwards",
        "--skip-bad-rows",
    ),
    (
        "time_text.csv",
        ErrorKind::Malformed,
        Some(101),
        Some(1),
        Some("soon"),
        "is not a number",
        "--skip-bad-rows",
    ),
    (
        "absurd_value.csv",
        ErrorKind::Malformed,
        Some(101),
        Some(2),
        Some("1e300"),
        "is not a plausible sensor value",
        "--skip-bad-rows",
    ),
    (
        "two_recordings.csv",
        ErrorKind::Malformed,
        Some(202),
        Some(1),
        Some("0.00"),
        "timestamps go backwards",
        "split the file",
    ),
    ("gyroscope_only.csv", ErrorKind::Unusable, None, None, None, "no accelerometer", "accelerometer"),
    ("heart_rate.csv", ErrorKind::Unusable, None, None, None, "no accelerometer", "--columns"),
    ("one_axis.csv", ErrorKind::Unusable, None, None, None, "no accelerometer", "--columns"),
    ("unknown_names.csv", ErrorKind::Unusable, None, None, None, "alpha, beta, gamma", "--columns"),
    ("no_rate.csv", ErrorKind::Ambiguous, None, None, None, "no sampling rate", "--rate"),
    (
        "time_counts_samples.csv",
        ErrorKind::Ambiguous,
        Some(2),
        Some(1),
        Some("0"),
        "milliseconds or samples",
        "--rate",
    ),
    ("time_stands.csv", ErrorKind::Malformed, Some(2), Some(1), Some("1.0"), "never advances", "--columns"),
    ("time_mostly_missing.csv", ErrorKind::Malformed, Some(3), Some(1), Some(""), "have no time", "--rate"),
    ("raw_counts.csv", ErrorKind::Ambiguous, None, None, None, "raw counts", "--units acc=16384LSB/g"),
    (
        "one_second_log.csv",
        ErrorKind::Unusable,
        Some(2),
        Some(1),
        Some("0"),
        "not a sensor recording",
        "raw samples",
    ),
    ("empty_channel.csv", ErrorKind::Unusable, None, None, None, "holds no value", "--columns"),
    ("pause_of_a_year.csv", ErrorKind::Unusable, None, None, None, "pause", "split the file"),
    (
        "decimal_commas_between_commas.csv",
        ErrorKind::Malformed,
        Some(2),
        None,
        None,
        "14 cells, the header has 7",
        "semicolons",
    ),
    ("binary.csv", ErrorKind::Malformed, None, None, None, "binary", "CSV"),
    ("spreadsheet.csv", ErrorKind::Malformed, None, None, None, "spreadsheet", "CSV"),
    // Only the head of a FIT file: damaged for those who can read one.
    #[cfg(feature = "fit")]
    ("activity.fit.csv", ErrorKind::Malformed, None, None, None, "FIT", "again"),
    #[cfg(not(feature = "fit"))]
    ("activity.fit.csv", ErrorKind::Unusable, None, None, None, "FIT", "CSV"),
    ("damaged.csv.gz", ErrorKind::Malformed, None, None, None, "gzip", "again"),
];

#[test]
fn every_fault_is_named_with_its_place_and_a_remedy() {
    for (name, kind, line, column, cell, message, remedy) in CASES {
        let Err(error) = read(name, false) else { panic!("{name} was read") };
        let place = error.position();
        assert_eq!(error.kind(), *kind, "{name}: {error}");
        assert!(place.file.as_ref().is_some_and(|f| f.ends_with(name)), "{name}: {place:?}");
        assert_eq!(place.line, *line, "{name}: {error}");
        if column.is_some() {
            assert_eq!(place.column, *column, "{name}: {error}");
            assert_eq!(place.cell.as_deref(), *cell, "{name}: {error}");
            let (from, to) = place.span.unwrap_or_else(|| panic!("{name}: no span"));
            let under = place.line_text.as_ref().and_then(|t| t.get(from..to));
            assert_eq!(under, *cell, "{name}: caret");
        }
        assert!(error.message().contains(message), "{name}: {error}");
        assert!(error.remedy().is_some_and(|r| r.contains(remedy)), "{name}: {error}");
    }
    let files = std::fs::read_dir(testdata().join("exports/bad")).expect("folder").count();
    assert_eq!(files, CASES.len(), "every bad file has its case");
}

#[test]
fn bad_rows_are_skipped_and_counted_on_request() {
    for name in [
        "text_cell.csv",
        "short_row.csv",
        "long_row.csv",
        "time_runs_back.csv",
        "time_text.csv",
        "absurd_value.csv",
    ] {
        let this = read(name, true).expect(name);
        let caveat = this.caveats.iter().find(|c| c.id == CaveatId::SkippedRows).expect(name);
        assert_eq!(caveat.value, Some(1.0), "{name}");
        // The row's place on the clock is kept and bridged: 200 samples, the one left out between its neighbours.
        assert_eq!(this.signals.len(), 200, "{name}");
        let middle = (this.signals.acc.at(98) + this.signals.acc.at(100)) / 2.0;
        assert!((this.signals.acc.at(99) - middle).norm() < 1e-12, "{name}");
    }
}

#[test]
fn without_a_placement_the_error_says_how_to_give_one() {
    let source = Source::File(testdata().join("exports/good/time_ms.csv"));
    let error = recording(&source, &ReadOptions::default()).expect_err("placement");
    assert_eq!(error.kind(), ErrorKind::Ambiguous);
    assert!(error.remedy().is_some_and(|r| r.contains("--placement")));
    let gone =
        recording(&Source::File("no/such/file.csv".into()), &ReadOptions::default()).expect_err("missing");
    assert_eq!(gone.kind(), ErrorKind::Io);
    let several = Source::File(testdata().join("exports/good/vicon_devices_zero_filled.csv"));
    let error = recording(&several, &ReadOptions::default()).expect_err("several");
    assert!(
        error.message().contains("TS-01902, TS-01874") && error.remedy().is_some_and(|r| r.contains('#'))
    );
}
