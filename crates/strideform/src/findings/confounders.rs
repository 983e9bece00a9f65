//! What else could explain a finding: first what this run's data show, then what the table lists.

use crate::metrics::Metric;
use crate::recording::{CaveatId, Placement};

use super::circumstances::Circumstances;
use super::rules::{Fault, Rule};

/// Slope from which it counts as a confounder, % (*chosen*: half a degree).
const SLOPE_PERCENT: f64 = 1.0;
/// Less running than this is a short run, s (*chosen*: about eighty steps per side).
const SHORT_S: f64 = 60.0;

/// Caveats that may produce an apparent fault; all caveats of the deciding metric count.
const OF_RECORDINGS: [CaveatId; 14] = [
    CaveatId::Clipped,
    CaveatId::GyrClipped,
    CaveatId::GyroscopeClipped,
    CaveatId::SensorTurned,
    CaveatId::LowRate,
    CaveatId::Gaps,
    CaveatId::LostPackets,
    CaveatId::SideUncertain,
    CaveatId::SideDisagrees,
    CaveatId::SensorsDisagree,
    CaveatId::CadenceDisagrees,
    CaveatId::HeadingUnclear,
    CaveatId::AxesUncertain,
    CaveatId::Turns,
];

/// What was seen in the data, for the metrics that decided.
pub(super) fn seen(
    fault: &Fault,
    rules: &[&Rule],
    deciding: &[&Metric],
    circumstances: Circumstances<'_>,
) -> Vec<String> {
    let run = circumstances.run;
    let mut out: Vec<String> = Vec::new();
    if let Some(slope) = run.slope_percent.filter(|s| s.abs() >= SLOPE_PERCENT) {
        out.push(format!("the run was on a slope of {slope} %"));
    }
    for (low, high) in rules.iter().filter_map(|r| r.holds_at_mps).map(|[low, high]| (low, high)) {
        match run.speed_mps {
            None => out.push(format!(
                "the speed of this run is not known, and the threshold applies from {low} to {high} m/s"
            )),
            Some(v) if v < low || v > high => {
                out.push(format!(
                    "this run was at {v:.1} m/s, and the threshold applies from {low} to {high} m/s"
                ));
            }
            Some(_) => {}
        }
    }
    if let Some(surface) = &run.surface
        && let Some(on) = fault.surfaces.iter().find(|s| surface.eq_ignore_ascii_case(&s.surface))
    {
        out.push(on.text.clone());
    }
    if let Some(seconds) = circumstances.running_s.filter(|s| *s > 0.0 && *s < SHORT_S) {
        out.push(format!("only {seconds:.0} s of running were recorded"));
    }
    let segment = |p: &Placement| deciding.iter().any(|m| m.placement.segment == p.segment);
    for (placement, caveat) in circumstances.caveats {
        let concerns = placement.as_ref().is_none_or(segment);
        if concerns && OF_RECORDINGS.contains(&caveat.id) {
            out.push(match placement {
                Some(p) => format!("{p}: {}", caveat.text),
                None => caveat.text.clone(),
            });
        }
    }
    for caveat in deciding.iter().flat_map(|m| &m.caveats) {
        out.push(caveat.text.clone());
    }
    let mut once: Vec<String> = Vec::new();
    for text in out {
        if !once.iter().any(|known| known.ends_with(&text) || text.ends_with(known.as_str())) {
            once.push(text);
        }
    }
    once
}
