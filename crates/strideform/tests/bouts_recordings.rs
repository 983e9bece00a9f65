//! Bouts on real recordings: running found to its edges, walking never called running.

use std::path::Path;

use strideform::bouts::{Activity, Bout, find};
use strideform::metrics::by_periodicity;
use strideform::recording::{Placement, Sensor, Track, Triad};
use strideform_testkit::data::recordings;

/// Reads time and three columns; a missing third axis is zero. Times are put on a uniform grid at their mean rate.
fn load(path: &Path, time: Time, columns: &[usize], scale: f64) -> Track<Sensor> {
    let text = std::fs::read_to_string(path).expect("recording");
    let mut t = Vec::new();
    let mut xyz = [Vec::new(), Vec::new(), Vec::new()];
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let value = |i: usize| cells[i].parse::<f64>().expect("number");
        t.push(match time {
            Time::Seconds(i) => value(i),
            Time::Milliseconds(i) => value(i) / 1000.0,
            Time::Stamp(i) => cells[i]
                .split([':', ' '])
                .rev()
                .zip([1.0, 60.0, 3600.0])
                .map(|(c, f)| c.parse::<f64>().expect("time") * f)
                .sum(),
        });
        for (axis, out) in xyz.iter_mut().enumerate() {
            out.push(columns.get(axis).map_or(0.0, |&c| value(c) * scale));
        }
    }
    let rate = (t.len() - 1) as f64 / (t[t.len() - 1] - t[0]);
    let rate = if matches!(time, Time::Milliseconds(0)) { 100.0 } else { rate };
    let n = ((t[t.len() - 1] - t[0]) * rate) as usize + 1;
    let [x, y, z] = xyz.map(|c| strideform::signal::linear_uniform(&t, &c, t[0], 1.0 / rate, n));
    Track::new(rate, Triad::new(x, y, z))
}

#[derive(Clone, Copy)]
enum Time {
    Seconds(usize),
    Milliseconds(usize),
    Stamp(usize),
}

const G: f64 = 9.806_65;

fn all(data: &Path) -> Vec<(String, Placement, Track<Sensor>)> {
    let mut out = Vec::new();
    let mut add = |file: &str, placement: &str, time, columns: &[usize], scale| {
        out.push((
            file.to_owned(),
            placement.parse().expect("placement"),
            load(&data.join(file), time, columns, scale),
        ));
    };
    let list = |folder: &str| {
        let mut names: Vec<String> = std::fs::read_dir(data.join(folder))
            .expect("folder")
            .map(|e| format!("{folder}/{}", e.expect("entry").file_name().to_string_lossy()))
            .collect();
        names.sort();
        names
    };
    for file in list("shank-treadmill-force/sensor") {
        add(&file, "shank-left", Time::Seconds(0), &[1, 2, 3], G);
    }
    for file in list("sacrum-treadmill-force/sensor") {
        add(&file, "pelvis", Time::Seconds(0), &[2, 1], G);
    }
    add(
        "sacrum-treadmill-force/shimmer_export_no_truth.csv",
        "pelvis",
        Time::Milliseconds(3),
        &[0, 1, 2],
        1.0,
    );
    for (file, placement) in [("sacrum", "pelvis"), ("shank_left", "shank-left"), ("foot_left", "foot-left")]
    {
        add(
            &format!("markers-treadmill-force/virtual_imu_{file}_240hz.csv"),
            placement,
            Time::Seconds(0),
            &[1, 2, 3],
            1.0,
        );
    }
    add("outdoor-run-hip/left_hip.csv", "hip-left", Time::Seconds(0), &[1, 2, 3], G);
    add("foot-lost-packets/foot_app_export.csv", "foot-left", Time::Milliseconds(0), &[1, 2, 3], G);
    add("clipped-low-rate/GT3X_30hz_3g.csv", "pelvis", Time::Stamp(0), &[1, 2, 3], G);
    add("clipped-low-rate/GT9X_wrist_80hz_2g.csv", "wrist-left", Time::Stamp(0), &[1, 2, 3], G);
    out
}

/// Prints what was found; walking trials hold no running, all others do.
#[test]
fn running_is_told_from_walking() {
    let Some(data) = recordings() else { return };
    for (file, placement, track) in all(&data) {
        println!("{file} {placement} {:.2} Hz {:.2} s", track.rate_hz, track.seconds());
        let bouts = find(&track, placement);
        for Bout { activity, start, end, stride_s, .. } in &bouts {
            let (from, to) = (track.time_s(*start), track.time_s(*end));
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
    for (file, placement, track) in all(&data) {
        let steady = file.contains("running") || file.contains("sensor/trial") || file.contains("markers");
        if !steady || file.contains("walking") {
            continue;
        }
        let bouts = find(&track, placement);
        let whole: Vec<_> = bouts.iter().map(|b| (b.activity, b.start, b.end)).collect();
        assert_eq!(whole, [(Activity::Run, 0, track.len())], "{file}");
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
    for (file, placement, track) in all(&data) {
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
        let found = by_periodicity(&track, &find(&track, placement), placement);
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
    let track = load(&folder.join("left_hip.csv"), Time::Seconds(0), &[1, 2, 3], G);
    let placement: Placement = "hip-left".parse().expect("placement");
    let bouts = find(&track, placement);
    let table = std::fs::read_to_string(folder.join("cadence_agreement_10s.csv")).expect("reference");
    let (mut errors, mut missed, mut extra) = (Vec::new(), 0, 0);
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let from: f64 = cells[0].parse().expect("number");
        let middle = from + 5.0;
        let share: f64 = bouts
            .iter()
            .filter(|b| b.activity == Activity::Run)
            .map(|b| (track.time_s(b.end).min(from + 10.0) - track.time_s(b.start).max(from)).max(0.0) / 10.0)
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
            .find(|b| track.time_s(b.end) > middle)
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

/// Clipping, low and high rates, gravity removed, an axis missing and noise neither hide running nor make walking look
/// like it.
#[test]
fn worse_recordings_are_judged_alike() {
    let Some(data) = recordings() else { return };
    let clip = |g: f64| {
        move |t: &Track<Sensor>| {
            let mut t = t.clone();
            t.acc = t.acc.map(|c| c.iter().map(|v| v.clamp(-g * G, g * G)).collect());
            t
        }
    };
    let rate = |hz: f64| {
        move |t: &Track<Sensor>| {
            let acc = t.acc.map(|c| strideform::signal::to_rate(c, t.rate_hz, hz));
            Track::new(hz, acc)
        }
    };
    let gravity_free = |t: &Track<Sensor>| {
        let mean = t.acc.mean();
        let mut t = t.clone();
        for (axis, m) in [&mut t.acc.x, &mut t.acc.y, &mut t.acc.z].into_iter().zip(mean.iter()) {
            axis.iter_mut().for_each(|v| *v -= m);
        }
        t.gravity_free = true;
        t
    };
    type Change = Box<dyn Fn(&Track<Sensor>) -> Track<Sensor>>;
    let changes: Vec<(&str, Change)> = vec![
        ("clipped at 4 g", Box::new(clip(4.0))),
        ("clipped at 2 g", Box::new(clip(2.0))),
        ("30 Hz", Box::new(rate(30.0))),
        ("50 Hz", Box::new(rate(50.0))),
        ("800 Hz", Box::new(rate(800.0))),
        ("gravity removed", Box::new(gravity_free)),
    ];
    for (file, placement, track) in all(&data) {
        let plain = by_periodicity(&track, &find(&track, placement), placement).map(|c| c.spm);
        for (name, change) in &changes {
            let changed = change(&track);
            let found = by_periodicity(&changed, &find(&changed, placement), placement).map(|c| c.spm);
            println!("{file} {name}: {found:?} for {plain:?}");
            assert_eq!(found.is_some(), plain.is_some(), "{file} {name}");
            if let (Some(a), Some(b)) = (found, plain) {
                // The bar for every device.
                assert!((a - b).abs() < 1.0, "{file} {name}: {a} against {b}");
            }
        }
    }
}
