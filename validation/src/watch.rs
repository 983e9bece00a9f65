//! Watch files compared with the same files decoded by other software, and two devices on one run.

use std::path::Path;

use strideform::agreement::Difference;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::read::{ReadOptions, Source, contents};
use strideform::recording::Session;
use strideform::signal::stats;

use crate::ledger::Set;
use crate::page::Page;
use crate::stats::Errors;
use crate::truth::{number, rows, text};

/// Column of the reference, the metric, and the factor to the catalogue's unit.
const COLUMNS: [(&str, &str, f64); 7] = [
    ("cadence_spm_median", "cadence", 1.0),
    ("stance_time_ms_median", "contact_time", 1e-3),
    ("stance_time_balance_pct_left_median", "contact_time_balance", 1.0),
    ("stance_time_percent_median", "duty_factor", 1e-2),
    ("vertical_oscillation_mm_median", "vertical_oscillation", 0.1),
    ("step_length_mm_median", "step_length", 1e-3),
    ("speed_mps_median", "speed", 1.0),
];

pub(crate) fn validate(data: &Path, page: &mut Page) {
    let folder = data.join("running-dynamics");
    page.start(
        "watches",
        "Watch files: reading, and the difference between two devices",
        "Watch files against other decoders; a chest strap against a foot pod",
    );
    page.paragraph(
        "Medians over running records against the same files decoded with other software. This tests the reading alone: what a watch \
         measures is not validated here.",
    );
    let mut table = Vec::new();
    for row in rows(&folder.join("reference_summary.csv")) {
        let file = text(&row, "file").to_owned();
        let source = Source::File(folder.join(&file));
        let read = match contents(&source, &ReadOptions::default()) {
            Ok(read) => read,
            Err(error) => {
                page.check(false, format!("{file}: {error}"));
                continue;
            }
        };
        let session = Session::default().with_recordings(read.recordings).with_watches(read.watches);
        let analysis = pipeline::analyze(&session, &AnalysisOptions::default());
        page.note_reported(Set::Watch, &analysis);
        for (column, id, factor) in COLUMNS {
            let Some(reference) = number(&row, column).map(|v| factor * v) else { continue };
            page.ledger.note(Set::Watch, "watch files, reading only", &analysis, id, Some(reference), None);
            let Some(metric) = analysis.metric(id) else {
                page.check(false, format!("{file}: no {id}"));
                continue;
            };
            table.push(vec![
                file.clone(),
                id.to_owned(),
                format!("{reference:.4}"),
                format!("{:.4} ± {:.4}", metric.value, metric.uncertainty),
                metric.method.clone(),
            ]);
        }
    }
    page.table(
        &["file", "metric (unit of the catalogue)", "decoded elsewhere", "strideform ± 95 %", "method"],
        &table,
    );
    two_devices(&folder, page);
}

/// A chest strap and a foot pod on the same run, second by second: neither is the truth.
fn two_devices(folder: &Path, page: &mut Page) {
    let mut pairs: [Vec<(f64, f64)>; 2] = Default::default();
    for row in rows(&folder.join("chest_strap_and_foot_pod_1hz.csv")) {
        // Seconds in which both call it running: contact times that running has (*chosen*: 150–350 ms).
        let runs = |column: &str| number(&row, column).is_some_and(|ms| (150.0..=350.0).contains(&ms));
        if !runs("hrm_stance_time") || !runs("stryd_stance_time") {
            continue;
        }
        let both = |a: &str, b: &str| number(&row, a).zip(number(&row, b)).filter(|p| p.0 > 0.0 && p.1 > 0.0);
        pairs[0].extend(both("hrm_stance_time", "stryd_stance_time"));
        // The strap writes millimetres, the pod centimetres.
        let heights = both("hrm_vertical_oscillation", "stryd_vertical_oscillation");
        pairs[1].extend(heights.map(|(strap, pod)| (0.1 * strap, pod)));
    }
    let said =
        ["contact time, ms", "vertical oscillation, cm"].into_iter().zip(&pairs).filter_map(|(what, p)| {
            let d = Difference::of("", "", p, true)?;
            let e = Errors(p.iter().map(|(a, b)| a - b).collect());
            let middle = |of: Vec<f64>| stats::median(&of).unwrap_or(f64::NAN);
            Some(vec![
                what.to_owned(),
                d.n.to_string(),
                format!("{:.1}", middle(p.iter().map(|v| v.0).collect())),
                format!("{:.1}", middle(p.iter().map(|v| v.1).collect())),
                e.plus_minus(1.0, 1),
                e.limits(1.0, 1),
                d.icc.map_or("–".into(), |v| format!("{v:.2}")),
            ])
        });
    page.paragraph(
        "A chest strap beside a foot pod on one run of one person, seconds in which both show a contact time of 150–350 ms; single seconds are not independent observations, so no \
         intervals are given. It shows the limits of a consumer device's values; its spread is the uncertainty stated for watch values:",
    );
    page.table(
        &[
            "quantity",
            "seconds",
            "strap, median",
            "pod, median",
            "strap − pod",
            "limits of agreement",
            "ICC(2,1)",
        ],
        &said.collect::<Vec<_>>(),
    );
}
