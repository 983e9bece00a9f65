//! Contents of files, looked up by name when there is no file system.

/// The content of one file, and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedBytes {
    /// Path or name of the file; a sensor's placement may be read from it.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

impl NamedBytes {
    /// From a name and the content of the file.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self { name: name.into(), bytes: bytes.into() }
    }
}

/// The folder of a name, empty if there is none, and the name within it.
pub(super) fn folder_and_name(name: &str) -> (&str, &str) {
    name.rsplit_once(['/', '\\']).unwrap_or(("", name))
}

/// The file that a description in `folder` calls `name`: `./` is dropped and `..` resolved.
pub(super) fn find<'a>(files: &'a [NamedBytes], folder: &str, name: &str) -> Option<&'a NamedBytes> {
    let path = format!("{folder}/{name}");
    let wanted = parts(&path);
    files.iter().find(|file| parts(&file.name) == wanted)
}

/// The parts of a path.
fn parts(path: &str) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." if out.last().is_some_and(|last| *last != "..") => {
                out.pop();
            }
            part => out.push(part),
        }
    }
    out
}
