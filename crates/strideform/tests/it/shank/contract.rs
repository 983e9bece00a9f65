//! What every shank method must bear, whatever the samples.

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{ContactInput, ContactMethod, ContactSide, all};
use strideform::recording::{Run, Segment, Sensor, Signals, Triad};

use super::load::{PLACEMENT, RUNNING, trials};

fn methods() -> impl Iterator<Item = &'static dyn ContactMethod> {
    all().iter().copied().filter(|m| m.info().segments.contains(&Segment::Shank))
}

fn bout(start: usize, end: usize, stride_s: Option<f64>) -> Bout {
    Bout { activity: Activity::Run, running: Some(1.0), start, end, stride_s, strides_s: Vec::new() }
}

fn check(name: &str, signals: &Signals<Sensor>, bouts: &[Bout]) -> usize {
    let run = Run::default();
    let input = ContactInput::new(signals, PLACEMENT, bouts, &run);
    let mut most = 0;
    for method in methods() {
        let Ok(found) = method.detect(&input) else { continue };
        let id = method.info().id;
        assert_eq!(found.axes.len(), bouts.len(), "{name} {id}");
        let mut last = f64::NEG_INFINITY;
        for c in &found.contacts {
            let (at, end) = (c.initial_contact_s, signals.seconds());
            assert!(at > last && (0.0..=end).contains(&at), "{name} {id}: {at}");
            last = at;
            assert!(c.toe_off_s.is_none_or(|t| t > at && t <= end), "{name} {id}: {c:?}");
            assert!(c.side == ContactSide::Left && c.bout < bouts.len(), "{name} {id}");
            assert_eq!(c.reason.is_some(), !c.valid || c.toe_off_s.is_none(), "{name} {id}: {c:?}");
            assert!(!signals.touches_gap(at, at), "{name} {id}: a contact inside a gap");
        }
        most = most.max(found.contacts.len());
    }
    most
}

/// Reproducible garbage between −1 and 1.
fn garbage(n: usize, seed: u64) -> Vec<f64> {
    let mut state = seed;
    let next = |_| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    };
    (0..n).map(next).collect()
}

fn with_gyr(signals: Signals<Sensor>) -> Signals<Sensor> {
    let n = signals.len();
    signals.with_gyr(Triad::new(garbage(n, 11), garbage(n, 12), garbage(n, 13)))
}

#[test]
fn nothing_breaks_on_empty_short_constant_and_random_samples() {
    for n in [0, 1, 2, 3, 7, 50, 400, 3000] {
        for (name, acc) in [
            ("zero", Triad::new(vec![0.0; n], vec![0.0; n], vec![0.0; n])),
            ("still", Triad::new(vec![0.0; n], vec![9.81; n], vec![0.0; n])),
            ("garbage", Triad::new(garbage(n, 1), garbage(n, 2), garbage(n, 3))),
            ("huge", Triad::new(vec![1e300; n], garbage(n, 4), vec![-1e300; n])),
        ] {
            let signals = with_gyr(Signals::new(200.0, acc));
            let name = format!("{name} {n}");
            for bouts in [
                vec![],
                vec![bout(0, n, Some(0.7))],
                vec![bout(0, n, None)],
                vec![bout(0, n / 2, Some(0.7)), bout(n / 2, n + 50, Some(0.0))],
                vec![bout(n + 5, n + 9, Some(f64::NAN))],
            ] {
                check(&name, &signals, &bouts);
                check(&name, &Signals::new(signals.rate_hz, signals.acc.clone()), &bouts);
            }
        }
    }
}

#[test]
fn gaps_hold_no_contacts_and_spoil_only_their_neighbours() {
    let Some(trials) = trials(&RUNNING) else { return };
    let whole = check("whole", &trials[1].signals, &[bout(0, trials[1].signals.len(), Some(0.79))]);
    let mut signals = trials[1].signals.clone();
    // 0.3 s lost every 4 s.
    signals.gaps = (1..5).map(|k| k * 571..k * 571 + 43).collect();
    for gap in signals.gaps.clone() {
        for axis in [&mut signals.acc.x, &mut signals.acc.y, &mut signals.acc.z] {
            axis[gap.clone()].fill(0.0);
        }
    }
    let left = check("gaps", &signals, &[bout(0, signals.len(), Some(0.79))]);
    assert!(left + 6 >= whole && left <= whole, "{left} of {whole}");
}

#[test]
fn a_method_says_what_it_lacks() {
    let n = 1000;
    let run = Run::default();
    let free = Triad::new(garbage(n, 1), garbage(n, 2), garbage(n, 3));
    let mut gravity_free = Signals::new(200.0, free.clone());
    gravity_free.gravity_free = true;
    let mut two_axes = Signals::new(200.0, free.clone());
    two_axes.axes.measured = [true, true, false];
    for (signals, word) in
        [(gravity_free, "gravity"), (two_axes, "three axes"), (Signals::new(20.0, free), "Hz or more")]
    {
        let bouts = [bout(0, n, Some(0.7))];
        let input = ContactInput::new(&signals, PLACEMENT, &bouts, &run);
        for method in methods().filter(|m| !m.info().needs_gyr) {
            let missing = method.detect(&input).expect_err(word);
            assert!(missing.needs.contains(word), "{}: {}", method.info().id, missing.needs);
        }
    }
}
