//! What stands in files and folders, as sessions.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use strideform::read::{self, ReadOptions, Source};
use strideform::trend::TrendSession;

use crate::commands::saved;
use crate::exit::Failure;

/// Kinds of files that a folder is searched for.
const KINDS: [&str; 4] = ["fit", "csv", "json", "gz"];
/// Folders within folders that are searched (*chosen*: year, month, day, and some).
const DEPTH: usize = 8;

/// The inputs with folders replaced by what they hold, in order of names.
pub(crate) fn expanded(inputs: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for input in inputs {
        let path = Path::new(input);
        if path.is_dir() && !path.join("session.toml").is_file() {
            let mut found = Vec::new();
            search(path, DEPTH, &mut HashSet::new(), &mut found);
            // An empty folder stays, so that it is told.
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

/// `seen` holds the real paths of folders, against links that lead in circles.
fn search(folder: &Path, depth: usize, seen: &mut HashSet<PathBuf>, out: &mut Vec<String>) {
    if !folder.canonicalize().is_ok_and(|real| seen.insert(real)) {
        return;
    }
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        let hidden = path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.'));
        if hidden {
            continue;
        }
        if path.is_dir() {
            if path.join("session.toml").is_file() {
                out.push(path.display().to_string());
            } else if depth > 0 {
                search(&path, depth - 1, seen, out);
            }
        } else if path.is_file()
            && path.extension().is_some_and(|e| KINDS.iter().any(|k| e.eq_ignore_ascii_case(k)))
        {
            out.push(path.display().to_string());
        }
    }
}

/// The running sessions of one input; none where a watch's file holds other sports only.
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
