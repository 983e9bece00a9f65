//! Writes the tables from the journal in the order of the inputs; all are complete before the first is moved into place.

mod failures;
mod job_mark;

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use strideform::findings::RuleTable;
use strideform_render::RenderError;
use strideform_render::tables::{RunRow, TableFormat, TableWriter, runs_batch, runs_schema, strides_schema};

use self::failures::FailureTable;
pub use self::job_mark::JobMark;
use crate::BatchError;
use crate::disk::{self, File};
use crate::inputs::BatchInput;
use crate::journal::reader::Reader;
use crate::journal::record::Done;
use crate::journal::{End, Entry, Journal, stride_rows};
use crate::rows::FailureRow;

/// Number of rows held in memory while writing a table (*chosen*: a few MB of runs).
const ROWS: usize = 1024;

/// A table to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// The path of the file.
    pub path: PathBuf,
    /// The format.
    pub format: TableFormat,
}

/// The tables of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tables {
    /// The table of runs.
    pub runs: TableFile,
    /// The table of strides.
    pub strides: Option<TableFile>,
    /// The table of failures (CSV).
    pub failures: Option<PathBuf>,
    /// What the tables are made of, to be kept with them.
    pub mark: Option<JobMark>,
}

impl Tables {
    /// The table of runs only.
    pub fn new(runs: impl Into<PathBuf>, format: TableFormat) -> Self {
        Self { runs: TableFile { path: runs.into(), format }, strides: None, failures: None, mark: None }
    }

    /// Adds a table of strides; their rows must have been requested from the analysis.
    #[must_use]
    pub fn with_strides(mut self, strides: impl Into<Option<TableFile>>) -> Self {
        self.strides = strides.into();
        self
    }

    /// Adds a table of failures.
    #[must_use]
    pub fn with_failures(mut self, failures: impl Into<Option<PathBuf>>) -> Self {
        self.failures = failures.into();
        self
    }
}

impl Tables {
    /// Keeps with the tables what they are made of, so that a later job can tell whether they are its own.
    #[must_use]
    pub fn with_mark(mut self, mark: JobMark) -> Self {
        self.mark = Some(mark);
        self
    }

    /// What makes the existing tables others than those that this job would write, one text for each reason; empty where
    /// they are the same.
    pub fn stale(&self, inputs: &[BatchInput], rules: &RuleTable) -> Vec<String> {
        let Some(now) = &self.mark else { return Vec::new() };
        let names = |schema: &strideform_render::tables::Schema| -> Vec<String> {
            schema.fields().iter().map(|field| field.name().clone()).collect()
        };
        let runs = (self.runs.path.as_path(), self.runs.format, names(&runs_schema(rules)));
        let strides = self.strides.as_ref().map(|t| (t.path.as_path(), t.format, names(&strides_schema())));
        let failures = self.failures.as_ref();
        let failures = failures.map(|path| (path.as_path(), TableFormat::Csv, failures::columns()));
        let mut out = Vec::new();
        for (path, format, columns) in std::iter::once(runs).chain(strides).chain(failures) {
            for reason in now.differences(path, format, &columns) {
                let reason = format!("{}: {reason}", path.display());
                if !out.contains(&reason) {
                    out.push(reason);
                }
            }
        }
        if let Ok(written) = fs::metadata(&self.runs.path).and_then(|meta| meta.modified()) {
            let newer = inputs.iter().filter(|input| input.is_newer_than(written)).count();
            if newer > 0 {
                out.push(format!("{newer} of {} inputs changed after it was written", inputs.len()));
            }
        }
        out
    }
}

/// Writes the tables. `entries` are the inputs in order with their entries in the journal.
///
/// # Errors
/// [`BatchError::Disk`] if writing fails; the journal is then unchanged, and no incomplete table is left in place.
pub fn write(
    tables: &Tables,
    entries: &[(&BatchInput, Entry)],
    rules: &RuleTable,
    journal: &Journal,
) -> Result<(), BatchError> {
    let mut reader = Reader::open(journal.folder())?;
    let mark = tables.mark.as_ref().map(JobMark::to_json).transpose()?;
    let mark = mark.as_deref();
    let pairs: Vec<(&str, &str)> = mark.into_iter().map(|mark| (job_mark::KEY, mark)).collect();
    let mut staged = Vec::new();
    if let Some(path) = &tables.failures {
        let mut part = Part::create(path)?;
        part.fill(|out| write_failures(path, out, entries, &mut reader))?;
        part.mark(mark);
        staged.push(part);
    }
    if let Some(TableFile { path, format }) = &tables.strides {
        let mut part = Part::create(path)?;
        let schema = strides_schema();
        let refused = |error| rendering(path, error);
        part.fill(|out| {
            let table = TableWriter::with_metadata(out, *format, schema.clone(), &pairs);
            let mut table = table.map_err(refused)?;
            for slice in entries.iter().filter_map(|(_, entry)| entry.strides) {
                for batch in stride_rows::batches(&reader.data(slice)?, &schema)? {
                    table.write(&batch).map_err(refused)?;
                }
            }
            table.finish().map_err(refused)
        })?;
        part.mark(mark);
        staged.push(part);
    }
    let TableFile { path, format } = &tables.runs;
    let mut part = Part::create(path)?;
    part.fill(|out| {
        let table = TableWriter::with_metadata(out, *format, runs_schema(rules), &pairs);
        let table = table.map_err(|error| rendering(path, error))?;
        write_runs(path, table, entries, rules, &mut reader)
    })?;
    part.mark(mark);
    // The table of runs last: once it is there, everything is.
    staged.push(part);
    staged.into_iter().try_for_each(Part::put)
}

/// Calls `each` for every input that could not be used, in order.
///
/// # Errors
/// [`BatchError::Disk`] if the journal cannot be read.
pub fn each_failure(
    entries: &[(&BatchInput, Entry)],
    journal: &Journal,
    mut each: impl FnMut(&str, &FailureRow),
) -> Result<(), BatchError> {
    let mut reader = Reader::open(journal.folder())?;
    failed(entries, &mut reader, |input, row| {
        each(input, row);
        Ok(())
    })
}

fn failed(
    entries: &[(&BatchInput, Entry)],
    reader: &mut Reader,
    mut each: impl FnMut(&str, &FailureRow) -> Result<(), BatchError>,
) -> Result<(), BatchError> {
    for (input, entry) in entries.iter().filter(|(_, entry)| entry.end == End::Failed) {
        if let Done::Failure(row) = reader.record(entry.place)?.done {
            each(&input.name, &row)?;
        }
    }
    Ok(())
}

fn write_runs<W: Write + Send>(
    path: &Path,
    mut table: TableWriter<W>,
    entries: &[(&BatchInput, Entry)],
    rules: &RuleTable,
    reader: &mut Reader,
) -> Result<W, BatchError> {
    let refused = |error| rendering(path, error);
    let mut rows: Vec<RunRow> = Vec::with_capacity(ROWS);
    for (_, entry) in entries.iter().filter(|(_, entry)| entry.end != End::Failed) {
        if let Done::Row(row, _) = reader.record(entry.place)?.done {
            rows.push(*row);
        }
        if rows.len() == ROWS {
            table.write(&runs_batch(&rows, rules).map_err(refused)?).map_err(refused)?;
            rows.clear();
        }
    }
    table.write(&runs_batch(&rows, rules).map_err(refused)?).map_err(refused)?;
    table.finish().map_err(refused)
}

fn write_failures<W: Write>(
    path: &Path,
    out: W,
    entries: &[(&BatchInput, Entry)],
    reader: &mut Reader,
) -> Result<W, BatchError> {
    let refused = |error| BatchError::table(path, error);
    let mut table = FailureTable::new(out).map_err(refused)?;
    failed(entries, reader, |input, row| table.write(input, row).map_err(refused))?;
    table.finish().map_err(refused)
}

/// A rendering error is either a disk error or an internal error.
fn rendering(path: &Path, error: RenderError) -> BatchError {
    if error.io_error().is_some() {
        BatchError::table(path, io::Error::other(error))
    } else {
        BatchError::Internal(error.to_string())
    }
}

/// A table that has not been moved into place yet.
struct Part<'a> {
    target: &'a Path,
    path: PathBuf,
    file: Option<File>,
}

impl<'a> Part<'a> {
    fn create(target: &'a Path) -> Result<Self, BatchError> {
        let path = beside(target, "part");
        let file = File::create(&path).map_err(|error| BatchError::table(target, error))?;
        Ok(Self { target, path, file: Some(file) })
    }

    /// Writes the table and waits until it is on disk, because the journal is removed once the table is in place.
    fn fill(
        &mut self,
        write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, BatchError>,
    ) -> Result<(), BatchError> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let done = write(BufWriter::new(file))?;
        let synced =
            done.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(|error| BatchError::table(self.target, error))
    }

    /// Keeps what the table is made of beside its content.
    fn mark(&self, mark: Option<&str>) {
        if let Some(mark) = mark {
            job_mark::attach(&self.path, mark);
        }
    }

    fn put(mut self) -> Result<(), BatchError> {
        let real = resolved(self.target);
        let path = std::mem::take(&mut self.path);
        let renamed = (|| {
            if let Ok(existing) = fs::metadata(&real) {
                fs::set_permissions(&path, existing.permissions())?;
            }
            disk::rename(&path, &real)
        })();
        renamed.map_err(|error| BatchError::table(self.target, error))
    }
}

impl Drop for Part<'_> {
    /// Removes an incomplete table to free disk space, which may be what ran out.
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = disk::remove_file(&self.path);
        }
    }
}

/// The folder in which finished work is kept: `.NAME.journal` next to the table of runs.
pub fn journal_folder(runs: &Path) -> PathBuf {
    beside(runs, "journal")
}

/// A hidden file or folder next to a target, named after it. The name is always the same, so that files left by a killed
/// process are reused or overwritten by the next.
fn beside(target: &Path, kind: &str) -> PathBuf {
    let real = resolved(target);
    let name = real.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    folder_of(&real).join(format!(".{name}.{kind}"))
}

/// The real path of an output, which may be a link and need not exist.
pub fn resolved(path: &Path) -> PathBuf {
    let folder = || fs::canonicalize(folder_of(path)).ok().zip(path.file_name());
    fs::canonicalize(path)
        .ok()
        .or_else(|| folder().map(|(f, name)| f.join(name)))
        .unwrap_or_else(|| path.to_owned())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
