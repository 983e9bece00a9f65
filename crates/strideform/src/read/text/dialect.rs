//! The layout of the text: delimiter, decimal sign, quotes, preamble, header, unit row, first data row.

use crate::error::Error;
use crate::recording::Inference;

use crate::read::errors::{malformed, position, spans};
use crate::read::text::cells::{number, trimmed};
use crate::read::text::encoding::decoded;
use crate::read::text::grouping;
use crate::read::text::header::{self, Line};
use crate::read::text::line_kind::{Look, cells_of, look, strong, tally, weak};
use crate::read::time::timestamp;

/// Lines examined (*chosen*: longer than any preamble seen; the longest had 100 lines).
const LINES: usize = 400;
/// Bytes examined (*chosen*).
const HEAD: usize = 16 << 20;
/// Maximum number of columns (*chosen*: a suit of 17 sensors with quaternions has some 500).
const MAX_COLUMNS: usize = 4096;

/// The layout of a text table.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::read) struct Dialect {
    pub(in crate::read) delimiter: u8,
    /// True if repeated delimiters count once (columns padded with blanks).
    pub(in crate::read) collapse: bool,
    pub(in crate::read) decimal_comma: bool,
    /// The sign that groups thousands.
    pub(in crate::read) grouping: Option<u8>,
    pub(in crate::read) quotes: bool,
    /// Number of cells per row, without an empty one at the end.
    pub(in crate::read) columns: usize,
    /// Names of the columns; empty without a header.
    pub(in crate::read) names: Vec<String>,
    /// Unit row, cell by cell; empty without one.
    pub(in crate::read) units: Vec<String>,
    /// Lines above the header.
    pub(in crate::read) preamble: Vec<String>,
    /// Line of the header, from 1.
    pub(in crate::read) header_line: Option<u64>,
    /// Byte offset and line number of the first row of data.
    pub(in crate::read) data_start: usize,
    pub(in crate::read) data_line: u64,
    /// Cells of the first rows of data.
    pub(in crate::read) sample: Vec<Vec<Vec<u8>>>,
    pub(in crate::read) inferences: Vec<Inference>,
}

fn head(text: &[u8]) -> Vec<Line<'_>> {
    let mut out = Vec::new();
    let (mut start, mut number) = (0, 1);
    for bytes in text.split(|&b| b == b'\n') {
        if out.len() >= LINES || start > HEAD {
            break;
        }
        let line = bytes.strip_suffix(b"\r").unwrap_or(bytes);
        out.push(Line { number, start, bytes: line });
        start += bytes.len() + 1;
        number += 1;
    }
    out
}

/// Determines the layout.
pub(in crate::read) fn sniff(text: &[u8]) -> Result<Dialect, Error> {
    let lines: Vec<Line<'_>> = head(text).into_iter().filter(|l| !l.bytes.trim_ascii().is_empty()).collect();
    let declared = lines.first().and_then(|l| match l.bytes.trim_ascii() {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', d] => Some(*d),
        _ => l.bytes.starts_with(b"sep=\t").then_some(b'\t'),
    });
    // Prefer the delimiter under which most rows have the same number of cells, then most cells hold data.
    let mut best: Option<(usize, usize, usize, u8, bool)> = None;
    for delimiter in [b'\t', b';', b',', b'|', b' '] {
        if declared.is_some_and(|d| d != delimiter) {
            continue;
        }
        for comma in [false, true] {
            let rows: Vec<(usize, usize)> = lines
                .iter()
                .filter(|l| strong(l.bytes, delimiter, comma))
                .map(|l| (cells_of(l.bytes, delimiter), tally(l.bytes, delimiter, comma).0))
                .collect();
            let columns = mode(rows.iter().map(|r| r.0).collect());
            let alike = rows.iter().filter(|r| r.0.abs_diff(columns) <= 1).count();
            let filled = rows.iter().map(|r| r.1).sum();
            if columns > 1 && best.is_none_or(|(r, f, ..)| (alike, filled) > (r, f)) {
                best = Some((alike, filled, columns, delimiter, comma));
            }
        }
    }
    let Some((_, _, columns, delimiter, decimal_comma)) = best else {
        return Err(no_rows(text, &lines));
    };
    if columns > MAX_COLUMNS {
        return Err(malformed(format!("{columns} columns, more than the {MAX_COLUMNS} that are read"))
            .with_remedy("export only the columns of time, accelerometer and gyroscope"));
    }
    let collapse = delimiter == b' ';
    let first = lines
        .iter()
        .position(|l| {
            strong(l.bytes, delimiter, decimal_comma) && cells_of(l.bytes, delimiter).abs_diff(columns) <= 1
        })
        .unwrap_or(0);
    let above = lines.get(..first).unwrap_or_default();
    let found = header::find(above, delimiter, collapse, columns);
    // Between the header and the first certain data row: units, or data with gaps; anything else is an error.
    let mut units = Vec::new();
    let mut data = first;
    let after = found.as_ref().map_or(first, |h| h.index + 1);
    for (i, line) in lines.iter().enumerate().take(first).skip(after) {
        if let Some(row) = header::units(line.bytes, delimiter, collapse) {
            units = if units.is_empty() { row } else { header::merged(units, row) };
        } else if weak(line.bytes, delimiter, decimal_comma) {
            data = i;
            break;
        } else {
            let cell = spans(line.bytes, delimiter, collapse).iter().position(|&(a, b)| {
                look(line.bytes.get(a..b).unwrap_or_default(), decimal_comma) == Look::Words
            });
            let name = cell.and_then(|c| found.as_ref()?.names.get(c)).map(String::as_str);
            let place = position(text, delimiter, collapse, line.number, cell, name);
            let shown = place.cell.clone().unwrap_or_default();
            if timestamp::is_impossible_date(shown.as_bytes()) {
                return Err(impossible_date(&shown).at(place));
            }
            return Err(malformed(format!("`{shown}` is not a number"))
                .with_remedy("fix the cell, or pass --skip-bad-rows to skip such rows")
                .at(place));
        }
    }
    let Some(start) = lines.get(data) else { return Err(no_rows(text, &lines)) };
    let quotes = lines.iter().any(|l| l.bytes.contains(&b'"'));
    unclosed(above.last().copied(), text, delimiter, collapse)?;
    let mut sample: Vec<Vec<Vec<u8>>> = lines
        .iter()
        .skip(data)
        .map(|l| {
            spans(l.bytes, delimiter, collapse)
                .iter()
                .map(|&(a, b)| trimmed(l.bytes.get(a..b).unwrap_or_default()).to_vec())
                .collect()
        })
        .collect();
    let grouping = grouping::find(&sample, decimal_comma)
        .map_err(|e| e.at(position(text, delimiter, collapse, start.number, None, None)))?;
    // A comma that groups thousands is not the decimal sign, and the other way round.
    let decimal_comma = match grouping {
        Some(b',') => false,
        Some(b'.') => true,
        _ => decimal_comma,
    };
    for cell in sample.iter_mut().flatten() {
        if let Some(plain) = grouping::without(cell, grouping)
            && number(&plain, decimal_comma).is_some()
        {
            *cell = plain;
        }
    }
    let names = found.as_ref().map(|h| h.names.clone()).unwrap_or_default();
    let width = if names.is_empty() { columns } else { names.len() };
    let preamble = above
        .get(..found.as_ref().map_or(above.len(), |h| h.index))
        .unwrap_or_default()
        .iter()
        .map(|l| decoded(l.bytes))
        .collect();
    let header_line = found.as_ref().map(|h| h.line);
    let mut dialect = Dialect {
        delimiter,
        collapse,
        decimal_comma,
        grouping,
        quotes,
        columns: width,
        names,
        units,
        preamble,
        header_line,
        data_start: start.start,
        data_line: start.number,
        sample,
        inferences: Vec::new(),
    };
    dialect.inferences = dialect.described();
    Ok(dialect)
}

/// A quotation mark that is opened in the line above the data and never closed would hide columns.
fn unclosed(line: Option<Line<'_>>, text: &[u8], delimiter: u8, collapse: bool) -> Result<(), Error> {
    match line {
        Some(line) if line.bytes.iter().filter(|b| **b == b'"').count() % 2 == 1 => {
            let place = position(text, delimiter, collapse, line.number, None, None);
            Err(malformed("a quotation mark is opened in the header but never closed")
                .with_remedy("remove it, or close it behind the name")
                .at(place))
        }
        _ => Ok(()),
    }
}

fn mode(mut sorted: Vec<usize>) -> usize {
    sorted.sort_unstable();
    sorted.chunk_by(|a, b| a == b).max_by_key(|c| c.len()).and_then(|c| c.first()).copied().unwrap_or(0)
}

/// The error for a date of a clock that was never set.
pub(in crate::read) fn impossible_date(cell: &str) -> Error {
    malformed(format!("`{cell}` is a date that no recording has: the recorder's clock was not set"))
        .with_remedy(
            "take another time column with --columns time=NAME, or drop it and give the rate with --rate",
        )
}

fn no_rows(text: &[u8], lines: &[Line<'_>]) -> Error {
    let first = lines.first().map_or(1, |l| l.number);
    let mut place = position(text, b',', false, first, None, None);
    place.column = None;
    let dated = |l: &&Line<'_>| timestamp::is_impossible_date(l.bytes);
    if let Some(line) = lines.iter().find(dated) {
        let cell = line.bytes.split(|b| matches!(b, b',' | b';' | b'\t')).next().unwrap_or_default();
        return impossible_date(&String::from_utf8_lossy(trimmed(cell))).at(position(
            text,
            b',',
            false,
            line.number,
            Some(0),
            None,
        ));
    }
    // One number or time in nearly every row, and nothing beside it.
    let alone = |l: &&Line<'_>| {
        [b'\t', b';', b',']
            .iter()
            .any(|d| matches!(tally(l.bytes, *d, false), (1, empty, all) if empty + 1 == all))
    };
    let message = if lines.len() == 1 {
        "there is a header but there are no samples"
    } else if lines.iter().filter(alone).count() + 1 >= lines.len() {
        "every row holds a single number: there are times, or one axis, but no samples of three axes"
    } else {
        "no rows of numbers were found: this is not a table of samples"
    };
    malformed(message)
        .with_remedy("a recording has a header and rows of numbers, one row per sample")
        .at(place)
}

impl Dialect {
    fn described(&self) -> Vec<Inference> {
        let say = |about: &str, conclusion: String, because: &str| Inference {
            about: about.into(),
            conclusion,
            because: because.into(),
            overridden_by: String::new(),
        };
        let delimiter = match self.delimiter {
            b'\t' => "tab",
            b';' => "semicolon",
            b',' => "comma",
            b' ' => "space",
            _ => "vertical bar",
        };
        let mut out = vec![
            say("delimiter", delimiter.into(), "every row then has the same number of cells"),
            say(
                "decimal sign",
                if self.decimal_comma { "comma" } else { "point" }.into(),
                "the cells then read as numbers",
            ),
        ];
        if let Some(sign) = self.grouping {
            let sign = if sign == b',' { "comma" } else { "point" };
            out.push(say(
                "thousands",
                format!("grouped with a {sign}"),
                "shorter whole numbers stand beside them",
            ));
        }
        out.push(match self.header_line {
            Some(line) => say("header", format!("line {line}"), "it names the channels"),
            None => say("header", "none".into(), "the first line holds numbers"),
        });
        if !self.units.is_empty() {
            out.push(say("row of units", "below the header".into(), "its cells are units"));
        }
        if !self.preamble.is_empty() {
            let n = self.preamble.len();
            out.push(say("preamble", format!("{n} lines"), "text above the header"));
        }
        out
    }

    /// The name of column `c`, or an empty text.
    pub(in crate::read) fn name(&self, c: usize) -> &str {
        self.names.get(c).map_or("", String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Dialect {
        sniff(text.as_bytes()).expect(text)
    }

    #[test]
    fn delimiters_and_decimal_signs() {
        for (text, delimiter, comma) in [
            ("t,x,y,z\n0.0,1.5,2,3\n0.1,1,2.5,3\n", b',', false),
            ("t;x;y;z\n0,0;1,5;2,5;3\n0,1;1;2,5;3\n", b';', true),
            ("t\tx\ty\tz\t\n0.0\t1.5\t2\t3\t\n", b'\t', false),
            ("t x y z\n0.0  1.5 2 3\n", b' ', false),
            ("\"t\",\"x\",\"y\",\"z\"\n\"0,0\",\"1,5\",\"2\",\"3\"\n", b',', true),
            ("sep=;\nt;x;y;z\n0.0;1.5;2;3\n", b';', false),
            ("t, x, y, z\n0.0, 1.5, 2.0, 3.0\n", b',', false),
            ("HEADER_TIME_STAMP,X,Y,Z\n2014-12-17 10:08:00.003,0.87,-0.192,0.126\n", b',', false),
        ] {
            let dialect = of(text);
            assert_eq!((dialect.delimiter, dialect.decimal_comma), (delimiter, comma), "{text}");
            assert_eq!(dialect.columns, 4, "{text}");
            assert_eq!(dialect.names.len(), 4, "{text}");
        }
    }

    #[test]
    fn thousands_are_no_decimals() {
        let dialect = of(
            "t,x,y,z\n0,\"-1,609\",\"512\",\"87\"\n10,\"12\",\"1,024\",\"998\"\n20,\"-950\",\"7\",\"1,101\"\n",
        );
        assert_eq!((dialect.decimal_comma, dialect.grouping), (false, Some(b',')));
        assert_eq!(dialect.sample.first().and_then(|row| row.get(1)).map(Vec::as_slice), Some(&b"-1609"[..]));
        let dialect = of("t;x;y;z\n0;-1.609;512;87\n10;12;1.024;998\n20;-950;7;1.101\n");
        assert_eq!((dialect.decimal_comma, dialect.grouping), (true, Some(b'.')));
        let error = sniff(b"t;x;y\n0;1,609;1,024\n1;1,610;1,025\n").expect_err("either");
        assert!(error.message().contains("thousands"), "{error}");
    }

    #[test]
    fn a_quotation_mark_left_open_in_the_header_is_named() {
        let error = sniff(b"t,\"x,y,z\n0,1,2,3\n1,1,2,3\n").expect_err("open");
        assert!(error.message().contains("quotation mark"), "{error}");
        assert_eq!(error.position().line, Some(1));
    }

    #[test]
    fn preamble_and_units_lie_around_the_header() {
        let dialect = of("Serial: 7,,\nat 100 Hz,,\n250,,\n\nX,Y,Z\ng,g,g\n0,0,1\n0,0,1\n");
        assert_eq!(dialect.names, ["X", "Y", "Z"]);
        assert_eq!(dialect.units, ["g", "g", "g"]);
        assert_eq!(dialect.header_line, Some(5));
        assert_eq!(dialect.data_line, 7);
        assert_eq!(dialect.preamble.len(), 3);
    }

    #[test]
    fn words_and_a_lone_header_are_not_a_recording() {
        for text in ["hello\nthis is prose\n", "time,x,y,z\n"] {
            let error = sniff(text.as_bytes()).expect_err(text);
            assert_eq!(error.position().line, Some(1), "{text}");
        }
    }

    #[test]
    fn a_row_of_words_below_the_header_is_a_fault() {
        let error = sniff(b"time,x,y,z\n0.0,a,b,c\n0.1,1,2,3\n0.2,1,2,3\n").expect_err("words");
        assert_eq!((error.position().line, error.position().column), (Some(2), Some(2)));
    }
}
