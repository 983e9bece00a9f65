//! Recursive search of folders.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use strideform::read::{Input, Source};
use strideform::recording::Placement;
use walkdir::WalkDir;

use super::batch_input::{self, BatchInput};
use super::dedup::Identity;
use super::expand::{Discovery, Found};

/// Extensions of files that may be a recording.
const EXTENSIONS: [&str; 12] =
    ["csv", "tsv", "txt", "fit", "tcx", "gpx", "parquet", "pq", "feather", "arrow", "arrows", "zip"];

impl Discovery {
    /// Searches a folder; `placement` applies to every file in it.
    pub(super) fn search(&mut self, root: &Path, placement: Option<Placement>) {
        let mut walk = WalkDir::new(root).follow_links(true).sort_by_file_name().into_iter();
        // Real paths of folders, so that one reached through several links is searched once.
        let mut visited = HashSet::new();
        // Real paths of the folders around an entry, by depth.
        let mut around: Vec<PathBuf> = Vec::new();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.unreadable(&error, placement);
                    continue;
                }
            };
            let (path, depth) = (entry.path(), entry.depth());
            let is_folder = entry.file_type().is_dir();
            if depth > 0 && batch_input::hidden(path) {
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            if !is_folder {
                let real = match around.get(depth.saturating_sub(1)) {
                    Some(folder) if !entry.path_is_symlink() => folder.join(entry.file_name()),
                    _ => path.canonicalize().unwrap_or_else(|_| path.to_owned()),
                };
                self.file(path, real, entry.file_type().is_file(), placement);
                continue;
            }
            let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            if self.is_output(&real) || !visited.insert(real.clone()) {
                walk.skip_current_dir();
                continue;
            }
            if path.join("session.toml").is_file() {
                let input = BatchInput::new(batch_input::text(path), Input::Session(path.to_owned()));
                self.push(input, real);
                walk.skip_current_dir();
                continue;
            }
            around.truncate(depth);
            around.push(real);
        }
    }

    fn file(&mut self, path: &Path, real: PathBuf, is_file: bool, placement: Option<Placement>) {
        if self.is_output(&real) {
            return;
        }
        if !is_file || !is_recording(path) {
            self.others.push(batch_input::text(path));
            return;
        }
        let name = batch_input::text(path);
        let source = Source::File(path.to_owned());
        self.push(BatchInput::new(name, Input::Recording { source, placement, device: None }), real);
    }

    /// A folder that cannot be opened, or a broken link.
    fn unreadable(&mut self, error: &walkdir::Error, placement: Option<Placement>) {
        let (None, Some(path)) = (error.loop_ancestor(), error.path()) else { return };
        if batch_input::hidden(path) {
            return;
        }
        if !path.is_dir() {
            // A broken link is reported when it is read.
            return self.file(path, path.to_owned(), true, placement);
        }
        let why = error.io_error().map(ToString::to_string).unwrap_or_default();
        let reason = format!("the folder cannot be read ({why}); check its permissions");
        let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.push(BatchInput::unusable(batch_input::text(path), reason), real);
    }

    fn push(&mut self, input: BatchInput, real: PathBuf) {
        let identity = Identity { name: input.name.clone(), files: vec![real], described: None };
        self.found.push(Found { input, identity });
    }
}

/// True if the name has the extension of a recording, with or without `.gz`.
fn is_recording(path: &Path) -> bool {
    let known =
        |path: &Path| path.extension().is_some_and(|e| EXTENSIONS.iter().any(|k| e.eq_ignore_ascii_case(k)));
    let packed = path.extension().is_some_and(|e| e.eq_ignore_ascii_case("gz"));
    known(path) || (packed && path.file_stem().is_some_and(|stem| known(Path::new(stem))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_recordings() {
        for name in ["a.csv", "A.CSV", "run.fit", "a.tsv.gz", "b.txt", "c.FIT.GZ", "a.parquet", "b.feather"] {
            assert!(is_recording(Path::new(name)), "{name}");
        }
        for name in ["a.json", "csv", "a.gz", "session.toml", "a.csv.7z", "a.orc"] {
            assert!(!is_recording(Path::new(name)), "{name}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_session_is_one_input_links_end_and_hidden_files_are_skipped() {
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
        let mut discovery = Discovery::new(&[at("out.csv")]);
        discovery.search(root, None);
        let mut names: Vec<String> = discovery
            .found
            .iter()
            .map(|f| f.input.name.strip_prefix(&format!("{}/", root.display())).expect("below").to_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["a/session", "b/again.csv", "b/y.fit", "b/z.csv"]);
        assert_eq!(discovery.others.len(), 1);
        assert_eq!(discovery.into_inputs().expect("no contradiction").inputs.len(), 3);
    }
}
