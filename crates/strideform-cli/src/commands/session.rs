//! Inputs of `analyze` and `inspect` to a session.

use std::path::PathBuf;

use strideform::recording::{Placement, Session};
use strideform::{Error, ErrorKind};

use crate::options::InputArgs;

/// Reads every input.
pub(crate) fn read(_input: &InputArgs) -> Result<Session, Error> {
    Err(Error::new(ErrorKind::Unusable, "not yet"))
}

/// Paths that the inputs may name: none of them may be written to.
pub(crate) fn paths(input: &InputArgs) -> Vec<PathBuf> {
    let mut out = Vec::new();
    for text in &input.inputs {
        out.push(PathBuf::from(text));
        let rest = match text.split_once('=') {
            Some((placement, rest)) if placement.parse::<Placement>().is_ok() => rest,
            _ => text,
        };
        // Whatever part of the text is a file: the whole, before `#`, between `+`.
        let file = rest.rsplit_once('#').map_or(rest, |(file, _)| file);
        out.extend([rest, file].into_iter().chain(file.split('+')).map(PathBuf::from));
    }
    out
}
