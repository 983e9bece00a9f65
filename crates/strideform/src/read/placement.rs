//! The sensor's placement, from the file name, the header or the device.

use crate::error::Error;
use crate::recording::{Inference, Placement, Segment, Side};

use crate::read::errors::ambiguous;
use crate::read::options::ReadOptions;

/// Finds a placement in free text: `left_shank_07`, `GT9X_wrist_80hz`, `virtual_imu_foot_left_240hz`.
pub fn placement_in(text: &str) -> Option<Placement> {
    let whole: Option<Placement> =
        text.trim().parse().ok().filter(|p: &Placement| p.segment != Segment::Watch);
    if whole.is_some() {
        return whole;
    }
    let words = words(text);
    let said = |i: usize| words.get(i).map(|w| w.text.to_lowercase());
    let mut sides: Vec<Side> = Vec::new();
    // A letter counts as a side where it stands alone: `R` in `shank_R`, not in the trial `R01` or the vertebra `L5`.
    let mut letters: Vec<(usize, Side)> = Vec::new();
    let mut found: Vec<(usize, Placement)> = Vec::new();
    // Codes with a number behind them (`RF02`) may be trials: they count only where nothing else names a segment.
    let mut codes: Vec<(usize, Placement)> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        let lower = word.text.to_lowercase();
        match lower.as_str() {
            // A watch is not a placement; its wrist is.
            "watch" => {}
            "left" | "lhs" | "lft" => sides.push(Side::Left),
            "right" | "rhs" | "rgt" => sides.push(Side::Right),
            "l" | "r" | "lt" | "rt" => {
                let side = if lower.starts_with('l') { Side::Left } else { Side::Right };
                if word.alone {
                    letters.push((i, side));
                }
                // `LT` is the left tibia where no other word names a segment.
                if lower.len() == 2 && word.text.chars().all(char::is_uppercase) {
                    codes.push((i, Placement::new(Segment::Shank, side)));
                }
            }
            // `low back` and `lower leg` name their segment only together.
            "back" | "leg" => {
                let before = i.checked_sub(1).and_then(said);
                let segment = match (lower.as_str(), before.as_deref()) {
                    ("back", Some("upper")) => Segment::Trunk,
                    ("back", Some("low" | "lower")) => Segment::Pelvis,
                    ("leg", Some("low" | "lower")) => Segment::Shank,
                    ("leg", Some("upper")) => Segment::Thigh,
                    _ => continue,
                };
                found.push((i, Placement::new(segment, Side::Midline)));
            }
            short if short.len() <= 2 => {
                // LF, RS…: only in capitals, so that not any two letters count as a code.
                if word.text.chars().all(char::is_uppercase)
                    && let Ok(p) = word.text.parse()
                {
                    if word.alone { found.push((i, p)) } else { codes.push((i, p)) }
                }
            }
            _ => {
                // The side is added only to parse the word, and removed again.
                if let Ok(p) = lower.parse::<Placement>() {
                    found.push((i, p));
                } else if let Ok(p) = format!("{lower}-left").parse::<Placement>() {
                    found.push((i, Placement::new(p.segment, Side::Midline)));
                }
            }
        }
    }
    if found.is_empty() {
        found = codes;
    }
    // A segment of which there is one has a side only beside a letter that touches its name; others take any letter.
    let needs_side = |p: Placement| !matches!(p.segment, Segment::Pelvis | Segment::Trunk);
    let near = |letter: usize| found.iter().any(|(at, p)| needs_side(*p) || at.abs_diff(letter) == 1);
    if sides.is_empty() {
        sides.extend(letters.iter().filter(|(at, _)| near(*at)).map(|(_, side)| *side));
    }
    let mut found: Vec<Placement> = found.into_iter().map(|(_, p)| p).collect();
    sides.dedup();
    found.dedup_by(|a, b| a.segment == b.segment && (a.side == b.side || a.side == Side::Midline));
    let [only] = found.as_slice() else { return None };
    let side = match (only.side, sides.as_slice()) {
        (Side::Midline, [side]) => *side,
        (side, []) => side,
        (side, [other]) if side == *other => side,
        _ => return None,
    };
    (!needs_side(*only) || side != Side::Midline).then(|| Placement::new(only.segment, side))
}

/// A word of letters within a name.
struct Word {
    text: String,
    /// No digit touches it: not a trial, a vertebra or a channel.
    alone: bool,
}

/// Words of letters: split at anything else, and where a small letter meets a capital.
fn words(text: &str) -> Vec<Word> {
    let mut out: Vec<Word> = Vec::new();
    let mut before: Option<char> = None;
    for c in text.chars() {
        let turn = before.is_none_or(|b| !b.is_alphabetic() || (b.is_lowercase() && c.is_uppercase()));
        if c.is_alphabetic() {
            match out.last_mut() {
                Some(word) if !turn => word.text.push(c),
                _ => {
                    out.push(Word { text: c.to_string(), alone: before.is_none_or(|b| !b.is_ascii_digit()) })
                }
            }
        } else if c.is_ascii_digit()
            && before.is_some_and(char::is_alphabetic)
            && let Some(word) = out.last_mut()
        {
            word.alone = false;
        }
        before = Some(c);
    }
    out
}

/// Decides the placement: as given, else from the device's name, the preamble or the file's name, else the one for files
/// that do not say.
pub(in crate::read) fn decide(
    options: &ReadOptions,
    device: &str,
    preamble: &[String],
    file: &str,
) -> Result<(Placement, Inference), Error> {
    let say = |placement: Placement, because: String| {
        let inference = Inference {
            about: "placement".into(),
            conclusion: placement.to_string(),
            because,
            overridden_by: "--placement".into(),
        };
        Ok((placement, inference))
    };
    let worn = |placement: &Placement| placement.segment != Segment::Watch;
    if let Some(placement) = options.placement.filter(worn) {
        return say(placement, "you specified it".into());
    }
    let name = stem(file);
    let otherwise = options.placement_if_unknown.filter(worn);
    match (named(device, preamble, &name), otherwise) {
        (Some((own, because)), Some(otherwise)) if !agree(own, otherwise) => {
            Err(ambiguous(format!("{because} says {own}, but --placement says {otherwise}"))
                .with_remedy("name this input as PLACEMENT=FILE, or rename the file"))
        }
        (Some((own, because)), _) => say(own, because),
        (None, None) if options.placed(file, device).is_some_and(|p| worn(&p)) => {
            let placed = options.placed(file, device).unwrap_or(Placement::PELVIS);
            say(placed, "you corrected it".into())
        }
        (None, Some(otherwise)) => {
            say(otherwise, "you specified it, and neither name nor header says otherwise".into())
        }
        (None, None) => {
            if let Some(segment) = sideless(device).or_else(|| sideless(&name)) {
                return Err(ambiguous(format!(
                    "the sensor is worn on a {segment}, but the side is not given"
                ))
                .with_remedy(format!(
                    "give it with --placement {segment}-left or {segment}-right, or in the file's name"
                )));
            }
            Err(ambiguous("the sensor's placement is not known").with_remedy(
                "give it with --placement (foot-left, foot-right, shank-left, shank-right, thigh-left, thigh-right, \
                 pelvis, trunk, wrist-left, wrist-right), as placement=FILE, or in the file's name",
            ))
        }
    }
}

/// The file's name without its folder and endings.
pub(in crate::read) fn stem(file: &str) -> String {
    let stem = std::path::Path::new(file).file_stem().map(|s| s.to_string_lossy().into_owned());
    let stem = stem.unwrap_or_default();
    stem.strip_suffix(".csv").unwrap_or(&stem).to_owned()
}

/// The placement that a file itself names, and where.
fn named(device: &str, preamble: &[String], stem: &str) -> Option<(Placement, String)> {
    if let Some(placement) = placement_in(device) {
        return Some((placement, format!("the device is called `{device}`")));
    }
    let keys = ["placement", "location", "position", "segment", "tag", "name", "body", "side", "sensor"];
    for line in preamble {
        let lower = line.to_lowercase();
        if keys.iter().any(|k| lower.contains(k))
            && let Some((_, value)) = line.split_once([':', ',', ';', '\t', '='])
            && let Some(placement) = placement_in(value)
        {
            return Some((placement, format!("the preamble says `{}`", line.trim())));
        }
    }
    Some((placement_in(stem)?, "the file's name".into()))
}

/// True unless two placements contradict each other: a sensor on one hip is on the pelvis.
fn agree(a: Placement, b: Placement) -> bool {
    a.segment == b.segment && (a.side == b.side || a.side == Side::Midline || b.side == Side::Midline)
}

/// The segment that a name gives without the side that it needs.
fn sideless(text: &str) -> Option<&'static str> {
    let words = words(text);
    if words.iter().any(|w| ["left", "right"].iter().any(|side| w.text.eq_ignore_ascii_case(side))) {
        return None;
    }
    let mut segments = words.iter().filter_map(|word| {
        let placement: Placement = format!("{}-left", word.text).parse().ok()?;
        let paired = !matches!(placement.segment, Segment::Pelvis | Segment::Trunk | Segment::Watch);
        paired.then_some(placement.segment.as_str())
    });
    let first = segments.next()?;
    segments.all(|other| other == first).then_some(first)
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
            ("pelvis_D03_A01_R01", "pelvis"),
            ("lower_back_L5", "pelvis"),
            ("trunk_L4", "trunk"),
            ("sacrum S1 run", "pelvis"),
            ("R02_L5_lumbar", "pelvis"),
            ("hip_R", "pelvis-right"),
            ("L-hip", "pelvis-left"),
            ("R_trial3_sacrum", "pelvis"),
            ("left_shank_R01", "shank-left"),
            ("shank_L_R02", "shank-left"),
            ("subj1_L_run2_tibia", "shank-left"),
            ("pelvis_RF02", "pelvis"),
            ("LF1", "foot-left"),
            ("right_lower_leg", "shank-right"),
        ] {
            assert_eq!(placement_in(text).map(|p| p.to_string()).as_deref(), Some(canonical), "{text}");
        }
        for text in [
            "GT9X_wrist_80hz_2g",
            "trial01_running",
            "export",
            "foot_and_shank_left",
            "left_right_foot",
            "shank_R01",
            "thigh_L5",
            "L_R_foot",
        ] {
            assert_eq!(placement_in(text), None, "{text}");
        }
    }

    #[test]
    fn a_placement_for_files_that_do_not_say_fills_gaps_only() {
        let options =
            ReadOptions::default().with_placement_if_unknown("shank-left".parse::<Placement>().ok());
        let of = |file: &str| decide(&options, "", &[], file).map(|d| d.0.to_string());
        assert_eq!(of("export.csv").as_deref(), Ok("shank-left"));
        assert_eq!(of("left_shank.csv").as_deref(), Ok("shank-left"));
        for file in ["left_hip.csv", "shank-right_02.csv"] {
            let error = of(file).expect_err(file);
            assert!(error.message().contains("--placement says shank-left"), "{error}");
        }
    }

    #[test]
    fn a_segment_without_its_side_is_named() {
        let error = decide(&ReadOptions::default(), "", &[], "wrist_run.csv").expect_err("no side");
        assert!(error.message().contains("worn on a wrist"), "{error}");
        let error = decide(&ReadOptions::default(), "", &[], "export.csv").expect_err("no placement");
        assert!(error.message().contains("not known"), "{error}");
    }
}
