//! JSON documents.

use serde::Serialize;

use crate::exit::Failure;

/// Pretty JSON with a line break at the end.
pub(crate) fn document(value: &impl Serialize) -> Result<String, Failure> {
    let mut text = serde_json::to_string_pretty(value)
        .map_err(|error| Failure::Ours(format!("internal error: cannot write JSON: {error}")))?;
    text.push('\n');
    Ok(text)
}
