//! Contacts by a named method, by one's own, or found elsewhere.

use pyo3::prelude::*;
use strideform::Error;
use strideform::ErrorKind;
use strideform::bouts::{self, Activity, Bout};
use strideform::contacts::{self, ContactInput, Contacts};
use strideform::pipeline::AnalysisOptions;
use strideform::recording::{Recording, Run};
use strideform::report::ContactRow;
use strideform_render::tables;

use crate::about::About;
use crate::batch::Batch;
use crate::choice::{Choice, raised_by};
use crate::errors::raised;
use crate::items::{items, plain, session};
use crate::reading::Reading;
use crate::threads;

/// Contacts of every recording by one method, each on its recording's own clock.
#[pyfunction]
pub(crate) fn find_contacts(
    py: Python<'_>,
    inputs: Vec<Bound<'_, PyAny>>,
    reading: Reading,
    about: About,
    choice: Choice,
) -> PyResult<Batch> {
    let items = items(py, &inputs)?;
    let (options, failed) = choice.options(py).map_err(|e| raised(py, &e))?;
    let done = || -> Result<Vec<ContactRow>, Error> {
        let read = reading.options()?;
        let inputs = plain(&items, &read)?;
        let work = || {
            let mut session = session(&inputs, &read)?;
            about.apply(&mut session.runner, &mut session.run);
            let found = session.recordings.iter().map(|r| of(r, &session.run, &options));
            Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        };
        py.detach(|| threads::on(1, work))
    };
    let rows = done();
    if let Some(exception) = raised_by(&failed) {
        return Err(exception);
    }
    Batch::new(tables::contact_rows(&rows.map_err(|error| raised(py, &error))?))
}

fn of(recording: &Recording, run: &Run, options: &AnalysisOptions) -> Result<Vec<ContactRow>, Error> {
    let mut running = bouts::find(&recording.signals, recording.placement);
    running.retain(|b| b.activity == Activity::Run);
    let found = detected(recording, run, options, &running)?;
    Ok(found.contacts.into_iter().map(ContactRow::new).collect())
}

/// Contacts by the chosen method, which must work on the placement, or by the default one.
pub(crate) fn detected(
    recording: &Recording,
    run: &Run,
    options: &AnalysisOptions,
    running: &[Bout],
) -> Result<Contacts, Error> {
    let (signals, placement) = (&recording.signals, recording.placement);
    let unusable = |text: String| Error::new(ErrorKind::Unusable, text).in_file(&recording.file);
    let method = options
        .method_for(placement)
        .or_else(|| contacts::default_for(placement, signals.gyr.is_some()).map(|m| options.adjusted(m)))
        .ok_or_else(|| unusable(format!("no method finds contacts on {placement}")))?;
    let input = ContactInput::new(signals, placement, running, run);
    method
        .detect(&input)
        .map_err(|missing| unusable(format!("`{}` needs {}", method.info().id, missing.needs)))
}
