//! Arrow IPC: a stream of messages, which a file has between its first bytes and its footer.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_buffer::Buffer;
use arrow_ipc::convert::try_fb_to_schema;
use arrow_ipc::reader::StreamDecoder;
use arrow_ipc::{Message, root_as_message};
use arrow_schema::{ArrowError, Schema, SchemaRef};

use crate::error::Error;
use crate::read::errors::{malformed, unusable};

use super::source::Bulk;

/// Bytes of a message without its samples (*chosen*: some thousand columns).
const MAX_HEADER: u64 = 16 << 20;
/// Bytes in front of the first message (*chosen*: writers pad to 8 or 64 bytes).
const MAX_PADDING: u64 = 256;
/// Unpacked size of a compressed column that is always accepted, and unpacked over packed size beyond (*chosen*: as of Parquet).
const HARMLESS: u64 = 32 << 20;
const MAX_RATIO: u64 = 100;

/// An Arrow file or stream whose schema has been read.
#[derive(Debug)]
pub(super) struct Ipc {
    bulk: Bulk,
    /// Byte of the first message.
    start: u64,
    schema: SchemaRef,
}

fn damaged(why: &str) -> Error {
    malformed(format!("the Arrow file is damaged ({why})")).with_remedy("copy or export the file again")
}

fn refused(e: ArrowError) -> Error {
    let text: String = e.to_string().chars().take(200).collect();
    if text.contains("requires the") {
        return unusable(format!(
            "the Arrow file is compressed in a way that this build does not read ({text})"
        ))
        .with_remedy("write it without compression or with lz4");
    }
    damaged(&text).with_source(e)
}

/// The messages one by one.
/// The prefix of a message, and its header.
type Head = (Vec<u8>, Vec<u8>);

struct Messages {
    bulk: Bulk,
    at: u64,
    decoder: StreamDecoder,
}

impl Messages {
    fn new(bulk: &Bulk, start: u64) -> Self {
        Self { bulk: bulk.clone(), at: start, decoder: StreamDecoder::new() }
    }

    /// The prefix and the header of the next message; `None` at the end.
    fn header(&mut self) -> Result<Option<Head>, Error> {
        // A stream may end without a mark.
        if self.at == self.bulk.size() {
            return Ok(None);
        }
        let prefix = self.take(8)?;
        let (marked, length) = prefix.split_at(4);
        let length = length.first_chunk().map_or(0, |b| u64::from(u32::from_le_bytes(*b)));
        if marked != super::CONTINUATION {
            return Err(damaged("a message does not begin where it should"));
        }
        if length == 0 {
            return Ok(None);
        }
        if length > MAX_HEADER {
            return Err(damaged("a message has too long a header"));
        }
        let header = self.take(length)?;
        Ok(Some((prefix, header)))
    }

    fn take(&mut self, n: u64) -> Result<Vec<u8>, Error> {
        let cut = || damaged("it ends within a message");
        let end = self.at.checked_add(n).filter(|end| *end <= self.bulk.size()).ok_or_else(cut)?;
        let bytes = self.bulk.exactly(self.at, usize::try_from(n).map_err(|_| cut())?).map_err(|_| cut())?;
        self.at = end;
        Ok(bytes.into())
    }

    /// Decodes the next message; `None` at the end, or no batch where it holds something else.
    fn next(&mut self) -> Result<Option<Option<RecordBatch>>, Error> {
        let Some((prefix, header)) = self.header()? else { return Ok(None) };
        let message = root_as_message(&header).map_err(|e| damaged(&e.to_string()))?;
        let body = u64::try_from(message.bodyLength()).map_err(|_| damaged("a length is negative"))?;
        let body = self.take(body)?;
        check(&message, &body)?;
        let mut batch = None;
        for part in [prefix, header, body] {
            let mut buffer = Buffer::from_vec(part);
            while !buffer.is_empty() {
                batch = self.decoder.decode(&mut buffer).map_err(refused)?.or(batch);
            }
        }
        // The decoder settles a message without samples with the next byte only: there is nothing in it.
        Ok(Some(batch))
    }
}

/// Checks what the columns of a compressed message claim to unpack to: the decoder takes that memory at once.
fn check(message: &Message<'_>, body: &[u8]) -> Result<(), Error> {
    let dictionary = message.header_as_dictionary_batch().and_then(|d| d.data());
    let Some(batch) = message.header_as_record_batch().or(dictionary) else { return Ok(()) };
    if batch.compression().is_none() {
        return Ok(());
    }
    for buffer in batch.buffers().into_iter().flatten() {
        let (Ok(from), Ok(length)) = (usize::try_from(buffer.offset()), usize::try_from(buffer.length()))
        else {
            return Err(damaged("an offset is negative"));
        };
        let held = from.checked_add(length).and_then(|to| body.get(from..to));
        let held = held.ok_or_else(|| damaged("an offset lies behind the end"))?;
        let Some(unpacked) = held.first_chunk().map(|b| i64::from_le_bytes(*b)) else { continue };
        let limit = (length as u64).saturating_mul(MAX_RATIO).max(HARMLESS);
        if u64::try_from(unpacked).is_ok_and(|unpacked| unpacked > limit) {
            return Err(unusable(format!(
                "a column of the file unpacks to more than {MAX_RATIO} times its size, which no recording does"
            ))
            .with_remedy("check where the file comes from, and export the recording again"));
        }
    }
    Ok(())
}

/// The first message of a file: behind zeros that some writers fill up with.
fn padded(bulk: &Bulk, start: u64) -> u64 {
    let mut at = start;
    while at > 0 && at < MAX_PADDING && bulk.exactly(at, 8).is_ok_and(|bytes| bytes.iter().all(|b| *b == 0)) {
        at += 8;
    }
    at
}

impl Ipc {
    /// Reads the schema.
    pub(super) fn open(bulk: Bulk, start: u64) -> Result<Self, Error> {
        let start = padded(&bulk, start);
        let first = Messages::new(&bulk, start).header()?;
        let (_, header) = first.ok_or_else(|| damaged("it has no schema"))?;
        let message = root_as_message(&header).map_err(|e| damaged(&e.to_string()))?;
        let schema = message.header_as_schema().ok_or_else(|| damaged("it does not begin with a schema"))?;
        let schema = Arc::new(try_fb_to_schema(schema).map_err(refused)?);
        Ok(Self { bulk, start, schema })
    }

    pub(super) fn schema(&self) -> &Schema {
        &self.schema
    }

    /// Reads batch by batch, until `each` has enough.
    pub(super) fn batches(
        &self,
        each: &mut dyn FnMut(&RecordBatch) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let mut messages = Messages::new(&self.bulk, self.start);
        while let Some(batch) = messages.next()? {
            if let Some(batch) = batch
                && !each(&batch)?
            {
                break;
            }
        }
        Ok(())
    }
}
