//! Reference tables of the recordings, by column name.

use std::collections::BTreeMap;
use std::path::Path;

/// One row: column name to text.
pub(crate) type Row = BTreeMap<String, String>;

/// Reads a comma-separated table with a header.
pub(crate) fn rows(path: &Path) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let header = reader.headers().expect("a header").clone();
    reader
        .records()
        .map(|record| {
            let record = record.expect("a row");
            header.iter().map(str::to_owned).zip(record.iter().map(str::to_owned)).collect()
        })
        .collect()
}

/// A cell as a number; `None` if empty.
pub(crate) fn number(row: &Row, column: &str) -> Option<f64> {
    row.get(column).and_then(|cell| cell.parse().ok())
}

/// A cell's text.
pub(crate) fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}
