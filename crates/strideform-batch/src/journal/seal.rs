//! A checksum on every line of the journal: a line that was damaged on the disk counts as not written.
//!
//! The checksum stands first in the line's JSON object, `{"crc":"1a2b3c4d",…}`, and covers the object without it.

use serde::Serialize;

use crate::BatchError;

const HEAD: &[u8] = b"{\"crc\":\"";
const TAIL: &[u8] = b"\",";
/// Hexadecimal digits of a CRC-32.
const DIGITS: usize = 8;

/// A value, which must be a structure with at least one field, as a line with its checksum, without the line break.
pub(super) fn sealed(value: &impl Serialize) -> Result<Vec<u8>, BatchError> {
    let internal = |what: String| BatchError::Internal(format!("the journal: {what}"));
    let json = serde_json::to_vec(value).map_err(|error| internal(error.to_string()))?;
    let Some(rest) = json.strip_prefix(b"{") else { return Err(internal("no JSON object".to_owned())) };
    Ok([HEAD, &digits(rest), TAIL, rest].concat())
}

/// True for a line, without its line break, that is what [`sealed`] made.
pub(super) fn is_intact(line: &[u8]) -> bool {
    let Some((crc, rest)) = line.strip_prefix(HEAD).and_then(|rest| rest.split_at_checked(DIGITS)) else {
        return false;
    };
    rest.strip_prefix(TAIL).is_some_and(|rest| crc == digits(rest))
}

/// How many lines begin within these bytes, whether or not line breaks part them.
pub(super) fn heads(bytes: &[u8]) -> usize {
    bytes.windows(HEAD.len()).filter(|window| *window == HEAD).count()
}

fn digits(rest: &[u8]) -> [u8; DIGITS] {
    let mut out = [0; DIGITS];
    let text = format!("{:08x}", crc32fast::hash(rest));
    out.copy_from_slice(text.as_bytes());
    out
}
