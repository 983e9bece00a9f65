//! One pass over the rows: the wanted columns as numbers, faults with their place.

use std::borrow::Cow;

use crate::error::Error;

use super::cells::{missing, number, stump, trimmed};
use super::dialect::Dialect;
use super::fault::{malformed, position};
use super::stamps::{self, Order};

/// A magnitude that no sensor writes, in any unit (chosen: a 24-bit converter counts to 1.7e7).
pub(super) const LARGEST_VALUE: f64 = 1e9;
pub(super) const SKIP: &str = "mend the cell, or pass --skip-bad-rows to leave such rows out";
const SKIP_ROW: &str = "mend the row, or pass --skip-bad-rows to leave such rows out";

/// How a column of time is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeCells {
    Number {
        column: usize,
    },
    /// Dates, times of day, or a date in one column and the time of day in the next.
    Stamp {
        column: usize,
        of_day: Option<usize>,
        order: Order,
    },
}

/// The wanted columns as numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Table<'a> {
    /// As written, or seconds since `base_s` for stamps; NaN where missing. Empty without time column.
    pub(super) time: Vec<f64>,
    /// Seconds of the first stamp (Unix epoch, or midnight).
    pub(super) base_s: f64,
    /// The channels in the order asked for; NaN where missing. Borrowed where they came as numbers.
    pub(super) channels: Vec<Cow<'a, [f64]>>,
    /// Line of each row.
    pub(super) lines: Vec<u32>,
    /// Rows left out because they could not be read.
    pub(super) skipped: usize,
    /// Line of a last row that was cut short.
    pub(super) cut: Option<u64>,
}

impl Table<'_> {
    pub(super) fn rows(&self) -> usize {
        self.lines.len()
    }
}

struct Fault {
    column: Option<usize>,
    message: String,
    remedy: &'static str,
}

/// Reads all rows of `text` below the header.
pub(super) fn scan(
    text: &[u8],
    dialect: &Dialect,
    time: Option<TimeCells>,
    channels: &[usize],
    skip_bad_rows: bool,
) -> Result<Table<'static>, Error> {
    let body = text.get(dialect.data_start..).unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(dialect.delimiter)
        .quoting(dialect.quotes)
        .has_headers(false)
        .flexible(true)
        .from_reader(body);
    let mut table = Table::default();
    let mut columns = vec![Vec::new(); channels.len()];
    let mut record = csv::ByteRecord::new();
    let mut row = Row { dialect, time, channels, values: vec![0.0; channels.len()], first_nanos: None };
    // A short row is forgiven only as the last one, so judgement waits for the next.
    let mut pending: Option<(u64, Fault)> = None;
    let ended = text.last().is_some_and(|&b| b == b'\n' || b == b'\r');
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(e) => return Err(malformed(format!("the rows cannot be read ({e})"))),
        }
        let line = dialect.data_line + line_of(body, record.position());
        if record.iter().all(|c| c.trim_ascii().is_empty())
            || record.get(0).is_some_and(|c| c.starts_with(b"#"))
        {
            continue;
        }
        if let Some((line, fault)) = pending.take() {
            refuse(text, dialect, line, fault, skip_bad_rows, &mut table)?;
        }
        match row.read(&record) {
            Ok(at) => {
                if row.time.is_some() {
                    table.time.push(at);
                }
                for (column, &value) in columns.iter_mut().zip(&row.values) {
                    column.push(value);
                }
                table.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
            }
            Err((fault, true)) => pending = Some((line, fault)),
            Err((fault, false)) => refuse(text, dialect, line, fault, skip_bad_rows, &mut table)?,
        }
    }
    if let Some((line, fault)) = pending {
        // Fewer cells: cut off. All cells but the last a stump: cut off too, unless the line was ended properly.
        if fault.column.is_none() || !ended {
            table.cut = Some(line);
        } else {
            refuse(text, dialect, line, fault, skip_bad_rows, &mut table)?;
        }
    }
    table.channels = columns.into_iter().map(Cow::Owned).collect();
    table.base_s = row.first_nanos.map_or(0.0, |n| n as f64 * 1e-9);
    Ok(table)
}

/// Lines above a record. The reader's position lies before the end of the last line and before empty lines.
fn line_of(body: &[u8], position: Option<&csv::Position>) -> u64 {
    let Some(position) = position else { return 0 };
    let from = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let ends = body.get(from..).unwrap_or_default().iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    position.line() - 1 + ends.filter(|b| **b == b'\n').count() as u64
}

fn refuse(
    text: &[u8],
    dialect: &Dialect,
    line: u64,
    fault: Fault,
    skip: bool,
    table: &mut Table<'_>,
) -> Result<(), Error> {
    if skip {
        table.skipped += 1;
        return Ok(());
    }
    let name = fault.column.map(|c| dialect.name(c));
    let place = position(text, dialect.delimiter, dialect.collapse, line, fault.column, name);
    Err(malformed(fault.message).with_remedy(fault.remedy).at(place))
}

struct Row<'a> {
    dialect: &'a Dialect,
    time: Option<TimeCells>,
    channels: &'a [usize],
    values: Vec<f64>,
    first_nanos: Option<i64>,
}

impl Row<'_> {
    /// Fills `values` and returns the time. The flag of a fault says that it is forgiven in the last row.
    fn read(&mut self, record: &csv::ByteRecord) -> Result<f64, (Fault, bool)> {
        let blanks = if self.dialect.collapse { record.iter().filter(|c| c.is_empty()).count() } else { 0 };
        let cell = |i: usize| -> &[u8] {
            if blanks == 0 {
                record.get(i).unwrap_or_default()
            } else {
                record.iter().filter(|c| !c.is_empty()).nth(i).unwrap_or_default()
            }
        };
        if self.dialect.quotes && record.as_slice().contains(&b'\n') {
            let message = "a quotation mark is opened in this row and not closed".to_owned();
            return Err((Fault { column: None, message, remedy: SKIP_ROW }, false));
        }
        let (n, wanted) = (record.len() - blanks, self.dialect.columns);
        if n < wanted {
            let empty_tail =
                (n..wanted).all(|c| self.dialect.name(c).is_empty()) && !self.dialect.names.is_empty();
            if !empty_tail {
                let message = format!("the row has {n} cells, the header {wanted}");
                return Err((Fault { column: None, message, remedy: SKIP_ROW }, true));
            }
        } else if n > wanted
            && let Some(extra) = (wanted..n).find(|&i| !missing(cell(i)))
        {
            let message = format!("the row has {n} cells, the header {wanted}");
            let remedy = if self.dialect.delimiter == b',' && n >= 2 * wanted - 1 {
                "if the file has decimal commas, export it with semicolons or quotes between the cells"
            } else {
                SKIP_ROW
            };
            return Err((Fault { column: Some(extra), message, remedy }, false));
        }
        let last = n.min(wanted).saturating_sub(1);
        let bad = |column: usize, cell: &[u8], what: &str| {
            let message = format!("`{}` is not a {what}", super::fault::shown(cell));
            (Fault { column: Some(column), message, remedy: SKIP }, column == last && stump(cell))
        };
        let at = match self.time {
            None => f64::NAN,
            Some(TimeCells::Number { column }) => {
                let text = cell(column);
                match number(text, self.dialect.decimal_comma) {
                    Some(v) => v,
                    None if missing(text) => f64::NAN,
                    None => match number(trimmed(text), self.dialect.decimal_comma) {
                        Some(v) => v,
                        None => return Err(bad(column, text, "number")),
                    },
                }
            }
            Some(TimeCells::Stamp { column, of_day, order }) => {
                let text = cell(column);
                let mut nanos = None;
                if !missing(text) {
                    let Some(stamp) = stamps::parse(trimmed(text), order) else {
                        return Err(bad(column, text, "time stamp"));
                    };
                    nanos = Some(stamp.nanos);
                }
                if let (Some(date), Some(other)) = (nanos, of_day) {
                    let Some(stamp) = stamps::parse(trimmed(cell(other)), order) else {
                        return Err(bad(other, cell(other), "time of day"));
                    };
                    nanos = Some(date + stamp.nanos);
                }
                match nanos {
                    Some(n) => (n - *self.first_nanos.get_or_insert(n)) as f64 * 1e-9,
                    None => f64::NAN,
                }
            }
        };
        for (value, &column) in self.values.iter_mut().zip(self.channels) {
            let text = cell(column);
            *value = match number(text, self.dialect.decimal_comma) {
                Some(v) if v.abs() <= LARGEST_VALUE => v,
                Some(_) => return Err((bad(column, text, "value that a sensor writes").0, false)),
                None if missing(text) => f64::NAN,
                None => return Err(bad(column, text, "number")),
            };
        }
        Ok(at)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialect::sniff;
    use super::*;

    fn of(text: &str, skip: bool) -> Result<Table<'static>, Error> {
        let dialect = sniff(text.as_bytes()).expect(text);
        scan(text.as_bytes(), &dialect, Some(TimeCells::Number { column: 0 }), &[1, 2], skip)
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
            ("t,x,y\n0,1,2\n1,2\n2,1,2\n", 3, None, "the row has 2 cells, the header 3"),
            ("t,x,y\n0,1,2\n1,2,3,4\n2,1,2\n", 3, Some(4), "the row has 4 cells, the header 3"),
            ("t,x,y\n0,1,2\n\n1,1e300,2\n2,1,2\n", 4, Some(2), "`1e300` is not a value that a sensor writes"),
        ] {
            let error = of(text, false).expect_err(text);
            assert_eq!(error.message(), message);
            assert_eq!((error.position().line, error.position().column), (Some(line), column), "{text}");
            let table = of(text, true).expect(text);
            assert_eq!((table.rows(), table.skipped), (2, 1), "{text}");
        }
    }
}
