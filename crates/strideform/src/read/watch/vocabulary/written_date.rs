//! Dates with the month's name, in the form and language of the account that wrote them.

use std::sync::OnceLock;

use serde::Deserialize;

use super::sport::folded;

/// Beginnings of the names of months, as data.
const MONTHS: &str = include_str!("months.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Months {
    january: Vec<String>,
    february: Vec<String>,
    march: Vec<String>,
    april: Vec<String>,
    may: Vec<String>,
    june: Vec<String>,
    july: Vec<String>,
    august: Vec<String>,
    september: Vec<String>,
    october: Vec<String>,
    november: Vec<String>,
    december: Vec<String>,
    afternoon: Vec<String>,
    morning: Vec<String>,
}

impl Months {
    fn lists(&self) -> [&Vec<String>; 12] {
        [
            &self.january,
            &self.february,
            &self.march,
            &self.april,
            &self.may,
            &self.june,
            &self.july,
            &self.august,
            &self.september,
            &self.october,
            &self.november,
            &self.december,
        ]
    }

    /// The number of the month that a word names.
    fn of(&self, word: &str) -> Option<usize> {
        let length = |list: &Vec<String>| {
            list.iter().filter(|s| word.starts_with(s.as_str())).map(|s| s.chars().count()).max()
        };
        let all = self.lists().into_iter().enumerate();
        all.filter_map(|(i, list)| Some((length(list)?, i + 1)))
            .max_by_key(|(n, _)| *n)
            .map(|(_, month)| month)
    }
}

/// Parsed when the first date with a month's name is read.
fn months() -> &'static Months {
    static PARSED: OnceLock<Months> = OnceLock::new();
    // That it parses is tested below.
    PARSED.get_or_init(|| toml::from_str(MONTHS).unwrap_or_default())
}

/// A run of digits or of letters.
enum Piece {
    Number(String),
    Word(String),
}

/// The date in numerals, `2026-05-02 06:36:55`, with the zone that stood behind it; `None` for any other text.
pub(in crate::read::watch) fn numerals(cell: &str) -> Option<String> {
    // Longer texts are notes (*chosen*: with the day of the week and the name of a zone).
    if cell.len() > 80 || !cell.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let text = folded(cell);
    let (date, time, zone) = parted(&text)?;
    let (year, month, day) = day_of(&date)?;
    let (mut hours, rest) = match time.split_once(':') {
        Some((hours, rest)) => (hours.parse::<u32>().ok()?, rest.to_owned()),
        None => return Some(format!("{year:04}-{month:02}-{day:02}")),
    };
    // `p.m.` and `p. m.` too.
    let marks: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | '\u{a0}' | '\u{202f}')).collect();
    let v = months();
    let has = |list: &[String]| {
        list.iter().any(|mark| match mark.is_ascii() {
            // Behind the digits of the time, so that no name of a month or day holds it.
            true => (0..10).any(|digit| marks.contains(&format!("{digit}{mark}"))),
            false => marks.contains(mark.as_str()),
        })
    };
    if has(&v.afternoon) && hours < 12 {
        hours += 12;
    } else if has(&v.morning) && hours == 12 {
        hours = 0;
    }
    Some(format!("{year:04}-{month:02}-{day:02} {hours:02}:{rest}{zone}"))
}

/// Date, time of day as `h:mm[:ss]`, and zone as `+hh:mm`, `Z` or nothing.
fn parted(text: &str) -> Option<(String, String, String)> {
    let bytes: Vec<char> = text.chars().collect();
    // The first digit group that is followed by a colon, or (in Finnish and Danish) by points with two digits each.
    let is_digit = |i: usize| bytes.get(i).is_some_and(char::is_ascii_digit);
    let colon = (1..bytes.len()).find(|&i| bytes.get(i) == Some(&':') && is_digit(i - 1) && is_digit(i + 1));
    let pointed = || {
        (1..bytes.len()).find(|&i| {
            bytes.get(i) == Some(&'.')
                && is_digit(i - 1)
                && is_digit(i + 1)
                && is_digit(i + 2)
                && bytes.get(i + 3) == Some(&'.')
                && is_digit(i + 4)
                && is_digit(i + 5)
                && !is_digit(i + 6)
                && !text.contains('/')
                // A date of numerals in front of it belongs to the usual reader.
                && bytes.iter().take(i).any(|c| c.is_alphabetic())
        })
    };
    let Some(at) = colon.or_else(pointed) else {
        return Some((text.to_owned(), String::new(), String::new()));
    };
    let start = (0..at).rev().take_while(|&i| is_digit(i)).last()?;
    let mut end = at;
    while is_digit(end) || (matches!(bytes.get(end), Some(':' | '.')) && is_digit(end + 1)) {
        end += 1;
    }
    let date: String = bytes.get(..start)?.iter().chain(&[' ']).chain(bytes.get(end..)?).collect();
    let mut time: String = bytes.get(start..end)?.iter().collect();
    if colon.is_none() {
        time = time.replace('.', ":");
    }
    let tail: String = bytes.get(end..)?.iter().collect();
    let tail = tail.trim();
    let sign = tail
        .find(['+', '-'])
        .filter(|i| tail.get(i + 1..).is_some_and(|r| r.starts_with(|c: char| c.is_ascii_digit())));
    let zone = match sign {
        Some(i) => tail
            .get(i..)?
            .chars()
            .take_while(|c| c.is_ascii_digit() || matches!(c, '+' | '-' | ':'))
            .collect(),
        None if tail.ends_with("utc") || tail.ends_with("gmt") || tail == "z" => "Z".to_owned(),
        None => String::new(),
    };
    Some((date, time, zone))
}

fn day_of(date: &str) -> Option<(u32, usize, u32)> {
    let mut pieces: Vec<Piece> = Vec::new();
    for c in date.chars() {
        match (pieces.last_mut(), c) {
            (Some(Piece::Number(n)), c) if c.is_ascii_digit() => n.push(c),
            (Some(Piece::Word(w)), c) if c.is_alphabetic() => w.push(c),
            (_, c) if c.is_ascii_digit() => pieces.push(Piece::Number(c.to_string())),
            (_, c) if c.is_alphabetic() => pieces.push(Piece::Word(c.to_string())),
            (Some(Piece::Number(_)), _) => pieces.push(Piece::Word(String::new())),
            (Some(Piece::Word(w)), _) if !w.is_empty() => pieces.push(Piece::Word(String::new())),
            _ => {}
        }
    }
    let numbers: Vec<&String> =
        pieces.iter().filter_map(|p| if let Piece::Number(n) = p { Some(n) } else { None }).collect();
    let words: Vec<&String> = pieces
        .iter()
        .filter_map(|p| if let Piece::Word(w) = p { Some(w) } else { None })
        .filter(|w| !w.is_empty())
        .collect();
    let value = |text: &String| text.parse::<u32>().ok();
    // 2026年5月2日 and 2026. 5. 2.: year, month and day in this order.
    let east = words.iter().any(|w| ["年", "년"].iter().any(|c| w.contains(c)));
    // The last one: `mar. 5 mai` is a Tuesday in May.
    let named = words.iter().rev().find_map(|w| months().of(w)).filter(|_| !east);
    match (named, numbers.as_slice()) {
        (Some(month), [a, b, ..]) => {
            let (year, day) = match (a.len(), b.len()) {
                (4, _) => (value(a)?, value(b)?),
                (_, 4) => (value(b)?, value(a)?),
                (_, 2) => (2000 + value(b)?, value(a)?),
                _ => return None,
            };
            (1..=31).contains(&day).then_some((year, month, day))
        }
        (None, [year, month, day, ..]) if year.len() == 4 => {
            let (month, day) = (value(month)?, value(day)?);
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((
                value(year)?,
                month as usize,
                day,
            ))
        }
        // Numerals beside a word, such as the name of the day: `Sat 02/05/2026 7:00 PM`; day first where both fit.
        (None, [first, second, year]) if year.len() == 4 && !words.is_empty() => {
            let (first, second) = (value(first)?, value(second)?);
            let (day, month) = if second > 12 { (second, first) } else { (first, second) };
            ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some((
                value(year)?,
                month as usize,
                day,
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_month_is_found_by_its_names() {
        let parsed: Months = toml::from_str(MONTHS).expect("months.toml");
        for (i, list) in parsed.lists().into_iter().enumerate() {
            for name in list {
                assert_eq!(parsed.of(name), Some(i + 1), "{name}");
                assert_eq!(&folded(name), name, "written without accents");
            }
        }
    }

    #[test]
    fn zones_stay_and_notes_are_no_dates() {
        assert_eq!(numerals("May 2, 2026, 6:36:55 AM").as_deref(), Some("2026-05-02 06:36:55"));
        assert_eq!(numerals("mar. 5 mai 2026, 18:36").as_deref(), Some("2026-05-05 18:36"));
        assert_eq!(numerals("2 mai 2026 12:06 am +0200").as_deref(), Some("2026-05-02 00:06+0200"));
        for text in ["Easy run", "10 x 400 m", "May be", "Lap 3", "2026"] {
            assert_eq!(numerals(text), None, "{text}");
        }
    }
}
