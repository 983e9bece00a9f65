//! How files were read, like `strideform inspect`.

use strideform::Error;
use strideform::read::{self, NamedBytes, ReadOptions, Source};
use strideform::recording::{Placement, Recording, Session};
use strideform::report::Analysis;
use strideform_render::inspection::{Described, Inspection};
use strideform_render::json;

use crate::failure::{Failure, Outcome};
use crate::options::Options;
use crate::saved;

/// What a file holds, by its name and its first bytes.
pub(crate) fn kind(file: &NamedBytes) -> &'static str {
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or(&file.name);
    if name == "session.toml" {
        "session"
    } else if file.bytes.starts_with(b"PK\x03\x04") {
        "zip"
    } else if saved::is_one(file) {
        "saved"
    } else if read::is_watch(&source(file)) {
        "watch"
    } else {
        "samples"
    }
}

/// The inspection of one file.
pub(crate) fn file(file: &NamedBytes, options: &Options) -> Outcome {
    let described = of_source(&source(file), &options.read()?)?;
    Ok(json::document(&Inspection::new(described))?)
}

/// The inspection of a session.
pub(crate) fn session(session: &Session) -> Outcome {
    let sensors = session.recordings.iter().map(|r| Described::new(r, true));
    let watches = session.watches.iter().map(Described::of_watch);
    Ok(json::document(&Inspection::new(sensors.chain(watches).collect()))?)
}

/// Why there are no results.
pub(crate) fn no_running(analysis: &Analysis) -> String {
    match analysis.recordings.len() {
        0 | 1 => "no running detected in this recording, so there is nothing to measure".to_owned(),
        n => format!("no running detected in any of the {n} recordings, so there is nothing to measure"),
    }
}

pub(crate) fn source(file: &NamedBytes) -> Source {
    Source::Bytes { name: file.name.clone(), bytes: file.bytes.clone() }
}

fn of_source(source: &Source, options: &ReadOptions) -> Result<Vec<Described>, Failure> {
    if read::is_watch(source) {
        let found = read::overview(source, options)?;
        let sensors = found.recordings.iter().map(|r| Described::new(r, true));
        return Ok(sensors.chain(found.watches.iter().map(Described::of_watch)).collect());
    }
    let devices = if options.device.is_some() { Vec::new() } else { read::devices(source)? };
    if devices.len() < 2 {
        let (recording, known) = placed(source, options)?;
        return Ok(vec![Described::new(&recording, known)]);
    }
    let one = |device: &String| {
        let (recording, known) = placed(source, &options.clone().with_device(device.clone()))?;
        Ok(Described::new(&recording, known).on_device(device))
    };
    devices.iter().map(one).collect()
}

/// A file of unknown placement can still be inspected: false if the placement is assumed.
fn placed(source: &Source, options: &ReadOptions) -> Result<(Recording, bool), Error> {
    let first = match read::recording(source, options) {
        Ok(recording) => return Ok((recording, true)),
        Err(error) => error,
    };
    if options.placement.is_some() {
        return Err(first);
    }
    let assumed = options.clone().with_placement(Placement::PELVIS);
    read::recording(source, &assumed).map(|recording| (recording, false))
}
