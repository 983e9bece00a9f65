//! `inspect`: how the inputs were understood.

use pyo3::prelude::*;
use strideform::Error;
use strideform::read::{self, Input, ReadOptions, Source};
use strideform::recording::{Placement, Recording};
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
            let sensors = session.recordings.iter().map(|r| Described::new(r, true));
            Ok(sensors.chain(session.watches.iter().map(Described::of_watch)).collect())
        }
        Plain::Input(Input::Recording { source, .. }) => of_source(source, &input.options(options)),
        Plain::Columns(name, _, columns) => {
            let options = input.options(options);
            let devices = read::column_devices(name, columns)?;
            each_device(devices, &options, |o| read::columns(name, columns, o))
        }
    }
}

fn of_source(source: &Source, options: &ReadOptions) -> Result<Vec<Described>, Error> {
    if read::is_watch(source) {
        let found = read::overview(source, options)?;
        let sensors = found.recordings.iter().map(|r| Described::new(r, true));
        return Ok(sensors.chain(found.watches.iter().map(Described::of_watch)).collect());
    }
    let devices = if options.device.is_some() { Vec::new() } else { read::devices(source)? };
    each_device(devices, options, |o| read::recording(source, o))
}

/// Every device of a file that holds several, unless one was chosen.
fn each_device(
    devices: Vec<String>,
    options: &ReadOptions,
    read: impl Fn(&ReadOptions) -> Result<Recording, Error>,
) -> Result<Vec<Described>, Error> {
    if options.device.is_some() || devices.len() < 2 {
        return Ok(vec![read_placed(options, &read)?]);
    }
    let one = |device: &String| {
        let own = options.clone().with_device(device.clone());
        Ok(read_placed(&own, &read)?.on_device(device))
    };
    devices.iter().map(one).collect()
}

/// A file of unknown placement can still be inspected.
fn read_placed(
    options: &ReadOptions,
    read: impl Fn(&ReadOptions) -> Result<Recording, Error>,
) -> Result<Described, Error> {
    let first = match read(options) {
        Ok(recording) => return Ok(Described::new(&recording, true)),
        Err(error) => error,
    };
    if options.placement.is_some() {
        return Err(first);
    }
    let assumed = options.clone().with_placement(Placement::PELVIS);
    read(&assumed).map(|recording| Described::new(&recording, false)).map_err(|_| first)
}
