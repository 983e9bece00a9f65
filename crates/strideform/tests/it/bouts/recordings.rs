//! Bouts on real recordings: running found to its edges, walking never called running.

use approx::abs_diff_eq;
use std::path::Path;

use strideform::bouts::{Activity, Bout, find};
use strideform::metrics::by_periodicity;
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::{Placement, Sensor, Signals, Triad};
use strideform_testkit::data::recordings;

fn load(path: &Path, placement: &str) -> Signals<Sensor> {
    let placement = Some(placement.parse().expect("placement"));
    let options = ReadOptions::default().with_placement(placement);
    recording(&Source::File(path.to_owned()), &options).expect("recording").signals
}

const G: f64 = 9.806_65;

fn all(data: &Path) -> Vec<(String, Placement, Signals<Sensor>)> {
    let mut out = Vec::new();
    let mut add = |file: &str, placement: &str| {
        let signals = load(&data.join(file), placement);
        out.push((file.to_owned(), placement.parse().expect("placement"), signals));
    };
    for (folder, placement) in
        [("shank-treadmill-force/sensor", "shank-left"), ("sacrum-treadmill-force/sensor", "pelvis")]
    {
        let entries = std::fs::read_dir(data.join(folder)).expect("folder");
        let mut names: Vec<String> =
            entries.map(|e| e.expect("entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names.iter().for_each(|name| add(&format!("{folder}/{name}"), placement));
    }
    add("sacrum-treadmill-force/shimmer_export_no_truth.csv", "pelvis");
    add("markers-treadmill-force/virtual_imu_sacrum_240hz.csv", "pelvis");
    add("markers-treadmill-force/virtual_imu_shank_left_240hz.csv", "shank-left");
    add("markers-treadmill-force/virtual_imu_foot_left_240hz.csv", "foot-left");
    add("outdoor-run-hip/left_hip.csv", "hip-left");
    add("foot-lost-packets/foot_app_export.csv", "foot-left");
    add("clipped-low-rate/GT3X_30hz_3g.csv", "pelvis");
    add("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left");
    out
}

/// Prints what was found; walking trials hold no running, all others do.
#[test]
fn running_is_told_from_walking() {
    let Some(data) = recordings() else { return };
    for (file, placement, signals) in all(&data) {
        println!("{file} {placement} {:.2} Hz {:.2} s", signals.rate_hz, signals.seconds());
        let bouts = find(&signals, placement);
        for Bout { activity, start, end, stride_s, .. } in &bouts {
            let (from, to) = (signals.time_s(*start), signals.time_s(*end));
            let cadence = stride_s.map_or(0.0, |s| 120.0 / s);
            println!("   {activity:?} {from:.2}–{to:.2} s, {cadence:.1} steps/min");
        }
        let runs = bouts.iter().any(|b| b.activity == Activity::Run);
        assert_eq!(runs, !file.contains("walking"), "{file}");
    }
}

/// Trials of steady running on a treadmill are one bout from the first sample to the last.
#[test]
fn treadmill_running_reaches_from_end_to_end() {
    let Some(data) = recordings() else { return };
    for (file, placement, signals) in all(&data) {
        let steady = file.contains("running") || file.contains("sensor/trial") || file.contains("markers");
        if !steady || file.contains("walking") {
            continue;
        }
        let bouts = find(&signals, placement);
        let whole: Vec<_> = bouts.iter().map(|b| (b.activity, b.start, b.end)).collect();
        assert_eq!(whole, [(Activity::Run, 0, signals.len())], "{file}");
    }
}

/// Median of one column, empty cells left out.
fn median_of(path: &Path, column: usize) -> Option<f64> {
    let text = std::fs::read_to_string(path).expect("reference");
    let cells = text.lines().skip(1).filter_map(|l| l.split(',').nth(column)?.parse().ok());
    strideform::signal::median(&cells.collect::<Vec<f64>>())
}

/// Cadence against each recording's reference, steps/min.
#[test]
fn cadence_is_within_one_step_a_minute() {
    let Some(data) = recordings() else { return };
    let mut worst: f64 = 0.0;
    let trials =
        std::fs::read_to_string(data.join("sacrum-treadmill-force/truth_trials.csv")).expect("truth");
    let shank = std::fs::read_to_string(data.join("shank-treadmill-force/truth_trials.csv")).expect("truth");
    let truth = |text: &str, trial: &str, column: &str| {
        let at = text.lines().next()?.split(',').position(|c| c == column)?;
        text.lines().find(|l| l.starts_with(trial))?.split(',').nth(at)?.parse::<f64>().ok()
    };
    for (file, placement, signals) in all(&data) {
        let stem = file.rsplit('/').next().expect("name").trim_end_matches(".csv");
        let reference = match file.split('/').next() {
            Some("shank-treadmill-force") => truth(&shank, stem, "cadence_spm"),
            Some("sacrum-treadmill-force") if stem.starts_with("trial") => {
                truth(&trials, stem, "cadence_spm")
            }
            Some("sacrum-treadmill-force") => Some(162.6),
            Some("markers-treadmill-force") => Some(175.9),
            Some("clipped-low-rate") if stem.starts_with("GT3X") => Some(179.24),
            Some("clipped-low-rate") => Some(155.19),
            Some("outdoor-run-hip") => median_of(&data.join("outdoor-run-hip/cadence_agreement_10s.csv"), 9),
            _ => median_of(&data.join("foot-lost-packets/reference_cadence_10s_autocorrelation.csv"), 4),
        };
        let found = by_periodicity(&signals, &find(&signals, placement), placement);
        let (Some(found), Some(reference)) = (found, reference) else {
            assert!(file.contains("walking"), "{file}");
            continue;
        };
        let error = found.spm - reference;
        println!(
            "{file}: {:.2} ± {:.2} steps/min, error {error:+.2}, {} windows",
            found.spm,
            found.uncertainty,
            found.windows.len()
        );
        worst = worst.max(error.abs());
        // The bar for every device.
        assert!(error.abs() < 1.0, "{file}: {} against {reference}", found.spm);
        assert!(found.caveats.is_empty(), "{file}");
    }
    println!("largest error {worst:.2} steps/min");
}

/// The hip repeats by stride: every window of running agrees with the ankle worn on the same run.
#[test]
fn hip_windows_agree_with_the_ankle() {
    let Some(data) = recordings() else { return };
    let folder = data.join("outdoor-run-hip");
    let signals = load(&folder.join("left_hip.csv"), "hip-left");
    let placement: Placement = "hip-left".parse().expect("placement");
    let bouts = find(&signals, placement);
    let table = std::fs::read_to_string(folder.join("cadence_agreement_10s.csv")).expect("reference");
    let (mut errors, mut missed, mut extra) = (Vec::new(), 0, 0);
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let from: f64 = cells[0].parse().expect("number");
        let middle = from + 5.0;
        let share: f64 = bouts
            .iter()
            .filter(|b| b.activity == Activity::Run)
            .map(|b| {
                (signals.time_s(b.end).min(from + 10.0) - signals.time_s(b.start).max(from)).max(0.0) / 10.0
            })
            .sum();
        let Ok(ankle) = cells[9].parse::<f64>() else {
            // Standing, turning and parts of windows: what of it is called running.
            println!("not running at {from}: {share:.2} called running");
            extra += usize::from(share > 0.8);
            continue;
        };
        if share < 0.5 {
            missed += 1;
            println!("running at {from}: {share:.2} called running");
            continue;
        }
        let bout = bouts
            .iter()
            .filter(|b| b.activity == Activity::Run)
            .find(|b| signals.time_s(b.end) > middle)
            .expect("bout");
        errors.push((120.0 / bout.stride_at(middle).expect("stride") - ankle).abs());
    }
    errors.sort_by(f64::total_cmp);
    println!(
        "windows {}, missed {missed}, extra {extra}, median error {:.2}, largest {:.2}",
        errors.len(),
        errors[errors.len() / 2],
        errors[errors.len() - 1]
    );
    assert_eq!((missed, extra), (0, 0));
    // Within 10 % everywhere: no octave slip. Medians: windows of 4 s against 10 s.
    assert!(errors.iter().all(|e| *e < 15.0));
    assert!(errors[errors.len() / 2] < 1.0);
}

/// Hips that are dressed, turned, sat on and walk: no running.
#[test]
fn daily_life_is_not_running() {
    let Some(data) = recordings() else { return };
    let folder = data.join("export-dialects");
    for (file, rate, head, first) in [
        ("actigraph_gt3x_raw_no_timestamp_100hz_impactr_hip-raw_first5000.csv", 100.0, 11, 0),
        ("mimsunit_mhealth_head.csv", 80.0, 1, 1),
    ] {
        let text = std::fs::read_to_string(folder.join(file)).expect("recording");
        let column = |i: usize| {
            let cells =
                text.lines().skip(head).filter_map(|l| l.split(',').nth(first + i)?.parse::<f64>().ok());
            cells.map(|v| v * G).collect::<Vec<f64>>()
        };
        let signals = Signals::new(rate, Triad::new(column(0), column(1), column(2)));
        for placement in
            ["pelvis", "hip-left", "trunk", "wrist-left", "thigh-left", "shank-left", "foot-left"]
        {
            let bouts = find(&signals, placement.parse().expect("placement"));
            assert!(signals.seconds() > 5.0, "{file}: {} s", signals.seconds());
            assert!(bouts.iter().all(|b| b.activity != Activity::Run), "{file} as {placement}: {bouts:?}");
        }
    }
}

/// Clipping, low and high rates, gravity removed, an axis missing and noise neither hide running nor make walking look
/// like it.
#[test]
fn worse_recordings_are_judged_alike() {
    let Some(data) = recordings() else { return };
    let clip = |g: f64| {
        move |t: &Signals<Sensor>| {
            let mut t = t.clone();
            t.acc = t.acc.map(|c| c.iter().map(|v| v.clamp(-g * G, g * G)).collect());
            t
        }
    };
    let rate = |hz: f64| {
        move |t: &Signals<Sensor>| {
            let acc = t.acc.map(|c| strideform::signal::to_rate(c, t.rate_hz, hz));
            Signals::new(hz, acc)
        }
    };
    let gravity_free = |t: &Signals<Sensor>| {
        let mean = t.acc.mean();
        let mut t = t.clone();
        for (axis, m) in [&mut t.acc.x, &mut t.acc.y, &mut t.acc.z].into_iter().zip(mean.iter()) {
            axis.iter_mut().for_each(|v| *v -= m);
        }
        t.gravity_free = true;
        t
    };
    type Change = Box<dyn Fn(&Signals<Sensor>) -> Signals<Sensor>>;
    let changes: Vec<(&str, Change)> = vec![
        ("clipped at 4 g", Box::new(clip(4.0))),
        ("clipped at 2 g", Box::new(clip(2.0))),
        ("30 Hz", Box::new(rate(30.0))),
        ("50 Hz", Box::new(rate(50.0))),
        ("800 Hz", Box::new(rate(800.0))),
        ("gravity removed", Box::new(gravity_free)),
    ];
    for (file, placement, signals) in all(&data) {
        let plain = by_periodicity(&signals, &find(&signals, placement), placement).map(|c| c.spm);
        for (name, change) in &changes {
            let changed = change(&signals);
            let found = by_periodicity(&changed, &find(&changed, placement), placement).map(|c| c.spm);
            println!("{file} {name}: {found:?} for {plain:?}");
            assert_eq!(found.is_some(), plain.is_some(), "{file} {name}");
            if let (Some(a), Some(b)) = (found, plain) {
                // The bar for every device.
                assert!(abs_diff_eq!(a, b, epsilon = 1.0), "{file} {name}: {a} against {b}");
            }
        }
    }
}
