//! One finished input in the journal.

use serde::{Deserialize, Serialize};
use strideform_render::tables::{FailureRow, RunRow};

use super::unit::Stamp;

/// One line of the journal.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Record {
    /// The input's text.
    pub input: String,
    /// State of its files when they were read.
    pub stamp: Stamp,
    /// How it ended.
    pub done: Done,
}

/// How an input ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Done {
    /// A row of the table of runs, and where the rows of its strides lie.
    Row(Box<RunRow>, Option<Slice>),
    /// A row of the failures.
    Failure(FailureRow),
}

/// A part of a data file of the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Slice {
    /// Number of the file.
    pub file: usize,
    /// First byte.
    pub at: u64,
    /// Bytes.
    pub len: u64,
    /// CRC-32 of the bytes.
    pub crc: u32,
}
