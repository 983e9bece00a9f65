//! Finished work on disk, so that nothing is lost or done twice, however the process ends.
//!
//! A folder beside the output: `journal.jsonl`, whose first line is the [`Fingerprint`] and every further line one
//! [`Record`], and `strides-N.bin` with the rows of strides, one file a thread. Both only ever grow. The rows are written
//! before the line that tells of them, so a line that is whole has its rows; a line that is not whole counts as not
//! written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::fingerprint::Fingerprint;
use super::record::{Record, Slice};
use crate::exit::Failure;

/// Name of the file of records.
const RECORDS: &str = "journal.jsonl";

/// A journal that can be written to.
pub(super) struct Journal {
    folder: PathBuf,
    records: Mutex<Tail>,
    /// Bytes before the first record; 0 where there are records of before.
    head: u64,
}

/// A file that grows, and its length.
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

    /// Appends in one call and says where.
    fn append(&mut self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.len;
        self.file.write_all(bytes)?;
        self.len += bytes.len() as u64;
        Ok(at)
    }
}

/// Where a record stands in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// First byte of the line.
    pub at: u64,
    /// Its bytes without the line break.
    pub len: u64,
}

impl Journal {
    /// Begins an empty journal.
    pub(super) fn begin(folder: &Path, fingerprint: &Fingerprint) -> Result<Self, Failure> {
        clear(folder).map_err(|error| told(folder, &error))?;
        let mut line = json(fingerprint)?;
        line.push(b'\n');
        let mut tail = Tail::open(&folder.join(RECORDS)).map_err(|error| told(folder, &error))?;
        tail.append(&line).map_err(|error| told(folder, &error))?;
        Ok(Self { folder: folder.to_owned(), head: tail.len, records: Mutex::new(tail) })
    }

    /// Goes on with a journal; a line that was torn is closed, so that the next one stands by itself.
    pub(super) fn go_on(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(RECORDS);
        let resumed = || -> io::Result<Tail> {
            let mut tail = Tail::open(&path)?;
            if last_byte(&path)? != Some(b'\n') {
                tail.append(b"\n")?;
            }
            Ok(tail)
        };
        let tail = resumed().map_err(|error| told(folder, &error))?;
        Ok(Self { folder: folder.to_owned(), head: 0, records: Mutex::new(tail) })
    }

    /// A data file for one thread.
    pub(super) fn data(&self, thread: usize) -> Result<Data, Failure> {
        let tail =
            Tail::open(&data_path(&self.folder, thread)).map_err(|error| told(&self.folder, &error))?;
        Ok(Data { file: thread, tail, folder: self.folder.clone() })
    }

    /// Writes one record.
    pub(super) fn record(&self, record: &Record) -> Result<Place, Failure> {
        let mut line = json(record)?;
        let len = line.len() as u64;
        line.push(b'\n');
        let mut tail = self.records.lock().unwrap_or_else(PoisonError::into_inner);
        let at = tail.append(&line).map_err(|error| told(&self.folder, &error))?;
        Ok(Place { at, len })
    }

    /// True before the first record.
    pub(super) fn is_empty(&self) -> bool {
        self.records.lock().unwrap_or_else(PoisonError::into_inner).len == self.head
    }

    /// Its folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Removes the journal; its records first, so that what is left counts as nothing.
    pub(super) fn remove(self) {
        // What cannot be removed is litter, and told.
        if let Err(error) = clear(&self.folder).and_then(|()| fs::remove_dir_all(&self.folder)) {
            tracing::warn!("{} could not be removed: {error}", self.folder.display());
        }
    }
}

/// The data file of one thread.
pub(super) struct Data {
    file: usize,
    tail: Tail,
    folder: PathBuf,
}

impl Data {
    /// Appends and says where.
    pub(super) fn append(&mut self, bytes: &[u8]) -> Result<Slice, Failure> {
        let at = self.tail.append(bytes).map_err(|error| told(&self.folder, &error))?;
        Ok(Slice { file: self.file, at, len: bytes.len() as u64, crc: crc32fast::hash(bytes) })
    }
}

/// Removes everything but the lock; the records first.
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

pub(super) fn records_path(folder: &Path) -> PathBuf {
    folder.join(RECORDS)
}

pub(super) fn data_path(folder: &Path, thread: usize) -> PathBuf {
    folder.join(format!("strides-{thread}.bin"))
}

fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(value).map_err(|error| Failure::Ours(format!("internal error: the journal: {error}")))
}

/// The disk's refusal, and that nothing is lost.
pub(super) fn told(folder: &Path, error: &io::Error) -> Failure {
    let folder = folder.display();
    Failure::Ours(format!(
        "cannot write or read {folder}: {error}\n  help: what is finished is kept there; when the cause is mended, go on \
         with --resume"
    ))
}
