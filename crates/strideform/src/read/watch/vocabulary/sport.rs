//! The sport of an activity, from its type in the languages of the portals.

use std::sync::OnceLock;

use serde::Deserialize;

use crate::recording::Sport;

/// The stems, as data.
const SPORTS: &str = include_str!("sports.toml");

/// `sports.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    running: Vec<String>,
    running_ends: Vec<String>,
    walking: Vec<String>,
    other: Vec<String>,
    still_running: Vec<String>,
    indoors: Vec<String>,
    stationary: Vec<String>,
}

/// Parsed, with accents removed, when the first activity is examined.
fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    VOCABULARY.get_or_init(|| {
        // A test below checks that it parses.
        let mut v: Vocabulary = toml::from_str(SPORTS).unwrap_or_default();
        let lists = [&mut v.running, &mut v.walking, &mut v.other, &mut v.still_running, &mut v.indoors];
        lists.into_iter().flatten().for_each(|stem| *stem = folded(stem));
        v
    })
}

/// Letters without accents, in lower case.
pub(in crate::read::watch) fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' => 'a',
            'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' | 'ć' | 'č' => 'c',
            'ñ' | 'ń' => 'n',
            'ł' => 'l',
            'ś' | 'š' => 's',
            'ź' | 'ż' | 'ž' => 'z',
            '’' => '\'',
            other => other,
        })
        .collect()
}

/// The sport named by an activity type, and whether it was indoors.
pub(in crate::read::watch) fn sport(cell: &str) -> (Sport, bool) {
    let text = folded(cell.trim());
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| c == '-') {
        return (Sport::Unknown, false);
    }
    let v = vocabulary();
    let has = |list: &[String]| list.iter().any(|stem| text.contains(stem.as_str()));
    let starts = |list: &[String]| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| list.iter().any(|stem| word.starts_with(stem.as_str())))
    };
    let sport = if has(&v.other) && !starts(&v.still_running) {
        Sport::Other(cell.trim().to_owned())
    } else if starts(&v.walking) {
        Sport::Walking
    } else if starts(&v.running) || v.running_ends.iter().any(|end| text.ends_with(end.as_str())) {
        Sport::Running
    } else {
        Sport::Other(cell.trim().to_owned())
    };
    (sport, has(&v.indoors) && !has(&v.stationary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sports_parse() {
        toml::from_str::<Vocabulary>(SPORTS).expect("sports.toml");
    }

    #[test]
    fn runs_of_many_languages() {
        for (text, indoors) in [
            ("Running", false),
            ("Trail Running", false),
            ("Treadmill Running", true),
            ("Indoor Running", true),
            ("Virtual Run", true),
            ("Laufen", false),
            ("Laufband", true),
            ("Traillauf", false),
            ("Course à pied", false),
            ("Course sur tapis roulant", true),
            ("Carrera", false),
            ("Corsa", false),
            ("Corrida", false),
            ("Hardlopen", false),
            ("Loopband", true),
            ("Løb", false),
            ("Löpning", false),
            ("Bieganie", false),
            ("running", false),
            ("trail_running", false),
        ] {
            assert_eq!(sport(text), (Sport::Running, indoors), "{text}");
        }
    }

    #[test]
    fn others_are_not_runs() {
        for text in [
            "Cycling",
            "Tennis V2",
            "Other",
            "Sauna",
            "Skilanglauf",
            "Rudern",
            "Strength Training",
            "Radfahren",
            "Course de vélo",
            "Pool Swim",
            "Indoor Cardio",
            "Cross-Country Skiing",
            "Yoga",
        ] {
            assert!(matches!(sport(text).0, Sport::Other(_)), "{text}: {:?}", sport(text));
        }
        for text in ["Walking", "Hiking", "Gehen", "Wandern", "Marche", "Wandelen"] {
            assert_eq!(sport(text).0, Sport::Walking, "{text}");
        }
        assert_eq!(sport("--").0, Sport::Unknown);
    }
}
