//! The runner from behind, with the sensors and where each finding was made.

use strideform::recording::{Placement, Segment, Side};

use super::canvas::{Anchor, Svg};

/// A body segment that a finding concerns.
pub(crate) struct Mark {
    /// Number of the finding's card.
    pub(crate) number: usize,
    pub(crate) segment: Segment,
    pub(crate) side: Side,
}

/// Every place where a sensor can be worn, from the top down.
const PLACES: [(Segment, Side); 12] = [
    (Segment::Trunk, Side::Midline),
    (Segment::Wrist, Side::Left),
    (Segment::Wrist, Side::Right),
    (Segment::Pelvis, Side::Left),
    (Segment::Pelvis, Side::Midline),
    (Segment::Pelvis, Side::Right),
    (Segment::Thigh, Side::Left),
    (Segment::Thigh, Side::Right),
    (Segment::Shank, Side::Left),
    (Segment::Shank, Side::Right),
    (Segment::Foot, Side::Left),
    (Segment::Foot, Side::Right),
];

/// From behind, so that the runner's left is on the left.
fn at(segment: Segment, side: Side) -> (f64, f64) {
    let (away, y) = match segment {
        Segment::Trunk => (16.0, 62.0),
        Segment::Wrist | Segment::Watch => (52.0, 110.0),
        Segment::Pelvis => (17.0, 108.0),
        Segment::Thigh => (13.0, 142.0),
        Segment::Shank => (13.0, 182.0),
        Segment::Foot => (14.0, 216.0),
    };
    let x = match side {
        Side::Left => -away,
        Side::Right => away,
        Side::Midline => 0.0,
    };
    (80.0 + x, y)
}

pub(crate) fn body(id: &str, worn: &[Placement], marks: &[Mark], message: &str) -> String {
    let mut svg = Svg::new("body", id, (160.0, 244.0), "Sensors and findings", message);
    svg.circle("skin", (80.0, 24.0), 13.0);
    svg.path(
        "skin",
        [(62.0, 46.0), (98.0, 46.0), (94.0, 84.0), (97.0, 116.0), (63.0, 116.0), (66.0, 84.0)].into_iter(),
        true,
    );
    for sign in [-1.0, 1.0] {
        let x = |away: f64| 80.0 + sign * away;
        svg.path("limb", [(x(20.0), 50.0), (x(38.0), 80.0), (x(52.0), 110.0)].into_iter(), false);
        svg.path(
            "limb leg",
            [(x(10.0), 118.0), (x(13.0), 164.0), (x(13.0), 212.0), (x(18.0), 218.0)].into_iter(),
            false,
        );
    }
    for (segment, side) in PLACES {
        let here = worn.iter().any(|p| p.segment == segment && p.side == side);
        // A single hip is shown only if a sensor is worn there.
        let hip = segment == Segment::Pelvis && side != Side::Midline;
        if here {
            svg.circle("worn", at(segment, side), 5.0);
        } else if !hip {
            svg.circle("unworn", at(segment, side), 4.0);
        }
    }
    if worn.iter().any(|p| p.segment == Segment::Watch) {
        // The wrist is not known, and a strap or pod may have been paired: draw it beside the body.
        svg.circle("worn", (20.0, 70.0), 5.0);
        svg.label("tick", (20.0, 88.0), Anchor::Middle, "watch");
    }
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for mark in marks {
        let (x, y) = at(mark.segment, mark.side);
        svg.circle("place", (x, y), 9.0);
        // The number goes outwards, or above on the midline; a second one next to the first.
        let out = if mark.side == Side::Left { -1.0 } else { 1.0 };
        let mut label = if mark.side == Side::Midline { (x, y - 13.0) } else { (x + out * 20.0, y + 5.0) };
        while taken.iter().any(|t| (t.0 - label.0).abs() < 12.0 && (t.1 - label.1).abs() < 14.0) {
            label.0 += out * 16.0;
        }
        taken.push(label);
        svg.label("number", label, Anchor::Middle, &mark.number.to_string());
    }
    svg.label("side l", (34.0, 238.0), Anchor::Middle, "left");
    svg.label("side r", (126.0, 238.0), Anchor::Middle, "right");
    svg.finish()
}
