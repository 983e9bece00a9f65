//! Other devices, with running found by the stage before.

use approx::assert_abs_diff_eq;
use std::path::Path;

use strideform::bouts::{self, Activity, Bout};
use strideform::contacts::pelvis::PelvisTwoLevelSine;
use strideform::contacts::{ContactInput, ContactMethod, Contacts};
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Signals, Triad};
use strideform::units::from_g;

use crate::pelvis::fit::mean;
use crate::pelvis::trials::{self, numbers, table};

fn running(signals: &Signals<Sensor>, placement: Placement) -> Vec<Bout> {
    let mut bouts = bouts::find(signals, placement);
    bouts.retain(|b| b.activity == Activity::Run);
    bouts
}

fn detect(signals: &Signals<Sensor>, placement: Placement) -> (Vec<Bout>, Contacts) {
    let bouts = running(signals, placement);
    let run = Run::default();
    let input = ContactInput::new(signals, placement, &bouts, &run);
    let found = PelvisTwoLevelSine::FITTED.detect(&input).expect("a pelvis");
    (bouts, found)
}

fn in_g(path: &Path, names: [&str; 3], rate_hz: f64) -> Signals<Sensor> {
    let samples = table(path);
    let [x, y, z] = names.map(|n| numbers(&samples, n).into_iter().map(from_g).collect());
    Signals::new(rate_hz, Triad::new(x, y, z))
}

#[test]
fn a_hip_outdoors_counts_every_step() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let signals = in_g(&data.join("outdoor-run-hip/left_hip.csv"), ["x", "y", "z"], 100.0);
    let (bouts, found) = detect(&signals, Placement::new(Segment::Pelvis, Side::Left));
    let seconds: f64 = bouts.iter().map(|b| (b.end - b.start) as f64 / 100.0).sum();
    println!(
        "hip: {} bouts, {seconds:.0} s, {} contacts, {:?}",
        bouts.len(),
        found.contacts.len(),
        found.caveats.iter().map(|c| &c.id).collect::<Vec<_>>()
    );
    let truth = table(&data.join("outdoor-run-hip/cadence_agreement_10s.csv"));
    let [from, hip, ankle, runs] =
        ["window_start_s", "cadence_hip_spm", "cadence_ankle_spm", "running"].map(|c| numbers(&truth, c));
    let mut errors = Vec::new();
    for k in 0..from.len() {
        let (a, b) = (from[k], from[k] + 10.0);
        let inside = bouts.iter().any(|o| o.start as f64 / 100.0 <= a && b <= o.end as f64 / 100.0);
        let starts: Vec<f64> =
            found.contacts.iter().map(|c| c.initial_contact_s).filter(|t| (a..b).contains(t)).collect();
        if runs[k] != 1.0 || !inside || (hip[k] - ankle[k]).abs() > 1.0 {
            continue;
        }
        let counted = 60.0 * (starts.len() as f64 - 1.0) / (starts[starts.len() - 1] - starts[0]);
        errors.push((counted - ankle[k]).abs());
    }
    let close = errors.iter().filter(|e| **e <= 1.0).count();
    errors.sort_by(f64::total_cmp);
    println!(
        "hip: {} windows, {close} within 1 step/min, median error {:.2}, largest {:.2}",
        errors.len(),
        errors[errors.len() / 2],
        errors[errors.len() - 1]
    );
    // The windows' own two sensors agree within 1 step/min in those compared; counts at a window's ends add as much.
    assert!(close as f64 >= 0.9 * errors.len() as f64);
}

#[test]
fn a_waist_at_30_hz_clipped_at_3_g_still_counts() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let signals = in_g(&data.join("clipped-low-rate/GT3X_30hz_3g.csv"), ["X", "Y", "Z"], 29.999);
    let (bouts, found) = detect(&signals, Placement::PELVIS);
    let mut intervals = Vec::new();
    for k in 0..bouts.len() {
        let starts: Vec<f64> =
            found.contacts.iter().filter(|c| c.bout == k).map(|c| c.initial_contact_s).collect();
        intervals.extend(starts.windows(2).map(|w| w[1] - w[0]));
    }
    let counted = 60.0 / mean(&intervals);
    println!(
        "waist: {} bouts, {} contacts, {counted:.1}/min, {:.0} ms claimed, bound {}",
        bouts.len(),
        found.contacts.len(),
        1e3 * found.contact_time_error.bias_s,
        found.contact_time_is_bound
    );
    // The reference; within the 1 step/min asked for.
    assert_abs_diff_eq!(counted, 179.24, epsilon = 1.0);
    assert!(found.contact_time_error.bias_s > 0.015);
}

#[test]
fn running_found_by_the_stage_before_changes_little() {
    let Some(data) = strideform_testkit::data::recordings() else { return };
    let mut all = trials::treadmill(&data);
    all.push(trials::markers(&data));
    let (mut cadence, mut missed) = (Vec::new(), 0);
    for trial in &all {
        let (bouts, found) = detect(&trial.signals, Placement::PELVIS);
        assert_eq!(bouts.len(), 1, "{}", trial.name);
        let whole = trial.run(&PelvisTwoLevelSine::FITTED, false);
        missed += trial.truth.len() - trial.pairs(&found).len();
        let c = &found.contacts;
        let span = c[c.len() - 1].initial_contact_s - c[0].initial_contact_s;
        cadence.push((60.0 * (c.len() - 1) as f64 / span - trial.cadence).abs());
        println!(
            "{} bout {:.2}–{:.2} s, {} contacts of {}",
            trial.name,
            bouts[0].start as f64 / trial.signals.rate_hz,
            bouts[0].end as f64 / trial.signals.rate_hz,
            c.len(),
            whole.contacts.len()
        );
    }
    println!("cadence off by {:.2}, {missed} contacts missed", mean(&cadence));
    // Figure asked for: 0.2 steps/min in the mean.
    assert!(mean(&cadence) <= 0.2 && missed <= 4);
}
