//! Conditions typical of the place named in a runner's note: shown next to findings, but never a diagnosis.

use crate::recording::Symptom;

use super::warning_signs;

/// A condition typical of a place, as patient guides on running and hip pain describe it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Typical {
    /// Display name.
    pub name: &'static str,
    /// Typical behaviour.
    pub behaviour: &'static str,
    /// True if the noted behaviour means that the runner should stop until seen by a clinician.
    pub stop: bool,
    /// The place must contain one of these words.
    places: &'static [&'static str],
    /// The place must contain none of these words.
    not: &'static [&'static str],
    /// Words of behaviour that point to it.
    behaves: &'static [&'static str],
}

const fn typical_of(
    name: &'static str,
    behaviour: &'static str,
    places: &'static [&'static str],
    not: &'static [&'static str],
    behaves: &'static [&'static str],
) -> Typical {
    Typical { name, behaviour, stop: false, places, not, behaves }
}

const TENDON: &[&str] = &[
    "warm",
    "ease",
    "stairs",
    "after the run",
    "after run",
    "after running",
    "next day",
    "days after",
    "cool",
    "morning",
    "stiff",
    "easy pace",
    "one leg",
];
const BURSA: &[&str] = &["lying on", "lie on", "swollen", "burning", "mileage", "press"];
const BAND: &[&str] = &["downhill", "same distance", "burning", "to the knee", "outer knee"];
const IMPINGEMENT: &[&str] = &[
    "stab",
    "pinch",
    "turn",
    "accelerat",
    "speeding",
    "speed up",
    "catch",
    "click",
    "lock",
    "sitting",
    "squat",
];
const MUSCLE: &[&str] =
    &["tempo", "hill", "sprint", "pull", "stretch", "cramp", "tight", "interval", "fast", "sudden"];
const KNEECAP: &[&str] = &["stairs", "squat", "sitting", "downhill"];
const SOLE: &[&str] = &["morning", "first steps", "stiff"];
const BACK: &[&str] = &["vague", "sitting", "bending", "stiff", "moves around"];
const LOADED_BONE: &[&str] = &["hop", "touch", "mileage", "deep"];

/// Stands for a place at the hip that does not say which part.
const HIP: &str = "hip";

static TABLE: [Typical; 10] = [
    typical_of(
        "tendon of the outer hip or buttock (gluteal tendinopathy and others)",
        "eases once warmed up and at an easy pace, flares up when the body cools after the run, for days; worse on one leg or on stairs",
        &[
            "outer",
            "outside",
            "lateral",
            "side",
            "buttock",
            "butt",
            "glute",
            "back of thigh",
            "back of the thigh",
            "hamstring",
            "sit bone",
            "trochanter",
            HIP,
        ],
        &["knee", "inner", "inside", "groin", "hip flexor", "front"],
        TENDON,
    ),
    typical_of(
        "tendon at the front of the hip (hip flexor)",
        "eases once warmed up and at an easy pace, flares up when the body cools after the run, for days",
        &["hip flexor", "front of hip", "front of the hip", "front hip", "psoas"],
        &["knee"],
        TENDON,
    ),
    typical_of(
        "bursitis of the outer hip",
        "comes with repeated movement, more mileage and little recovery",
        &["outer", "outside", "lateral", "side of", "trochanter", HIP],
        &["knee", "thigh", "groin", "front", "inner", "inside", "hip flexor", "shin", "foot", "ankle"],
        BURSA,
    ),
    typical_of(
        "band along the outer thigh (IT band)",
        "from the outer hip down to the knee; after a sudden rise in volume, with weak hip abductors, more often on the side of the longer leg",
        &["outer", "outside", "lateral", "side of the knee", "it band", "itb"],
        &["foot", "ankle", "shin", "calf"],
        BAND,
    ),
    typical_of(
        "pinching of the hip joint (impingement)",
        "stabbing when turning or speeding up, or after the run",
        &["groin", "deep", "front of hip", "front of the hip", "inner", "inside", "hip flexor", HIP],
        &["knee", "shin", "calf", "outer", "outside", "lateral", "buttock"],
        IMPINGEMENT,
    ),
    typical_of(
        "strained or short muscle (hip flexor, piriformis, hamstring)",
        "after tempo runs and hills; hamstring and piriformis more often on the side of the longer leg",
        &[
            "front of hip",
            "front of the hip",
            "hip flexor",
            "psoas",
            HIP,
            "buttock",
            "butt",
            "glute",
            "piriformis",
            "hamstring",
            "groin",
            "back of thigh",
            "back of the thigh",
        ],
        &["outer", "outside", "lateral", "side of"],
        MUSCLE,
    ),
    typical_of(
        "kneecap pain",
        "at the front of the knee, more often on the side of the longer leg",
        &["knee"],
        &["back of", "outer", "outside", "lateral", "side of"],
        KNEECAP,
    ),
    typical_of(
        "Achilles tendon or sole of the foot",
        "at the heel, calf or sole, more often on the side of the shorter leg",
        &["achilles", "heel", "calf", "sole", "plantar", "arch"],
        &[],
        SOLE,
    ),
    typical_of(
        "low back or pelvis",
        "vague, around the hips; trunk and buttock muscles out of balance",
        &["back", "pelvis", "sacr", "spine", HIP],
        &["thigh", "knee", "outer", "leg", "back of"],
        BACK,
    ),
    typical_of(
        BONE.name,
        BONE.behaviour,
        &[
            "groin",
            "deep",
            "pelvis",
            "sacr",
            "shin",
            "tibia",
            "bone",
            "midfoot",
            "metatarsal",
            "top of the foot",
            HIP,
        ],
        &["knee", "outer", "outside", "lateral", "buttock", "flexor"],
        LOADED_BONE,
    ),
];

/// Bone stress injury: it must never be missed, so the behaviour decides, whatever the place.
const BONE: Typical = Typical {
    name: "bone under too much load (bone stress injury)",
    behaviour: "deep pain that grows as the run goes on, limping afterwards, after a rapid rise in mileage",
    stop: true,
    places: &[],
    not: &[],
    behaves: &[],
};

/// Every condition typical of the noted place: urgent ones first, then those whose behaviour was noted; empty if the place is
/// not recognised.
///
/// Looks for English words in the note. The absence of a word means nothing.
pub fn typical(symptom: &Symptom) -> Vec<Typical> {
    let plain =
        |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase().replace(['-', '_'], " ");
    let (mut place, behaviour) = (plain(&symptom.place), plain(&symptom.behaviour));
    let mut out = Vec::new();
    if symptom.night || symptom.limp || warning_signs::bone(&behaviour) || warning_signs::bone(&place) {
        out.push(BONE);
    }
    if place.trim().is_empty() {
        place.clone_from(&behaviour);
    }
    let named = |p: &&str| if *p == HIP { is_vague_hip(&place) } else { place.contains(*p) };
    let fits = |t: &&Typical| t.places.iter().any(&named) && !t.not.iter().any(|p| place.contains(p));
    let behaves = |t: &Typical| warning_signs::named(&behaviour, t.behaves);
    // Impingement may be felt at the side of the hip.
    let at_the_hip = |t: &Typical| t.behaves == IMPINGEMENT && place.contains(HIP) && behaves(t) > 0;
    let urgent = !out.is_empty();
    let other = |t: &&Typical| !(urgent && t.name == BONE.name);
    let mut list: Vec<Typical> =
        TABLE.iter().filter(other).filter(|t| fits(t) || at_the_hip(t)).copied().collect();
    // What behaves as noted comes first.
    list.sort_by_key(|t| std::cmp::Reverse(behaves(t)));
    out.extend(list);
    out
}

/// True if the place is a hip and nothing says which part of it.
fn is_vague_hip(place: &str) -> bool {
    const FILLING: [&str; 24] = [
        "hip",
        "hips",
        "left",
        "right",
        "both",
        "my",
        "the",
        "in",
        "at",
        "area",
        "around",
        "joint",
        "somewhere",
        "region",
        "whole",
        "pain",
        "sore",
        "general",
        "vague",
        "side",
        "sides",
        "of",
        "not",
        "sure",
    ];
    let mut words = place.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    place.contains(HIP) && words.all(|w| FILLING.contains(&w))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &str, behaviour: &str) -> Vec<&'static str> {
        let note = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let symptom = Symptom { place: note(place), behaviour: note(behaviour), ..Symptom::default() };
        typical(&symptom).iter().map(|t| t.name.split(' ').next().unwrap_or_default()).collect()
    }

    #[test]
    fn the_place_chooses_and_the_bone_comes_first() {
        assert_eq!(names("outer hip", "worse after the run"), ["tendon", "bursitis", "band"]);
        assert_eq!(names("Groin", ""), ["pinching", "strained", "bone"]);
        assert_eq!(names("front of the knee", ""), ["kneecap"]);
        assert_eq!(names("heel", ""), ["Achilles"]);
        assert_eq!(
            names("groin", "grows during the run, limping afterwards"),
            ["bone", "pinching", "strained"]
        );
        assert_eq!(names("hip flexor", ""), ["tendon", "pinching", "strained"]);
        assert_eq!(names("hip flexor", "after hills and sprints")[0], "strained");
        assert_eq!(names("hamstring", "eases as I warm up"), ["tendon", "strained"]);
        assert_eq!(names("hamstring", "does not ease, pulls on hills"), ["strained", "tendon"]);
        assert_eq!(names("side of the hip", "stabbing when accelerating").first(), Some(&"pinching"));
        assert_eq!(names("right hip", ""), ["tendon", "bursitis", "pinching", "strained", "low", "bone"]);
        assert_eq!(names("hip", "builds up with every kilometre").first(), Some(&"bone"));
        assert_eq!(names("", "outer knee hurts downhill").first(), Some(&"band"));
        assert_eq!(names("buttock", "eases-when-warm; after-run").first(), Some(&"tendon"));
        assert!(names("", "").is_empty() && names("left ear", "itches").is_empty());
    }
}
