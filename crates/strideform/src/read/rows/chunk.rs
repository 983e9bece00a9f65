//! Rows of a piece made of whole lines, which can be read independently of the rest of the file.

use std::io::Read as _;

use crate::read::rows::fast_row::Plan;
use crate::read::rows::row::{Fault, Row};
use crate::read::text::dialect::Dialect;
use crate::read::text::line_numbers::Lines;
use crate::read::time::column::TimeCells;

/// How the rows of a file are read.
#[derive(Debug, Clone)]
pub(in crate::read) struct Scanner<'a> {
    pub(in crate::read) dialect: &'a Dialect,
    pub(in crate::read) time: Option<TimeCells>,
    pub(in crate::read) channels: &'a [usize],
    pub(in crate::read) skip_bad_rows: bool,
    plan: Option<Plan>,
}

/// The content of a piece; lines count from 0 at its start.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Piece {
    pub(in crate::read) time: Vec<f64>,
    pub(in crate::read) channels: Vec<Vec<f64>>,
    pub(in crate::read) lines: Lines,
    /// Rows that cannot be read, in order; only the first unless such rows are skipped.
    pub(in crate::read) faults: Vec<(u64, Fault)>,
    /// The last row, if it cannot be read but would be tolerated at the end of the file.
    pub(in crate::read) pending: Option<(u64, Fault)>,
    /// True if there was any row.
    pub(in crate::read) any: bool,
    /// Number of line feeds.
    pub(in crate::read) ends: u64,
    /// The first timestamp of the file so far.
    pub(in crate::read) first_nanos: Option<i64>,
}

impl Piece {
    fn clear(&mut self, channels: usize) {
        self.time.clear();
        self.channels.resize_with(channels, Vec::new);
        self.channels.iter_mut().for_each(Vec::clear);
        self.lines.clear();
        self.faults.clear();
        self.pending = None;
        self.any = false;
        self.ends = 0;
    }

    fn push(&mut self, line: u64, time: Option<f64>, values: &[f64]) {
        self.time.extend(time);
        for (column, &value) in self.channels.iter_mut().zip(values) {
            column.push(value);
        }
        self.lines.push(line);
    }
}

impl<'a> Scanner<'a> {
    pub(in crate::read) fn new(
        dialect: &'a Dialect,
        time: Option<TimeCells>,
        channels: &'a [usize],
        skip_bad_rows: bool,
    ) -> Self {
        Self { dialect, time, channels, skip_bad_rows, plan: Plan::of(dialect, time, channels) }
    }

    fn careful(&self, first_nanos: Option<i64>) -> Row<'a> {
        let (dialect, time, channels) = (self.dialect, self.time, self.channels);
        Row { dialect, time, channels, values: vec![0.0; channels.len()], first_nanos }
    }

    /// Reads lines without quotes; the last may lack its line ending.
    pub(in crate::read) fn read(&self, text: &[u8], piece: &mut Piece) {
        piece.clear(self.channels.len());
        let mut row = self.careful(piece.first_nanos);
        let mut record = csv::ByteRecord::new();
        let mut values = vec![0.0; self.channels.len()];
        let (mut at, mut line) = (0, 0);
        // Kept across neighbouring slow rows.
        let mut slow: Option<SlowRows<'_>> = None;
        loop {
            // A carriage return ends a record too, but not a line.
            while let Some(&end @ (b'\r' | b'\n')) = text.get(at) {
                line += u64::from(end == b'\n');
                at += 1;
            }
            if at >= text.len() {
                break;
            }
            let plain = self.plan.as_ref();
            let plain = plain.and_then(|p| p.row(text, at, &mut values, &mut row.first_nanos));
            at = if let Some((time, next)) = plain {
                if !self.follows(piece) {
                    break;
                }
                piece.push(line, self.time.map(|_| time), &values);
                slow = None;
                next
            } else {
                let rows = slow.get_or_insert_with(|| self.slow_rows(text, at));
                let Some(next) = rows.read(&mut record) else { break };
                if !self.record(&record, line, &mut row, piece) {
                    return;
                }
                next
            };
            line += u64::from(text.get(at.saturating_sub(1)) == Some(&b'\n'));
        }
        piece.ends = line;
        piece.first_nanos = row.first_nanos;
    }

    fn csv(&self, quotes: bool) -> csv::ReaderBuilder {
        let mut builder = csv::ReaderBuilder::new();
        builder.delimiter(self.dialect.delimiter).quoting(quotes).has_headers(false).flexible(true);
        builder
    }

    /// The rows from byte `at` on, without quotes.
    fn slow_rows<'t>(&self, text: &'t [u8], at: usize) -> SlowRows<'t> {
        // The line ending in front keeps the reader from dropping a byte-order mark in the middle of a file.
        let rest = (&b"\n"[..]).chain(text.get(at..).unwrap_or_default());
        SlowRows { reader: self.csv(false).from_reader(rest), start: at }
    }

    /// Reads to the end of the file where cells may be quoted.
    pub(in crate::read) fn read_quoted(&self, text: &[u8], piece: &mut Piece) -> Result<(), csv::Error> {
        piece.clear(self.channels.len());
        let mut row = self.careful(piece.first_nanos);
        let mut record = csv::ByteRecord::new();
        let mut reader = self.csv(self.dialect.quotes).from_reader(text);
        while reader.read_byte_record(&mut record)? {
            let line = line_of(text, record.position());
            if !self.record(&record, line, &mut row, piece) {
                break;
            }
        }
        piece.first_nanos = row.first_nanos;
        Ok(())
    }

    /// Called for every row: an error in the preceding row is then final. Returns false if that ends the reading.
    fn follows(&self, piece: &mut Piece) -> bool {
        piece.any = true;
        match piece.pending.take() {
            None => true,
            Some(fault) => {
                piece.faults.push(fault);
                self.skip_bad_rows
            }
        }
    }

    /// Reads one record of any kind. Returns false if an error ends the reading.
    fn record(&self, record: &csv::ByteRecord, line: u64, row: &mut Row<'_>, piece: &mut Piece) -> bool {
        let blank = record.iter().all(|c| c.trim_ascii().is_empty());
        if blank || record.get(0).is_some_and(|c| c.starts_with(b"#")) {
            return true;
        }
        if !self.follows(piece) {
            return false;
        }
        match row.read(record) {
            Ok(at) => {
                piece.push(line, self.time.map(|_| at), &row.values);
                true
            }
            Err((fault, true)) => {
                piece.pending = Some((line, fault));
                true
            }
            Err((fault, false)) => {
                piece.faults.push((line, fault));
                self.skip_bad_rows
            }
        }
    }
}

/// Rows that the fast path does not handle.
struct SlowRows<'t> {
    reader: csv::Reader<std::io::Chain<&'static [u8], &'t [u8]>>,
    /// Byte at which the first of them starts.
    start: usize,
}

impl SlowRows<'_> {
    /// Reads the next row and returns the position after it; `None` at the end.
    fn read(&mut self, record: &mut csv::ByteRecord) -> Option<usize> {
        let found = self.reader.read_byte_record(record);
        let behind = usize::try_from(self.reader.position().byte()).ok()?;
        found.ok()?.then_some((self.start + behind).saturating_sub(1))
    }
}

/// Number of lines above a record. The reader's position may be before the end of the last line and before empty lines.
fn line_of(body: &[u8], position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ends = body.get(from..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    position.line() - 1 + ends.filter(|b| **b == b'\n').count() as u64
}
