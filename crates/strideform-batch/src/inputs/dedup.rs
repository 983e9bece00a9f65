//! Removes duplicates: a file reached in two ways counts once.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use strideform::read::{Input, Source};
use strideform::recording::Placement;

use super::batch_input::BatchInput;
use crate::BatchError;

/// What determines whether two inputs are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// The input's name: the key of its row.
    pub name: String,
    /// Its files, with links resolved; a session is its folder.
    pub files: Vec<PathBuf>,
    /// What the user specified about the input besides its path, if anything.
    pub described: Option<Described>,
}

/// What the user specified about an input besides its path.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Described {
    /// Where the sensor sits.
    pub placement: Option<Placement>,
    /// The device within the file.
    pub device: Option<String>,
}

impl Identity {
    /// The identity of an input named by the user.
    pub(super) fn of_named(input: &BatchInput) -> Self {
        let (files, described) = match &input.input {
            Ok(Input::Recording { source, placement, device }) => {
                let several = matches!(source, Source::Merged(_));
                let more = placement.is_some() || device.is_some() || several;
                let described = Described { placement: *placement, device: device.clone() };
                (input.files(), more.then_some(described))
            }
            // A session is identified by its folder, or by its description file if that has another name.
            Ok(Input::Session(path)) => {
                let usual = path.file_name().is_some_and(|name| name == "session.toml");
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
                (vec![if usual { folder.to_owned() } else { path.clone() }], None)
            }
            Err(_) => (vec![PathBuf::from(&input.name)], None),
        };
        let files = files.into_iter().map(|path| path.canonicalize().unwrap_or(path)).collect();
        Self { name: input.name.clone(), files, described }
    }
}

/// Which of the inputs to keep, as positions sorted by name: each file once, preferring an input that the user described
/// over the bare file.
///
/// # Errors
/// [`BatchError::Usage`] if one file is given with two placements.
pub fn dedup(found: &[Identity]) -> Result<Vec<usize>, BatchError> {
    let described: HashSet<&PathBuf> =
        found.iter().filter(|f| f.described.is_some()).flat_map(|f| &f.files).collect();
    let mut kept: BTreeMap<(&[PathBuf], Option<&str>), usize> = BTreeMap::new();
    let placement = |at: usize| found.get(at).and_then(|f| f.described.as_ref()).and_then(|d| d.placement);
    let name = |at: usize| found.get(at).map_or("", |f| f.name.as_str());
    for (at, input) in found.iter().enumerate() {
        if input.described.is_none() && input.files.iter().any(|file| described.contains(file)) {
            continue;
        }
        let device = input.described.as_ref().and_then(|d| d.device.as_deref());
        match kept.entry((input.files.as_slice(), device)) {
            Entry::Vacant(entry) => {
                entry.insert(at);
            }
            Entry::Occupied(mut entry) => {
                let known = *entry.get();
                if placement(known) != placement(at) {
                    return Err(BatchError::Usage(format!(
                        "the inputs {} and {} are the same file with two placements; drop one of them",
                        name(known),
                        input.name
                    )));
                }
                // The smaller name, regardless of the order in which they were given.
                if input.name.as_str() < name(known) {
                    entry.insert(at);
                }
            }
        }
    }
    let mut kept: Vec<usize> = kept.into_values().collect();
    kept.sort_by_key(|at| name(*at));
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(inputs: &[&str]) -> Result<Vec<String>, BatchError> {
        let found: Vec<Identity> =
            inputs.iter().map(|t| Identity::of_named(&BatchInput::new(*t, Input::from(*t)))).collect();
        Ok(dedup(&found)?.into_iter().map(|at| found[at].name.clone()).collect())
    }

    #[test]
    fn a_described_file_replaces_the_bare_file() {
        let none = Vec::<String>::new();
        assert_eq!(texts(&[]).expect("nothing"), none);
        assert_eq!(texts(&["b.csv", "a.csv", "b.csv"]).expect("two"), ["a.csv", "b.csv"]);
        assert_eq!(texts(&["a.csv", "shank-left=a.csv"]).expect("one"), ["shank-left=a.csv"]);
        assert_eq!(texts(&["LF=a.csv", "foot-left=a.csv"]).expect("one"), ["LF=a.csv"]);
        let failure = texts(&["foot-left=a.csv", "foot-right=a.csv"]).expect_err("which?");
        assert!(matches!(failure, BatchError::Usage(_)));
    }

    #[test]
    fn two_sensors_of_one_file_are_two_inputs() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("lab.csv");
        std::fs::write(&file, "x").expect("write");
        let file = file.display().to_string();
        let (left, right) = (format!("shank-left={file}#A"), format!("shank-right={file}#B"));
        assert_eq!(texts(&[&file, &left, &right]).expect("two"), [left.clone(), right.clone()]);
    }
}
