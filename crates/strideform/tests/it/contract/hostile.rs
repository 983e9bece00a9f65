//! Samples that are no running at all.

use strideform::bouts::Bout;
use strideform::contacts::{ContactMethod, all};
use strideform::recording::{Sensor, Signals, Triad};

use super::runner::{STEADY_S, STRIDE_S, bout, detect, placement, recorded, steady};

/// What a list of contacts must be, however bad the samples.
fn check(name: &str, method: &dyn ContactMethod, signals: &Signals<Sensor>, bouts: &[Bout]) {
    let id = method.info().id;
    let Ok(found) = detect(method, signals, bouts) else { return };
    assert_eq!(found.axes.len(), bouts.len(), "{id}, {name}: one entry of axes a bout");
    let mut last = f64::NEG_INFINITY;
    for c in &found.contacts {
        assert!(c.initial_contact_s > last, "{id}, {name}: order at {c:?}");
        last = c.initial_contact_s;
        assert!((0.0..=signals.seconds()).contains(&last), "{id}, {name}: outside the recording {c:?}");
        assert!(c.toe_off_s.is_none_or(|t| t > last && t <= signals.seconds()), "{id}, {name}: {c:?}");
        assert!(c.valid || c.reason.is_some(), "{id}, {name}: not valid without a reason {c:?}");
        assert!(c.bout < bouts.len() && c.placement == placement(method), "{id}, {name}: {c:?}");
    }
    for error in [found.initial_contact_error, found.toe_off_error, found.contact_time_error] {
        let plausible = (0.0..1.0).contains(&error.bias_s) && (0.0..1.0).contains(&error.step_s);
        assert!(plausible, "{id}, {name}: {error:?}");
    }
}

/// Reproducible noise between −1 and 1.
fn noise(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..n).map(next).collect()
}

#[test]
fn nothing_breaks_on_samples_that_are_no_running() {
    for method in all() {
        for n in [0, 1, 2, 5, 30, 150, 2000] {
            let triads = [
                ("zeros", Triad::new(vec![0.0; n], vec![0.0; n], vec![0.0; n])),
                ("constant", Triad::new(vec![1.0; n], vec![9.0; n], vec![-3.0; n])),
                ("noise", Triad::new(noise(n, 1), noise(n, 2), noise(n, 3))),
                ("huge", Triad::new(vec![1e300; n], noise(n, 4), vec![-1e300; n])),
                ("not a number", Triad::new(vec![f64::NAN; n], vec![f64::INFINITY; n], noise(n, 5))),
            ];
            for (name, acc) in &triads {
                for (turning, gyr) in &triads {
                    let bare = Signals::new(200.0, acc.clone());
                    let both = bare.clone().with_gyr(gyr.clone());
                    let end = n as f64 / 200.0;
                    for signals in [&bare, &both] {
                        let name = format!("{n} of {name}, turning by {turning}");
                        check(&name, *method, signals, &[]);
                        check(&name, *method, signals, &[bout(signals, 0.0, end, Some(STRIDE_S))]);
                        check(&name, *method, signals, &[bout(signals, 0.0, end + 9.0, None)]);
                        for stride in [0.0, -1.0, f64::NAN, f64::INFINITY, 1e-9, 1e9] {
                            check(&name, *method, signals, &[bout(signals, end, 0.3 * end, Some(stride))]);
                            check(&name, *method, signals, &[bout(signals, 0.0, end, Some(stride))]);
                        }
                    }
                }
            }
        }
    }
}

#[test]
fn nothing_is_valid_where_everything_is_a_gap() {
    for method in all() {
        let mut signals = recorded(placement(*method));
        signals.gaps = std::iter::once(0..signals.len()).collect();
        check(
            "gaps everywhere",
            *method,
            &signals,
            &[bout(&signals, STEADY_S.0, STEADY_S.1, Some(STRIDE_S))],
        );
        let valid = steady(*method, &signals, 0.0).iter().filter(|c| c.valid).count();
        assert_eq!(valid, 0, "{}", method.info().id);
    }
}

#[test]
fn a_bout_shorter_than_a_stride_is_borne() {
    for method in all() {
        let signals = recorded(placement(*method));
        for length in [0.0, 0.005, 0.1, 0.3, 0.69, 1.5] {
            let bouts = [bout(&signals, 6.0, 6.0 + length, Some(STRIDE_S))];
            check(&format!("{length} s"), *method, &signals, &bouts);
        }
    }
}
