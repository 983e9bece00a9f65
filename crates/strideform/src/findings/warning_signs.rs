//! Signs of a bone stress injury in a runner's note: pain that grows while running, at night or at rest, limping.
//!
//! Words are a help, not a diagnosis: a false alarm costs a look by a clinician, a missed one a fracture. A sign that the
//! same clause denies ("no limping", "not at night") does not count.

/// Signs by themselves.
const DIRECT: [&str; 16] = [
    "limp",
    "hobbl",
    "bear weight",
    "bearing weight",
    "put weight",
    "weight on it",
    "at night",
    "in the night",
    "by night",
    "night pain",
    "wakes me",
    "woke me",
    "at rest",
    "in bed",
    "all day long",
    "all the time",
];
/// Without a note of pace beside it: "constant" alone is a sign, "a constant pace" is not.
const CONSTANT: [&str; 3] = ["constant", "permanent", "never goes away"];
const PACE: [&str; 4] = ["pace", "speed", "cadence", "effort"];
/// Words for growing …
const GROWS: [&str; 20] = [
    "worse",
    "worsen",
    "increas",
    "build",
    "grow",
    "intensif",
    "climb",
    "rises",
    "rising",
    "sharper",
    "stronger",
    "more and more",
    "more pain",
    "more painful",
    "hurts more",
    "escalat",
    "ramps up",
    "mounts",
    "progressive",
    "adds up",
];
/// … and for the course of a run.
const ALONG: [&str; 27] = [
    "during",
    "while running",
    "while i run",
    "when running longer",
    "as i run",
    "as i go",
    "as i keep",
    "keep running",
    "keep going",
    "carry on",
    "the run goes on",
    "further",
    "farther",
    "longer i",
    "longer the",
    "longer it",
    "the more i run",
    "with distance",
    "with every",
    "with each",
    "every kilomet",
    "every mile",
    "each kilomet",
    "each mile",
    "after mile",
    "after kilomet",
    "through the run",
];
/// Words that say the opposite of growing.
const EASES: [&str; 7] = ["better", "ease", "fine", "less", "improve", "warm", "settles"];
/// Words that deny what follows them in a clause.
const DENIES: [&str; 9] = ["no", "not", "never", "without", "isn't", "doesn't", "don't", "nor", "neither"];
/// Words before which a new clause begins.
const JOINTS: [&str; 4] = [" but ", " although ", " though ", " however "];

/// True if the note names a sign of a bone stress injury.
pub(super) fn bone(note: &str) -> bool {
    let mut text = note.to_lowercase().replace(['-', '_'], " ").replace('’', "'");
    for joint in JOINTS {
        text = text.replace(joint, ". ");
    }
    // Growing and the course of the run may stand in neighbouring clauses ("gets worse, the longer I run").
    let clauses: Vec<&str> = text.split(['.', ',', ';', '!', '?', '\n', '(', ')']).collect();
    let grows = clauses.iter().any(|c| says(c, &GROWS));
    let along = clauses.iter().any(|c| says(c, &ALONG) && !EASES.iter().any(|e| starts(c, e).is_some()));
    let constant = |c: &&str| says(c, &CONSTANT) && !PACE.iter().any(|p| c.contains(p));
    let night = clauses.iter().any(|c| c.trim() == "night");
    night || (grows && along) || clauses.iter().any(|c| says(c, &DIRECT)) || clauses.iter().any(constant)
}

/// True if a clause holds one of the words and does not deny it.
fn says(clause: &str, words: &[&str]) -> bool {
    words.iter().any(|word| {
        let at = starts(clause, word);
        at.is_some_and(|at| {
            let before = clause.get(..at).unwrap_or_default();
            let run_at_night = word.contains("night") && clause.contains("run at night");
            !run_at_night && !before.split_whitespace().any(|w| DENIES.contains(&w))
        })
    })
}

/// Where a word begins, at the start of a word of the text.
fn starts(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default().chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_words_for_one_sign() {
        for note in [
            "worse the further I go",
            "builds up during the run",
            "gets worse with every kilometre",
            "increases the longer it lasts",
            "intensifies as I keep running",
            "pain climbs mile after mile",
            "cannot bear weight",
            "hobbling",
            "constant, also in bed",
            "grows during the run, limping afterwards",
            "worse-while-running",
            "it hurts more and more with each mile",
            "Gets worse; the longer I run, the more it aches",
            "wakes me at night",
            "I can't put weight on it afterwards",
        ] {
            assert!(bone(note), "{note}");
        }
    }

    #[test]
    fn ordinary_notes_and_denials() {
        for note in [
            "no limping",
            "not at night",
            "worse after the run",
            "eases as I warm up",
            "better the longer I run",
            "stiff in the morning, fine during the run",
            "stabbing when accelerating",
            "never at rest, never limping",
            "constant pace is fine",
            "worse the next day",
            "worse after the run, better during it",
            "",
        ] {
            assert!(!bone(note), "{note}");
        }
    }
}
