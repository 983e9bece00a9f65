//! One input in a process of its own, which may die without taking the job with it.
//!
//! The other process keeps its result in a journal of its own; where it died, there is none.

use std::path::Path;

use strideform_render::tables::strides_schema;

use crate::BatchError;
use crate::journal::reader::{self, Reader};
use crate::journal::record::Done;
use crate::journal::stride_rows;
use crate::rows::{FailureRow, InputRows};

/// The result of the input of a name in the journal of a folder; `None` where there is none.
///
/// # Errors
/// [`BatchError::Disk`] where the journal cannot be read.
pub fn result(folder: &Path, name: &str) -> Result<Option<Result<InputRows, FailureRow>>, BatchError> {
    let mut found = None;
    reader::scan(folder, |record, _| {
        if record.input == name {
            found = Some(record.done);
        }
    })?;
    let (run, slice) = match found {
        None => return Ok(None),
        Some(Done::Failure(row)) => return Ok(Some(Err(row))),
        Some(Done::Row(run, slice)) => (*run, slice),
    };
    let strides = match slice {
        None => None,
        Some(slice) => {
            let bytes = Reader::open(folder)?.data(slice)?;
            stride_rows::batches(&bytes, &strides_schema())?.into_iter().next()
        }
    };
    Ok(Some(Ok(InputRows { run, strides })))
}
