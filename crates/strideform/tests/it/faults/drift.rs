//! Form over the run: a runner who tires drifts, a steady one does not.

use strideform::findings::Status;
use strideform::metrics::SpeedOverRun;
use strideform_testkit::runner::{Fatigue, Part};

use crate::faults::runs::{analyse, both, draw};
use crate::faults::{number, on_two};

/// Seven minutes of running, the least that is followed being six.
const SECONDS: f64 = 420.0;

#[test]
fn a_tiring_runner_drifts_and_a_steady_one_does_not() {
    let n = number(6);
    let parts: Vec<Part> = [Part::Pelvis].into_iter().chain(both(Part::Foot)).collect();
    for tired in [false, true] {
        let mut runs = draw(n, 31, |p, _| {
            p.seconds = SECONDS;
            if tired {
                // Per hour: over the five minutes between the parts' middles a twelfth.
                p.fatigue = Fatigue {
                    contact_percent: 120.0,
                    cadence_spm: -140.0,
                    drop_deg: [36.0, 36.0],
                    ..Fatigue::default()
                };
            }
        });
        // A hundred samples a second are enough here, and quicker.
        runs.iter_mut().for_each(|r| r.rate_hz = 100.0);
        let results = on_two(&runs, |drawn| {
            let analysis = analyse(drawn, &parts);
            let finding = analysis.findings.iter().find(|f| f.fault == "form-drift").expect("listed").clone();
            (finding, analysis.drift)
        });
        for (finding, drift) in &results {
            let words: Vec<String> =
                drift.iter().map(|d| format!("{} {:+.3}±{:.3}", d.id, d.change, d.uncertainty)).collect();
            println!("tired {tired}: {:?} {:?} {}", finding.status, finding.confidence, words.join(", "));
            let expected = if tired { Status::Present } else { Status::Absent };
            assert_eq!(finding.status, expected, "tired {tired}");
            assert!(drift.iter().any(|d| d.id == "contact_time" && d.speed != SpeedOverRun::Unknown));
        }
        if !tired {
            // Nothing changes, so a stated interval of 95 % holds zero; nine of ten leaves room for chance.
            let all: Vec<_> = results.iter().flat_map(|r| &r.1).filter(|d| d.id != "speed").collect();
            let held = all.iter().filter(|d| d.change.abs() <= d.uncertainty).count();
            println!("{held} of {} intervals hold zero", all.len());
            assert!(10 * held >= 9 * all.len());
        }
    }
}

/// Only the foot strike changes, by less than a marked change: one sign, which is named and not called drift.
#[test]
fn one_drifting_metric_is_one_sign() {
    let parts = both(Part::Foot);
    let mut runs = draw(number(6), 37, |p, _| {
        p.seconds = SECONDS;
        // Over the five and a half minutes between the parts' middles: 4.5 degrees of a limit of 3 and a marked one of 6.
        p.fatigue = Fatigue { strike_deg: -50.0, ..Fatigue::default() };
    });
    runs.iter_mut().for_each(|r| r.rate_hz = 100.0);
    let findings = on_two(&runs, |drawn| {
        let analysis = analyse(drawn, &parts);
        analysis.findings.into_iter().find(|f| f.fault == "form-drift").expect("listed")
    });
    for found in &findings {
        println!("{:?} {:?} {:?}", found.status, found.confidence, found.evidence);
        assert_eq!(found.status, Status::Borderline);
        assert!(found.checks.iter().any(|c| c.contains("one sign alone")), "{:?}", found.checks);
        assert!(found.evidence.iter().any(|e| e.metric == "foot_strike_angle"));
    }
}
