//! Saved analyses, and inputs that are analysed on the fly.

use std::io::Read;
use std::path::{Path, PathBuf};

use strideform::Error;
use strideform::pipeline::{self, AnalysisOptions};
use strideform::recording::Placement;
use strideform::report::{Analysis, Saved};

use super::{inputs, no_running};
use crate::exit::Failure;
use crate::options::{InputArgs, ReadArgs};

/// Number of bytes examined to distinguish JSON from a table (*chosen*).
const HEAD: u64 = 4096;

/// Maximum size of a saved analysis in bytes (*chosen*: a day of running has 200 000 contacts of about 500 bytes).
const LARGEST: u64 = 256 << 20;

/// A saved analysis, or the analysis of an input of `analyze`.
///
/// # Errors
/// Status 3 for inputs that cannot be read, 4 if no running was detected.
pub(crate) fn load(input: &str, placement: Option<Placement>) -> Result<Saved, Failure> {
    if let Some(saved) = from_file(Path::new(input))? {
        return Ok(saved);
    }
    let read = ReadArgs { placement, ..ReadArgs::default() };
    let args = InputArgs { inputs: vec![input.to_owned()], read, edits: None };
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
    Ok(match json(path) {
        Some((name, bytes)) => Some(Saved::from_json(&name, &bytes)?),
        None => None,
    })
}

/// The whole analysis in a file, to be rendered; `None` for a file that is not JSON. It has no contacts.
///
/// # Errors
/// JSON that does not parse or is not an analysis.
pub(crate) fn whole(path: &Path) -> Result<Option<Analysis>, Error> {
    Ok(match json(path) {
        Some((name, bytes)) => Some(Analysis::from_json(&name, &bytes)?),
        None => None,
    })
}

/// Name and content of a file that is JSON, or is called so.
fn json(path: &Path) -> Option<(String, Vec<u8>)> {
    if !path.is_file() {
        return None;
    }
    let name = path.display().to_string();
    let named_json = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("json"));
    let file = std::fs::File::open(path).ok()?;
    let mut bytes = Vec::new();
    // Recordings may be large: the first bytes show whether it is JSON.
    (&file).take(HEAD).read_to_end(&mut bytes).ok()?;
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    if !named_json && head.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
        return None;
    }
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some((name, bytes))
}

/// Files that an input may refer to; none of them may be overwritten.
pub(crate) fn paths(input: &str) -> Vec<PathBuf> {
    inputs::named(input)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One element of each list makes a file whose bytes can all be tried.
    fn shrink(value: &mut serde_json::Value) {
        match value {
            serde_json::Value::Array(list) => {
                list.truncate(1);
                list.iter_mut().for_each(shrink);
            }
            serde_json::Value::Object(fields) => fields.values_mut().for_each(shrink),
            _ => {}
        }
    }

    /// A damaged analysis is read or refused with its place, whatever byte is damaged.
    #[test]
    fn every_damaged_byte_is_read_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.json");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testdata/sessions/easy-run");
        let session = strideform::read::Input::from(source).read(&Default::default()).expect("a session");
        let analysis = pipeline::analyze(&session, &AnalysisOptions::default());
        let mut value = serde_json::to_value(&analysis).expect("JSON");
        shrink(&mut value);
        let whole = serde_json::to_vec(&value).expect("JSON");
        std::fs::write(&path, &whole).expect("written");
        from_file(&path).expect("it is read").expect("it is an analysis");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << (at % 8);
            std::fs::write(&path, &damaged).expect("written");
            if let Err(error) = from_file(&path) {
                assert!(error.position().file.is_some() && error.remedy().is_some(), "byte {at}: {error}");
            }
            std::fs::write(&path, &whole[..at]).expect("written");
            assert!(from_file(&path).is_err(), "{at} bytes");
        }
    }
}
