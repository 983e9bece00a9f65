//! `analyze`: the whole analysis, and the parts that Python requests.

use std::path::PathBuf;
use std::time::Instant;

use pyo3::prelude::*;
use strideform::findings::RuleTable;
use strideform::pipeline;
use strideform::report::{self, Command};
use strideform::{Error, ErrorKind};
use strideform_batch::rows::{no_running, run_row};
use strideform_render::tables::runs_batch;
use strideform_render::{html, json, tables, text};

use crate::about::About;
use crate::batch::Batch;
use crate::choice::{Choice, raised_by};
use crate::errors::{internal, raised};
use crate::items::{hashes, items, plain, session};
use crate::reading::Reading;
use crate::saved;
use crate::threads;

/// An analysis.
#[pyclass(frozen, module = "strideform._native")]
pub(crate) struct Analysis {
    inner: report::Analysis,
    /// The rules of its findings.
    rules: RuleTable,
    /// The activities found instead, if there is no running.
    reason: Option<String>,
    /// The text of the rules, if they are not the embedded ones.
    rules_text: Option<String>,
    /// Seconds spent in the library with the interpreter released.
    seconds: f64,
}

/// Reads and analyses.
#[pyfunction]
#[expect(clippy::too_many_arguments, reason = "each is a dict that Python has checked")]
pub(crate) fn analyze(
    py: Python<'_>,
    inputs: Vec<Bound<'_, PyAny>>,
    reading: Reading,
    about: About,
    choice: Choice,
    faults: Option<PathBuf>,
    command: Option<Vec<String>>,
    threads: usize,
) -> PyResult<Analysis> {
    let items = items(py, &inputs)?;
    let (mut options, failed) = choice.options(py).map_err(|e| raised(py, &e))?;
    let done = || -> Result<Analysis, Error> {
        let read = reading.options()?;
        let inputs = plain(&items, &read)?;
        let work = || {
            let start = Instant::now();
            let rules_text = match faults {
                Some(path) => {
                    let (table, text) = rules(&path)?;
                    options.faults = table;
                    Some(text)
                }
                None => None,
            };
            let mut session = session(&inputs, &read)?;
            about.apply(&mut session.runner, &mut session.run);
            let options = choice.with_events(options, &session)?;
            // Hashing reads everything once more, which another thread does meanwhile.
            let (mut inner, hashes) =
                rayon::join(|| pipeline::analyze(&session, &options), || hashes(&inputs, &session));
            let seconds = start.elapsed().as_secs_f64();
            let mut made = pipeline::provenance(&inner, &options, rules_text.as_deref(), hashes);
            made.command = command.map(|arguments| Command::from_arguments(arguments).into_arguments());
            inner.provenance = Some(made);
            inner.leave_out_folders();
            let reason = (!inner.has_running()).then(|| no_running(&session));
            drop(session);
            Ok(Analysis { inner, rules: options.faults, reason, rules_text, seconds })
        };
        py.detach(|| threads::on(threads, work))
    };
    let done = done();
    if let Some(exception) = raised_by(&failed) {
        return Err(exception);
    }
    done.map_err(|error| raised(py, &error))
}

/// Rebuilds a result from its saved form.
#[pyfunction]
pub(crate) fn restore(py: Python<'_>, state: &str) -> PyResult<Analysis> {
    let done = || -> Result<Analysis, Error> {
        let (inner, reason, rules_text) = saved::restored(state)?;
        let rules = match &rules_text {
            Some(text) => RuleTable::parse(text, "rules")?,
            None => RuleTable::embedded(),
        };
        Ok(Analysis { inner, rules, reason, rules_text, seconds: 0.0 })
    };
    py.detach(done).map_err(|error| raised(py, &error))
}

/// A custom rule table for the form faults, with its text.
fn rules(path: &std::path::Path) -> Result<(RuleTable, String), Error> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Error::new(ErrorKind::Io, format!("cannot be read: {error}"))
            .in_file(&name)
            .with_remedy("give a table of rules in TOML, as `strideform faults --format toml` prints it")
    })?;
    Ok((RuleTable::parse(&text, &name)?, text))
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

    /// Everything as text, for [`restore`].
    fn state(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| saved::state(&self.inner, self.reason.as_deref(), self.rules_text.as_deref()))
            .map_err(internal)
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
