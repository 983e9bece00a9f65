//! What became of every file: no file is left out without a word.

use serde::Serialize;

use super::session::TrendSession;

/// A file as it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FileRead {
    /// The file, as in [`TrendSession::file`].
    pub file: String,
    /// False where it could not be read.
    pub understood: bool,
    /// Why it could not be read, or what it holds instead of running.
    pub reason: Option<String>,
    /// True for a file that was not opened, because its name is not that of a recording.
    pub other_kind: bool,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileUse {
    /// At least one run of the log is from this file.
    Used,
    /// All of its runs are in other files as well.
    DuplicateOf,
    /// It was read and holds no run.
    NoRunning,
    /// It could not be read.
    NotUnderstood,
    /// Its name is not that of a recording: pictures, documents, settings.
    OtherKind,
}

impl FileUse {
    /// `used`, `duplicate of`, `no running`, `not understood` or `other kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::DuplicateOf => "duplicate of",
            Self::NoRunning => "no running",
            Self::NotUnderstood => "not understood",
            Self::OtherKind => "other kind",
        }
    }
}

/// The account of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct FileAccount {
    /// The file.
    pub file: String,
    /// What became of it.
    #[serde(rename = "use")]
    pub used: FileUse,
    /// Runs of the log that are from this file.
    pub runs: usize,
    /// Runs of this file that count as those of another.
    pub duplicates: usize,
    /// The other file, the other sport, or the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// The account of every file that was read, in that order.
pub(super) fn accounts(read: Vec<FileRead>, sessions: &[TrendSession]) -> Vec<FileAccount> {
    read.into_iter()
        .map(|read| {
            let is_from = |s: &&TrendSession| s.file == read.file || s.part_files.contains(&read.file);
            let runs = sessions.iter().filter(is_from).count();
            let others: Vec<&TrendSession> =
                sessions.iter().filter(|s| !is_from(s) && s.also.contains(&read.file)).collect();
            let (used, reason) = match (read.understood, runs, others.first()) {
                _ if read.other_kind => (FileUse::OtherKind, read.reason),
                (false, ..) => (FileUse::NotUnderstood, read.reason),
                (_, 1.., _) => (FileUse::Used, None),
                (_, _, Some(other)) => (FileUse::DuplicateOf, Some(other.file.clone())),
                _ => (FileUse::NoRunning, read.reason),
            };
            FileAccount { file: read.file, used, runs, duplicates: others.len(), reason }
        })
        .collect()
}
