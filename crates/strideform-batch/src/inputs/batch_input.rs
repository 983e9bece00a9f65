//! One input of a job: a recording or a session, analysed on its own.

use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use strideform::read::{Input, Source};
use walkdir::WalkDir;

/// Depth of subfolders whose files belong to a session (*chosen*: sensors, and parts of their recordings).
const SESSION_DEPTH: usize = 3;
/// Factor by which gzip shrinks text (*measured* on testdata/exports: 3 to 5).
const GZIP: u64 = 4;

/// One input of a job.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct BatchInput {
    /// The input as given by the user or as found: the key of its row.
    pub name: String,
    /// What to read, or the reason why it cannot be read.
    pub input: Result<Input, String>,
    /// The amount to read, in bytes of uncompressed text: the largest inputs are started first.
    pub bytes: u64,
}

impl BatchInput {
    /// An input; looks up the size of its files.
    pub fn new(name: impl Into<String>, input: Input) -> Self {
        let bytes = files(&input).iter().map(|path| weight(path)).sum();
        Self { name: name.into(), input: Ok(input), bytes }
    }

    /// An input that is known to fail, with the reason.
    pub fn unusable(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), input: Err(reason.into()), bytes: 0 }
    }

    /// The files of this input; for a session, those in its folder.
    pub fn files(&self) -> Vec<PathBuf> {
        self.input.as_ref().map(files).unwrap_or_default()
    }

    /// Names and sizes of its files as a checksum: the same for a copy of them, other than [`stamp`](Self::stamp).
    pub(crate) fn contents(&self) -> u32 {
        let mut sum = crc32fast::Hasher::new();
        for path in self.files() {
            let bytes = std::fs::metadata(&path).map_or(u64::MAX, |meta| meta.len());
            sum.update(path.file_name().unwrap_or_default().as_encoded_bytes());
            sum.update(&bytes.to_le_bytes());
        }
        sum.finalize()
    }

    /// True where one of its files was changed after a moment.
    pub(crate) fn is_newer_than(&self, moment: std::time::SystemTime) -> bool {
        let changed = |path: &PathBuf| std::fs::metadata(path).and_then(|meta| meta.modified()).ok();
        self.files().iter().filter_map(changed).any(|time| time > moment)
    }

    /// The present state of its files.
    pub fn stamp(&self) -> Stamp {
        Stamp::of(&self.files())
    }
}

fn weight(path: &Path) -> u64 {
    let bytes = std::fs::metadata(path).map_or(0, |meta| meta.len());
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    if packed { bytes.saturating_mul(GZIP) } else { bytes }
}

/// The sizes and modification times of all files of an input, which reveal a changed file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// Total size in bytes.
    size: u64,
    /// Seconds and nanoseconds since 1970 of the latest change; 0 without any file.
    mtime: (u64, u32),
    /// Checksum over name, size and time of each file.
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

/// The files of an input; for a session, those in its folder.
pub(crate) fn files(input: &Input) -> Vec<PathBuf> {
    match input {
        Input::Session(path) if path.is_dir() => below(path),
        Input::Session(path) => match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => below(parent),
            _ => below(Path::new(".")),
        },
        Input::Recording { source: Source::File(path), .. } => vec![path.clone()],
        Input::Recording { source: Source::Merged(paths), .. } => paths.clone(),
        Input::Recording { source: Source::Bytes { .. }, .. } => Vec::new(),
    }
}

/// The files in a session's folder, sorted, without hidden ones.
fn below(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .follow_links(true)
        .max_depth(SESSION_DEPTH + 1)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !hidden(entry.path()))
        .flatten()
        .filter(|entry| !entry.file_type().is_dir())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// True for names that begin with a dot.
pub(super) fn hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."))
}

/// The path as text; bytes that are not UTF-8 become `\xNN`, so that no two files share a text.
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
        let input = BatchInput::new("s", Input::Session(folder.path().into()));
        let before = input.stamp();
        assert_eq!((input.bytes, before.size), (4, 4));
        assert_eq!(input.stamp(), before, "nothing changed");
        std::fs::write(folder.path().join("imu/pelvis.csv"), "t,xy").expect("write");
        assert_ne!(input.stamp(), before);
        std::fs::write(folder.path().join(".hidden"), "t,xy").expect("write");
        assert_eq!(input.stamp().size, 5, "hidden files are ignored");
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_not_text_stay_distinct() {
        use std::os::unix::ffi::OsStrExt;
        let of = |bytes: &[u8]| text(Path::new(std::ffi::OsStr::from_bytes(bytes)));
        assert_eq!(of(b"a/\xff.csv"), "a/\\xFF.csv");
        assert_ne!(of(b"a/\xff.csv"), of(b"a/\xfe.csv"));
        assert_eq!(of("ä.csv".as_bytes()), "ä.csv");
    }
}
