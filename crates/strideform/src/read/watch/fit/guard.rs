//! The structure of a FIT file, checked before anything is decoded: lengths, checksums, definitions.

use crate::error::Error;
use crate::read::errors::malformed;
use crate::read::text::encoding::is_fit;

/// Bytes of the base types by number (FIT protocol): enum, sint8, uint8, sint16, uint16, sint32, uint32, string, float32,
/// float64, uint8z, uint16z, uint32z, byte, sint64, uint64, uint64z.
const BASE_TYPES: u8 = 17;
/// Number of empty fields tolerated (*chosen*: more than a watch writes by mistake, and at most a megabyte of memory).
const SPARE_FIELDS: usize = 10_000;
/// Descriptions of developers' fields in one file of a chain (*chosen*: the apps of one activity describe some dozens; each
/// developer field is looked up among all of them).
const MAX_DESCRIPTIONS: usize = 256;
/// The message that describes a developer's field.
const FIELD_DESCRIPTION: u16 = 206;

/// CRC-16 with the polynomial 0x8005, reflected, from zero, as the FIT protocol requires.
fn check_sum(bytes: &[u8]) -> u16 {
    bytes.iter().fold(0_u16, |crc, byte| {
        (0..8).fold(crc ^ u16::from(*byte), |c, _| if c & 1 == 1 { (c >> 1) ^ 0xA001 } else { c >> 1 })
    })
}

fn again(message: impl Into<String>) -> Error {
    malformed(message).with_remedy("copy or export the file from the watch again")
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// Checks every file of a chain.
pub(super) fn check(bytes: &[u8]) -> Result<(), Error> {
    let mut at = 0;
    while at < bytes.len() {
        let rest = bytes.get(at..).unwrap_or_default();
        if !is_fit(rest) {
            // Some watches fill the rest of a block with zeros.
            if at > 0 && rest.iter().all(|b| *b == 0) {
                break;
            }
            return Err(again(format!("byte {}: no FIT file begins here", at + 1)));
        }
        at += one(rest)?;
    }
    Ok(())
}

/// Checks the file that starts here and returns its length, including header and checksum.
fn one(bytes: &[u8]) -> Result<usize, Error> {
    let head = usize::from(*bytes.first().unwrap_or(&0));
    if head != 12 && head != 14 {
        return Err(again(format!("the FIT header claims to be {head} bytes long, which is not valid")));
    }
    let size = bytes.get(4..8).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes) as usize;
    let end = head + size;
    let Some(body) = bytes.get(head..end).filter(|_| bytes.len() >= end + 2) else {
        return Err(again(format!("the FIT file is truncated: it has {} of {} bytes", bytes.len(), end + 2)));
    };
    if u16_at(bytes, end) != bytes.get(..end).map(check_sum) {
        return Err(again("the FIT file is damaged: its checksum does not match its content"));
    }
    walk(body, head)?;
    Ok(end + 2)
}

/// Length of a definition's fields, and the position of the base type in a field description.
#[derive(Clone, Copy, Default)]
struct Definition {
    known: bool,
    bytes: usize,
    fields: usize,
    base_type_at: Option<usize>,
}

fn walk(body: &[u8], offset: usize) -> Result<(), Error> {
    let broken = |at: usize| again(format!("byte {}: the FIT message is damaged", offset + at + 1));
    let mut definitions = [Definition::default(); 16];
    let mut at = 0;
    let mut fields = 0;
    let mut descriptions = 0;
    while let Some(&head) = body.get(at) {
        let start = at;
        at += 1;
        if head & 0x80 == 0 && head & 0x40 != 0 {
            let (definition, length) = definition(body.get(at..).unwrap_or_default(), head & 0x20 != 0)
                .ok_or_else(|| broken(start))?;
            if let Some(slot) = definitions.get_mut(usize::from(head & 0x0F)) {
                *slot = definition;
            }
            at += length;
            continue;
        }
        // A compressed timestamp leaves two bits for the local message number.
        let local = if head & 0x80 != 0 { (head >> 5) & 3 } else { head & 0x0F };
        let definition =
            definitions.get(usize::from(local)).filter(|d| d.known).ok_or_else(|| broken(start))?;
        let message = body.get(at..at + definition.bytes).ok_or_else(|| broken(start))?;
        if let Some(base) = definition.base_type_at.and_then(|i| message.get(i))
            && base & 0x1F >= BASE_TYPES
        {
            return Err(broken(start));
        }
        at += definition.bytes;
        descriptions += usize::from(definition.base_type_at.is_some());
        if descriptions > MAX_DESCRIPTIONS {
            return Err(again(format!(
                "byte {}: the FIT file describes more than {MAX_DESCRIPTIONS} fields of apps",
                offset + at
            )));
        }
        // Every field has at least a byte; empty fields would turn each byte into hundreds of them.
        fields += definition.fields;
        if fields > body.len() + SPARE_FIELDS {
            return Err(again(format!("byte {}: the FIT messages up to here are empty", offset + at)));
        }
    }
    Ok(())
}

/// Reads a definition after its header byte; `None` if it is truncated or names a type that does not exist.
fn definition(bytes: &[u8], developer: bool) -> Option<(Definition, usize)> {
    let number = bytes.get(2..4)?;
    let number = match bytes.get(1)? {
        0 => u16::from_le_bytes(number.try_into().ok()?),
        _ => u16::from_be_bytes(number.try_into().ok()?),
    };
    let fields = usize::from(*bytes.get(4)?);
    let mut out = Definition { known: true, fields, ..Definition::default() };
    let mut at = 5;
    for _ in 0..fields {
        let [field, size, base] = bytes.get(at..at + 3)? else { return None };
        if base & 0x1F >= BASE_TYPES {
            return None;
        }
        if number == FIELD_DESCRIPTION && *field == 2 {
            out.base_type_at = Some(out.bytes);
        }
        out.bytes += usize::from(*size);
        at += 3;
    }
    // A field without a type cannot be decoded later.
    if number == FIELD_DESCRIPTION && out.base_type_at.is_none() {
        return None;
    }
    if developer {
        let fields = usize::from(*bytes.get(at)?);
        out.fields += fields;
        at += 1;
        for _ in 0..fields {
            out.bytes += usize::from(*bytes.get(at + 1)?);
            bytes.get(at + 2)?;
            at += 3;
        }
    }
    Some((out, at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_empty_fields_do_not_multiply() {
        // Local message 0 with 255 fields of zero bytes, then that message two thousand times, one byte each.
        let mut body = vec![0x40, 0, 0, 20, 0, 255];
        body.extend([0, 0, 2].repeat(255));
        body.extend(vec![0_u8; 2000]);
        assert!(walk(&body, 14).is_err_and(|e| e.message().contains("empty")));
        // The same number of fields with one byte each takes up as much space as it claims.
        let mut body = vec![0x40, 0, 0, 20, 0, 255];
        body.extend([0, 1, 2].repeat(255));
        body.extend(vec![0_u8; 256 * 2000]);
        assert!(walk(&body, 14).is_ok());
    }

    #[test]
    fn descriptions_of_fields_are_counted() {
        // A field description of one byte, the base type, and so many messages of it.
        let with = |messages: usize| {
            let mut body = vec![0x40, 0, 0, 206, 0, 1, 2, 1, 2];
            body.extend([0, 2].repeat(messages));
            walk(&body, 14)
        };
        assert!(with(MAX_DESCRIPTIONS).is_ok());
        assert!(with(MAX_DESCRIPTIONS + 1).is_err_and(|e| e.message().contains("fields of apps")));
    }

    #[test]
    fn the_check_sum_is_the_protocols() {
        // CRC-16/ARC of the digits 1…9, the check value listed in catalogues of checksums.
        assert_eq!(check_sum(b"123456789"), 0xBB3D);
    }
}
