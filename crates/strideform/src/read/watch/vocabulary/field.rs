//! Recognises what a column holds by the stems in its name; earlier rules take precedence.

use std::sync::OnceLock;

use serde::Deserialize;

use super::languages;
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
    /// The shoes.
    Gear,
    Lap,
    /// Name of the file that holds the records of the activity.
    RecordsIn,
}

/// Stems of one quantity in all languages.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
struct Stems(Vec<String>);

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

/// The lists of the languages' files.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
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
    gear_names: Stems,
    lap_names: Stems,
    distance_starts: Stems,
    stiffness: Stems,
    power: Stems,
    vertical_ratio: Stems,
    oscillation_names: Stems,
    cadence_names: Stems,
    records_names: Stems,
    stamp_words: Stems,
    ignored: Stems,
}

/// Parsed when the first header is examined.
fn vocabulary() -> &'static Vocabulary {
    static VOCABULARY: OnceLock<Vocabulary> = OnceLock::new();
    // That it parses is tested below.
    VOCABULARY.get_or_init(|| parsed().unwrap_or_default())
}

fn parsed() -> Result<Vocabulary, toml::de::Error> {
    let lists = languages::stems().into_iter().map(|(quantity, stems)| (quantity, stems.into()));
    Vocabulary::deserialize(toml::Table::from_iter(lists))
}

/// True for a quantity that is known and not needed, such as altitude or calories, and for maxima.
pub(in crate::read::watch) fn is_ignored(name: &str, words: &[&str]) -> bool {
    let v = vocabulary();
    // Short stems are whole words: `alt`, `id`.
    let stands = |stem: &String| match stem.chars().count() {
        ..=3 => words.contains(&stem.as_str()),
        _ => name.contains(stem.as_str()),
    };
    v.extreme.within(name) || words.contains(&"min") || v.ignored.0.iter().any(stands)
}

/// The quantity that a name (without unit and device) refers to.
pub(in crate::read::watch) fn field(name: &str, words: &[&str]) -> Option<Field> {
    use Channel::*;
    let v = vocabulary();
    let word = |w: &str| words.contains(&w);
    if v.records_names.is(name) {
        return Some(Field::RecordsIn);
    }
    if v.extreme.within(name) || word("min") {
        return None;
    }
    if v.vertical_ratio.within(name) {
        return Some(Field::Value(VerticalRatio));
    }
    if v.oscillation_names.is(name) {
        return Some(Field::Value(VerticalOscillation));
    }
    if v.cadence_names.is(name) {
        return Some(Field::Value(Cadence));
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
    let pace =
        v.pace.within(name) || (word("passo") && !length) || (name.contains("tempo") && v.mean.within(name));
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
    if v.gear_names.is(name) {
        return Some(Field::Gear);
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
    v.stamp_words.among(words).then_some(Field::Stamp)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_lists_of_all_languages_are_known() {
        super::parsed().expect("every list has a name that this file knows");
    }
}
