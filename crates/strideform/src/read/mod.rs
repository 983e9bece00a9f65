//! From the bytes of a file to a recording: dialect, columns, clock, units. Nothing is guessed silently.
//!
//! A recording is a table of text, one row a sample. What the table does not say outright is concluded from it, and every
//! conclusion is kept as an [`Inference`](crate::recording::Inference) with the option that overrules it. What is wrong
//! with the samples and could be mended is kept as a [`Caveat`](crate::recording::Caveat); what could not be mended is an
//! [`Error`] that names the line (from 1, the header included), the column, the cell and a remedy.
//!
//! The stages, one file each: `bytes` (gzip, UTF-16), `dialect` and `header` (delimiter, decimal sign, preamble, names,
//! row of units), `names`, `words` and `columns` (which column holds what,
//! device by device), `body`, `table`, `piece`, `plain` and `row` (one pass over the rows, block by block, a block's
//! pieces side by side), `arrays` (columns of numbers instead of text),
//! `time_column`, `time_unit`, `clock`, `rate`, `repair` and `grid` (true rate, gaps, uniform samples), `units`, `clipping`, `merge`, `placement`.
//!
//! ```
//! use strideform::read::{ReadOptions, recording_from_bytes};
//!
//! let mut csv = String::from("time_s,acc_x_g,acc_y_g,acc_z_g\n");
//! for i in 0..300 {
//!     csv += &format!("{:.2},0.0,0.02,{:.3}\n", i as f64 / 100.0, 1.0 + 0.001 * (i % 3) as f64);
//! }
//! let recording = recording_from_bytes("left_shank.csv", csv.as_bytes(), &ReadOptions::default())?;
//! assert_eq!(recording.placement.to_string(), "shank-left");
//! assert!((recording.signals.rate_hz - 100.0).abs() < 1e-6);
//! # Ok::<(), strideform::Error>(())
//! ```

mod arrays;
mod assemble;
mod body;
mod bytes;
mod cells;
mod clipping;
mod clock;
mod columns;
mod contents;
mod dialect;
mod fault;
mod grid;
mod header;
mod input;
mod lines;
mod merge;
mod names;
mod options;
mod overrule;
mod piece;
mod placement;
mod plain;
mod rate;
mod repair;
mod row;
mod session;
mod sheet;
mod source;
mod stamps;
mod table;
mod time_column;
mod time_unit;
mod unit;
mod units;
mod watch;
mod words;

pub use arrays::{Cells, Column, column_devices, columns};
pub use contents::{Contents, contents, is_watch, watch_runs};
pub use input::{NamedBytes, session_from_bytes};
pub use options::{ColumnOverrides, ReadOptions, UnitOverrides};
pub use placement::placement_in;
pub use session::session;
pub use source::{Input, Source};

use crate::error::Error;
use crate::recording::Recording;

/// Reads one recording.
///
/// # Errors
///
/// Files that are missing ([`ErrorKind::Io`](crate::ErrorKind::Io)), that are no recording (`Malformed`), that need a
/// word from the user (`Ambiguous`), or that lack an accelerometer (`Unusable`).
pub fn recording(source: &Source, options: &ReadOptions) -> Result<Recording, Error> {
    match source {
        Source::Bytes { name, bytes } => recording_from_bytes(name, bytes, options),
        Source::File(path) => {
            let name = source.name();
            if body::head_of(path).is_none() {
                let bytes = source::bytes(path, bytes::LARGEST_TEXT)?;
                return recording_from_bytes(&name, &bytes, options);
            }
            let sheet = sheet::read_file(&name, path, options)?;
            assemble::recording(sheet, &name, options).map_err(|e| e.in_file(&name))
        }
        Source::Merged(paths) => {
            let mut sheets = Vec::new();
            for path in paths {
                let name = path.display().to_string();
                let sheet = sheet::read_file(&name, path, options)?;
                sheets.push((name, sheet));
            }
            assemble::merged(sheets, &source.name(), options)
        }
    }
}

/// Reads one recording from bytes; `name` stands for the file in messages, and its placement may be read from it.
///
/// # Errors
///
/// As for [`recording()`].
pub fn recording_from_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Recording, Error> {
    #[cfg(feature = "fit")]
    if watch::fit::is_fit(&bytes::inflated_head(bytes)) {
        let whole = bytes::inflated(bytes, bytes::LARGEST_FIT).map_err(|e| e.in_file(name))?;
        let decoded = watch::fit::decode(name, &whole, options).map_err(|e| e.in_file(name))?;
        return decoded.recording.ok_or_else(|| contents::no_samples().in_file(name));
    }
    let sheet = sheet::read(name, bytes, options)?;
    assemble::recording(sheet, name, options).map_err(|e| e.in_file(name))
}

/// Names of the sensors that lie side by side in one file; a single empty name where there is only one and it has none.
///
/// # Errors
///
/// As for [`recording()`].
pub fn devices(source: &Source) -> Result<Vec<String>, Error> {
    match source {
        Source::Bytes { name, bytes } => sheet::devices(name, bytes),
        Source::File(path) => {
            let head = body::head_of(path).map_or_else(|| source::bytes(path, bytes::LARGEST_TEXT), Ok)?;
            sheet::devices(&source.name(), &head)
        }
        Source::Merged(paths) => match paths.first() {
            Some(path) => devices(&Source::File(path.clone())),
            None => Ok(Vec::new()),
        },
    }
}
