//! Edits from files.

use serde::Deserialize;

use crate::error::{Error, ErrorKind, Position};

use super::list::Edits;

const REMEDY: &str =
    "the keys of edits are version (1), exclude, swap_sides, placement, axis, moved, added, removed";

impl Edits {
    /// Reads edits from JSON; `name` is the file in messages.
    ///
    /// # Errors
    ///
    /// [`Malformed`](crate::ErrorKind::Malformed) with line and column for text that is not JSON, another version, an
    /// unknown key, or a value that makes no sense.
    pub fn from_json(name: &str, text: &str) -> Result<Self, Error> {
        json(name, text)
    }

    /// Reads edits from TOML: the keys of `[edits]` at the top level, or a table `[edits]`.
    ///
    /// # Errors
    ///
    /// As for [`from_json`](Self::from_json).
    pub fn from_toml(name: &str, text: &str) -> Result<Self, Error> {
        toml(name, text)
    }
}

fn json(name: &str, text: &str) -> Result<Edits, Error> {
    let text = text.trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|e| {
        let mut at = Position::default();
        (at.line, at.column) = (Some(e.line() as u64), (e.column() > 0).then_some(e.column()));
        let whole = e.to_string();
        let what = whole.split(" at line ").next().unwrap_or_default().to_owned();
        malformed(what).with_source(e).at(at).in_file(name)
    })
}

/// A file with the keys at its top level, or below `[edits]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nested {
    edits: Edits,
}

fn toml(name: &str, text: &str) -> Result<Edits, Error> {
    let text = text.trim_start_matches('\u{feff}');
    let nested = text.lines().any(|line| line.trim_start().starts_with("[edits]"));
    let read =
        if nested { toml::from_str::<Nested>(text).map(|n| n.edits) } else { toml::from_str::<Edits>(text) };
    read.map_err(|e| {
        let what = e.message().lines().next().unwrap_or("it cannot be read").to_owned();
        let span = e.span();
        let error = malformed(what).with_source(e);
        match span {
            Some(span) => error.at(Position::of_span(name, text, span)),
            None => error.in_file(name),
        }
    })
}

fn malformed(what: String) -> Error {
    Error::new(ErrorKind::Malformed, what).with_remedy(REMEDY)
}
