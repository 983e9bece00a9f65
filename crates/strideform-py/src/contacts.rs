//! Contact methods, looked up by name.

use pyo3::prelude::*;
use strideform::bouts::{self, Activity};
use strideform::contacts::{self, ContactInput, ContactMethod};
use strideform::recording::{Recording, Run};
use strideform::report::ContactRow;
use strideform::{Error, ErrorKind};
use strideform_render::tables;

use crate::about::About;
use crate::batch::Batch;
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
    method: Option<&str>,
) -> PyResult<Batch> {
    let items = items(py, &inputs)?;
    let done = || -> Result<Vec<ContactRow>, Error> {
        let chosen = method.map(known).transpose()?;
        let read = reading.options()?;
        let inputs = plain(&items, &read)?;
        let work = || {
            let mut session = session(&inputs, &read)?;
            about.apply(&mut session.runner, &mut session.run);
            let found = session.recordings.iter().map(|r| of(r, &session.run, chosen));
            Ok(found.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
        };
        py.detach(|| threads::on(1, work))
    };
    let rows = done().map_err(|error| raised(py, &error))?;
    Batch::new(tables::contact_rows(&rows))
}

fn known(id: &str) -> Result<&'static dyn ContactMethod, Error> {
    contacts::by_id(id).ok_or_else(|| {
        let ids: Vec<&str> = contacts::all().iter().map(|m| m.info().id).collect();
        Error::new(ErrorKind::Usage, format!("unknown method `{id}`"))
            .with_remedy(format!("known: {}", ids.join(", ")))
    })
}

fn of(
    recording: &Recording,
    run: &Run,
    chosen: Option<&'static dyn ContactMethod>,
) -> Result<Vec<ContactRow>, Error> {
    let (signals, placement) = (&recording.signals, recording.placement);
    let unusable = |text: String| Error::new(ErrorKind::Unusable, text).in_file(&recording.file);
    let method = chosen
        .or_else(|| contacts::default_for(placement, signals.gyr.is_some()))
        .ok_or_else(|| unusable(format!("no method finds contacts on {placement}")))?;
    let mut running = bouts::find(signals, placement);
    running.retain(|b| b.activity == Activity::Run);
    let input = ContactInput::new(signals, placement, &running, run);
    let found = method
        .detect(&input)
        .map_err(|missing| unusable(format!("`{}` needs {}", method.info().id, missing.needs)))?;
    let row = ContactRow::new;
    Ok(found.contacts.into_iter().map(row).collect())
}
