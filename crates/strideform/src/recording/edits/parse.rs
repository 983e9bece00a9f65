//! Edits from files.

use serde::{Deserialize, Deserializer};

use crate::error::{Error, ErrorKind, Position};

use super::Edits;

const REMEDY: &str =
    "the keys of edits are version (1), exclude, swap_sides, placement, axis, moved, added, removed";

/// A finite number.
pub(super) fn finite<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    let value = f64::deserialize(from)?;
    if value.is_finite() { Ok(value) } else { Err(serde::de::Error::custom("not a finite number")) }
}

/// A finite number, or none.
pub(super) fn maybe_finite<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    match Option::<f64>::deserialize(from)? {
        Some(value) if !value.is_finite() => Err(serde::de::Error::custom("not a finite number")),
        value => Ok(value),
    }
}

pub(super) fn json(name: &str, text: &str) -> Result<Edits, Error> {
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

pub(super) fn toml(name: &str, text: &str) -> Result<Edits, Error> {
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
