//! Reads a journal: all records at the start of a resumed job, single records at the end.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::fingerprint::Fingerprint;
use super::record::{Begun, Done, Record, Slice};
use super::{BEGUN, Place, data_path, records_path, seal};
use crate::BatchError;
use crate::disk::File;

/// Reads records and data by their positions.
pub(crate) struct Reader {
    folder: PathBuf,
    records: File,
    data: HashMap<usize, File>,
}

impl Reader {
    /// Opens the journal of a folder.
    pub(crate) fn open(folder: &Path) -> Result<Self, BatchError> {
        let records =
            File::open(&records_path(folder)).map_err(|error| BatchError::journal(folder, error))?;
        Ok(Self { folder: folder.to_owned(), records, data: HashMap::new() })
    }

    /// The record at a position.
    pub(crate) fn record(&mut self, place: Place) -> Result<Record, BatchError> {
        let failed = |error| BatchError::journal(&self.folder, error);
        let bytes = part(&mut self.records, place.at, place.len).map_err(failed)?;
        if !seal::is_intact(&bytes) {
            return Err(failed(damaged("a record is damaged")));
        }
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
                entry.insert(File::open(&data_path(&self.folder, slice.file))?)
            }
        };
        let bytes = part(file, slice.at, slice.len)?;
        if crc32fast::hash(&bytes) != slice.crc {
            return Err(damaged("rows of strides are damaged"));
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

fn damaged(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Reads every whole record of a folder's journal, oldest first; `None` where there is no journal.
///
/// An incomplete or damaged line, and one whose rows of strides are missing or damaged, counts as not written.
///
/// # Errors
/// [`BatchError::Disk`] where writing fails, [`BatchError::Usage`] where the fingerprint is damaged and records follow:
/// whether they belong to this job cannot be known.
pub(crate) fn scan(
    folder: &Path,
    mut each: impl FnMut(Record, Place),
) -> Result<Option<Fingerprint>, BatchError> {
    let failed = |error: io::Error| BatchError::journal(folder, error);
    let file = match File::open(&records_path(folder)) {
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
        let whole = line.strip_suffix(b"\n");
        if fingerprint.is_none() {
            fingerprint = whole
                .filter(|whole| seal::is_intact(whole))
                .and_then(|whole| serde_json::from_slice(whole).ok());
            if fingerprint.is_none() {
                return headless(folder, &line, &mut lines);
            }
            at += read;
            continue;
        }
        let Some(whole) = whole else { break };
        let place = Place { at, len: read.saturating_sub(1) };
        at += read;
        if !seal::is_intact(whole) {
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

/// A journal whose first line is incomplete or damaged: none, where the process was killed within that line and nothing
/// follows it.
fn headless(folder: &Path, first: &[u8], rest: &mut impl Read) -> Result<Option<Fingerprint>, BatchError> {
    let mut more = Vec::new();
    // A damaged line break joins the first record to the first line.
    rest.take(1).read_to_end(&mut more).map_err(|error| BatchError::journal(folder, error))?;
    if more.is_empty() && seal::heads(first) <= 1 {
        return Ok(None);
    }
    Err(BatchError::Usage(format!(
        "the first line of {}, with the options of the interrupted job, is damaged or of another version; finished inputs \
         follow it\n  help: remove {} to start over",
        records_path(folder).display(),
        folder.display()
    )))
}

/// How often the analysis of each input began, by name.
pub(super) fn begun(folder: &Path) -> Result<HashMap<String, u32>, BatchError> {
    let failed = |error: io::Error| BatchError::journal(folder, error);
    let file = match File::open(&folder.join(BEGUN)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashMap::new()),
        other => other.map_err(failed)?,
    };
    let mut out = HashMap::new();
    for line in BufReader::new(file).split(b'\n') {
        let line = line.map_err(failed)?;
        if seal::is_intact(&line)
            && let Ok(Begun { begun }) = serde_json::from_slice(&line)
        {
            *out.entry(begun).or_default() += 1;
        }
    }
    Ok(out)
}
