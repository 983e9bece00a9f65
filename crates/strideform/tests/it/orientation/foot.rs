//! Strike angle and stride length of the left foot's sensor.

use approx::abs_diff_eq;
use strideform::bouts::{Activity, Bout};
use strideform::contacts::{self, Contact, ContactInput};
use strideform::metrics::{self, AngleInput, StrikeClass, strike_class};
use strideform::orientation::orient;
use strideform::recording::{Placement, Run, Segment, Sensor, Side, Signals};

use crate::orientation::markers::{EXACT, STRIDE_S, cheap, mean_sd, running, sensor, steps, turned};

const FOOT: Placement = Placement::new(Segment::Foot, Side::Left);

fn found(signals: &Signals<Sensor>) -> Vec<Contact> {
    let bout = Bout {
        activity: Activity::Run,
        running: Some(1.0),
        start: 0,
        end: signals.len(),
        stride_s: Some(STRIDE_S),
        strides_s: Vec::new(),
    };
    let (bouts, run) = ([bout], Run::default());
    let input = ContactInput::new(signals, FOOT, &bouts, &run);
    contacts::default_for(FOOT, true).unwrap().detect(&input).unwrap().contacts
}

struct Foot {
    /// Measured less true strike angle, degrees.
    errors: Vec<f64>,
    angles: Vec<f64>,
    lengths: Vec<f64>,
}

fn measure(signals: &Signals<Sensor>, contacts: &[Contact]) -> Foot {
    let oriented = orient(signals, FOOT, &running(signals)).expect("attitude");
    let input = AngleInput {
        signals,
        oriented: &oriented,
        contacts,
        initial_contact: EXACT,
        speed_mps: None,
        clipped: None,
    };
    let all = metrics::angles(&input);
    let of = |id: &str| all.iter().find(|m| m.id == id).map(|m| m.steps.clone()).unwrap_or_default();
    let truth = steps(FOOT).unwrap();
    // The markers' angle counts from the foot's own flat instant, as there is no standing.
    let angle = metrics::pitch_from_flat(signals, &oriented, contacts);
    let errors = angle
        .steps
        .iter()
        .map(|(t, _, v)| {
            let away = |s: &&(Contact, Vec<String>)| (s.0.initial_contact_s - t).abs();
            let left = truth.iter().filter(|s| s.1[1] == "left");
            let row = left.min_by(|a, b| away(a).total_cmp(&away(b))).unwrap();
            v - row.1[14].parse::<f64>().unwrap()
        })
        .collect();
    Foot { errors, angles: angle.values(), lengths: of("stride_length").values() }
}

#[test]
fn strike_angle_and_stride_length_agree_with_markers() {
    let Some(perfect) = sensor("foot_left") else { return };
    let true_contacts: Vec<Contact> =
        steps(FOOT).unwrap().into_iter().filter(|s| s.1[1] == "left").map(|s| s.0).collect();
    let exact = measure(&perfect, &true_contacts);
    let own = measure(&perfect, &found(&perfect));
    let show = |name: &str, f: &Foot| {
        let (e, l) = (mean_sd(&f.errors), mean_sd(&f.lengths));
        println!(
            "{name}: n {} strike {:+.2} ± {:.2}° stride {:.3} ± {:.3} m (n {})",
            f.errors.len(),
            e.0,
            e.1,
            l.0,
            l.1,
            f.lengths.len()
        );
    };
    show("contacts of the force plate", &exact);
    show("own contacts", &own);
    let (mean, sd) = mean_sd(&own.errors);
    // Every contact of the foot, but for one that may lie at the end of the recording.
    assert!(own.errors.len() >= 8, "{}", own.errors.len());
    // Targets: mean error 2.5°, SD 0.8°, every step a rear-foot strike (27°).
    assert!(mean.abs() <= 2.5 && sd <= 0.8, "{mean} ± {sd}");
    assert!(own.angles.iter().all(|a| strike_class(*a, 3.6) == StrikeClass::Rear));
    // Speed times stride time: 4.05 m/s · 0.682 s = 2.762 m, known to 1 %; the target is 2 %.
    let length = mean_sd(&own.lengths).0;
    assert!(abs_diff_eq!(length / 2.76, 1.0, epsilon = 0.03), "{length}");
    let mut worst: f64 = 0.0;
    for seed in 0..20 {
        let signals = turned(&perfect, seed);
        let other = measure(&signals, &found(&signals));
        assert_eq!(other.errors.len(), own.errors.len());
        worst = own.errors.iter().zip(&other.errors).map(|(a, b)| (a - b).abs()).fold(worst, f64::max);
    }
    println!("20 attitudes: largest change of a step's angle {worst:.3}°");
    // Target: the same within 0.5°.
    assert!(worst <= 0.5, "{worst}");
    let (mut means, mut sds, mut lengths) = (Vec::new(), Vec::new(), Vec::new());
    for seed in 0..20 {
        let signals = cheap(&turned(&perfect, seed), seed);
        let other = measure(&signals, &found(&signals));
        let (mean, sd) = mean_sd(&other.errors);
        means.push(mean);
        sds.push(sd);
        lengths.push(mean_sd(&other.lengths).0);
    }
    let (m, l) = (mean_sd(&means), mean_sd(&lengths));
    println!(
        "cheap: strike {:+.2} ± {:.2} (SD of steps {:.2}) stride {:.3} ± {:.3} m",
        m.0,
        m.1,
        mean_sd(&sds).0,
        l.0,
        l.1
    );
    let far = means.iter().map(|m| m.abs()).fold(0.0, f64::max);
    assert!(far <= 2.5, "{far}");
}
