//! Contacts of a pelvis sensor carry the probability of their side.

use strideform::contacts::ContactSide;
use strideform::pipeline::{AnalysisOptions, analyze};
use strideform::read::{ReadOptions, Source, recording};
use strideform::recording::{Placement, Session};
use strideform_testkit::data::recordings;

/// A side is named from a probability of 0.95 on; a foot's side is that of its sensor.
#[test]
fn sides_carry_their_probability_where_they_were_inferred() {
    let Some(data) = recordings() else { return };
    let contacts = |sensor: &str, placement: Placement| {
        let file = data.join(format!("treadmill-26-runners/sensor/RBDS001_3.5mps_{sensor}.csv.gz"));
        let options = ReadOptions::default().with_placement(Some(placement));
        let mut session = Session::default();
        session.recordings.push(recording(&Source::File(file), &options).expect("recording"));
        analyze(&session, &AnalysisOptions::default()).contacts
    };
    let of_pelvis = contacts("pelvis", Placement::PELVIS);
    let named = of_pelvis.iter().filter(|r| r.contact.side != ContactSide::Unknown);
    let probabilities: Vec<Option<f64>> = named.map(|r| r.side_probability).collect();
    assert!(probabilities.len() > 60 && probabilities.iter().all(|p| p.is_some_and(|p| p >= 0.95)));
    let of_foot = contacts("foot-left", "foot-left".parse().expect("placement"));
    assert!(!of_foot.is_empty() && of_foot.iter().all(|r| r.side_probability.is_none()));
}
