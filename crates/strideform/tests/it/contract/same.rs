//! The same running seen otherwise: the same contacts.

use nalgebra::{Matrix3, Rotation3, Unit, Vector3};
use strideform::contacts::{Contact, ContactMethod, all, default_for};
use strideform::recording::{Sensor, Signals, Triad};
use strideform::signal::{median, to_rate};

use super::runner::{STEADY_S, STRIDE_S, placement, recorded, steady};

/// Median distances of initial contacts and of toe-offs in ms, and the contacts of `a` that have none in `b` within 60 ms
/// and the other way round.
struct Distance {
    initial_contact_ms: f64,
    toe_off_ms: f64,
    alone: usize,
}

fn distance(a: &[Contact], b: &[Contact], later_s: f64) -> Distance {
    let near = |x: &Contact, list: &[Contact], later: f64| {
        let at = x.initial_contact_s + later;
        list.iter().find(|y| (y.initial_contact_s - at).abs() < 0.06).cloned()
    };
    let pairs: Vec<(&Contact, Contact)> = a.iter().filter_map(|x| Some((x, near(x, b, later_s)?))).collect();
    let ms = |x: f64, y: f64| 1e3 * (y - x - later_s).abs();
    let on: Vec<f64> = pairs.iter().map(|(x, y)| ms(x.initial_contact_s, y.initial_contact_s)).collect();
    let off: Vec<f64> = pairs.iter().filter_map(|(x, y)| Some(ms(x.toe_off_s?, y.toe_off_s?))).collect();
    let back = b.iter().filter(|y| near(y, a, -later_s).is_some()).count();
    Distance {
        initial_contact_ms: median(&on).unwrap_or(f64::INFINITY),
        toe_off_ms: median(&off).unwrap_or(0.0),
        alone: a.len() - pairs.len() + b.len() - back,
    }
}

fn with(signals: &Signals<Sensor>, f: impl Fn(&Triad) -> Triad) -> Signals<Sensor> {
    Signals::new(signals.rate_hz, f(&signals.acc)).with_gyr(f(signals.gyr.as_ref().unwrap()))
}

/// Published methods whose toe-off reads the medial axis: medial and lateral cannot be told apart when the handedness of
/// the axes is wrong, so mirrored axes move it (by 28 ms here). Initial contact is held to the contract all the same.
const NEEDS_HANDEDNESS: [&str; 1] = ["shank-purcell-2005"];

/// The methods that the pipeline takes by itself, with and without gyroscope.
fn is_default(method: &dyn ContactMethod) -> bool {
    let defaults = [true, false].map(|gyr| default_for(placement(method), gyr).map(|m| m.info().id));
    defaults.contains(&Some(method.info().id))
}

fn each(check: impl Fn(&dyn ContactMethod, &Signals<Sensor>, &[Contact])) {
    for method in all() {
        let signals = recorded(placement(*method));
        let found = steady(*method, &signals, 0.0);
        check(*method, &signals, &found);
    }
}

#[test]
fn the_defaults_find_every_stride() {
    each(|method, _, found| {
        let strides = (STEADY_S.1 - STEADY_S.0) / STRIDE_S;
        let wanted = if placement(method).is_leg() { strides } else { 2.0 * strides };
        println!("{:24} {} of {wanted:.1}", method.info().id, found.len());
        // One may be cut at either end.
        let enough = found.len() as f64 >= wanted - 2.0 && found.len() as f64 <= wanted + 2.0;
        assert!(enough || !is_default(method), "{}: {} of {wanted:.1}", method.info().id, found.len());
    });
}

#[test]
fn samples_cut_off_the_start_shift_the_contacts() {
    each(|method, signals, found| {
        for cut in [1, 137, 500] {
            let rest = with(signals, |t| t.slice(cut..t.len()));
            let later = -(cut as f64) / signals.rate_hz;
            let d = distance(found, &steady(method, &rest, later), later);
            // The filters' memory of what was cut off, a second and more before the bout.
            let same = d.initial_contact_ms <= 0.1 && d.toe_off_ms <= 0.1 && d.alone == 0;
            assert!(same || found.is_empty(), "{} cut {cut}: {}", method.info().id, text(&d));
        }
    });
}

#[test]
fn attitude_and_mirrored_axes_do_not_matter() {
    let turn = |x: f64, y: f64, z: f64, angle: f64| {
        *Rotation3::from_axis_angle(&Unit::new_normalize(Vector3::new(x, y, z)), angle).matrix()
    };
    let mirror = Matrix3::from_diagonal(&Vector3::new(-1.0, 1.0, 1.0));
    let swap = Matrix3::new(0.0, 1.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0);
    let seen = [
        ("turned", turn(1.0, 2.0, -0.5, 2.2)),
        ("turned over", turn(0.2, -1.0, 3.0, 3.0)),
        ("mirrored", mirror),
        ("two axes exchanged", swap),
        ("mirrored and turned", turn(-1.0, 0.4, 0.3, 1.1) * mirror),
    ];
    each(|method, signals, found| {
        for (name, matrix) in &seen {
            let other = with(signals, |t| t.rotated(matrix));
            let mut d = distance(found, &steady(method, &other, 0.0), 0.0);
            if matrix.determinant() < 0.0 && NEEDS_HANDEDNESS.contains(&method.info().id) {
                d.toe_off_ms = 0.0;
            }
            // A median shift of 0.5 ms is the target of any attitude.
            let same = d.initial_contact_ms <= 0.5 && d.toe_off_ms <= 0.5 && d.alone == 0;
            assert!(same || found.is_empty(), "{} {name}: {}", method.info().id, text(&d));
        }
    });
}

#[test]
fn another_rate_moves_the_defaults_by_little() {
    each(|method, signals, found| {
        for factor in [0.7, 1.5] {
            let rate = factor * signals.rate_hz;
            let resampled = |t: &Triad| t.map(|axis| to_rate(axis, signals.rate_hz, rate));
            let other = Signals::new(rate, resampled(&signals.acc))
                .with_gyr(resampled(signals.gyr.as_ref().unwrap()));
            let d = distance(found, &steady(method, &other, 0.0), 0.0);
            println!("{:24} ×{factor}: {}", method.info().id, text(&d));
            if !is_default(method) {
                continue;
            }
            // Resampling to 140 Hz leaves 56 Hz of the band; events are read from curves of at most 40 Hz. The bouts' ends
            // fall on other samples, so a contact there may come or go.
            let near = d.initial_contact_ms <= 2.5 && d.toe_off_ms <= 2.5 && d.alone <= 2;
            assert!(near || found.is_empty(), "{} ×{factor}: {}", method.info().id, text(&d));
        }
    });
}

fn text(d: &Distance) -> String {
    format!("IC {:.2} ms, TO {:.2} ms, {} without partner", d.initial_contact_ms, d.toe_off_ms, d.alone)
}
