//! What people do besides running is not called running, and jogging is, also from a sensor at 20 Hz.

use std::path::Path;

use strideform::bouts::{Activity, find};
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::{Placement, Sensor, Signals, Triad};
use strideform_testkit::data::recordings;

const G: f64 = 9.806_65;

fn load(path: &Path, placement: Placement) -> Signals<Sensor> {
    let options = ReadOptions::default().with_placement(Some(placement));
    recording(&Source::File(path.to_owned()), &options).expect("recording").signals
}

/// The same acceleration at about 20 Hz, without the filter that a better device would have.
fn thinned(signals: &Signals<Sensor>) -> Signals<Sensor> {
    let step = ((signals.rate_hz / 20.0).round() as usize).max(1);
    let [x, y, z] = signals.acc.columns().map(|c| c.iter().copied().step_by(step).collect::<Vec<f64>>());
    Signals::new(signals.rate_hz / step as f64, Triad::new(x, y, z))
}

fn seconds(signals: &Signals<Sensor>, placement: Placement, activity: Activity) -> f64 {
    let bouts = find(signals, placement);
    bouts.iter().filter(|b| b.activity == activity).map(|b| (b.end - b.start) as f64 / signals.rate_hz).sum()
}

/// Every recording with a label: no walking, stairs or cycling holds running; of the joggers at most one is missed.
#[test]
fn labelled_activities_are_told_from_running() {
    let Some(data) = recordings() else { return };
    let folder = data.join("activity-labels");
    let index = std::fs::read_to_string(folder.join("index.csv")).expect("index");
    let (mut joggers, mut found, mut found_slow, mut wrong) = (0, 0, 0, Vec::new());
    for row in index.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let placement: Placement = cells[4].parse().expect("placement");
        let signals = load(&folder.join(cells[0]), placement);
        let slow = thinned(&signals);
        let running = [&signals, &slow].map(|s| seconds(s, placement, Activity::Run) > 0.0);
        if cells[3] == "run" {
            joggers += 1;
            found += usize::from(running[0]);
            found_slow += usize::from(running[1]);
        } else if running[0] || running[1] {
            wrong.push(format!("{} {running:?}", cells[0]));
        }
    }
    println!("{found} of {joggers} joggers found, {found_slow} at 20 Hz; wrongly: {wrong:?}");
    assert!(joggers > 20 && found + 1 >= joggers && found_slow + 1 >= joggers);
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// A sensor that feels gravity along y and pulses of `size_g` along `axis`, `hz` times a second.
fn pulses(hz: f64, size_g: f64, axis: usize) -> Signals<Sensor> {
    let pulse = |i: usize| {
        let phase = (i as f64 / 100.0 * hz).fract();
        let pulse = if phase < 0.4 { (phase / 0.4 * std::f64::consts::PI).sin() } else { 0.0 };
        G * size_g * (pulse - 0.25)
    };
    let [x, y, z] = [0, 1, 2].map(|of| {
        let rest = if of == 1 { G } else { 0.0 };
        (0..2000).map(|i| if of == axis { rest + pulse(i) } else { rest }).collect::<Vec<f64>>()
    });
    Signals::new(100.0, Triad::new(x, y, z))
}

/// Claps are alike: arms of a runner swing once a stride.
#[test]
fn clapping_is_no_running() {
    for hz in [1.6, 2.0, 2.4, 2.8, 3.2] {
        let running = seconds(&pulses(hz, 4.0, 0), "wrist-left".parse().expect("placement"), Activity::Run);
        assert!(running < 0.1, "{hz} Hz: {running} s");
    }
}

/// Hopping with both feet: a leg moves with every hop, and along the shank only; slow hops of the pelvis have the rate
/// of strides, not of steps.
#[test]
fn hopping_is_no_running() {
    for hz in [1.2, 1.5, 1.8, 2.0, 2.2] {
        for place in ["shank-left", "thigh-left", "pelvis"] {
            let running = seconds(&pulses(hz, 3.0, 1), place.parse().expect("placement"), Activity::Run);
            assert!(running < 0.1, "{place} {hz} Hz: {running} s");
        }
    }
}
