//! Results as Arrow tables: typed columns, each with its unit and meaning in the field's metadata.
//!
//! The keys of a field's metadata are `unit` (the catalogue's; `1` for a bare number) and `description`. The metadata
//! of the schema holds the name and version of the table (`strideform.schema`), the version of strideform that wrote it
//! (`strideform.version`), and all units as one JSON object (`strideform.units`) for readers that see only the file's metadata.
//!
//! An unknown value is null, never NaN.

mod analysis;
mod column;
mod findings;
mod run_row;
mod runs;
mod strides;
mod writer;

pub use analysis::{caveats, contact_rows, contacts, metrics, recordings, unavailable};
pub use findings::findings;
pub use run_row::{RunRow, RunStatus, RunValues, RunVerdict};
pub use runs::{RUNS, runs_batch, runs_schema};
pub use strides::{STRIDES, strides, strides_batch, strides_schema};
pub use writer::{TableFormat, TableWriter};

pub use arrow_array::RecordBatch;
pub use arrow_schema::{Schema, SchemaRef};
