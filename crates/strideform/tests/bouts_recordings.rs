//! Bouts on real recordings: running found to its edges, walking never called running.

use std::path::Path;

use strideform::bouts::{Activity, Bout, find};
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
