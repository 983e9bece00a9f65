//! Signs of a bone stress injury in a runner's note: pain that grows while running, at night or at rest, limping.
//!
//! Words are a help, not a diagnosis: a false alarm costs a look by a clinician, a missed one a fracture. A sign that the
//! same clause denies ("no limping", "not at night", "gone at night") does not count; a denied relief ("doesn't ease at
//! rest", "cannot walk without limping") does.

mod words;

#[cfg(test)]
mod tests;

use self::words::{
    ALONG, AT_REST, BESIDE_REST, CONSTANT, DENIES, DIRECT, EASES, GROWS, JOINTS, LIMP, OTHERWISE, PACE, PAIN,
    PROGRESS, WEIGHT,
};

/// True if the note names a sign of a bone stress injury.
pub(super) fn bone(note: &str) -> bool {
    let clauses = clauses(note);
    // Growing and the course of the run may stand in neighbouring clauses ("gets worse, the longer I run").
    let grows = clauses.iter().any(|c| grows(c));
    let along = clauses.iter().any(|c| runs_along(c));
    let constant = |c: &String| says(c, &CONSTANT) && !PACE.iter().any(|p| c.contains(p)) && !eases(c);
    let night = |c: &String| matches!(c.trim(), "night" | "nights" | "rest" | "every night");
    // "I run at night" names a time of running, "stiff when I wake up" a morning.
    let besides = |c: &String| BESIDE_REST.iter().any(|w| has(c, w)) && !PAIN.iter().any(|p| says(c, &[p]));
    let rest = |c: &String| says(c, &AT_REST) && !eases(c) && !besides(c) && !has(c, "run at night");
    let sign = |c: &String| {
        night(c)
            || rest(c)
            || is_unrelieved(c)
            || on_the_bone(c)
            || says(c, &LIMP)
            || carries_badly(c)
            || says_as_written(c, &DIRECT)
            || constant(c)
    };
    let progress = clauses.iter().any(|c| says(c, &PROGRESS) && !is_otherwise(c) && !eases(c));
    (grows && along) || progress || clauses.iter().any(sign)
}

/// How many of the words a note has without denying them.
pub(super) fn named(note: &str, words: &[&str]) -> usize {
    let clauses = clauses(note);
    words.iter().filter(|word| clauses.iter().any(|c| says(c, &[word]))).count()
}

/// The clauses of a note, in plain spelling.
fn clauses(note: &str) -> Vec<String> {
    let mut text = plain(note);
    for joint in JOINTS {
        text = text.replace(joint, ". ");
    }
    let mut out: Vec<String> = Vec::new();
    for part in text.split(['.', ',', ';', ':', '!', '?', '\n', '(', ')', '|']) {
        let mut rest = part;
        // "no pain at night and at rest" is one clause, "eases by day and hurts at night" two.
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|t| t.find(" and ")).map(|at| at + from) {
            let (before, after) =
                (rest.get(..at).unwrap_or_default(), rest.get(at + 5..).unwrap_or_default());
            // "worse and worse", "day and night"
            let doubled = before.split_whitespace().last().zip(after.split_whitespace().next());
            if continues(after) || doubled.is_some_and(|(a, b)| a == b || (a, b) == ("day", "night")) {
                from = at + 5;
            } else {
                out.push(before.to_owned());
                (rest, from) = (after, 0);
            }
        }
        // "no pain when walking, at rest or at night".
        match out.last_mut() {
            Some(last) if continues(rest) && rest.contains(" or ") => {
                last.push_str(&format!(" or {}", rest.trim()))
            }
            _ => out.push(rest.to_owned()),
        }
    }
    out
}

/// True if a part only adds another sign to the clause before it.
fn continues(part: &str) -> bool {
    let part = part.trim_start();
    let signs = AT_REST.iter().chain(&LIMP);
    signs.into_iter().any(|w| part.starts_with(w)) && !PAIN.iter().any(|p| has(part, p)) && !eases(part)
}

/// Lower case, one sign for each apostrophe and dash, and one word for each way to say no.
fn plain(note: &str) -> String {
    let text = note.to_lowercase().replace(['-', '–', '—', '_'], " ").replace(['’', '`', '´'], "'");
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut text = format!(" {} ", words.join(" "));
    for (spelt, word) in [
        (" can't ", " cannot "),
        (" cant ", " cannot "),
        (" can not ", " cannot "),
        (" couldn't ", " cannot "),
        (" couldnt ", " cannot "),
        (" could not ", " cannot "),
        (" unable to ", " cannot "),
        (" not able to ", " cannot "),
        (" no longer able to ", " cannot "),
        (" can hardly ", " cannot "),
        (" can barely ", " cannot "),
        (" could barely ", " cannot "),
        (" could hardly ", " cannot "),
        (" not only ", " also "),
        (" not just ", " also "),
        (" do nothing", " idle"),
        (" doing nothing", " idle"),
        (" kilometer", " kilomet"),
        (" kilometre", " kilomet"),
        (" kms ", " km "),
    ] {
        text = text.replace(spelt, word);
    }
    for verb in ["do", "does", "did", "is", "was", "are", "has", "have", "had", "wo", "would", "wasn"] {
        text = text.replace(&format!(" {verb}n't "), " not ").replace(&format!(" {verb}nt "), " not ");
    }
    text
}

/// True if pain grows here, and not with effort, after the run or beside it.
fn grows(clause: &str) -> bool {
    (says(clause, &GROWS) || rises(clause)) && !is_otherwise(clause)
}

/// True for a number that rises: "from a 2 to an 8".
fn rises(clause: &str) -> bool {
    let words: Vec<&str> = clause.split_whitespace().filter(|w| !matches!(*w, "a" | "an")).collect();
    words.windows(4).any(|w| match w {
        ["from", low, "to", high] => {
            low.parse::<f64>().ok().zip(high.parse().ok()).is_some_and(|(a, b)| a < b)
        }
        _ => false,
    })
}

/// True if a bone is said to hurt.
fn on_the_bone(clause: &str) -> bool {
    let bone = clause.split_whitespace().any(|w| matches!(w, "bone" | "bones"));
    bone && (says(clause, &PAIN) || says(clause, &["tender", "bruise", "press", "touch"]))
}

/// True if the clause is about the course of a run, and not about relief or effort in it.
fn runs_along(clause: &str) -> bool {
    says(clause, &ALONG) && !is_otherwise(clause) && !eases(clause)
}

/// True if the clause is about training, effort, a posture or the time after a run.
fn is_otherwise(clause: &str) -> bool {
    OTHERWISE.iter().any(|w| has(clause, w)) && !follows_the_run(clause)
}

/// True if rest brings no relief: "rest doesn't help", "still hurts after two weeks of rest".
fn is_unrelieved(clause: &str) -> bool {
    let rest = clause.split_whitespace().any(|w| matches!(w, "rest" | "resting" | "rested"));
    let still = ["still", "even"].iter().any(|w| has(clause, w)) && PAIN.iter().any(|p| says(clause, &[p]));
    let denied = |e: &str| starts(clause, e).is_some_and(|at| denies(clause.get(..at).unwrap_or_default()));
    rest && (still || EASES.iter().any(|e| denied(e))) && !eases(clause)
}

/// True if the text has a word that denies.
fn denies(text: &str) -> bool {
    text.split_whitespace().any(|w| DENIES.contains(&w) || w == "cannot")
}

/// Words that can only mean the course of a run.
fn follows_the_run(clause: &str) -> bool {
    [
        "i run",
        "i keep running",
        "run goes on",
        "every km",
        "every mile",
        "every kilomet",
        "after mile",
        "by mile",
    ]
    .iter()
    .any(|w| has(clause, w))
}

/// True where weight, walking or hopping hurts or is not possible; "can bear weight" is neither.
fn carries_badly(clause: &str) -> bool {
    let able = (has(clause, "can ") || has(clause, "able to")) && !has(clause, "only");
    let painful = PAIN.iter().any(|p| says(clause, &[p]));
    let cannot = has(clause, "cannot");
    let hard =
        ["hard", "difficult", "tough", "impossible", "barely", "refuse"].iter().any(|w| has(clause, w));
    let beside = ["stairs", "uphill", "downhill", "first", "stand up"].iter().any(|w| has(clause, w));
    let bad = cannot || hard || (painful && !able && !eases(clause));
    WEIGHT.iter().any(|w| has(clause, w)) && bad && !beside
}

/// True if a clause has one of the words and does not deny it.
fn says(clause: &str, words: &[&str]) -> bool {
    words
        .iter()
        .any(|word| starts(clause, word).is_some_and(|at| !is_denied(clause.get(..at).unwrap_or_default())))
}

/// The same for phrases that hold their own denial.
fn says_as_written(clause: &str, words: &[&str]) -> bool {
    let denied = |at: usize| is_denied(clause.get(..at).unwrap_or_default());
    words.iter().any(|word| starts(clause, word).is_some_and(|at| !denied(at))) && !has(clause, "traffic")
}

/// True if what stands before a sign denies it.
fn is_denied(before: &str) -> bool {
    let words: Vec<&str> = before.split_whitespace().collect();
    let Some(last) = words.iter().rposition(|w| DENIES.contains(w)) else { return false };
    let (earlier, later) = words.split_at_checked(last).unwrap_or_default();
    // "cannot walk without limping"
    if later.first() == Some(&"without") && earlier.iter().any(|w| *w == "cannot" || DENIES.contains(w)) {
        return false;
    }
    // "does not ease at night"
    let later = later.get(1..).unwrap_or_default().join(" ");
    !EASES.iter().any(|e| has(&later, e)) && !has(&later, "sleep")
}

/// True if the clause tells of relief and does not deny it; "better by day than at night" compares.
fn eases(clause: &str) -> bool {
    let is = |word: &str| {
        starts(clause, word).is_some_and(|at| {
            let before = clause.get(..at).unwrap_or_default();
            let ends = clause
                .get(at + word.len()..)
                .and_then(|t| t.chars().next())
                .is_none_or(|c| !c.is_alphanumeric());
            let short = matches!(word, "ok" | "well" | "less" | "ease" | "stop" | "goes" | "fine" | "none");
            (ends || !short) && !denies(before)
        })
    };
    EASES.iter().any(|e| is(e)) && !has(clause, " than ")
}

/// True if the text has the word, at the start of a word.
fn has(text: &str, word: &str) -> bool {
    starts(text, word.trim_start()).is_some()
}

/// Where a word begins, at the start of a word of the text.
fn starts(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default().chars().next_back();
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}
