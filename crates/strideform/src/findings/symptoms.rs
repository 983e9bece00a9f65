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

const TENDON: &[&str] = &["warm", "ease", "stairs", "days after", "morning", "stiff"];
const BURSA: &[&str] = &["lying on", "swollen", "burning"];
const BAND: &[&str] = &["downhill", "same distance", "burning"];
const IMPINGEMENT: &[&str] = &["stab", "pinch", "turn", "accelerat", "speeding", "catch", "click", "sitting"];
const MUSCLE: &[&str] = &["tempo", "hill", "sprint", "pull", "stretch", "cramp", "tight"];

/// Stands for a place at the hip that does not say which part.
const HIP: &str = "hip";

static TABLE: [Typical; 8] = [
    typical_of(
        "tendon of the outer hip or buttock (gluteal tendinopathy and others)",
        "eases once warmed up and at an easy pace, flares up for days after the run; worse on one leg or on stairs",
        &[
            "outer",
            "outside",
            "lateral",
            "side",
            "buttock",
            "glute",
            "back of thigh",
            "hamstring",
            "trochanter",
            HIP,
        ],
        &["knee", "inner", "groin", "hip flexor", "front"],
        TENDON,
    ),
    typical_of(
        "bursitis of the outer hip",
        "comes with repeated movement, more mileage and little recovery",
        &["outer", "outside", "lateral", "side of", "trochanter", HIP],
        &["knee", "thigh", "groin", "front", "inner", "hip flexor"],
        BURSA,
    ),
    typical_of(
        "band along the outer thigh (IT band)",
        "from the outer hip down to the knee, after a sudden rise in volume",
        &["outer", "outside", "lateral", "side of the knee", "it band", "it-band", "itb"],
        &["foot", "ankle"],
        BAND,
    ),
    typical_of(
        "pinching of the hip joint (impingement)",
        "stabbing when turning or speeding up, or after the run",
        &["groin", "deep", "front of hip", "front of the hip", "inner", "hip flexor", HIP],
        &["knee", "shin", "calf", "outer", "outside", "lateral", "buttock"],
        IMPINGEMENT,
    ),
    typical_of(
        "strained or short muscle (hip flexor, piriformis, hamstring)",
        "after tempo runs and hills",
        &[
            "front of hip",
            "front of the hip",
            "hip flexor",
            HIP,
            "buttock",
            "glute",
            "hamstring",
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
        &[],
    ),
    typical_of(
        "Achilles tendon or sole of the foot",
        "at the heel, calf or sole, more often on the side of the shorter leg",
        &["achilles", "heel", "calf", "sole", "plantar", "arch"],
        &[],
        &[],
    ),
    typical_of(
        "low back or pelvis",
        "vague, around the hips; trunk and buttock muscles out of balance",
        &["back", "pelvis", "sacr", HIP],
        &["thigh", "knee", "outer", "leg"],
        &[],
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

/// Every condition typical of the noted place, urgent ones first; empty if the place is not recognised.
///
/// Looks for English words in the note. The absence of a word means nothing.
pub fn typical(symptom: &Symptom) -> Vec<Typical> {
    let lower = |text: &Option<String>| text.as_deref().unwrap_or_default().to_lowercase();
    let (place, behaviour) = (lower(&symptom.place), lower(&symptom.behaviour));
    let mut out = Vec::new();
    if symptom.night || symptom.limp || warning_signs::bone(&behaviour) || warning_signs::bone(&place) {
        out.push(BONE);
    }
    let named = |p: &&str| if *p == HIP { is_vague_hip(&place) } else { place.contains(*p) };
    let fits = |t: &&Typical| t.places.iter().any(&named) && !t.not.iter().any(|p| place.contains(p));
    let behaves = |t: &Typical| t.behaves.iter().any(|word| behaviour.contains(word));
    let at_the_hip = |t: &Typical| t.behaves == IMPINGEMENT && place.contains(HIP) && behaves(t);
    let mut list: Vec<Typical> = TABLE.iter().filter(|t| fits(t) || at_the_hip(t)).copied().collect();
    // What behaves as noted comes first.
    list.sort_by_key(|t| !behaves(t));
    out.extend(list);
    out
}

/// True if the place is a hip and nothing says which part of it.
fn is_vague_hip(place: &str) -> bool {
    const FILLING: [&str; 12] =
        ["hip", "hips", "left", "right", "both", "my", "the", "in", "at", "area", "around", "joint"];
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
        assert_eq!(names("Groin", ""), ["pinching"]);
        assert_eq!(names("front of the knee", ""), ["kneecap"]);
        assert_eq!(names("heel", ""), ["Achilles"]);
        assert_eq!(names("groin", "grows during the run, limping afterwards"), ["bone", "pinching"]);
        assert_eq!(names("hip flexor", ""), ["pinching", "strained"]);
        assert_eq!(names("hamstring", "eases as I warm up"), ["tendon", "strained"]);
        assert_eq!(names("side of the hip", "stabbing when accelerating").first(), Some(&"pinching"));
        assert_eq!(names("right hip", ""), ["tendon", "bursitis", "pinching", "strained", "low"]);
        assert_eq!(names("hip", "builds up with every kilometre").first(), Some(&"bone"));
        assert!(names("", "").is_empty() && names("left ear", "itches").is_empty());
    }
}
