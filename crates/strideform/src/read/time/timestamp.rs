//! Dates and times of day as exporters write them.

use jiff::civil::Date;

/// Whether day or month comes first, if only the values can show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::read) enum Order {
    /// dd/MM/yyyy.
    #[default]
    DayFirst,
    /// MM/dd/yyyy.
    MonthFirst,
}

/// A timestamp in nanoseconds since the Unix epoch, or since midnight if there is no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct Stamp {
    pub(in crate::read) nanos: i64,
    pub(in crate::read) has_date: bool,
    pub(in crate::read) has_time: bool,
}

const SECOND: i64 = 1_000_000_000;

/// True for text that [`parse`] can read in some order of day and month.
pub(in crate::read) fn looks_like(cell: &[u8]) -> bool {
    parse(cell, Order::DayFirst).is_some() || parse(cell, Order::MonthFirst).is_some()
}

/// Reads `2017-12-09T15:00:00.0100000+08:00`, `09/12/2017 15:00:00`, `12/9/2017 3:00:00.5 PM`, `15:00:00.010`,
/// `2017-12-09` and similar. Local times are treated as UTC.
pub(in crate::read) fn parse(cell: &[u8], order: Order) -> Option<Stamp> {
    let mut rest = cell.trim_ascii();
    if rest.len() > 48 || !rest.first().is_some_and(u8::is_ascii_digit) {
        return None;
    }
    let mut days = None;
    let (first, width, after) = digits(rest)?;
    let mark = after.first().copied();
    if let Some(separator @ (b'-' | b'/' | b'.')) = mark {
        let middle = after.get(1..)?;
        let (second, named, after) = match month(middle).filter(|_| separator == b'-') {
            Some((number, after)) => (number, true, after),
            None => digits(middle).map(|(number, _, after)| (number, false, after))?,
        };
        if after.first() != Some(&separator) {
            return None;
        }
        let (third, third_width, after) = digits(after.get(1..)?)?;
        let (year, month, day) = if width == 4 {
            (first, second, third)
        } else if third_width == 4 || third_width == 2 {
            let year = if third_width == 2 { third + 2000 } else { third };
            match order {
                // 1.2.2020 is always day first.
                Order::MonthFirst if separator != b'.' && !named => (year, first, second),
                _ => (year, second, first),
            }
        } else {
            return None;
        };
        let date =
            Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        let epoch = Date::new(1970, 1, 1).ok()?;
        days = Some(i64::from(date.since(epoch).ok()?.get_days()));
        rest = after;
        if rest.is_empty() {
            // Nanoseconds in 64 bits end in 2262.
            return Some(Stamp {
                nanos: days?.checked_mul(86_400 * SECOND)?,
                has_date: true,
                has_time: false,
            });
        }
        match rest {
            [b'T' | b't' | b' ' | b'_', tail @ ..] => rest = tail.trim_ascii_start(),
            [b',', tail @ ..] => rest = tail.trim_ascii_start(),
            _ => return None,
        }
    }
    let (hours, _, after) = digits(rest)?;
    let separator = *after.first()?;
    // 10.11.12.345 occurs in file-name-like stamps, but only after a date.
    if separator != b':' && !(days.is_some() && matches!(separator, b'.' | b'-' | b'h')) {
        return None;
    }
    let (minutes, _, after) = digits(after.get(1..)?)?;
    // Spreadsheets show times within an hour as `mm:ss.0`.
    if let (None, b':', [b'.' | b',', tail @ ..]) = (days, separator, after)
        && let Some((_, width, [])) = digits(tail)
        && hours <= 59
        && minutes <= 59
    {
        return Some(Stamp {
            nanos: (hours * 60 + minutes) * SECOND + fraction(tail, width)?,
            has_date: false,
            has_time: true,
        });
    }
    let (mut seconds, mut nanos, mut rest) = (0, 0, after);
    if let Some(tail) = after.strip_prefix(&[separator]) {
        let (s, _, after) = digits(tail)?;
        seconds = s;
        rest = after;
        if let [b'.' | b',' | b':', tail @ ..] = rest
            && let Some((_, width, after)) = digits(tail)
        {
            nanos = fraction(tail, width)?;
            rest = after;
        }
    }
    let mut hours = hours;
    let tail = rest.trim_ascii();
    let half = tail.get(..2).filter(|h| h.eq_ignore_ascii_case(b"am") || h.eq_ignore_ascii_case(b"pm"));
    let tail = if let Some(half) = half {
        if hours == 12 {
            hours = 0;
        }
        if half.eq_ignore_ascii_case(b"pm") {
            hours += 12;
        }
        tail.get(2..)?.trim_ascii()
    } else {
        tail
    };
    if hours > 24 || minutes > 59 || seconds > 60 {
        return None;
    }
    let offset = zone(tail)?;
    let of_day = (hours * 3600 + minutes * 60 + seconds - offset) * SECOND + nanos;
    Some(Stamp {
        nanos: days.unwrap_or(0).checked_mul(86_400 * SECOND)?.checked_add(of_day)?,
        has_date: days.is_some(),
        has_time: true,
    })
}

/// The nanoseconds of `width` decimals of a second.
fn fraction(text: &[u8], width: usize) -> Option<i64> {
    let shown = text.get(..width.min(9))?;
    Some(digits(shown)?.0 * 10_i64.pow(u32::try_from(9 - shown.len()).ok()?))
}

/// True for a date that no recording can have, such as the year 9999 of a clock that was never set.
pub(in crate::read) fn is_impossible_date(cell: &[u8]) -> bool {
    matches!(digits(cell.trim_ascii()), Some((..=1899 | 2262.., 4, [b'-' | b'/', rest @ ..])) if digits(rest).is_some())
}

/// The month in `02-May-2026`, as MATLAB and Oracle write it.
fn month(text: &[u8]) -> Option<(i64, &[u8])> {
    const MONTHS: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let (name, rest) = text.split_at_checked(3)?;
    let at = MONTHS.iter().position(|m| m.eq_ignore_ascii_case(name))?;
    Some((i64::try_from(at).ok()? + 1, rest))
}

/// Leading digits as a number, their count, and the rest.
fn digits(text: &[u8]) -> Option<(i64, usize, &[u8])> {
    let n = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if n == 0 || n > 18 {
        return None;
    }
    let (number, rest) = text.split_at(n);
    Some((number.iter().fold(0, |acc, b| acc * 10 + i64::from(b - b'0')), n, rest))
}

/// Seconds east of Greenwich: empty and `Z` are zero, otherwise `+08:00`, `-0700`, `UTC`.
fn zone(text: &[u8]) -> Option<i64> {
    match text {
        b"" | b"Z" | b"z" | b"UTC" | b"GMT" => Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let (value, width, after) = digits(rest)?;
            let (hours, minutes) = match (width, after) {
                (2, []) => (value, 0),
                (4, []) => (value / 100, value % 100),
                (2, [b':', tail @ ..]) => (value, digits(tail).filter(|d| d.2.is_empty() && d.0 <= 59)?.0),
                _ => return None,
            };
            let seconds = hours * 3600 + minutes * 60;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

/// The order of day and month with which all these cells are valid.
pub(in crate::read) fn order<'a>(cells: impl Iterator<Item = &'a [u8]>, declared: Option<Order>) -> Order {
    let (mut day_first, mut month_first) = (true, true);
    for cell in cells.filter(|c| looks_like(c)) {
        day_first &= parse(cell, Order::DayFirst).is_some();
        month_first &= parse(cell, Order::MonthFirst).is_some();
    }
    match (day_first, month_first) {
        (true, false) => Order::DayFirst,
        (false, true) => Order::MonthFirst,
        _ => declared.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_in_many_spellings() {
        // 2017-12-09 15:00:00.01 UTC is 1512831600.01 s after the epoch (date -u -d … +%s).
        for text in [
            "2017-12-09T15:00:00.0100000",
            "2017-12-09 15:00:00.01",
            "2017-12-09T23:00:00.010+08:00",
            "2017-12-09T08:00:00.010-0700",
            "2017/12/09 15:00:00.01Z",
            "09/12/2017 15:00:00.010",
            "09-Dec-2017 15:00:00.010",
            "09.12.2017 15:00:00,010",
            "9/12/2017 3:00:00.01 PM",
            "2017-12-09_15:00:00:010",
            "2017-12-09 15.00.00.010",
        ] {
            let stamp = parse(text.as_bytes(), Order::DayFirst).expect(text);
            assert_eq!(stamp.nanos, 1_512_831_600_010_000_000, "{text}");
            assert!(stamp.has_date && stamp.has_time);
        }
        let american = parse(b"12/09/2017 15:00:00.01", Order::MonthFirst).expect("stamp");
        assert_eq!(american.nanos, 1_512_831_600_010_000_000);
        let bare = parse(b"15:00:00.010", Order::DayFirst).expect("stamp");
        assert_eq!((bare.nanos, bare.has_date), (54_000_010_000_000, false));
        let short = parse(b"01:02.5", Order::DayFirst).expect("minutes and seconds");
        assert_eq!((short.nanos, short.has_date), (62_500_000_000, false));
        assert!(
            is_impossible_date(b"9999-12-31 10:00:00")
                && is_impossible_date(b"0001-01-01T00:00:00Z")
                && !is_impossible_date(b"2026-12-31")
        );
    }

    #[test]
    fn numbers_and_words_are_not_timestamps() {
        // After 2262, nanoseconds do not fit; an offset cannot be a trillion minutes.
        for text in [
            "9999-12-31",
            "9999-12-31 10:00:00",
            "10:00:00+01:999999999999999999",
            "1.5",
            "123456",
            "-0.2",
            "abc",
            "1.2.3",
            "2017-13-45",
            "12:99",
            "",
            "10:00 abc",
        ] {
            assert!(!looks_like(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn values_show_day_and_month() {
        let american: [&[u8]; 2] = [b"04/06/2021 10:00:00", b"04/26/2021 10:00:00"];
        assert_eq!(order(american.into_iter(), None), Order::MonthFirst);
        let open: [&[u8]; 1] = [b"04/06/2021 10:00:00"];
        assert_eq!(order(open.into_iter(), Some(Order::MonthFirst)), Order::MonthFirst);
    }
}
