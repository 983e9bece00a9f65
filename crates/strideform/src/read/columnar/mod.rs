//! Recordings in columns: Parquet, and Arrow IPC as a file (Feather) or a stream.
//!
//! The names, units and first rows of a file are laid out like the header of a text table, so that columns, units, clock and
//! placement are understood by the same rules; then just the columns that are needed are read, as numbers. Metadata of the
//! file stand in for the lines above a header.
//!
//! | module | does |
//! |---|---|
//! | `source` | the file or the bytes, with every length checked before memory is taken for it |
//! | `schema` | names, units and kinds of the columns, nested ones included |
//! | `values` | cells of Arrow arrays as numbers, instants and texts |
//! | `parquet`, `ipc` | the two formats |
//! | `pages` | page headers of Parquet, checked before a page is unpacked |
//! | `table` | from columns to one device on its grid |

/// The first bytes of a Parquet file.
const PARQUET: &[u8] = b"PAR1";
/// The first bytes of an Arrow IPC file.
const ARROW_FILE: &[u8] = b"ARROW1";
/// The first bytes of a message of an Arrow IPC stream.
const CONTINUATION: &[u8] = &[0xff; 4];

/// The formats, recognised by their first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Parquet,
    /// Bytes before the first message.
    Arrow(u64),
}

fn format(head: &[u8]) -> Option<Format> {
    if head.starts_with(PARQUET) {
        return Some(Format::Parquet);
    }
    if head.starts_with(ARROW_FILE) {
        return Some(Format::Arrow(8));
    }
    // The length of the schema follows, padded to a multiple of eight: text in UTF-16 has no such start.
    let length = head.strip_prefix(CONTINUATION)?.first_chunk().map(|b| u32::from_le_bytes(*b))?;
    (length > 0 && length % 8 == 0 && length < 1 << 24).then_some(Format::Arrow(0))
}

/// True for the first bytes of a columnar file.
pub(in crate::read) fn is_one(head: &[u8]) -> bool {
    format(head).is_some()
}

/// True for a regular file that starts like a columnar one.
pub(in crate::read) fn is_file(path: &std::path::Path) -> bool {
    use std::io::Read;
    let mut head = Vec::new();
    let Ok(file) = std::fs::File::open(path) else { return false };
    let regular = file.metadata().is_ok_and(|meta| meta.is_file());
    regular && file.take(8).read_to_end(&mut head).is_ok() && is_one(&head)
}

#[cfg(feature = "columnar")]
mod ipc;
#[cfg(feature = "columnar")]
mod pages;
#[cfg(feature = "columnar")]
mod parquet;
#[cfg(feature = "columnar")]
mod schema;
#[cfg(feature = "columnar")]
mod source;
#[cfg(feature = "columnar")]
mod table;
#[cfg(feature = "columnar")]
mod values;

#[cfg(feature = "columnar")]
pub(in crate::read) use table::{devices, devices_of_file, read, read_file};

#[cfg(not(feature = "columnar"))]
pub(in crate::read) use without::{devices, devices_of_file, read, read_file};

/// A build without the formats.
#[cfg(not(feature = "columnar"))]
mod without {
    use std::path::Path;

    use crate::error::Error;
    use crate::read::channels::sheet::Sheet;
    use crate::read::errors::unusable;
    use crate::read::options::ReadOptions;

    fn refused(name: &str) -> Error {
        unusable("this is a Parquet or Arrow file, which this build does not read")
            .with_remedy("use a build with the feature `columnar`, or export the recording as CSV")
            .in_file(name)
    }

    pub(in crate::read) fn read(name: &str, _: &[u8], _: &ReadOptions) -> Result<Sheet<'static>, Error> {
        Err(refused(name))
    }

    pub(in crate::read) fn read_file(name: &str, _: &Path, _: &ReadOptions) -> Result<Sheet<'static>, Error> {
        Err(refused(name))
    }

    pub(in crate::read) fn devices(name: &str, _: &[u8]) -> Result<Vec<String>, Error> {
        Err(refused(name))
    }

    pub(in crate::read) fn devices_of_file(name: &str, _: &Path) -> Result<Vec<String>, Error> {
        Err(refused(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_recognised_by_their_first_bytes() {
        assert_eq!(format(b"PAR1\x15\x04"), Some(Format::Parquet));
        assert_eq!(format(b"ARROW1\0\0\xff\xff"), Some(Format::Arrow(8)));
        assert_eq!(format(&[0xff, 0xff, 0xff, 0xff, 0x80, 1, 0, 0]), Some(Format::Arrow(0)));
        assert_eq!(format(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), None);
        assert_eq!(format(b"time,x"), None);
        assert_eq!(format(b""), None);
    }
}
