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
    running_anywhere: Vec<String>,
    walking: Vec<String>,
    walking_anywhere: Vec<String>,
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
        let lists = [
            &mut v.running,
            &mut v.running_ends,
            &mut v.running_anywhere,
            &mut v.walking_anywhere,
            &mut v.walking,
            &mut v.other,
            &mut v.still_running,
            &mut v.indoors,
        ];
        lists.into_iter().flatten().for_each(|stem| *stem = folded(stem));
        v
    })
}

/// Letters without accents, in lower case.
pub(in crate::read::watch) fn folded(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        // Marks of decomposed letters.
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .map(|c| match c {
            'á' | 'à' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'æ' | 'ā' | 'ạ' | 'ả' | 'ấ' | 'ậ' => {
                'a'
            }
            'é' | 'è' | 'ê' | 'ë' | 'ě' | 'ę' | 'ė' | 'ē' | 'ế' | 'ể' | 'ệ' => 'e',
            'í' | 'ì' | 'î' | 'ï' | 'ı' | 'ī' | 'ị' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' | 'ộ' | 'ố' | 'ờ' | 'ơ' => 'o',
            'ú' | 'ù' | 'û' | 'ü' | 'ů' | 'ű' | 'ū' | 'ư' | 'ừ' => 'u',
            'ý' | 'ÿ' => 'y',
            'ç' | 'ć' | 'č' => 'c',
            'ñ' | 'ń' | 'ň' => 'n',
            'ł' | 'ľ' | 'ĺ' => 'l',
            'ř' | 'ŕ' => 'r',
            'ś' | 'š' | 'ş' | 'ș' => 's',
            'ť' | 'ț' | 'ţ' => 't',
            'ď' | 'đ' => 'd',
            'ğ' => 'g',
            'ź' | 'ż' | 'ž' => 'z',
            'ά' => 'α',
            'έ' => 'ε',
            'ή' => 'η',
            'ί' | 'ϊ' | 'ΐ' => 'ι',
            'ό' => 'ο',
            'ύ' | 'ϋ' => 'υ',
            'ώ' => 'ω',
            'ё' => 'е',
            'й' => 'и',
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
    // Strava's first exports number the sports: 9 is a run, 1 a ride.
    let numbered = match text {
        "9" => Some(Sport::Running),
        "10" | "4" => Some(Sport::Walking),
        _ if text.bytes().all(|b| b.is_ascii_digit()) => Some(Sport::Other(format!("sport {text}"))),
        _ => None,
    };
    let sport = if let Some(sport) = numbered {
        sport
    } else if has(&v.other) && !starts(&v.still_running) {
        Sport::Other(cell.trim().to_owned())
    } else if starts(&v.walking) || has(&v.walking_anywhere) {
        Sport::Walking
    } else if starts(&v.running)
        || has(&v.running_anywhere)
        || v.running_ends.iter().any(|end| text.ends_with(end.as_str()))
    {
        Sport::Running
    } else {
        Sport::Other(cell.trim().to_owned())
    };
    (sport, has(&v.indoors) && !has(&v.stationary))
}

/// True for a type that is known to be another sport, rather than a word that no list has.
pub(in crate::read::watch) fn is_other(cell: &str) -> bool {
    let text = folded(cell.trim());
    vocabulary().other.iter().any(|stem| text.contains(stem.as_str()))
        || text.bytes().all(|b| b.is_ascii_digit())
}

/// The sport that a title names, if it names one.
pub(in crate::read::watch) fn in_title(title: &str) -> Option<Sport> {
    match sport(title).0 {
        Sport::Other(_) if !is_other(title) => None,
        Sport::Unknown => None,
        found => Some(found),
    }
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
            ("Hardloopsessie", false),
            ("Забег", false),
            ("Wedstrijd hardlopen", false),
            ("Loopband", true),
            ("Løb", false),
            ("Löpning", false),
            ("Bieganie", false),
            ("running", false),
            ("trail_running", false),
            ("Běh", false),
            ("Бег", false),
            ("ランニング", false),
            ("跑步", false),
            ("跑步机", true),
            ("달리기", false),
            ("Koşu", false),
            ("Futás", false),
            ("Juoksu", false),
            ("9", false),
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
            "Ride",
            "骑行",
            "Велосипед",
            "1",
        ] {
            assert!(matches!(sport(text).0, Sport::Other(_)), "{text}: {:?}", sport(text));
        }
        for text in
            ["Walking", "Hiking", "Gehen", "Wandern", "Marche", "Wandelen", "徒步", "Ходьба", "Kävely"]
        {
            assert_eq!(sport(text).0, Sport::Walking, "{text}");
        }
        assert_eq!(sport("--").0, Sport::Unknown);
    }
}
