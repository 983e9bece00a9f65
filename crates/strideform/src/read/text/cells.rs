//! Single cells: numbers, missing values, anything else.

/// The bytes without surrounding blanks and without one pair of quotes.
pub(in crate::read) fn trimmed(cell: &[u8]) -> &[u8] {
    let cell = cell.trim_ascii();
    match cell {
        [b'"', inner @ .., b'"'] => inner.trim_ascii(),
        _ => cell,
    }
}

/// The number in a cell. Exponents are allowed; `inf` and `nan` are not numbers.
pub(in crate::read) fn number(cell: &[u8], decimal_comma: bool) -> Option<f64> {
    let cell = cell.trim_ascii();
    let digits = cell.strip_prefix(b"-").or_else(|| cell.strip_prefix(b"+")).unwrap_or(cell);
    if !digits.first().is_some_and(|&b| b.is_ascii_digit() || b == b'.' || b == b',') {
        return None;
    }
    let value: f64 = if decimal_comma && cell.contains(&b',') {
        let mut buffer = [0u8; 48];
        let buffer = buffer.get_mut(..cell.len())?;
        for (to, &from) in buffer.iter_mut().zip(cell) {
            // A point next to a decimal comma is a thousands separator, which no sensor writes.
            *to = match from {
                b'.' => return None,
                b',' => b'.',
                other => other,
            };
        }
        std::str::from_utf8(buffer).ok()?.parse().ok()?
    } else {
        std::str::from_utf8(cell).ok()?.parse().ok()?
    };
    value.is_finite().then_some(value)
}

/// True for an empty cell and for words that denote a missing value.
pub(in crate::read) fn missing(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    cell.is_empty()
        || [&b"nan"[..], b"na", b"n/a", b"#n/a", b"null", b"none", b"--"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word))
}

/// True for the beginning of a number, as at the end of a truncated file.
pub(in crate::read) fn stump(cell: &[u8]) -> bool {
    let cell = trimmed(cell);
    let Some((last, head)) = cell.split_last() else { return true };
    matches!(last, b'-' | b'+' | b'e' | b'E' | b'.' | b',')
        && cell.len() < 32
        && head.iter().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b'+' | b'e' | b'E' | b'.' | b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_notations() {
        for (cell, comma, value) in [
            ("1.5", false, Some(1.5)),
            (" -2 ", false, Some(-2.0)),
            ("+.5e-3", false, Some(0.0005)),
            ("1,5", true, Some(1.5)),
            ("-0,25E1", true, Some(-2.5)),
            ("1.5", true, Some(1.5)),
            ("1,5", false, None),
            ("1.234,5", true, None),
            ("inf", false, None),
            ("NaN", false, None),
            ("-", false, None),
            ("12a", false, None),
            ("1e999", false, None),
            ("", false, None),
        ] {
            assert_eq!(number(cell.as_bytes(), comma), value, "{cell}");
        }
    }

    #[test]
    fn missing_values_and_stumps() {
        for cell in ["", " ", "NaN", "NA", "null", "--", "\"\""] {
            assert!(missing(cell.as_bytes()), "{cell}");
        }
        assert!(!missing(b"abc") && !missing(b"0"));
        for cell in ["-", "-0.", "1e", ""] {
            assert!(stump(cell.as_bytes()), "{cell}");
        }
        assert!(!stump(b"abc") && !stump(b"0.5"));
    }
}
