//! Several runs in a file, several devices on a run, and values that cannot be.

use strideform::read::{ReadOptions, contents};
use strideform::recording::{CaveatId, Sport};
use strideform::trend::TrendSession;

use crate::watch::{analyzed, every, measured, read, source, value};

#[test]
fn every_run_of_a_file_is_a_run_of_its_own() {
    let runs = every("two_runs.fit");
    assert_eq!(runs.iter().map(|r| r.number).collect::<Vec<_>>(), [1, 2]);
    let sessions: Vec<TrendSession> = runs.iter().filter_map(TrendSession::of_watch).collect();
    assert_eq!(sessions.iter().map(|s| s.distance_m).collect::<Vec<_>>(), [Some(336.0), Some(648.0)]);
    assert!(sessions[1].source.ends_with("two_runs.fit#2"));

    // Head and values belong to one run, whichever is chosen.
    let first = read("two_runs.fit");
    assert_eq!(first.watches.len(), 1);
    assert!(first.watches[0].caveats.iter().any(|c| c.id.as_str() == "several-runs"));
    let analysis = analyzed(first);
    assert_eq!(analysis.run.started.as_deref(), Some("2024-05-04T08:30:00+02:00"));
    assert_eq!((analysis.run.distance_m, analysis.run.seconds), (Some(336.0), Some(120.0)));
    assert_eq!(analysis.metrics.iter().find(|m| m.id == "cadence").map(|m| m.value), Some(164.0));
    for wanted in ["2", "2024-05-04 10:10"] {
        let chosen =
            contents(&source("two_runs.fit"), &ReadOptions::default().with_device(wanted)).expect(wanted);
        assert_eq!(value(&measured(&chosen), "cadence"), 180.0, "{wanted}");
        assert_eq!(analyzed(chosen).run.distance_m, Some(648.0), "{wanted}");
    }
    let missing = contents(&source("two_runs.fit"), &ReadOptions::default().with_device("3"));
    assert!(missing.is_err());
}

#[test]
fn a_leg_without_a_sport_beside_a_run_is_no_run() {
    let runs = every("generic_leg.fit");
    assert!(matches!(runs[0].sport, Sport::Other(_)) && !runs[0].has_running());
    let analysis = analyzed(read("generic_leg.fit"));
    let contact = analysis.metrics.iter().find(|m| m.id == "contact_time").expect("a contact time");
    assert_eq!(contact.value, 0.25);
}

#[test]
fn a_sum_of_steps_that_contradicts_the_cadence_is_not_believed() {
    let runs = every("absurd_strides.fit");
    // 164 a minute for two minutes, not 24.
    assert_eq!(runs[0].steps().map(f64::round), Some(328.0));
    assert!(runs[0].caveats.iter().any(|c| c.id == CaveatId::StepsImplausible));
}

#[test]
fn a_strap_and_a_pod_in_one_file_stay_apart() {
    let runs = every("strap_and_pod.fit");
    let [strap, pod] = runs.as_slice() else { panic!("two devices: {}", runs.len()) };
    assert!(!strap.beside && pod.beside);
    assert_eq!((strap.method, pod.method), ("garmin-running-dynamics", "stryd"));
    let analysis = analyzed(read("strap_and_pod.fit"));
    let of = |id: &str| analysis.metrics.iter().find(|m| m.id == id).unwrap_or_else(|| panic!("no {id}"));
    // The strap's contact of 270 ms goes with its duty factor of 0.40.
    assert_eq!(
        (of("contact_time").value, of("contact_time").method.as_str()),
        (0.27, "garmin-running-dynamics")
    );
    assert_eq!(
        (of("duty_factor").value, of("duty_factor").method.as_str()),
        (0.4, "garmin-running-dynamics")
    );
    assert!(
        of("contact_time").caveats.iter().any(|c| c.text.contains("0.22")),
        "the pod's value stands beside it"
    );
    assert_eq!(of("leg_stiffness").method, "stryd");
}
