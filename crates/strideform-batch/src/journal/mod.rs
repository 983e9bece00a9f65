//! Keeps finished work on disk, so that nothing is lost or done twice, however the process ends.
//!
//! A folder next to the output: `journal.jsonl`, whose first line is the [`Fingerprint`] and every further line the record
//! of one input, `strides-N.bin` with the rows of strides, one file per thread, and `begun.jsonl` with the inputs whose
//! analysis began. All only ever grow. The rows are written before the line that refers to them, so a complete line has its
//! rows. Lines and rows have checksums: what is incomplete or damaged counts as not written. What began and has no record was
//! in flight when a process ended; it may be what ended it.

mod fingerprint;
mod index;
mod lock;
pub(crate) mod reader;
pub(crate) mod record;
mod seal;
pub(crate) mod stride_rows;

use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

pub use fingerprint::Fingerprint;
pub use index::{End, Entry, Index};
pub use lock::Lock;

use self::record::{Begun, Record, Slice};
use crate::BatchError;
use crate::disk::{self, File};

/// Name of the file of records.
const RECORDS: &str = "journal.jsonl";
/// Name of the file of inputs whose analysis began.
const BEGUN: &str = "begun.jsonl";

/// A journal that is being written.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    records: Mutex<Tail>,
    begun: Mutex<Tail>,
    /// Bytes before the first record; 0 where there are earlier records.
    head: u64,
}

/// A file that grows, and its length.
#[derive(Debug)]
struct Tail {
    file: File,
    len: u64,
    /// Part of what was last appended may be there, as the disk refused the rest.
    torn: bool,
}

impl Tail {
    fn open(path: &Path) -> io::Result<Self> {
        let mut file = File::append(path)?;
        let len = file.seek(SeekFrom::End(0))?;
        Ok(Self { file, len, torn: false })
    }

    /// Opens a file of lines; an incomplete line is ended, so that the next one is a line of its own.
    fn open_lines(path: &Path) -> io::Result<Self> {
        let mut tail = Self::open(path)?;
        if last_byte(path)?.is_some_and(|byte| byte != b'\n') {
            tail.append(b"\n")?;
        }
        Ok(tail)
    }

    /// Appends in one call and returns the position.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        if self.torn {
            self.len = self.file.seek(SeekFrom::End(0))?;
        }
        let at = self.len;
        self.torn = true;
        self.file.write_all(bytes)?;
        self.torn = false;
        self.len += bytes.len() as u64;
        Ok(at)
    }

    /// Appends a line of its own, also behind an incomplete one, and returns where.
    fn append_line(&mut self, line: &[u8]) -> io::Result<Place> {
        let before: &[u8] = if self.torn { b"\n" } else { b"" };
        let at = self.append(&[before, line, b"\n"].concat())? + before.len() as u64;
        Ok(Place { at, len: line.len() as u64 })
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
        let failed = |error| BatchError::journal(folder, error);
        clear(folder).map_err(failed)?;
        let mut tail = Tail::open(&folder.join(RECORDS)).map_err(failed)?;
        tail.append_line(&seal::sealed(fingerprint)?).map_err(failed)?;
        let begun = Tail::open(&folder.join(BEGUN)).map_err(failed)?;
        let head = tail.len;
        Ok(Self { folder: folder.to_owned(), head, records: Mutex::new(tail), begun: Mutex::new(begun) })
    }

    /// Continues the journal in a folder.
    ///
    /// # Errors
    /// [`BatchError::Disk`] on a disk error.
    pub fn resume(folder: &Path) -> Result<Self, BatchError> {
        let open =
            |name| Tail::open_lines(&folder.join(name)).map_err(|error| BatchError::journal(folder, error));
        let (records, begun) = (open(RECORDS)?, open(BEGUN)?);
        Ok(Self {
            folder: folder.to_owned(),
            head: 0,
            records: Mutex::new(records),
            begun: Mutex::new(begun),
        })
    }

    /// A data file for one thread.
    pub(crate) fn data(&self, thread: usize) -> Result<Data, BatchError> {
        let tail = Tail::open(&data_path(&self.folder, thread))
            .map_err(|error| BatchError::journal(&self.folder, error))?;
        Ok(Data { file: thread, tail, folder: self.folder.clone() })
    }

    /// Notes that the analysis of an input begins.
    pub(crate) fn begin(&self, input: &str) -> Result<(), BatchError> {
        let line = seal::sealed(&Begun { begun: input.to_owned() })?;
        let mut tail = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        tail.append_line(&line).map_err(|error| BatchError::journal(&self.folder, error))?;
        Ok(())
    }

    /// Writes one record.
    pub(crate) fn record(&self, record: &Record) -> Result<Place, BatchError> {
        let line = seal::sealed(record)?;
        let mut tail = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        tail.append_line(&line).map_err(|error| BatchError::journal(&self.folder, error))
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
        if let Err(error) = clear(&self.folder).and_then(|()| disk::remove_dir_all(&self.folder)) {
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
    match disk::remove_file(&folder.join(RECORDS)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            disk::remove_dir_all(&path)?;
        } else if path.file_name().is_some_and(|name| name != "lock") {
            disk::remove_file(&path)?;
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

/// Removes what a job leaves that is killed after its tables are in place: a folder without records.
///
/// # Errors
/// [`BatchError::Usage`] if another process is working on this output.
pub fn remove_remains(folder: &Path) -> Result<(), BatchError> {
    if folder.is_dir() {
        let _lock = Lock::acquire(folder)?;
        // What cannot be removed is harmless litter.
        let _ = clear(folder).and_then(|()| disk::remove_dir_all(folder));
    }
    Ok(())
}

fn records_path(folder: &Path) -> PathBuf {
    folder.join(RECORDS)
}

fn data_path(folder: &Path, thread: usize) -> PathBuf {
    folder.join(format!("strides-{thread}.bin"))
}

#[cfg(test)]
mod damage;
