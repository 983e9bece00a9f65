//! One input of the job: a recording or a session, analysed by itself.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use strideform::read::{Input, Source};

/// Folders within a session's folder whose files count to it (*chosen*: sensors, and parts of them).
const SESSION_DEPTH: usize = 3;
/// Text in gzip is this many times smaller (*measured* on testdata/exports: 3 to 5).
const GZIP: u64 = 4;

/// One input.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unit {
    /// The input as named, or as found: the key of its row.
    pub text: String,
    /// What to read; the reason where even that is not known.
    pub input: Result<Input, String>,
    /// How much there is to read, in bytes of plain text: what is largest is begun first.
    pub weight: u64,
}

impl Unit {
    /// A unit with its weight looked up.
    pub(super) fn new(text: String, input: Input) -> Self {
        let weight = files(&input).iter().map(|path| weight(path)).sum();
        Self { text, input: Ok(input), weight }
    }

    /// A unit that can only fail.
    pub(super) fn hopeless(text: String, reason: String) -> Self {
        Self { text, input: Err(reason), weight: 0 }
    }

    /// State of its files now.
    pub(super) fn stamp(&self) -> Stamp {
        self.input.as_ref().map_or_else(|_| Stamp::default(), |input| Stamp::of(&files(input)))
    }
}

fn weight(path: &Path) -> u64 {
    let bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    if packed { bytes.saturating_mul(GZIP) } else { bytes }
}

/// By which a changed file is known: the sizes and times of change of all files of an input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Stamp {
    /// Bytes of all files together.
    size: u64,
    /// Seconds and nanoseconds since 1970 of the latest change; 0 where nothing is there.
    mtime: (u64, u32),
    /// Over name, size and time of each.
    sum: u32,
}

impl Stamp {
    fn of(files: &[PathBuf]) -> Self {
        let mut out = Self::default();
        let mut sum = Crc(crc32fast::Hasher::new());
        for path in files {
            let Ok(meta) = std::fs::metadata(path) else { continue };
            let time =
                meta.modified().ok().and_then(|t| t.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
            let mtime = (time.as_secs(), time.subsec_nanos());
            out.size = out.size.saturating_add(meta.len());
            out.mtime = out.mtime.max(mtime);
            path.file_name().hash(&mut sum);
            (meta.len(), mtime).hash(&mut sum);
        }
        out.sum = sum.0.finalize();
        out
    }
}

struct Crc(crc32fast::Hasher);

impl Hasher for Crc {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.clone().finalize().into()
    }
}

/// Files of an input; those of a session are all in its folder.
pub(super) fn files(input: &Input) -> Vec<PathBuf> {
    match input {
        Input::Session(path) if path.is_dir() => below(path, SESSION_DEPTH),
        Input::Session(path) => match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => below(parent, SESSION_DEPTH),
            _ => below(Path::new("."), SESSION_DEPTH),
        },
        Input::Recording { source: Source::File(path), .. } => vec![path.clone()],
        Input::Recording { source: Source::Merged(paths), .. } => paths.clone(),
        Input::Recording { source: Source::Bytes { .. }, .. } => Vec::new(),
    }
}

/// Files of a folder, sorted, hidden ones left out.
fn below(folder: &Path, depth: usize) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|e| e.path()).filter(|p| !hidden(p)).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| match path.is_dir() {
            true if depth > 0 => below(&path, depth - 1),
            true => Vec::new(),
            false => vec![path],
        })
        .collect()
}

/// True for names that begin with a point.
pub(super) fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The path as text; bytes that are no UTF-8 as `\xNN`, so that two files never share a text.
pub(super) fn text(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut out = String::new();
    for chunk in path.as_os_str().as_encoded_bytes().utf8_chunks() {
        out.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(out, "\\x{byte:02X}"); // writing to a String cannot fail
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_file_changes_the_stamp_of_its_session() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("session.toml"), "x").expect("write");
        std::fs::create_dir(folder.path().join("imu")).expect("folder");
        std::fs::write(folder.path().join("imu/pelvis.csv"), "t,x").expect("write");
        let unit = Unit::new("s".into(), Input::Session(folder.path().into()));
        let before = unit.stamp();
        assert_eq!((unit.weight, before.size), (4, 4));
        assert_eq!(unit.stamp(), before, "nothing changed");
        std::fs::write(folder.path().join("imu/pelvis.csv"), "t,xy").expect("write");
        assert_ne!(unit.stamp(), before);
        std::fs::write(folder.path().join(".hidden"), "t,xy").expect("write");
        assert_eq!(unit.stamp().size, 5, "hidden files are not looked at");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_text_stay_apart() {
        use std::os::unix::ffi::OsStrExt;
        let of = |bytes: &[u8]| text(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(of(b"a/\xff.csv"), "a/\\xFF.csv");
        assert_ne!(of(b"a/\xff.csv"), of(b"a/\xfe.csv"));
        assert_eq!(of("ä.csv".as_bytes()), "ä.csv");
    }
}
