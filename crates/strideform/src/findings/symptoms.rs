//! Conditions typical of the place named in a runner's note: shown next to findings, but never a diagnosis.

use crate::recording::Symptom;

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
}

const fn typical_of(
    name: &'static str,
    behaviour: &'static str,
    places: &'static [&'static str],
    not: &'static [&'static str],
) -> Typical {
    Typical { name, behaviour, stop: false, places, not }
}

/// Used for a place at the hip that does not say which part.
const HIP: &str = "hip";

static TABLE: [Typical; 8] = [
    typical_of(
        "tendon of the outer hip or buttock (gluteal tendinopathy and others)",
        "eases once warmed up and at an easy pace, flares up for days after the run; worse on one leg or on stairs",
        &["outer", "outside", "lateral", "side", "buttock", "glute", "back of thigh", "trochanter", HIP],
        &["knee", "inner", "groin"],
    ),
    typical_of(
        "bursitis of the outer hip",
        "comes with repeated movement, more mileage and little recovery",
        &["outer", "outside", "lateral", "trochanter", HIP],
        &["knee", "thigh", "groin", "front", "inner"],
    ),
    typical_of(
        "band along the outer thigh (IT band)",
        "from the outer hip down to the knee, after a sudden rise in volume",
        &["outer", "outside", "lateral", "it band", "it-band", "itb"],
        &["foot", "ankle"],
    ),
    typical_of(
        "pinching of the hip joint (impingement)",
        "stabbing when turning or speeding up, or after the run",
        &["groin", "deep", "front of hip", "front of the hip", "inner"],
        &["knee", "shin", "calf"],
    ),
    typical_of(
        "strained or short muscle (hip flexor, piriformis, hamstring)",
        "after tempo runs and hills",
        &[
            "front of hip",
            "front of the hip",
            "hip flexor",
            "buttock",
            "glute",
            "hamstring",
            "back of thigh",
            "back of the thigh",
        ],
        &[],
    ),
    typical_of(
        "kneecap pain",
        "at the front of the knee, more often on the side of the longer leg",
        &["knee"],
        &["back of"],
    ),
    typical_of(
        "Achilles tendon or sole of the foot",
        "at the heel, calf or sole, more often on the side of the shorter leg",
        &["achilles", "heel", "calf", "sole", "plantar", "arch"],
        &[],
    ),
    typical_of(
        "low back or pelvis",
        "vague, around the hips; trunk and buttock muscles out of balance",
        &["back", "pelvis", "sacr"],
        &["thigh", "knee", "outer", "leg"],
    ),
];

/// Bone stress injury: it must never be missed, so the behaviour decides, whatever the place.
const BONE: Typical = Typical {
    name: "bone under too much load (bone stress injury)",
    behaviour: "deep pain that grows as the run goes on, limping afterwards, after a rapid rise in mileage",
    stop: true,
    places: &[],
    not: &[],
};
/// Words treated as signs of it (*chosen*; including pain at night or at rest, to err on the side of caution).
const BONE_SIGNS: [&str; 9] = [
    "limp",
    "grow",
    "longer i run",
    "longer the run",
    "worse during",
    "worsens",
    "more and more",
    "night",
    "at rest",
];

/// Every condition typical of the noted place, urgent ones first; empty if the place is not recognised.
///
/// Looks for English words in the note. The absence of a word means nothing.
pub fn typical(symptom: &Symptom) -> Vec<Typical> {
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    let (place, behaviour) = (lower(&symptom.place), lower(&symptom.behaviour));
    let mut out = Vec::new();
    if BONE_SIGNS.iter().any(|sign| behaviour.contains(sign)) {
        out.push(BONE);
    }
    let fits =
        |t: &&Typical| t.places.iter().any(|p| place.contains(p)) && !t.not.iter().any(|p| place.contains(p));
    out.extend(TABLE.iter().filter(fits).copied());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(place: &str, behaviour: &str) -> Vec<&'static str> {
        let note = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let symptom = Symptom { side: None, place: note(place), behaviour: note(behaviour) };
        typical(&symptom).iter().map(|t| t.name.split(' ').next().unwrap_or_default()).collect()
    }

    #[test]
    fn the_place_chooses_and_the_bone_comes_first() {
        assert_eq!(names("outer hip", "worse after the run"), ["tendon", "bursitis", "band"]);
        assert_eq!(names("Groin", ""), ["pinching"]);
        assert_eq!(names("front of the knee", ""), ["kneecap"]);
        assert_eq!(names("heel", ""), ["Achilles"]);
        assert_eq!(names("groin", "grows during the run, limping afterwards"), ["bone", "pinching"]);
        assert!(names("", "").is_empty() && names("left ear", "itches").is_empty());
    }
}
