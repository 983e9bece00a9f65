//! The stages one by one on ten minutes at 200 Hz.

use divan::Bencher;
use strideform::bouts::{self, Activity};
use strideform::contacts::{ContactInput, default_for};
use strideform::orientation::{Running, orient};
use strideform::read::{ReadOptions, recording_from_bytes};
use strideform::recording::{Placement, Run};
use strideform::signal::zero_phase_lowpass;

fn main() {
    divan::main();
}

const PLACEMENTS: [&str; 3] = ["foot-left", "shank-left", "pelvis"];

fn placement(name: &str) -> Placement {
    name.parse().unwrap_or(Placement::PELVIS)
}

#[divan::bench]
fn read(bencher: Bencher<'_, '_>) {
    let Some(signals) = strideform_benches::signals("pelvis") else { return };
    let text = strideform_benches::csv(&signals);
    let options = ReadOptions::default().with_placement(Placement::PELVIS);
    bencher.bench(|| recording_from_bytes("pelvis.csv", text.as_bytes(), &options).map(|r| r.samples));
}

#[divan::bench]
fn lowpass_six_channels(bencher: Bencher<'_, '_>) {
    let Some(signals) = strideform_benches::signals("pelvis") else { return };
    let Some(gyr) = &signals.gyr else { return };
    bencher.bench(|| {
        let channels = signals.acc.columns().into_iter().chain(gyr.columns());
        channels.map(|x| zero_phase_lowpass(x, 10.0, signals.rate_hz).len()).sum::<usize>()
    });
}

#[divan::bench(args = PLACEMENTS)]
fn find_bouts(bencher: Bencher<'_, '_>, name: &str) {
    let Some(signals) = strideform_benches::signals(name) else { return };
    bencher.bench(|| bouts::find(&signals, placement(name)).len());
}

#[divan::bench(args = PLACEMENTS)]
fn contacts(bencher: Bencher<'_, '_>, name: &str) {
    let Some(signals) = strideform_benches::signals(name) else { return };
    let placement = placement(name);
    let mut running = bouts::find(&signals, placement);
    running.retain(|b| b.activity == Activity::Run);
    let run = Run::default();
    let input = ContactInput::new(&signals, placement, &running, &run);
    let Some(method) = default_for(placement, true) else { return };
    bencher.bench(|| method.detect(&input).map(|c| c.contacts.len()));
}

#[divan::bench(args = PLACEMENTS)]
fn attitude(bencher: Bencher<'_, '_>, name: &str) {
    let Some(signals) = strideform_benches::signals(name) else { return };
    let placement = placement(name);
    let running: Vec<Running> = bouts::find(&signals, placement)
        .iter()
        .filter(|b| b.activity == Activity::Run)
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or_default() })
        .collect();
    bencher.bench(|| orient(&signals, placement, &running).map(|o| o.bouts.len()));
}
