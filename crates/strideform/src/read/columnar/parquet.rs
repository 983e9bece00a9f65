//! Parquet files.

use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::Schema;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;

use crate::error::Error;
use crate::read::errors::{malformed, unusable};

use super::pages;
use super::source::Bulk;

/// Rows decoded at a time (*chosen*: small beside the columns).
const BATCH: usize = 32_768;
/// Rows of a file (*chosen*: about as many as a text of two gigabytes holds, four days at 200 Hz).
pub(super) const MAX_ROWS: u64 = 1 << 26;
/// Rows that are always accepted, and rows per byte beyond (*chosen*: a channel at rest takes a byte for several rows).
const ALWAYS_ACCEPTED: u64 = 1 << 20;
const MAX_ROWS_PER_BYTE: u64 = 20;

/// A Parquet file whose footer has been read.
#[derive(Debug)]
pub(super) struct Parquet {
    bulk: Bulk,
    metadata: ArrowReaderMetadata,
    pub(super) rows: u64,
}

pub(super) fn too_many() -> Error {
    unusable(format!("the file says that it has more than {} million rows", MAX_ROWS >> 20))
        .with_remedy("split the recording into parts")
}

fn damaged(e: ParquetError) -> Error {
    let text = e.to_string();
    // A codec that is not built in is no damage.
    if let ParquetError::NYI(what) = &e {
        return unusable(format!("the Parquet file uses what is not read here ({what})"))
            .with_remedy("write it with the compression zstd, snappy or gzip");
    }
    if text.contains("Disabled feature") {
        return unusable("the Parquet file is compressed in a way that this build does not read")
            .with_remedy("write it with the compression snappy or gzip");
    }
    let text: String = text.chars().take(200).collect();
    malformed(format!("the Parquet file is damaged ({text})"))
        .with_remedy("copy or export the file again")
        .with_source(e)
}

impl Parquet {
    /// Reads the footer.
    pub(super) fn open(bulk: Bulk) -> Result<Self, Error> {
        let metadata = ArrowReaderMetadata::load(&bulk, ArrowReaderOptions::new()).map_err(damaged)?;
        let groups = metadata.metadata().row_groups();
        let mut rows = 0_u64;
        for group in groups {
            let more = u64::try_from(group.num_rows()).ok().and_then(|n| rows.checked_add(n));
            rows = more.filter(|rows| *rows <= MAX_ROWS).ok_or_else(too_many)?;
        }
        let plausible = bulk.size().saturating_mul(MAX_ROWS_PER_BYTE).max(ALWAYS_ACCEPTED);
        if rows > plausible {
            return Err(malformed(format!(
                "the file says that it has {rows} rows, for which it is too small"
            ))
            .with_remedy("copy or export the file again"));
        }
        Ok(Self { bulk, metadata, rows })
    }

    pub(super) fn schema(&self) -> &Schema {
        self.metadata.schema()
    }

    /// The first rows of some columns.
    pub(super) fn head(&self, roots: &[usize], rows: usize) -> Result<Vec<RecordBatch>, Error> {
        let mut groups = Vec::new();
        let mut there = 0_i64;
        for (at, group) in self.metadata.metadata().row_groups().iter().enumerate() {
            groups.push(at);
            there = there.saturating_add(group.num_rows());
            if there >= rows as i64 {
                break;
            }
        }
        self.batches(roots, groups, rows, Some(rows))
            .and_then(|batches| batches.collect::<Result<Vec<RecordBatch>, Error>>())
    }

    /// Reads one column from beginning to end.
    pub(super) fn column(
        &self,
        root: usize,
        each: &mut dyn FnMut(&ArrayRef) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let groups = (0..self.metadata.metadata().num_row_groups()).collect();
        for batch in self.batches(&[root], groups, BATCH, None)? {
            if let Some(column) = batch?.columns().first() {
                each(column)?;
            }
        }
        Ok(())
    }

    fn batches(
        &self,
        roots: &[usize],
        groups: Vec<usize>,
        batch: usize,
        limit: Option<usize>,
    ) -> Result<impl Iterator<Item = Result<RecordBatch, Error>>, Error> {
        let schema = self.metadata.parquet_schema();
        let mask = ProjectionMask::roots(schema, roots.iter().copied());
        for group in groups.iter().filter_map(|at| self.metadata.metadata().row_groups().get(*at)) {
            for (leaf, chunk) in group.columns().iter().enumerate() {
                if mask.leaf_included(leaf) {
                    pages::check(&self.bulk, chunk)?;
                }
            }
        }
        let mut builder =
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.bulk.clone(), self.metadata.clone())
                .with_projection(mask)
                .with_row_groups(groups)
                .with_batch_size(batch);
        if let Some(limit) = limit {
            builder = builder.with_limit(limit);
        }
        let reader = builder.build().map_err(damaged)?;
        Ok(reader.map(|batch| batch.map_err(|e| damaged(e.into()))))
    }
}
