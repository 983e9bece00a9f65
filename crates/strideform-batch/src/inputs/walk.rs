//! Folders searched to the bottom.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use strideform::read::{Input, Source};
use strideform::recording::Placement;

use super::distinct::Found;
use super::unit::{self, Unit};

/// Kinds of files that may be a recording.
const KINDS: [&str; 4] = ["csv", "tsv", "txt", "fit"];

/// What a search has found.
#[derive(Default)]
pub(super) struct Harvest {
    /// Inputs, each with the files it stands for.
    pub found: Vec<Found>,
    /// Files that are no recordings by their names.
    pub passed_over: usize,
}

impl Harvest {
    /// Searches a folder; `outputs` are never taken, `placement` holds for every file in it.
    pub(super) fn search(&mut self, root: &Path, placement: Option<Placement>, outputs: &[PathBuf]) {
        let mut walk = Walk { harvest: self, placement, outputs, visited: HashSet::new() };
        walk.folder(root);
    }
}

struct Walk<'a> {
    harvest: &'a mut Harvest,
    placement: Option<Placement>,
    outputs: &'a [PathBuf],
    /// Real paths of folders, against links that lead in circles.
    visited: HashSet<PathBuf>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path) {
        let Ok(real) = folder.canonicalize() else { return };
        if !self.visited.insert(real.clone()) {
            return;
        }
        if folder.join("session.toml").is_file() {
            let unit = Unit::new(unit::text(folder), Input::Session(folder.to_owned()));
            self.harvest.found.push(Found::plain(unit, real));
            return;
        }
        let entries = match std::fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                let reason = format!("the folder cannot be read ({error}); check its permissions");
                let unit = Unit::hopeless(unit::text(folder), reason);
                self.harvest.found.push(Found::plain(unit, real));
                return;
            }
        };
        let mut entries: Vec<_> = entries.flatten().collect();
        entries.sort_by_key(std::fs::DirEntry::file_name);
        for entry in entries {
            let path = entry.path();
            let kind = entry.file_type();
            let link = kind.as_ref().is_ok_and(std::fs::FileType::is_symlink);
            let is_folder = if link { path.is_dir() } else { kind.is_ok_and(|k| k.is_dir()) };
            if unit::hidden(&path) {
                continue;
            }
            if is_folder {
                self.folder(&path);
                continue;
            }
            let real = if link {
                path.canonicalize().unwrap_or_else(|_| path.clone())
            } else {
                real.join(entry.file_name())
            };
            if self.outputs.contains(&real) {
                continue;
            }
            if !is_recording(&path) || !(link || path.is_file()) {
                self.harvest.passed_over += 1;
                continue;
            }
            let text = unit::text(&path);
            let input =
                Input::Recording { source: Source::File(path), placement: self.placement, device: None };
            self.harvest.found.push(Found::plain(Unit::new(text, input), real));
        }
    }
}

/// True where the name ends like a recording's, also with `.gz` behind.
pub(super) fn is_recording(path: &Path) -> bool {
    let known =
        |path: &Path| path.extension().is_some_and(|e| KINDS.iter().any(|k| e.eq_ignore_ascii_case(k)));
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    known(path) || (packed && path.file_stem().is_some_and(|stem| known(Path::new(stem))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_recordings() {
        for name in ["a.csv", "A.CSV", "run.fit", "a.tsv.gz", "b.txt", "c.FIT.GZ"] {
            assert!(is_recording(Path::new(name)), "{name}");
        }
        for name in ["a.json", "csv", "a.gz", "session.toml", "a.csv.zip", "a.parquet"] {
            assert!(!is_recording(Path::new(name)), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn sessions_are_one_input_links_end_and_hidden_files_stay_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        let at = |name: &str| root.join(name);
        std::fs::create_dir_all(at("a/session")).expect("folders");
        std::fs::create_dir_all(at("b")).expect("folders");
        for name in [
            "a/session/session.toml",
            "a/session/x.csv",
            "b/z.csv",
            "b/y.fit",
            "b/.h.csv",
            "b/n.json",
            "out.csv",
        ] {
            std::fs::write(at(name), "x").expect("file");
        }
        std::os::unix::fs::symlink(root, at("b/circle")).expect("link");
        std::os::unix::fs::symlink(at("b/z.csv"), at("b/again.csv")).expect("link");
        let mut harvest = Harvest::default();
        let out = at("out.csv").canonicalize().expect("it is there");
        harvest.search(root, None, &[out]);
        let mut names: Vec<String> = harvest
            .found
            .iter()
            .map(|f| f.unit.text.strip_prefix(&format!("{}/", root.display())).expect("below").to_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["a/session", "b/again.csv", "b/y.fit", "b/z.csv"]);
        assert_eq!(harvest.passed_over, 1);
        assert_eq!(super::super::distinct::distinct(harvest.found).expect("no contradiction").len(), 3);
    }
}
