//! Allows one process at a time per output.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;

use crate::BatchError;

/// Held while the job runs; the system releases it however the process ends.
#[derive(Debug)]
pub struct Lock {
    _held: File,
}

impl Lock {
    /// Acquires the lock of a journal's folder, which is created if it does not exist.
    ///
    /// # Errors
    /// [`BatchError::Usage`] if another process holds it, [`BatchError::Disk`] on a disk error.
    pub fn acquire(folder: &Path) -> Result<Self, BatchError> {
        let failed = |source: io::Error| BatchError::Disk {
            action: "write",
            path: folder.to_owned(),
            source,
            resumable: false,
        };
        // The folder may vanish between two steps, when another process is just finishing.
        for _ in 0..8 {
            fs::create_dir_all(folder).map_err(failed)?;
            let path = folder.join("lock");
            let file = match OpenOptions::new().create(true).truncate(false).write(true).open(&path) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                other => other.map_err(failed)?,
            };
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    return Err(BatchError::Usage(format!(
                        "another strideform process is working on this output (it holds {}); wait until it ends, or \
                         give another output",
                        path.display()
                    )));
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
            }
            if same(&file, &path) {
                return Ok(Self { _held: file });
            }
        }
        Err(failed(io::Error::other("the lock keeps being removed")))
    }
}

/// True if the path still refers to the locked file.
#[cfg(unix)]
fn same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let id = |meta: fs::Metadata| (meta.dev(), meta.ino());
    match (file.metadata(), fs::metadata(path)) {
        (Ok(held), Ok(named)) => id(held) == id(named),
        _ => false,
    }
}

/// On other systems, an open file cannot be removed.
#[cfg(not(unix))]
fn same(_: &File, path: &Path) -> bool {
    path.exists()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_refused_until_the_first_is_released() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("journal");
        let first = Lock::acquire(&path).expect("free");
        assert!(matches!(Lock::acquire(&path), Err(BatchError::Usage(_))));
        drop(first);
        assert!(Lock::acquire(&path).is_ok());
    }
}
