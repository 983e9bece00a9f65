//! From what the user wrote to the inputs of the job.

use std::fmt::Write as _;
use std::io::Read;
use std::path::{Path, PathBuf};

use strideform::read::{self, Input, Source};
use strideform::recording::Placement;
use strideform::{Error, ErrorKind};

use super::args::BatchArgs;
use super::distinct::{Found, distinct};
use super::unit::{self, Unit};
use super::walk::Harvest;
use crate::exit::Failure;

/// The inputs of the job, sorted, before the shard takes its part; and how many files were passed over.
///
/// # Errors
/// Status 3 for a root that is not there, a pattern without match and a list that cannot be read; status 2 for a
/// contradiction.
pub(super) fn inputs(args: &BatchArgs, outputs: &[PathBuf]) -> Result<(Vec<Unit>, usize), Failure> {
    let mut harvest = Harvest::default();
    for root in &args.roots {
        if !take(&mut harvest, root, outputs)? {
            return Err(missing(root).into());
        }
    }
    if let Some(list) = &args.list {
        for line in lines(list)? {
            // What a list names and cannot be is one bad input, no reason to stop.
            match take(&mut harvest, &line, outputs) {
                Ok(true) => {}
                Ok(false) => {
                    let input = read::input(&line);
                    harvest.found.push(Found::written(Unit::new(line, input)));
                }
                Err(Failure::Usage(reason)) => {
                    harvest.found.push(Found::written(Unit::hopeless(line, reason)));
                }
                Err(other) => return Err(other),
            }
        }
    }
    Ok((distinct(harvest.found)?, harvest.passed_over))
}

/// Takes what one text stands for; false where nothing is there.
fn take(harvest: &mut Harvest, text: &str, outputs: &[PathBuf]) -> Result<bool, Failure> {
    let (placement, rest) = match text.split_once('=').map(|(p, rest)| (p.parse::<Placement>(), rest)) {
        Some((Ok(placement), rest)) if !Path::new(text).exists() => (Some(placement), rest),
        _ => (None, text),
    };
    if rest == "-" || rest.starts_with("-#") {
        let what = "standard input cannot be an input of a batch; --list - reads the names of inputs there";
        return Err(Failure::Usage(what.to_owned()));
    }
    let path = Path::new(rest);
    if path.is_dir() {
        harvest.search(path, placement, outputs);
        return Ok(true);
    }
    if !path.exists() && rest.contains(['*', '?', '[']) {
        return matches(harvest, rest, placement, outputs);
    }
    let input = read::input(text);
    let there = unit::files(&input).iter().any(|file| file.exists());
    if there {
        harvest.found.push(Found::written(Unit::new(text.to_owned(), input)));
    }
    Ok(there)
}

/// Takes every match of a pattern; a file of a session stands for the session.
fn matches(
    harvest: &mut Harvest,
    pattern: &str,
    placement: Option<Placement>,
    outputs: &[PathBuf],
) -> Result<bool, Failure> {
    let options = glob::MatchOptions {
        case_sensitive: true,
        require_literal_separator: true,
        require_literal_leading_dot: true,
    };
    let paths = glob::glob_with(pattern, options)
        .map_err(|error| Failure::Usage(format!("the pattern {pattern} cannot be understood: {error}")))?;
    let mut any = false;
    for path in paths.flatten() {
        if path.canonicalize().is_ok_and(|real| outputs.contains(&real)) {
            continue;
        }
        any = true;
        if path.is_dir() {
            harvest.search(&path, placement, outputs);
        } else if let Some(session) = session_around(&path) {
            let text = unit::text(&session);
            harvest.found.push(Found::written(Unit::new(text, Input::Session(session))));
        } else {
            let text = match placement {
                Some(placement) => format!("{placement}={}", unit::text(&path)),
                None => unit::text(&path),
            };
            let input = Input::Recording { source: Source::File(path), placement, device: None };
            harvest.found.push(Found::written(Unit::new(text, input)));
        }
    }
    Ok(any)
}

/// The nearest folder around a file that holds a session.toml.
fn session_around(file: &Path) -> Option<PathBuf> {
    let named = file.ancestors().skip(1);
    let mut folders = named.map(|f| if f.as_os_str().is_empty() { Path::new(".") } else { f });
    folders.find(|folder| folder.join("session.toml").is_file()).map(Path::to_owned)
}

/// The lines of a list that are not empty.
fn lines(list: &Path) -> Result<Vec<String>, Failure> {
    let failed = |what: String| {
        Error::new(ErrorKind::Io, what)
            .in_file(list.display().to_string())
            .with_remedy("--list takes a text file with one input a line, or - for standard input")
    };
    let mut bytes = Vec::new();
    if list == Path::new("-") {
        std::io::stdin()
            .lock()
            .read_to_end(&mut bytes)
            .map_err(|e| failed(format!("cannot be read: {e}")))?;
    } else {
        bytes = std::fs::read(list).map_err(|e| failed(format!("cannot be read: {e}")))?;
    }
    let text = String::from_utf8(bytes).map_err(|_| failed("is no UTF-8 text".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text
        .lines()
        .map(|l| l.trim_end_matches('\r'))
        .filter(|l| !l.trim().is_empty())
        .map(str::to_owned)
        .collect())
}

fn missing(root: &str) -> Error {
    let what = match root.contains(['*', '?', '[']) {
        true => "no file fits this pattern",
        false => "there is no such file or folder",
    };
    Error::new(ErrorKind::Io, what).with_remedy("check the path").in_file(root)
}

/// What stands for no input at all.
pub(super) fn nothing(args: &BatchArgs, passed_over: usize) -> Error {
    let mut named = args.roots.join(", ");
    if let Some(list) = &args.list {
        let _ = write!(named, "{}the list {}", if named.is_empty() { "" } else { ", " }, list.display());
    }
    let what = match passed_over {
        0 => "no recording was found".to_owned(),
        1 => "no recording was found (1 file of another kind)".to_owned(),
        n => format!("no recording was found ({n} files of other kinds)"),
    };
    Error::new(ErrorKind::Io, what)
        .in_file(named)
        .with_remedy("folders are searched for csv, tsv, txt and fit files, also .gz, and for session.toml; name others one by one")
}
