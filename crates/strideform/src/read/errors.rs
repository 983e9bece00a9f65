//! Errors that name the line, the column and the cell.

use crate::error::{Error, ErrorKind, MAX_LINE_SHOWN, Position};

/// Cells longer than this are shortened in messages (*chosen*).
const MAX_CELL_SHOWN: usize = 60;

/// A malformed file.
pub(in crate::read) fn malformed(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Malformed, message)
}

/// A file for which the user has to specify something.
pub(in crate::read) fn ambiguous(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Ambiguous, message)
}

/// A file that lacks the required data.
pub(in crate::read) fn unusable(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unusable, message)
}

/// A file that cannot be read to its end.
pub(in crate::read) fn io(name: &str, error: std::io::Error) -> Error {
    let (kind, what) = match error.kind() {
        std::io::ErrorKind::FileTooLarge => {
            (ErrorKind::Unusable, "the file decompresses to far more than any recording does".to_owned())
        }
        std::io::ErrorKind::InvalidData
        | std::io::ErrorKind::InvalidInput
        | std::io::ErrorKind::UnexpectedEof => {
            (ErrorKind::Malformed, format!("the compressed data are damaged ({error})"))
        }
        _ => (ErrorKind::Io, format!("the file cannot be read ({error})")),
    };
    Error::new(kind, what).with_remedy("copy or download the file again").in_file(name).with_source(error)
}

/// The cell's text for a message, cut where it is long.
pub(in crate::read) fn shown(cell: &[u8]) -> String {
    let text = String::from_utf8_lossy(cell);
    let text = text.trim();
    if text.chars().count() <= MAX_CELL_SHOWN {
        return text.to_owned();
    }
    text.chars().take(MAX_CELL_SHOWN).chain("…".chars()).collect()
}

/// Line `number` (from 1) of `text`, without its line ending.
pub(in crate::read) fn line(text: &[u8], number: u64) -> Option<&[u8]> {
    let index = usize::try_from(number.checked_sub(1)?).ok()?;
    let line = text.split(|&b| b == b'\n').nth(index)?;
    Some(line.strip_suffix(b"\r").unwrap_or(line))
}

/// Byte ranges of the cells of one line, quotes included; repeated delimiters count once if `collapse` is set.
pub(in crate::read) fn spans(line: &[u8], delimiter: u8, collapse: bool) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    let (mut start, mut quoted) = (0, false);
    for (i, &byte) in line.iter().enumerate() {
        if byte == b'"' {
            quoted = !quoted;
        } else if byte == delimiter && !quoted {
            out.push((start, i));
            start = i + 1;
        }
    }
    out.push((start, line.len()));
    if collapse {
        out.retain(|(a, b)| a < b);
    }
    out
}

/// The position of a cell, as far as it is known: line `number`, column `column` (from 0).
pub(in crate::read) fn position(
    text: &[u8],
    delimiter: u8,
    collapse: bool,
    number: u64,
    column: Option<usize>,
    name: Option<&str>,
) -> Position {
    position_in(line(text, number), delimiter, collapse, number, column, name)
}

/// The same for a line already in memory.
pub(in crate::read) fn position_in(
    line: Option<&[u8]>,
    delimiter: u8,
    collapse: bool,
    number: u64,
    column: Option<usize>,
    name: Option<&str>,
) -> Position {
    let mut out = Position {
        line: Some(number),
        column: column.map(|c| c + 1),
        column_name: name.filter(|n| !n.is_empty()).map(str::to_owned),
        ..Position::default()
    };
    let Some(line) = line else { return out };
    let span = column.and_then(|c| spans(line, delimiter, collapse).get(c).copied());
    if let Some((a, b)) = span {
        out.cell = Some(shown(line.get(a..b).unwrap_or_default()));
    }
    if line.len() <= MAX_LINE_SHOWN
        && let Ok(whole) = std::str::from_utf8(line)
    {
        out.line_text = Some(whole.to_owned());
        out.span = span.or_else(|| column.map(|_| (whole.len(), whole.len())));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_found_in_its_line() {
        let text = b"t;a\r\n1;\"2;5\";x\r\n";
        let place = position(text, b';', false, 2, Some(2), Some("b"));
        assert_eq!(place.line_text.as_deref(), Some("1;\"2;5\";x"));
        assert_eq!(place.span, Some((8, 9)));
        assert_eq!(place.cell.as_deref(), Some("x"));
        assert_eq!(place.column, Some(3));
    }

    #[test]
    fn blanks_in_a_row_count_once() {
        assert_eq!(spans(b"  1  22", b' ', true), [(2, 3), (5, 7)]);
    }
}
