//! Page headers of Parquet. The `parquet` crate takes the memory that a page claims to need, so the claims are checked first.

use std::io::{BufRead, BufReader, Read};

use parquet::file::metadata::ColumnChunkMetaData;

use crate::error::Error;
use crate::read::errors::{malformed, unusable};

use super::source::Bulk;

/// Unpacked size of a page that is always accepted (*chosen*: writers make pages of one megabyte).
const HARMLESS: u64 = 32 << 20;
/// Unpacked over packed size of a larger page (*chosen*: as of a compressed text).
const MAX_RATIO: u64 = 100;
/// Depth of a structure within a page header (*chosen*: the format has three levels).
const MAX_DEPTH: usize = 8;
/// Bytes of a page header (*chosen*: statistics of text may be long).
const MAX_HEADER: u64 = 1 << 20;

fn damaged() -> Error {
    malformed("the Parquet file is damaged: a page header cannot be read")
        .with_remedy("copy or export the file again")
}

/// Checks what the pages of one column chunk claim.
pub(super) fn check(bulk: &Bulk, chunk: &ColumnChunkMetaData) -> Result<(), Error> {
    let positive = |n: i64| u64::try_from(n).map_err(|_| damaged());
    let data = positive(chunk.data_page_offset())?;
    let start = match chunk.dictionary_page_offset() {
        Some(at) => positive(at)?.min(data),
        None => data,
    };
    let end = start.checked_add(positive(chunk.compressed_size())?).filter(|end| *end <= bulk.size());
    let end = end.ok_or_else(damaged)?;
    let mut at = start;
    while at < end {
        let from = bulk.from(at).map_err(|_| damaged())?;
        let mut header = Header { from: BufReader::with_capacity(512, from.take(MAX_HEADER)), read: 0 };
        let (unpacked, packed) = header.sizes().ok_or_else(damaged)?;
        if unpacked > packed.saturating_mul(MAX_RATIO).max(HARMLESS) {
            return Err(unusable(format!(
                "a page of the file unpacks to more than {MAX_RATIO} times its size, which no recording does"
            ))
            .with_remedy("check where the file comes from, and export the recording again"));
        }
        at = at.checked_add(header.read).and_then(|at| at.checked_add(packed)).ok_or_else(damaged)?;
    }
    Ok(())
}

/// A page header in Thrift's compact protocol.
struct Header<R> {
    from: BufReader<R>,
    read: u64,
}

impl<R: Read> Header<R> {
    fn byte(&mut self) -> Option<u8> {
        let byte = *self.from.fill_buf().ok()?.first()?;
        self.from.consume(1);
        self.read += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut out = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            out |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(out);
            }
        }
        None
    }

    fn number(&mut self) -> Option<i64> {
        let raw = self.varint()?;
        Some((raw >> 1) as i64 ^ -((raw & 1) as i64))
    }

    fn skip_bytes(&mut self, n: u64) -> Option<()> {
        if n > MAX_HEADER {
            return None;
        }
        (0..n).try_for_each(|_| self.byte().map(|_| ()))
    }

    /// Skips a value of this type; a truth value within a list takes a byte.
    fn skip(&mut self, kind: u8, listed: bool, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        match kind {
            1 | 2 if listed => self.byte().map(|_| ()),
            1 | 2 => Some(()),
            3 => self.byte().map(|_| ()),
            4..=6 => self.varint().map(|_| ()),
            7 => self.skip_bytes(8),
            8 => {
                let n = self.varint()?;
                self.skip_bytes(n)
            }
            9 | 10 => {
                let head = self.byte()?;
                let n = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
                if n > MAX_HEADER {
                    return None;
                }
                (0..n).try_for_each(|_| self.skip(head & 0x0f, true, depth + 1))
            }
            12 => {
                while let Some(kind) = self.field()?.1 {
                    self.skip(kind, false, depth + 1)?;
                }
                Some(())
            }
            _ => None,
        }
    }

    /// The step to the next field's number (zero where it is written out) and its type; `None` at the end of the structure.
    fn field(&mut self) -> Option<(u8, Option<u8>)> {
        let head = self.byte()?;
        if head == 0 {
            return Some((0, None));
        }
        Some((head >> 4, Some(head & 0x0f)))
    }

    /// Unpacked and packed size; the reader is then behind the header.
    fn sizes(&mut self) -> Option<(u64, u64)> {
        let (mut id, mut unpacked, mut packed) = (0_i64, None, None);
        while let (step, Some(kind)) = self.field()? {
            id = if step == 0 { self.number()? } else { id + i64::from(step) };
            match (id, kind) {
                (2, 5) => unpacked = u64::try_from(self.number()?).ok(),
                (3, 5) => packed = u64::try_from(self.number()?).ok(),
                _ => self.skip(kind, false, 0)?,
            }
        }
        Some((unpacked?, packed?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_of_a_header() {
        // Type 0, unpacked 300, packed 20, a structure with a number and a list, end.
        let bytes = [0x15, 0, 0x15, 0xd8, 0x04, 0x15, 40, 0x2c, 0x15, 2, 0x19, 0x25, 2, 4, 0, 0, 9, 9];
        let mut header = Header { from: BufReader::new(&bytes[..]), read: 0 };
        assert_eq!(header.sizes(), Some((300, 20)));
        assert_eq!(header.read, 16);
        for cut in 0..16 {
            let mut header = Header { from: BufReader::new(bytes.get(..cut).expect("cut")), read: 0 };
            assert_eq!(header.sizes(), None, "{cut}");
        }
    }
}
