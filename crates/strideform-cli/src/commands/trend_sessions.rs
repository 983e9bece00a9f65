//! Reads files and folders as the sessions of a trend.

use std::collections::HashSet;
use std::path::Path;

use strideform::read::{self, ReadOptions, Source};
use strideform::trend::TrendSession;
use walkdir::WalkDir;

use super::saved;
use crate::exit::Failure;

/// File extensions that folders are searched for.
const KINDS: [&str; 4] = ["fit", "csv", "json", "gz"];
/// Depth to which folders are searched (*chosen*: year, month, day, and a few more).
const DEPTH: usize = 8;

/// The inputs, with folders replaced by their contents, sorted by name.
pub(crate) fn expanded(inputs: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for input in inputs {
        let path = Path::new(input);
        if path.is_dir() && !path.join("session.toml").is_file() {
            let mut found = search(path);
            // An empty folder is kept, so that it is reported.
            if found.is_empty() {
                found.push(input.clone());
            }
            out.extend(found);
        } else {
            out.push(input.clone());
        }
    }
    out
}

/// The files and session folders in a folder, sorted by name.
fn search(folder: &Path) -> Vec<String> {
    let mut out = Vec::new();
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
                path.extension().is_some_and(|e| KINDS.iter().any(|k| e.eq_ignore_ascii_case(k)))
            };
            if !hidden && path.is_file() && kind(path) {
                out.push(path.display().to_string());
            }
            continue;
        }
        let session = entry.depth() > 0 && path.join("session.toml").is_file();
        if session && !hidden {
            out.push(path.display().to_string());
        }
        if hidden || session || !path.canonicalize().is_ok_and(|real| visited.insert(real)) {
            walk.skip_current_dir();
        }
    }
    out
}

/// The running sessions of one input; none if a watch file holds only other sports.
pub(crate) fn sessions(input: &str) -> Result<Vec<TrendSession>, Failure> {
    let path = Path::new(input);
    if let Some(saved) = saved::from_file(path)? {
        return Ok(vec![TrendSession::of_analysis(&saved, input)]);
    }
    if path.is_file() {
        let source = Source::File(path.to_path_buf());
        let runs = read::watch_runs(&source, &ReadOptions::default())?;
        if !runs.is_empty() {
            return Ok(runs.iter().filter_map(TrendSession::of_watch).collect());
        }
    }
    Ok(vec![TrendSession::of_analysis(&saved::load(input, None)?, input)])
}
