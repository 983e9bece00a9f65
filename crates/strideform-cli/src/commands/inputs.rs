//! Turns the inputs of `analyze` and `inspect` into a session.

use std::path::PathBuf;

use strideform::read::Input;
use strideform::recording::{Placement, Session};

use crate::exit::Failure;
use crate::options::InputArgs;

/// Reads every input into one session.
pub(crate) fn read(args: &InputArgs) -> Result<Session, Failure> {
    Ok(Input::read_all(&inputs(args)?, &args.read.options())?)
}

/// The parsed inputs; mistakes in the command line are found before any file is opened.
pub(crate) fn inputs(args: &InputArgs) -> Result<Vec<Input>, Failure> {
    for (i, text) in args.inputs.iter().enumerate() {
        if args.inputs.iter().skip(i + 1).any(|other| other == text) {
            return Err(Failure::Usage(format!("the input {text} is given twice")));
        }
    }
    let inputs: Vec<Input> = args.inputs.iter().map(|text| Input::from(text.as_str())).collect();
    Input::check(&inputs, &args.read.options()).map_err(|e| Failure::Usage(e.message().to_owned()))?;
    Ok(inputs)
}

/// Paths that the inputs may refer to; none of them may be written to.
pub(crate) fn paths(args: &InputArgs) -> Vec<PathBuf> {
    args.inputs.iter().flat_map(|text| named(text)).collect()
}

/// Paths that one input may refer to.
pub(crate) fn named(text: &str) -> Vec<PathBuf> {
    let rest = match text.split_once('=') {
        Some((placement, rest)) if placement.parse::<Placement>().is_ok() => rest,
        _ => text,
    };
    // Any part of the text may be a file: the whole, before `#`, between `+`.
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
