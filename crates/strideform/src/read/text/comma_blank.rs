//! Tables whose cells are separated by a comma and a blank, and whose decimal sign is a comma: `0,01, -1,5, 9,81`.

use crate::read::text::cells::{missing, number};

/// Lines that are looked at, and the fewest rows that decide (*chosen*).
const LINES: usize = 60;
const MIN_ROWS: usize = 2;

/// True if the rows are cells between a comma and a blank, most of them with decimal commas.
pub(in crate::read) fn is_delimiter(text: &[u8]) -> bool {
    let lines: Vec<&[u8]> = text
        .split(|b| *b == b'\n')
        .take(LINES)
        .map(|line| line.trim_ascii())
        .filter(|line| !line.is_empty())
        .collect();
    let rows: Vec<usize> = lines.iter().filter_map(|line| cells(line)).collect();
    let Some(first) = rows.first() else { return false };
    // The rest are a header and what stands above it; the last line looked at may be cut.
    rows.len() >= MIN_ROWS && rows.iter().all(|n| n == first) && rows.len() * 2 > lines.len()
}

/// Number of cells if the line is such a row.
fn cells(line: &[u8]) -> Option<usize> {
    let (mut cells, mut commas, mut from) = (0, 0, 0);
    loop {
        let rest = line.get(from..)?;
        let end = rest.windows(2).position(|w| w == b", ");
        let cell = rest.get(..end.unwrap_or(rest.len()))?.trim_ascii();
        if !missing(cell) {
            number(cell, true)?;
            commas += usize::from(cell.contains(&b','));
        }
        cells += 1;
        match end {
            Some(end) => from += end + 2,
            None => break,
        }
    }
    (cells >= 3 && commas * 2 > cells).then_some(cells)
}

/// Writes semicolons for the commas before blanks; every byte keeps its place.
pub(in crate::read) fn to_semicolons(text: &mut [u8]) {
    for i in 1..text.len() {
        if text.get(i - 1..=i) == Some(b", ")
            && let Some(comma) = text.get_mut(i - 1)
        {
            *comma = b';';
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimal_commas_between_commas_and_blanks() {
        let mut text = b"t, x, y, z\n0,01, -1,5, 0,25, 9,81\n0,02, -1,25, 0, 9,8\n".to_vec();
        assert!(is_delimiter(&text));
        to_semicolons(&mut text);
        assert_eq!(text, b"t; x; y; z\n0,01; -1,5; 0,25; 9,81\n0,02; -1,25; 0; 9,8\n");
        for other in
            ["t, x, y, z\n0.01, -1.5, 2, 3\n0.02, 1, 2, 3\n", "t,x,y\n0,1,2\n1,2,3\n", "a; 1,5; 2,5; 3,5\n"]
        {
            assert!(!is_delimiter(other.as_bytes()), "{other}");
        }
    }
}
