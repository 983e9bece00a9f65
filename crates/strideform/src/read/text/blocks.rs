//! The text of a table: in memory, or in a file that is read block by block, so that a day of samples need not fit into
//! memory as text.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use crate::error::{Error, ErrorKind, Position};

use crate::read::errors;
use crate::read::text::dialect::Dialect;
use crate::read::text::encoding::{self, MAX_TEXT, Text};
use crate::read::text::guard::Guard;

/// Number of bytes at the start of a file that determine how to read it (*chosen*: all that `dialect` examines, with lines of up to
/// 2 kB).
const HEAD: usize = 1 << 20;
/// Minimum number of lines in the head, more than `dialect` examines.
const HEAD_LINES: usize = 500;
/// Bytes read at a time (*chosen*: several pieces per thread, and small compared with the samples).
const BLOCK: usize = 4 << 20;

/// The text of a table, without a byte-order mark.
#[derive(Debug, Clone, Copy)]
pub(in crate::read) enum Body<'a> {
    Held(&'a [u8]),
    File { path: &'a Path, skip: u64, len: u64 },
}

/// The head of a file, if it is plain text with enough lines to determine the layout; `None` for a file that must be read
/// as a whole: short, compressed, in another encoding, not text, or not a regular file.
pub(in crate::read) fn head_of(path: &Path) -> Option<Vec<u8>> {
    let file = File::open(path).ok()?;
    let meta = file.metadata().ok()?;
    if !meta.is_file() || meta.len() <= HEAD as u64 || meta.len() > MAX_TEXT {
        return None;
    }
    let mut head = Vec::with_capacity(HEAD);
    file.take(HEAD as u64).read_to_end(&mut head).ok()?;
    let end = head.iter().rposition(|b| *b == b'\n')?;
    head.truncate(end + 1);
    let lines = head.iter().filter(|b| **b == b'\n').count();
    let plain = matches!(encoding::text(&head, MAX_TEXT), Ok(Text { bytes: Cow::Borrowed(_), .. }));
    (plain && lines >= HEAD_LINES).then_some(head)
}

impl<'a> Body<'a> {
    /// The text of a file whose head is already in memory.
    pub(in crate::read) fn of_file(path: &'a Path, head: &[u8], text: &Text<'_>) -> Option<Self> {
        let len = path.metadata().ok()?.len();
        let skip = head.len().checked_sub(text.bytes.len())? as u64;
        Some(Self::File { path, skip, len: len.checked_sub(skip)? })
    }

    /// Total number of bytes.
    pub(in crate::read) fn len(&self) -> usize {
        match self {
            Self::Held(text) => text.len(),
            Self::File { len, .. } => usize::try_from(*len).unwrap_or(usize::MAX),
        }
    }

    /// The whole text.
    pub(in crate::read) fn whole(&self) -> Result<Cow<'a, [u8]>, Error> {
        match self {
            Self::Held(text) => Ok(Cow::Borrowed(text)),
            Self::File { .. } => {
                let mut blocks = self.blocks(0)?;
                Ok(Cow::Owned(blocks.rest()?.to_vec()))
            }
        }
    }

    /// True where the text is not in memory.
    pub(in crate::read) fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }

    /// Line `number` (from 1), without its line ending.
    fn line(&self, number: u64) -> Option<Cow<'a, [u8]>> {
        match self {
            Self::Held(text) => errors::line(text, number).map(Cow::Borrowed),
            Self::File { path, skip, .. } => {
                let mut file = File::open(path).ok()?;
                file.seek(SeekFrom::Start(*skip)).ok()?;
                let mut file = BufReader::with_capacity(1 << 16, file);
                for _ in 1..number {
                    file.skip_until(b'\n').ok().filter(|n| *n > 0)?;
                }
                let mut line = Vec::new();
                file.read_until(b'\n', &mut line).ok()?;
                if line.ends_with(b"\n") {
                    line.pop();
                }
                if line.ends_with(b"\r") {
                    line.pop();
                }
                Some(Cow::Owned(line))
            }
        }
    }

    /// The position of a cell, as far as it is known: line `number`, column `column` (from 0).
    pub(in crate::read) fn position(
        &self,
        dialect: &Dialect,
        number: u64,
        column: Option<usize>,
    ) -> Position {
        let name = column.map(|c| dialect.name(c));
        let line = self.line(number);
        errors::position_in(line.as_deref(), dialect.delimiter, dialect.collapse, number, column, name)
    }

    /// Blocks of whole lines from byte `from` on.
    pub(in crate::read) fn blocks(&self, from: usize) -> Result<Blocks<'a>, Error> {
        Ok(match self {
            Self::Held(text) => Blocks::Held { text, from, to: from.min(text.len()) },
            Self::File { path, skip, .. } => {
                let mut file = File::open(path).map_err(lost)?;
                file.seek(SeekFrom::Start(skip + from as u64)).map_err(lost)?;
                Blocks::File { file, buffer: Vec::new(), used: 0, left: MAX_TEXT, guard: Guard::of_text() }
            }
        })
    }
}

/// The error for a file that disappeared or failed while it was being read.
fn lost(e: io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("the file cannot be read ({e})"))
        .with_remedy("check that the file can be opened")
        .with_source(e)
}

/// The text in blocks of whole lines; only the last line may lack its line ending.
pub(in crate::read) enum Blocks<'a> {
    Held { text: &'a [u8], from: usize, to: usize },
    File { file: File, buffer: Vec<u8>, used: usize, left: u64, guard: Guard },
}

impl Blocks<'_> {
    /// The next block; empty at the end.
    pub(in crate::read) fn next(&mut self) -> Result<&[u8], Error> {
        match self {
            Self::Held { text, from, to } => {
                *from = *to;
                *to += whole_lines(text.get(*from..).unwrap_or_default(), BLOCK);
                Ok(text.get(*from..*to).unwrap_or_default())
            }
            Self::File { file, buffer, used, left, guard } => {
                buffer.drain(..*used);
                loop {
                    let before = buffer.len();
                    let wanted = (BLOCK.saturating_sub(before).max(BLOCK / 4) as u64).min(*left);
                    let got = file.by_ref().take(wanted).read_to_end(buffer).map_err(lost)?;
                    *left -= got as u64;
                    let fresh = buffer.get(before..).unwrap_or_default();
                    guard.check(fresh)?;
                    if let Some(end) = fresh.iter().rposition(|b| *b == b'\n').filter(|_| got > 0) {
                        *used = before + end + 1;
                        break;
                    }
                    if got == 0 {
                        *used = buffer.len();
                        break;
                    }
                }
                Ok(buffer.get(..*used).unwrap_or_default())
            }
        }
    }

    /// The last block returned, and everything after it.
    pub(in crate::read) fn rest(&mut self) -> Result<&[u8], Error> {
        match self {
            Self::Held { text, from, to } => {
                *to = text.len();
                Ok(text.get(*from..).unwrap_or_default())
            }
            Self::File { file, buffer, used, left, guard } => {
                loop {
                    let before = buffer.len();
                    let wanted = (BLOCK as u64).min(*left);
                    let got = file.by_ref().take(wanted).read_to_end(buffer).map_err(lost)?;
                    if got == 0 {
                        break;
                    }
                    *left -= got as u64;
                    guard.check(buffer.get(before..).unwrap_or_default())?;
                }
                *used = buffer.len();
                Ok(buffer)
            }
        }
    }
}

/// Length of the first whole lines of `text`, about `wanted` bytes; zero if it is empty.
pub(in crate::read) fn whole_lines(text: &[u8], wanted: usize) -> usize {
    let Some(rest) = text.get(wanted.saturating_sub(1)..) else { return text.len() };
    rest.iter().position(|b| *b == b'\n').map_or(text.len(), |i| wanted.saturating_sub(1) + i + 1)
}
