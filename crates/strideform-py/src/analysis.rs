//! `analyze`: the whole analysis, and the parts that Python requests.

use std::path::PathBuf;
use std::time::Instant;

use pyo3::prelude::*;
use strideform::findings::RuleTable;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::report;
use strideform::{Error, ErrorKind};
use strideform_batch::rows::{no_running, run_row};
use strideform_render::tables::runs_batch;
use strideform_render::{html, json, tables, text};

use crate::about::About;
use crate::batch::Batch;
use crate::errors::{internal, raised};
use crate::items::{items, plain, session};
use crate::reading::Reading;
use crate::threads;

/// An analysis.
#[pyclass(frozen, module = "strideform._native")]
pub(crate) struct Analysis {
    inner: report::Analysis,
    /// The rules of its findings.
    rules: RuleTable,
    /// The activities found instead, if there is no running.
    reason: Option<String>,
    /// Seconds spent in the library with the interpreter released.
    seconds: f64,
}

/// Reads and analyses.
#[pyfunction]
pub(crate) fn analyze(
    py: Python<'_>,
    inputs: Vec<Bound<'_, PyAny>>,
    reading: Reading,
    about: About,
    methods: Vec<(String, String)>,
    faults: Option<PathBuf>,
    threads: usize,
) -> PyResult<Analysis> {
    let items = items(py, &inputs)?;
    let done = || -> Result<Analysis, Error> {
        let read = reading.options()?;
        let mut options = AnalysisOptions::default();
        for (stage, id) in &methods {
            options.choose(stage, id)?;
        }
        let inputs = plain(&items, &read)?;
        let work = || {
            let start = Instant::now();
            if let Some(path) = faults {
                options.faults = rules(&path)?;
            }
            let mut session = session(&inputs, &read)?;
            about.apply(&mut session.runner, &mut session.run);
            let mut inner = pipeline::analyze(&session, &options);
            inner.leave_out_folders();
            let reason = (!inner.has_running()).then(|| no_running(&session));
            drop(session);
            Ok(Analysis { inner, rules: options.faults, reason, seconds: start.elapsed().as_secs_f64() })
        };
        py.detach(|| threads::on(threads, work))
    };
    done().map_err(|error| raised(py, &error))
}

/// A custom rule table for the form faults.
fn rules(path: &std::path::Path) -> Result<RuleTable, Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
            .in_file(&name)
            .with_remedy("give a table of rules in TOML, as `strideform faults --format toml` prints it")
    })?;
    RuleTable::parse(&text, &name)
}

#[pymethods]
impl Analysis {
    #[getter]
    fn seconds_inside(&self) -> f64 {
        self.seconds
    }

    fn has_running(&self) -> bool {
        self.inner.has_running()
    }

    /// The activities found instead, if there is no running.
    #[getter]
    fn reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }

    /// Returns a table by its name.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Batch> {
        let a = &self.inner;
        Batch::new(py.detach(|| match name {
            "contacts" => tables::contacts(a),
            "strides" => tables::strides(a),
            "metrics" => tables::metrics(a),
            "findings" => tables::findings(a),
            "caveats" => tables::caveats(a),
            "recordings" => tables::recordings(a),
            _ => tables::unavailable(a),
        }))
    }

    /// The row that `batch` would write, under the given name.
    fn run(&self, py: Python<'_>, name: &str) -> PyResult<Batch> {
        Batch::new(py.detach(|| {
            let row = run_row(name, &self.inner, self.reason.clone());
            runs_batch(&[row], &self.rules)
        }))
    }

    /// The document of `--json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json::document(&self.inner)).map_err(internal)
    }

    /// The page of `--html`.
    fn to_html(&self, py: Python<'_>) -> PyResult<String> {
        let bytes = py.detach(|| html::page(&self.inner)).map_err(internal)?;
        String::from_utf8(bytes).map_err(internal)
    }

    /// What the command line prints.
    fn to_text(&self, py: Python<'_>) -> String {
        py.detach(|| text::analysis(&self.inner))
    }

    /// The single steps behind a metric: times in s, sides, values.
    fn steps(&self, id: &str) -> (Vec<f64>, Vec<&'static str>, Vec<f64>) {
        let steps = self.inner.metric(id).map(|m| m.steps.steps.as_slice()).unwrap_or_default();
        let times = steps.iter().map(|s| s.0).collect();
        (times, steps.iter().map(|s| s.1.as_str()).collect(), steps.iter().map(|s| s.2).collect())
    }
}
