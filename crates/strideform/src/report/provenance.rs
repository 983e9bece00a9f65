//! What it takes to repeat an analysis: the command, the parameters of its methods, and hashes of what was read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes read at a time.
const PIECE: usize = 1 << 18;

/// How an analysis was made. In JSON it is the key `provenance`; analyses of earlier versions do not have it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Provenance {
    /// Arguments of `strideform` that repeat the analysis; absent if no command line can: samples from memory, your own
    /// contact method, events found elsewhere, changed parameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<Vec<String>>,
    /// Methods that were asked for, by stage.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub methods: BTreeMap<String, String>,
    /// The parameters of every contact method that was used, by method.
    #[serde(default)]
    pub parameters: BTreeMap<String, toml::Table>,
    /// Identifier of the user's own contact method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_method: Option<String>,
    /// Placements whose contacts were found elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<String>,
    /// What was read.
    #[serde(default)]
    pub inputs: Vec<InputHash>,
    /// SHA-256 of the table of rules of the form faults.
    #[serde(default)]
    pub rules_sha256: String,
    /// SHA-256 of the bases of all intervals: metric, method and `error_source`, a line for each.
    #[serde(default)]
    pub errors_sha256: String,
}

/// A file or an array that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputHash {
    /// Its name, without the folder where that is private to the machine.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 of its bytes, as `sha256sum` prints it.
    pub sha256: String,
}

impl InputHash {
    /// Of bytes in memory.
    pub fn of_bytes<'a>(file: &str, pieces: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sha256::new();
        let mut bytes = 0;
        for piece in pieces {
            hash.update(piece);
            bytes += piece.len() as u64;
        }
        Self { file: file.to_owned(), bytes, sha256: hex(hash) }
    }

    /// Of a file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        let mut from = File::open(path)?;
        let mut hash = Sha256::new();
        let (mut piece, mut bytes) = (vec![0; PIECE], 0);
        loop {
            let n = match from.read(&mut piece) {
                Ok(0) => break,
                Ok(n) => n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            hash.update(piece.get(..n).unwrap_or_default());
            bytes += n as u64;
        }
        Ok(Self { file: shorter(&path.display().to_string()), bytes, sha256: hex(hash) })
    }

    /// Of every regular file among those that recordings name (`acc.csv+gyr.csv` names two), each once, in order of name.
    pub fn of_files<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        let of = |name: &str| match Path::new(name).is_file() {
            true => vec![PathBuf::from(name)],
            false => name.split('+').map(PathBuf::from).collect(),
        };
        let files: BTreeSet<PathBuf> = names.into_iter().flat_map(of).filter(|p| p.is_file()).collect();
        files.iter().filter_map(|p| Self::of_file(p).ok()).collect()
    }
}

fn hex(hash: Sha256) -> String {
    hash.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A path without the folders that are private to this machine.
fn shorter(name: &str) -> String {
    let path = Path::new(name);
    if !path.is_absolute() {
        return name.to_owned();
    }
    let here = std::env::current_dir().ok();
    let relative = here.as_ref().and_then(|here| path.strip_prefix(here).ok());
    relative.or_else(|| path.file_name().map(Path::new)).unwrap_or(path).display().to_string()
}

/// The arguments of a command that repeats an analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command(Vec<String>);

impl Command {
    /// `analyze` with these arguments, the paths in them without the folders that are private to this machine.
    pub fn from_arguments(arguments: impl IntoIterator<Item = String>) -> Self {
        let shown = |text: &String| match text.split_once('=') {
            Some((key, rest)) if rest.starts_with('/') => format!("{key}={}", several(rest)),
            _ => several(text),
        };
        let all = std::iter::once("analyze".to_owned()).chain(arguments).collect::<Vec<_>>();
        Self(all.iter().map(shown).collect())
    }

    /// The arguments.
    pub fn into_arguments(self) -> Vec<String> {
        self.0
    }
}

/// `acc.csv+gyr.csv` names two files.
fn several(text: &str) -> String {
    text.split('+').map(shorter).collect::<Vec<_>>().join("+")
}
