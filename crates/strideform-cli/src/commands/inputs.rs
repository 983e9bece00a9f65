//! Turns the inputs of `analyze` and `inspect` into a session.

use std::io::Read;
use std::path::{Path, PathBuf};

use strideform::read::Input;
use strideform::recording::{Edits, Placement, Session};
use strideform::{Error, ErrorKind};

use crate::exit::Failure;
use crate::options::InputArgs;

/// Reads every input into one session, with the corrections by hand that apply to it.
pub(crate) fn read(args: &InputArgs) -> Result<Session, Failure> {
    let inputs = inputs(args)?;
    let edits = edits(args.edits.as_deref())?;
    let options = args.read.options().with_edits(edits.as_ref().unwrap_or(&Edits::default()));
    let mut session = Input::read_all(&inputs, &options)?;
    if let Some(edits) = edits {
        session.edits = edits;
    }
    session.edits.check(&session)?;
    Ok(session)
}

/// Largest file of edits, bytes (*chosen*: every contact of a day takes 20 MB).
const MAX_EDITS: u64 = 64 << 20;

/// The corrections in a file; JSON begins with a brace, TOML cannot.
pub(crate) fn edits(path: Option<&Path>) -> Result<Option<Edits>, Error> {
    let Some(path) = path else { return Ok(None) };
    let name = path.display().to_string();
    let failed = |e: std::io::Error| {
        Error::new(ErrorKind::Io, format!("cannot be read ({e})")).with_source(e).in_file(&name)
    };
    let mut text = String::new();
    let file = std::fs::File::open(path).map_err(failed)?;
    file.take(MAX_EDITS).read_to_string(&mut text).map_err(failed)?;
    let json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
    let read = if json { Edits::from_json(&name, &text) } else { Edits::from_toml(&name, &text) };
    read.map(Some)
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
    args.inputs.iter().flat_map(|text| named(text)).chain(args.edits.clone()).collect()
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
