//! Contacts from the computed foot sensor of one man on a force treadmill, against the force plate.

use strideform::bouts::{Activity, Bout};
use strideform::contacts::{self, Contact, ContactInput};
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Track, Triad};
use strideform_testkit::data::recordings;

fn cells(text: &str) -> Vec<Vec<String>> {
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

/// The sensor, and (initial contact, toe-off) of its foot.
fn recording() -> Option<(Track<Sensor>, Vec<(f64, f64)>)> {
    let folder = recordings()?.join("markers-treadmill-force");
    let read = |name| std::fs::read_to_string(folder.join(name)).unwrap();
    let rows = cells(&read("virtual_imu_foot_left_240hz.csv"));
    let column = |k: usize| rows.iter().map(|row| row[k].parse::<f64>().unwrap()).collect::<Vec<_>>();
    let gyr = |k| column(k).iter().map(|v| v.to_radians()).collect::<Vec<_>>();
    let track = Track::new(240.0, Triad::new(column(1), column(2), column(3))).with_gyr(Triad::new(
        gyr(4),
        gyr(5),
        gyr(6),
    ));
    let truth = cells(&read("truth_steps.csv"))
        .iter()
        .filter(|row| row[1] == "left")
        .map(|row| (row[2].parse().unwrap(), row[3].parse().unwrap()))
        .collect();
    Some((track, truth))
}

fn detect(id: &str, track: &Track<Sensor>) -> Vec<Contact> {
    let bouts = [Bout {
        activity: Activity::Run,
        start: 0,
        end: track.len(),
        stride_s: Some(0.682),
        strides_s: Vec::new(),
    }];
    let placement = Placement::new(Segment::Foot, Side::Left);
    let input = ContactInput { track, placement, bouts: &bouts, run: &Run::default() };
    contacts::by_id(id).unwrap().detect(&input).unwrap().contacts
}

/// Mean and SD in milliseconds.
fn spread(errors: &[f64]) -> (f64, f64) {
    let n = errors.len() as f64;
    let mean = errors.iter().sum::<f64>() / n;
    let sd = (errors.iter().map(|e| (e - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt();
    (1e3 * mean, 1e3 * sd)
}

struct Agreement {
    n: usize,
    initial_contact: (f64, f64),
    toe_off: (f64, f64),
    contact_time_rmse: f64,
}

fn agreement(found: &[Contact], truth: &[(f64, f64)]) -> Agreement {
    let (mut on_errors, mut off_errors, mut squares) = (Vec::new(), Vec::new(), Vec::new());
    for contact in found.iter().filter(|c| c.valid) {
        let away = |t: &(f64, f64)| (t.0 - contact.initial_contact_s).abs();
        let (on, off) = truth.iter().min_by(|a, b| away(a).total_cmp(&away(b))).unwrap();
        on_errors.push(contact.initial_contact_s - on);
        off_errors.push(contact.toe_off_s.unwrap() - off);
        squares.push((contact.contact_time_s().unwrap() - (off - on)).powi(2));
    }
    Agreement {
        n: squares.len(),
        initial_contact: spread(&on_errors),
        toe_off: spread(&off_errors),
        contact_time_rmse: 1e3 * (squares.iter().sum::<f64>() / squares.len() as f64).sqrt(),
    }
}

/// Prints what every foot method does here: from the first column of a method without offsets come the offsets.
#[test]
fn the_primary_with_gyroscope_agrees_with_the_force_plate() {
    let Some((track, truth)) = recording() else { return };
    for method in contacts::all() {
        let info = method.info();
        if !info.segments.contains(&Segment::Foot) {
            continue;
        }
        let a = agreement(&detect(info.id, &track), &truth);
        println!(
            "{:24} n {} IC {:+.1} ± {:.1} TO {:+.1} ± {:.1} contact RMSE {:.1} ms",
            info.id,
            a.n,
            a.initial_contact.0,
            a.initial_contact.1,
            a.toe_off.0,
            a.toe_off.1,
            a.contact_time_rmse
        );
    }
    let a = agreement(&detect("foot-slap-onset", &track), &truth);
    // Eight strides have a mid-swing before and after them.
    assert_eq!(a.n, 8);
    // Targets: SD 2 ms each, contact-time RMSE 6 ms. The offsets were fitted here, so the means prove nothing.
    assert!(a.initial_contact.1 <= 2.0 && a.toe_off.1 <= 2.0, "{:?} {:?}", a.initial_contact, a.toe_off);
    assert!(a.contact_time_rmse <= 6.0, "{}", a.contact_time_rmse);
}
