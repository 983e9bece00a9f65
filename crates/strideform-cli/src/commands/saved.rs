//! Saved analyses, and inputs that are analysed on the fly.

use std::io::Read;
use std::path::{Path, PathBuf};

use strideform::pipeline::{self, AnalysisOptions};
use strideform::recording::Placement;
use strideform::report::{self, Analysis, Saved};
use strideform::{Error, ErrorKind, Position};

use super::{inputs, no_running};
use crate::exit::Failure;
use crate::options::{InputArgs, ReadArgs};

/// Bytes by which JSON is distinguished from a table (*chosen*).
const HEAD: u64 = 4096;

/// Bytes of a saved analysis (*chosen*: a run of a day has 200 000 contacts of about 500 bytes).
const LARGEST: u64 = 256 << 20;

/// A saved analysis, or the analysis of an input of `analyze`.
///
/// # Errors
/// Status 3 for what cannot be read, 4 where no running was detected.
pub(crate) fn load(input: &str, placement: Option<Placement>) -> Result<Saved, Failure> {
    if let Some(saved) = from_file(Path::new(input))? {
        return Ok(saved);
    }
    let read = ReadArgs { placement, ..ReadArgs::default() };
    let args = InputArgs { inputs: vec![input.to_owned()], read };
    let session = inputs::read(&args)?;
    let analysis = pipeline::analyze(&session, &AnalysisOptions::default());
    if !analysis.has_running() {
        return Err(Failure::NoRunning(no_running::explain(&analysis, &session)));
    }
    Ok(Saved::from(&analysis))
}

/// The saved analysis in a file; `None` for a file that is not JSON.
///
/// # Errors
/// JSON that does not parse or is not an analysis.
pub(crate) fn from_file(path: &Path) -> Result<Option<Saved>, Error> {
    parsed(path, |saved: &Saved| saved.schema.as_str())
}

/// The whole analysis in a file, to be rendered; `None` for a file that is not JSON. It has no contacts.
///
/// # Errors
/// JSON that does not parse or is not an analysis.
pub(crate) fn whole(path: &Path) -> Result<Option<Analysis>, Error> {
    parsed(path, |analysis: &Analysis| analysis.schema)
}

fn parsed<T: serde::de::DeserializeOwned>(
    path: &Path,
    schema: impl for<'a> Fn(&'a T) -> &'a str,
) -> Result<Option<T>, Error> {
    if !path.is_file() {
        return Ok(None);
    }
    let name = path.display().to_string();
    let named_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let Ok(file) = std::fs::File::open(path) else { return Ok(None) };
    let mut bytes = Vec::new();
    // Recordings may be large: the first bytes show whether it is JSON.
    let Ok(_) = (&file).take(HEAD).read_to_end(&mut bytes) else { return Ok(None) };
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if !named_json && head.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return Ok(None);
    }
    let Ok(_) = file.take(LARGEST).read_to_end(&mut bytes) else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim_start_matches('\u{feff}');
    let remedy = "give a file that `strideform analyze --json` wrote";
    let wrong =
        |message: String| Error::new(ErrorKind::Malformed, message).in_file(&name).with_remedy(remedy);
    let saved: T = serde_json::from_str(text).map_err(|e| {
        let column = (e.column() > 0).then_some(e.column());
        let mut at = Position::default();
        (at.line, at.column) = (Some(e.line() as u64), column);
        let whole = e.to_string();
        let what = whole.split(" at line ").next().unwrap_or_default();
        Error::new(ErrorKind::Malformed, format!("not a saved analysis: {what}"))
            .at(at)
            .in_file(&name)
            .with_remedy(remedy)
    })?;
    if schema(&saved) != report::SCHEMA {
        return Err(wrong(format!("its schema is `{}`, not `{}`", schema(&saved), report::SCHEMA)));
    }
    Ok(Some(saved))
}

/// Files that an input may name; none of them may be overwritten.
pub(crate) fn paths(input: &str) -> Vec<PathBuf> {
    inputs::named(input)
}
