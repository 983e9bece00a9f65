//! The files of watches in a source: one, or all of those in an archive.

use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use crate::error::Error;
use crate::read::columnar;
use crate::read::options::ReadOptions;
use crate::read::sources::archive;
use crate::read::sources::json_kinds;
use crate::read::sources::source::{self, Source};
use crate::read::text::blocks;
use crate::read::text::encoding::{self, MAX_TEXT};
use crate::read::watch::{self, fit, xml};
use crate::recording::{Recording, Sport, WatchRun};

/// Bytes of one file in an archive that has to be held in memory (*chosen*: the largest FIT file, compressed).
const MAX_HELD: u64 = 256 << 20;
/// Bytes of XML in another encoding than UTF-8, which has to be held in memory (*chosen*).
const MAX_DECODED: u64 = 64 << 20;

/// One file of a watch, which may lie in an archive, and its activities.
#[derive(Debug)]
#[non_exhaustive]
pub struct WatchFile {
    /// Its name; in an archive behind that of the archive.
    pub file: String,
    /// Its activities, of any sport; an error where it could not be read.
    pub runs: Result<Vec<WatchRun>, Error>,
}

/// What a source holds.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<WatchFile>,
    pub(super) recordings: Vec<Recording>,
    /// True for many runs of many days: an archive, or a health export.
    pub(super) is_log: bool,
}

/// The files of watches in a source; `None` for anything else, such as samples of a sensor.
pub(super) fn of_source(source: &Source, options: &ReadOptions) -> Result<Option<Found>, Error> {
    match source {
        Source::Merged(_) => Ok(None),
        Source::Bytes { name, bytes } => of_bytes(name, bytes, options),
        Source::File(path) => {
            let name = source.name();
            let Some(head) = head_of(path) else {
                return of_bytes(&name, &source::bytes(path, MAX_TEXT)?, options);
            };
            let opened = || File::open(path).map_err(|e| crate::read::errors::io(&name, e));
            if columnar::is_one(&head) {
                return Ok(None);
            }
            if archive::is_zip(&head) {
                return in_archive(&name, opened()?, options).map(Some);
            }
            let inflated = encoding::inflated_head(&head);
            if let Some(error) = json_kinds::json(&inflated) {
                return Err(error.in_file(&name));
            }
            if xml::is_xml(&inflated) {
                let file = BufReader::with_capacity(1 << 18, opened()?);
                return document(&name, file).map(Some);
            }
            // A large table of samples is read in blocks.
            let samples =
                |head: Vec<u8>| speaks_of_samples(options) || !watch::may_be(&encoding::inflated_head(&head));
            if blocks::head_of(path).is_some_and(samples) {
                return Ok(None);
            }
            of_bytes(&name, &source::bytes(path, MAX_TEXT)?, options)
        }
    }
}

/// The first bytes of a regular file; `None` for standard input, pipes and what cannot be opened.
fn head_of(path: &Path) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    file.take(1 << 16).read_to_end(&mut head).ok()?;
    Some(head)
}

/// Options about columns, units or a rate refer to samples.
fn speaks_of_samples(options: &ReadOptions) -> bool {
    !options.columns.is_empty() || options.units != Default::default() || options.rate_hz.is_some()
}

/// True for a source that is a watch's file, readable or not.
pub(super) fn is_one(source: &Source) -> bool {
    let head = match source {
        Source::Merged(_) => return false,
        Source::Bytes { bytes, .. } => std::borrow::Cow::Borrowed(bytes.as_slice()),
        Source::File(path) => match head_of(path) {
            Some(head) => std::borrow::Cow::Owned(head),
            None => return matches!(of_source(source, &ReadOptions::default()), Ok(Some(_)) | Err(_)),
        },
    };
    if columnar::is_one(&head) {
        return false;
    }
    let inflated = encoding::inflated_head(&head);
    archive::is_zip(&head)
        || xml::is_xml(&inflated)
        || json_kinds::json(&inflated).is_some()
        || fit::is_fit(&inflated)
        // UTF-16 and the like are settled only by reading.
        || watch::may_be(&inflated)
            && matches!(of_source(source, &ReadOptions::default()), Ok(Some(_)) | Err(_))
}

fn of_bytes(name: &str, bytes: &[u8], options: &ReadOptions) -> Result<Option<Found>, Error> {
    if columnar::is_one(bytes) {
        return Ok(None);
    }
    if archive::is_zip(bytes) {
        return in_archive(name, Cursor::new(bytes), options).map(Some);
    }
    let head = encoding::inflated_head(bytes);
    if let Some(error) = json_kinds::json(&head) {
        return Err(error.in_file(name));
    }
    if xml::is_xml(&head) {
        return document(name, bytes).map(Some);
    }
    if let Some(decoded) = fit::open(name, bytes, options)? {
        return Ok(Some(Found {
            files: vec![WatchFile { file: name.to_owned(), runs: Ok(decoded.runs) }],
            recordings: decoded.recording.into_iter().collect(),
            is_log: false,
        }));
    }
    if speaks_of_samples(options) || !watch::may_be(&head) {
        return Ok(None);
    }
    let Ok(text) = encoding::text(bytes, MAX_TEXT) else { return Ok(None) };
    if xml::is_xml(&text.bytes) {
        return document(name, &*text.bytes).map(Some);
    }
    let runs = watch::from_text(name, &text.bytes).transpose().map_err(|e| e.in_file(name))?;
    Ok(runs.map(|runs| Found {
        files: vec![WatchFile { file: name.to_owned(), runs: Ok(runs) }],
        ..Found::default()
    }))
}

/// An XML document, compressed or not.
fn document(name: &str, source: impl BufRead) -> Result<Found, Error> {
    let (runs, is_log) = activities(name, source).map_err(|e| e.in_file(name))?;
    Ok(Found { files: vec![WatchFile { file: name.to_owned(), runs: Ok(runs) }], is_log, ..Found::default() })
}

/// The activities of an XML document; true behind them for a log of many days.
fn activities(name: &str, mut source: impl BufRead) -> Result<(Vec<WatchRun>, bool), Error> {
    let head = source.fill_buf().map_err(|e| crate::read::errors::io(name, e))?;
    if head.starts_with(&[0x1f, 0x8b]) {
        let inflated =
            BufReader::with_capacity(1 << 16, flate2::bufread::MultiGzDecoder::new(source).take(MAX_TEXT));
        return plain(name, inflated);
    }
    plain(name, source)
}

fn plain(name: &str, mut source: impl BufRead) -> Result<(Vec<WatchRun>, bool), Error> {
    let head = source.fill_buf().map_err(|e| crate::read::errors::io(name, e))?;
    let start = head.get(..head.len().min(4096)).unwrap_or_default();
    let shown = String::from_utf8_lossy(start);
    let is_log = shown.contains("<HealthData") || shown.contains("<!DOCTYPE HealthData");
    let declared = shown.split_once("encoding=").map(|(_, rest)| {
        rest.trim_start_matches(['"', '\'']).split(['"', '\'', '?']).next().unwrap_or_default().to_owned()
    });
    let wide = start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]);
    let other = declared
        .as_deref()
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        // Without a byte-order mark it has been decoded already, whatever it still declares.
        .filter(|e| ![encoding_rs::UTF_8, encoding_rs::UTF_16LE, encoding_rs::UTF_16BE].contains(e));
    if !wide && other.is_none() {
        return Ok((xml::runs(name, source)?, is_log));
    }
    let mut bytes = Vec::new();
    source.take(MAX_DECODED).read_to_end(&mut bytes).map_err(|e| crate::read::errors::io(name, e))?;
    let (text, ..) = other.unwrap_or(encoding_rs::UTF_8).decode(&bytes);
    Ok((xml::runs(name, text.as_bytes())?, is_log))
}

/// Every file of an archive that may be a watch's.
fn in_archive<R: Read + std::io::Seek>(name: &str, source: R, options: &ReadOptions) -> Result<Found, Error> {
    let mut found = Found { is_log: true, ..Found::default() };
    let mut others: Vec<String> = Vec::new();
    archive::each(name, source, &mut |file, reader| {
        let runs = match one(file, reader, options) {
            Ok(Some(runs)) => Ok(runs),
            // A table of something else, such as the portal's list of bicycles; or a damaged file.
            Ok(None) => return others.push(file.to_owned()),
            Err(error) => Err(error),
        };
        found.files.push(WatchFile { file: file.to_owned(), runs });
    })?;
    // The routes of a health export repeat its workouts, without their sport.
    let health = found
        .files
        .iter()
        .any(|f| f.runs.as_ref().is_ok_and(|runs| runs.iter().any(|r| r.method == "apple-watch")));
    if health {
        found.files.retain(|f| !f.file.contains("workout-routes/") && !f.file.ends_with("_cda.xml"));
    }
    if found.files.iter().all(|f| f.runs.is_err()) {
        return Err(match found.files.into_iter().find_map(|f| f.runs.err()) {
            Some(error) => error,
            None => crate::read::errors::unusable("the zip archive holds no training file")
                .with_remedy(
                    "FIT, TCX, GPX and the tables of portals are read from archives; unpack recordings of sensors first",
                )
                .in_file(name),
        });
    }
    let mut runs: Vec<&mut WatchRun> =
        found.files.iter_mut().filter_map(|f| f.runs.as_mut().ok()).flatten().collect();
    sports(&mut runs);
    found.files.extend(others.into_iter().map(|file| WatchFile { runs: Err(no_training(&file)), file }));
    Ok(found)
}

/// Why a file of an archive that goes by the ending of a training file is none.
fn no_training(file: &str) -> Error {
    let lower = file.to_ascii_lowercase();
    let table = [".csv", ".csv.gz"].iter().any(|end| lower.ends_with(end));
    let (what, remedy) = match table {
        true => ("a table without runs", "unpack it first if it holds the samples of a sensor"),
        false => ("its content is not what its name says", "export it again from the watch or portal"),
    };
    crate::read::errors::unusable(what).with_remedy(remedy).in_file(file)
}

/// One file of an archive; `None` where it is not a watch's.
fn one(name: &str, reader: &mut dyn BufRead, options: &ReadOptions) -> Result<Option<Vec<WatchRun>>, Error> {
    let head = reader.fill_buf().map_err(|e| crate::read::errors::io(name, e))?;
    if xml::is_xml(&encoding::inflated_head(head)) {
        return activities(name, reader).map(|(runs, _)| Some(runs)).map_err(|e| e.in_file(name));
    }
    let mut bytes = Vec::new();
    reader.take(MAX_HELD).read_to_end(&mut bytes).map_err(|e| crate::read::errors::io(name, e))?;
    // An archive within the archive has been opened already.
    if archive::is_zip(&bytes) {
        return Ok(None);
    }
    let found = of_bytes(name, &bytes, options)?;
    found.and_then(|f| f.files.into_iter().next()).map(|f| f.runs).transpose()
}

/// Sports that files do not state, from the table of the same export that names these files.
pub(super) fn sports(runs: &mut [&mut WatchRun]) {
    let stated: Vec<WatchRun> = runs
        .iter()
        .filter(|r| r.records_in.as_ref().is_some_and(|f| !f.is_empty()) && r.sport != Sport::Unknown)
        .map(|r| (*r).clone())
        .collect();
    for run in runs.iter_mut().filter(|r| r.records_in.is_none()) {
        let guessed = run.sport == Sport::Unknown || run.inferences.iter().any(|i| i.about == "sport");
        let names = |row: &&WatchRun| row.records_in.as_deref().is_some_and(|file| run.file.ends_with(file));
        let Some(row) = stated.iter().find(names) else { continue };
        if guessed {
            run.sport = row.sport.clone();
            run.inferences.retain(|i| i.about != "sport");
        }
        run.title = run.title.take().or_else(|| row.title.clone());
        run.shoes = run.shoes.take().or_else(|| row.shoes.clone());
    }
}
