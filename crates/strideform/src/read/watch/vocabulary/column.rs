//! Which quantity a column holds, from its name in the languages of the portals.
//!
//! Stems are matched, not whole names, because portals rename columns from year to year: a name with both ground
//! contact and balance is the balance. Names of maxima and minima are ignored.

use crate::read::watch::vocabulary::field::{Field, field, is_ignored};
use crate::read::watch::vocabulary::sport::folded;
use crate::recording::Channel;

/// A column, interpreted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read::watch) struct Column {
    pub(in crate::read::watch) field: Field,
    /// The unit stated in the name, in lower case.
    pub(in crate::read::watch) unit: Option<&'static str>,
    /// The device stated in the name (`hrm_cadence`, `Stryd Speed (m/s)`).
    pub(in crate::read::watch) device: Option<&'static str>,
}

const UNITS: &[&str] = &[
    "min/km", "min/mi", "min/mile", "km/hr", "km/h", "kmh", "kph", "mi/hr", "mi/h", "mph", "m/s", "mps",
    "w/kg", "kn/m", "meters", "metres", "miles", "seconds", "spm", "ppm", "pam", "rpm", "bpm", "ms", "mm",
    "cm", "km", "mi", "sec", "pct", "%", "m", "s", "w",
];

const DEVICES: &[&str] =
    &["hrm", "stryd", "garmin", "runscribe", "polar", "coros", "footpod", "strap", "pod", "watch"];

/// The name without its unit, and the unit.
fn without_unit(text: &str) -> (String, Option<&'static str>) {
    let known = |u: &str| UNITS.iter().find(|k| **k == u.trim()).copied();
    if let Some((name, rest)) = text.split_once(['(', '[']) {
        let unit = rest.split([')', ']']).next().unwrap_or_default();
        // `Schrittfrequenz (Laufen)`: brackets do not always hold a unit.
        return match known(unit) {
            Some(unit) => (name.trim().to_owned(), Some(unit)),
            None => (format!("{} {unit}", name.trim()), None),
        };
    }
    for separator in [' ', '_'] {
        if let Some((name, last)) = text.rsplit_once(separator)
            && let Some(unit) = known(last)
            // `power_w`, but also `lap m`: in these tables a single letter after a space is a unit too.
            && !name.is_empty()
        {
            return (name.to_owned(), Some(unit));
        }
    }
    (text.to_owned(), None)
}

/// Letters and digits, and the vowels of Thai, which count as marks.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{e01}'..='\u{e4e}').contains(&c)
}

/// Columns that are named by their unit only.
const NAMED_BY_UNIT: [(&str, Channel); 6] = [
    ("kph", Channel::Speed),
    ("kmh", Channel::Speed),
    ("km/h", Channel::Speed),
    ("mph", Channel::Speed),
    ("m/s", Channel::Speed),
    ("km", Channel::Distance),
];

/// True for a column that is known and not needed.
pub(in crate::read::watch) fn is_known(header: &str) -> bool {
    let text = folded(header.trim().trim_start_matches('\u{feff}').trim_matches('"'));
    let words: Vec<&str> = text.split(|c: char| !is_letter(c)).filter(|w| !w.is_empty()).collect();
    column(header).is_some() || words.is_empty() || is_ignored(&text, &words)
}

/// Interprets a name; `None` for columns that are not needed.
pub(in crate::read::watch) fn column(header: &str) -> Option<Column> {
    let text = folded(header.trim().trim_start_matches('\u{feff}').trim_matches('"'));
    if let Some((unit, channel)) = NAMED_BY_UNIT.iter().find(|(unit, _)| *unit == text.trim()) {
        let unit = UNITS.iter().find(|known| *known == unit).copied();
        return Some(Column { field: Field::Value(*channel), unit, device: None });
    }
    let (name, unit) = without_unit(text.trim());
    let mut words: Vec<&str> =
        name.split(|c: char| !is_letter(c) && c != '\'').filter(|w| !w.is_empty()).collect();
    let device = words.first().and_then(|w| DEVICES.iter().find(|d| *d == w)).copied();
    if device.is_some() && words.len() > 1 {
        words.remove(0);
    }
    let joined = words.join(" ");
    let field = field(&joined, &words)?;
    Some(Column { field, unit, device })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::watch::vocabulary::languages::samples;

    #[test]
    fn every_language_recognises_its_samples() {
        let mut wrong: Vec<String> = Vec::new();
        for (language, name, expected) in samples() {
            let found = column(&name).map_or_else(
                || "nothing".to_owned(),
                |c| match c.field {
                    Field::Value(channel) => format!("{channel:?}"),
                    other => format!("{other:?}"),
                },
            );
            if found != expected {
                wrong.push(format!("{language}: {name} is {expected}, read as {found}"));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn known_columns_that_are_not_needed_count_as_understood() {
        for name in
            ["Calories", "Max HR", "Elev Gain", "alt", "Aerobic TE", "Maximum kadence løb", "Avg Pace"]
        {
            assert!(is_known(name), "{name}");
        }
        for name in ["Zorbing index", "Qwert (ms)"] {
            assert!(!is_known(name), "{name}");
        }
    }

    #[test]
    fn extremes_and_other_columns_are_ignored() {
        for name in [
            "Max Run Cadence",
            "Best Pace",
            "Beste Pace",
            "Avg GAP",
            "Cadenza di corsa max",
            "Meilleure allure",
            "Ritmo óptimo",
            "Best Lap Time",
            "Normalized Power® (NP®)",
            "Stiffness/kg",
            "Vertical Oscillation Balance",
            "Form Power (w/kg)",
            "Aerobic TE",
            "Favorite",
            "Calories",
            "Max HR",
        ] {
            assert_eq!(column(name), None, "{name}");
        }
    }

    #[test]
    fn units_and_devices_stand_in_names() {
        let of = |name| column(name).map(|c| (c.unit, c.device));
        assert_eq!(of("Stryd Speed (m/s)"), Some((Some("m/s"), Some("stryd"))));
        assert_eq!(of("hrm_stance_time"), Some((None, Some("hrm"))));
        assert_eq!(of("Distance km"), Some((Some("km"), None)));
        assert_eq!(of("Running Speed (mi/hr)"), Some((Some("mi/hr"), None)));
        assert_eq!(of("Avg Pace min/km"), Some((Some("min/km"), None)));
    }
}
