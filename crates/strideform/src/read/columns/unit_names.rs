//! Units as exporters spell them.

use crate::units::STANDARD_GRAVITY;

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

const fn acceleration(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::Acceleration, to_si, label }
}
const fn angular(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::AngularRate, to_si, label }
}
const fn time(to_si: f64, label: &'static str) -> Unit {
    Unit { dimension: Dimension::Time, to_si, label }
}

/// The unit that a text names, if it is nothing but a unit.
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
    Some(match plain.as_str() {
        "g" | "gs" | "gforce" | "g-force" | "gn" | "g0" | "gravity" | "gravities" => G,
        "mg" | "millig" | "milli-g" | "mgs" => MILLI_G,
        "m/s2"
        | "m/s/s"
        | "mps2"
        | "ms2"
        | "ms-2"
        | "mpss"
        | "m/sec2"
        | "m/sec/sec"
        | "m/ss"
        | "mss"
        | "meterspersecondsquared"
        | "metrespersecondsquared"
        | "meters/second2"
        | "meter/s2"
        | "meterpersecondsquared"
        | "metrepersecondsquared"
        | "mpersec2"
        | "mpers2" => METRES,
        "mm/s2" | "mm/s/s" | "mmps2" | "mms2" | "mms-2" => MILLIMETRES,
        "cm/s2" | "cm/s/s" | "cmps2" | "cms2" | "gal" => acceleration(1e-2, "cm/s²"),
        "deg/s" | "dps" | "degs" | "degps" | "deg/sec" | "degs-1" | "degree/s" | "degrees/s" | "degsec"
        | "degreespersecond" | "degpersec" | "degpers" | "degrees/second" | "degreepersecond" => DEGREES,
        "rad/s" | "rads" | "radps" | "rad/sec" | "rads-1" | "radianspersecond" | "radians/s" | "radpers"
        | "radpersec" | "radians/second" | "radsec" => RADIANS,
        "mdeg/s" | "mdps" | "mdegs" => angular(std::f64::consts::PI / 180_000.0, "mdeg/s"),
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunden" | "secondes" | "segundos"
        | "secondi" | "seconden" => SECONDS,
        "ms" | "msec" | "msecs" | "millis" | "millisec" | "millisecond" | "milliseconds"
        | "millisekunden" => MILLISECONDS,
        "us" | "usec" | "usecs" | "micros" | "microsec" | "microsecs" | "microsecond" | "microseconds" => {
            MICROSECONDS
        }
        "ns" | "nsec" | "nanos" | "nanosec" | "nanosecond" | "nanoseconds" => NANOSECONDS,
        "d" | "day" | "days" | "datenum" => DAYS,
        "t"
        | "ut"
        | "nt"
        | "mt"
        | "microt"
        | "microtesla"
        | "gauss"
        | "mgauss"
        | "tesla"
        | "degc"
        | "c"
        | "degf"
        | "hpa"
        | "pa"
        | "kpa"
        | "bar"
        | "mbar"
        | "%"
        | "v"
        | "mv"
        | "txt"
        | "n"
        | "m"
        | "mm"
        | "m/s"
        | "deg"
        | "rad"
        | "bpm"
        | "hz"
        | "lux"
        | "nounits"
        | "unitless"
        | "cal"
        | "raw"
        | "uncal"
        | "local"
        | "normalized"
        | "lsb"
        | "counts"
        | "hh:mm:ss"
        | "hh:mm:ssfff"
        | "hh:mm:sssss"
        | "yyyy/mm/ddhh:mm:sssss"
        | "yyyy-mm-ddhh:mm:ss" => Unit { dimension: Dimension::Other, to_si: 1.0, label: "other" },
        _ => return None,
    })
}

/// True for words that mark a column as raw counts of the converter.
pub(in crate::read) fn is_raw(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    matches!(lower.as_str(), "raw" | "uncal" | "lsb" | "counts" | "adc")
}

#[cfg(test)]
mod tests {
    use super::*;

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
