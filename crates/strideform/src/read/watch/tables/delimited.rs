//! A delimited table whose header names quantities measured by watches.

use crate::read::text::encoding::decoded;
use crate::read::watch::tables::numerals::{self, Mark};
use crate::read::watch::vocabulary::column::{Column, column};
use crate::read::watch::vocabulary::field::Field;

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

/// Number of lines searched for a header (*chosen*: portals write none above it, spreadsheets a few).
const ABOVE: usize = 12;

impl Table {
    /// True if these first bytes hold the header of such a table.
    pub(in crate::read::watch) fn is_one(head: &[u8]) -> bool {
        header(head).is_some()
    }

    /// Reads the text as such a table; `None` if it is not one. A table with accelerometer columns is left to the sensor reader.
    pub(in crate::read::watch) fn read(text: &[u8]) -> Option<Self> {
        let (index, delimiter, header) = header(text.get(..text.len().min(1 << 16)).unwrap_or(text))?;
        let columns: Vec<Option<Column>> = header.iter().map(|cell| column(cell)).collect();
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text);
        let mut rows = Vec::new();
        for record in reader.byte_records() {
            let Ok(record) = record else { continue };
            let line = record.position().map_or(0, csv::Position::line);
            if line <= index as u64 + 1 || record.iter().all(<[u8]>::is_empty) {
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
        Some(Self { header, columns, rows })
    }

    /// Index of the first column with that field.
    pub(in crate::read::watch) fn find(&self, field: Field) -> Option<usize> {
        self.columns.iter().position(|c| c.as_ref().is_some_and(|c| c.field == field))
    }

    /// True if such a column exists.
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

/// The header's line (from 0), its delimiter and its names.
fn header(head: &[u8]) -> Option<(usize, u8, Vec<String>)> {
    let head = decoded(head);
    let (index, line) = head.lines().take(ABOVE).enumerate().find(|(_, line)| {
        let names = split(line, delimiter(line));
        let apple = |n: &String| ["startdate", "value", "type"].contains(&n.to_lowercase().as_str());
        names.iter().filter(|n| column(n).is_some()).count() >= 3
            || names.iter().filter(|n| apple(n)).count() == 3
    })?;
    let delimiter = delimiter(line);
    let names = split(line, delimiter);
    let samples = ["acc", "gyr", "rotationrate", "quaternion"];
    let sensor = names.iter().any(|h| samples.iter().any(|s| h.to_lowercase().contains(s)));
    (!sensor).then_some((index, delimiter, names))
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
    fn accelerometers_are_left_to_the_other_readers() {
        assert!(Table::read(b"time,acc_x,acc_y,acc_z,cadence,speed,power\n0,0,0,1,0,0,0\n").is_none());
        assert!(Table::read(b"a,b,c\n1,2,3\n").is_none());
    }
}
