//! What tables were made of, kept with them: a Parquet file has a place for it, and beside the content of a CSV file it is
//! an extended attribute, where the system and its disk have these.

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
/// Name of the extended attribute of a CSV file.
const ATTRIBUTE: &str = "user.strideform.job";
/// Longest header of a CSV file that is compared, in bytes (*chosen*: ours are a tenth of it).
const MAX_HEADER: u64 = 1 << 20;

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
        let then = match kept(table, format) {
            Ok(Kept::Mark(mark)) => serde_json::from_str::<Self>(&mark),
            Ok(Kept::Nothing) => return vec!["it was not written by such a job".to_owned()],
            // All that can be known without a mark.
            Ok(Kept::NoPlace) => match is_whole_csv(table, columns) {
                Ok(true) => return Vec::new(),
                Ok(false) => return vec!["it is not the table of such a job".to_owned()],
                Err(error) => return vec![format!("it cannot be read: {error}")],
            },
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
    /// Neither the format nor the disk has a place for a mark.
    NoPlace,
}

fn kept(table: &Path, format: TableFormat) -> io::Result<Kept> {
    if let Some(mut pairs) = format.metadata(table).map_err(io::Error::other)? {
        return Ok(pairs.remove(KEY).map_or(Kept::Nothing, Kept::Mark));
    }
    match xattr::get(table, ATTRIBUTE) {
        Ok(Some(bytes)) => Ok(String::from_utf8(bytes).map_or(Kept::Nothing, Kept::Mark)),
        Ok(None) => Ok(Kept::Nothing),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        Err(_) => Ok(Kept::NoPlace),
    }
}

/// Attaches a mark to a CSV file.
pub(super) fn attach(table: &Path, mark: &str) {
    // The table is as good without it; only less is known when the job is resumed.
    if let Err(error) = xattr::set(table, ATTRIBUTE, mark.as_bytes()) {
        tracing::debug!("{} keeps no mark of its job: {error}", table.display());
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
    file.seek(SeekFrom::End(-1))?;
    file.read_to_end(&mut last)?;
    Ok(header == expected && last == b"\n")
}
