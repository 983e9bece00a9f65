//! Converts rows of strides to bytes in the journal and back: an Arrow IPC stream, which preserves every bit of a number.

use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, Field, Metadata, Schema, SchemaRef};
use strideform_render::tables::RecordBatch;

use crate::BatchError;

/// The rows as bytes, without units and descriptions, which are the same for all.
pub(crate) fn bytes(batch: &RecordBatch) -> Result<Vec<u8>, BatchError> {
    let write = || -> Result<Vec<u8>, ArrowError> {
        let bare = |field: &std::sync::Arc<Field>| field.as_ref().clone().with_metadata(Metadata::default());
        let schema: SchemaRef =
            Schema::new(batch.schema().fields().iter().map(bare).collect::<Vec<_>>()).into();
        let batch = RecordBatch::try_new(schema.clone(), batch.columns().to_vec())?;
        let mut writer = StreamWriter::try_new(Vec::new(), &schema)?;
        writer.write(&batch)?;
        writer.into_inner()
    };
    write().map_err(fault)
}

/// Converts bytes to rows with the complete schema of the table.
pub(crate) fn batches(bytes: &[u8], schema: &SchemaRef) -> Result<Vec<RecordBatch>, BatchError> {
    let read = || -> Result<Vec<RecordBatch>, ArrowError> {
        StreamReader::try_new(bytes, None)?
            .map(|batch| RecordBatch::try_new(schema.clone(), batch?.columns().to_vec()))
            .collect()
    };
    read().map_err(fault)
}

fn fault(error: ArrowError) -> BatchError {
    BatchError::Internal(format!("the journal of strides: {error}"))
}
