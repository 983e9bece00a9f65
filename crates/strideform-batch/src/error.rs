//! Errors that stop a whole job; an input that cannot be used becomes a row of the table of failures instead.

use std::io;
use std::path::{Path, PathBuf};

/// Why a job could not continue.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BatchError {
    /// The job's settings contradict each other, or another process is working on it.
    #[error("{0}")]
    Usage(String),
    /// An input or a list of inputs that is missing or cannot be read.
    #[error(transparent)]
    Input(#[from] strideform::Error),
    /// Reading or writing on disk failed.
    #[error("cannot {action} {}: {source}", .path.display())]
    Disk {
        /// What was attempted: `write`, `write or read`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
        /// Finished work is in the journal, so the job can be resumed.
        resumable: bool,
    },
    /// The threads cannot be started.
    #[error("cannot start {jobs} threads: {source}; use fewer")]
    Threads {
        /// How many were requested.
        jobs: usize,
        /// The system's error.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// An internal error.
    #[error("internal error: {0}")]
    Internal(String),
}

impl BatchError {
    /// The error for a table that could not be written.
    pub(crate) fn table(path: &Path, source: io::Error) -> Self {
        Self::Disk { action: "write", path: path.to_owned(), source, resumable: true }
    }

    /// The error for a journal that could not be written or read.
    pub(crate) fn journal(folder: &Path, source: io::Error) -> Self {
        Self::Disk { action: "write or read", path: folder.to_owned(), source, resumable: true }
    }
}
