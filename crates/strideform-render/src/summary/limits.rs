//! What these sensors cannot show.

use strideform::recording::{CaveatId, Side};
use strideform::report::{Analysis, RecordingSummary};

/// Why nothing is judged, where the movement of a sensor contradicts its placement.
pub(crate) fn placement(analysis: &Analysis) -> Option<String> {
    let one = |r: &RecordingSummary| {
        let caveat = r.caveats.iter().find(|c| c.id == CaveatId::PlacementContradicted)?;
        Some(format!("{} was {}.", r.file, caveat.text))
    };
    let all: Vec<String> = analysis.recordings.iter().filter_map(one).collect();
    (!all.is_empty()).then(|| format!("Form was not judged. {}", all.join(" ")))
}

/// What a sensor on one leg, or one that only counts steps, can never show.
pub(crate) fn one_sided(analysis: &Analysis) -> Option<String> {
    let running = || analysis.recordings.iter().filter(|r| r.running_s > 0.0).map(|r| r.placement);
    let first = running().next()?.side;
    if running().all(|p| p.is_leg() && p.side == first) {
        let (this, other) = if first == Side::Left { ("left", "right") } else { ("right", "left") };
        return Some(format!("Only the {this} leg had a sensor, so nothing is known about the {other} leg."));
    }
    let only_cadence = analysis.metrics.iter().all(|m| m.id == "cadence") && !analysis.metrics.is_empty();
    only_cadence.then(|| "Only cadence could be measured with these sensors.".to_owned())
}
