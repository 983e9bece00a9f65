//! The real exports of docs/VALIDATION.md, where they are at hand.

use approx::abs_diff_eq;
use strideform::read::{ReadOptions, Source, contents};
use strideform::recording::Channel;

use crate::watch::{measured, value};

/// Cells of the table of decoded values, by column name.
fn rows(text: &str) -> Vec<Vec<(String, String)>> {
    let mut lines = text.lines();
    let names: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    lines
        .map(|l| names.iter().zip(l.split(',')).map(|(n, c)| ((*n).to_owned(), c.to_owned())).collect())
        .collect()
}

#[test]
fn values_are_those_of_another_decoder_to_the_last_digit() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let folder = data.join("running-dynamics");
    let table = std::fs::read_to_string(folder.join("reference_summary.csv")).expect("reference");
    let mut compared = 0;
    for row in rows(&table) {
        let cell =
            |name: &str| row.iter().find(|(n, _)| n == name).map(|(_, c)| c.trim()).filter(|c| !c.is_empty());
        let file = cell("file").expect("file");
        let found = contents(&Source::File(folder.join(file)), &ReadOptions::default()).expect(file);
        let metrics = measured(&found);
        let run = &found.watches[0];
        assert_eq!(Some(run.records.len()), cell("records").and_then(|c| c.parse().ok()), "{file}");
        let running = run.running_rows().iter().filter(|r| **r).count();
        assert_eq!(Some(running), cell("running_records").and_then(|c| c.parse().ok()), "{file}");
        // Column, metric, what the catalogue's unit is to the column's.
        for (column, id, factor) in [
            ("cadence_spm_median", "cadence", 1.0),
            ("stance_time_ms_median", "contact_time", 1000.0),
            ("stance_time_balance_pct_left_median", "contact_time_balance", 1.0),
            ("stance_time_percent_median", "duty_factor", 100.0),
            ("vertical_oscillation_mm_median", "vertical_oscillation", 10.0),
            ("step_length_mm_median", "step_length", 1000.0),
            ("speed_mps_median", "speed", 1.0),
        ] {
            let Some(reference) = cell(column) else { continue };
            let decimals = reference.split_once('.').map_or(0, |(_, d)| d.len());
            let ours = value(&metrics, id) * factor;
            assert_eq!(format!("{ours:.decimals$}"), reference, "{file} {column}");
            compared += 1;
        }
    }
    // Seven of one file, four of the other.
    assert_eq!(compared, 11);
}

#[test]
fn strap_and_pod_are_two_devices_of_one_run() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let file = data.join("running-dynamics/chest_strap_and_foot_pod_1hz.csv");
    let found = contents(&Source::File(file), &ReadOptions::default()).expect("table");
    let devices: Vec<_> = found.watches.iter().map(|w| w.device.as_deref().unwrap_or_default()).collect();
    assert_eq!(devices, ["hrm", "stryd"]);
    let [strap, pod] = [&found.watches[0], &found.watches[1]].map(strideform::metrics::watch);
    for (metrics, id, expected) in [
        // Medians of the table's columns over rows with a cadence above 60 strides/min, by awk and sort.
        (&strap, "contact_time", 0.256),
        (&pod, "contact_time", 0.246),
        (&strap, "vertical_oscillation", 11.12),
        (&pod, "vertical_oscillation", 8.25),
        (&strap, "cadence", 165.0),
        (&pod, "cadence", 164.0),
    ] {
        // A thousandth of the last digit written.
        assert!(
            abs_diff_eq!(value(metrics, id), expected, epsilon = 1e-6),
            "{id}: {} {expected}",
            value(metrics, id)
        );
    }
    assert_eq!(found.watches[0].started.map(|t| t.as_second()), Some(1_678_304_260));
    assert!(found.watches[0].records.column(Channel::ContactTimeBalance).is_some());
}
