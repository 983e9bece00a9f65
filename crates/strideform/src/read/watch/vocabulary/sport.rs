//! What an export calls the activity, in the languages of the portals.

use crate::recording::Sport;

const RUNNING: &[&str] = &[
    "run",
    "jog",
    "lauf",
    "course",
    "corsa",
    "carrera",
    "correr",
    "corrida",
    "hardlop",
    "loopband",
    "løb",
    "lopning",
    "løping",
    "lop",
    "bieg",
    "beh",
    "juoks",
    "trail",
    "tapis",
    "cinta",
    "esteira",
    "treadmill",
    "ultra",
];
const WALKING: &[&str] = &[
    "walk",
    "hik",
    "gehen",
    "spazier",
    "wander",
    "marche",
    "randonn",
    "camin",
    "senderis",
    "passegg",
    "escursion",
    "wandel",
    "gang",
    "vandr",
    "promenad",
    "spacer",
    "chodz",
];
const OTHER: &[&str] = &[
    "langlauf",
    "eislauf",
    "schlittschuh",
    "inline",
    "ski",
    "cycl",
    "bike",
    "velo",
    "vélo",
    "rad",
    "cicli",
    "bici",
    "fiets",
    "row",
    "swim",
    "nata",
    "nage",
    "schwimm",
];
const INDOORS: &[&str] = &[
    "treadmill",
    "indoor",
    "virtual",
    "laufband",
    "hallen",
    "tapis",
    "cinta",
    "esteira",
    "loopband",
    "interieur",
    "løbebånd",
    "lopband",
    "tredemølle",
];

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

/// The sport of an activity's type, and whether it was indoors.
pub(in crate::read::watch) fn sport(cell: &str) -> (Sport, bool) {
    let text = folded(cell.trim());
    let text = text.trim();
    if text.is_empty() || text.chars().all(|c| c == '-') {
        return (Sport::Unknown, false);
    }
    let has = |list: &[&str]| list.iter().any(|w| text.contains(&folded(w)));
    let starts = |list: &[&str]| {
        text.split(|c: char| !c.is_alphanumeric())
            .any(|word| list.iter().any(|w| word.starts_with(&folded(w))))
    };
    let indoors = has(INDOORS);
    let sport = if has(OTHER) && !starts(&["run", "trail"]) {
        Sport::Other(cell.trim().to_owned())
    } else if starts(WALKING) {
        Sport::Walking
    } else if starts(RUNNING) || text.ends_with("lauf") || text.ends_with("running") || text.ends_with("lob")
    {
        Sport::Running
    } else {
        Sport::Other(cell.trim().to_owned())
    };
    (sport, indoors && matches!(sport_kind(text), Kind::Moving))
}

enum Kind {
    Moving,
    Still,
}

/// `Indoor Cardio` is indoors too, but that says nothing about a run.
fn sport_kind(text: &str) -> Kind {
    if text.contains("cardio") || text.contains("sauna") { Kind::Still } else { Kind::Moving }
}

#[cfg(test)]
mod tests {
    use super::*;

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
