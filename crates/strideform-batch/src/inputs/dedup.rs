//! The same file reached twice counts once.

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;

use strideform::read::Input;
use strideform::recording::Placement;

use super::unit::Unit;
use crate::exit::Failure;

/// By which two inputs are the same: real files, and the device within them.
type Key = (Vec<PathBuf>, Option<String>);

/// An input and the real files it stands for.
pub(super) struct Found {
    /// The input.
    pub unit: Unit,
    files: Vec<PathBuf>,
    /// The user said more of it than its path: a placement, a device, a second file.
    described: Option<(Option<Placement>, Option<String>)>,
}

impl Found {
    /// A path and nothing else.
    pub(super) fn plain(unit: Unit, real: PathBuf) -> Self {
        Self { unit, files: vec![real], described: None }
    }

    /// An input as the user wrote it.
    pub(super) fn written(unit: Unit) -> Self {
        let (files, described) = match &unit.input {
            Ok(Input::Recording { placement, device, .. }) => {
                let files = unit.input.as_ref().map(super::unit::files).unwrap_or_default();
                let more = placement.is_some() || device.is_some() || files.len() > 1;
                (files, more.then(|| (*placement, device.clone())))
            }
            // A session is known by its folder, or by a description of another name.
            Ok(Input::Session(path)) => {
                let usual = path.file_name().is_some_and(|name| name == "session.toml");
                let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
                let known =
                    if usual { folder.map_or_else(|| ".".into(), PathBuf::from) } else { path.clone() };
                (vec![known], None)
            }
            Err(_) => (vec![PathBuf::from(&unit.text)], None),
        };
        let files = files.into_iter().map(|path| path.canonicalize().unwrap_or(path)).collect();
        Self { unit, files, described }
    }
}

/// Every input once, sorted by its text. What the user said more of goes before what a search found.
///
/// # Errors
/// Status 2 where one file is given with two placements.
pub(super) fn distinct(found: Vec<Found>) -> Result<Vec<Unit>, Failure> {
    let described: HashSet<PathBuf> =
        found.iter().filter(|f| f.described.is_some()).flat_map(|f| f.files.clone()).collect();
    let mut units: BTreeMap<Key, (Option<Placement>, Unit)> = BTreeMap::new();
    for Found { unit, files, described: said } in found {
        if said.is_none() && files.iter().any(|file| described.contains(file)) {
            continue;
        }
        let (placement, device) = said.unwrap_or_default();
        match units.entry((files, device)) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert((placement, unit));
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => {
                let (known, kept) = entry.get_mut();
                if *known != placement {
                    return Err(Failure::Usage(format!(
                        "the inputs {} and {} are one file with two placements; drop one of them",
                        kept.text, unit.text
                    )));
                }
                // The smaller text, whatever the order in which they were given.
                if unit.text < kept.text {
                    *kept = unit;
                }
            }
        }
    }
    let mut units: Vec<Unit> = units.into_values().map(|(_, unit)| unit).collect();
    units.sort_by(|a, b| a.text.cmp(&b.text));
    Ok(units)
}

#[cfg(test)]
mod tests {
    use super::*;
    use strideform::read;

    fn texts(inputs: &[&str]) -> Result<Vec<String>, Failure> {
        let found =
            inputs.iter().map(|t| Found::written(Unit::new((*t).to_owned(), read::input(t)))).collect();
        distinct(found).map(|units| units.into_iter().map(|u| u.text).collect())
    }

    #[test]
    fn what_is_said_of_a_file_goes_before_the_bare_file() {
        let none = Vec::<String>::new();
        assert_eq!(texts(&[]).expect("nothing"), none);
        assert_eq!(texts(&["b.csv", "a.csv", "b.csv"]).expect("two"), ["a.csv", "b.csv"]);
        assert_eq!(texts(&["a.csv", "shank-left=a.csv"]).expect("one"), ["shank-left=a.csv"]);
        assert_eq!(texts(&["LF=a.csv", "foot-left=a.csv"]).expect("one"), ["LF=a.csv"]);
        let failure = texts(&["foot-left=a.csv", "foot-right=a.csv"]).expect_err("which?");
        assert_eq!(failure.status(), 2);
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
