//! Cells as written by watch portals: either decimal sign, grouped thousands, clock times, paces, left–right shares.

/// The decimal sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read::watch) enum Mark {
    Point,
    Comma,
}

/// True for an empty cell and for what portals write in place of a missing value.
pub(in crate::read::watch) fn missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || cell.chars().all(|c| matches!(c, '-' | '–' | '—')) || {
        let lower = cell.to_ascii_lowercase();
        matches!(lower.as_str(), "nan" | "na" | "n/a" | "null" | "none")
    }
}

/// The number at the start of a cell, with spaces between groups of digits removed, and what follows it.
fn digits(cell: &str) -> Option<(String, &str)> {
    let cell = cell.trim().trim_start_matches('+');
    let mut text = String::new();
    let mut end = 0;
    let chars: Vec<(usize, char)> = cell.char_indices().collect();
    for (i, &(at, c)) in chars.iter().enumerate() {
        let next_is_digit = chars.get(i + 1).is_some_and(|(_, n)| n.is_ascii_digit());
        match c {
            '0'..='9' => text.push(c),
            '-' | '−' if text.is_empty() => text.push('-'),
            '.' | ',' if next_is_digit || text.ends_with(|t: char| t.is_ascii_digit()) => text.push(c),
            // Spaces and apostrophes separate thousands only between digits.
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '’'
                if next_is_digit && text.ends_with(|t: char| t.is_ascii_digit()) => {}
            _ => break,
        }
        end = at + c.len_utf8();
    }
    text.contains(|c: char| c.is_ascii_digit()).then(|| (text, cell.get(end..).unwrap_or_default()))
}

/// The decimal sign in a cell; `None` if it has none or is ambiguous (`8.630`, `1,234`).
pub(in crate::read::watch) fn evidence(cell: &str) -> Option<Mark> {
    if missing(cell) || cell.matches(['-', '/']).count() > 1 {
        return None;
    }
    if let Some((_, seconds)) = cell.rsplit_once(':') {
        // A clock time with decimal seconds.
        return match seconds.find([',', '.']).and_then(|i| seconds.get(i..=i)) {
            Some(",") => Some(Mark::Comma),
            Some(_) => Some(Mark::Point),
            None => None,
        };
    }
    let (text, _) = digits(cell)?;
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    match (points, commas) {
        (0, 0) => None,
        (1.., 1..) => {
            let last = text.rfind(['.', ','])?;
            Some(if text.get(last..=last) == Some(",") { Mark::Comma } else { Mark::Point })
        }
        (2.., 0) => Some(Mark::Comma),
        (0, 2..) => Some(Mark::Point),
        (points, _) => {
            let (whole, decimals) = text.split_once(['.', ','])?;
            // Three digits after one sign may be thousands, unless only a zero precedes it.
            let whole = whole.trim_start_matches('-');
            let open = decimals.len() == 3 && !whole.is_empty() && whole != "0" && whole.len() <= 3;
            match (open, points) {
                (true, _) => None,
                (false, 1) => Some(Mark::Point),
                (false, _) => Some(Mark::Comma),
            }
        }
    }
}

/// The most common decimal sign among the cells; a point if no cell has one.
pub(in crate::read::watch) fn mark<'a>(cells: impl Iterator<Item = &'a str>) -> Option<Mark> {
    let (mut points, mut commas) = (0_usize, 0_usize);
    for cell in cells {
        match evidence(cell) {
            Some(Mark::Point) => points += 1,
            Some(Mark::Comma) => commas += 1,
            None => {}
        }
    }
    match points.cmp(&commas) {
        std::cmp::Ordering::Greater => Some(Mark::Point),
        std::cmp::Ordering::Less => Some(Mark::Comma),
        std::cmp::Ordering::Equal => None,
    }
}

/// A number, possibly followed by a unit (`266 ms`, `8.3%`). A cell with an unambiguous decimal sign overrides `mark`.
pub(in crate::read::watch) fn number(cell: &str, mark: Mark) -> Option<f64> {
    if missing(cell) {
        return None;
    }
    let (text, rest) = digits(cell)?;
    if rest.starts_with([':', '/', '-']) || rest.trim_start().starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // At most a unit may follow.
    if rest.trim().chars().count() > 12 {
        return None;
    }
    let decimal = match evidence(cell).unwrap_or(mark) {
        Mark::Point => '.',
        Mark::Comma => ',',
    };
    let plain: String = text
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '-' || *c == decimal)
        .map(|c| if c == decimal { '.' } else { c })
        .collect();
    plain.parse().ok().filter(|v: &f64| v.is_finite())
}

/// Seconds of `47:42`, `00:47:42`, `00:02:09,8`, `1:02:13.5`.
pub(in crate::read::watch) fn clock(cell: &str) -> Option<f64> {
    let cell = cell.trim();
    let parts: Vec<&str> = cell.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return None;
    }
    let mut seconds = 0.0;
    for (i, part) in parts.iter().enumerate() {
        let last = i + 1 == parts.len();
        let part = part.replace(',', ".");
        let plain = part.bytes().all(|b| b.is_ascii_digit() || (last && b == b'.'));
        if part.is_empty() || !plain {
            return None;
        }
        seconds = seconds * 60.0 + part.parse::<f64>().ok()?;
    }
    Some(seconds)
}

/// Left share, per cent, from `50,6% L / 49,4% R` with the letters of any language, or from a bare `50.6`.
pub(in crate::read::watch) fn left_share(cell: &str, mark: Mark) -> Option<f64> {
    if missing(cell) {
        return None;
    }
    let first = cell.split('/').next().unwrap_or_default();
    let (_, rest) = digits(first)?;
    let letter = rest.chars().find(|c| c.is_alphabetic()).map(|c| c.to_ascii_uppercase());
    let number_part = first.get(..first.len().saturating_sub(rest.len())).unwrap_or_default();
    let share = number(number_part, mark)?;
    // Right: R(ight, echts), D(roite, erecha, estra, ireita), H (höger, højre), P (prawa).
    match letter {
        Some('R' | 'D' | 'H' | 'P') => Some(100.0 - share),
        _ => Some(share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_of_either_notation() {
        for (cell, mark, value) in [
            ("8,16", Mark::Comma, Some(8.16)),
            ("8.16", Mark::Point, Some(8.16)),
            ("8.630", Mark::Comma, Some(8630.0)),
            ("8.630", Mark::Point, Some(8.63)),
            ("8,630", Mark::Point, Some(8630.0)),
            ("1.234,5", Mark::Point, Some(1234.5)),
            ("1,234.5", Mark::Comma, Some(1234.5)),
            ("1.234.567", Mark::Point, Some(1_234_567.0)),
            ("8 630", Mark::Point, Some(8630.0)),
            ("8\u{202f}630,5", Mark::Point, Some(8630.5)),
            ("8'630.5", Mark::Point, Some(8630.5)),
            ("0.995", Mark::Comma, Some(0.995)),
            ("-11", Mark::Point, Some(-11.0)),
            ("266 ms", Mark::Point, Some(266.0)),
            ("5,8 %", Mark::Comma, Some(5.8)),
            ("--", Mark::Point, None),
            ("", Mark::Point, None),
            ("No", Mark::Point, None),
            ("5:07", Mark::Point, None),
            ("2026-05-10", Mark::Point, None),
        ] {
            assert_eq!(number(cell, mark), value, "{cell} {mark:?}");
        }
    }

    #[test]
    fn the_decimal_sign_is_that_of_most_cells() {
        let european = ["9,33", "8.630", "00:47:42", "269", "50,6% L / 49,4% R"];
        assert_eq!(mark(european.into_iter()), Some(Mark::Comma));
        assert_eq!(mark(["8.16", "7,496", "2.7"].into_iter()), Some(Mark::Point));
        assert_eq!(mark(["00:02:09,8"].into_iter()), Some(Mark::Comma));
        assert_eq!(mark(["8.630", "--"].into_iter()), None);
    }

    #[test]
    fn times_and_shares() {
        assert_eq!(clock("00:47:42"), Some(2862.0));
        assert_eq!(clock("00:02:09,8"), Some(129.8));
        assert_eq!(clock("5:07"), Some(307.0));
        assert_eq!(clock("2026-05-10 10:35:22"), None);
        for (cell, left) in [
            ("50,6% L / 49,4% R", 50.6),
            ("50.6% L / 49.4% R", 50.6),
            ("49,4 % D / 50,6 % G", 50.6),
            ("50.6% S / 49.4% D", 50.6),
            ("50,6", 50.6),
        ] {
            // The cell has one decimal; the rest is rounding of a difference.
            assert!((left_share(cell, Mark::Comma).expect(cell) - left).abs() < 1e-9, "{cell}");
        }
        assert_eq!(left_share("--", Mark::Comma), None);
    }
}
