//! One process at a time on one output.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use fs4::FileExt;

use crate::exit::Failure;

/// Held as long as the job runs; the system lets go of it however the process ends.
pub(super) struct Lock {
    _held: File,
}

impl Lock {
    /// Takes the lock of a journal's folder, which is made where it is not there.
    ///
    /// # Errors
    /// Status 2 where another process holds it, 1 where the disk refuses.
    pub(super) fn take(folder: &Path) -> Result<Self, Failure> {
        let failed = |error: io::Error| Failure::Ours(format!("cannot write {}: {error}", folder.display()));
        // The folder may vanish between two steps, when another process finishes just now.
        for _ in 0..8 {
            fs::create_dir_all(folder).map_err(failed)?;
            let path = folder.join("lock");
            let file = match OpenOptions::new().create(true).truncate(false).write(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                other => other.map_err(failed)?,
            };
            match FileExt::try_lock(&file) {
                Ok(()) => {}
                Err(fs4::TryLockError::WouldBlock) => {
                    return Err(Failure::Usage(format!(
                        "another strideform process works on this output (it holds {}); wait for its end, or give \
                         another --out",
                        path.display()
                    )));
                }
                Err(fs4::TryLockError::Error(error)) => return Err(failed(error)),
            }
            if same(&file, &path) {
                return Ok(Self { _held: file });
            }
        }
        Err(Failure::Ours(format!("cannot take the lock in {}", folder.display())))
    }
}

/// True where the path still leads to the file that is locked.
#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(named)) => id(held) == id(named),
        _ => false,
    }
}

/// An open file cannot be removed on other systems.
#[cfg(not(unix))]
fn same(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_lets_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let first = Lock::take(&path).expect("free");
        assert_eq!(Lock::take(&path).err().map(|f| f.status()), Some(2));
        drop(first);
        assert!(Lock::take(&path).is_ok());
    }
}
