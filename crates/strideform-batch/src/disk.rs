//! Every operation on the disk on which a job's journal and tables depend, in one place, so that tests can let any of them
//! fail: see `faults`.

#[cfg(test)]
pub(crate) mod faults;

use std::fs::{self, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file of the journal, or a table.
#[derive(Debug)]
pub(crate) struct File {
    file: fs::File,
    #[cfg_attr(not(test), expect(dead_code, reason = "tests choose by it where to fail"))]
    path: PathBuf,
}

impl File {
    /// Creates a file, or empties it.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        before(path)?;
        Ok(Self { file: fs::File::create(path)?, path: path.to_owned() })
    }

    /// Opens a file to write behind its end; creates it if it does not exist.
    pub(crate) fn append(path: &Path) -> io::Result<Self> {
        before(path)?;
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        Ok(Self { file, path: path.to_owned() })
    }

    /// Opens a file to read.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        before(path)?;
        Ok(Self { file: fs::File::open(path)?, path: path.to_owned() })
    }

    /// Waits until everything is on the disk.
    pub(crate) fn sync_all(&self) -> io::Result<()> {
        #[cfg(test)]
        before(&self.path)?;
        self.file.sync_all()
    }
}

impl Read for File {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(test)]
        before(&self.path)?;
        self.file.read(buffer)
    }
}

impl Write for File {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        #[cfg(test)]
        if let Some(most) = faults::before_write(&self.path, bytes.len())? {
            return self.file.write(bytes.get(..most).unwrap_or_default());
        }
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for File {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

/// Moves a file to its place.
pub(crate) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    before(from)?;
    fs::rename(from, to)
}

/// Removes a file.
pub(crate) fn remove_file(path: &Path) -> io::Result<()> {
    before(path)?;
    fs::remove_file(path)
}

/// Removes a folder and everything in it.
pub(crate) fn remove_dir_all(path: &Path) -> io::Result<()> {
    before(path)?;
    fs::remove_dir_all(path)
}

#[cfg(test)]
fn before(path: &Path) -> io::Result<()> {
    faults::before(path)
}

#[cfg(not(test))]
fn before(_path: &Path) -> io::Result<()> {
    Ok(())
}
