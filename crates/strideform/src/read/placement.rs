//! The sensor's placement, from the file name, the header or the device.

use crate::error::Error;
use crate::recording::{Inference, Placement, Segment, Side};

use crate::read::errors::ambiguous;

/// Finds a placement in free text: `left_shank_07`, `GT9X_wrist_80hz`, `virtual_imu_foot_left_240hz`.
pub fn placement_in(text: &str) -> Option<Placement> {
    let whole: Option<Placement> =
        text.trim().parse().ok().filter(|p: &Placement| p.segment != Segment::Watch);
    if whole.is_some() {
        return whole;
    }
    let mut words: Vec<String> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let turn = before.is_none_or(|b| !b.is_alphabetic() || (b.is_lowercase() && c.is_uppercase()));
        if c.is_alphabetic() {
            match words.last_mut() {
                Some(word) if !turn => word.push(c),
                _ => words.push(c.to_string()),
            }
        }
        before = Some(c);
    }
    let mut sides: Vec<Side> = Vec::new();
    let mut found: Vec<Placement> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let lower = word.to_lowercase();
        match lower.as_str() {
            // A watch is not a placement; its wrist is.
            "watch" => {}
            "left" | "l" | "lt" | "lhs" => sides.push(Side::Left),
            "right" | "r" | "rhs" => sides.push(Side::Right),
            // `low back` and `lower leg` name a segment only as a pair of words.
            "back" => found.push(match words.get(i.wrapping_sub(1)).map(|w| w.to_lowercase()).as_deref() {
                Some("upper") => Placement::new(Segment::Trunk, Side::Midline),
                Some("low" | "lower") => Placement::PELVIS,
                _ => continue,
            }),
            short if short.len() <= 2 => {
                // LF, RS…: only in capitals, so that not every pair of letters counts as a code.
                if word.chars().all(char::is_uppercase)
                    && let Ok(p) = word.parse()
                {
                    found.push(p);
                }
            }
            _ => {
                // The side is added only to parse the word, and removed again.
                if let Ok(p) = lower.parse::<Placement>() {
                    found.push(p);
                } else if let Ok(p) = format!("{lower}-left").parse::<Placement>() {
                    found.push(Placement::new(p.segment, Side::Midline));
                }
            }
        }
    }
    sides.dedup();
    found.dedup_by(|a, b| a.segment == b.segment && (a.side == b.side || a.side == Side::Midline));
    let [only] = found.as_slice() else { return None };
    let side = match (only.side, sides.as_slice()) {
        (Side::Midline, [side]) => *side,
        (side, []) => side,
        (side, [other]) if side == *other => side,
        _ => return None,
    };
    let needs_side = !matches!(only.segment, Segment::Pelvis | Segment::Trunk);
    (!needs_side || side != Side::Midline).then(|| Placement::new(only.segment, side))
}

/// Determines the placement: as given, otherwise from the device's name, the preamble or the file's name.
pub(in crate::read) fn decide(
    given: Option<Placement>,
    device: &str,
    preamble: &[String],
    file: &str,
) -> Result<(Placement, Inference), Error> {
    let overridden = "--placement";
    let say = |placement: Placement, because: String| {
        let inference = Inference {
            about: "placement".into(),
            conclusion: placement.to_string(),
            because,
            overridden_by: overridden.into(),
        };
        Ok((placement, inference))
    };
    if let Some(placement) = given.filter(|p| p.segment != Segment::Watch) {
        return say(placement, "you specified it".into());
    }
    if let Some(placement) = placement_in(device) {
        return say(placement, format!("the device is called `{device}`"));
    }
    let keys = ["placement", "location", "position", "segment", "tag", "name", "body", "side", "sensor"];
    for line in preamble {
        let lower = line.to_lowercase();
        if keys.iter().any(|k| lower.contains(k))
            && let Some((_, value)) = line.split_once([':', ',', ';', '\t', '='])
            && let Some(placement) = placement_in(value)
        {
            return say(placement, format!("the preamble says `{}`", line.trim()));
        }
    }
    let stem =
        std::path::Path::new(file).file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let stem = stem.strip_suffix(".csv").unwrap_or(&stem);
    if let Some(placement) = placement_in(stem) {
        return say(placement, "the file's name".into());
    }
    Err(ambiguous("the sensor's placement is not known").with_remedy(
        "give it with --placement (foot-left, foot-right, shank-left, shank-right, thigh-left, thigh-right, pelvis, \
         trunk, wrist-left, wrist-right), as placement=FILE, or in the file's name",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placements_in_running_text() {
        for (text, canonical) in [
            ("shank-left_07", "shank-left"),
            ("left_shank", "shank-left"),
            ("LeftShank", "shank-left"),
            ("virtual_imu_foot_left_240hz", "foot-left"),
            ("left_hip", "pelvis-left"),
            ("run3 sacrum", "pelvis"),
            ("subject2_low_back_run", "pelvis"),
            ("A17_LF_run", "foot-left"),
            ("2024-05-01 tibia R", "shank-right"),
            ("wrist_r", "wrist-right"),
        ] {
            assert_eq!(placement_in(text).map(|p| p.to_string()).as_deref(), Some(canonical), "{text}");
        }
        for text in
            ["GT9X_wrist_80hz_2g", "trial01_running", "export", "foot_and_shank_left", "left_right_foot"]
        {
            assert_eq!(placement_in(text), None, "{text}");
        }
    }
}
