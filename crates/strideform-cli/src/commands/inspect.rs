//! `strideform inspect INPUT...`: how the files were understood, and how to override it; computes nothing else.

use strideform::Error;
use strideform::read::{self, Input, ReadOptions, Source};
use strideform::recording::{Edits, Placement, Recording};
use strideform_render::inspection::{Described, Inspection};
use strideform_render::{json, text};

use super::inputs;
use crate::cli::{Format, InspectArgs};
use crate::exit::Outcome;
use crate::output;

/// Reads every input and shows what was understood.
pub(crate) fn run(args: &InspectArgs) -> Outcome {
    let mut edits = inputs::edits(args.input.edits.as_deref())?;
    let options = args.input.read.options().with_edits(edits.as_ref().unwrap_or(&Edits::default()));
    let mut recordings = Vec::new();
    for input in inputs::inputs(&args.input)? {
        let own = input.options(&options);
        match &input {
            Input::Session(_) => {
                let session = input.read(&options)?;
                edits.get_or_insert(session.edits);
                recordings.extend(session.recordings.iter().map(|r| Described::new(r, true)));
                recordings.extend(session.watches.iter().map(Described::of_watch));
            }
            Input::Recording { source, .. } => recordings.extend(of_source(source, &own)?),
        }
    }
    let report = Inspection::new(recordings).with_edits(edits.unwrap_or_default());
    output::print(&match args.format {
        Format::Json => json::document(&report)?,
        Format::Text => text::inspection(&report),
    })
}

/// Every device of a file that holds several, unless one was chosen.
fn of_source(source: &Source, options: &ReadOptions) -> Result<Vec<Described>, Error> {
    // Standard input can only be read once, so it is kept in memory.
    let source = &held(source)?;
    if read::is_watch(source) {
        let found = read::overview(source, options)?;
        let sensors = found.recordings.iter().map(|r| Described::new(r, true));
        return Ok(sensors.chain(found.watches.iter().map(Described::of_watch)).collect());
    }
    let devices = if options.device.is_some() { Vec::new() } else { read::devices(source)? };
    if devices.len() < 2 {
        let (recording, known) = read_placed(source, options)?;
        return Ok(vec![Described::new(&recording, known)]);
    }
    devices
        .iter()
        .map(|device| {
            let own = options.clone().with_device(device.clone());
            let (recording, known) = read_placed(source, &own)?;
            Ok(Described::new(&recording, known).on_device(device))
        })
        .collect()
}

fn held(source: &Source) -> Result<Source, Error> {
    if *source != Source::File("-".into()) {
        return Ok(source.clone());
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map_err(|error| {
        Error::new(strideform::ErrorKind::Io, format!("cannot be read: {error}")).in_file("-")
    })?;
    Ok(Source::Bytes { name: "-".to_owned(), bytes })
}

/// A file of unknown placement can still be inspected: the flag says whether the placement is known.
fn read_placed(source: &Source, options: &ReadOptions) -> Result<(Recording, bool), Error> {
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
