//! `inspect`: how the inputs were understood.

use pyo3::prelude::*;
use strideform::Error;
use strideform::read::{self, Input, ReadOptions};
use strideform_render::inspection::{Described, Inspection};
use strideform_render::{json, text};

use crate::errors::{internal, raised};
use crate::items::{Plain, items, plain};
use crate::reading::Reading;
use crate::threads;

/// What was understood, as JSON and as text.
#[pyfunction]
pub(crate) fn inspect(
    py: Python<'_>,
    inputs: Vec<Bound<'_, PyAny>>,
    reading: Reading,
) -> PyResult<(String, String)> {
    let items = items(py, &inputs)?;
    let done = || -> Result<Inspection, Error> {
        let options = reading.options()?;
        let inputs = plain(&items, &options)?;
        let work = || {
            let described = inputs.iter().map(|input| described(input, &options));
            Ok(Inspection::new(described.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect()))
        };
        py.detach(|| threads::on(1, work))
    };
    let inspection = done().map_err(|error| raised(py, &error))?;
    Ok((json::document(&inspection).map_err(internal)?, text::inspection(&inspection)))
}

fn described(input: &Plain<'_>, options: &ReadOptions) -> Result<Vec<Described>, Error> {
    match input {
        Plain::Input(session @ Input::Session(_)) => {
            let session = session.read(options)?;
            Ok(Described::of_session(&session))
        }
        Plain::Input(Input::Recording { source, .. }) => {
            Described::of_source(source, &input.options(options))
        }
        Plain::Columns(name, _, columns) => {
            let options = input.options(options);
            let devices = read::column_devices(name, columns)?;
            Described::of_devices(devices, &options, |o| read::columns(name, columns, o))
        }
    }
}
