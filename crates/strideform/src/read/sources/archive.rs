//! Zip archives, read in memory: nothing is ever written to a folder.

use std::io::{BufRead, BufReader, Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::error::Error;
use crate::read::errors::{malformed, unusable};

/// Entries of an archive (*chosen*: a portal's export of twenty years with photographs has fewer).
const MAX_ENTRIES: usize = 200_000;
/// Archives within archives: account exports hold the watch's files in zips of their own.
const MAX_NESTED: usize = 2;
/// Bytes of a zip within a zip (*chosen*: portals split theirs at 100 MB or so); it is held in memory.
const MAX_NESTED_BYTES: u64 = 256 << 20;
/// Bytes of all entries that are read, decompressed (*chosen*: the largest health export, and the watch's files beside it).
const MAX_TOTAL: u64 = 16 << 30;
/// Decompressed over compressed size of an entry (*chosen*: XML of watches shrinks to a fiftieth; a bomb to a thousandth).
const MAX_RATIO: u64 = 200;
/// Decompressed size that is always accepted (*chosen*).
const HARMLESS: u64 = 32 << 20;

/// Endings of files that may be a watch's.
const KINDS: [&str; 6] = ["fit", "tcx", "gpx", "csv", "xml", "zip"];

/// True for the first bytes of a zip archive.
pub(super) fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

/// True for a name that may be that of a watch's file, compressed or not.
pub(super) fn may_be(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
    let file = plain.rsplit('/').next().unwrap_or(plain);
    !file.starts_with('.') && plain.rsplit_once('.').is_some_and(|(_, end)| KINDS.contains(&end))
}

/// Calls `visit` with the name and the content of every entry that may be a watch's file, in order of names.
///
/// # Errors
///
/// `Malformed` for a damaged archive or one whose names lead out of it, `Unusable` for one that is locked, is no archive of
/// files, or grows beyond all bounds.
pub(super) fn each<R: Read + Seek>(
    name: &str,
    source: R,
    visit: &mut dyn FnMut(&str, &mut dyn BufRead),
) -> Result<(), Error> {
    let mut total = 0;
    of(name, source, 0, &mut total, visit).map_err(|e| e.in_file(name))
}

fn of<R: Read + Seek>(
    name: &str,
    source: R,
    nested: usize,
    total: &mut u64,
    visit: &mut dyn FnMut(&str, &mut dyn BufRead),
) -> Result<(), Error> {
    let mut archive = ZipArchive::new(source).map_err(damaged)?;
    if archive.len() > MAX_ENTRIES {
        return Err(unusable(format!("the zip archive has more than {MAX_ENTRIES} entries"))
            .with_remedy("unpack it, and give the folder"));
    }
    let mut entries: Vec<(String, usize)> = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(damaged)?;
        let inner = entry.name().map_err(damaged)?.replace('\\', "/");
        let leads_out = inner.split('/').any(|part| part == "..")
            || inner.starts_with('/')
            || inner.get(1..2) == Some(":");
        if leads_out {
            let shown: String = inner.chars().take(60).collect();
            return Err(malformed(format!("the zip archive names a file outside of itself: `{shown}`"))
                .with_remedy("download or pack the archive again; nothing was read"));
        }
        if inner == "[Content_Types].xml" {
            return Err(unusable("this is a spreadsheet or document of an office program, not text")
                .with_remedy("save the table as CSV"));
        }
        if !entry.is_dir() && may_be(&inner) && !inner.starts_with("__MACOSX/") {
            if entry.encrypted() {
                return Err(
                    unusable("the zip archive is locked with a password").with_remedy("unpack it first")
                );
            }
            entries.push((inner, at));
        }
    }
    entries.sort();
    for (inner, at) in entries {
        let entry = archive.by_index(at).map_err(damaged)?;
        let allowed = entry.compressed_size().saturating_mul(MAX_RATIO).max(HARMLESS);
        let whole = format!("{name}/{inner}");
        let mut limited =
            Limited { source: entry, left: allowed.min(MAX_TOTAL.saturating_sub(*total)), read: 0 };
        if inner.to_ascii_lowercase().ends_with(".zip") {
            if nested + 1 >= MAX_NESTED {
                continue;
            }
            let mut bytes = Vec::new();
            limited
                .by_ref()
                .take(MAX_NESTED_BYTES)
                .read_to_end(&mut bytes)
                .map_err(|e| unpacked(&whole, &e))?;
            *total += bytes.len() as u64;
            of(&whole, Cursor::new(bytes), nested + 1, total, visit)?;
            continue;
        }
        let mut reader = BufReader::with_capacity(1 << 16, limited);
        visit(&whole, &mut reader);
        let limited = reader.into_inner();
        *total += limited.read;
        if limited.left == 0 {
            return Err(unpacked(&whole, &std::io::ErrorKind::FileTooLarge.into()));
        }
    }
    Ok(())
}

fn damaged(e: ZipError) -> Error {
    malformed(format!("the zip archive is damaged ({e})"))
        .with_remedy("download or pack it again, or unpack it and give the folder")
}

fn unpacked(name: &str, e: &std::io::Error) -> Error {
    if e.kind() == std::io::ErrorKind::FileTooLarge {
        return unusable(format!("`{name}` decompresses to far more than any recording does"))
            .with_remedy("unpack the archive yourself and check what it contains");
    }
    malformed(format!("`{name}` cannot be unpacked ({e})")).with_remedy("download or pack the archive again")
}

/// A reader that ends in an error where more comes than a recording can hold.
struct Limited<R> {
    source: R,
    left: u64,
    read: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        let most = out.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let n = self.source.read(out.get_mut(..most).unwrap_or_default())?;
        self.left -= n as u64;
        self.read += n as u64;
        Ok(n)
    }
}
