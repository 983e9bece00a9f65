//! Cadence of every device against its reference.

use std::path::Path;

use strideform::signal::stats;

use crate::page::Page;
use crate::run::{analyze, record};
use crate::truth::{number, rows, text};

pub(crate) fn validate(data: &Path, page: &mut Page) {
    page.heading("Cadence, any device");
    let mut table = Vec::new();
    let mut add = |page: &mut Page, what: &str, placement: &str, file: &str, reference: f64| {
        let analysis = analyze(record(&data.join(file), placement), None, None);
        let Some(metric) = analysis.metric("cadence") else {
            page.check(false, format!("no cadence from {file}"));
            return;
        };
        let error = metric.value - reference;
        page.ledger.note("cadence, any device", &analysis, "cadence", Some(reference));
        page.check(error.abs() <= 1.0, format!("cadence of {file}: {error:+.2}"));
        table.push(vec![
            what.to_owned(),
            placement.to_owned(),
            format!("{:.1}", analysis.recordings[0].rate_hz),
            format!("{reference:.1}"),
            format!("{:.1} ± {:.1}", metric.value, metric.uncertainty),
            format!("{error:+.2}"),
            metric.method.clone(),
        ]);
    };
    for row in rows(&data.join("clipped-low-rate/reference_cadence.csv")) {
        let file = text(&row, "file");
        let placement = if file.contains("wrist") { "wrist-left" } else { "pelvis" };
        let range = text(&row, "range_g");
        add(
            page,
            &format!("{} clipped at {range} g", text(&row, "device")),
            placement,
            &format!("clipped-low-rate/{file}"),
            number(&row, "cadence_spm").unwrap_or(f64::NAN),
        );
    }
    let foot: Vec<f64> = rows(&data.join("foot-lost-packets/reference_cadence_10s_autocorrelation.csv"))
        .iter()
        .filter_map(|r| number(r, "cadence_spm"))
        .collect();
    let middle = |v: &[f64]| stats::median(v).unwrap_or(f64::NAN);
    add(
        page,
        "hobby foot sensor, 12 % of packets lost",
        "foot-left",
        "foot-lost-packets/foot_app_export.csv",
        middle(&foot),
    );
    let hip: Vec<f64> = rows(&data.join("outdoor-run-hip/cadence_agreement_10s.csv"))
        .iter()
        .filter(|r| text(r, "running") == "1")
        .filter_map(|r| number(r, "cadence_ankle_spm"))
        .collect();
    add(page, "left hip, outdoors with stops", "pelvis-left", "outdoor-run-hip/left_hip.csv", middle(&hip));
    add(page, "raw export, sacrum", "pelvis", "sacrum-treadmill-force/shimmer_export_no_truth.csv", 162.6);
    for (what, placement, part) in [
        ("computed sacrum", "pelvis", "sacrum"),
        ("computed shank", "shank-left", "shank_left"),
        ("computed foot", "foot-left", "foot_left"),
    ] {
        add(page, what, placement, &format!("markers-treadmill-force/virtual_imu_{part}_240hz.csv"), 175.9);
    }
    for row in rows(&data.join("shank-treadmill-force/truth_trials.csv")) {
        if text(&row, "condition") == "running" {
            let trial = text(&row, "trial");
            add(
                page,
                trial,
                "shank-left",
                &format!("shank-treadmill-force/sensor/{trial}.csv"),
                number(&row, "cadence_spm").unwrap_or(f64::NAN),
            );
        }
    }
    page.table(&["device", "placement", "Hz", "reference", "strideform ± 95 %", "error", "method"], &table);
}
