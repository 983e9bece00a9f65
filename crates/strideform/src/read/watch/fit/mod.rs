//! FIT files: sessions, laps, records with running dynamics, fields of apps, raw accelerometer samples.
//!
//! [`open`] is the only entry point. Without the feature `fit`, it recognises no FIT file, and the text reader then names
//! the format in its error.

#[cfg(feature = "fit")]
mod decode;
#[cfg(feature = "fit")]
mod developer;
#[cfg(feature = "fit")]
mod guard;
#[cfg(feature = "fit")]
mod kept;
#[cfg(feature = "fit")]
mod message;
#[cfg(feature = "fit")]
mod run;
#[cfg(feature = "fit")]
mod samples;

use crate::error::{Error, ErrorKind};
use crate::read::options::ReadOptions;
use crate::read::text::encoding;
use crate::recording::{Recording, WatchRun};

/// Maximum size of a FIT file (*chosen*: a day of records with running dynamics is 10 MB, a day of raw samples at 100 Hz
/// 60 MB). What is kept of the messages has a bound of its own.
#[cfg(feature = "fit")]
const MAX_BYTES: u64 = 64 << 20;

/// What a FIT file holds.
#[derive(Debug, Default)]
pub(in crate::read) struct Decoded {
    pub(in crate::read) runs: Vec<WatchRun>,
    pub(in crate::read) recording: Option<Recording>,
}

impl Decoded {
    /// The raw samples.
    ///
    /// # Errors
    ///
    /// `Unusable` if the file has none.
    pub(in crate::read) fn into_recording(self) -> Result<Recording, Error> {
        self.recording.ok_or_else(|| {
            Error::new(
                ErrorKind::Unusable,
                "this FIT file holds a watch's own values but no accelerometer samples",
            )
            .with_remedy(
                "`strideform analyze` reads it as it is; for samples, record with an app that logs the accelerometer",
            )
        })
    }
}

/// True for the head of a FIT file, decompressed, that this build can decode.
pub(in crate::read) fn is_fit(head: &[u8]) -> bool {
    cfg!(feature = "fit") && encoding::is_fit(head)
}

/// Decodes a FIT file, compressed or not; `None` for any other file.
///
/// # Errors
///
/// A FIT file that is truncated or damaged, or that holds neither records nor samples.
#[cfg(feature = "fit")]
pub(in crate::read) fn open(
    name: &str,
    bytes: &[u8],
    options: &ReadOptions,
) -> Result<Option<Decoded>, Error> {
    if !is_fit(&encoding::inflated_head(bytes)) {
        return Ok(None);
    }
    let decoded =
        encoding::inflated(bytes, MAX_BYTES).and_then(|whole| decode::decode(name, &whole, options));
    decoded.map(Some).map_err(|e| e.in_file(name))
}

/// Without the feature `fit`, no file is decoded.
#[cfg(not(feature = "fit"))]
pub(in crate::read) fn open(
    _name: &str,
    _bytes: &[u8],
    _options: &ReadOptions,
) -> Result<Option<Decoded>, Error> {
    Ok(None)
}
