//! Lines of the head: which hold data, and in how many cells.

use crate::read::errors::spans;
use crate::read::text::cells::{missing, number, trimmed};
use crate::read::text::grouping;
use crate::read::time::timestamp;

/// The kind of a cell in the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Look {
    Number,
    Stamp,
    Missing,
    Words,
}

pub(in crate::read) fn look(cell: &[u8], decimal_comma: bool) -> Look {
    let cell = trimmed(cell);
    if missing(cell) {
        Look::Missing
    } else if number(cell, decimal_comma).is_some()
        || grouping::certainly_grouped(cell, decimal_comma)
        || grouping::without(cell, None).is_some_and(|cell| number(&cell, decimal_comma).is_some())
    {
        Look::Number
    } else if timestamp::looks_like(cell) {
        Look::Stamp
    } else {
        Look::Words
    }
}

/// Numbers of cells with data, of empty cells, and of all cells.
pub(in crate::read) fn tally(line: &[u8], delimiter: u8, decimal_comma: bool) -> (usize, usize, usize) {
    let (mut data, mut empty, mut all) = (0, 0, 0);
    for (a, b) in spans(line, delimiter, delimiter == b' ') {
        all += 1;
        match look(line.get(a..b).unwrap_or_default(), decimal_comma) {
            Look::Number | Look::Stamp => data += 1,
            Look::Missing => empty += 1,
            Look::Words => {}
        }
    }
    (data, empty, all)
}

/// Certainly a data row: at least two cells hold data, and at least half of the non-empty ones do.
pub(in crate::read) fn strong(line: &[u8], delimiter: u8, decimal_comma: bool) -> bool {
    let (data, empty, all) = tally(line, delimiter, decimal_comma);
    data >= 2 && data * 2 >= all - empty
}

/// A data row if it is below a header: some data, and with missing values at least half of the cells.
pub(in crate::read) fn weak(line: &[u8], delimiter: u8, decimal_comma: bool) -> bool {
    let (data, empty, all) = tally(line, delimiter, decimal_comma);
    all >= 2 && (data >= 1 && (data + empty) * 2 >= all)
}

/// Number of cells of a line, without empty ones at its end.
pub(in crate::read) fn cells_of(line: &[u8], delimiter: u8) -> usize {
    let all = spans(line, delimiter, delimiter == b' ');
    all.iter()
        .rposition(|&(a, b)| !trimmed(line.get(a..b).unwrap_or_default()).is_empty())
        .map_or(0, |i| i + 1)
}
