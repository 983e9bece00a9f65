//! Cadence of every device against its reference.

use std::path::Path;

use strideform::signal::stats;

use strideform::bouts;
use strideform::metrics::by_periodicity;
use strideform::recording::Recording;
use strideform::report::Analysis;

use crate::cells::{self, Cell, Meta, NOTHING, Pair};
use crate::ledger::Set;
use crate::page::Page;
use crate::plot::{self, Panel};
use crate::run::{analyze, record};
use crate::truth::{number, rows, text};

/// The alternative to counting contacts: the signal's period in windows of 10 s.
fn periodicity(recording: &Recording) -> Vec<(f64, f64)> {
    let found = bouts::find(&recording.signals, recording.placement);
    by_periodicity(&recording.signals, &found, recording.placement)
        .map_or(Vec::new(), |c| c.windows.iter().map(|w| (w.t_s, w.spm)).collect())
}

/// Cadence between contacts in a window; each contact is a step on a pelvis, a stride on a foot.
fn counted(analysis: &Analysis, from: f64, to: f64) -> Option<f64> {
    let placement = analysis.recordings.first()?.placement;
    let each = if placement.segment == strideform::recording::Segment::Pelvis { 1.0 } else { 2.0 };
    let at: Vec<f64> = analysis
        .contacts
        .iter()
        .map(|row| row.contact.initial_contact_s)
        .filter(|t| (from..to).contains(t))
        .collect();
    let (first, last) = (at.first()?, at.last()?);
    // Pauses and lost contacts: not steady running throughout.
    let longest = at.windows(2).map(|w| w[1] - w[0]).fold(0.0, f64::max);
    (at.len() >= 5 && longest < 0.6 * each && last - first > 0.6 * (to - from))
        .then(|| 60.0 * each * (at.len() - 1) as f64 / (last - first))
}

/// Windows of 10 s beside the reference's, in running windows.
fn windows(data: &Path, page: &mut Page) {
    let mut contacts = Cell::new("cadence", "any", NOTHING);
    let mut period = contacts.clone();
    for (name, placement, file, table, column) in [
        (
            "hip, beside the ankle",
            "pelvis-left",
            "outdoor-run-hip/left_hip.csv",
            "outdoor-run-hip/cadence_agreement_10s.csv",
            "cadence_ankle_spm",
        ),
        (
            "foot, autocorrelation",
            "foot-left",
            "foot-lost-packets/foot_app_export.csv",
            "foot-lost-packets/reference_cadence_10s_autocorrelation.csv",
            "cadence_spm",
        ),
    ] {
        let recording = record(&data.join(file), placement);
        let by_period = periodicity(&recording);
        let analysis = analyze(recording, None, None);
        let meta = Meta { runner: name.into(), trial: name.into(), ..Meta::default() };
        let (mut a, mut b) = (Vec::new(), Vec::new());
        for row in rows(&data.join(table)) {
            let running = row.get("running").is_none_or(|r| r == "1");
            let (Some(from), Some(truth), true) =
                (number(&row, "window_start_s"), number(&row, column), running)
            else {
                continue;
            };
            let pair = |v: f64| Pair { truth, shipped: v, out: v };
            a.extend(counted(&analysis, from, from + 10.0).map(pair));
            let near = by_period.iter().find(|w| (w.0 - from - 5.0).abs() < 2.5);
            b.extend(near.map(|w| pair(w.1)));
        }
        contacts.add(&meta, a);
        period.add(&meta, b);
    }
    page.paragraph(
        "Windows of 10 s beside the reference's of the same 10 s (hip: an ankle sensor on the same run; foot: autocorrelation of \
         the same signal, so its errors are not independent), where all of the window is running. Windows of one device are not taken \
         as independent. From contacts:",
    );
    cells::write("windows", std::slice::from_ref(&contacts), page);
    page.paragraph("From the signal's period (windows whose middles lie within 2.5 s of the reference's):");
    cells::write("windows by period", &[period], page);
    page.picture(
        "cadence-windows",
        "Bland–Altman plot of cadence in windows of 10 s",
        plot::single("Cadence in windows of 10 s, from contacts", &Panel::of(&contacts, |m| m.trial.clone())),
    );
}

/// Running against walking and standing, window by window of the outdoor run.
fn running_windows(data: &Path, page: &mut Page) {
    let recording = record(&data.join("outdoor-run-hip/left_hip.csv"), "pelvis-left");
    let rate = recording.signals.rate_hz;
    let running: Vec<(f64, f64)> = bouts::find(&recording.signals, recording.placement)
        .iter()
        .filter(|b| b.activity == bouts::Activity::Run)
        .map(|b| (b.start as f64 / rate, b.end as f64 / rate))
        .collect();
    let (mut both, mut neither, mut only_us, mut only_them) = (0, 0, 0, 0);
    for row in rows(&data.join("outdoor-run-hip/cadence_agreement_10s.csv")) {
        let Some(from) = number(&row, "window_start_s") else { continue };
        let share: f64 = running.iter().map(|(a, b)| (b.min(from + 10.0) - a.max(from)).max(0.0)).sum();
        match (share >= 5.0, text(&row, "running") == "1") {
            (true, true) => both += 1,
            (false, false) => neither += 1,
            (true, false) => only_us += 1,
            (false, true) => only_them += 1,
        }
    }
    page.paragraph(&format!(
        "Running detected in the outdoor run (hip, windows of 10 s; the reference calls a window running where both sensors' signals \
         are regular): {both} running by both, {neither} by neither, {only_us} by the program alone, {only_them} by the reference \
         alone."
    ));
}

pub(crate) fn validate(data: &Path, page: &mut Page) {
    page.start(
        "cadence",
        "Cadence, any device",
        "Eleven recordings of ten devices against a reference cadence; running against standing and walking",
    );
    let mut table = Vec::new();
    let mut devices = Cell::new("cadence", "any", NOTHING);
    let mut add = |page: &mut Page, set: Set, what: &str, placement: &str, file: &str, reference: f64| {
        let recording = record(&data.join(file), placement);
        let by_period = stats::median(&periodicity(&recording).iter().map(|w| w.1).collect::<Vec<_>>());
        let analysis = analyze(recording, None, None);
        page.note_reported(set, &analysis);
        let Some(metric) = analysis.metric("cadence") else {
            page.check(false, format!("no cadence from {file}"));
            return;
        };
        let error = metric.value - reference;
        page.ledger.note(set, "cadence, any device", &analysis, "cadence", Some(reference), None);
        page.check(error.abs() <= 1.0, format!("cadence of {file}: {error:+.2}"));
        table.push(vec![
            what.to_owned(),
            placement.to_owned(),
            format!("{:.1}", analysis.recordings[0].rate_hz),
            format!("{reference:.1}"),
            format!("{:.1} ± {:.1}", metric.value, metric.uncertainty),
            format!("{error:+.2}"),
            metric.method.clone(),
            by_period.map_or("–".into(), |v| format!("{:+.2}", v - reference)),
        ]);
        devices.add(
            &Meta { runner: what.into(), trial: what.into(), ..Meta::default() },
            [Pair { truth: reference, shipped: metric.value, out: metric.value }],
        );
    };
    for row in rows(&data.join("clipped-low-rate/reference_cadence.csv")) {
        let file = text(&row, "file");
        let placement = if file.contains("wrist") { "wrist-left" } else { "pelvis" };
        let range = text(&row, "range_g");
        add(
            page,
            Set::Devices,
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
        Set::Devices,
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
    add(
        page,
        Set::Devices,
        "left hip, outdoors with stops",
        "pelvis-left",
        "outdoor-run-hip/left_hip.csv",
        middle(&hip),
    );
    add(
        page,
        Set::Devices,
        "raw export, sacrum",
        "pelvis",
        "sacrum-treadmill-force/shimmer_export_no_truth.csv",
        162.6,
    );
    for (what, placement, part) in [
        ("computed sacrum", "pelvis", "sacrum"),
        ("computed shank", "shank-left", "shank_left"),
        ("computed foot", "foot-left", "foot_left"),
    ] {
        add(
            page,
            Set::Markers,
            what,
            placement,
            &format!("markers-treadmill-force/virtual_imu_{part}_240hz.csv"),
            175.9,
        );
    }
    for row in rows(&data.join("shank-treadmill-force/truth_trials.csv")) {
        if text(&row, "condition") == "running" {
            let trial = text(&row, "trial");
            add(
                page,
                Set::Shank,
                trial,
                "shank-left",
                &format!("shank-treadmill-force/sensor/{trial}.csv"),
                number(&row, "cadence_spm").unwrap_or(f64::NAN),
            );
        }
    }
    page.table(
        &[
            "device",
            "placement",
            "Hz",
            "reference",
            "strideform ± 95 %",
            "error",
            "method",
            "error by periodicity",
        ],
        &table,
    );
    page.paragraph(
        "All devices, the run's value (published: step frequency off by 0.1 ± 0.1 %, Alcantara et al. 2022):",
    );
    cells::write("devices", std::slice::from_ref(&devices), page);
    page.picture(
        "cadence-devices",
        "Bland–Altman plot of cadence over devices",
        plot::single("Cadence of the run, device by device", &Panel::of(&devices, |_| "devices".into())),
    );
    windows(data, page);
    running_windows(data, page);
}
