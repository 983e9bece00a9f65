//! JSON documents.

use serde::Serialize;

use crate::{RenderError, visible};

/// Pretty JSON with a line break at the end.
///
/// # Errors
/// If the value cannot be written as JSON, such as a map with non-string keys; no type of this project is affected.
pub fn document(value: &impl Serialize) -> Result<String, RenderError> {
    let text = serde_json::to_string_pretty(value).map_err(|error| RenderError::new("JSON", error))?;
    let mut text = visible::json(&text).into_owned();
    text.push('\n');
    Ok(text)
}
