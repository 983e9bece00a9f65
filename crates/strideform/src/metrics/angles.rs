//! Every metric that needs the orientation of one sensor, and the combination of the same metric from several sensors.

use crate::recording::Segment;

use super::foot_strike::foot_strike;
use super::loading_rate::loading_rate;
use super::measured::{AngleInput, Measured};
use super::oscillation::oscillation;
use super::pelvis::pelvis;
use super::shank_angle::shank_angle;
use super::stride_length::stride_length;
use super::trunk_lean::trunk_lean;

/// Every metric of angle, length and height for the sensor's segment; entries without steps are omitted.
///
/// Foot: `foot_strike_angle`, `stride_length`, `step_length`, `speed`. Shank: `shank_angle_at_contact`, the loading rates. Pelvis: the
/// drops, `pelvic_tilt_range`, `vertical_oscillation`, `vertical_ratio`. Trunk: `trunk_lean`.
pub fn angles(input: &AngleInput<'_>) -> Vec<Measured> {
    let AngleInput { signals, oriented, contacts, initial_contact, speed_mps, clipped } = *input;
    let mut out = match oriented.placement.segment {
        Segment::Foot => {
            let mut out = vec![foot_strike(signals, oriented, contacts)];
            out.extend(stride_length(signals, oriented, contacts, clipped));
            out
        }
        Segment::Shank => {
            let mut out = vec![shank_angle(signals, oriented, contacts, initial_contact)];
            out.extend(loading_rate(signals, oriented, contacts, clipped));
            out
        }
        Segment::Pelvis => {
            let mut out = pelvis(oriented, contacts, initial_contact);
            out.extend(oscillation(oriented, contacts, speed_mps, clipped));
            out
        }
        Segment::Trunk => vec![trunk_lean(oriented, contacts)],
        Segment::Thigh | Segment::Wrist | Segment::Watch => Vec::new(),
    };
    out.retain(|m| !m.steps.steps.is_empty());
    out
}

/// Merges entries of the same metric: sorts the steps by time and keeps the larger error and each caveat once.
pub fn join(all: impl IntoIterator<Item = Measured>) -> Vec<Measured> {
    let mut out: Vec<Measured> = Vec::new();
    for next in all {
        let Some(known) = out.iter_mut().find(|m| m.id == next.id) else {
            out.push(next);
            continue;
        };
        known.steps.steps.extend(next.steps.steps);
        known.bias = known.bias.max(next.bias);
        known.side_bias = match (known.side_bias, next.side_bias) {
            (Some(a), Some(b)) => Some(a.max(b)),
            (a, b) => a.or(b),
        };
        let caveats = next.caveats.into_iter().filter(|c| !known.caveats.iter().any(|k| k.id == c.id));
        let fresh: Vec<_> = caveats.collect();
        known.caveats.extend(fresh);
    }
    for measured in &mut out {
        measured.steps.steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::estimate::Sided;
    use super::super::id::MetricId;
    use super::*;
    use crate::contacts::ContactSide;
    use crate::recording::Caveat;
    use crate::recording::CaveatId;

    #[test]
    fn two_feet_become_one_metric() {
        let foot = |side, times: [f64; 2], bias| {
            let mut steps = Sided::default();
            for t in times {
                steps.push(t, side, 10.0 * t);
            }
            let caveats = vec![Caveat::new(CaveatId::ForeFoot, "x")];
            Measured {
                id: MetricId::FootStrikeAngle,
                steps,
                bias,
                side_bias: Some(bias),
                error_source: "s",
                caveats,
            }
        };
        let joined =
            join([foot(ContactSide::Left, [0.1, 0.8], 3.0), foot(ContactSide::Right, [0.4, 1.1], 4.0)]);
        assert_eq!(joined.len(), 1);
        let m = &joined[0];
        assert_eq!(m.steps.steps.iter().map(|s| s.0).collect::<Vec<_>>(), [0.1, 0.4, 0.8, 1.1]);
        assert_eq!((m.bias, m.side_bias, m.caveats.len()), (4.0, Some(4.0), 1));
        assert!(join([]).is_empty());
    }
}
