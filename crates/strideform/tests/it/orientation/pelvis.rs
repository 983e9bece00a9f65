//! Obliquity curve and drop per step of the sacrum sensor.

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{self, ContactInput, ContactSide};
use strideform::metrics::{self, Measured};
use strideform::orientation::{Oriented, orient};
use strideform::recording::{Placement, Run, Sensor, Signals};

use crate::orientation::markers::{
    EXACT, STRIDE_S, cheap, column, mean_sd, rmse, running, sensor, steps, table, turned,
};

fn oriented(signals: &Signals<Sensor>) -> Oriented {
    orient(signals, Placement::PELVIS, &running(signals)).expect("attitude")
}

/// SD of the error of the obliquity curve, degrees.
fn curve_error(o: &Oriented) -> f64 {
    let truth = column(&table("truth_kinematics_240hz.csv").unwrap(), 1);
    let bout = o.bouts[0].as_ref().unwrap();
    let posture = bout.posture(&bout.parts[0]).unwrap();
    let errors: Vec<f64> = posture
        .obliquity
        .iter()
        .enumerate()
        .filter_map(|(i, o)| {
            let t = posture.start_s + i as f64 / posture.rate_hz;
            Some(-o.to_degrees() - truth.get((t * 240.0).round() as usize)?)
        })
        .collect();
    mean_sd(&errors).1
}

struct Drop {
    n: usize,
    peak: f64,
    excursion: f64,
    bias: f64,
    left_right: f64,
    values: Vec<f64>,
}

fn drop(o: &Oriented) -> Drop {
    let truth = steps(Placement::PELVIS).unwrap();
    let contacts: Vec<_> = truth.iter().map(|s| s.0.clone()).collect();
    let measured = metrics::pelvis(o, &contacts, EXACT);
    let of = |id: &str| -> &Measured { measured.iter().find(|m| m.id == id).unwrap() };
    let errors = |id: &str, k: usize| -> Vec<(ContactSide, f64)> {
        of(id)
            .steps
            .steps
            .iter()
            .map(|(t, side, v)| {
                let row = truth.iter().find(|s| s.0.initial_contact_s == *t).unwrap();
                assert_eq!(row.0.side, *side, "side at {t}");
                (*side, v - row.1[k].parse::<f64>().unwrap())
            })
            .collect()
    };
    let plain = |e: &[(ContactSide, f64)]| e.iter().map(|x| x.1).collect::<Vec<_>>();
    let excursion = errors("pelvic_drop_excursion", 18);
    let side = |s| mean_sd(&plain(&excursion.iter().filter(|e| e.0 == s).copied().collect::<Vec<_>>())).0;
    Drop {
        n: excursion.len(),
        peak: rmse(&plain(&errors("pelvic_drop_peak", 17))),
        excursion: rmse(&plain(&excursion)),
        bias: mean_sd(&plain(&excursion)).0,
        left_right: side(ContactSide::Left) - side(ContactSide::Right),
        values: of("pelvic_drop_excursion").steps.values(),
    }
}

#[test]
fn drop_agrees_with_markers_in_every_attitude() {
    let Some(perfect) = sensor("sacrum") else { return };
    let reference = oriented(&perfect);
    let d = drop(&reference);
    let disagreement = reference.bouts[0].as_ref().unwrap().parts[0].disagreement_rad.unwrap().to_degrees();
    println!(
        "perfect: curve SD {:.2}° n {} peak {:.2} excursion {:.2} (bias {:+.2}) left–right {:+.2} headings {:.1}° apart; {:?}",
        curve_error(&reference),
        d.n,
        d.peak,
        d.excursion,
        d.bias,
        d.left_right,
        disagreement,
        reference.caveats
    );
    // Targets of the project: excursion RMSE 0.5°, left–right within 0.4°; every one of the 17 steps.
    assert_eq!(d.n, 17);
    assert!(d.excursion <= 0.5 && d.left_right.abs() <= 0.4);
    let mut worst: f64 = 0.0;
    for seed in 0..20 {
        let other = drop(&oriented(&turned(&perfect, seed)));
        assert_eq!(other.n, 17);
        worst = d.values.iter().zip(&other.values).map(|(a, b)| (a - b).abs()).fold(worst, f64::max);
    }
    println!("20 attitudes: largest change of a step's excursion {worst:.4}°");
    // Target: the same within 0.2°.
    assert!(worst <= 0.2, "{worst}");
    let mut all: Vec<[f64; 4]> = Vec::new();
    for seed in 0..20 {
        let o = oriented(&cheap(&turned(&perfect, seed), seed));
        let d = drop(&o);
        assert_eq!(d.n, 17);
        all.push([curve_error(&o), d.peak, d.excursion, d.left_right]);
    }
    let of = |k: usize| all.iter().map(|a| a[k]).collect::<Vec<_>>();
    let worst = of(2).into_iter().fold(0.0, f64::max);
    let sided = of(3).into_iter().map(f64::abs).fold(0.0, f64::max);
    println!(
        "cheap: curve SD {:.2} peak {:.2} excursion {:.2} (max {worst:.2}) left–right {:+.2}±{:.2} (max {sided:.2})",
        mean_sd(&of(0)).0,
        mean_sd(&of(1)).0,
        mean_sd(&of(2)).0,
        mean_sd(&of(3)).0,
        mean_sd(&of(3)).1
    );
    assert!(worst <= 0.5 && sided <= 0.4, "{worst} {sided}");
}

/// The whole way on one sensor: its own contacts and sides, then drop.
#[test]
fn drop_of_its_own_contacts() {
    let Some(perfect) = sensor("sacrum") else { return };
    let truth = steps(Placement::PELVIS).unwrap();
    let mut all = Vec::new();
    for seed in 0..10 {
        let signals = cheap(&turned(&perfect, seed), seed);
        let bout = Bout {
            activity: Activity::Run,
            running: Some(1.0),
            start: 0,
            end: signals.len(),
            stride_s: Some(STRIDE_S),
            strides_s: Vec::new(),
        };
        let run = Run::default().with_speed_mps(4.05);
        let bouts = [bout];
        let input = ContactInput::new(&signals, Placement::PELVIS, &bouts, &run);
        let found = contacts::default_for(Placement::PELVIS, true).unwrap().detect(&input).unwrap().contacts;
        let measured = metrics::pelvis(&oriented(&signals), &found, EXACT);
        let excursion = measured.iter().find(|m| m.id == "pelvic_drop_excursion").unwrap();
        let mut errors = Vec::new();
        for (t, side, v) in &excursion.steps.steps {
            let away = |s: &&(contacts::Contact, Vec<String>)| (s.0.initial_contact_s - t).abs();
            let Some(row) = truth.iter().min_by(|a, b| away(a).total_cmp(&away(b))) else { continue };
            // Contacts whose truth lies outside the plate's record match nothing within half a step.
            if away(&row) < 0.15 {
                assert_eq!(*side, row.0.side, "{seed} {t}");
                errors.push((*side, v - row.1[18].parse::<f64>().unwrap()));
            }
        }
        assert!(errors.len() >= 16, "{}", errors.len());
        let of = |side| mean_sd(&errors.iter().filter(|e| e.0 == side).map(|e| e.1).collect::<Vec<_>>()).0;
        let plain: Vec<f64> = errors.iter().map(|e| e.1).collect();
        all.push((rmse(&plain), of(ContactSide::Left) - of(ContactSide::Right), plain.len()));
    }
    println!("own contacts, cheap: (RMSE, left–right error, n) {all:.2?}");
    // The stated 95 % errors: 2° of the excursion, 1.5° of the difference.
    assert!(all.iter().all(|a| a.0 < 2.0 && a.1.abs() < 1.5));
}
