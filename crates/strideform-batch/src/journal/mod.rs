//! Keeps finished work on disk, so that nothing is lost or done twice, however the process ends.
//!
//! A folder next to the output: `journal.jsonl`, whose first line is the [`Fingerprint`] and every further line the record
//! of one input, and `strides-N.bin` with the rows of strides, one file per thread. Both only ever grow. The rows are
//! written before the line that refers to them, so a complete line has its rows; an incomplete line counts as not written.

mod fingerprint;
mod index;
mod lock;
pub(crate) mod reader;
pub(crate) mod record;
pub(crate) mod stride_rows;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub use fingerprint::Fingerprint;
pub use index::{End, Entry, Index};
pub use lock::Lock;

use self::record::{Record, Slice};
use crate::BatchError;

/// Name of the file of records.
const RECORDS: &str = "journal.jsonl";

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    records: Mutex<Tail>,
    /// Bytes before the first record; 0 if there are earlier records.
    head: u64,
}

/// A file that grows, and its length.
#[derive(Debug)]
struct Tail {
    file: File,
    len: u64,
}

impl Tail {
    fn open(path: &Path) -> io::Result<Self> {
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        let len = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, len })
    }

    /// Appends in one call and returns the position.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.len;
        self.file.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(at)
    }
}

/// The position of a record in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// First byte of the line.
    pub at: u64,
    /// Length in bytes without the line break.
    pub len: u64,
}

impl Journal {
    /// Creates an empty journal in an existing folder; replaces any journal already there.
    ///
    /// # Errors
    /// [`BatchError::Disk`] on a disk error.
    pub fn create(folder: &Path, fingerprint: &Fingerprint) -> Result<Self, BatchError> {
        clear(folder).map_err(|error| BatchError::journal(folder, error))?;
        let mut line = json(fingerprint)?;
        line.push(b'\n');
        let mut tail =
            Tail::open(&folder.join(RECORDS)).map_err(|error| BatchError::journal(folder, error))?;
        tail.append(&line).map_err(|error| BatchError::journal(folder, error))?;
        Ok(Self { folder: folder.to_owned(), head: tail.len, records: Mutex::new(tail) })
    }

    /// Continues the journal in a folder; an incomplete last line is terminated, so that the next record starts a new line.
    ///
    /// # Errors
    /// [`BatchError::Disk`] on a disk error.
    pub fn resume(folder: &Path) -> Result<Self, BatchError> {
        let path = folder.join(RECORDS);
        let resumed = || -> io::Result<Tail> {
            let mut tail = Tail::open(&path)?;
            if last_byte(&path)? != Some(b'\n') {
                tail.append(b"\n")?;
            }
            Ok(tail)
        };
        let tail = resumed().map_err(|error| BatchError::journal(folder, error))?;
        Ok(Self { folder: folder.to_owned(), head: 0, records: Mutex::new(tail) })
    }

    /// A data file for one thread.
    pub(crate) fn data(&self, thread: usize) -> Result<Data, BatchError> {
        let tail = Tail::open(&data_path(&self.folder, thread))
            .map_err(|error| BatchError::journal(&self.folder, error))?;
        Ok(Data { file: thread, tail, folder: self.folder.clone() })
    }

    /// Writes one record.
    pub(crate) fn record(&self, record: &Record) -> Result<Place, BatchError> {
        let mut line = json(record)?;
        let len = line.len() as u64;
        line.push(b'\n');
        let mut tail = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tail.append(&line).map_err(|error| BatchError::journal(&self.folder, error))?;
        Ok(Place { at, len })
    }

    /// True before the first record.
    pub fn is_empty(&self) -> bool {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).len == self.head
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the journal, records first, so that any remains are ignored.
    pub fn remove(self) {
        // What cannot be removed is harmless litter.
        if let Err(error) = clear(&self.folder).and_then(|()| fs::remove_dir_all(&self.folder)) {
            tracing::warn!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

/// The data file of one thread.
pub(crate) struct Data {
    file: usize,
    tail: Tail,
    folder: PathBuf,
}

impl Data {
    /// Appends and returns the position.
    pub(crate) fn append(&mut self, bytes: &[u8]) -> Result<Slice, BatchError> {
        let at = self.tail.append(bytes).map_err(|error| BatchError::journal(&self.folder, error))?;
        Ok(Slice { file: self.file, at, len: bytes.len() as u64, crc: crc32fast::hash(bytes) })
    }
}

/// Removes everything but the lock, records first.
fn clear(folder: &Path) -> io::Result<()> {
    match fs::remove_file(folder.join(RECORDS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.file_name().is_some_and(|name| name != "lock") {
            fs::remove_file(path)?;
        }
    }
    Ok(())
}

fn last_byte(path: &Path) -> io::Result<Option<u8>> {
    let mut file = File::open(path)?;
    if file.seek(SeekFrom::End(0))? == 0 {
        return Ok(None);
    }
    file.seek(SeekFrom::End(-1))?;
    let mut byte = [0];
    file.read_exact(&mut byte)?;
    Ok(byte.first().copied())
}

/// True if a folder holds a journal.
pub fn exists(folder: &Path) -> bool {
    records_path(folder).exists()
}

fn records_path(folder: &Path) -> PathBuf {
    folder.join(RECORDS)
}

fn data_path(folder: &Path, thread: usize) -> PathBuf {
    folder.join(format!("strides-{thread}.bin"))
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, BatchError> {
    serde_json::to_vec(value).map_err(|error| BatchError::Internal(format!("the journal: {error}")))
}
