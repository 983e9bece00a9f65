//! Reads a journal: all records at the start of a resumed job, single records at the end.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprint;
use super::record::{Done, Record, Slice};
use super::{Place, data_path, records_path};
use crate::BatchError;

/// Reads records and data by their positions.
pub(crate) struct Reader {
    folder: PathBuf,
    records: File,
    data: HashMap<usize, File>,
}

impl Reader {
    /// Opens the journal of a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, BatchError> {
        let records = File::open(records_path(folder)).map_err(|error| BatchError::journal(folder, error))?;
        Ok(Self { folder: folder.to_owned(), records, data: HashMap::new() })
    }

    /// The record at a position.
    pub(crate) fn record(&mut self, place: Place) -> Result<Record, BatchError> {
        let bytes = part(&mut self.records, place.at, place.len)
            .map_err(|error| BatchError::journal(&self.folder, error))?;
        serde_json::from_slice(&bytes).map_err(|error| BatchError::journal(&self.folder, error.into()))
    }

    /// The bytes of a slice.
    pub(crate) fn data(&mut self, slice: Slice) -> Result<Vec<u8>, BatchError> {
        self.slice(slice).map_err(|error| BatchError::journal(&self.folder, error))
    }

    fn slice(&mut self, slice: Slice) -> io::Result<Vec<u8>> {
        let file = match self.data.entry(slice.file) {
            std::collections::hash_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(File::open(data_path(&self.folder, slice.file))?)
            }
        };
        let bytes = part(file, slice.at, slice.len)?;
        if crc32fast::hash(&bytes) != slice.crc {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "rows of strides are damaged"));
        }
        Ok(bytes)
    }
}

fn part(file: &mut File, at: u64, len: u64) -> io::Result<Vec<u8>> {
    file.seek(SeekFrom::Start(at))?;
    let mut out = Vec::new();
    file.take(len).read_to_end(&mut out)?;
    if out.len() as u64 == len { Ok(out) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

/// Reads every complete record of a folder's journal, oldest first; `None` if there is no journal.
///
/// A line that is incomplete, or whose rows of strides are missing or damaged, counts as not written.
pub(crate) fn scan(
    folder: &Path,
    mut each: impl FnMut(Record, Place),
) -> Result<Option<Fingerprint>, BatchError> {
    let failed = |error: io::Error| BatchError::journal(folder, error);
    let file = match File::open(records_path(folder)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(failed)?,
    };
    let mut lines = BufReader::new(file);
    let mut reader = Reader::open(folder)?;
    let (mut line, mut at) = (Vec::new(), 0_u64);
    let mut fingerprint: Option<Fingerprint> = None;
    loop {
        line.clear();
        let read = lines.read_until(b'\n', &mut line).map_err(failed)? as u64;
        let Some(whole) = line.strip_suffix(b"\n") else { break };
        let place = Place { at, len: read.saturating_sub(1) };
        at += read;
        if fingerprint.is_none() {
            match serde_json::from_slice(whole) {
                Ok(first) => fingerprint = Some(first),
                // The process was killed while writing the first line, before anything was finished.
                Err(_) => return Ok(None),
            }
            continue;
        }
        let Ok(record) = serde_json::from_slice::<Record>(whole) else { continue };
        let intact = match &record.done {
            Done::Row(_, Some(slice)) => reader.slice(*slice).is_ok(),
            _ => true,
        };
        if intact {
            each(record, place);
        }
    }
    Ok(fingerprint)
}
