//! Dates in any order, seconds since 1970, and the FIT clock, which counts from the end of 1989.

use jiff::Timestamp;

use super::vocabulary::written_date;
use crate::read::time::timestamp::{self, Order};
use crate::recording::StartClock;

/// Seconds from 1970 to 1989-12-31T00:00:00Z, the start of the FIT clock (FIT protocol).
pub(in crate::read::watch) const FIT_EPOCH_S: i64 = 631_065_600;

/// The order of day and month that all cells of a column allow.
pub(in crate::read::watch) fn order<'a>(cells: impl Iterator<Item = &'a str>) -> Order {
    timestamp::order(cells.map(str::as_bytes), None)
}

/// A date or a number of seconds (or ms) as a moment; local times are treated as UTC.
pub(in crate::read::watch) fn moment(cell: &str, order: Order) -> Option<Timestamp> {
    stamped(cell, order).map(|(at, _)| at)
}

/// The same with the clock in which the cell is written.
pub(in crate::read::watch) fn stamped(cell: &str, order: Order) -> Option<(Timestamp, StartClock)> {
    let cell = cell.trim();
    if let Ok(number) = cell.parse::<f64>() {
        return from_number(number).map(|at| (at, StartClock::Utc));
    }
    // Apple's exports write the zone after a space: `2026-05-10 10:35:22 +0800`.
    let glued = dense(cell).replace(" +", "+").replace(" -", "-");
    let plain = |text: &str| timestamp::parse(text.as_bytes(), order).filter(|s| s.has_date);
    let (stamp, text) = match plain(&glued).or_else(|| plain(cell)) {
        Some(stamp) => (stamp, glued),
        None => {
            let numerals = written_date::numerals(cell)?;
            (plain(&numerals)?, numerals)
        }
    };
    let at = Timestamp::from_nanosecond(i128::from(stamp.nanos)).ok()?;
    Some((at, clock(&text)))
}

/// `2. 5. 2026 6:36` and `2026. 05. 02. 6:36` without the blanks behind the points.
fn dense(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    let mut words = cell.split(' ').peekable();
    while let Some(word) = words.next() {
        let next = words.peek().copied();
        let digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
        match (word.strip_suffix('.'), next) {
            (Some(number), Some(next)) if digit(word) && digit(next) => match next.contains(':') {
                true => out.extend([number, " "]),
                false => out.push_str(word),
            },
            (_, Some(_)) => out.extend([word, " "]),
            (_, None) => out.push_str(word),
        }
    }
    out
}

/// The clock that the end of a stamp names: `Z`, `+02:00`, or none.
fn clock(text: &str) -> StartClock {
    let text = text.trim();
    let upper = text.to_ascii_uppercase();
    if ["Z", "UTC", "GMT"].iter().any(|zone| upper.ends_with(zone)) {
        return StartClock::Utc;
    }
    // The sign stands behind the time of day.
    let Some(sign) = text.rfind(['+', '-']).filter(|at| text.get(..*at).is_some_and(|t| t.contains(':')))
    else {
        return StartClock::Local;
    };
    let digits: String =
        text.get(sign + 1..).unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    let hours = digits.get(..2.min(digits.len())).and_then(|h| h.parse::<i32>().ok());
    let minutes = digits.get(2..4).and_then(|m| m.parse::<i32>().ok()).unwrap_or(0);
    let Some(seconds) = hours.map(|h| h * 3600 + minutes * 60) else { return StartClock::Local };
    StartClock::Offset(if text.get(sign..=sign) == Some("-") { -seconds } else { seconds })
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
            "8. 3. 2023 19:37:40",
            "2023. 03. 08. 19:37:40",
            "8. 3. 2023, 19:37:40",
        ] {
            assert_eq!(moment(cell, Order::DayFirst).map(|t| t.as_second()), Some(1_678_304_260), "{cell}");
        }
        // Local forms as portals write them, in the language of the account.
        for cell in [
            "Mar 8, 2023, 7:37:40 PM",
            "8. März 2023, 19:37:40",
            "8 mars 2023 à 19:37:40",
            "8 mar 2023 19:37:40",
            "8 de marzo de 2023, 19:37:40",
            "8 de mar. de 2023, 19:37:40",
            "08 marzo 2023 19:37:40",
            "8 mrt 2023 19:37:40",
            "2023年3月8日 19:37:40",
            "2023年3月8日 下午7:37:40",
            "2023. 3. 8. 오후 7:37:40",
            "8 марта 2023 г., 19:37:40",
            "Wed, Mar 8, 2023 7:37:40 p.m.",
            "8 maaliskuuta 2023 klo 19.37.40",
        ] {
            assert_eq!(moment(cell, Order::DayFirst).map(|t| t.as_second()), Some(1_678_304_260), "{cell}");
        }
        let clock = |cell| stamped(cell, Order::DayFirst).map(|(_, clock)| clock);
        assert_eq!(clock("2023-03-08T19:37:40Z"), Some(StartClock::Utc));
        assert_eq!(clock("2023-03-08 19:37:40"), Some(StartClock::Local));
        assert_eq!(clock("2023-03-08 20:37:40 -0530"), Some(StartClock::Offset(-19_800)));
        assert_eq!(clock("Mar 8, 2023, 7:37:40 PM"), Some(StartClock::Local));
        assert_eq!(moment("00:47:42", Order::DayFirst), None);
        assert_eq!(moment("12", Order::DayFirst), None);
    }
}
