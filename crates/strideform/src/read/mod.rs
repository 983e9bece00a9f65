//! Reads recordings: from the bytes of a file to uniform samples in SI units. Nothing is guessed silently.
//!
//! A recording is a table with one row per sample, as text or in columns (Parquet, Arrow IPC). Whatever the table does not state is inferred from it, and every
//! inference is kept as an [`Inference`](crate::recording::Inference) with the option that overrides it. Problems of the
//! samples that could be repaired are kept as [`Caveat`](crate::recording::Caveat)s; any other problem is an
//! [`Error`](crate::Error) that names the line (from 1, including the header), the column, the cell and a remedy.
//!
//! | module | does |
//! |---|---|
//! | `sources` | files, bytes and sessions; the entry points |
//! | `text` | gzip and encodings, blocks of a large file, delimiter, decimal sign, header, unit row |
//! | `columns` | which column holds what, sensor by sensor, by name, unit or position |
//! | `columnar` | Parquet and Arrow IPC, laid out like a text table |
//! | `rows` | one pass over the rows, in parallel blocks |
//! | `time` | time column, its unit, the true sampling rate, the uniform grid |
//! | `channels` | units of the signals, gravity, clipping, gaps, merging two files, arrays instead of text |
//! | `watch` | exports of watches, straps and pods; FIT files |
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
mod columnar;
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
pub use sources::contents::{
    Contents, contents, each_run, is_watch, match_sports, overview, watch_files, watch_runs,
};
pub use sources::input::session_from_bytes;
pub use sources::json_kinds::foreign_json;
pub use sources::named_bytes::NamedBytes;
pub use sources::recording::{devices, recording, recording_from_bytes};
pub use sources::session::session;
pub use sources::source::{Input, Source};
pub use sources::watch_files::WatchFile;
