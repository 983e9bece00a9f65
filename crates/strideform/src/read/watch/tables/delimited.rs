//! A delimited table whose header names quantities measured by watches.

use crate::read::text::encoding::decoded;
use crate::read::watch::tables::numerals::{self, Mark};
use crate::read::watch::vocabulary::column::{Column, column, is_known};
use crate::read::watch::vocabulary::field::Field;
use crate::recording::Channel;
use crate::signal::median;

/// One row of data.
#[derive(Debug, Clone)]
pub(in crate::read::watch) struct Row {
    /// Line in the file, from 1.
    pub(in crate::read::watch) line: u64,
    pub(in crate::read::watch) cells: Vec<String>,
    /// Decimal sign of this row, otherwise of the file.
    pub(in crate::read::watch) mark: Mark,
}

/// A table with its columns identified.
#[derive(Debug, Clone)]
pub(in crate::read::watch) struct Table {
    pub(in crate::read::watch) header: Vec<String>,
    pub(in crate::read::watch) columns: Vec<Option<Column>>,
    pub(in crate::read::watch) rows: Vec<Row>,
}

/// Lengths of steps, m; no swimmer needs so few strokes for a length (*chosen*).
const STEP_M: std::ops::Range<f64> = 0.4..2.6;

/// Number of lines searched for a header (*chosen*: portals write none above it, spreadsheets a few).
const ABOVE: usize = 12;

impl Table {
    /// True if these first bytes hold the header of such a table.
    pub(in crate::read::watch) fn is_one(head: &[u8]) -> bool {
        header(head).is_some()
    }

    /// Reads the text as such a table; `None` if it is not one. A table with accelerometer columns is left to the sensor reader.
    pub(in crate::read::watch) fn read(text: &[u8]) -> Option<Self> {
        let Header { end, delimiter, names: header, .. } =
            header(text.get(..text.len().min(1 << 16)).unwrap_or(text))?;
        let columns: Vec<Option<Column>> = header.iter().map(|cell| column(cell)).collect();
        // The header ends at CR; the LF behind it belongs to the same line end.
        let pair = end > 0 && text.get(end - 1..end + 1) == Some(b"\r\n");
        let (head, body) = text.split_at_checked(end + usize::from(pair))?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(body);
        let mut rows = Vec::new();
        let mut lines = Lines { at: 0, line: 1 + line_ends(head) };
        for record in reader.byte_records() {
            let Ok(record) = record else { continue };
            let start = record.position().map_or(0, csv::Position::byte) as usize;
            let line = lines.of(body, start);
            if record.iter().all(<[u8]>::is_empty) {
                continue;
            }
            let cells: Vec<String> = record.iter().map(decoded).collect();
            // A repeated header, from files that were joined.
            if cells.iter().zip(&header).filter(|(a, b)| a.trim() == b.trim()).count() * 2 > header.len() {
                continue;
            }
            let mark = numerals::mark(cells.iter().map(String::as_str));
            rows.push((Row { line, cells, mark: Mark::Point }, mark));
        }
        let (points, commas) = rows.iter().fold((0, 0), |(p, c), (_, mark)| match mark {
            Some(Mark::Point) => (p + 1, c),
            Some(Mark::Comma) => (p, c + 1),
            None => (p, c),
        });
        let mark = match (points, commas) {
            (0, 0) => None,
            (p, c) if c > p => Some(Mark::Comma),
            _ => Some(Mark::Point),
        };
        // With semicolons as delimiters, the decimal sign is a comma; with commas, a point.
        let default = mark.unwrap_or(if delimiter == b';' { Mark::Comma } else { Mark::Point });
        let rows = rows.into_iter().map(|(row, own)| Row { mark: own.unwrap_or(default), ..row }).collect();
        let mut table = Self { header, columns, rows };
        table.strokes_of_runs();
        Some(table)
    }

    /// Dutch portals call the length of a step by the name of a swimmer's strokes, `Gem. slagen`: its values tell them apart.
    fn strokes_of_runs(&mut self) {
        let field = Field::Value(Channel::StepLength);
        if self.has(field) {
            return;
        }
        let Some(at) = self.header.iter().position(|name| name.to_lowercase().contains("gem. slagen")) else {
            return;
        };
        let values: Vec<f64> =
            self.rows.iter().filter_map(|row| row.number(at)).filter(|v| *v > 0.0).collect();
        if median(&values).is_some_and(|metres| STEP_M.contains(&metres))
            && let Some(column @ None) = self.columns.get_mut(at)
        {
            *column = Some(Column { field, unit: None, device: None });
        }
    }

    /// Names of the columns that hold numbers in most of their cells and were not understood.
    pub(in crate::read::watch) fn not_understood(&self) -> Vec<String> {
        let mostly_numbers = |index: usize| {
            let cells: Vec<bool> = self
                .rows
                .iter()
                .filter_map(|row| Some((row.cell(index)?, row)))
                .map(|(cell, row)| {
                    numerals::number(cell, row.mark).is_some() || numerals::clock(cell).is_some()
                })
                .collect();
            let numbers = cells.iter().filter(|n| **n).count();
            numbers > 0 && 2 * numbers > cells.len()
        };
        let unknown = self
            .header
            .iter()
            .zip(&self.columns)
            .enumerate()
            .filter(|(_, (name, column))| column.is_none() && !is_known(name));
        unknown.filter(|(i, _)| mostly_numbers(*i)).map(|(_, (name, _))| name.clone()).collect()
    }

    /// Index of the first column with that field.
    pub(in crate::read::watch) fn find(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|c| c.as_ref().is_some_and(|c| c.field == field))
    }

    /// Indices of all columns with that field.
    pub(in crate::read::watch) fn find_all(&self, field: Field) -> Vec<usize> {
        let is = |(_, c): &(usize, &Option<Column>)| c.as_ref().is_some_and(|c| c.field == field);
        self.columns.iter().enumerate().filter(is).map(|(i, _)| i).collect()
    }

    /// True where such a column exists.
    pub(in crate::read::watch) fn has(&self, field: Field) -> bool {
        self.find(field).is_some()
    }
}

impl Row {
    /// The cell; `None` if the row ends before it or the value is missing.
    pub(in crate::read::watch) fn cell(&self, index: usize) -> Option<&str> {
        self.cells.get(index).map(String::as_str).map(str::trim).filter(|c| !numerals::missing(c))
    }

    /// The number in a cell.
    pub(in crate::read::watch) fn number(&self, index: usize) -> Option<f64> {
        numerals::number(self.cell(index)?, self.mark)
    }

    /// Seconds of a clock time, or of a bare number.
    pub(in crate::read::watch) fn seconds(&self, index: usize) -> Option<f64> {
        let cell = self.cell(index)?;
        numerals::clock(cell).or_else(|| numerals::number(cell, self.mark)).filter(|s| *s >= 0.0)
    }
}

/// The header's end in bytes, its delimiter and its names.
struct Header {
    end: usize,
    delimiter: u8,
    names: Vec<String>,
}

fn header(head: &[u8]) -> Option<Header> {
    let mut start = 0;
    // Line ends of every kind; the empty lines within CR LF count for nothing.
    let lines = head.split_inclusive(|b| matches!(b, b'\n' | b'\r')).map(|line| {
        start += line.len();
        (start, line)
    });
    let (end, delimiter, names) = lines
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .take(ABOVE)
        .map(|(end, line)| {
            let line = decoded(line.trim_ascii_end());
            let delimiter = delimiter(&line);
            (end, delimiter, split(&line, delimiter))
        })
        .find(|(_, _, names)| {
            let apple = |n: &String| ["startdate", "value", "type"].contains(&n.to_lowercase().as_str());
            names.iter().filter(|n| column(n).is_some()).count() >= 3
                || names.iter().filter(|n| apple(n)).count() == 3
        })?;
    let samples = ["acc", "gyr", "rotationrate", "quaternion"];
    let sensor = names.iter().any(|h| samples.iter().any(|s| h.to_lowercase().contains(s)));
    (!sensor).then_some(Header { end, delimiter, names })
}

/// Line ends of every kind: LF, CR, or both as one.
fn line_ends(bytes: &[u8]) -> u64 {
    let pairs = bytes.windows(2).filter(|w| w == b"\r\n").count();
    (bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() - pairs) as u64
}

/// Numbers of lines, counted on from row to row.
struct Lines {
    at: usize,
    line: u64,
}

impl Lines {
    /// The line of the first byte of a row from `start` that is not a line end.
    fn of(&mut self, body: &[u8], start: usize) -> u64 {
        let rest = body.get(start..).unwrap_or_default();
        let first = start + rest.iter().take_while(|b| matches!(b, b'\n' | b'\r')).count();
        self.line += line_ends(body.get(self.at..first).unwrap_or_default());
        self.at = self.at.max(first);
        self.line
    }
}

/// The delimiter of the header: the most frequent of comma, semicolon and tab outside quotes.
fn delimiter(line: &str) -> u8 {
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted && let Some(count) = counts.iter_mut().find(|(d, _)| *d == byte) {
            count.1 += 1;
        }
    }
    counts.iter().max_by_key(|(_, n)| *n).map_or(b',', |(d, _)| *d)
}

fn split(line: &str, delimiter: u8) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(line.as_bytes());
    reader
        .records()
        .next()
        .and_then(Result::ok)
        .map(|r| r.iter().map(|c| c.trim().to_owned()).collect())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recording::Channel;

    #[test]
    fn a_european_table_keeps_its_numerals() {
        let text = "Activity Type,Date,Distance,Time,Avg Run Cadence,Steps\n\
                    Running,2026-04-01 07:00:00,\"9,33\",00:47:42,182,\"8.630\"\n\
                    Running,2026-04-02 07:00:00,\"10,00\",00:50:00,180,--\n";
        let table = Table::read(text.as_bytes()).expect("table");
        let (distance, steps) = (
            table.find(Field::Value(Channel::Distance)).expect("column"),
            table.find(Field::Steps).expect("column"),
        );
        let row = &table.rows[0];
        assert_eq!((row.number(distance), row.number(steps)), (Some(9.33), Some(8630.0)));
        assert_eq!(table.rows[1].number(steps), None);
        assert_eq!(row.line, 2);
    }

    #[test]
    fn every_row_is_read_whatever_ends_the_lines() {
        let text = "Activity Type,Date,Distance,Time,Steps\nRunning,2026-04-02 07:00:00,10.0,00:50:00,8500\n\
                    Running,2026-04-01 07:00:00,8.0,00:40:00,6800\n";
        let expected: Vec<(u64, String)> = Table::read(text.as_bytes())
            .expect("LF")
            .rows
            .iter()
            .map(|r| (r.line, r.cells[1].clone()))
            .collect();
        assert_eq!(expected.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 3]);
        for (end, above) in [("\r\n", ""), ("\r", ""), ("\n", "Garmin\n\n"), ("\r\n", "Garmin\r\n\r\n")] {
            let table =
                Table::read(format!("{above}{}", text.replace('\n', end)).as_bytes()).expect("a table");
            let shift = if above.is_empty() { 0 } else { 2 };
            let rows: Vec<(u64, String)> =
                table.rows.iter().map(|r| (r.line - shift, r.cells[1].clone())).collect();
            assert_eq!(rows, expected, "{end:?} {above:?}");
        }
    }

    #[test]
    fn columns_of_numbers_that_are_not_understood_are_named() {
        let text = "Activity Type,Date,Distance,Time,Calories,Zorbing,Note\n\
                    Running,2026-04-01 07:00:00,10.0,00:50:00,700,3.5,good\n";
        assert_eq!(Table::read(text.as_bytes()).expect("table").not_understood(), ["Zorbing"]);
    }

    #[test]
    fn accelerometers_are_left_to_the_other_readers() {
        assert!(Table::read(b"time,acc_x,acc_y,acc_z,cadence,speed,power\n0,0,0,1,0,0,0\n").is_none());
        assert!(Table::read(b"a,b,c\n1,2,3\n").is_none());
    }
}
