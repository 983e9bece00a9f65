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

mod channels;
mod columns;
mod errors;
mod options;
mod placement;
mod rows;
mod sources;
mod text;
mod time;
mod watch;

pub use channels::arrays::{Cells, Column, column_devices, columns};
pub use options::{ColumnOverrides, ReadOptions, UnitOverrides};
pub use placement::placement_in;
pub use sources::contents::{Contents, contents, is_watch, watch_runs};
pub use sources::input::session_from_bytes;
pub use sources::named_bytes::NamedBytes;
pub use sources::recording::{devices, recording, recording_from_bytes};
pub use sources::session::session;
pub use sources::source::{Input, Source};
