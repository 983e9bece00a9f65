//! The whole way from samples to metrics on the virtual runner: it checks the implementation, not accuracy on people.

use crate::orientation::markers::EXACT;
use approx::assert_abs_diff_eq;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use strideform::bouts::{self, Activity};
use strideform::contacts::{self, Contact, ContactInput};
use strideform::metrics::{self, AngleInput, Measured};
use strideform::orientation::{Oriented, Running, orient};
use strideform::recording::{CaveatId, Placement, Run, Sensor, Signals, Triad};
use strideform_testkit::runner::{
    Params, Part, SensorFaults, SensorSpec, Side, Stretch, Truth, VirtualRun, random_attitude,
};

fn signals(run: &VirtualRun, spec: &SensorSpec) -> Signals<Sensor> {
    let made = run.record(spec);
    let ([ax, ay, az], [gx, gy, gz]) = (made.acc, made.gyr);
    Signals::new(spec.rate_hz, Triad::new(ax, ay, az)).with_gyr(Triad::new(gx, gy, gz))
}

struct Seen {
    oriented: Oriented,
    contacts: Vec<Contact>,
    measured: Vec<Measured>,
}

/// Bouts, contacts (of the placement's own method, or `told`), attitude, metrics.
fn analyse(signals: &Signals<Sensor>, part: Part, speed: f64, told: Option<&Truth>) -> Seen {
    let placement: Placement = part.name().parse().expect("placement");
    let mut bouts = bouts::find(signals, placement);
    bouts.retain(|b| b.activity == Activity::Run);
    let run = Run::default();
    let input = ContactInput::new(signals, placement, &bouts, &run);
    let found = contacts::default_for(placement, true)
        .and_then(|m| m.detect(&input).ok())
        .map(|c| (c.contacts, c.initial_contact_error));
    let (found, initial_contact) = found.filter(|_| told.is_none()).unwrap_or((Vec::new(), EXACT));
    let contacts = match told {
        None => found,
        Some(truth) => truth
            .contacts
            .iter()
            .filter_map(|c| {
                let inside = |b: &bouts::Bout| {
                    signals.time_s(b.start) <= c.initial_contact_s && c.toe_off_s <= signals.time_s(b.end)
                };
                let bout = bouts.iter().position(inside)?;
                let side = match c.side {
                    Side::Left => contacts::ContactSide::Left,
                    Side::Right => contacts::ContactSide::Right,
                };
                Some(Contact {
                    side,
                    initial_contact_s: c.initial_contact_s,
                    toe_off_s: Some(c.toe_off_s),
                    valid: true,
                    reason: None,
                    placement,
                    bout,
                })
            })
            .filter(|c| !placement.is_leg() || contacts::ContactSide::of(placement.side) == c.side)
            .collect(),
    };
    let running: Vec<Running> = bouts
        .iter()
        .map(|b| Running { range: b.start..b.end, stride_s: b.stride_s.unwrap_or(0.7) })
        .collect();
    let oriented = orient(signals, placement, &running).expect("attitude");
    let input = AngleInput {
        signals,
        oriented: &oriented,
        contacts: &contacts,
        initial_contact,
        speed_mps: Some(speed),
        clipped: None,
    };
    let measured = metrics::angles(&input);
    Seen { oriented, contacts, measured }
}

/// Measured median less the truth's.
fn error(seen: &Seen, truth: &Truth, id: &str, side: Option<Side>) -> f64 {
    let Some(m) = seen.measured.iter().find(|m| m.id == id) else { return f64::NAN };
    let Some(true_value) = truth.medians.get(id) else { return f64::NAN };
    let steps = match side {
        None => m.steps.values(),
        Some(Side::Left) => m.steps.of(contacts::ContactSide::Left),
        Some(Side::Right) => m.steps.of(contacts::ContactSide::Right),
    };
    let true_value = match side {
        None => true_value.value,
        Some(Side::Left) => true_value.left,
        Some(Side::Right) => true_value.right,
    };
    strideform::signal::median(&steps).unwrap_or(f64::NAN) - true_value
}

/// Range of the sensor's own height less that of the centre of mass, median over steady steps, cm.
fn sensor_rise(run: &VirtualRun, spec: &SensorSpec, truth: &Truth) -> f64 {
    let steps = truth.steps.iter().filter(|s| s.contact.steady);
    let excess = steps.filter_map(|s| {
        let (on, step) = (s.contact.initial_contact_s, s.values.get("step_time")?);
        let heights = (0..=50).map(|k| run.place(spec, on + step * f64::from(k) / 50.0).0[1]);
        let (low, high) = heights.fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(v), h.max(v)));
        Some(100.0 * (high - low) - s.values.get("vertical_oscillation")?)
    });
    strideform::signal::median(&excess.collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

/// How much later the contacts are than the true ones, median, s.
fn late(seen: &Seen, truth: &Truth) -> f64 {
    let errors = seen.contacts.iter().filter_map(|c| {
        let away =
            |t: &&strideform_testkit::runner::TruthContact| (t.initial_contact_s - c.initial_contact_s).abs();
        let near = truth.contacts.iter().min_by(|a, b| away(a).total_cmp(&away(b)))?;
        Some(c.initial_contact_s - near.initial_contact_s)
    });
    strideform::signal::median(&errors.collect::<Vec<_>>()).unwrap_or(f64::NAN)
}

fn grid() -> Vec<(Params, f64)> {
    let base = |speed_mps, cadence_spm, contact: f64, strike: f64, drop: [f64; 2], seed| Params {
        speed_mps,
        cadence_spm,
        contact_s: [contact, contact],
        strike_angle_deg: [strike, strike],
        drop_deg: drop,
        seconds: 25.0,
        seed,
        ..Params::default()
    };
    vec![
        (base(2.4, 160.0, 0.30, 20.0, [3.0, 7.0], 1), 100.0),
        (base(3.0, 168.0, 0.25, 12.0, [4.5, 4.5], 2), 200.0),
        (base(3.5, 175.0, 0.23, 5.0, [10.0, 2.0], 3), 500.0),
        (base(4.5, 185.0, 0.20, -5.0, [6.0, 5.0], 4), 200.0),
        (base(5.5, 200.0, 0.17, 15.0, [0.5, 4.0], 5), 250.0),
        (base(2.8, 152.0, 0.29, 0.0, [8.0, 8.0], 6), 128.0),
    ]
}

#[test]
fn a_grid_of_runs() {
    let mut worst = [0.0_f64; 6];
    for (k, (params, rate)) in grid().into_iter().enumerate() {
        let seed = k as u64;
        let speed = params.speed_mps;
        let Ok(run) = VirtualRun::new(params) else { panic!("run {k} is impossible") };
        let truth = run.truth();
        let spec = |part| {
            SensorSpec::on(part).rate(rate).turned(random_attitude(seed)).with(SensorFaults::cheap(seed))
        };
        let foot = Part::Foot(Side::Left);
        let feet = analyse(&signals(&run, &spec(foot)), foot, speed, None);
        let foot_told = analyse(&signals(&run, &spec(foot)), foot, speed, Some(&truth));
        let pelvis = analyse(&signals(&run, &spec(Part::Pelvis)), Part::Pelvis, speed, None);
        let pelvis_told = analyse(&signals(&run, &spec(Part::Pelvis)), Part::Pelvis, speed, Some(&truth));
        let shank = Part::Shank(Side::Left);
        let shank_told = analyse(&signals(&run, &spec(shank)), shank, speed, Some(&truth));
        let trunk = analyse(&signals(&run, &spec(Part::Trunk)), Part::Trunk, speed, Some(&truth));
        let left = Some(Side::Left);
        let true_length = truth.medians.get("stride_length").map_or(f64::NAN, |m| m.left);
        let errors = [
            error(&foot_told, &truth, "foot_strike_angle", left),
            error(&feet, &truth, "foot_strike_angle", left),
            100.0 * error(&feet, &truth, "stride_length", left) / true_length,
            error(&pelvis_told, &truth, "pelvic_drop_excursion", left),
            error(&pelvis_told, &truth, "pelvic_drop_excursion", Some(Side::Right)),
            error(&pelvis_told, &truth, "vertical_oscillation", None)
                - sensor_rise(&run, &spec(Part::Pelvis), &truth),
        ];
        println!(
            "{k}: {rate} Hz strike {:+.2} (own contacts {:+.2}) stride {:+.2} % (told {:+.2} %) drop {:+.2} {:+.2} (own {:+.2} {:+.2}) peak {:+.2} tilt {:+.2} osc {:+.2} cm shank {:+.2} (perfect {:+.2}) lean {:+.2}; contacts {} {} of {}; {:?} {:?} {:?}",
            errors[0],
            errors[1],
            errors[2],
            100.0 * error(&foot_told, &truth, "stride_length", left) / true_length,
            errors[3],
            errors[4],
            error(&pelvis, &truth, "pelvic_drop_excursion", left),
            error(&pelvis, &truth, "pelvic_drop_excursion", Some(Side::Right)),
            error(&pelvis_told, &truth, "pelvic_drop_peak", left),
            error(&pelvis_told, &truth, "pelvic_tilt_range", None),
            errors[5],
            error(&shank_told, &truth, "shank_angle_at_contact", left),
            error(
                &analyse(&signals(&run, &SensorSpec::on(shank).rate(rate)), shank, speed, Some(&truth)),
                &truth,
                "shank_angle_at_contact",
                left
            ),
            error(&trunk, &truth, "trunk_lean", None),
            feet.contacts.len(),
            pelvis.contacts.len(),
            truth.contacts.len(),
            pelvis.oriented.caveats.iter().map(|c| (&c.id, c.value)).collect::<Vec<_>>(),
            feet.oriented.caveats.iter().map(|c| (&c.id, c.value)).collect::<Vec<_>>(),
            pelvis
                .oriented
                .bouts
                .iter()
                .flatten()
                .map(|b| (b.method.id(), b.parts.len(), b.parts[0].disagreement_rad.map(f64::to_degrees)))
                .collect::<Vec<_>>(),
        );
        for (w, e) in worst.iter_mut().zip(errors) {
            *w = w.max(if e.is_finite() { e.abs() } else { f64::INFINITY });
        }
    }
    println!("worst: {worst:?}");
    // Targets over the grid: strike 2°, stride length 2 %, drop excursion 0.7°, oscillation 4 mm.
    assert!(worst[0] <= 2.0 && worst[2] <= 2.0, "{worst:?}");
    assert!(worst[3] <= 0.7 && worst[4] <= 0.7 && worst[5] <= 0.4, "{worst:?}");
}

/// Random runs over the whole range with the sensors' own contacts: the stated 95 % interval covers the truth in at least
/// nine of ten.
#[test]
fn stated_intervals_cover_random_runs() {
    let mut rng = StdRng::seed_from_u64(20);
    let mut inside: std::collections::BTreeMap<&'static str, (usize, usize, f64)> = Default::default();
    let mut made = 0;
    for seed in 0..60 {
        let mut pick = |low: f64, high: f64| rng.random_range(low..high);
        let (speed, cadence) = (pick(2.0, 6.0), pick(150.0, 210.0));
        let contact = pick(0.16, 0.35_f64.min(0.9 * 60.0 / cadence));
        let params = Params {
            speed_mps: speed,
            cadence_spm: cadence,
            contact_s: [contact; 2],
            strike_angle_deg: [pick(-10.0, 25.0); 2],
            drop_deg: [pick(0.0, 12.0), pick(0.0, 12.0)],
            seconds: 15.0,
            seed,
            ..Params::default()
        };
        let rate = [100.0, 148.0, 200.0, 400.0, 500.0][seed as usize % 5];
        // Not every combination can be run by a leg.
        let Ok(run) = VirtualRun::new(params) else { continue };
        made += 1;
        let truth = run.truth();
        let spec = |part| {
            SensorSpec::on(part).rate(rate).turned(random_attitude(seed)).with(SensorFaults::cheap(seed))
        };
        for part in [Part::Foot(Side::Left), Part::Shank(Side::Left), Part::Pelvis] {
            // Shank contacts are judged elsewhere: an angle that changes by 0.4° a millisecond would judge them again.
            let told = matches!(part, Part::Shank(_)).then_some(&truth);
            let seen = analyse(&signals(&run, &spec(part)), part, speed, told);
            // Loading rates get their interval later, and are judged with it (tests/it/loads, tests/it/grid).
            for m in seen.measured.iter().filter(|m| !m.id.as_str().ends_with("loading_rate")) {
                let sides: &[Option<Side>] = match (part, m.side_bias) {
                    (Part::Pelvis, Some(_)) => &[Some(Side::Left), Some(Side::Right)],
                    (Part::Pelvis, None) => &[None],
                    _ => &[Some(Side::Left)],
                };
                for &side in sides {
                    let mut e = error(&seen, &truth, m.id.as_str(), side);
                    if m.id.as_str().starts_with("vertical") {
                        let height = truth.medians["vertical_oscillation"].value;
                        let excess = sensor_rise(&run, &spec(part), &truth);
                        let scale = truth.medians[m.id.as_str()].value / height;
                        e -= excess * scale;
                    }
                    if e.is_nan() {
                        continue;
                    }
                    let metric = m.metric(seen.oriented.placement, "test").expect("steps");
                    let count = inside.entry(m.id.as_str()).or_default();
                    count.1 += 1;
                    count.0 += usize::from(e.abs() <= metric.uncertainty);
                    count.2 += e * e;
                    if e.abs() > metric.uncertainty {
                        println!(
                            "{seed}: {} {side:?} (contacts {:+.1} ms) {e:+.2} (±{:.2}) v {speed:.1} cad {cadence:.0} tc {contact:.2} at {rate} Hz",
                            m.id,
                            1e3 * late(&seen, &truth),
                            metric.uncertainty
                        );
                    }
                }
            }
        }
    }
    for (id, (good, all, squares)) in &inside {
        println!("{id}: {good} of {all} inside, RMSE {:.2}", (squares / *all as f64).sqrt());
    }
    assert!(made >= 20, "{made}");
    for (id, (good, all, _)) in inside {
        assert!(good as f64 >= 0.9 * all as f64, "{id}: {good} of {all}");
    }
}

/// Hip extension from a thigh and a pelvis sensor.
#[test]
fn hip_extension_of_two_sensors() {
    let run = VirtualRun::new(Params { seconds: 20.0, ..Params::default() }).expect("possible");
    let truth = run.truth();
    let spec = |part| SensorSpec::on(part).turned(random_attitude(3)).with(SensorFaults::cheap(2));
    let thigh =
        analyse(&signals(&run, &spec(Part::Thigh(Side::Left))), Part::Thigh(Side::Left), 3.0, Some(&truth));
    let pelvis = analyse(&signals(&run, &spec(Part::Pelvis)), Part::Pelvis, 3.0, Some(&truth));
    let measured = metrics::hip_extension(&thigh.oriented, &pelvis.oriented, 0.0, &pelvis.contacts);
    let found = strideform::signal::median(&measured.steps.values()).expect("steps");
    let true_value = truth.medians["hip_extension_at_toe_off"].left;
    println!("hip extension {found:.1}°, true {true_value:.1}°");
    // Two cheap sensors: three degrees.
    assert_abs_diff_eq!(found, true_value, epsilon = 3.0);
}

/// A sensor that slips in the middle of a run is aligned apart before and after; a turn round does not hurt the drop.
#[test]
fn a_slip_and_a_turn_are_noticed() {
    let params = Params { seconds: 150.0, drop_deg: [6.0, 3.0], ..Params::default() };
    let run = VirtualRun::new(params).expect("possible");
    let truth = run.truth();
    let slip = strideform_testkit::runner::Slip { at_s: 80.0, turn_deg: [20.0, 5.0, -10.0] };
    let faults = SensorFaults { slip: Some(slip), ..SensorFaults::cheap(3) };
    let spec = SensorSpec::pelvis().rate(100.0).turned(random_attitude(9)).with(faults);
    let seen = analyse(&signals(&run, &spec), Part::Pelvis, 3.0, Some(&truth));
    let bout = seen.oriented.bouts[0].as_ref().expect("attitude");
    println!("{:?} {:?}", bout.parts, seen.oriented.caveats);
    assert_eq!(bout.parts.len(), 2);
    // Found to within the two strides of the smoothing and the strap-down's four.
    assert_abs_diff_eq!(bout.parts[0].to_s, 80.0, epsilon = 4.0);
    assert!(seen.oriented.caveats.iter().any(|c| c.id == CaveatId::SensorTurned));
    for side in [Side::Left, Side::Right] {
        let e = error(&seen, &truth, "pelvic_drop_excursion", Some(side));
        // The grid's target.
        assert!(e.abs() < 0.7, "{side:?} {e}");
    }
    let session = vec![
        Stretch::Stand { seconds: 4.0 },
        Stretch::Run { seconds: 30.0 },
        Stretch::Turn { degrees: 180.0 },
        Stretch::Run { seconds: 30.0 },
    ];
    let run =
        VirtualRun::new(Params { session, drop_deg: [6.0, 3.0], ..Params::default() }).expect("possible");
    let truth = run.truth();
    let spec = SensorSpec::pelvis().rate(100.0).turned(random_attitude(4)).with(SensorFaults::cheap(5));
    let seen = analyse(&signals(&run, &spec), Part::Pelvis, 3.0, Some(&truth));
    println!("{:?}", seen.oriented.caveats);
    for side in [Side::Left, Side::Right] {
        let e = error(&seen, &truth, "pelvic_drop_excursion", Some(side));
        assert!(e.abs() < 0.7, "{side:?} {e}");
    }
}
