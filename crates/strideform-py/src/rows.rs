//! Tables of many inputs: one partition of a fleet job.

use std::ffi::OsString;
use std::path::PathBuf;

use pyo3::prelude::*;
use strideform::findings::RuleTable;
use strideform::pipeline::AnalysisOptions;
use strideform::read::{Input, Source};
use strideform::recording::Placement;
use strideform::{Error, ErrorKind};
use strideform_batch::BatchError;
use strideform_batch::inputs::{self, Described, Discovery, Found, Identity};
use strideform_batch::rows::{FailureRow, InputTask};
use strideform_render::RenderError;
use strideform_render::tables::{RUNS, RecordBatch, RunRow, STRIDES, runs_batch, strides_schema};

use crate::about::About;
use crate::batch::Batch;
use crate::errors::{internal, raised};
use crate::reading::{Reading, placement};
use crate::threads;

/// Names and versions of the tables of runs and of strides.
pub(crate) const TABLES: [&str; 2] = [RUNS, STRIDES];

/// The reason why an input could not be used, with line and column.
type Place = (Option<u64>, Option<usize>, String);

/// Rows of many inputs, gathered one by one.
#[pyclass(module = "strideform._native")]
pub(crate) struct Rows {
    task: InputTask,
    about: About,
    runs: Vec<RunRow>,
    strides: Vec<RecordBatch>,
}

#[pymethods]
impl Rows {
    /// Settings for every input; `faults` is the name and text of a rule table.
    #[new]
    fn new(
        py: Python<'_>,
        reading: Reading,
        about: About,
        methods: Vec<(String, String)>,
        faults: Option<(String, String)>,
        strides: bool,
    ) -> PyResult<Self> {
        let done = || {
            let mut options = AnalysisOptions::default();
            for (stage, id) in &methods {
                options.choose(stage, id)?;
            }
            if let Some((name, text)) = &faults {
                options.faults = RuleTable::parse(text, name)?;
            }
            Ok(InputTask { read: reading.options()?, options, strides })
        };
        let task = done().map_err(|error| raised(py, &error))?;
        Ok(Self { task, about, runs: Vec::new(), strides: Vec::new() })
    }

    /// Reads and analyses one input; its rows are kept, or its failure is returned.
    fn add(
        &mut self,
        py: Python<'_>,
        name: &str,
        what: PathBuf,
        literal: bool,
        placement: Option<&str>,
    ) -> PyResult<Option<Place>> {
        let placement = placement.map(self::placement).transpose().map_err(|e| raised(py, &e))?;
        let input = match what.to_str() {
            Some(text) if !literal => Input::from(text),
            _ => match Input::from_path(what) {
                Input::Recording { source, device, .. } => Input::Recording { source, placement, device },
                session => session,
            },
        };
        let about = &self.about;
        let done = py.detach(|| {
            threads::on(1, || self.task.rows(name, &input, |runner, run| about.apply(runner, run)))
        });
        Ok(match done {
            Ok(rows) => {
                self.runs.push(rows.run);
                self.strides.extend(rows.strides);
                None
            }
            Err(FailureRow { line, column, reason, .. }) => Some((line, column, reason)),
        })
    }

    /// The table of runs.
    fn runs(&self) -> PyResult<Batch> {
        Batch::new(runs_batch(&self.runs, &self.task.options.faults))
    }

    /// The table of strides in pieces, the first one without rows.
    fn strides(&self) -> PyResult<Vec<Batch>> {
        let empty = RecordBatch::new_empty(strides_schema());
        let pieces = std::iter::once(&empty).chain(&self.strides);
        pieces.map(|piece| Batch::new(Ok::<_, RenderError>(piece.clone()))).collect()
    }
}

/// One input found in this machine's file system.
#[derive(IntoPyObject)]
pub(crate) struct OnDisk {
    /// The key of its row.
    name: String,
    /// A path, or the text as on the command line.
    what: PathBuf,
    /// True if `what` is a path that is never split.
    literal: bool,
    placement: Option<String>,
    /// Why it cannot be read.
    unusable: Option<String>,
    /// Its files.
    files: Vec<PathBuf>,
    /// Real paths by which the same input is recognised.
    key: Vec<PathBuf>,
    /// Placement and device, if the user gave them.
    described: Option<(Option<String>, Option<String>)>,
}

/// The inputs that one text refers to on this machine, by the rules of `strideform batch`; None if there are none.
/// `outputs` is never searched.
#[pyfunction]
pub(crate) fn discover(
    py: Python<'_>,
    text: PathBuf,
    outputs: Option<PathBuf>,
) -> PyResult<Option<Vec<OnDisk>>> {
    let mut discovery = Discovery::new(outputs.as_slice());
    let found = py.detach(|| match text.to_str() {
        Some(text) => discovery.add(text),
        None => Ok(discovery.add_path(&text)),
    });
    match found {
        // Text that cannot be an input is reported like an input that does not exist.
        Ok(false) | Err(BatchError::Usage(_)) => return Ok(None),
        Ok(true) => {}
        Err(error) => return Err(stopped(py, error)),
    }
    if discovery.found().is_empty() && text.to_str().is_some_and(|t| t.contains(['*', '?', '['])) {
        return Ok(None);
    }
    Ok(Some(discovery.found().iter().map(on_disk).collect()))
}

fn on_disk(found: &Found) -> OnDisk {
    let (input, identity) = (&found.input, &found.identity);
    let text = || PathBuf::from(&input.name);
    let (what, literal, placement) = match &input.input {
        Ok(Input::Session(path)) => (path.clone(), true, None),
        Ok(Input::Recording { source: Source::File(path), placement, device: None }) => {
            (path.clone(), true, *placement)
        }
        Ok(Input::Recording { .. }) => (text(), false, None),
        Err(_) => (text(), true, None),
    };
    let spelled = |placement: Option<Placement>| placement.map(|p| p.to_string());
    OnDisk {
        name: input.name.clone(),
        what,
        literal,
        placement: spelled(placement),
        unusable: input.input.as_ref().err().cloned(),
        files: input.files(),
        key: identity.files.clone(),
        described: identity.described.as_ref().map(|d| (spelled(d.placement), d.device.clone())),
    }
}

/// Name, files, and the placement and device if the user gave them.
type Named = (OsString, Vec<PathBuf>, Option<(Option<String>, Option<String>)>);

/// Which inputs to keep so that each counts once, sorted by name.
#[pyfunction]
pub(crate) fn dedup(py: Python<'_>, found: Vec<Named>) -> PyResult<Vec<usize>> {
    let identity = |(name, files, described): Named| {
        let described = described.map(|(placement, device)| {
            let placement = placement.as_deref().map(self::placement).transpose();
            placement.map(|placement| Described { placement, device })
        });
        let described = described.transpose().map_err(|error| raised(py, &error))?;
        Ok(Identity { name: name.to_string_lossy().into_owned(), files, described })
    };
    let found = found.into_iter().map(identity).collect::<PyResult<Vec<_>>>()?;
    inputs::dedup(&found).map_err(|error| stopped(py, error))
}

fn stopped(py: Python<'_>, error: BatchError) -> PyErr {
    match error {
        BatchError::Usage(message) => raised(py, &Error::new(ErrorKind::Usage, message)),
        BatchError::Input(error) => raised(py, &error),
        other => internal(other),
    }
}

/// True for a placement's name or synonym.
#[pyfunction]
pub(crate) fn is_placement(text: &str) -> bool {
    text.parse::<Placement>().is_ok()
}
