//! The kinds of input that a user can name: a file, standard input, a device within a file, two files of one sensor, a session.

use std::path::{Path, PathBuf};

use crate::error::{Error, ErrorKind};
use crate::read::errors::unusable;
use crate::read::text::encoding;
use crate::read::text::guard::Guard;
use crate::recording::Placement;

/// Where the bytes of one recording come from.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// A file; `-` is standard input.
    File(PathBuf),
    /// Bytes in memory, with a name.
    Bytes {
        /// The name used in messages; the placement may be read from it.
        name: String,
        /// The file's content.
        bytes: Vec<u8>,
    },
    /// Accelerometer and gyroscope of one sensor in separate files, merged on their clocks.
    Merged(Vec<PathBuf>),
}

/// One input named by the user; [`str::parse`] understands the syntax of the command line.
///
/// `file`, `placement=file`, `file#DEVICE`, `placement=acc.csv+gyr.csv`, a session folder or its `session.toml`. Text
/// before the first `=` counts only if it names a placement, and a path that exists as written is never split at `=`, `+`
/// or `#`. Parsing opens no file: one that is missing is reported when it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// One recording.
    Recording {
        /// Where its bytes come from.
        source: Source,
        /// The placement in front of `=`.
        placement: Option<Placement>,
        /// The device after `#`.
        device: Option<String>,
    },
    /// A folder with a `session.toml`, or that file.
    Session(PathBuf),
}

impl Source {
    /// The name for messages and reports.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Bytes { name, .. } => name.clone(),
            Self::Merged(paths) => {
                paths.iter().map(|p| p.display().to_string()).collect::<Vec<_>>().join("+")
            }
        }
    }
}

/// Parses one input, as [`Input`] describes it.
pub(super) fn parse(text: &str) -> Input {
    let whole = |placement, text: &str| Input::Recording {
        source: Source::File(PathBuf::from(text)),
        placement,
        device: None,
    };
    if Path::new(text).exists() {
        return existing(text).unwrap_or_else(|| whole(None, text));
    }
    let (placement, rest) = match text.split_once('=').map(|(p, rest)| (p.parse::<Placement>(), rest)) {
        Some((Ok(placement), rest)) => (Some(placement), rest),
        _ => (None, text),
    };
    if rest == "-" || Path::new(rest).exists() {
        return match placement {
            None => existing(rest).unwrap_or_else(|| whole(None, rest)),
            Some(_) => whole(placement, rest),
        };
    }
    let (files, device) = match rest.rsplit_once('#') {
        Some((files, device))
            if !files.is_empty() && (Path::new(files).exists() || files.contains('+') || files == "-") =>
        {
            (files, Some(device.to_owned()))
        }
        _ => (rest, None),
    };
    let source = if Path::new(files).exists() || !files.contains('+') {
        Source::File(PathBuf::from(files))
    } else {
        merged(files)
    };
    Input::Recording { source, placement, device }
}

fn existing(text: &str) -> Option<Input> {
    let path = Path::new(text);
    let toml = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("toml"));
    (path.is_dir() || toml).then(|| Input::Session(path.to_owned()))
}

/// Splits at `+`, but not within the name of an existing file.
fn merged(text: &str) -> Source {
    let pieces: Vec<&str> = text.split('+').collect();
    let mut paths: Vec<PathBuf> = Vec::new();
    let mut i = 0;
    while i < pieces.len() {
        let longest = (i + 1..=pieces.len())
            .rev()
            .map(|j| (j, pieces.get(i..j).unwrap_or_default().join("+")))
            .find(|(_, path)| Path::new(path).exists());
        match longest {
            Some((j, path)) => {
                paths.push(PathBuf::from(path));
                i = j;
            }
            None => {
                paths.extend(pieces.get(i).map(PathBuf::from));
                i += 1;
            }
        }
    }
    // If none of the parts exists, the text is one name that contains a plus sign.
    if paths.iter().any(|p| p.exists()) { Source::Merged(paths) } else { Source::File(PathBuf::from(text)) }
}

/// Reads a file, or standard input for `-`, up to the maximum size.
pub(in crate::read) fn bytes(path: &Path, limit: u64) -> Result<Vec<u8>, Error> {
    use std::io::Read;
    let io = |e: std::io::Error| {
        let name = path.display().to_string();
        let remedy = match e.kind() {
            std::io::ErrorKind::NotFound => "check the path",
            std::io::ErrorKind::PermissionDenied => "check the permissions of the file",
            _ => "check that the file can be opened",
        };
        let what = match e.kind() {
            std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
            std::io::ErrorKind::PermissionDenied => "permission to read the file was denied".to_owned(),
            _ => format!("the file cannot be read ({e})"),
        };
        Error::new(ErrorKind::Io, what).with_remedy(remedy).in_file(name).with_source(e)
    };
    let named = |e: Error| e.in_file(path.display().to_string());
    let mut out = Vec::new();
    if path == Path::new("-") {
        read_on(&mut std::io::stdin().lock(), &mut out, limit, None).map_err(|e| match e {
            Stop::Io(e) => io(e),
            Stop::Refused(e) => named(e),
        })?;
    } else {
        let mut file = std::fs::File::open(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        if meta.is_dir() {
            return Err(Error::new(ErrorKind::Io, "this is a folder, not a file")
                .with_remedy("name the file, or put a session.toml into the folder")
                .in_file(path.display().to_string()));
        }
        let before = State::of(&meta);
        // A device may be endless, and a large file of another kind can be refused without reading all of it.
        file.by_ref().take(encoding::HEAD as u64).read_to_end(&mut out).map_err(io)?;
        if out.len() == encoding::HEAD {
            encoding::refuse_at_sight(&out).map_err(named)?;
        }
        // As much as a file of another kind may need; text is refused before it grows.
        out.reserve(usize::try_from(meta.len().min(limit).min(MAX_RESERVED)).unwrap_or(0));
        let guard = encoding::guard_of(&out);
        read_on(&mut file, &mut out, limit, guard).map_err(|e| match e {
            Stop::Io(e) => io(e),
            Stop::Refused(e) => named(e),
        })?;
        before.check(path).map_err(named)?;
    }
    if out.len() as u64 > limit {
        return Err(unusable(format!("the file is larger than {} MB", limit >> 20))
            .with_remedy("split the recording into parts")
            .in_file(path.display().to_string()));
    }
    Ok(out)
}

/// Bytes reserved at once (*chosen*: most recordings; larger ones grow as they are read).
const MAX_RESERVED: u64 = 256 << 20;
/// Bytes read at a time (*chosen*).
const PIECE: u64 = 1 << 20;

/// Why reading stopped.
enum Stop {
    Io(std::io::Error),
    Refused(Error),
}

/// Reads to the end, at most one byte more than `limit`, and checks every piece of a text.
fn read_on(
    from: &mut dyn std::io::Read,
    out: &mut Vec<u8>,
    limit: u64,
    mut guard: Option<Guard>,
) -> Result<(), Stop> {
    use std::io::Read;
    if let Some(guard) = &mut guard {
        guard.check(out).map_err(Stop::Refused)?;
    }
    loop {
        let before = out.len();
        let room = limit.saturating_add(1).saturating_sub(before as u64);
        let got = (&mut *from).take(room.min(PIECE)).read_to_end(out).map_err(Stop::Io)?;
        if got == 0 {
            return Ok(());
        }
        if let Some(guard) = &mut guard {
            guard.check(out.get(before..).unwrap_or_default()).map_err(Stop::Refused)?;
        }
    }
}

/// Size, time and identity of a file, by which a change during reading is noticed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::read) struct State {
    len: u64,
    modified: Option<std::time::SystemTime>,
    inode: u64,
}

impl State {
    fn of(meta: &std::fs::Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(meta);
        #[cfg(not(unix))]
        let inode = 0;
        // Pipes and devices have no size that could be compared.
        let modified = meta.modified().ok().filter(|_| meta.is_file());
        Self { len: if meta.is_file() { meta.len() } else { 0 }, modified, inode }
    }

    /// The present state of a file; `None` where there is none.
    pub(in crate::read) fn now(path: &Path) -> Option<Self> {
        std::fs::metadata(path).ok().map(|meta| Self::of(&meta))
    }

    /// Fails if the file is no longer what it was.
    pub(in crate::read) fn check(&self, path: &Path) -> Result<(), Error> {
        if Self::now(path).as_ref() == Some(self) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Io, "the file changed while it was read")
            .with_remedy("wait until it is written completely, then run the command again"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inputs_are_split_only_where_no_such_path_exists() {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        for name in ["a.csv", "g.csv", "odd+name.csv", "foot-left=x#1.csv", "session.toml"] {
            std::fs::write(folder.path().join(name), "x").expect("file");
        }
        let of = |text: String| parse(&text);
        let recording = |placement: Option<&str>, source: Source, device: Option<&str>| Input::Recording {
            source,
            placement: placement.map(|p| p.parse().expect("placement")),
            device: device.map(str::to_owned),
        };
        let file = |name: &str| Source::File(PathBuf::from(at(name)));
        assert_eq!(of(at("a.csv")), recording(None, file("a.csv"), None));
        assert_eq!(
            of(format!("shank-left={}", at("a.csv"))),
            recording(Some("shank-left"), file("a.csv"), None)
        );
        assert_eq!(
            of(format!("LF={}#TS-1", at("a.csv"))),
            recording(Some("foot-left"), file("a.csv"), Some("TS-1"))
        );
        assert_eq!(of(at("foot-left=x#1.csv")), recording(None, file("foot-left=x#1.csv"), None));
        assert_eq!(of(at("odd+name.csv")), recording(None, file("odd+name.csv"), None));
        let both = Source::Merged(vec![at("a.csv").into(), at("odd+name.csv").into()]);
        assert_eq!(
            of(format!("sacrum={}+{}", at("a.csv"), at("odd+name.csv"))),
            recording(Some("pelvis"), both, None)
        );
        assert_eq!(of(at("gone=1.csv")), recording(None, file("gone=1.csv"), None));
        assert_eq!(of(at("session.toml")), Input::Session(at("session.toml").into()));
        assert_eq!(of(at("")), Input::Session(at("").into()));
        let missing = Source::Merged(vec![at("a.csv").into(), at("gone.csv").into()]);
        assert_eq!(of(format!("{}+{}", at("a.csv"), at("gone.csv"))), recording(None, missing, None));
    }

    #[test]
    fn a_file_that_changes_while_it_is_read_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "t,x\n").expect("file");
        let before = State::now(&path).expect("state");
        assert!(before.check(&path).is_ok());
        std::fs::write(&path, "t,x\n0,1\n").expect("file");
        assert!(before.check(&path).expect_err("it grew").message().contains("changed"));
        std::fs::remove_file(&path).expect("removed");
        assert!(before.check(&path).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_hole_of_two_gigabytes_is_refused_at_once() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "t,x,y,z\n0,1,2,3\n".repeat(1000)).expect("file");
        let file = std::fs::OpenOptions::new().write(true).open(&path).expect("open");
        file.set_len(1_900 << 20).expect("a hole");
        let error = bytes(&path, 2 << 30).expect_err("damage");
        assert!(error.message().contains("NUL"), "{error}");
    }
}
