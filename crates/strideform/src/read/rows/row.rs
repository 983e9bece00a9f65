//! One row, cell by cell: numbers, timestamps, missing values, and errors with their column.

use crate::read::errors::shown;
use crate::read::text::cells::{missing, number, stump, trimmed};
use crate::read::text::dialect::Dialect;
use crate::read::text::grouping;
use crate::read::time::column::TimeCells;
use crate::read::time::timestamp;

/// The largest plausible sensor value in any unit (*chosen*: a 24-bit converter counts to 1.7e7).
pub(in crate::read) const MAX_VALUE: f64 = 1e9;
pub(in crate::read) const SKIP: &str = "fix the cell, or pass --skip-bad-rows to skip such rows";
const SKIP_ROW: &str = "fix the row, or pass --skip-bad-rows to skip such rows";

/// Why a row cannot be read.
#[derive(Debug, Clone)]
pub(in crate::read) struct Fault {
    pub(in crate::read) column: Option<usize>,
    pub(in crate::read) message: String,
    pub(in crate::read) remedy: &'static str,
}

/// Slow path: reads rows of any kind.
#[derive(Debug, Clone)]
pub(in crate::read) struct Row<'a> {
    pub(in crate::read) dialect: &'a Dialect,
    pub(in crate::read) time: Option<TimeCells>,
    pub(in crate::read) channels: &'a [usize],
    pub(in crate::read) values: Vec<f64>,
    pub(in crate::read) first_nanos: Option<i64>,
}

impl Row<'_> {
    /// Fills `values` and returns the time. An error comes with a flag: true if it is tolerated in the last row.
    pub(in crate::read) fn read(&mut self, record: &csv::ByteRecord) -> Result<f64, (Fault, bool)> {
        let blanks = if self.dialect.collapse { record.iter().filter(|c| c.is_empty()).count() } else { 0 };
        let cell = |i: usize| -> &[u8] {
            if blanks == 0 {
                record.get(i).unwrap_or_default()
            } else {
                record.iter().filter(|c| !c.is_empty()).nth(i).unwrap_or_default()
            }
        };
        if self.dialect.quotes && record.as_slice().contains(&b'\n') {
            let message = "a quotation mark is opened in this row but never closed".to_owned();
            return Err((Fault { column: None, message, remedy: SKIP_ROW }, false));
        }
        let (n, wanted) = (record.len() - blanks, self.dialect.columns);
        if n < wanted {
            let empty_tail =
                (n..wanted).all(|c| self.dialect.name(c).is_empty()) && !self.dialect.names.is_empty();
            if !empty_tail {
                let message = format!("the row has {n} cells, the header has {wanted}");
                return Err((Fault { column: None, message, remedy: SKIP_ROW }, true));
            }
        } else if n > wanted
            && let Some(extra) = (wanted..n).find(|&i| !missing(cell(i)))
        {
            let message = format!("the row has {n} cells, the header has {wanted}");
            let remedy = if self.dialect.delimiter == b',' && n >= 2 * wanted - 1 {
                "if the file uses decimal commas, export it with semicolons between the cells or with quoted cells"
            } else {
                SKIP_ROW
            };
            return Err((Fault { column: Some(extra), message, remedy }, false));
        }
        let last = n.min(wanted).saturating_sub(1);
        let bad = |column: usize, cell: &[u8], what: &str| {
            let message = format!("`{}` is not a {what}", shown(cell));
            (Fault { column: Some(column), message, remedy: SKIP }, column == last && stump(cell))
        };
        let at = match self.time {
            None => f64::NAN,
            Some(TimeCells::Number { column }) => {
                let text = cell(column);
                match plain_number(self.dialect, text) {
                    Some(v) => v,
                    None if missing(text) => f64::NAN,
                    None => match loose_number(self.dialect, text) {
                        Some(v) => v,
                        None => return Err(bad(column, text, "number")),
                    },
                }
            }
            Some(TimeCells::Stamp { column, of_day, order }) => {
                let text = cell(column);
                let mut nanos = None;
                if !missing(text) {
                    let Some(stamp) = timestamp::parse(trimmed(text), order) else {
                        return Err(bad(column, text, "timestamp"));
                    };
                    nanos = Some(stamp.nanos);
                }
                if let (Some(date), Some(other)) = (nanos, of_day) {
                    let Some(stamp) = timestamp::parse(trimmed(cell(other)), order) else {
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
            *value = match plain_number(self.dialect, text) {
                Some(v) if v.abs() <= MAX_VALUE => v,
                Some(_) => return Err((bad(column, text, "plausible sensor value").0, false)),
                None if missing(text) => f64::NAN,
                None => match loose_number(self.dialect, text) {
                    Some(v) if v.abs() <= MAX_VALUE => v,
                    _ => return Err(bad(column, text, "number")),
                },
            };
        }
        Ok(at)
    }
}

/// The number in a cell, unless a sign in it may group thousands.
fn plain_number(dialect: &Dialect, cell: &[u8]) -> Option<f64> {
    match dialect.grouping {
        Some(sign) if cell.contains(&sign) => None,
        _ => number(cell, dialect.decimal_comma),
    }
}

/// The number in a cell with quotes, or with its thousands grouped.
fn loose_number(dialect: &Dialect, cell: &[u8]) -> Option<f64> {
    plain_number(dialect, trimmed(cell))
        .or_else(|| number(&grouping::without(cell, dialect.grouping)?, dialect.decimal_comma))
}
