//! `strideform inspect INPUT...`: how the files were understood, and how to override it; computes nothing else.

use strideform::Error;
use strideform::read::{Input, Source};
use strideform::recording::Edits;
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
                recordings.extend(Described::of_session(&session));
                edits.get_or_insert(session.edits);
            }
            // Standard input can only be read once, so it is kept in memory.
            Input::Recording { source, .. } => recordings.extend(Described::of_source(&held(source)?, &own)?),
        }
    }
    let report = Inspection::new(recordings).with_edits(edits.unwrap_or_default());
    output::print(&match args.format {
        Format::Json => json::document(&report)?,
        Format::Text => text::inspection(&report),
    })
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
