//! Where a sensor sits on the body.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Body segment that carries the sensor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Segment {
    /// Foot or shoe.
    Foot,
    /// Shank (tibia).
    Shank,
    /// Thigh.
    Thigh,
    /// Pelvis: sacrum, low back, hip belt.
    Pelvis,
    /// Trunk: sternum, upper back, chest strap.
    Trunk,
    /// Wrist or forearm.
    Wrist,
    /// A watch, with any strap or pod paired to it: computed values, never samples.
    Watch,
}

impl Segment {
    /// `foot`, `shank`, …: the spelling of placements.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Foot => "foot",
            Self::Shank => "shank",
            Self::Thigh => "thigh",
            Self::Pelvis => "pelvis",
            Self::Trunk => "trunk",
            Self::Wrist => "wrist",
            Self::Watch => "watch",
        }
    }
}

/// Side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Side {
    /// The runner's left.
    Left,
    /// The runner's right.
    Right,
    /// On the midline, or on a segment that exists only once.
    Midline,
}

impl Side {
    /// The opposite side; the midline has none.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
            Self::Midline => Self::Midline,
        }
    }
}

/// Segment and side, spelled `foot-left`, `shank-right`, `pelvis`, `trunk`, `wrist-left`.
///
/// A pelvis sensor worn on one hip is `pelvis` too; the side is then in [`Placement::side`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Placement {
    /// The segment.
    pub segment: Segment,
    /// The side.
    pub side: Side,
}

/// The error for text that is not a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParsePlacementError {
    /// The text.
    pub text: String,
}

impl fmt::Display for ParsePlacementError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "unknown placement `{}` (known: foot-left, foot-right, shank-left, shank-right, thigh-left, \
             thigh-right, pelvis, trunk, wrist-left, wrist-right)",
            self.text
        )
    }
}

impl std::error::Error for ParsePlacementError {}

impl Placement {
    /// The sensor on the given segment and side.
    pub const fn new(segment: Segment, side: Side) -> Self {
        Self { segment, side }
    }

    /// The pelvis.
    pub const PELVIS: Self = Self::new(Segment::Pelvis, Side::Midline);

    /// A watch and its own values.
    pub const WATCH: Self = Self::new(Segment::Watch, Side::Midline);

    /// True for feet, shanks and thighs, whose signals repeat once per stride.
    pub fn is_leg(self) -> bool {
        matches!(self.segment, Segment::Foot | Segment::Shank | Segment::Thigh)
    }
}

impl fmt::Display for Placement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let segment = self.segment.as_str();
        match self.side {
            Side::Left => write!(f, "{segment}-left"),
            Side::Right => write!(f, "{segment}-right"),
            Side::Midline => f.write_str(segment),
        }
    }
}

impl FromStr for Placement {
    type Err = ParsePlacementError;

    /// Parses the canonical spelling and common synonyms (`LF`, `tibia_r`, `sacrum`, `lumbar`, `hip`).
    /// Legs and wrists need a side.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || ParsePlacementError { text: text.to_owned() };
        let lower = text.trim().to_ascii_lowercase();
        let two_letters = match lower.as_str() {
            "lf" => Some((Segment::Foot, Side::Left)),
            "rf" => Some((Segment::Foot, Side::Right)),
            "ls" | "lt" => Some((Segment::Shank, Side::Left)),
            "rs" | "rt" => Some((Segment::Shank, Side::Right)),
            "lb" => Some((Segment::Pelvis, Side::Midline)),
            "lw" => Some((Segment::Wrist, Side::Left)),
            "rw" => Some((Segment::Wrist, Side::Right)),
            "watch" => Some((Segment::Watch, Side::Midline)),
            _ => None,
        };
        if let Some((segment, side)) = two_letters {
            return Ok(Self { segment, side });
        }
        let mut segment = None;
        let mut side = None;
        for word in lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty()) {
            let mut rest = word;
            match word {
                "l" | "left" => rest = "",
                "r" | "right" => rest = "",
                "low" | "lower" | "upper" | "back" | "leg" | "mid" | "midline" => {}
                _ => {}
            }
            if rest.is_empty() {
                let this = if word.starts_with('l') { Side::Left } else { Side::Right };
                if side.replace(this).is_some_and(|before| before != this) {
                    return Err(unknown());
                }
                continue;
            }
            for (name, this) in [("left", Side::Left), ("right", Side::Right)] {
                if let Some(cut) = rest.strip_prefix(name).or_else(|| rest.strip_suffix(name)) {
                    if side.replace(this).is_some_and(|before| before != this) {
                        return Err(unknown());
                    }
                    rest = cut;
                }
            }
            let found = match rest {
                "foot" | "shoe" | "feet" | "instep" | "lace" | "laces" => Segment::Foot,
                "shank" | "tibia" | "shin" | "ankle" => Segment::Shank,
                "thigh" | "femur" => Segment::Thigh,
                "pelvis" | "sacrum" | "sacral" | "lumbar" | "lowerback" | "lowback" | "hip" | "waist"
                | "belt" => Segment::Pelvis,
                "trunk" | "sternum" | "chest" | "thorax" | "torso" | "upperback" => Segment::Trunk,
                "wrist" | "forearm" | "hand" => Segment::Wrist,
                _ => return Err(unknown()),
            };
            if segment.replace(found).is_some_and(|before| before != found) {
                return Err(unknown());
            }
        }
        let segment = segment.ok_or_else(unknown)?;
        let side = match (segment, side) {
            (Segment::Pelvis | Segment::Trunk, side) => side.unwrap_or(Side::Midline),
            (_, Some(side)) => side,
            (_, None) => return Err(unknown()),
        };
        Ok(Self { segment, side })
    }
}

impl Serialize for Placement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Placement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_spellings_survive_a_round_trip() {
        for text in ["foot-left", "foot-right", "shank-left", "thigh-right", "pelvis", "trunk", "wrist-left"]
        {
            let placement: Placement = text.parse().expect(text);
            assert_eq!(placement.to_string(), text);
        }
    }

    #[test]
    fn synonyms_parse() {
        for (text, canonical) in [
            ("LF", "foot-left"),
            ("tibia_r", "shank-right"),
            ("sacrum", "pelvis"),
            ("lumbar", "pelvis"),
            ("left hip", "pelvis-left"),
            ("leftShank", "shank-left"),
            ("RIGHT-FOOT", "foot-right"),
        ] {
            let placement: Placement = text.parse().expect(text);
            assert_eq!(placement.to_string(), canonical, "{text}");
        }
    }

    #[test]
    fn a_leg_without_side_and_a_stranger_are_refused() {
        for text in ["foot", "shank", "", "acc", "left", "left-right-foot", "knee-left"] {
            assert!(text.parse::<Placement>().is_err(), "{text}");
        }
    }
}
