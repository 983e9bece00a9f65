//! One recording of one sensor, from a file or from bytes.

use crate::error::Error;
use crate::read::channels::{assemble, device};
use crate::read::columnar;
use crate::read::options::ReadOptions;
use crate::read::sources::source::{self, Source};
use crate::read::text::{blocks, encoding};
use crate::read::watch::fit;
use crate::recording::Recording;

/// Reads one recording.
///
/// # Errors
///
/// Files that are missing ([`ErrorKind::Io`](crate::ErrorKind::Io)), that are not a recording (`Malformed`), for which
/// the user has to specify something (`Ambiguous`), or that lack an accelerometer (`Unusable`).
pub fn recording(source: &Source, options: &ReadOptions) -> Result<Recording, Error> {
    match source {
        Source::Bytes { name, bytes } => recording_from_bytes(name, bytes, options),
        Source::File(path) => {
            let name = source.name();
            if blocks::head_of(path).is_none() && !columnar::is_file(path) {
                let bytes = source::bytes(path, encoding::MAX_TEXT)?;
                return recording_from_bytes(&name, &bytes, options);
            }
            let sheet = device::read_file(&name, path, options)?;
            assemble::recording(sheet, &name, options).map_err(|e| e.in_file(&name))
        }
        Source::Merged(paths) => {
            let mut sheets = Vec::new();
            for path in paths {
                let name = path.display().to_string();
                let sheet = device::read_file(&name, path, options)?;
                sheets.push((name, sheet));
            }
            assemble::merged(sheets, &source.name(), options)
        }
    }
}

/// Reads one recording from bytes; `name` is used in messages instead of a file name, and the placement may be read from it.
///
/// # Errors
///
/// As for [`recording()`].
pub fn recording_from_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Recording, Error> {
    if let Some(decoded) = fit::open(name, bytes, options)? {
        return decoded.into_recording().map_err(|e| e.in_file(name));
    }
    let sheet = device::read(name, bytes, options)?;
    assemble::recording(sheet, name, options).map_err(|e| e.in_file(name))
}

/// Names of the sensors in one file; a single empty name if there is only one and it has no name.
///
/// # Errors
///
/// As for [`recording()`].
pub fn devices(source: &Source) -> Result<Vec<String>, Error> {
    match source {
        Source::Bytes { name, bytes } => device::devices(name, bytes),
        Source::File(path) if columnar::is_file(path) => columnar::devices_of_file(&source.name(), path),
        Source::File(path) => {
            let head = blocks::head_of(path).map_or_else(|| source::bytes(path, encoding::MAX_TEXT), Ok)?;
            device::devices(&source.name(), &head)
        }
        Source::Merged(paths) => match paths.first() {
            Some(path) => devices(&Source::File(path.clone())),
            None => Ok(Vec::new()),
        },
    }
}
