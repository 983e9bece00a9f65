//! Recognises what a column holds by the stems in its name; earlier rules take precedence.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::recording::Channel;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::read::watch) enum Field {
    Value(Channel),
    /// Fractional part of the cadence, given next to a column of whole numbers.
    FractionalCadence,
    /// Pedal revolutions, which some accounts' tables also use for steps.
    BikeCadence,
    /// Time per kilometre or mile.
    Pace,
    Steps,
    /// Timer time.
    Duration,
    MovingTime,
    ElapsedTime,
    CumulativeTime,
    /// Seconds since the start.
    ElapsedSeconds,
    /// Date, date and time, or seconds since some epoch.
    Stamp,
    Sport,
    Title,
    Lap,
}

/// The stems by quantity, as data.
const COLUMNS: &str = include_str!("columns.toml");

/// Stems of one quantity in all languages.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "BTreeMap<String, Vec<String>>")]
struct Stems(Vec<String>);

impl From<BTreeMap<String, Vec<String>>> for Stems {
    fn from(by_language: BTreeMap<String, Vec<String>>) -> Self {
        Self(by_language.into_values().flatten().collect())
    }
}

impl Stems {
    /// True if the text contains any of the stems.
    fn within(&self, text: &str) -> bool {
        self.0.iter().any(|stem| text.contains(stem.as_str()))
    }

    /// True if the text is one of the stems.
    fn is(&self, text: &str) -> bool {
        self.0.iter().any(|stem| stem == text)
    }

    /// True if any of the words is one of the stems.
    fn among(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }
}

/// `columns.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Vocabulary {
    contact: Stems,
    balance: Stems,
    extreme: Stems,
    duty_factor: Stems,
    left_words: Stems,
    right_words: Stems,
    flight: Stems,
    vertical: Stems,
    ratio: Stems,
    oscillation: Stems,
    step: Stems,
    length: Stems,
    cadence: Stems,
    not_cadence: Stems,
    fraction: Stems,
    bike: Stems,
    run: Stems,
    heart_rate: Stems,
    heart_rate_words: Stems,
    moving: Stems,
    time: Stems,
    pace: Stems,
    mean: Stems,
    speed: Stems,
    not_speed: Stems,
    steps_names: Stems,
    cumulative: Stems,
    elapsed_seconds_names: Stems,
    elapsed: Stems,
    stamp_names: Stems,
    stamp: Stems,
    duration_names: Stems,
    sport_names: Stems,
    sport: Stems,
    title_names: Stems,
    lap_names: Stems,
    distance_starts: Stems,
    stiffness: Stems,
    power: Stems,
}

/// Parsed when the first header is examined.
fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    // A test below checks that it parses.
    VOCABULARY.get_or_init(|| toml::from_str(COLUMNS).unwrap_or_default())
}

/// The quantity that a name (without unit and device) refers to.
pub(in crate::read::watch) fn field(name: &str, words: &[&str]) -> Option<Field> {
    use Channel::*;
    let v = vocabulary();
    let word = |w: &str| words.contains(&w);
    if v.extreme.within(name) || word("min") {
        return None;
    }
    if v.balance.within(name) {
        return v.contact.within(name).then_some(Field::Value(ContactTimeBalance));
    }
    if v.duty_factor.within(name) {
        return Some(Field::Value(DutyFactor));
    }
    if v.contact.within(name) {
        return Some(Field::Value(match () {
            () if v.left_words.among(words) => ContactTimeLeft,
            () if v.right_words.among(words) => ContactTimeRight,
            () => ContactTime,
        }));
    }
    if v.flight.within(name) {
        return Some(Field::Value(FlightTime));
    }
    if v.vertical.within(name) || word("vo") {
        if v.ratio.within(name) {
            return Some(Field::Value(VerticalRatio));
        }
        if v.oscillation.within(name) || word("vo") {
            return Some(Field::Value(VerticalOscillation));
        }
        return None;
    }
    let step = v.step.within(name);
    let length = v.length.within(name);
    if step && length {
        return Some(Field::Value(StepLength));
    }
    if v.cadence.within(name) && !v.not_cadence.within(name) {
        return Some(match () {
            () if v.fraction.within(name) => Field::FractionalCadence,
            () if v.bike.within(name) && !v.run.within(name) => Field::BikeCadence,
            () if word("sum") || word("running") || step || !word("bike") => Field::Value(Cadence),
            () => return None,
        });
    }
    if v.heart_rate.within(name) || v.heart_rate_words.among(words) {
        return Some(Field::Value(HeartRate));
    }
    let moving = v.moving.within(name);
    let time = v.time.within(name);
    let pace = v.pace.within(name) || (word("passo") && !length) || (word("tempo") && v.mean.within(name));
    if pace {
        return (!moving).then_some(Field::Pace);
    }
    if v.speed.within(name) {
        return (!moving && !v.not_speed.within(name)).then_some(Field::Value(Speed));
    }
    if v.steps_names.is(name) {
        return Some(Field::Steps);
    }
    if moving && time {
        return Some(Field::MovingTime);
    }
    if v.cumulative.within(name) && time {
        return Some(Field::CumulativeTime);
    }
    if v.elapsed_seconds_names.is(name) {
        return Some(Field::ElapsedSeconds);
    }
    if time && v.elapsed.within(name) {
        return Some(Field::ElapsedTime);
    }
    if v.stamp_names.is(name) || v.stamp.within(name) {
        return Some(Field::Stamp);
    }
    if v.duration_names.is(name) {
        return Some(Field::Duration);
    }
    if v.sport_names.is(name) || v.sport.within(name) {
        return Some(Field::Sport);
    }
    if v.title_names.is(name) {
        return Some(Field::Title);
    }
    if v.lap_names.is(name) {
        return Some(Field::Lap);
    }
    if v.distance_starts.0.iter().any(|stem| name.starts_with(stem.as_str())) {
        return Some(Field::Value(Distance));
    }
    if v.stiffness.within(name) && !word("kg") {
        return Some(Field::Value(LegStiffness));
    }
    if v.power.within(name) {
        return Some(Field::Value(Power));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_columns_parse_and_every_language_has_samples() {
        toml::from_str::<Vocabulary>(COLUMNS).expect("columns.toml");
        type ByLanguage = BTreeMap<String, toml::Table>;
        let stems: ByLanguage = toml::from_str(COLUMNS).expect("columns.toml");
        let samples: ByLanguage = toml::from_str(include_str!("samples.toml")).expect("samples.toml");
        for language in stems.values().flat_map(toml::Table::keys).filter(|l| *l != "any") {
            assert!(samples.contains_key(language), "no samples in {language}");
        }
    }
}
