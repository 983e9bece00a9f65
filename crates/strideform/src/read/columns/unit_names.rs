//! Units as exporters spell them.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::units::STANDARD_GRAVITY;

/// The spellings, as data.
const VOCABULARY: &str = include_str!("units.toml");

/// What a unit measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Dimension {
    Acceleration,
    AngularRate,
    Time,
    /// A unit of a quantity that is not read (magnetic field, temperature…), or another word found in unit rows.
    Other,
}

/// A unit and its factor to SI.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::read) struct Unit {
    pub(in crate::read) dimension: Dimension,
    pub(in crate::read) to_si: f64,
    pub(in crate::read) label: &'static str,
}

pub(in crate::read) const G: Unit = acceleration(STANDARD_GRAVITY, "g");
pub(in crate::read) const MILLI_G: Unit = acceleration(STANDARD_GRAVITY / 1000.0, "mg");
pub(in crate::read) const METRES: Unit = acceleration(1.0, "m/s²");
pub(in crate::read) const MILLIMETRES: Unit = acceleration(1e-3, "mm/s²");
pub(in crate::read) const DEGREES: Unit = angular(std::f64::consts::PI / 180.0, "deg/s");
pub(in crate::read) const RADIANS: Unit = angular(1.0, "rad/s");
pub(in crate::read) const SECONDS: Unit = time(1.0, "s");
pub(in crate::read) const MILLISECONDS: Unit = time(1e-3, "ms");
pub(in crate::read) const MICROSECONDS: Unit = time(1e-6, "µs");
pub(in crate::read) const NANOSECONDS: Unit = time(1e-9, "ns");
pub(in crate::read) const DAYS: Unit = time(86_400.0, "days");

const CENTIMETRES: Unit = acceleration(1e-2, "cm/s²");
const MILLIDEGREES: Unit = angular(std::f64::consts::PI / 180_000.0, "mdeg/s");
const OTHER: Unit = Unit { dimension: Dimension::Other, to_si: 1.0, label: "other" };
const UNITS: [Unit; 14] = [
    G,
    MILLI_G,
    METRES,
    MILLIMETRES,
    CENTIMETRES,
    DEGREES,
    RADIANS,
    MILLIDEGREES,
    SECONDS,
    MILLISECONDS,
    MICROSECONDS,
    NANOSECONDS,
    DAYS,
    OTHER,
];

const fn acceleration(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::Acceleration, to_si, label }
}
const fn angular(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::AngularRate, to_si, label }
}
const fn time(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::Time, to_si, label }
}

/// The unit named by a text, if the text is nothing but a unit.
pub(in crate::read) fn parse(text: &str) -> Option<Unit> {
    let mut plain = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '²' => plain.push('2'),
            '°' | 'º' => plain.push_str("deg"),
            'µ' | 'μ' => plain.push('u'),
            '−' => plain.push('-'),
            ' ' | '_' | '^' | '*' | '(' | ')' | '[' | ']' | '·' | '.' | '"' => {}
            other => plain.extend(other.to_lowercase()),
        }
    }
    spellings().units.get(&plain).copied()
}

/// `units.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    raw: Vec<String>,
    units: BTreeMap<String, Vec<String>>,
}

/// The unit of every spelling.
#[derive(Debug, Default)]
struct Spellings {
    raw: Vec<String>,
    units: HashMap<String, Unit>,
}

fn spellings() -> &'static Spellings {
    static SPELLINGS: OnceLock<Spellings> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        // A test below checks that it parses and that every label is known.
        let Vocabulary { raw, units } = toml::from_str(VOCABULARY).unwrap_or_default();
        let unit = |label: &String| UNITS.into_iter().find(|unit| unit.label == label);
        let units = units
            .into_iter()
            .filter_map(|(label, names)| Some((unit(&label)?, names)))
            .flat_map(|(unit, names)| names.into_iter().map(move |name| (name, unit)))
            .collect();
        Spellings { raw, units }
    })
}

/// True for words that mark a column as raw counts of the converter.
pub(in crate::read) fn is_raw(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    spellings().raw.contains(&lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_spellings_parse_and_have_units() {
        let vocabulary: Vocabulary = toml::from_str(VOCABULARY).expect("units.toml");
        let labels: Vec<&str> = vocabulary.units.keys().map(String::as_str).collect();
        assert!(labels.iter().all(|label| UNITS.iter().any(|unit| unit.label == *label)), "{labels:?}");
        assert_eq!(labels.len(), UNITS.len());
    }

    #[test]
    fn spellings_of_exporters() {
        for (text, unit) in [
            ("g", G),
            ("G", G),
            ("m/s²", METRES),
            ("m/s^2", METRES),
            ("m/(s^2)", METRES),
            ("m/(sec^2)*", METRES),
            ("METERS_PER_SECOND_SQUARED", METRES),
            ("mps2", METRES),
            ("mm/s²", MILLIMETRES),
            ("mG", MILLI_G),
            ("°/s", DEGREES),
            ("deg_s", DEGREES),
            ("rad/s", RADIANS),
            ("microsec", MICROSECONDS),
            ("µs", MICROSECONDS),
            ("ms", MILLISECONDS),
        ] {
            assert_eq!(parse(text), Some(unit), "{text}");
        }
        assert_eq!(parse("x"), None);
        assert_eq!(parse("-0700"), None);
    }
}
