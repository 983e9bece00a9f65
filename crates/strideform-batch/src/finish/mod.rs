//! The tables, from the journal in the order of inputs; each whole before the first is put in its place.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use strideform::findings::RuleTable;
use strideform_render::RenderError;
use strideform_render::tables::{RunRow, TableWriter, runs_batch, runs_schema, strides_schema};

use super::failures::{FailureTable, Teller};
use super::index::{End, Entry};
use super::journal::told;
use super::outputs::{self, Outputs};
use super::reader::Reader;
use super::record::Done;
use super::strides;
use super::unit::Unit;
use crate::exit::Failure;
use crate::output::Target;

/// Rows held at once on the way into a table (*chosen*: a few MB of runs).
const ROWS: usize = 1024;

/// Writes every table. `entries` are the inputs in order with where they stand in the journal.
///
/// # Errors
/// Status 1 where the disk refuses; the journal is as it was, and a table that is not whole is not in its place.
pub(super) fn tables(
    outputs: &Outputs,
    entries: &[(&Unit, Entry)],
    rules: &RuleTable,
    journal: &Path,
) -> Result<(), Failure> {
    let mut reader = Reader::open(journal)?;
    let mut staged = Vec::new();
    if let Some(target) = &outputs.failures {
        let mut part = Part::create(target, journal)?;
        part.fill(|out| failures(out, entries, &mut reader))?;
        staged.push(part);
    } else {
        tell(entries, &mut reader)?;
    }
    if let Some((target, format)) = &outputs.strides {
        let mut part = Part::create(target, journal)?;
        let schema = strides_schema();
        part.fill(|out| {
            let mut table = TableWriter::new(out, *format, schema.clone()).map_err(rendering)?;
            for slice in entries.iter().filter_map(|(_, entry)| entry.strides) {
                for batch in strides::batches(&reader.data(slice)?, &schema)? {
                    table.write(&batch).map_err(rendering)?;
                }
            }
            table.finish().map_err(rendering)
        })?;
        staged.push(part);
    }
    let (target, format) = &outputs.runs;
    let mut part = Part::create(target, journal)?;
    part.fill(|out| {
        let table = TableWriter::new(out, *format, runs_schema(rules)).map_err(rendering)?;
        runs(table, entries, rules, &mut reader)
    })?;
    // The table of runs last: where it is, everything is.
    staged.push(part);
    staged.into_iter().try_for_each(Part::put)
}

fn runs<W: Write + Send>(
    mut table: TableWriter<W>,
    entries: &[(&Unit, Entry)],
    rules: &RuleTable,
    reader: &mut Reader,
) -> Result<W, Failure> {
    let mut rows: Vec<RunRow> = Vec::with_capacity(ROWS);
    for (_, entry) in entries.iter().filter(|(_, entry)| entry.end != End::Failed) {
        if let Done::Row(row, _) = reader.record(entry.place)?.done {
            rows.push(*row);
        }
        if rows.len() == ROWS {
            table.write(&runs_batch(&rows, rules).map_err(rendering)?).map_err(rendering)?;
            rows.clear();
        }
    }
    table.write(&runs_batch(&rows, rules).map_err(rendering)?).map_err(rendering)?;
    table.finish().map_err(rendering)
}

fn failures<W: Write>(out: W, entries: &[(&Unit, Entry)], reader: &mut Reader) -> Result<W, Failure> {
    let mut table = FailureTable::new(out)?;
    for (unit, entry) in entries.iter().filter(|(_, entry)| entry.end == End::Failed) {
        if let Done::Failure(row) = reader.record(entry.place)?.done {
            table.write(&unit.text, &row)?;
        }
    }
    table.finish()
}

fn tell(entries: &[(&Unit, Entry)], reader: &mut Reader) -> Result<(), Failure> {
    let mut teller = Teller::default();
    for (unit, entry) in entries.iter().filter(|(_, entry)| entry.end == End::Failed) {
        if let Done::Failure(row) = reader.record(entry.place)?.done {
            teller.tell(&unit.text, &row);
        }
    }
    teller.close();
    Ok(())
}

fn rendering(error: RenderError) -> Failure {
    Failure::Ours(error.to_string())
}

/// A table that is not in its place yet.
struct Part<'a> {
    target: &'a Target,
    journal: &'a Path,
    path: PathBuf,
    file: Option<File>,
}

impl<'a> Part<'a> {
    fn create(target: &'a Target, journal: &'a Path) -> Result<Self, Failure> {
        let path = outputs::beside(&target.path, "part");
        let file = File::create(&path).map_err(|error| refused(target, journal, &error))?;
        Ok(Self { target, journal, path, file: Some(file) })
    }

    /// Writes the table and waits until the disk has it: the journal goes once it is in its place.
    fn fill(
        &mut self,
        write: impl FnOnce(BufWriter<File>) -> Result<BufWriter<File>, Failure>,
    ) -> Result<(), Failure> {
        let Some(file) = self.file.take() else { return Ok(()) };
        let done = write(BufWriter::new(file)).map_err(|failure| match failure {
            Failure::Ours(text) if !text.starts_with("internal error") => {
                refused(self.target, self.journal, &io::Error::other(text))
            }
            other => other,
        })?;
        let synced =
            done.into_inner().map_err(io::IntoInnerError::into_error).and_then(|file| file.sync_all());
        synced.map_err(|error| refused(self.target, self.journal, &error))
    }

    fn put(mut self) -> Result<(), Failure> {
        let real = outputs::real(&self.target.path);
        let path = std::mem::take(&mut self.path);
        let renamed = (|| {
            if let Ok(existing) = fs::metadata(&real) {
                fs::set_permissions(&path, existing.permissions())?;
            }
            fs::rename(&path, &real)
        })();
        renamed.map_err(|error| refused(self.target, self.journal, &error))
    }
}

impl Drop for Part<'_> {
    /// What could not be completed frees its place on the disk, which may be what is lacking.
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn refused(target: &Target, journal: &Path, error: &io::Error) -> Failure {
    match told(journal, error) {
        Failure::Ours(text) => {
            let help = text.split_once('\n').map_or("", |(_, help)| help);
            Failure::Ours(format!(
                "cannot write {} {}: {error}\n{help}",
                target.option,
                target.path.display()
            ))
        }
        other => other,
    }
}
