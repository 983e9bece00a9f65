//! How long an hour takes. Run with `cargo test --release -p strideform --test it shank::speed::hour -- --ignored --nocapture`.

use std::time::Instant;

use strideform::contacts::shank::ShankTwoOnsets;
use strideform::recording::{Signals, Triad};

use super::load::{RUNNING, detect_in, running, trials};

#[test]
#[ignore = "a measurement: wall time cannot fail a build on shared cores"]
fn an_hour_at_200_hz() {
    let Some(trials) = trials(&RUNNING) else { return };
    let Some(trial) = trials.get(1) else { return };
    let of = |x: &[f64]| -> Vec<f64> {
        let once = strideform::signal::to_rate(x, trial.signals.rate_hz, 200.0);
        once.iter().copied().cycle().take(720_000).collect()
    };
    let a = &trial.signals.acc;
    let hour = Signals::new(200.0, Triad::new(of(&a.x), of(&a.y), of(&a.z)));
    let start = Instant::now();
    let bouts = running(&hour);
    let found_bouts = start.elapsed();
    let start = Instant::now();
    let contacts = detect_in(&ShankTwoOnsets::FITTED, &hour, &bouts);
    println!("bouts {found_bouts:?}, {} contacts {:?}", contacts.contacts.len(), start.elapsed());
    assert!(contacts.contacts.len() > 4000);
}
