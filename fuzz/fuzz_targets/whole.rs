//! Samples of any size and shape through the whole analysis: every number that comes out is finite, never a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;
use strideform::pipeline::{Options, analyze};
use strideform::read::{ReadOptions, recording_from_bytes};
use strideform::recording::Session;

const PLACES: [&str; 6] = ["foot-left", "shank-left", "pelvis", "wrist-right", "trunk", "thigh-left"];

/// A periodic signal whose shape the bytes give: what looks like steps to every detector, and is none.
fn table(data: &[u8], gyro: bool) -> String {
    let mut text = String::from("time_s,acc_x_g,acc_y_g,acc_z_g,gyr_x_dps,gyr_y_dps,gyr_z_dps\n");
    let value = |i: usize, k: usize| -> f64 {
        let byte = data.get((i * 7 + k * 13) % data.len().max(1)).copied().unwrap_or(0);
        f64::from(byte) - 128.0
    };
    let period = 10 + usize::from(data.first().copied().unwrap_or(0)) % 80;
    for i in 0..1500 {
        let j = i % period;
        let acc: Vec<f64> = (0..3).map(|k| value(j, k) / 20.0 + if k == 1 { 1.0 } else { 0.0 }).collect();
        let gyr: Vec<f64> = (3..6).map(|k| if gyro { value(j, k) * 5.0 } else { 0.0 }).collect();
        text += &format!(
            "{:.2},{:.3},{:.3},{:.3},{:.1},{:.1},{:.1}\n",
            i as f64 / 100.0, acc[0], acc[1], acc[2], gyr[0], gyr[1], gyr[2]
        );
    }
    text
}

fuzz_target!(|data: &[u8]| {
    let [place, shape @ ..] = data else { return };
    if shape.is_empty() {
        return;
    }
    let name = PLACES[usize::from(*place) % PLACES.len()];
    let options = ReadOptions { placement: name.parse().ok(), ..ReadOptions::default() };
    let text = table(shape, place & 0x80 == 0);
    let Ok(recording) = recording_from_bytes("run.csv", text.as_bytes(), &options) else { return };
    let session = Session { recordings: vec![recording], ..Session::default() };
    let analysis = analyze(&session, &Options::default());
    for metric in &analysis.metrics {
        assert!(metric.value.is_finite() && metric.uncertainty >= 0.0, "{}", metric.id);
        assert!(metric.uncertainty.is_finite(), "{}", metric.id);
    }
    for row in &analysis.contacts {
        assert!(row.contact.initial_contact_s.is_finite());
        assert!(row.contact.toe_off_s.is_none_or(|t| t > row.contact.initial_contact_s));
    }
});
