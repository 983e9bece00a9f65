//! What users' sensors do to the signal: rate, range, attitude; and the ends of what people run.

use nalgebra::{Matrix3, Rotation3, Unit, Vector3};
use strideform::contacts::Contact;
use strideform::recording::{Sensor, Signals, Triad};
use strideform::signal::{median, to_rate};
use strideform::units::from_g;
use strideform_testkit::runner::Params;

use super::help::{Errors, detect, rms, spread};
use super::markers::recording;
use super::virtual_runner::record;

const BOTH: [&str; 2] = ["foot-slap-onset", "foot-impact-onset"];

fn with(
    signals: &Signals<Sensor>,
    acc: impl Fn(&Triad) -> Triad,
    gyr: impl Fn(&Triad) -> Triad,
) -> Signals<Sensor> {
    Signals::new(signals.rate_hz, acc(&signals.acc)).with_gyr(gyr(signals.gyr.as_ref().unwrap()))
}

/// Median shifts of initial contact and toe-off, ms.
fn shift(a: &[Contact], b: &[Contact]) -> (f64, f64) {
    assert_eq!(a.len(), b.len());
    let pairs = || a.iter().zip(b);
    let on: Vec<f64> = pairs().map(|(a, b)| (a.initial_contact_s - b.initial_contact_s).abs()).collect();
    let off: Vec<f64> = pairs().filter_map(|(a, b)| Some((a.toe_off_s? - b.toe_off_s?).abs())).collect();
    (1e3 * median(&on).unwrap(), 1e3 * median(&off).unwrap())
}

#[test]
fn any_attitude_and_mirrored_axes_give_the_same_contacts() {
    let Some((signals, _)) = recording() else { return };
    let mirror = Matrix3::from_diagonal(&Vector3::new(1.0, 1.0, -1.0));
    for id in BOTH {
        let straight = detect(id, &signals);
        for k in 0..10 {
            let k = f64::from(k);
            let axis = Unit::new_normalize(Vector3::new(k - 3.0, 0.7 * k - 2.0, 1.0));
            let turn = *Rotation3::from_axis_angle(&axis, 0.8 * k + 0.3).matrix();
            for matrix in [turn, turn * mirror] {
                let turned = with(&signals, |t| t.rotated(&matrix), |t| t.rotated(&matrix));
                let (on, off) = shift(&straight, &detect(id, &turned));
                // The target is 0.5 ms; the steps are the same in any axes up to rounding.
                assert!(on < 0.01 && off < 0.01, "{id}: {on} {off}");
            }
        }
    }
}

#[test]
fn the_sampling_rate_hardly_matters_up_to_1600_hz() {
    let Some((signals, truth)) = recording() else { return };
    for id in BOTH {
        for rate in [75.0, 100.0, 128.0, 200.0, 500.0, 1000.0, 1600.0] {
            // At 75 Hz the accelerometer alone misplaces two landings of nine; it says so in a caveat.
            if rate < 100.0 && id == "foot-impact-onset" {
                continue;
            }
            let again = |t: &Triad| t.map(|axis| to_rate(axis, signals.rate_hz, rate));
            let other =
                Signals::new(rate, again(&signals.acc)).with_gyr(again(signals.gyr.as_ref().unwrap()));
            let errors = Errors::of(&detect(id, &other), &truth);
            println!("{id:18} {rate:6.0} Hz {}", errors.line());
            assert!(errors.missed <= 1 && errors.extra == 0, "{id} {rate}: {}", errors.line());
            // The target of both events, met down to 100 Hz; at 75 Hz the band ends at 30 Hz.
            let most = if rate < 100.0 { 3.0 } else { 2.0 };
            let (on, off) = (spread(&errors.initial_contact), spread(&errors.toe_off));
            assert!(on.1 <= most && off.1 <= most, "{id} {rate}: {}", errors.line());
            if id == "foot-slap-onset" {
                assert!(rms(&errors.contact_time) <= 6.0, "{rate}: {}", errors.line());
            }
        }
    }
}

#[test]
fn clipping_at_8_g_and_500_degrees_a_second_costs_no_contact() {
    let Some((signals, truth)) = recording() else { return };
    let clip = |top: f64| move |t: &Triad| t.map(|axis| axis.iter().map(|v| v.clamp(-top, top)).collect());
    let clipped = with(&signals, clip(from_g(8.0)), clip(500f64.to_radians()));
    for id in BOTH {
        let errors = Errors::of(&detect(id, &clipped), &truth);
        println!("{id:18} clipped {}", errors.line());
        assert!(errors.missed <= 1 && errors.extra == 0, "{id}: {}", errors.line());
        // The slap's tip is cut at 500 °/s of 630, so half of it comes some milliseconds earlier.
        assert!(rms(&errors.contact_time) <= 10.0, "{id}: {}", errors.line());
    }
}

#[test]
fn contacts_of_150_to_500_ms_and_cadences_of_120_to_240_are_found() {
    for (speed_mps, cadence_spm, contact) in [
        (2.0, 120.0, 0.43),
        (2.2, 130.0, 0.40),
        (2.5, 150.0, 0.35),
        (6.0, 200.0, 0.15),
        (5.0, 240.0, 0.15),
        (4.0, 225.0, 0.20),
    ] {
        let params = Params {
            speed_mps,
            cadence_spm,
            contact_s: [contact; 2],
            seconds: 16.0,
            standing_s: [1.0, 1.0],
            seed: 3,
            ..Params::default()
        };
        let Some((signals, truth)) = record(params, 200.0) else {
            println!("{speed_mps} m/s, {cadence_spm} steps/min, {contact} s: no leg can run this");
            continue;
        };
        let errors = Errors::of(&detect("foot-slap-onset", &signals), &truth);
        println!("{speed_mps} m/s, {cadence_spm} steps/min, {contact} s: {}", errors.line());
        assert!(errors.missed <= 1 && errors.extra == 0, "{cadence_spm} {contact}: {}", errors.line());
        // The grid's target, with half as much again at its ends.
        assert!(rms(&errors.contact_time) <= 12.0, "{cadence_spm} {contact}: {}", errors.line());
    }
}
