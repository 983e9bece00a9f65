//! A hobby foot sensor at 100 Hz whose radio lost 12 % of the packets; side and axes unknown, no truth.

use strideform::recording::{Sensor, Signals, Triad};
use strideform::signal::{linear_uniform, median};
use strideform::units::from_g;
use strideform_testkit::data::recordings;

use super::help::{detect, running};

fn recording() -> Option<Signals<Sensor>> {
    let path = recordings()?.join("foot-lost-packets/foot_app_export.csv");
    let text = std::fs::read_to_string(path).unwrap();
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|l| l.split(',').map(|c| c.parse().unwrap()).collect()).collect();
    let time: Vec<f64> = rows.iter().map(|r| 1e-3 * (r[0] - rows[0][0])).collect();
    let n = (time.last().unwrap() * 100.0) as usize;
    let column = |k: usize, unit: fn(f64) -> f64| {
        let values: Vec<f64> = rows.iter().map(|r| unit(r[k])).collect();
        linear_uniform(&time, &values, 0.0, 0.01, n)
    };
    let acc = Triad::new(column(1, from_g), column(2, from_g), column(3, from_g));
    let dps = f64::to_radians;
    Some(Signals::new(100.0, acc).with_gyr(Triad::new(column(4, dps), column(5, dps), column(6, dps))))
}

#[test]
fn almost_every_stride_of_a_lossy_sensor_is_found() {
    let Some(signals) = recording() else { return };
    let bouts = running(&signals);
    let seconds: f64 = bouts.iter().map(|b| (b.end - b.start) as f64 / signals.rate_hz).sum();
    for id in ["foot-slap-onset", "foot-impact-onset"] {
        let found = detect(id, &signals);
        let valid: Vec<_> = found.iter().filter(|c| c.valid).collect();
        let times: Vec<f64> = valid.iter().filter_map(|c| c.contact_time_s()).collect();
        let starts: Vec<f64> = found.iter().map(|c| c.initial_contact_s).collect();
        let strides: Vec<f64> = starts.windows(2).map(|w| w[1] - w[0]).collect();
        let (stride, contact) = (median(&strides).unwrap(), median(&times).unwrap());
        println!(
            "{id}: {} contacts, {} valid in {seconds:.1} s, stride {stride:.3} s, contact {contact:.3} s",
            found.len(),
            valid.len()
        );
        // Autocorrelation counts 138–145 strides a 100 s; at most one in twenty may be missed or not valid.
        assert!(
            found.len() as f64 >= 0.95 * seconds / stride && valid.len() as f64 >= 0.9 * found.len() as f64
        );
        // Cadence of 165.8–174.8 steps/min by autocorrelation in 10 s windows.
        assert!((0.686..0.724).contains(&stride), "{stride}");
        // No truth; the raw minima of the pitch rate lie 170–196 ms apart and bound the contact from below.
        assert!((0.17..0.24).contains(&contact), "{contact}");
    }
}

#[test]
fn a_contact_in_a_gap_is_not_valid_and_says_why() {
    let Some(mut signals) = recording() else { return };
    let whole = detect("foot-slap-onset", &signals);
    let lost = &whole[40];
    let at = signals.index(lost.initial_contact_s);
    signals.gaps.push(at - 2..at + 3);
    let found = detect("foot-slap-onset", &signals);
    let same = found.iter().find(|c| (c.initial_contact_s - lost.initial_contact_s).abs() < 0.1).unwrap();
    assert!(!same.valid && same.reason.as_deref().unwrap().contains("gap"), "{same:?}");
    let valid = |list: &[strideform::contacts::Contact]| list.iter().filter(|c| c.valid).count();
    assert_eq!(valid(&found) + 1, valid(&whole));
}
