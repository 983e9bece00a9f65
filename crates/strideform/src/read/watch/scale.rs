//! Values in the unit of [`Channel`], from the unit in the column's name or from their size.

use crate::recording::Channel;

/// Metres in a mile.
pub(in crate::read::watch) const MILE: f64 = 1609.344;

/// The value in the channel's unit; `None` if it is impossible for a runner in any unit.
///
/// If the name has no unit, the unit is inferred from the size: a contact takes 0.1–1 s, so 266 is milliseconds; a runner
/// rises 2–25 cm, so 91 is millimetres; a step is 0.2–3 m, so 107 is centimetres and 1070 millimetres. The bounds are
/// outside all published running and brisk walking (*chosen*).
pub(in crate::read::watch) fn value(channel: Channel, unit: Option<&str>, raw: f64) -> Option<f64> {
    let seconds = |v: f64| match unit {
        Some("ms") => v / 1000.0,
        Some("s" | "sec" | "seconds") => v,
        _ if v > 5.0 => v / 1000.0,
        _ => v,
    };
    let within = |v: f64, low: f64, high: f64| (v >= low && v <= high).then_some(v);
    match channel {
        Channel::ContactTime | Channel::ContactTimeLeft | Channel::ContactTimeRight => {
            within(seconds(raw), 0.08, 1.5)
        }
        Channel::FlightTime => within(seconds(raw), 0.0, 0.6),
        Channel::VerticalOscillation => {
            let cm = match unit {
                Some("mm") => raw / 10.0,
                Some("cm") => raw,
                Some("m") => raw * 100.0,
                _ if raw > 25.0 => raw / 10.0,
                _ => raw,
            };
            within(cm, 0.5, 25.0)
        }
        Channel::StepLength => {
            let metres = match unit {
                Some("mm") => raw / 1000.0,
                Some("cm") => raw / 100.0,
                Some("m" | "meters" | "metres") => raw,
                _ if raw > 300.0 => raw / 1000.0,
                _ if raw > 5.0 => raw / 100.0,
                _ => raw,
            };
            within(metres, 0.1, 3.0)
        }
        Channel::DutyFactor => within(if raw > 1.0 { raw / 100.0 } else { raw }, 0.1, 0.9),
        Channel::VerticalRatio => within(raw, 0.5, 70.0),
        Channel::ContactTimeBalance => within(raw, 20.0, 80.0),
        Channel::Cadence => within(raw, 0.0, 600.0),
        Channel::Speed => within(
            match unit {
                Some("km/h" | "kmh" | "kph" | "km/hr") => raw / 3.6,
                Some("mph" | "mi/h" | "mi/hr") => raw * MILE / 3600.0,
                _ => raw,
            },
            0.0,
            15.0,
        ),
        Channel::Distance => (raw >= 0.0).then_some(match unit {
            Some("km") => raw * 1000.0,
            Some("mi" | "miles") => raw * MILE,
            _ => raw,
        }),
        Channel::LegStiffness => within(raw, 0.5, 60.0),
        Channel::Power if unit == Some("w/kg") => None,
        Channel::Power | Channel::HeartRate => (raw >= 0.0).then_some(raw),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_show_units_and_impossible_values() {
        for (channel, unit, raw, expected) in [
            (Channel::ContactTime, None, 266.0, Some(0.266)),
            (Channel::ContactTime, None, 0.266, Some(0.266)),
            (Channel::ContactTime, Some("ms"), 266.0, Some(0.266)),
            (Channel::ContactTime, None, 19.0, None),
            (Channel::VerticalOscillation, None, 91.0, Some(9.1)),
            (Channel::VerticalOscillation, None, 9.1, Some(9.1)),
            (Channel::StepLength, None, 1.07, Some(1.07)),
            (Channel::StepLength, None, 107.0, Some(1.07)),
            (Channel::StepLength, None, 1070.0, Some(1.07)),
            (Channel::ContactTimeBalance, None, 6.5, None),
            (Channel::DutyFactor, None, 38.75, Some(0.3875)),
            (Channel::Power, Some("w/kg"), 3.0, None),
        ] {
            assert_eq!(value(channel, unit, raw), expected, "{channel:?} {raw}");
        }
    }
}
