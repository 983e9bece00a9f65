//! Saved analyses among the files, as `strideform analyze --json` writes them.

use strideform::read::NamedBytes;
use strideform::report::{self, Saved};
use strideform::{Error, ErrorKind, Position};

/// True for a file that is JSON.
pub(crate) fn is_one(file: &NamedBytes) -> bool {
    let head = file.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&file.bytes);
    head.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{')
        || file.name.to_ascii_lowercase().ends_with(".json")
}

/// The saved analysis in a file; `None` for a file that is not JSON.
///
/// # Errors
/// JSON that does not parse or is not an analysis.
pub(crate) fn of_file(file: &NamedBytes) -> Result<Option<Saved>, Error> {
    if !is_one(file) {
        return Ok(None);
    }
    if let Some(error) = strideform::read::foreign_json(&file.bytes) {
        return Err(error.in_file(&file.name));
    }
    let text = String::from_utf8_lossy(&file.bytes);
    of_text(text.trim_start_matches('\u{feff}'), &file.name).map(Some)
}

/// The saved analysis in a text.
pub(crate) fn of_text(text: &str, name: &str) -> Result<Saved, Error> {
    let remedy = "give a file that `strideform analyze --json` wrote";
    let saved: Saved = serde_json::from_str(text).map_err(|e| {
        let mut at = Position::default();
        (at.line, at.column) = (Some(e.line() as u64), (e.column() > 0).then_some(e.column()));
        let whole = e.to_string();
        let what = whole.split(" at line ").next().unwrap_or_default();
        Error::new(ErrorKind::Malformed, format!("not a saved analysis: {what}"))
            .at(at)
            .in_file(name)
            .with_remedy(remedy)
    })?;
    if saved.schema != report::SCHEMA {
        let message = format!("its schema is `{}`, not `{}`", saved.schema, report::SCHEMA);
        return Err(Error::new(ErrorKind::Malformed, message).in_file(name).with_remedy(remedy));
    }
    Ok(saved)
}
