//! One finished input in the journal.

use serde::{Deserialize, Serialize};
use strideform_render::tables::RunRow;

use crate::inputs::Stamp;
use crate::rows::FailureRow;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// The input's name.
    pub input: String,
    /// State of its files when they were read.
    pub stamp: Stamp,
    /// How it ended.
    pub done: Done,
}

/// One line of the file of what began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Begun {
    /// The input's name.
    pub begun: String,
}

/// How an input ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Done {
    /// A row of the table of runs, and the location of the rows of its strides.
    Row(Box<RunRow>, Option<Slice>),
    /// A row of the table of failures.
    Failure(FailureRow),
}

/// Part of a data file of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Slice {
    /// Number of the file.
    pub(crate) file: usize,
    /// First byte.
    pub(crate) at: u64,
    /// Length in bytes.
    pub(crate) len: u64,
    /// CRC-32 of the bytes.
    pub(crate) crc: u32,
}
