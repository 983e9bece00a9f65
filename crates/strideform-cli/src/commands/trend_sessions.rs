//! Reads files and folders as the sessions of a trend.

use std::collections::HashSet;
use std::path::Path;

use strideform::read::{self, ReadOptions, Source, WatchFile};
use strideform::season::{LogFile, log_of_watches};
use strideform::trend::TrendSession;
use walkdir::WalkDir;

use super::saved;
use crate::exit::Failure;

/// Extensions of files that a folder is searched for.
const KINDS: [&str; 14] = [
    "fit", "csv", "tsv", "txt", "json", "gz", "tcx", "gpx", "zip", "parquet", "pq", "feather", "arrow",
    "arrows",
];
/// The health export of Apple, the only XML that goes by that ending.
const HEALTH: &str = "xml";
/// Levels of folders that are searched (*chosen*: year, month, day, and some more).
const DEPTH: usize = 8;

/// The inputs, with folders replaced by their contents.
#[derive(Debug, Default)]
pub(crate) struct Expanded {
    /// Files and session folders to be read, sorted by name within each folder.
    pub(crate) files: Vec<String>,
    /// Files in the folders whose names are not those of recordings.
    pub(crate) others: Vec<String>,
}

/// The inputs, with folders replaced by their contents, sorted by name.
pub(crate) fn expanded(inputs: &[String]) -> Expanded {
    let mut out = Expanded::default();
    for input in inputs {
        let path = Path::new(input);
        if path.is_dir() && !path.join("session.toml").is_file() {
            let found = out.files.len();
            search(path, &mut out);
            // An empty folder is kept, so that it is reported.
            if out.files.len() == found {
                out.files.push(input.clone());
            }
        } else {
            out.files.push(input.clone());
        }
    }
    out
}

/// The files and session folders in a folder, sorted by name.
fn search(folder: &Path, out: &mut Expanded) {
    // Real paths of folders, so that one reached through several links is searched once.
    let mut visited = HashSet::new();
    let mut walk =
        WalkDir::new(folder).follow_links(true).max_depth(DEPTH + 1).sort_by_file_name().into_iter();
    while let Some(entry) = walk.next() {
        let Ok(entry) = entry else { continue };
        let path = entry.path();
        let hidden = entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        if !entry.file_type().is_dir() {
            let kind = |path: &Path| {
                path.extension().is_some_and(|e| {
                    KINDS.iter().any(|k| e.eq_ignore_ascii_case(k)) || e.eq_ignore_ascii_case(HEALTH)
                })
            };
            if !hidden && path.is_file() {
                let list = if kind(path) { &mut out.files } else { &mut out.others };
                list.push(path.display().to_string());
            }
            continue;
        }
        let session = entry.depth() > 0 && path.join("session.toml").is_file();
        if session && !hidden {
            out.files.push(path.display().to_string());
        }
        if hidden || session || !path.canonicalize().is_ok_and(|real| visited.insert(real)) {
            walk.skip_current_dir();
        }
    }
}

/// One file, and its runs.
pub(crate) struct FileSessions {
    /// The file; within an archive behind the archive's name.
    pub(crate) file: String,
    /// Its runs; none where it holds other sports only.
    pub(crate) sessions: Result<Vec<TrendSession>, Failure>,
    /// What it holds instead of runs.
    pub(crate) instead: Option<String>,
}

/// The running sessions of all inputs, file by file.
pub(crate) fn read_all(inputs: &[String]) -> Vec<FileSessions> {
    let mut out: Vec<FileSessions> = Vec::new();
    let mut watches: Vec<WatchFile> = Vec::new();
    for input in inputs {
        match read_one(input) {
            Ok(One::Watches(files)) => watches.extend(files),
            Ok(One::Session(session)) => {
                out.push(FileSessions { file: input.clone(), sessions: Ok(vec![*session]), instead: None });
            }
            Err(failure) => {
                let instead = match &failure {
                    Failure::NoRunning(_) => Some("no running was detected in it".to_owned()),
                    _ => None,
                };
                out.push(FileSessions { file: input.clone(), sessions: Err(failure), instead });
            }
        }
    }
    out.extend(log_of_watches(watches).into_iter().map(|LogFile { file, sessions, instead, .. }| {
        FileSessions { file, sessions: sessions.map_err(Failure::from), instead }
    }));
    out
}

enum One {
    Watches(Vec<WatchFile>),
    Session(Box<TrendSession>),
}

fn read_one(input: &str) -> Result<One, Failure> {
    let path = Path::new(input);
    if let Some(saved) = saved::from_file(path)? {
        return Ok(One::Session(Box::new(TrendSession::of_analysis(&saved, input))));
    }
    if path.is_file() {
        let source = Source::File(path.to_path_buf());
        let files = read::watch_files(&source, &ReadOptions::default())?;
        // A FIT file may hold samples only.
        if files.iter().any(|f| f.runs.as_ref().map_or(true, |runs| !runs.is_empty())) {
            return Ok(One::Watches(files));
        }
    }
    Ok(One::Session(Box::new(TrendSession::of_analysis(&saved::load(input, None)?, input))))
}
