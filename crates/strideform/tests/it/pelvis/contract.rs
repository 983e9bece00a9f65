//! What every pelvis method must bear: any samples at all, any attitude, and the forms in which files come.

use nalgebra::Rotation3;
use strideform::bouts::{Activity, Bout};
use strideform::contacts::{ContactInput, ContactMethod, Contacts, all};
use strideform::recording::{Axes, Placement, Run, Segment, Sensor, Side, Signals, Triad};
use strideform::units::STANDARD_GRAVITY as G;
use strideform_testkit::runner::{Params, SensorSpec, VirtualRun};

fn methods() -> impl Iterator<Item = &'static dyn ContactMethod> {
    all().iter().copied().filter(|m| m.info().segments.contains(&Segment::Pelvis))
}

pub(crate) fn detect(
    method: &dyn ContactMethod,
    signals: &Signals<Sensor>,
    placement: Placement,
) -> Option<Contacts> {
    let bouts = [Bout {
        activity: Activity::Run,
        running: Some(1.0),
        start: 0,
        end: signals.len(),
        stride_s: None,
        strides_s: vec![],
    }];
    let run = Run::default();
    method.detect(&ContactInput::new(signals, placement, &bouts, &run)).ok()
}

/// Twenty seconds of a virtual runner's pelvis without the standing, no step like another.
pub(crate) fn virtual_run(params: Params, spec: &SensorSpec) -> (Signals<Sensor>, Vec<(f64, f64, char)>) {
    let run = VirtualRun::new(params).expect("a possible runner");
    let (from, to) = (run.running()[0].0 + 3.0, run.running()[0].1 - 3.0);
    let recorded = run.record(spec);
    let range = (from * spec.rate_hz) as usize..(to * spec.rate_hz) as usize;
    let start_s = range.start as f64 / spec.rate_hz;
    let cut = |x: &[Vec<f64>; 3]| {
        let [a, b, c] = x.each_ref().map(|v| v[range.clone()].to_vec());
        Triad::new(a, b, c)
    };
    let signals = Signals::new(spec.rate_hz, cut(&recorded.acc)).with_gyr(cut(&recorded.gyr));
    let inside = run.contacts().into_iter().filter(|c| c.initial_contact_s > from && c.toe_off_s < to);
    let side = |c: &strideform_testkit::runner::TruthContact| if c.side.index() == 0 { 'l' } else { 'r' };
    let truth = inside.map(|c| (c.initial_contact_s - start_s, c.toe_off_s - start_s, side(&c))).collect();
    (signals, truth)
}

pub(crate) fn params() -> Params {
    Params { seconds: 26.0, ..Params::default() }
}

fn times(c: &Contacts) -> Vec<f64> {
    c.contacts.iter().flat_map(|c| [Some(c.initial_contact_s), c.toe_off_s]).flatten().collect()
}

/// Largest difference of like times, s; infinite where the numbers differ.
fn apart(a: &Contacts, b: &Contacts) -> f64 {
    let (a, b) = (times(a), times(b));
    if a.len() != b.len() {
        return f64::INFINITY;
    }
    a.iter().zip(&b).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max)
}

#[test]
fn no_samples_make_any_method_fall_over() {
    let wave =
        |n: usize, scale: f64| -> Vec<f64> { (0..n).map(|i| scale * (i as f64 * 0.7).sin()).collect() };
    let odd = |v: f64| vec![v; 700];
    let signals = [
        Triad::default(),
        Triad::new(vec![1.0], vec![2.0], vec![3.0]),
        Triad::new(wave(30, 9.0), wave(30, 9.0), wave(30, 9.0)),
        Triad::new(odd(0.0), odd(0.0), odd(0.0)),
        Triad::new(odd(G), odd(0.0), odd(0.0)),
        Triad::new(odd(f64::NAN), odd(f64::INFINITY), odd(-1.0)),
        Triad::new(odd(1e300), wave(700, 1e300), odd(-1e300)),
        Triad::new(wave(700, 1e-300), wave(700, 1e-300), wave(700, 1e-300)),
        Triad::new(wave(700, 20.0), wave(700, -5.0), odd(9.81)),
    ];
    for method in methods() {
        for acc in &signals {
            for rate in [100.0, 0.0, f64::NAN, 1e9, 1e-9] {
                let mut signals = Signals::<Sensor>::new(rate, acc.clone());
                for gravity_free in [false, true] {
                    signals.gravity_free = gravity_free;
                    let found = detect(method, &signals, Placement::PELVIS);
                    let found = found.map_or(Vec::new(), |f| times(&f));
                    assert!(found.iter().all(|t| t.is_finite()), "{}", method.info().id);
                }
            }
            let signals = Signals::<Sensor>::new(100.0, acc.clone()).with_gyr(acc.clone());
            detect(method, &signals, Placement::PELVIS);
            let signals = Signals::<Sensor>::new(100.0, acc.clone());
            // A bout that reaches beyond the samples, an empty one, one turned round.
            for (start, end) in [(0, 10_000), (50, 50), (200, 100), (9_000, 10_000)] {
                let bouts = [Bout {
                    activity: Activity::Run,
                    running: Some(1.0),
                    start,
                    end,
                    stride_s: Some(f64::NAN),
                    strides_s: vec![],
                }];
                let run = Run::default().with_speed_mps(f64::NAN);
                let input = ContactInput::new(&signals, Placement::PELVIS, &bouts, &run);
                let _ = method.detect(&input);
            }
        }
        assert!(
            detect(
                method,
                &Signals::new(100.0, signals[2].clone()),
                Placement::new(Segment::Wrist, Side::Left)
            )
            .is_none()
        );
    }
}

#[test]
fn attitude_and_scale_and_a_shift_in_time_do_not_matter() {
    let (signals, _) = virtual_run(params(), &SensorSpec::pelvis());
    for method in methods() {
        let still = detect(method, &signals, Placement::PELVIS).expect("a pelvis");
        assert!(still.contacts.len() > 50, "{}: {}", method.info().id, still.contacts.len());
        for angles in [(0.5, 1.0, -2.0), (3.0, 0.1, 0.2), (-1.0, -1.4, 2.9)] {
            let turn = Rotation3::from_euler_angles(angles.0, angles.1, angles.2);
            let mut turned = Signals::new(signals.rate_hz, signals.acc.rotated(turn.matrix()));
            turned.gyr = signals.gyr.as_ref().map(|g| g.rotated(turn.matrix()));
            let found = detect(method, &turned, Placement::PELVIS).expect("a pelvis");
            // Rounding of the rotation; the heading's sense must not flip.
            assert!(apart(&still, &found) < 1e-6, "{}", method.info().id);
            let sides = |c: &Contacts| c.contacts.iter().map(|c| c.side).collect::<Vec<_>>();
            assert_eq!(sides(&still), sides(&found), "{}", method.info().id);
        }
    }
    let method = methods().next().expect("methods");
    let still = detect(method, &signals, Placement::PELVIS).expect("a pelvis");
    // Up and the unit both come from the signal: a wrong scale changes nothing.
    let scaled = Signals::new(signals.rate_hz, signals.acc.map(|c| c.iter().map(|v| 1.3 * v).collect()));
    assert!(apart(&still, &detect(method, &scaled, Placement::PELVIS).expect("a pelvis")) < 1e-9);
    // A mirrored sensor (left-handed axes), accelerometer only.
    let mirrored = Signals::new(
        signals.rate_hz,
        Triad::new(signals.acc.x.iter().map(|v| -v).collect(), signals.acc.y.clone(), signals.acc.z.clone()),
    );
    assert!(apart(&still, &detect(method, &mirrored, Placement::PELVIS).expect("a pelvis")) < 1e-9);
}

#[test]
fn the_forms_in_which_a_pelvis_is_recorded_agree() {
    let (signals, truth) = virtual_run(params(), &SensorSpec::pelvis());
    let method = methods().next().expect("methods");
    let whole = detect(method, &signals, Placement::PELVIS).expect("a pelvis");
    let median_shift = |other: &Contacts| {
        let mut d: Vec<f64> = whole
            .contacts
            .iter()
            .filter_map(|a| {
                let near = other.contacts.iter().map(|b| (a.initial_contact_s - b.initial_contact_s).abs());
                near.min_by(f64::total_cmp)
            })
            .collect();
        d.sort_by(f64::total_cmp);
        d[d.len() / 2]
    };
    // Two named axes, the third unknown.
    let mut two = Signals::new(
        signals.rate_hz,
        Triad::new(signals.acc.x.clone(), signals.acc.y.clone(), vec![0.0; signals.len()]),
    );
    two.axes = Axes { anatomical: true, measured: [true, true, false] };
    // Gravity taken out by the exporter, attitude unknown.
    let up = whole.axes[0].expect("axes").up;
    let mut free = Signals::new(
        signals.rate_hz,
        Triad::new(
            signals.acc.x.iter().map(|v| v - up.x * G).collect(),
            signals.acc.y.iter().map(|v| v - up.y * G).collect(),
            signals.acc.z.iter().map(|v| v - up.z * G).collect(),
        ),
    );
    free.gravity_free = true;
    // Vertical cut at zero by the exporter.
    let mut cut = two.clone();
    cut.acc.y.iter_mut().for_each(|v| *v = v.max(0.0));
    for (name, form) in [("two axes", two), ("gravity free", free), ("cut at zero", cut)] {
        let found = detect(method, &form, Placement::PELVIS).expect("a pelvis");
        let shift = median_shift(&found);
        println!(
            "{name}: contacts {} of {}, median shift {:.2} ms",
            found.contacts.len(),
            truth.len(),
            1e3 * shift
        );
        // 4 ms: a vertical that is some degrees off, half of what initial contact is uncertain by.
        assert!(shift < 0.004, "{name}: {shift}");
        assert!(found.contacts.len().abs_diff(truth.len()) <= 2, "{name}");
    }
}

#[test]
fn nothing_is_reported_from_a_gap() {
    let (mut signals, _) = virtual_run(params(), &SensorSpec::pelvis());
    let (from, to) = (1000, 1150);
    signals.gaps.push(from..to);
    for i in from..to {
        signals.acc.x[i] = 0.0;
        signals.acc.y[i] = G;
        signals.acc.z[i] = 0.0;
    }
    for method in methods() {
        let found = detect(method, &signals, Placement::PELVIS).expect("a pelvis");
        for c in found.contacts.iter().filter(|c| c.valid) {
            let end = c.toe_off_s.unwrap_or(c.initial_contact_s);
            assert!(!signals.touches_gap(c.initial_contact_s, end), "{}: {c:?}", method.info().id);
        }
        assert!(found.contacts.iter().filter(|c| c.valid).count() > 40, "{}", method.info().id);
    }
}
