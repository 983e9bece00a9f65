//! Finds the header and the unit row among the lines above the data.

use crate::read::columns::column_name::understand;
use crate::read::columns::quantity::Quantity;
use crate::read::columns::unit_names;
use crate::read::errors::spans;
use crate::read::text::cells::trimmed;
use crate::read::text::encoding::decoded;

/// One line of the head.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Line<'a> {
    pub(in crate::read) number: u64,
    pub(in crate::read) start: usize,
    pub(in crate::read) bytes: &'a [u8],
}

/// The header among the lines above the data.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Header {
    /// Index among the lines above the data.
    pub(in crate::read) index: usize,
    /// Line number, from 1.
    pub(in crate::read) line: u64,
    /// Full names, prefixed with the device if the line above names one.
    pub(in crate::read) names: Vec<String>,
}

fn cells(line: &[u8], delimiter: u8, collapse: bool) -> Vec<String> {
    let line = line.strip_prefix(b"#").unwrap_or(line);
    let mut out: Vec<String> = spans(line, delimiter, collapse)
        .iter()
        .map(|&(a, b)| decoded(trimmed(line.get(a..b).unwrap_or_default())))
        .collect();
    while out.last().is_some_and(String::is_empty) {
        out.pop();
    }
    out
}

/// Finds the header: the line that names the most channels; of several such lines, the last.
pub(in crate::read) fn find(
    above: &[Line<'_>],
    delimiter: u8,
    collapse: bool,
    columns: usize,
) -> Option<Header> {
    let mut best: Option<(usize, usize)> = None;
    for (index, line) in above.iter().enumerate() {
        let row = cells(line.bytes, delimiter, collapse);
        if row.len() < 2 || row.len() > columns + 1 || units(line.bytes, delimiter, collapse).is_some() {
            continue;
        }
        let known = row
            .iter()
            .map(|cell| understand(cell, None))
            .filter(|name| name.axis.is_some() || matches!(name.quantity, Quantity::Time | Quantity::Counter))
            .count();
        let fits = usize::from(row.len() == columns || row.len() + 1 == columns);
        let score = 2 * known + fits;
        if (fits > 0 || known >= 3) && best.is_none_or(|(s, _)| score >= s) {
            best = Some((score, index));
        }
    }
    let (_, index) = best?;
    let line = above.get(index)?;
    let mut names = cells(line.bytes, delimiter, collapse);
    let mut seen = names.clone();
    seen.sort();
    seen.dedup();
    // Repeated names mean several devices, each named in the line above, over its first column.
    if seen.len() < names.len()
        && let Some(groups) = index.checked_sub(1).and_then(|i| above.get(i))
    {
        let groups = cells(groups.bytes, delimiter, collapse);
        let mut group = String::new();
        for (i, name) in names.iter_mut().enumerate() {
            if let Some(cell) = groups.get(i).filter(|g| !g.is_empty()) {
                group.clone_from(cell);
            }
            if !group.is_empty() {
                *name = format!("{group} {name}");
            }
        }
    }
    Some(Header { index, line: line.number, names })
}

/// The cells of a row of units, if the line is one.
pub(in crate::read) fn units(line: &[u8], delimiter: u8, collapse: bool) -> Option<Vec<String>> {
    let row = cells(line, delimiter, collapse);
    let filled = row.iter().filter(|c| !c.is_empty()).count();
    let known = row
        .iter()
        .filter(|c| {
            let bare = c.trim_matches(['(', ')', '[', ']', ' ']);
            // `t`, `g` and the like are names as often as they are units, so they count only together with others.
            !c.is_empty() && unit_names::parse(bare).is_some()
        })
        .count();
    (filled >= 2 && known * 2 > filled && !is_bare_names(&row)).then_some(row)
}

/// `t,x,y,z` and `s,g` rows: a header of one-letter names is not a unit row.
fn is_bare_names(row: &[String]) -> bool {
    row.iter().any(|c| understand(c, None).axis.is_some())
}

/// With two rows below the header (calibration and unit), the second is used if it spells a unit.
pub(in crate::read) fn merged(first: Vec<String>, second: Vec<String>) -> Vec<String> {
    let n = first.len().max(second.len());
    (0..n)
        .map(|i| match (first.get(i), second.get(i)) {
            (_, Some(s)) if !s.is_empty() => s.clone(),
            (Some(f), _) => f.clone(),
            _ => String::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_devices_is_put_in_front() {
        let text: [&[u8]; 3] = [b"Devices", b",,A - accel,,,A - gyro,,", b"Frame,Sub Frame,x,y,z,x,y,z"];
        let lines: Vec<Line<'_>> =
            text.iter().zip(1..).map(|(b, number)| Line { number, start: 0, bytes: b }).collect();
        let header = find(&lines, b',', false, 8).expect("header");
        assert_eq!(header.names.get(2).map(String::as_str), Some("A - accel x"));
        assert_eq!(header.names.get(7).map(String::as_str), Some("A - gyro z"));
        assert_eq!(header.names.first().map(String::as_str), Some("Frame"));
    }

    #[test]
    fn rows_of_units() {
        assert!(units("s,mm/s²,mm/s²,deg/s".as_bytes(), b',', false).is_some());
        assert!(units(b",,mm/s,m/s2,m/s2,T", b',', false).is_some());
        assert!(units(b"CAL\tCAL\tCAL", b'\t', false).is_some());
        assert!(units(b"time,x,y,z", b',', false).is_none());
        assert!(units(b"t,ax,ay,az", b',', false).is_none());
        assert!(units(b"abc,def,g", b',', false).is_none());
    }
}
