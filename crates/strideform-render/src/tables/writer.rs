//! Writes tables to files batch by batch: memory holds one row group, however long the table grows.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use arrow_array::{Array, RecordBatch};
use arrow_schema::SchemaRef;

use crate::RenderError;
use crate::csv::{number, safe_text};

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum TableFormat {
    /// Comma-separated, with a header; unknown values are empty cells.
    Csv,
    /// Apache Parquet, Snappy-compressed.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl TableFormat {
    /// From the extension of a file name; `None` if it is not supported.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            #[cfg(feature = "parquet")]
            "parquet" => Some(Self::Parquet),
            _ => None,
        }
    }

    /// The metadata of a table's file; `None` for a format without any.
    ///
    /// # Errors
    /// A file that cannot be read, or is not of this format.
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "CSV has none"))]
    pub fn metadata(self, path: &Path) -> io::Result<Option<BTreeMap<String, String>>> {
        match self {
            Self::Csv => Ok(None),
            #[cfg(feature = "parquet")]
            Self::Parquet => {
                use parquet::file::reader::{FileReader, SerializedFileReader};
                let damaged = |_| io::Error::new(io::ErrorKind::InvalidData, "not a whole Parquet file");
                let reader = SerializedFileReader::new(std::fs::File::open(path)?).map_err(damaged)?;
                let pairs = reader.metadata().file_metadata().key_value_metadata();
                let pairs = pairs.into_iter().flatten();
                Ok(Some(pairs.filter_map(|pair| Some((pair.key.clone(), pair.value.clone()?))).collect()))
            }
        }
    }

    /// Endings that [`of`](Self::of) knows, for messages.
    pub fn endings() -> &'static str {
        if cfg!(feature = "parquet") { ".csv or .parquet" } else { ".csv" }
    }
}

/// Rows per row group: about 5 MB of runs or 30 MB of strides before compression. *Chosen*: query engines read whole groups
/// in parallel.
#[cfg(feature = "parquet")]
const GROUP_ROWS: usize = 100_000;

/// A table under construction. The file is complete only after [`finish`](Self::finish).
pub struct TableWriter<W: Write + Send> {
    inner: Inner<W>,
    schema: SchemaRef,
}

enum Inner<W: Write + Send> {
    Csv(Box<::csv::Writer<W>>),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::arrow::ArrowWriter<W>>),
}

impl<W: Write + Send> TableWriter<W> {
    /// Starts a table; for CSV, writes the header.
    ///
    /// # Errors
    /// If writing to `out` fails.
    pub fn new(out: W, format: TableFormat, schema: SchemaRef) -> Result<Self, RenderError> {
        Self::with_metadata(out, format, schema, &[])
    }

    /// Starts a table whose file holds more metadata, pairs of key and value, where the format has a place for them.
    ///
    /// # Errors
    /// As for [`new`](Self::new).
    #[cfg_attr(not(feature = "parquet"), expect(unused_variables, reason = "CSV has no metadata"))]
    pub fn with_metadata(
        out: W,
        format: TableFormat,
        schema: SchemaRef,
        more: &[(&str, &str)],
    ) -> Result<Self, RenderError> {
        let inner = match format {
            TableFormat::Csv => {
                let mut writer = ::csv::Writer::from_writer(out);
                writer.write_record(schema.fields().iter().map(|f| f.name())).map_err(of_csv)?;
                Inner::Csv(Box::new(writer))
            }
            #[cfg(feature = "parquet")]
            TableFormat::Parquet => {
                let own = schema.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str()));
                let pairs = own
                    .chain(more.iter().copied())
                    .map(|(key, value)| {
                        parquet::file::metadata::KeyValue::new(key.to_owned(), value.to_owned())
                    })
                    .collect();
                let properties = parquet::file::properties::WriterProperties::builder()
                    .set_compression(parquet::basic::Compression::SNAPPY)
                    .set_max_row_group_row_count(Some(GROUP_ROWS))
                    .set_key_value_metadata(Some(sorted(pairs)))
                    .build();
                let writer = parquet::arrow::ArrowWriter::try_new(out, schema.clone(), Some(properties))
                    .map_err(of_parquet)?;
                Inner::Parquet(Box::new(writer))
            }
        };
        Ok(Self { inner, schema })
    }

    /// Appends rows of the table's schema.
    ///
    /// # Errors
    /// If writing fails, or the rows belong to another table.
    pub fn write(&mut self, rows: &RecordBatch) -> Result<(), RenderError> {
        match &mut self.inner {
            Inner::Csv(writer) => {
                if rows.num_columns() != self.schema.fields().len() {
                    return Err(RenderError::new("a table", "the rows belong to another table"));
                }
                let columns: Vec<Cells<'_>> = rows.columns().iter().map(|c| Cells::of(c.as_ref())).collect();
                for row in 0..rows.num_rows() {
                    writer.write_record(columns.iter().map(|c| c.text(row))).map_err(of_csv)?;
                }
                Ok(())
            }
            #[cfg(feature = "parquet")]
            Inner::Parquet(writer) => writer.write(rows).map_err(of_parquet),
        }
    }

    /// Completes the table and returns the writer.
    ///
    /// # Errors
    /// If writing fails.
    pub fn finish(self) -> Result<W, RenderError> {
        match self.inner {
            Inner::Csv(writer) => writer.into_inner().map_err(|e| RenderError::io("CSV", e.into_error())),
            #[cfg(feature = "parquet")]
            Inner::Parquet(writer) => writer.into_inner().map_err(of_parquet),
        }
    }
}

/// Sorted, because the same table must give the same bytes and a map has no order.
#[cfg(feature = "parquet")]
fn sorted(mut pairs: Vec<parquet::file::metadata::KeyValue>) -> Vec<parquet::file::metadata::KeyValue> {
    pairs.sort_by(|a, b| a.key.cmp(&b.key));
    pairs
}

fn of_csv(error: ::csv::Error) -> RenderError {
    let text = error.to_string();
    match error.into_kind() {
        ::csv::ErrorKind::Io(error) => RenderError::io("CSV", error),
        _ => RenderError::new("CSV", text),
    }
}

#[cfg(feature = "parquet")]
fn of_parquet(error: parquet::errors::ParquetError) -> RenderError {
    use parquet::errors::ParquetError;
    match error {
        ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
            Ok(io) => RenderError::io("Parquet", *io),
            Err(other) => RenderError::new("Parquet", other),
        },
        other => RenderError::new("Parquet", other),
    }
}

/// The cells of a column as text.
enum Cells<'a> {
    Words(&'a arrow_array::StringArray),
    Numbers(&'a arrow_array::Float64Array),
    Counts(&'a arrow_array::Int64Array),
    Statuses(&'a arrow_array::Int32Array),
    Flags(&'a arrow_array::BooleanArray),
    /// Not used in tables that are written to files.
    Other,
}

impl<'a> Cells<'a> {
    fn of(column: &'a dyn Array) -> Self {
        let any = column.as_any();
        any.downcast_ref()
            .map(Self::Words)
            .or_else(|| any.downcast_ref().map(Self::Numbers))
            .or_else(|| any.downcast_ref().map(Self::Counts))
            .or_else(|| any.downcast_ref().map(Self::Statuses))
            .or_else(|| any.downcast_ref().map(Self::Flags))
            .unwrap_or(Self::Other)
    }

    fn text(&self, row: usize) -> String {
        fn known<A: Array>(array: &A, row: usize) -> bool {
            row < array.len() && array.is_valid(row)
        }
        match self {
            Self::Words(cells) if known(*cells, row) => safe_text(cells.value(row)),
            Self::Numbers(cells) if known(*cells, row) => number(Some(cells.value(row))),
            Self::Counts(cells) if known(*cells, row) => cells.value(row).to_string(),
            Self::Statuses(cells) if known(*cells, row) => cells.value(row).to_string(),
            Self::Flags(cells) if known(*cells, row) => cells.value(row).to_string(),
            _ => String::new(),
        }
    }
}
