//! What tables were made of, kept with them.
//!
//! A Parquet file has a place for it in its metadata. Beside the content of every table it is also an extended attribute of the
//! file, with a checksum of the content, where the system and its disk have these: CSV has no other place.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};
use strideform_render::tables::TableFormat;

use crate::BatchError;
use crate::inputs::BatchInput;
use crate::journal::Fingerprint;

/// Key in the metadata of a Parquet file.
pub(super) const KEY: &str = "strideform.job";
/// Name of the extended attribute: eight digits of the content's CRC-32, a blank, the mark.
const ATTRIBUTE: &str = "user.strideform.job";
/// Longest header of a CSV file that is compared, in bytes (*chosen*: ours are a tenth of it).
const MAX_HEADER: u64 = 1 << 20;
/// Bytes that are read at a time.
const BLOCK: usize = 1 << 16;

/// The options and inputs of a job. Copies of the same files give the same mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobMark {
    options: Fingerprint,
    inputs: usize,
    /// CRC-32 of the names of the inputs, and of the names and sizes of their files.
    contents: String,
}

impl JobMark {
    /// Of a job's options and inputs, whose files are looked up.
    pub fn new(options: &Fingerprint, inputs: &[BatchInput]) -> Self {
        let mut sum = crc32fast::Hasher::new();
        for input in inputs {
            sum.update(input.name.as_bytes());
            sum.update(&[0]);
            sum.update(&input.contents().to_le_bytes());
        }
        let contents = format!("{:08x}", sum.finalize());
        Self { options: options.shortened(), inputs: inputs.len(), contents }
    }

    /// As text.
    pub(super) fn to_json(&self) -> Result<String, BatchError> {
        serde_json::to_string(self).map_err(|error| BatchError::Internal(format!("a table's mark: {error}")))
    }

    /// What keeps a table from being of this job, one text for each reason.
    pub(super) fn differences(&self, table: &Path, format: TableFormat, columns: &[String]) -> Vec<String> {
        let then = match kept(table, format, columns) {
            Ok(Kept::Mark(mark)) => serde_json::from_str::<Self>(&mark),
            // All that can be known without a mark.
            Ok(Kept::NoPlace) => return Vec::new(),
            Ok(Kept::Nothing) => return vec!["it was not written by such a job".to_owned()],
            Ok(Kept::Damaged) => return vec!["it was changed or damaged after it was written".to_owned()],
            Err(error) => return vec![format!("it cannot be read: {error}")],
        };
        let Ok(then) = then else { return vec!["it was written by another version".to_owned()] };
        let mut out = then.options.differences(&self.options);
        if then.inputs != self.inputs {
            out.push(format!("inputs: {} then, {} now", then.inputs, self.inputs));
        } else if then.contents != self.contents {
            out.push("names or sizes of the inputs differ".to_owned());
        }
        out
    }
}

/// What is kept with a table.
enum Kept {
    Mark(String),
    /// No mark, though there is a place for one.
    Nothing,
    /// Not the content that was written.
    Damaged,
    /// The table is whole, but neither its format nor the disk has a place for a mark.
    NoPlace,
}

fn kept(table: &Path, format: TableFormat, columns: &[String]) -> io::Result<Kept> {
    let within = match format.metadata(table)? {
        Some(mut pairs) => match pairs.remove(KEY) {
            None => return Ok(Kept::Nothing),
            mark => mark,
        },
        None => None,
    };
    let beside = match xattr::get(table, ATTRIBUTE) {
        Ok(Some(bytes)) => String::from_utf8(bytes).ok(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(error),
        // A copy of a Parquet file has still the mark within.
        Ok(None) => return Ok(within.map_or(Kept::Nothing, Kept::Mark)),
        Err(_) if within.is_none() => {
            return Ok(if is_whole_csv(table, columns)? { Kept::NoPlace } else { Kept::Damaged });
        }
        Err(_) => None,
    };
    let Some(beside) = beside else { return Ok(within.map_or(Kept::Nothing, Kept::Mark)) };
    let Some((sum, mark)) = beside.split_once(' ') else { return Ok(Kept::Nothing) };
    if sum != check_sum(table)? {
        return Ok(Kept::Damaged);
    }
    Ok(Kept::Mark(within.unwrap_or_else(|| mark.to_owned())))
}

/// Attaches a mark to a table.
pub(super) fn attach(table: &Path, mark: &str) {
    let attached =
        check_sum(table).and_then(|sum| xattr::set(table, ATTRIBUTE, format!("{sum} {mark}").as_bytes()));
    // The table is as good without it; only less is known when the job is resumed.
    if let Err(error) = attached {
        tracing::debug!("{} keeps no mark of its job: {error}", table.display());
    }
}

/// The CRC-32 of a file's content.
fn check_sum(path: &Path) -> io::Result<String> {
    let mut file = File::open(path)?;
    let mut sum = crc32fast::Hasher::new();
    let mut block = vec![0; BLOCK];
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok(format!("{:08x}", sum.finalize()));
        }
        sum.update(block.get(..read).unwrap_or_default());
    }
}

/// True for a CSV file with these columns and a complete last line.
fn is_whole_csv(table: &Path, columns: &[String]) -> io::Result<bool> {
    let mut file = File::open(table)?;
    let mut header = Vec::new();
    BufReader::new((&mut file).take(MAX_HEADER)).read_until(b'\n', &mut header)?;
    let mut expected = csv::Writer::from_writer(Vec::new());
    expected.write_record(columns)?;
    let expected = expected.into_inner().map_err(csv::IntoInnerError::into_error)?;
    let mut last = Vec::new();
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(1)))?;
    file.read_to_end(&mut last)?;
    Ok(header == expected && last == b"\n")
}
