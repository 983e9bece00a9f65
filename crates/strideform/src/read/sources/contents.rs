//! The content of a source: samples of a sensor, or a watch's own values.

use crate::error::Error;
use crate::recording::{Recording, WatchRun};

use crate::read::errors::ambiguous;
use crate::read::options::ReadOptions;
use crate::read::sources::recording::{recording, recording_from_bytes};
use crate::read::sources::source::{self, Source};
use crate::read::text::blocks;
use crate::read::text::encoding::{self, MAX_TEXT};
use crate::read::watch::{self, fit};

/// Recordings and runs of one source.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Contents {
    /// Samples of sensors.
    pub recordings: Vec<Recording>,
    /// Values computed by watches, straps and pods; a table of many runs is pooled into one.
    pub watches: Vec<WatchRun>,
}

/// Reads whatever the source holds.
///
/// A table of runs is returned as one pooled run, unless [`ReadOptions::device`] names a date (`2026-05-10`), a title or a
/// device; other sports are ignored, with a caveat.
///
/// # Errors
///
/// As for [`recording()`](crate::read::recording()); `Ambiguous` if the file does not have the requested run.
pub fn contents(source: &Source, options: &ReadOptions) -> Result<Contents, Error> {
    let (name, bytes) = match held(source, options)? {
        Some(held) => held,
        None => {
            return Ok(Contents { recordings: vec![recording(source, options)?], ..Contents::default() });
        }
    };
    let Some(found) = every(&name, &bytes, options)? else {
        let recording = recording_from_bytes(&name, &bytes, options)?;
        return Ok(Contents { recordings: vec![recording], ..Contents::default() });
    };
    let watches = chosen(found.watches, options).map_err(|e| e.in_file(&name))?;
    Ok(Contents { watches: watch::pooled(watches), ..found })
}

/// Every activity of a watch file, one by one, of any sport: the input of `trend`.
///
/// Empty if the source is a recording of samples rather than a watch file.
///
/// # Errors
///
/// Files that are missing (`Io`), and watch files that cannot be read.
pub fn watch_runs(source: &Source, options: &ReadOptions) -> Result<Vec<WatchRun>, Error> {
    let Some((name, bytes)) = held(source, options)? else { return Ok(Vec::new()) };
    Ok(every(&name, &bytes, options)?.map(|c| c.watches).unwrap_or_default())
}

/// True for a watch file, readable or not; false if it cannot be opened.
pub fn is_watch(source: &Source) -> bool {
    let Ok(Some((name, bytes))) = held(source, &ReadOptions::default()) else { return false };
    let head = encoding::inflated_head(&bytes);
    // For UTF-16 and similar encodings, only reading the file can tell.
    fit::is_fit(&head)
        || watch::may_be(&head)
            && matches!(every(&name, &bytes, &ReadOptions::default()), Ok(Some(_)) | Err(_))
}

/// Name and bytes of a source that is one file and may be a watch file.
fn held(source: &Source, options: &ReadOptions) -> Result<Option<(String, Vec<u8>)>, Error> {
    if let Source::File(path) = source
        && let Some(head) = blocks::head_of(path)
        && (speaks_of_samples(options) || !watch::may_be(&encoding::inflated_head(&head)))
    {
        return Ok(None);
    }
    Ok(match source {
        Source::Bytes { name, bytes } => Some((name.clone(), bytes.clone())),
        Source::File(path) => Some((source.name(), source::bytes(path, MAX_TEXT)?)),
        Source::Merged(_) => None,
    })
}

/// True for options about columns, units or a rate, which refer to samples.
fn speaks_of_samples(options: &ReadOptions) -> bool {
    !options.columns.is_empty() || options.units != Default::default() || options.rate_hz.is_some()
}

/// The single runs of a watch file; `None` for anything else.
fn every(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Option<Contents>, Error> {
    if let Some(decoded) = fit::open(name, bytes, options)? {
        return Ok(Some(Contents {
            recordings: decoded.recording.into_iter().collect(),
            watches: decoded.runs,
        }));
    }
    if speaks_of_samples(options) || !watch::may_be(&encoding::inflated_head(bytes)) {
        return Ok(None);
    }
    let Ok(text) = encoding::text(bytes, MAX_TEXT) else { return Ok(None) };
    let runs = watch::from_text(name, &text.bytes);
    let runs = runs.transpose().map_err(|e| e.in_file(name))?;
    Ok(runs.map(|watches| Contents { watches, ..Contents::default() }))
}

/// The runs selected by `#…`: by device, by the start of the date, or by title.
fn chosen(runs: Vec<WatchRun>, options: &ReadOptions) -> Result<Vec<WatchRun>, Error> {
    let Some(wanted) = options.device.as_deref() else { return Ok(runs) };
    let is = |text: &Option<String>| text.as_deref().is_some_and(|t| t.eq_ignore_ascii_case(wanted));
    let date =
        |run: &WatchRun| run.started.is_some_and(|t| t.to_string().replace('T', " ").starts_with(wanted));
    let fits = |run: &WatchRun| is(&run.device) || is(&run.title) || date(run);
    if !runs.iter().any(fits) {
        let mut names: Vec<String> = runs
            .iter()
            .filter(|r| r.sport.may_be_running())
            .filter_map(|r| r.started.map(|t| t.to_string()).or_else(|| r.device.clone()))
            .collect();
        names.truncate(12);
        return Err(ambiguous(format!("this file has no run called `{wanted}`"))
            .with_remedy(format!("choose one by its date or device, e.g. {}", names.join(", "))));
    }
    Ok(runs.into_iter().filter(fits).collect())
}
