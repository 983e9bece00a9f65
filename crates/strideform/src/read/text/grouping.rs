//! Digits grouped in thousands: `-1,609` next to `512` is one thousand six hundred and nine, not a decimal fraction.

use crate::error::Error;
use crate::read::errors::ambiguous;
use crate::read::text::cells::trimmed;

/// What a cell shows about one sign as the decimal sign or as the separator of thousands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `1,609`: either.
    Either,
    /// `1,234,567` or `1,234.5`: thousands for certain.
    Thousands,
    /// `0,25`, `1,5`, `1234,567`: a decimal fraction for certain.
    Decimal,
    /// A whole number from 10 to 999 without any sign: what stands beside grouped thousands.
    Short,
    /// A whole number of one digit other than zero.
    Digit,
    /// Anything else.
    Other,
}

fn form(cell: &[u8], sign: u8) -> Form {
    let cell = trimmed(cell);
    let cell = cell.strip_prefix(b"-").or_else(|| cell.strip_prefix(b"+")).unwrap_or(cell);
    let digits = |text: &[u8]| !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    if !cell.contains(&sign) {
        return match cell {
            [b'1'..=b'9'] => Form::Digit,
            [b'1'..=b'9', rest @ ..] if rest.len() <= 2 && digits(rest) => Form::Short,
            _ => Form::Other,
        };
    }
    let fraction = if sign == b',' { b'.' } else { b',' };
    let (whole, decimals) = match cell.iter().position(|b| *b == fraction) {
        Some(at) => (cell.get(..at).unwrap_or_default(), cell.get(at + 1..)),
        None => (cell, None),
    };
    let mut groups = whole.split(|b| *b == sign);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&[u8]> = groups.collect();
    let grouped = digits(first)
        && first.len() <= 3
        && !first.starts_with(b"0")
        && !rest.is_empty()
        && rest.iter().all(|group| group.len() == 3 && digits(group))
        && decimals.is_none_or(digits);
    match (grouped, rest.len()) {
        (true, 1) if decimals.is_none() => Form::Either,
        (true, _) => Form::Thousands,
        (false, 1) if decimals.is_none() && (first.is_empty() || digits(first)) => Form::Decimal,
        _ => Form::Other,
    }
}

/// True for digits in groups that no decimal notation has: `1,234,567`.
pub(in crate::read) fn certainly_grouped(cell: &[u8], decimal_comma: bool) -> bool {
    form(cell, if decimal_comma { b',' } else { b'.' }) == Form::Thousands
}

/// The sign that groups thousands in these rows, if one does; `decimal_comma` is how the cells would read otherwise.
///
/// # Errors
/// `Ambiguous` where every comma could be either.
pub(in crate::read) fn find(sample: &[Vec<Vec<u8>>], decimal_comma: bool) -> Result<Option<u8>, Error> {
    let sign = if decimal_comma { b',' } else { b'.' };
    let columns = sample.iter().map(Vec::len).max().unwrap_or(0);
    let (mut either, mut sure, mut decimal, mut beside) = (None, false, false, false);
    for column in 0..columns {
        let mut seen = [0_usize; 6];
        for cell in sample.iter().filter_map(|row| row.get(column)) {
            let form = form(cell, sign);
            if let Some(count) = seen.get_mut(form as usize) {
                *count += 1;
            }
            if form == Form::Either && either.is_none() {
                either = Some(String::from_utf8_lossy(trimmed(cell)).into_owned());
            }
        }
        let [open, thousands, fractions, short, digit, _] = seen;
        sure |= thousands > 0;
        decimal |= fractions > 0;
        // A point is the usual decimal sign, so that a single digit beside it proves nothing.
        beside |= open > 0 && (short > 0 || (decimal_comma && digit > 0));
    }
    match (sure, decimal, either) {
        (true, ..) => Ok(Some(sign)),
        (_, true, _) | (_, _, None) => Ok(None),
        (_, false, Some(_)) if beside => Ok(Some(sign)),
        (_, false, Some(cell)) if decimal_comma => Err(ambiguous(format!(
            "`{cell}` may be a decimal fraction or a whole number with its thousands grouped"
        ))
        .with_remedy("export the numbers without separators of thousands, or with more decimals")),
        _ => Ok(None),
    }
}

/// The cell without the signs that group its thousands: the given one, and blanks and apostrophes between digits.
/// `None` where there are none.
pub(in crate::read) fn without(cell: &[u8], sign: Option<u8>) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(trimmed(cell)).ok()?;
    let groups = |c: char| {
        matches!(c, '\'' | '\u{2019}' | ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
            || sign.is_some_and(|s| c == char::from(s))
    };
    if !text.contains(groups) {
        return None;
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let whole = unsigned.split(['.', ','].as_slice()).next().filter(|_| sign.is_none()).unwrap_or(unsigned);
    // Outside the sign of the file, only complete groups of three are taken for thousands.
    let mut parts = whole.split(groups);
    let first = parts.next()?;
    let three = |part: &str| part.len() >= 3 && part.chars().take(3).all(|c| c.is_ascii_digit());
    if first.is_empty() || first.len() > 3 || !parts.all(three) {
        return None;
    }
    Some(text.chars().filter(|c| !groups(*c)).collect::<String>().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(columns: &[&[&str]], decimal_comma: bool) -> Option<Option<u8>> {
        let rows = columns.iter().map(|c| c.len()).max().unwrap_or(0);
        let sample: Vec<Vec<Vec<u8>>> = (0..rows)
            .map(|row| columns.iter().map(|c| c.get(row).unwrap_or(&"").as_bytes().to_vec()).collect())
            .collect();
        find(&sample, decimal_comma).ok()
    }

    #[test]
    fn commas_are_thousands_beside_shorter_whole_numbers() {
        assert_eq!(of(&[&["-1,609", "512", "-87"], &["1,024", "998", "1,101"]], true), Some(Some(b',')));
        assert_eq!(of(&[&["1,234,567", "1,234,577"], &["12", "13"]], true), Some(Some(b',')));
        assert_eq!(of(&[&["1,609.25", "-12.5"]], true), Some(Some(b',')));
        assert_eq!(of(&[&["-1.609", "512", "-87"]], false), Some(Some(b'.')));
    }

    #[test]
    fn decimal_fractions_stay_what_they_are() {
        assert_eq!(of(&[&["0,512", "1,609", "-0,087"]], true), Some(None));
        assert_eq!(of(&[&["1,6", "2", "1,609"]], true), Some(None));
        assert_eq!(of(&[&["9.807", "-1.609", "2"]], false), Some(None));
        assert_eq!(of(&[&["0.010", "0.020"], &["1.609", "512"]], false), Some(None));
        // A comma that may be either is not guessed.
        assert_eq!(of(&[&["1,609", "1,024"]], true), None);
    }

    #[test]
    fn signs_are_taken_out() {
        let of =
            |cell: &str, sign| without(cell.as_bytes(), sign).map(|b| String::from_utf8(b).expect("text"));
        assert_eq!(of("-1,609", Some(b',')).as_deref(), Some("-1609"));
        assert_eq!(of("1,234,567.5", Some(b',')).as_deref(), Some("1234567.5"));
        assert_eq!(of("-1'609", None).as_deref(), Some("-1609"));
        assert_eq!(of("1\u{a0}609.5", None).as_deref(), Some("1609.5"));
        assert_eq!(of("12 5", None), None);
        assert_eq!(of("512", Some(b',')), None);
    }
}
