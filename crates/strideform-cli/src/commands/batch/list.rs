//! `--list`: names of inputs in a file; and the error if there are no inputs at all.

use std::fmt::Write as _;
use std::io::Read;
use std::path::Path;

use strideform::{Error, ErrorKind};

use super::args::BatchArgs;

/// The lines of a list that are not empty.
pub(super) fn lines(list: &Path) -> Result<Vec<String>, Error> {
    let failed = |what: String| {
        Error::new(ErrorKind::Io, what)
            .in_file(list.display().to_string())
            .with_remedy("--list takes a text file with one input per line, or - for standard input")
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
    let text = String::from_utf8(bytes).map_err(|_| failed("is not UTF-8 text".to_owned()))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text
        .lines()
        .map(|l| l.trim_end_matches('\r'))
        .filter(|l| !l.trim().is_empty())
        .map(str::to_owned)
        .collect())
}

/// The error if no input was found.
pub(super) fn nothing_found(args: &BatchArgs, skipped: usize) -> Error {
    let mut named = args.roots.join(", ");
    if let Some(list) = &args.list {
        let _ = write!(named, "{}the list {}", if named.is_empty() { "" } else { ", " }, list.display());
    }
    let what = match skipped {
        0 => "no recording was found".to_owned(),
        1 => "no recording was found (1 file of another kind)".to_owned(),
        n => format!("no recording was found ({n} files of other kinds)"),
    };
    Error::new(ErrorKind::Io, what).in_file(named).with_remedy(
        "folders are searched for csv, tsv, txt, fit, tcx, gpx, parquet, feather and arrow files, also .gz, and for session.toml; name other files one by \
         one",
    )
}
