//! Tables of contacts, written by this program or by a laboratory.

use std::path::Path;

use strideform::agreement::Event;
use strideform::recording::Side;
use strideform::{Error, ErrorKind, Position};

/// Contacts with the trial each belongs to, if the file says so.
pub(super) struct Table {
    rows: Vec<(Option<String>, Event)>,
}

impl Table {
    /// Names of trials in order of appearance.
    pub(super) fn trials(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (trial, _) in &self.rows {
            if let Some(trial) = trial.as_ref().filter(|trial| !names.contains(trial)) {
                names.push(trial.clone());
            }
        }
        names
    }

    /// Contacts of one trial, and contacts without a trial.
    pub(super) fn of_trial(&self, wanted: Option<&str>) -> Vec<Event> {
        let fits = |trial: &Option<String>| trial.is_none() || wanted.is_none() || trial.as_deref() == wanted;
        self.rows.iter().filter(|(trial, _)| fits(trial)).map(|(_, event)| event.clone()).collect()
    }
}

struct Columns {
    on: usize,
    off: Option<usize>,
    side: Option<usize>,
    valid: Option<usize>,
    trial: Option<usize>,
}

/// Reads a table of contacts.
pub(super) fn read(path: &Path) -> Result<Table, Error> {
    let file = path.display().to_string();
    let bytes = std::fs::read(path).map_err(|error| {
        Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
            .with_remedy("check the path and the read permission")
            .in_file(&file)
    })?;
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes.as_slice());
    let malformed = |what: String, line: Option<u64>| {
        let mut position = Position::default();
        (position.file, position.line) = (Some(file.clone()), line);
        Error::new(ErrorKind::Malformed, what).at(position)
    };
    let mut records = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let line = error.position().map(|position| line_at(&bytes, position.byte()));
            malformed("is not UTF-8 text".to_owned(), line).with_remedy("give a table of contacts as CSV")
        })?;
        let line = record.position().map_or(1, |position| line_at(&bytes, position.byte()));
        records.push((line, record));
    }
    let Some(((_, header), rows)) = records.split_first() else {
        return Err(malformed("is empty".to_owned(), None).with_remedy("give a table of contacts as CSV"));
    };
    let columns = columns(header).ok_or_else(|| {
        malformed("has no column initial_contact_s (or contact_on_s)".to_owned(), Some(1))
            .with_remedy("give a table of contacts like the one that `analyze --contacts` writes")
    })?;
    let mut table = Table { rows: Vec::new() };
    for (line, record) in rows {
        let text = |column: Option<usize>| column.and_then(|c| record.get(c)).map_or("", str::trim);
        let time = |column: Option<usize>| match text(column) {
            "" | "NaN" | "nan" | "NA" => Ok(None),
            cell => match cell.parse::<f64>() {
                Ok(seconds) if seconds.is_finite() => Ok(Some(seconds)),
                _ => Err(bad_cell(&file, &bytes, *line, column.unwrap_or(0), header, cell)),
            },
        };
        let Some(initial_contact_s) = time(Some(columns.on))? else { continue };
        let mut event = Event::new(initial_contact_s);
        event.toe_off_s = time(columns.off)?;
        event.side = side(text(columns.side));
        event.valid = !matches!(text(columns.valid), "false" | "False" | "FALSE" | "0");
        let trial = text(columns.trial);
        table.rows.push(((!trial.is_empty()).then(|| trial.to_owned()), event));
    }
    Ok(table)
}

/// The line (from 1) of the first cell at or after a byte: a record starts before the `\n` of the preceding `\r\n`.
fn line_at(bytes: &[u8], byte: u64) -> u64 {
    let byte = usize::try_from(byte).unwrap_or(bytes.len()).min(bytes.len());
    let (before, after) = bytes.split_at(byte);
    let skipped = after.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    1 + before.iter().chain(skipped).filter(|b| **b == b'\n').count() as u64
}

fn columns(header: &csv::StringRecord) -> Option<Columns> {
    let find = |names: &[&str]| {
        header.iter().position(|name| {
            let name = name.trim_start_matches('\u{feff}').trim().to_ascii_lowercase();
            names.contains(&name.as_str())
        })
    };
    Some(Columns {
        on: find(&["initial_contact_s", "contact_on_s"])?,
        off: find(&["toe_off_s", "contact_off_s"]),
        side: find(&["side", "foot"]),
        valid: find(&["valid"]),
        trial: find(&["trial"]),
    })
}

fn side(text: &str) -> Option<Side> {
    match text.to_ascii_lowercase().as_str() {
        "left" | "l" => Some(Side::Left),
        "right" | "r" => Some(Side::Right),
        _ => None,
    }
}

fn bad_cell(
    file: &str,
    bytes: &[u8],
    line: u64,
    column: usize,
    header: &csv::StringRecord,
    cell: &str,
) -> Error {
    let text = String::from_utf8_lossy(bytes);
    let index = usize::try_from(line).unwrap_or(0).saturating_sub(1);
    let line_text = text.lines().nth(index).map(str::to_owned);
    // Tables written by this program have no quoted cells; with quotes, no caret is better than a misplaced one.
    let span = line_text.as_deref().filter(|text| !text.contains('"')).and_then(|text| {
        let start: usize = text.split(',').take(column).map(|cell| cell.len() + 1).sum();
        let length = text.split(',').nth(column)?.len();
        Some((start, start + length))
    });
    let mut position = Position::default();
    position.file = Some(file.to_owned());
    (position.line, position.column) = (Some(line), Some(column + 1));
    position.column_name = header.get(column).map(str::to_owned);
    position.cell = Some(cell.to_owned());
    (position.line_text, position.span) = (line_text, span);
    Error::new(ErrorKind::Malformed, format!("`{cell}` is not a number"))
        .with_remedy("correct the cell, or leave it empty")
        .at(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_with_either_line_break() {
        for text in ["a\nb\n\nc", "a\r\nb\r\n\r\nc"] {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let lines: Vec<u64> = reader
                .records()
                .filter_map(Result::ok)
                .filter_map(|r| r.position().map(|p| line_at(text.as_bytes(), p.byte())))
                .collect();
            assert_eq!(lines, [1, 2, 4], "{text:?}");
        }
    }
}
