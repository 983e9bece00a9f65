//! `session.toml`: describes the runner, the run, and where each recording is.

use std::path::{Path, PathBuf};

use crate::parallel::*;
use serde::Deserialize;

use crate::error::{Error, ErrorKind, Position};
use crate::recording::{Edits, Placement, Run, Runner, Session, Symptom};

use crate::read::channels::{assemble, device};
use crate::read::errors::malformed;
use crate::read::options::{ColumnOverrides, ReadOptions, UnitOverrides};
use crate::read::sources::contents::{self, Contents};
use crate::read::sources::folder;
use crate::read::sources::named_bytes::{self, NamedBytes};
use crate::read::sources::source::{self, Source};

/// Maximum number of recordings per session (*chosen*: ten placements, each several times over); all are held in memory.
const MAX_RECORDINGS: usize = 100;

/// Maximum number of files per recording (*chosen*: accelerometer, gyroscope and two more).
const MAX_PARTS: usize = 4;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    runner: Runner,
    #[serde(default)]
    run: RunTable,
    #[serde(default)]
    recording: Vec<RecordingTable>,
    #[serde(default)]
    symptom: Vec<Symptom>,
    #[serde(default)]
    edits: Edits,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RunTable {
    started: Option<Started>,
    speed_mps: Option<f64>,
    slope_percent: Option<f64>,
    surface: Option<String>,
    shoes: Option<String>,
    cue: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Started {
    Stamp(toml::value::Datetime),
    Text(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordingTable {
    file: toml::Spanned<String>,
    placement: Option<Placement>,
    device: Option<String>,
    columns: Option<ColumnsTable>,
    units: Option<toml::Spanned<UnitsTable>>,
    rate_hz: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnsTable {
    time: Option<String>,
    #[serde(default)]
    acc: Vec<String>,
    #[serde(default)]
    gyr: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct UnitsTable {
    time: Option<String>,
    acc: Option<String>,
    gyr: Option<String>,
}

/// Reads a session: a folder that holds `session.toml`, or that file, with all its recordings; a folder without one whose
/// files name their placements.
///
/// `options` apply to every recording unless the file says otherwise. Recordings must be within the session's folder unless
/// [`ReadOptions::outside_session`] is set; `acc.csv+gyr.csv` joins two files of one sensor.
///
/// # Errors
///
/// As for [`recording()`](crate::read::recording()), and `Malformed` for an unknown key, with its line and column.
pub fn session(path: &Path, options: &ReadOptions) -> Result<Session, Error> {
    let file = if path.is_dir() { path.join("session.toml") } else { path.to_owned() };
    let name = file.display().to_string();
    if path.is_dir() && !file.exists() {
        return folder::session(path, options);
    }
    // A description of a run is small; a megabyte must be something else.
    let bytes = source::bytes(&file, 1 << 20)?;
    let text = String::from_utf8(bytes)
        .map_err(|e| malformed("session.toml is not UTF-8 text").with_source(e).in_file(&name))?;
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned();
    described(&text, name, options, |file| {
        within(&folder, file, options.outside_session).map(Content::Source)
    })
}

/// Like [`session()`], from the contents of its files.
pub(super) fn from_bytes(
    description: &NamedBytes,
    files: &[NamedBytes],
    options: &ReadOptions,
) -> Result<Session, Error> {
    let name = description.name.clone();
    let text = String::from_utf8(description.bytes.clone())
        .map_err(|e| malformed("session.toml is not UTF-8 text").with_source(e).in_file(&name))?;
    let (folder, _) = named_bytes::folder_and_name(&description.name);
    described(&text, name.clone(), options, |file| among(files, folder, file))
}

/// Reads one sensor from the bytes of its files.
pub(super) fn of_parts(files: Vec<NamedBytes>, options: &ReadOptions) -> Result<Contents, Error> {
    Content::of(files).read(options)
}

/// The source of one recording of a session.
enum Content {
    /// Files, or the bytes of one file.
    Source(Source),
    /// The bytes of several files of one sensor.
    Merged(Vec<NamedBytes>),
}

impl Content {
    fn of(mut files: Vec<NamedBytes>) -> Self {
        match (files.pop(), files.is_empty()) {
            (Some(NamedBytes { name, bytes }), true) => Self::Source(Source::Bytes { name, bytes }),
            (last, _) => Self::Merged(files.into_iter().chain(last).collect()),
        }
    }

    fn read(&self, options: &ReadOptions) -> Result<Contents, Error> {
        match self {
            Self::Source(source) => contents::contents(source, options),
            Self::Merged(files) => {
                let sheets: Vec<_> = files
                    .iter()
                    .map(|f| Ok((f.name.clone(), device::read(&f.name, &f.bytes, options)?)))
                    .collect::<Result<_, Error>>()?;
                let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
                let recording = assemble::merged(sheets, &names.join("+"), options)?;
                Ok(Contents { recordings: vec![recording], ..Contents::default() })
            }
        }
    }
}

/// Reads the recordings that a description names; `find` finds the files of one recording.
fn described(
    text: &str,
    name: String,
    options: &ReadOptions,
    find: impl Fn(&str) -> Result<Content, Error>,
) -> Result<Session, Error> {
    let parsed: File = toml::from_str(text).map_err(|e| {
        let message = e.message().lines().next().unwrap_or("it cannot be read").to_owned();
        let remedy = "see `strideform analyze --help` for the keys of session.toml";
        let span = e.span();
        located(malformed(message).with_remedy(remedy).with_source(e), text, &name, span)
    })?;
    if parsed.recording.is_empty() {
        return Err(malformed("the session names no recording")
            .with_remedy("add a [[recording]] with file = \"…\"")
            .in_file(name));
    }
    if parsed.recording.len() > MAX_RECORDINGS {
        let n = parsed.recording.len();
        return Err(malformed(format!("the session names {n} recordings; the maximum is {MAX_RECORDINGS}"))
            .with_remedy("a session is one run of one runner; describe each run in its own folder")
            .in_file(name));
    }
    let mut out = Session {
        runner: parsed.runner,
        run: Run {
            started: parsed.run.started.map(|s| match s {
                Started::Stamp(stamp) => stamp.to_string(),
                Started::Text(text) => text,
            }),
            speed_mps: parsed.run.speed_mps,
            slope_percent: parsed.run.slope_percent,
            surface: parsed.run.surface,
            shoes: parsed.run.shoes,
            cue: parsed.run.cue,
            ..Run::default()
        },
        recordings: Vec::new(),
        watches: Vec::new(),
        symptoms: parsed.symptom,
        edits: parsed.edits,
    };
    let settings = |table: RecordingTable| -> Result<(Content, ReadOptions), Error> {
        let span = table.file.span();
        let content = find(table.file.get_ref()).map_err(|e| located(e, text, &name, Some(span)))?;
        let mut own = options.clone();
        own.placement = table.placement.or(options.placement);
        own = own.with_edits(&out.edits);
        own.device = table.device.or_else(|| options.device.clone());
        own.rate_hz = table.rate_hz.or(options.rate_hz);
        if let Some(columns) = table.columns {
            own.columns = ColumnOverrides { time: columns.time, acc: columns.acc, gyr: columns.gyr };
            own.columns.check().map_err(|e| e.in_file(&name))?;
        }
        if let Some(units) = table.units {
            let span = units.span();
            own.units =
                stated(units.get_ref(), options.units).map_err(|e| located(e, text, &name, Some(span)))?;
        }
        Ok((content, own))
    };
    // Read in parallel; the error reported is the first in the order of the file.
    let tables: Vec<_> = parsed.recording.into_iter().map(settings).collect();
    let found: Vec<_> =
        tables.into_par_iter().map(|t| t.and_then(|(content, own)| content.read(&own))).collect();
    for found in found {
        let found = found?;
        out.recordings.extend(found.recordings);
        out.watches.extend(found.watches);
    }
    Ok(out)
}

fn stated(table: &UnitsTable, base: UnitOverrides) -> Result<UnitOverrides, Error> {
    let mut out = base;
    for (key, value) in [("time", &table.time), ("acc", &table.acc), ("gyr", &table.gyr)] {
        if let Some(value) = value {
            out.set(key, value).map_err(|e| {
                let remedy = e.remedy().unwrap_or_default().to_owned();
                malformed(e.message().to_owned()).with_remedy(remedy)
            })?;
        }
    }
    Ok(out)
}

/// Adds the line and column of a byte range in the session file.
fn located(error: Error, text: &str, name: &str, span: Option<std::ops::Range<usize>>) -> Error {
    match span {
        Some(span) => error.at(Position::of_span(name, text, span)),
        None => error.in_file(name),
    }
}

/// The files of one recording among files in memory.
fn among(files: &[NamedBytes], folder: &str, text: &str) -> Result<Content, Error> {
    let whole = named_bytes::find(files, folder, text).is_some();
    let names: Vec<&str> = if whole { vec![text] } else { text.split('+').collect() };
    if names.len() > MAX_PARTS {
        return Err(too_many_parts(names.len()));
    }
    let one = |name: &&str| {
        if name.split(['/', '\\']).any(|part| part == "..") || name.starts_with(['/', '\\']) {
            return Err(malformed(format!("`{name}` lies outside the session's folder"))
                .with_remedy("name files relative to session.toml, in its folder or below"));
        }
        named_bytes::find(files, folder, name).cloned().ok_or_else(|| {
            Error::new(ErrorKind::Io, format!("`{name}` is not among the files"))
                .with_remedy("add the file, or correct its name in session.toml")
        })
    };
    Ok(Content::of(names.iter().map(one).collect::<Result<Vec<_>, _>>()?))
}

fn too_many_parts(files: usize) -> Error {
    malformed(format!("one recording is split over {files} files"))
        .with_remedy("join accelerometer and gyroscope of one sensor: \"acc.csv+gyr.csv\"")
}

/// The files of one recording, which must be within the folder.
fn within(folder: &Path, text: &str, outside: bool) -> Result<Source, Error> {
    let whole = folder.join(text);
    let names: Vec<&str> = if whole.exists() { vec![text] } else { text.split('+').collect() };
    if names.len() > MAX_PARTS {
        return Err(too_many_parts(names.len()));
    }
    let parts: Vec<PathBuf> = names.iter().map(|name| folder.join(name)).collect();
    if !outside {
        let root = folder.canonicalize().ok();
        for (name, part) in names.iter().zip(&parts) {
            let resolved = part.canonicalize().ok();
            let escapes = match (&root, &resolved) {
                // Links are resolved first: a link that leads out of the folder is outside it.
                (Some(root), Some(path)) => !path.starts_with(root),
                // A file that does not exist is judged by its spelling, and reported as missing when it is opened.
                _ => name.split(['/', '\\']).any(|p| p == "..") || Path::new(name).is_absolute(),
            };
            if escapes {
                return Err(malformed(format!("`{name}` lies outside the session's folder")).with_remedy(
                    "move the file into the folder, name it on the command line instead, or allow it with \
                     --outside-session",
                ));
            }
            // Reading a named pipe in a folder could block forever.
            if part.metadata().is_ok_and(|meta| !meta.is_file() && !meta.is_dir()) {
                return Err(malformed(format!("`{name}` is not a regular file"))
                    .with_remedy("pipes and devices can be named on the command line"));
            }
        }
    }
    Ok(match parts.as_slice() {
        [only] => Source::File(only.clone()),
        _ => Source::Merged(parts),
    })
}
