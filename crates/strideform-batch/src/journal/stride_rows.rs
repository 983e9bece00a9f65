//! Rows of strides as bytes in the journal and back: an Arrow IPC stream, so that every bit of a number stays.

use arrow_ipc::reader::StreamReader;
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, Field, Metadata, Schema, SchemaRef};
use strideform_render::tables::RecordBatch;

use crate::exit::Failure;

/// The rows as bytes; units and descriptions are left out, as they are the same for all.
pub(super) fn bytes(batch: &RecordBatch) -> Result<Vec<u8>, Failure> {
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

/// Bytes as rows of the table's whole schema.
pub(super) fn batches(bytes: &[u8], schema: &SchemaRef) -> Result<Vec<RecordBatch>, Failure> {
    let read = || -> Result<Vec<RecordBatch>, ArrowError> {
        StreamReader::try_new(bytes, None)?
            .map(|batch| RecordBatch::try_new(schema.clone(), batch?.columns().to_vec()))
            .collect()
    };
    read().map_err(fault)
}

fn fault(error: ArrowError) -> Failure {
    Failure::Ours(format!("internal error: the journal of strides: {error}"))
}
