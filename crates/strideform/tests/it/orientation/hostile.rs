//! Whatever the samples, nothing panics, and no value that is not finite comes out.

use strideform::contacts::{Contact, ContactSide, TimingError};
use strideform::metrics::{self, AngleInput};
use strideform::orientation::{Running, orient};
use strideform::recording::{Placement, Sensor, Signals, Triad};

fn wave(n: usize, of: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..n).map(|i| of(i as f64)).collect()
}

#[test]
fn nothing_panics() {
    let plain = |n| {
        Triad::new(
            wave(n, |i| (0.09 * i).sin()),
            wave(n, |i| 9.8 + 8.0 * (0.18 * i).sin()),
            wave(n, |i| (0.09 * i).cos()),
        )
    };
    let spoilt = |bad: f64| {
        let mut t = plain(900);
        t.y.iter_mut().skip(300).step_by(7).for_each(|v| *v = bad);
        t
    };
    let mut inputs = vec![Triad::default(), plain(1), plain(2), plain(150), plain(900)];
    inputs.extend([f64::NAN, f64::INFINITY, 1e300, -1e150, 0.0].map(spoilt));
    inputs.push(Triad::new(vec![f64::NAN; 500], vec![f64::NAN; 500], vec![f64::NAN; 500]));
    inputs.push(Triad::new(vec![0.0; 500], vec![0.0; 500], vec![0.0; 500]));
    for acc in &inputs {
        for gyr in &inputs {
            for (rate, stride_s) in
                [(100.0, 0.7), (1000.0, 0.07), (7.0, 10.0), (0.0, 0.7), (f64::NAN, f64::NAN)]
            {
                let signals = Signals::<Sensor>::new(rate, acc.clone()).with_gyr(gyr.clone());
                let all = Running { range: 0..signals.len(), stride_s };
                let beyond = Running { range: signals.len() / 2..signals.len() + 50, stride_s };
                for name in ["foot-left", "shank-right", "pelvis", "trunk", "thigh-left"] {
                    let placement: Placement = name.parse().expect("placement");
                    let Some(oriented) = orient(&signals, placement, &[all.clone(), beyond.clone()]) else {
                        continue;
                    };
                    let contact = |on: f64, length: f64, bout| Contact {
                        side: ContactSide::Left,
                        initial_contact_s: on,
                        toe_off_s: Some(on + length),
                        valid: true,
                        reason: None,
                        placement,
                        bout,
                    };
                    let contacts: Vec<Contact> =
                        [(0.5, 0.25), (1.2, 0.25), (1.9, 1e9), (-3.0, 0.2), (f64::NAN, 0.2), (2.6, -1.0)]
                            .into_iter()
                            .flat_map(|(on, length)| [contact(on, length, 0), contact(on, length, 1)])
                            .collect();
                    let input = AngleInput {
                        signals: &signals,
                        oriented: &oriented,
                        contacts: &contacts,
                        initial_contact: TimingError { bias_s: 0.01, step_s: 0.01 },
                        speed_mps: Some(3.0),
                        clipped: None,
                    };
                    for m in metrics::join(metrics::angles(&input)) {
                        assert!(m.steps.values().iter().all(|v| v.is_finite()), "{}", m.id);
                    }
                }
            }
        }
    }
}
