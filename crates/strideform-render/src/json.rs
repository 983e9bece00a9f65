//! JSON documents.

use serde::Serialize;

use crate::RenderError;

/// Pretty JSON with a line break at the end.
///
/// # Errors
/// Where the value itself refuses, as maps do whose keys are no text; no value of this project does.
pub fn document(value: &impl Serialize) -> Result<String, RenderError> {
    let mut text = serde_json::to_string_pretty(value).map_err(|error| RenderError::new("JSON", error))?;
    text.push('\n');
    Ok(text)
}
