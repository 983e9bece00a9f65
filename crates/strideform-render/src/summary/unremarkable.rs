//! What is normal: foot strike, balance, cadence, contact time, faults that were ruled out.

use strideform::findings::Status;
use strideform::report::Analysis;

use super::found::as_far_as_measured;
use crate::labels::upper;
use crate::units::{quantity, with_error};

pub(super) fn unremarkable(analysis: &Analysis) -> String {
    let mut out: Vec<String> = Vec::new();
    let absent = |id: &str| analysis.findings.iter().any(|f| f.fault == id && f.status == Status::Absent);
    if let Some(strike) = foot_strike(analysis) {
        out.push(strike);
    }
    let balance = analysis.metric("contact_time_balance").filter(|_| absent("left-right-imbalance"));
    if let Some(balance) = balance {
        let value = with_error(balance.value, balance.uncertainty, balance.unit);
        out.push(format!("Ground contact is balanced: {value} on the left."));
    }
    let mut measured: Vec<String> = Vec::new();
    for (id, label) in [("cadence", "cadence"), ("contact_time", "contact time")] {
        if let Some(m) = analysis.metric(id) {
            measured.push(format!("{label} {}", quantity(m.value, m.uncertainty, m.unit)));
        }
    }
    if !measured.is_empty() {
        out.push(format!("{}.", upper(&measured.join(", "))));
    }
    let stands_out =
        analysis.findings.iter().any(|f| matches!(f.status, Status::Present | Status::Borderline));
    let not: Vec<String> = analysis
        .findings
        .iter()
        .filter(|f| f.status == Status::Absent && !(f.fault == "left-right-imbalance" && balance.is_some()))
        .map(as_far_as_measured)
        .collect();
    if stands_out && !not.is_empty() {
        out.push(format!("Checked and not found: {}.", not.join("; ")));
    }
    out.join(" ")
}

/// The type of foot strike, if the error of the angle cannot change it.
fn foot_strike(analysis: &Analysis) -> Option<String> {
    let classes = [
        ("foot_strike_share_rear", "Heel"),
        ("foot_strike_share_mid", "Midfoot"),
        ("foot_strike_share_fore", "Forefoot"),
    ];
    classes.into_iter().find_map(|(id, place)| {
        let share = analysis.metric(id)?;
        (share.value - share.uncertainty > 50.0).then(|| format!("{place} strike."))
    })
}
