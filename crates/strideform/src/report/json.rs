//! Saved analyses.

use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Position};
use crate::read::foreign_json;

use super::saved::Saved;
use super::{Analysis, SCHEMA};

const REMEDY: &str = "give a file that `strideform analyze --json` wrote";

impl Analysis {
    /// Reads an analysis back from its JSON; `name` is the file in messages. It has no contacts.
    ///
    /// # Errors
    ///
    /// [`Malformed`](ErrorKind::Malformed), with line and column, for anything but an analysis of this schema.
    pub fn from_json(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        parsed(name, bytes, |analysis: &Self| analysis.schema)
    }
}

impl Saved {
    /// Reads what comparisons and trends need of an analysis.
    ///
    /// # Errors
    ///
    /// As for [`Analysis::from_json`].
    pub fn from_json(name: &str, bytes: &[u8]) -> Result<Self, Error> {
        parsed(name, bytes, |saved: &Self| saved.schema.as_str())
    }
}

fn parsed<T: DeserializeOwned>(
    name: &str,
    bytes: &[u8],
    schema: impl for<'a> Fn(&'a T) -> &'a str,
) -> Result<T, Error> {
    if let Some(error) = foreign_json(bytes) {
        return Err(error.in_file(name));
    }
    let text = String::from_utf8_lossy(bytes);
    let value: T = serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|e| {
        let column = (e.column() > 0).then_some(e.column());
        let mut at = Position::default();
        (at.line, at.column) = (Some(e.line() as u64), column);
        let whole = e.to_string();
        let what = whole.split(" at line ").next().unwrap_or_default();
        Error::new(ErrorKind::Malformed, format!("not a saved analysis: {what}"))
            .at(at)
            .in_file(name)
            .with_remedy(REMEDY)
    })?;
    if schema(&value) == SCHEMA {
        return Ok(value);
    }
    let message = format!("its schema is `{}`, not `{SCHEMA}`", schema(&value));
    Err(Error::new(ErrorKind::Malformed, message).in_file(name).with_remedy(REMEDY))
}
