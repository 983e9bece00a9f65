//! Dates in any order, seconds since 1970, and the FIT clock, which counts from the end of 1989.

use jiff::Timestamp;

use crate::read::time::timestamp::{self, Order};

/// Seconds from 1970 to 1989-12-31T00:00:00Z, the start of the FIT clock (FIT protocol).
pub(in crate::read::watch) const FIT_EPOCH_S: i64 = 631_065_600;

/// The order of day and month that all cells of a column allow.
pub(in crate::read::watch) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Order {
    timestamp::order(cells.map(str::as_bytes), None)
}

/// A date or a number of seconds (or ms) as a moment; local times are treated as UTC.
pub(in crate::read::watch) fn moment(cell: &str, order: Order) -> Option<Timestamp> {
    let cell = cell.trim();
    if let Ok(number) = cell.parse::<f64>() {
        return from_number(number);
    }
    // Apple's exports write the zone after a space: `2026-05-10 10:35:22 +0800`.
    let glued = cell.replace(" +", "+").replace(" -", "-");
    let stamp = timestamp::parse(glued.as_bytes(), order)
        .or_else(|| timestamp::parse(cell.as_bytes(), order))
        .filter(|s| s.has_date)?;
    Timestamp::from_nanosecond(i128::from(stamp.nanos)).ok()
}

/// Seconds since 1970, milliseconds since 1970, or seconds of the FIT clock, recognised by their size.
fn from_number(number: f64) -> Option<Timestamp> {
    // 1.2e9 s since 1970 is 2008, 1.2e9 s of the FIT clock is 2028: lower values are on the FIT clock (from 2007).
    let seconds = if (5.5e8..1.19e9).contains(&number) {
        number + FIT_EPOCH_S as f64
    } else if (1.19e9..4.0e9).contains(&number) {
        number
    } else if (1.19e12..4.0e12).contains(&number) {
        number / 1000.0
    } else {
        return None;
    };
    Timestamp::from_millisecond((seconds * 1000.0).round() as i64).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_in_many_spellings() {
        // 2023-03-08T19:37:40Z is 1678304260 s after 1970 and 1047238660 s on the FIT clock.
        for cell in [
            "2023-03-08T19:37:40Z",
            "2023-03-08 19:37:40",
            "2023-03-08 20:37:40 +0100",
            "1678304260",
            "1678304260000",
            "1047238660",
            "08.03.2023 19:37:40",
        ] {
            assert_eq!(moment(cell, Order::DayFirst).map(|t| t.as_second()), Some(1_678_304_260), "{cell}");
        }
        assert_eq!(moment("00:47:42", Order::DayFirst), None);
        assert_eq!(moment("12", Order::DayFirst), None);
    }
}
