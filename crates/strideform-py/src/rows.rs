//! Many inputs into tables: a partition of a fleet's job.

use std::path::PathBuf;

use pyo3::prelude::*;
use strideform::findings::RuleTable;
use strideform::pipeline::Options;
use strideform::read::{self, Input, Source};
use strideform::recording::Placement;
use strideform_render::RenderError;
use strideform_render::tables::{
    FailureRow, InputTask, RUNS, RecordBatch, RunRow, STRIDES, runs_batch, strides_schema,
};

use crate::about::About;
use crate::batch::Batch;
use crate::errors::raised;
use crate::items::is_session;
use crate::reading::{Reading, placement};
use crate::threads;

/// Names and versions of the tables of runs and of strides.
pub(crate) const TABLES: [&str; 2] = [RUNS, STRIDES];

/// Line, column and reason of an input that could not be used.
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
    /// What holds for every input; `faults` are name and text of a table of rules.
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
            let mut options = Options::default();
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

    /// Reads and analyses one input; its rows are kept, or its failure is handed back.
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
            Some(text) if !literal => read::input(text),
            _ => file(what, placement),
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

fn file(path: PathBuf, placement: Option<Placement>) -> Input {
    if is_session(&path) {
        return Input::Session(path);
    }
    Input::Recording { source: Source::File(path), placement, device: None }
}

/// What a text as on the command line stands for: whether a session, placement, device, paths.
#[pyfunction]
pub(crate) fn input_parts(text: &str) -> (bool, Option<String>, Option<String>, Vec<PathBuf>) {
    match read::input(text) {
        Input::Session(path) => (true, None, None, vec![path]),
        Input::Recording { source, placement, device } => {
            let paths = match source {
                Source::File(path) => vec![path],
                Source::Merged(paths) => paths,
                Source::Bytes { .. } => Vec::new(),
            };
            (false, placement.map(|p| p.to_string()), device, paths)
        }
    }
}

/// True for a placement's name or synonym.
#[pyfunction]
pub(crate) fn is_placement(text: &str) -> bool {
    text.parse::<Placement>().is_ok()
}
