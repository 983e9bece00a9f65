//! Turns what the user wrote into the inputs of a job.

use std::path::{Path, PathBuf};

use strideform::read::{Input, Source};
use strideform::recording::Placement;
use strideform::{Error, ErrorKind};

use super::batch_input::{self, BatchInput};
use super::dedup::{Identity, dedup};
use crate::BatchError;
use crate::finish::resolved;

/// Characters that mark a text as a pattern.
const WILD: [char; 3] = ['*', '?', '['];

/// The inputs of a job.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Inputs {
    /// The inputs, each once, sorted by name.
    pub inputs: Vec<BatchInput>,
    /// How many files in the folders were skipped because their names are not those of recordings.
    pub skipped: usize,
    /// Their names, sorted.
    pub others: Vec<String>,
}

/// An input, and what determines whether it is the same as another.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Found {
    /// The input.
    pub input: BatchInput,
    /// Its files, and what the user specified about it.
    pub identity: Identity,
}

/// A search for inputs, given one text after another.
///
/// A text is a file, `PLACEMENT=FILE`, a folder or a pattern such as `runs/**/*.csv`. Folders are searched recursively; one
/// with a `session.toml` is one input, otherwise every csv, tsv, txt, fit, tcx, gpx, parquet, feather, arrow or zip file
/// is, also with `.gz` after it. Hidden files
/// are skipped.
#[derive(Debug, Clone, Default)]
pub struct Discovery {
    pub(super) found: Vec<Found>,
    /// Files of other kinds.
    pub(super) others: Vec<String>,
    outputs: Vec<PathBuf>,
}

impl Discovery {
    /// A search that never treats `outputs`, or anything inside them, as inputs.
    pub fn new(outputs: &[PathBuf]) -> Self {
        let outputs = outputs.iter().map(|path| resolved(path)).collect();
        Self { outputs, ..Self::default() }
    }

    /// Adds the inputs that a text refers to; returns false if there is no such file, folder or match.
    ///
    /// # Errors
    /// [`BatchError::Usage`] for standard input and for a pattern with a syntax error.
    pub fn add(&mut self, text: &str) -> Result<bool, BatchError> {
        let (placement, rest) = match text.split_once('=').map(|(p, rest)| (p.parse::<Placement>(), rest)) {
            Some((Ok(placement), rest)) if !Path::new(text).exists() => (Some(placement), rest),
            _ => (None, text),
        };
        if rest == "-" || rest.starts_with("-#") {
            let what =
                "standard input cannot be an input of a batch; `--list -` reads the names of inputs from it";
            return Err(BatchError::Usage(what.to_owned()));
        }
        let path = Path::new(rest);
        if path.is_dir() {
            self.search(path, placement);
            return Ok(true);
        }
        if !path.exists() && rest.contains(WILD) {
            return self.add_matches(rest, placement);
        }
        let input = Input::from(text);
        let there = batch_input::files(&input).iter().any(|file| file.exists());
        if there {
            self.add_named(BatchInput::new(text, input));
        }
        Ok(there)
    }

    /// Adds a path literally, whatever characters its name contains; returns false if it does not exist.
    pub fn add_path(&mut self, path: &Path) -> bool {
        if path.is_dir() {
            self.search(path, None);
        } else if path.exists() {
            self.add_named(BatchInput::new(batch_input::text(path), Input::from_path(path)));
        } else {
            return false;
        }
        true
    }

    /// Adds an input as named by the user.
    pub fn add_named(&mut self, input: BatchInput) {
        let identity = Identity::of_named(&input);
        self.found.push(Found { input, identity });
    }

    /// The inputs found so far; the same file may appear more than once.
    pub fn found(&self) -> &[Found] {
        &self.found
    }

    /// Ends the search: every input once, sorted by name.
    ///
    /// # Errors
    /// As for [`dedup`].
    pub fn into_inputs(self) -> Result<Inputs, BatchError> {
        let (inputs, identities): (Vec<_>, Vec<_>) =
            self.found.into_iter().map(|f| (Some(f.input), f.identity)).unzip();
        let mut inputs = inputs;
        let kept = dedup(&identities)?;
        let inputs = kept.into_iter().filter_map(|at| inputs.get_mut(at).and_then(Option::take)).collect();
        let mut others = self.others;
        others.sort();
        others.dedup();
        Ok(Inputs { inputs, skipped: others.len(), others })
    }

    /// True for an output of the job and anything inside it.
    pub(super) fn is_output(&self, real: &Path) -> bool {
        self.outputs.iter().any(|output| real.starts_with(output))
    }

    /// Adds every match of a pattern; a file that belongs to a session adds the session.
    fn add_matches(&mut self, pattern: &str, placement: Option<Placement>) -> Result<bool, BatchError> {
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let paths = glob::glob_with(pattern, options)
            .map_err(|error| BatchError::Usage(format!("the pattern {pattern} is not valid: {error}")))?;
        let mut any = false;
        for path in paths.flatten() {
            if path.canonicalize().is_ok_and(|real| self.is_output(&real)) {
                continue;
            }
            any = true;
            if path.is_dir() {
                self.search(&path, placement);
            } else if let Some(session) = session_around(&path) {
                self.add_named(BatchInput::new(batch_input::text(&session), Input::Session(session)));
            } else {
                let text = match placement {
                    Some(placement) => format!("{placement}={}", batch_input::text(&path)),
                    None => batch_input::text(&path),
                };
                let input = Input::Recording { source: Source::File(path), placement, device: None };
                self.add_named(BatchInput::new(text, input));
            }
        }
        Ok(any)
    }
}

/// Finds the inputs of a job. All `roots` must exist; an entry of `list` that does not exist becomes an input that fails.
/// `outputs` and anything inside them are ignored.
///
/// ```
/// let folder = tempfile::tempdir()?;
/// for name in ["b.csv", "a.fit", "notes.md"] {
///     std::fs::write(folder.path().join(name), "x")?;
/// }
/// let root = folder.path().display().to_string();
/// let found = strideform_batch::inputs::discover(&[root], &[], &[])?;
/// assert_eq!((found.inputs.len(), found.skipped), (2, 1));
/// assert!(found.inputs[0].name.ends_with("a.fit"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`BatchError::Input`] for a root that does not exist and a pattern without a match, [`BatchError::Usage`] for a
/// contradiction.
pub fn discover(roots: &[String], list: &[String], outputs: &[PathBuf]) -> Result<Inputs, BatchError> {
    discover_with(roots, list, Vec::new(), outputs)
}

/// As [`discover`], with inputs that are known already, such as those of a [`Manifest`](super::Manifest).
///
/// # Errors
/// As for [`discover`].
pub fn discover_with(
    roots: &[String],
    list: &[String],
    known: Vec<BatchInput>,
    outputs: &[PathBuf],
) -> Result<Inputs, BatchError> {
    let mut discovery = Discovery::new(outputs);
    known.into_iter().for_each(|input| discovery.add_named(input));
    for root in roots {
        if !discovery.add(root)? {
            return Err(missing(root).into());
        }
    }
    for line in list {
        // A list entry that cannot be used is one bad input, not a reason to stop.
        match discovery.add(line) {
            Ok(true) => {}
            Ok(false) => discovery.add_named(BatchInput::new(line, Input::from(line.as_str()))),
            Err(BatchError::Usage(reason)) => discovery.add_named(BatchInput::unusable(line, reason)),
            Err(other) => return Err(other),
        }
    }
    discovery.into_inputs()
}

/// The nearest parent folder of a file that holds a session.toml.
fn session_around(file: &Path) -> Option<PathBuf> {
    let named = file.ancestors().skip(1);
    let mut folders = named.map(|f| if f.as_os_str().is_empty() { Path::new(".") } else { f });
    folders.find(|folder| folder.join("session.toml").is_file()).map(Path::to_owned)
}

/// The error for a root that does not exist.
pub fn missing(root: &str) -> Error {
    let what =
        if root.contains(WILD) { "no file matches this pattern" } else { "there is no such file or folder" };
    Error::new(ErrorKind::Io, what).with_remedy("check the path").in_file(root)
}
