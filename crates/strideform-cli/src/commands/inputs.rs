//! Inputs of `analyze` and `inspect` to recordings.

use std::path::PathBuf;

use rayon::prelude::*;
use strideform::read::{self, Contents, Input, ReadOptions};
use strideform::recording::{Placement, Session};

use crate::exit::Failure;
use crate::options::InputArgs;

/// Reads every input into one session.
pub(crate) fn read(args: &InputArgs) -> Result<Session, Failure> {
    let options = args.read.options();
    let mut session = Session::default();
    let mut described = false;
    // Read side by side; the first fault in the order of the inputs is the one that is told.
    let read_one = |input: Input| match input {
        Input::Session(path) => {
            read::session(&path, &options).map(|session| (Some(session), Contents::default()))
        }
        Input::Recording { source, placement, device } => {
            let options = of_input(&options, placement, device);
            tracing::info!("reading {}", source.name());
            read::contents(&source, &options).map(|found| (None, found))
        }
    };
    let found: Vec<_> = inputs(args)?.into_par_iter().map(read_one).collect();
    for found in found {
        let (described_by, found) = found?;
        session.recordings.extend(found.recordings);
        session.watches.extend(found.watches);
        let Some(one) = described_by else { continue };
        if std::mem::replace(&mut described, true) {
            return Err(Failure::Usage("one session at a time: each is a run of its own".to_owned()));
        }
        session.runner = one.runner;
        session.run = one.run;
        session.symptoms = one.symptoms;
        session.recordings.extend(one.recordings);
        session.watches.extend(one.watches);
    }
    Ok(session)
}

/// The inputs as understood, with mistakes of the command line found before any file is opened.
pub(crate) fn inputs(args: &InputArgs) -> Result<Vec<Input>, Failure> {
    for (i, text) in args.inputs.iter().enumerate() {
        if args.inputs.iter().skip(i + 1).any(|other| other == text) {
            return Err(Failure::Usage(format!("the input {text} is given twice")));
        }
    }
    let inputs: Vec<Input> = args.inputs.iter().map(|text| read::input(text)).collect();
    if let Some(placement) = args.read.placement {
        let own = inputs.iter().find_map(|input| match input {
            Input::Recording { placement, .. } => *placement,
            Input::Session(_) => None,
        });
        if let Some(own) = own.filter(|own| *own != placement) {
            return Err(Failure::Usage(format!(
                "--placement {placement} contradicts the input's own {own}="
            )));
        }
        if inputs.len() > 1 {
            return Err(Failure::Usage(
                "--placement is for a single input; write PLACEMENT=FILE for each of several".to_owned(),
            ));
        }
    }
    Ok(inputs)
}

/// The options for one input: what stands in front of `=` and behind `#` goes before everything else.
pub(crate) fn of_input(
    options: &ReadOptions,
    placement: Option<Placement>,
    device: Option<String>,
) -> ReadOptions {
    let mut own = options.clone();
    own.placement = placement.or(own.placement);
    own.device = device.or(own.device);
    own
}

/// Paths that the inputs may name: none of them may be written to.
pub(crate) fn paths(args: &InputArgs) -> Vec<PathBuf> {
    args.inputs.iter().flat_map(|text| named(text)).collect()
}

/// Paths that one input may name.
pub(crate) fn named(text: &str) -> Vec<PathBuf> {
    let rest = match text.split_once('=') {
        Some((placement, rest)) if placement.parse::<Placement>().is_ok() => rest,
        _ => text,
    };
    // Whatever part of the text is a file: the whole, before `#`, between `+`.
    let file = rest.rsplit_once('#').map_or(rest, |(file, _)| file);
    let mut out: Vec<PathBuf> =
        [text, rest, file].into_iter().chain(file.split('+')).map(PathBuf::from).collect();
    out.push(PathBuf::from(text).join("session.toml"));
    out
}

/// Files that the recordings were read from, known only once a session's description has been read.
pub(crate) fn files(session: &Session) -> Vec<PathBuf> {
    let of = |file: &str| std::iter::once(file).chain(file.split('+')).map(PathBuf::from).collect::<Vec<_>>();
    let names = session.recordings.iter().map(|r| &r.file).chain(session.watches.iter().map(|w| &w.file));
    names.flat_map(|file| of(file)).collect()
}
