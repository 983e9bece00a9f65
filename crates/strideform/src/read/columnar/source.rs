//! The bytes of a columnar file, on disk or in memory. Lengths that a file claims are checked here, before memory is taken
//! for them.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Buf, Bytes};
use parquet::errors::ParquetError;
use parquet::file::reader::{ChunkReader, Length};

/// Where the bytes are; cheap to clone.
#[derive(Debug, Clone)]
pub(super) enum Bulk {
    File { path: Arc<PathBuf>, len: u64 },
    Held(Bytes),
}

impl Bulk {
    pub(super) fn of_file(path: &Path) -> std::io::Result<Self> {
        let len = std::fs::metadata(path)?.len();
        Ok(Self::File { path: Arc::new(path.to_owned()), len })
    }

    pub(super) fn of_bytes(bytes: &[u8]) -> Self {
        Self::Held(Bytes::copy_from_slice(bytes))
    }

    pub(super) fn size(&self) -> u64 {
        match self {
            Self::File { len, .. } => *len,
            Self::Held(bytes) => bytes.len() as u64,
        }
    }

    /// Everything from byte `start` on.
    pub(super) fn from(&self, start: u64) -> std::io::Result<Box<dyn Read + Send>> {
        Ok(match self {
            Self::File { path, len } => {
                // Threads do not share the position of one open file.
                let mut file = File::open(path.as_path())?;
                file.seek(SeekFrom::Start(start))?;
                Box::new(BufReader::with_capacity(1 << 16, file.take(len.saturating_sub(start))))
            }
            Self::Held(bytes) => {
                let start = usize::try_from(start).unwrap_or(usize::MAX).min(bytes.len());
                Box::new(bytes.slice(start..).reader())
            }
        })
    }

    /// `length` bytes from byte `start` on; an error if the file does not have them.
    pub(super) fn exactly(&self, start: u64, length: usize) -> std::io::Result<Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.size());
        let Some(end) = end else { return Err(std::io::ErrorKind::UnexpectedEof.into()) };
        match self {
            Self::File { path, .. } => {
                let mut file = File::open(path.as_path())?;
                file.seek(SeekFrom::Start(start))?;
                let mut out = vec![0; length];
                file.read_exact(&mut out)?;
                Ok(out.into())
            }
            // Both ends are within the bytes, whose length is a usize.
            Self::Held(bytes) => Ok(bytes.slice(start as usize..end as usize)),
        }
    }
}

impl Length for Bulk {
    fn len(&self) -> u64 {
        self.size()
    }
}

impl ChunkReader for Bulk {
    type T = Box<dyn Read + Send>;

    fn get_read(&self, start: u64) -> parquet::errors::Result<Self::T> {
        if start > self.size() {
            return Err(ParquetError::EOF("an offset lies behind the end".to_owned()));
        }
        Ok(self.from(start)?)
    }

    fn get_bytes(&self, start: u64, length: usize) -> parquet::errors::Result<Bytes> {
        Ok(self.exactly(start, length)?)
    }
}
