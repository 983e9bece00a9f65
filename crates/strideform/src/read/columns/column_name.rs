//! Interprets the name of a column: quantity, axis, unit, and the device in the remainder.

use crate::read::columns::quantity::{Axis, Quantity};
use crate::read::columns::unit_names::{self, Dimension, Unit};
use crate::read::columns::vocabulary::{
    ACCELERATION, ANGULAR_RATE, COUNTER, EXCLUDING, FILLER, FREE, GRAVITY, INCLUDING, MAGNETIC, OTHER, TIME,
    VARIANT, axis, compound, is, words,
};

/// A column's name, interpreted.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Name {
    pub(in crate::read) quantity: Quantity,
    pub(in crate::read) axis: Option<Axis>,
    pub(in crate::read) unit: Option<Unit>,
    /// True if the name says that the column holds raw counts.
    pub(in crate::read) raw: bool,
    /// The rest of the name: the device or the placement.
    pub(in crate::read) device: String,
    /// Which of several ranges or noise classes of one device (`ln`, `wr`, `high`).
    pub(in crate::read) variant: String,
    /// The name says `userAcceleration`, as Apple's Core Motion does and no other recorder.
    pub(in crate::read) user: bool,
}

/// Splits a unit off the end of a name: `(m/s^2)`, `[g]`, `_mps2`, ` in ms`.
fn without_unit(text: &str) -> (&str, Option<Unit>, bool) {
    let text = text.trim().trim_start_matches(['#', '%']).trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        let Some(end) = text.rfind(close) else { continue };
        // The outermost brackets, so that `m/(s^2)` inside them is kept whole.
        let Some(start) = text.find(open).filter(|&s| s < end) else { continue };
        let inner = text.get(start + 1..end).unwrap_or_default();
        let base = text.get(..start).unwrap_or_default();
        return (base, unit_names::parse(inner), unit_names::is_raw(inner));
    }
    let cuts = text.char_indices().filter(|&(i, c)| i > 0 && !c.is_alphanumeric() && c != '/');
    for (i, c) in cuts {
        let (base, tail) = text.split_at(i);
        let tail = tail.get(c.len_utf8()..).unwrap_or_default();
        // `acc_pa` is an axis, not a pressure.
        if !tail.is_empty()
            && axis(&tail.to_lowercase()).is_none()
            && let Some(found) = unit_names::parse(tail)
        {
            return (base, Some(found), unit_names::is_raw(tail));
        }
    }
    (text, None, false)
}

/// Interprets a name. `unit_row` is the cell below it in a row of units, if there is one.
pub(in crate::read) fn understand(text: &str, unit_row: Option<&str>) -> Name {
    let (base, mut unit, mut raw) = without_unit(text);
    // `gFx` of a phone's G-force meter is one word.
    let lower = base.trim().to_lowercase();
    let base = match lower.as_str() {
        "gfx" | "gfy" | "gfz" => {
            unit = unit.or_else(|| unit_names::parse("g"));
            lower.as_str()
        }
        _ => base,
    };
    if let Some(cell) = unit_row.filter(|c| !c.trim().is_empty()) {
        unit = unit_names::parse(cell).or(unit);
        raw |= unit_names::is_raw(cell);
    }
    let mut name = Name {
        quantity: Quantity::Unknown,
        axis: None,
        unit,
        raw,
        device: String::new(),
        variant: String::new(),
        user: false,
    };
    let mut left: Vec<std::ops::Range<usize>> = Vec::new();
    let words = words(base);
    let (mut acc, mut gyr, mut free, mut other, mut time, mut counter) =
        (false, false, false, false, false, false);
    let (mut gravity, mut with, mut without) = (false, false, false);
    let has_gravity = words.iter().any(|(w, _)| is(GRAVITY, w));
    let angular = words.iter().any(|(w, _)| w == "angular");
    let has_axis = words.iter().any(|(w, _)| axis(w).is_some() || compound(w).is_some());
    for (word, range) in &words {
        let w = word.as_str();
        if let Some(a) = axis(w).filter(|_| name.axis.is_none()) {
            name.axis = Some(a);
        } else if let Some((quantity, a, number)) = compound(w).filter(|_| name.axis.is_none()) {
            name.axis = Some(a);
            acc |= quantity == Quantity::Acceleration;
            gyr |= quantity == Quantity::AngularRate;
            other |= quantity == Quantity::Other;
            free |= quantity == Quantity::FreeAcceleration;
            gravity |= quantity == Quantity::Gravity;
            if !number.is_empty() {
                left.push(range.end - number.len()..range.end);
            }
        } else if is(GRAVITY, w) {
            gravity = true;
        } else if has_gravity && is(INCLUDING, w) {
            with = true;
        } else if has_gravity && is(EXCLUDING, w) {
            without = true;
        } else if is(VARIANT, w) {
            acc |= is(ACCELERATION, w);
            name.variant = w.to_owned();
        } else if is(ACCELERATION, w) {
            acc = true;
        } else if is(ANGULAR_RATE, w) || (angular && matches!(w, "velocity" | "rate")) {
            gyr = true;
        } else if is(FREE, w) {
            free = true;
            name.user |= w == "user";
        } else if is(MAGNETIC, w) || is(OTHER, w) {
            other = true;
        } else if !has_axis && (is(TIME, w) || w.contains("timestamp") || w == "sampletimefine") {
            time = true;
            name.unit = name
                .unit
                .or_else(|| unit_names::parse(w).filter(|u| u.dimension == Dimension::Time && w.len() > 1));
        } else if is(COUNTER, w) {
            counter = true;
        } else if !is(FILLER, w) {
            left.push(range.clone());
        }
    }
    if words.iter().map(|(w, _)| w.as_str()).eq(["sample", "time", "fine"])
        || base.eq_ignore_ascii_case("sampletimefine")
    {
        // Xsens DOT counts microseconds in this column.
        name.unit = name.unit.or(Some(unit_names::MICROSECONDS));
    }
    if let (Some(first), Some(last)) = (left.first(), left.last()) {
        name.device = base.get(first.start..last.end).unwrap_or_default().to_owned();
    }
    // `acceleration including gravity` is the whole, `without gravity` the rest, `gravity` what was taken out.
    free |= gravity && without && !with;
    let (acc, gravity) = (acc || (gravity && (with || without)), gravity && !with && !without);
    name.quantity = if name.axis.is_some() && gravity && !other && !gyr {
        Quantity::Gravity
    } else if name.axis.is_some() {
        match (name.unit.map(|u| u.dimension), other, acc || free, gyr) {
            (Some(Dimension::Other), ..) if !name.raw && !acc && !gyr => Quantity::Other,
            (_, true, ..) => Quantity::Other,
            (_, _, true, false) if free => Quantity::FreeAcceleration,
            (_, _, true, _) => Quantity::Acceleration,
            (_, _, _, true) => Quantity::AngularRate,
            (Some(Dimension::Acceleration), ..) => Quantity::Acceleration,
            (Some(Dimension::AngularRate), ..) => Quantity::AngularRate,
            _ => Quantity::Unknown,
        }
    } else if time && !other {
        Quantity::Time
    } else if counter && !other {
        Quantity::Counter
    } else if other || acc || gyr || gravity {
        Quantity::Other
    } else if name.unit.is_some_and(|u| u.dimension == Dimension::Time) {
        Quantity::Time
    } else {
        Quantity::Unknown
    };
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use Quantity::*;

    #[test]
    fn names_of_exporters() {
        for (text, quantity, axis, unit, device) in [
            ("acc_x_g", Acceleration, Some(Axis::X), Some("g"), ""),
            ("aX", Acceleration, Some(Axis::X), None, ""),
            ("gZ", AngularRate, Some(Axis::Z), None, ""),
            ("ax_m/s/s", Acceleration, Some(Axis::X), Some("m/s²"), ""),
            ("gy_deg/s", AngularRate, Some(Axis::Y), Some("deg/s"), ""),
            ("mx_microT", Other, Some(Axis::X), Some("other"), ""),
            ("Acceleration x (m/s^2)", Acceleration, Some(Axis::X), Some("m/s²"), ""),
            ("Beschleunigung z (m/s²)", Acceleration, Some(Axis::Z), Some("m/s²"), ""),
            ("Linear Acceleration x (m/s^2)", FreeAcceleration, Some(Axis::X), Some("m/s²"), ""),
            ("accelerometerAccelerationX(G)", Acceleration, Some(Axis::X), Some("g"), ""),
            ("motionUserAccelerationX(G)", FreeAcceleration, Some(Axis::X), Some("g"), ""),
            ("gyroRotationX(rad/s)", AngularRate, Some(Axis::X), Some("rad/s"), ""),
            ("motionGravityX(G)", Gravity, Some(Axis::X), Some("g"), ""),
            ("gravity.x", Gravity, Some(Axis::X), None, ""),
            ("grav_z", Gravity, Some(Axis::Z), None, ""),
            ("Schwerkraft y (m/s²)", Gravity, Some(Axis::Y), Some("m/s²"), ""),
            ("accelerationIncludingGravity.x", Acceleration, Some(Axis::X), None, ""),
            ("Acceleration without gravity x (m/s²)", FreeAcceleration, Some(Axis::X), Some("m/s²"), ""),
            ("Beschleunigung ohne Schwerkraft z", FreeAcceleration, Some(Axis::Z), None, ""),
            ("userAcceleration.y", FreeAcceleration, Some(Axis::Y), None, ""),
            ("attitude.roll", Other, None, None, ""),
            ("x-axis (deg/s)", AngularRate, Some(Axis::X), Some("deg/s"), ""),
            ("Accel_LN_X", Acceleration, Some(Axis::X), None, ""),
            ("Shimmer_5E98_Accel_LN_X_CAL", Acceleration, Some(Axis::X), Some("other"), "Shimmer_5E98"),
            ("Accelerometer X", Acceleration, Some(Axis::X), None, ""),
            ("X_ACCELERATION_METERS_PER_SECOND_SQUARED", Acceleration, Some(Axis::X), Some("m/s²"), ""),
            ("FreeAcc_X", FreeAcceleration, Some(Axis::X), None, ""),
            ("acc_is_g", Acceleration, Some(Axis::Up), Some("g"), ""),
            ("acc_pa", Acceleration, Some(Axis::Forward), None, ""),
            ("gyr_si", AngularRate, Some(Axis::Si), None, ""),
            ("left_shank_acc_x", Acceleration, Some(Axis::X), None, "left_shank"),
            ("LB_ACCEL_x", Acceleration, Some(Axis::X), None, "LB"),
            ("TS-01902 - accel x", Acceleration, Some(Axis::X), None, "TS-01902"),
            ("gyr_x_dps", AngularRate, Some(Axis::X), Some("deg/s"), ""),
            ("x", Unknown, Some(Axis::X), None, ""),
            ("time_s", Time, None, Some("s"), ""),
            ("unix_timestamp_microsec", Time, None, Some("µs"), ""),
            ("SampleTimeFine", Time, None, Some("µs"), ""),
            ("seconds_elapsed", Time, None, Some("s"), ""),
            ("epoc (ms)", Time, None, Some("ms"), ""),
            ("Time (s)", Time, None, Some("s"), ""),
            ("Zeit (s)", Time, None, Some("s"), ""),
            ("HEADER_TIME_STAMP", Time, None, None, ""),
            ("timestamp (-0700)", Time, None, None, ""),
            ("PacketCounter", Counter, None, None, ""),
            ("Sub Frame", Counter, None, None, ""),
            ("Temperature", Other, None, None, ""),
        ] {
            let name = understand(text, None);
            assert_eq!(name.quantity, quantity, "{text}");
            assert_eq!(name.axis, axis, "{text}");
            assert_eq!(name.unit.map(|u| u.label), unit, "{text}");
            assert_eq!(name.device, device, "{text}");
        }
    }

    #[test]
    fn a_row_of_units_decides_bare_axes() {
        assert_eq!(understand("x", Some("mm/s²")).quantity, Acceleration);
        assert_eq!(understand("x", Some("deg/s")).quantity, AngularRate);
        assert_eq!(understand("x", Some("T")).quantity, Other);
    }
}
