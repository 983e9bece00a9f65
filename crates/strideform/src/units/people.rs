//! Speed, mass and length as people write them: `5:33`, `12 km/h`, `154lb`, `5'9"`, `1.75`.

/// What a text means in SI units, or why it means nothing.
type Parsed = Result<f64, String>;

/// A speed in m/s: a number alone is in m/s, a pace alone in minutes per kilometre.
///
/// ```
/// use strideform::units::speed_from;
///
/// assert_eq!(speed_from("3.3"), Ok(3.3));
/// assert_eq!(speed_from("5:00"), speed_from("12 km/h"));
/// assert!((speed_from("8:00/mi").unwrap() - 3.353).abs() < 1e-3);
/// ```
///
/// # Errors
/// What is wrong with the text, for a message.
pub fn speed_from(text: &str) -> Parsed {
    let plain = plain(text);
    let (text, per) = unit(&plain, SPEEDS);
    let hint = "metres per second (also 5:33 for min/km, 8:55/mi, 12km/h, 7.5mph)";
    if let Some(minutes) = pace(&text) {
        let metres = match per {
            None | Some(Speed::Pace(_)) => per.map_or(1000.0, Speed::metres),
            Some(Speed::PerHour(_) | Speed::Metres) => {
                return Err(format!("a pace is not a speed; write {hint}"));
            }
        };
        return within(metres / (60.0 * minutes), SPEED, hint);
    }
    let value = number(text)?;
    let speed = match per {
        None | Some(Speed::Metres) => value,
        Some(Speed::PerHour(metres)) => value * metres / 3600.0,
        Some(Speed::Pace(metres)) if value > 0.0 => metres / (60.0 * value),
        Some(Speed::Pace(_)) => return Err("a pace must be above 0".to_owned()),
    };
    within(speed, SPEED, hint)
}

/// A body mass in kg: a number alone is in kilograms.
///
/// ```
/// assert!((strideform::units::mass_from("154lb").unwrap() - 69.85).abs() < 0.01);
/// assert!((strideform::units::mass_from("11st 4lb").unwrap() - 71.67).abs() < 0.01);
/// ```
///
/// # Errors
/// What is wrong with the text, for a message.
pub fn mass_from(text: &str) -> Parsed {
    let plain = plain(text);
    let kilograms = match sum_of(&plain, MASSES)? {
        (value, true) => value,
        (value, false) => value * KILOGRAM,
    };
    within(kilograms, MASS, "kilograms (also 154lb, 11st 4lb)")
}

/// A height in cm: a number alone is in centimetres, or in metres below 3.
///
/// ```
/// use strideform::units::height_from;
///
/// assert_eq!(height_from("1.75"), height_from("175cm"));
/// assert!((height_from("5'9\"").unwrap() - 175.26).abs() < 1e-9);
/// ```
///
/// # Errors
/// What is wrong with the text, for a message.
pub fn height_from(text: &str) -> Parsed {
    length(text, HEIGHT)
}

/// A leg length in cm, in the forms of [`height_from`].
///
/// # Errors
/// What is wrong with the text, for a message.
pub fn leg_length_from(text: &str) -> Parsed {
    length(text, LEG)
}

/// Ranges (*chosen*): wide enough for every runner, narrow enough to catch a wrong unit.
const SPEED: (f64, f64) = (0.5, 13.0);
const MASS: (f64, f64) = (10.0, 300.0);
const HEIGHT: (f64, f64) = (80.0, 250.0);
const LEG: (f64, f64) = (30.0, 150.0);
/// Below this a length without unit is in metres (*chosen*: between the two ranges above in either unit).
const METRES_BELOW: f64 = 3.0;

// Exact by definition (international yard and pound, 1959).
const MILE: f64 = 1609.344;
const POUND: f64 = 0.453_592_37;
const INCH_CM: f64 = 2.54;
const KILOGRAM: f64 = 1.0;

#[derive(Debug, Clone, Copy, PartialEq)]
enum Speed {
    Metres,
    /// So many metres an hour.
    PerHour(f64),
    /// Minutes for so many metres.
    Pace(f64),
}

impl Speed {
    fn metres(self) -> f64 {
        match self {
            Self::Metres => 1.0,
            Self::PerHour(metres) | Self::Pace(metres) => metres,
        }
    }
}

// Longer spellings before those that end alike.
const SPEEDS: &[(&str, Speed)] = &[
    ("min/km", Speed::Pace(1000.0)),
    ("min/mile", Speed::Pace(MILE)),
    ("min/mi", Speed::Pace(MILE)),
    ("km/h", Speed::PerHour(1000.0)),
    ("kmh", Speed::PerHour(1000.0)),
    ("kph", Speed::PerHour(1000.0)),
    ("mi/h", Speed::PerHour(MILE)),
    ("mph", Speed::PerHour(MILE)),
    ("m/s", Speed::Metres),
    ("mps", Speed::Metres),
    ("perkm", Speed::Pace(1000.0)),
    ("/km", Speed::Pace(1000.0)),
    ("permile", Speed::Pace(MILE)),
    ("/mile", Speed::Pace(MILE)),
    ("/mi", Speed::Pace(MILE)),
];
const MASSES: &[(&str, f64)] = &[
    ("kgs", KILOGRAM),
    ("kg", KILOGRAM),
    ("pounds", POUND),
    ("lbs", POUND),
    ("lb", POUND),
    ("stone", 14.0 * POUND),
    ("st", 14.0 * POUND),
];
const LENGTHS: &[(&str, f64)] = &[
    ("cm", 1.0),
    ("mm", 0.1),
    ("m", 100.0),
    ("feet", 12.0 * INCH_CM),
    ("foot", 12.0 * INCH_CM),
    ("ft", 12.0 * INCH_CM),
    ("'", 12.0 * INCH_CM),
    ("inches", INCH_CM),
    ("inch", INCH_CM),
    ("in", INCH_CM),
    ("\"", INCH_CM),
];

/// Lower case without blanks, with plain quotation marks and minus signs.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '\u{2032}' | '\u{2019}' | '\u{2018}' | '\u{b4}' | '`' => out.push('\''),
            '\u{2033}' | '\u{201d}' | '\u{201c}' => out.push('"'),
            '\u{2212}' => out.push('-'),
            c if c.is_whitespace() => {}
            c => out.extend(c.to_lowercase()),
        }
    }
    // Two apostrophes are a double one.
    out.replace("''", "\"")
}

fn unit<T: Copy>(text: &str, units: &[(&str, T)]) -> (String, Option<T>) {
    let found = units.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)));
    found.map_or_else(|| (text.to_owned(), None), |(rest, unit)| (rest.to_owned(), Some(unit)))
}

/// Minutes of `5:33`, `5'33"`, `5:33.5`.
fn pace(text: impl AsRef<str>) -> Option<f64> {
    let text = text.as_ref().trim_end_matches('"');
    let (minutes, seconds) = text.split_once([':', '\''])?;
    let digits = |t: &str| !t.is_empty() && t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit());
    let whole = seconds.split('.').next().unwrap_or_default();
    if !digits(minutes) || whole.len() != 2 || !digits(whole) {
        return None;
    }
    let seconds: f64 = seconds.parse().ok().filter(|s| *s < 60.0)?;
    Some(minutes.parse::<f64>().ok()? + seconds / 60.0).filter(|m| *m > 0.0)
}

/// The sum of numbers with units (`5ft 9in`), each followed by its unit, and whether there was any unit. The last may lack
/// its unit behind feet or stones: `5'9`, `11st4`.
fn sum_of(text: &str, units: &[(&str, f64)]) -> Result<(f64, bool), String> {
    let (mut rest, mut sum, mut last) = (text, 0.0, None);
    while !rest.is_empty() {
        let end = rest
            .char_indices()
            .find(|(i, c)| {
                !(c.is_ascii_digit() || matches!(c, '.' | ',') || (*i == 0 && matches!(c, '-' | '+')))
            })
            .map_or(rest.len(), |(i, _)| i);
        let (digits, tail) = rest.split_at(end);
        let value = number(digits)?;
        let named = units.iter().find_map(|(name, factor)| Some((tail.strip_prefix(name)?, *factor)));
        match (named, last) {
            (Some((behind, factor)), _) => {
                sum += value * factor;
                (rest, last) = (behind, Some(factor));
            }
            (None, None) if tail.is_empty() => return Ok((value, false)),
            // Inches follow feet, pounds follow stones.
            (None, Some(before)) if tail.is_empty() && before == 12.0 * INCH_CM => {
                return Ok((sum + value * INCH_CM, true));
            }
            (None, Some(before)) if tail.is_empty() && before == 14.0 * POUND => {
                return Ok((sum + value * POUND, true));
            }
            _ => return Err(format!("`{tail}` is not a known unit")),
        }
    }
    if last.is_none() {
        return Err("not a number".to_owned());
    }
    Ok((sum, true))
}

fn length(text: &str, range: (f64, f64)) -> Parsed {
    let plain = plain(text);
    let centimetres = match sum_of(&plain, LENGTHS)? {
        (value, true) => value,
        (value, false) if value < METRES_BELOW => value * 100.0,
        (value, false) => value,
    };
    within(centimetres, range, "centimetres (also 1.75, 5'9\", 69in)")
}

fn number(text: impl AsRef<str>) -> Parsed {
    let text = text.as_ref();
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ if text.contains(',') => Err("not a number; write the decimal point as `.`".to_owned()),
        _ => Err("not a number".to_owned()),
    }
}

fn within(value: f64, (low, high): (f64, f64), hint: &str) -> Parsed {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        Err(format!("must be between {low} and {high} {hint}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_and_paces() {
        for (text, mps) in [
            ("3.3", 3.3),
            ("3.3 m/s", 3.3),
            ("5:33", 1000.0 / 333.0),
            ("5'33\"", 1000.0 / 333.0),
            ("5:33/km", 1000.0 / 333.0),
            ("5:33 min/km", 1000.0 / 333.0),
            ("5.55 min/km", 1000.0 / 333.0),
            ("8:55/mi", MILE / 535.0),
            ("8:55 min/mile", MILE / 535.0),
            ("8:55 per mile", MILE / 535.0),
            ("12km/h", 12.0 / 3.6),
            ("12 KPH", 12.0 / 3.6),
            ("7.5mph", 7.5 * MILE / 3600.0),
        ] {
            let found = speed_from(text).expect(text);
            assert!((found - mps).abs() < 1e-9, "{text}: {found}");
        }
        for text in [
            "14.4",
            "0",
            "-3",
            "5:33 km/h",
            "5:73",
            "x",
            "",
            "5:33:10",
            "0:00",
            "1,5",
            "0min/km",
            "12 furlongs",
        ] {
            assert!(speed_from(text).is_err(), "{text}");
        }
    }

    #[test]
    fn masses_and_lengths() {
        for (text, kg) in
            [("69", 69.0), ("69.5 kg", 69.5), ("154lb", 154.0 * POUND), ("154 lbs", 154.0 * POUND)]
        {
            assert!((mass_from(text).expect(text) - kg).abs() < 1e-9, "{text}");
        }
        for (text, cm) in [
            ("175", 175.0),
            ("1.75", 175.0),
            ("1.75m", 175.0),
            ("175 cm", 175.0),
            ("5'9\"", 69.0 * INCH_CM),
            ("5\u{2032}9\u{2033}", 69.0 * INCH_CM),
            ("5' 9''", 69.0 * INCH_CM),
            ("5'9", 69.0 * INCH_CM),
            ("5ft 9in", 69.0 * INCH_CM),
            ("5 foot 9 inches", 69.0 * INCH_CM),
            ("69in", 69.0 * INCH_CM),
            ("6ft", 72.0 * INCH_CM),
        ] {
            assert!((height_from(text).expect(text) - cm).abs() < 1e-9, "{text}");
        }
        assert!((leg_length_from("0.88").expect("metres") - 88.0).abs() < 1e-9);
        for text in ["1,75", "17.5", "tall", "", "-175", "175 kg"] {
            assert!(height_from(text).is_err(), "{text}");
        }
        assert!(mass_from("7").is_err() && mass_from("70 cm").is_err());
    }
}
