//! One pass over the rows: the requested columns as numbers, errors with their position.

use std::borrow::Cow;

use crate::parallel::*;

use crate::error::Error;

use crate::read::errors::malformed;
use crate::read::rows::chunk::{Piece, Scanner};
use crate::read::rows::row::Fault;
use crate::read::text::blocks::{Body, whole_lines};
use crate::read::text::dialect::Dialect;
use crate::read::text::line_numbers::Lines;
use crate::read::time::column::TimeCells;

/// Number of pieces of a block read in parallel (*chosen*: a megabyte each, so that they spread evenly over threads).
const PIECES: usize = 4;

/// The requested columns as numbers.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Table<'a> {
    /// Times as written, or seconds since `base_s` for timestamps; NaN where missing. Empty without a time column.
    pub(in crate::read) time: Vec<f64>,
    /// Seconds of the first timestamp since the Unix epoch, or since midnight.
    pub(in crate::read) base_s: f64,
    /// The channels in the requested order; NaN where missing. Borrowed if they came as numbers.
    pub(in crate::read) channels: Vec<Cow<'a, [f64]>>,
    /// Line of each row.
    pub(in crate::read) lines: Lines,
    /// Number of rows skipped because they could not be read.
    pub(in crate::read) skipped: usize,
    /// Line of a truncated last row.
    pub(in crate::read) cut: Option<u64>,
}

impl Table<'_> {
    pub(in crate::read) fn rows(&self) -> usize {
        self.lines.len()
    }
}

/// Reads all rows below the header.
///
/// The text is read block by block, the pieces of a block in parallel; the result is the same as from a single pass.
pub(in crate::read) fn scan(
    body: &Body<'_>,
    dialect: &Dialect,
    time: Option<TimeCells>,
    channels: &[usize],
    skip_bad_rows: bool,
) -> Result<Table<'static>, Error> {
    let scanner = Scanner::new(dialect, time, channels, skip_bad_rows);
    let mut sum = Sum {
        table: Table::default(),
        channels: vec![Vec::new(); channels.len()],
        above: dialect.data_line,
        pending: None,
        skip: skip_bad_rows,
        place: (body, dialect),
    };
    let mut blocks = body.blocks(dialect.data_start)?;
    let mut pieces = vec![Piece::default(); PIECES];
    let mut first_nanos = None;
    let mut ended = false;
    loop {
        let block = blocks.next()?;
        let Some(&last) = block.last() else { break };
        ended = matches!(last, b'\n' | b'\r');
        // A quoted cell may hold line breaks: from there on the file is one piece.
        if dialect.quotes && block.contains(&b'"') {
            let rest = blocks.rest()?;
            ended = matches!(rest.last(), Some(b'\n' | b'\r'));
            let mut piece = Piece { first_nanos, ..Piece::default() };
            let read = scanner.read_quoted(rest, &mut piece);
            read.map_err(|e| malformed(format!("the rows cannot be read ({e})")).with_source(e))?;
            first_nanos = piece.first_nanos;
            sum.add(&mut piece)?;
            break;
        }
        // All times count from the first timestamp.
        let whole = matches!(time, Some(TimeCells::Stamp { .. })) && first_nanos.is_none();
        let parts = split(block, if whole { 1 } else { PIECES });
        pieces.iter_mut().for_each(|p| p.first_nanos = first_nanos);
        let side_by_side = parts.par_iter().zip(pieces.par_iter_mut());
        side_by_side.for_each(|(part, piece)| scanner.read(part, piece));
        if sum.table.rows() == 0 {
            sum.reserve(pieces.first(), parts.first().map_or(0, |p| p.len()), body.len());
        }
        for (_, piece) in parts.iter().zip(&mut pieces) {
            first_nanos = first_nanos.or(piece.first_nanos);
            sum.add(piece)?;
        }
    }
    let mut table = sum.finish(ended)?;
    table.base_s = first_nanos.map_or(0.0, |n| n as f64 * 1e-9);
    Ok(table)
}

/// Pieces of whole lines, of about the same length.
fn split(mut text: &[u8], parts: usize) -> Vec<&[u8]> {
    let wanted = text.len() / parts.max(1) + 1;
    let mut out = Vec::with_capacity(parts);
    while !text.is_empty() {
        let (part, rest) = text.split_at(whole_lines(text, wanted));
        out.push(part);
        text = rest;
    }
    out
}

/// The pieces combined, in order.
struct Sum<'a> {
    table: Table<'static>,
    channels: Vec<Vec<f64>>,
    /// Lines above the next piece.
    above: u64,
    /// A short row is tolerated only at the end of the file, so it is held back until the next row.
    pending: Option<(u64, Fault)>,
    skip: bool,
    place: (&'a Body<'a>, &'a Dialect),
}

impl Sum<'_> {
    /// Reserves space for all rows, estimated from the first ones; memory that is never written to costs nothing.
    fn reserve(&mut self, first: Option<&Piece>, bytes: usize, all: usize) {
        let rows = first.map_or(0, |p| p.lines.len());
        let room = (all as f64 / bytes.max(1) as f64 * rows as f64 * 1.02) as usize + 1;
        if self.place.0.is_file() {
            self.table.time.reserve(room);
            self.channels.iter_mut().for_each(|c| c.reserve(room));
        }
    }

    fn add(&mut self, piece: &mut Piece) -> Result<(), Error> {
        if piece.any
            && let Some((line, fault)) = self.pending.take()
        {
            self.refuse(line, fault)?;
        }
        for (line, fault) in piece.faults.drain(..) {
            self.refuse(self.above + line, fault)?;
        }
        if let Some((line, fault)) = piece.pending.take() {
            self.pending = Some((self.above + line, fault));
        }
        self.table.time.extend_from_slice(&piece.time);
        for (all, fresh) in self.channels.iter_mut().zip(&piece.channels) {
            all.extend_from_slice(fresh);
        }
        self.table.lines.append(&piece.lines, self.above);
        self.above += piece.ends;
        Ok(())
    }

    fn refuse(&mut self, line: u64, fault: Fault) -> Result<(), Error> {
        if self.skip {
            self.table.skipped += 1;
            return Ok(());
        }
        let (body, dialect) = self.place;
        let place = body.position(dialect, line, fault.column);
        Err(malformed(fault.message).with_remedy(fault.remedy).at(place))
    }

    fn finish(mut self, ended: bool) -> Result<Table<'static>, Error> {
        if let Some((line, fault)) = self.pending.take() {
            // Fewer cells, or an incomplete number in the last one without a line end: truncated.
            if fault.column.is_none() || !ended {
                self.table.cut = Some(line);
            } else {
                self.refuse(line, fault)?;
            }
        }
        self.table.channels = self.channels.into_iter().map(Cow::Owned).collect();
        Ok(self.table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::text::dialect::sniff;

    fn of(text: &str, skip: bool) -> Result<Table<'static>, Error> {
        let dialect = sniff(text.as_bytes()).expect(text);
        scan(&Body::Held(text.as_bytes()), &dialect, Some(TimeCells::Number { column: 0 }), &[1, 2], skip)
    }

    #[test]
    fn gaps_trailing_separators_and_a_cut_last_row_are_harmless() {
        let table = of("t,x,y\n0,1,2,\n1,,NaN\n2,3,4,,\n3,5\n", false).expect("table");
        assert_eq!(table.rows(), 3);
        assert_eq!(table.cut, Some(5));
        assert!(table.channels.iter().all(|c| c.get(1).is_some_and(|v| v.is_nan())));
        let table = of("t,x,y\n0,1,2\n1,2,3\n2,3,-", false).expect("table");
        assert_eq!((table.rows(), table.cut), (2, Some(4)));
    }

    #[test]
    fn faults_name_their_place_and_can_be_skipped() {
        for (text, line, column, message) in [
            ("t,x,y\n0,1,2\n1,abc,2\n2,1,2\n", 3, Some(2), "`abc` is not a number"),
            ("t,x,y\n0,1,2\n1,2\n2,1,2\n", 3, None, "the row has 2 cells, the header has 3"),
            ("t,x,y\n0,1,2\n1,2,3,4\n2,1,2\n", 3, Some(4), "the row has 4 cells, the header has 3"),
            ("t,x,y\n0,1,2\n\n1,1e300,2\n2,1,2\n", 4, Some(2), "`1e300` is not a plausible sensor value"),
        ] {
            let error = of(text, false).expect_err(text);
            assert_eq!(error.message(), message);
            assert_eq!((error.position().line, error.position().column), (Some(line), column), "{text}");
            let table = of(text, true).expect(text);
            assert_eq!((table.rows(), table.skipped), (2, 1), "{text}");
        }
    }

    /// Many blocks, with some rows that the fast path does not handle.
    #[test]
    fn pieces_in_parallel_give_the_same_table() {
        use crate::read::text::blocks::head_of;
        use crate::read::text::encoding;
        let mut text = String::from("\u{feff}t,x,y\n");
        let mut rows = Vec::new();
        for i in 0..300_000_u32 {
            match i % 50_000 {
                11 => text += "# a comment\n",
                12 => text += "\n,,\n",
                13 => text += &format!("{i},1e-3, {i} \r\n"),
                14 => text += &format!("{i},NaN,{i},\n"),
                _ => text += &format!("{i},0.{i},-{i}.25\n"),
            }
            if !matches!(i % 50_000, 11 | 12) {
                rows.push(i);
            }
        }
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a.csv");
        let both = |text: &str, skip: bool| {
            std::fs::write(&path, text).expect("file");
            let head = head_of(&path).expect("plain text");
            let opened = encoding::text(&head, u64::MAX).expect("text");
            let body = Body::of_file(&path, &head, &opened).expect("body");
            let dialect = sniff(&opened.bytes).expect("dialect");
            let time = Some(TimeCells::Number { column: 0 });
            let of = |body: &Body<'_>| scan(body, &dialect, time, &[1, 2], skip);
            (of(&Body::Held(text.as_bytes().get(3..).expect("text"))), of(&body))
        };
        let (held, file) = both(&text, false);
        let (held, file) = (held.expect("table"), file.expect("table"));
        assert_eq!(held.time, rows.iter().map(|r| f64::from(*r)).collect::<Vec<_>>());
        assert_eq!(
            (&held.time, &held.channels.get(1), &held.lines),
            (&file.time, &file.channels.get(1), &file.lines)
        );
        let last = held.rows() - 1;
        assert_eq!(held.lines.get(last), Some(text.lines().count() as u64));
        // An error late in the file has its position, whether or not the text is in memory.
        let broken = text.replace("260000,0.260000", "260000,abc");
        let (held, file) = both(&broken, false);
        let (held, file) = (held.expect_err("fault"), file.expect_err("fault"));
        assert_eq!((held.message(), held.position()), (file.message(), file.position()));
        let line = broken.lines().position(|l| l.contains("abc")).map(|l| l as u64 + 1);
        assert_eq!((file.position().line, file.position().column), (line, Some(2)));
        let (held, file) = both(&broken, true);
        assert_eq!((held.expect("table").skipped, file.expect("table").skipped), (1, 1));
    }
}
