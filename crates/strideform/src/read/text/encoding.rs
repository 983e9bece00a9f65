//! From the bytes of a file to text: gzip, byte-order marks, UTF-16, and files that are not text at all.

use std::borrow::Cow;
use std::io::Read;

use crate::error::{Error, ErrorKind};
use crate::recording::Inference;

use crate::read::errors::{malformed, unusable};
use crate::read::text::comma_blank;
use crate::read::text::guard::{self, Guard};

/// Maximum size of a text, decompressed (*chosen*: a day of seven columns at 200 Hz is 1.1 GB).
pub(in crate::read) const MAX_TEXT: u64 = 2 << 30;
/// Maximum ratio of decompressed to compressed size (*chosen*: tables of samples reach 3 to 5 on
/// testdata/exports, a sensor at rest 10; a decompression bomb up to 1032).
const MAX_RATIO: u64 = 100;

/// Decompressed size that is always accepted (*chosen*: small enough to be harmless).
const HARMLESS: u64 = 32 << 20;

/// Bytes examined to distinguish text from binary (*chosen*).
pub(in crate::read) const HEAD: usize = 8192;

/// Text as bytes: ASCII in the data, UTF-8 or an 8-bit code page in names.
#[derive(Debug)]
pub(in crate::read) struct Text<'a> {
    /// The bytes, without a byte-order mark.
    pub(in crate::read) bytes: Cow<'a, [u8]>,
    /// Inferences about the encoding.
    pub(in crate::read) inferences: Vec<Inference>,
}

fn inference(about: &str, conclusion: &str, because: &str) -> Inference {
    Inference {
        about: about.into(),
        conclusion: conclusion.into(),
        because: because.into(),
        overridden_by: String::new(),
    }
}

/// Decompresses and decodes. `limit` bounds the decompressed size.
pub(in crate::read) fn text(bytes: &[u8], limit: u64) -> Result<Text<'_>, Error> {
    let mut inferences = Vec::new();
    let mut bytes = Cow::Borrowed(bytes);
    if bytes.starts_with(&[0x1f, 0x8b]) {
        inferences.push(inference("compression", "gzip", "the first two bytes"));
        bytes = Cow::Owned(gunzip(&bytes, limit)?);
    }
    refuse_other_formats(&bytes)?;
    if let Some((encoding, skip, because)) = utf16(&bytes) {
        inferences.push(inference("encoding", encoding.name(), because));
        let decoded = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0;
        bytes = Cow::Owned(decoded.into_owned().into_bytes());
    } else if bytes.starts_with(&[0xef, 0xbb, 0xbf]) {
        inferences.push(inference("encoding", "UTF-8", "a byte-order mark"));
        bytes = match bytes {
            Cow::Borrowed(b) => Cow::Borrowed(b.get(3..).unwrap_or_default()),
            Cow::Owned(mut b) => {
                b.drain(..3);
                Cow::Owned(b)
            }
        };
    }
    if bytes.iter().all(|b| b.is_ascii_whitespace()) {
        return Err(malformed("the file is empty")
            .with_remedy("export the recording again; a header and rows of samples are expected"));
    }
    refuse_binary(&bytes)?;
    guard::check(&bytes)?;
    if !bytes.contains(&b'\n') && bytes.contains(&b'\r') {
        inferences.push(inference("line ends", "carriage returns", "there is no line feed"));
        bytes.to_mut().iter_mut().filter(|b| **b == b'\r').for_each(|b| *b = b'\n');
    }
    if comma_blank::is_delimiter(&bytes) {
        inferences.push(inference(
            "delimiter",
            "comma and blank",
            "commas without a blank are decimal signs",
        ));
        comma_blank::to_semicolons(bytes.to_mut());
    }
    Ok(Text { bytes, inferences })
}

/// The first bytes, decompressed if they are gzip; unchanged if they cannot be decompressed.
pub(in crate::read) fn inflated_head(bytes: &[u8]) -> Cow<'_, [u8]> {
    // Enough for the header line of any table (*chosen*).
    const ENOUGH: usize = 1 << 16;
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Cow::Borrowed(bytes.get(..bytes.len().min(ENOUGH)).unwrap_or(bytes));
    }
    let mut out = Vec::new();
    let read = flate2::read::MultiGzDecoder::new(bytes).take(ENOUGH as u64).read_to_end(&mut out);
    if read.is_ok() || !out.is_empty() { Cow::Owned(out) } else { Cow::Borrowed(bytes) }
}

/// All bytes, decompressed if they are gzip.
#[cfg(feature = "fit")]
pub(in crate::read) fn inflated(bytes: &[u8], limit: u64) -> Result<Cow<'_, [u8]>, Error> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        if bytes.len() as u64 > limit {
            return Err(unusable(format!("the file is larger than {} MB", limit >> 20))
                .with_remedy("split the recording into parts"));
        }
        return Ok(Cow::Borrowed(bytes));
    }
    let mut out = Vec::new();
    unpack(&mut flate2::read::MultiGzDecoder::new(bytes), &mut out, bytes.len(), limit, None)?;
    Ok(Cow::Owned(out))
}

fn broken(e: std::io::Error) -> Error {
    malformed(format!("the gzip stream is damaged ({e})"))
        .with_remedy("transfer or compress the file again")
        .with_source(e)
}

/// Decompresses the rest to the end; `packed` bytes may not grow more than a recording can.
fn unpack(
    decoder: &mut impl Read,
    out: &mut Vec<u8>,
    packed: usize,
    limit: u64,
    mut guard: Option<Guard>,
) -> Result<(), Error> {
    let allowed = (packed as u64).saturating_mul(MAX_RATIO).max(HARMLESS).min(limit);
    if let Some(guard) = &mut guard {
        guard.check(out)?;
    }
    loop {
        let before = out.len();
        let room = allowed.saturating_add(1).saturating_sub(before as u64);
        let got = decoder.by_ref().take(room.min(guard::MAX_LINE as u64)).read_to_end(out).map_err(broken)?;
        if got == 0 {
            break;
        }
        if let Some(guard) = &mut guard {
            guard.check(out.get(before..).unwrap_or_default())?;
        }
    }
    if out.len() as u64 <= allowed {
        return Ok(());
    }
    Err(match allowed < limit {
        true => unusable(format!(
            "the file decompresses to more than {MAX_RATIO} times its size, which no recording does"
        ))
        .with_remedy("decompress it yourself and check what it contains"),
        false => unusable(format!("the file decompresses to more than {} MB", limit >> 20))
            .with_remedy("split the recording into parts"),
    })
}

fn gunzip(bytes: &[u8], limit: u64) -> Result<Vec<u8>, Error> {
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes);
    let mut out = Vec::new();
    decoder.by_ref().take(HEAD as u64).read_to_end(&mut out).map_err(broken)?;
    refuse_other_formats(&out)?;
    if utf16(&out).is_none() {
        refuse_binary(&out)?;
    }
    let guard = guard_of(&out);
    unpack(&mut decoder, &mut out, bytes.len(), limit, guard)?;
    Ok(out)
}

/// Rejects a file by its first bytes, before the rest is read, if it cannot be text, FIT or gzip.
pub(in crate::read) fn refuse_at_sight(head: &[u8]) -> Result<(), Error> {
    if head.starts_with(&[0x1f, 0x8b]) || is_fit(head) || utf16(head).is_some() {
        return Ok(());
    }
    refuse_other_formats(head)?;
    refuse_binary(head)
}

/// The guard for a file with this head; none where lines mean nothing in it.
pub(in crate::read) fn guard_of(head: &[u8]) -> Option<Guard> {
    if head.starts_with(&[0x1f, 0x8b]) || is_fit(head) {
        return None;
    }
    // Every other byte of UTF-16 is zero.
    Some(if utf16(head).is_some() { Guard::default() } else { Guard::of_text() })
}

fn utf16(bytes: &[u8]) -> Option<(&'static encoding_rs::Encoding, usize, &'static str)> {
    if bytes.starts_with(&[0xff, 0xfe]) {
        return Some((encoding_rs::UTF_16LE, 2, "a byte-order mark"));
    }
    if bytes.starts_with(&[0xfe, 0xff]) {
        return Some((encoding_rs::UTF_16BE, 2, "a byte-order mark"));
    }
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let pairs = head.chunks_exact(2);
    let n = pairs.len();
    let (mut low, mut high) = (0, 0);
    for pair in pairs {
        match pair {
            [0, b] if *b != 0 => high += 1,
            [b, 0] if *b != 0 => low += 1,
            _ => {}
        }
    }
    // ASCII text in UTF-16 has a zero in every pair; names may hold a few other letters, so nine in ten are required (*chosen*).
    if n >= 8 && low * 10 >= n * 9 {
        return Some((encoding_rs::UTF_16LE, 0, "every second byte is zero"));
    }
    if n >= 8 && high * 10 >= n * 9 {
        return Some((encoding_rs::UTF_16BE, 0, "every other byte is zero"));
    }
    None
}

/// True for the head of a FIT file.
pub(in crate::read) fn is_fit(head: &[u8]) -> bool {
    head.get(8..12) == Some(b".FIT")
}

fn refuse_other_formats(bytes: &[u8]) -> Result<(), Error> {
    let text_export = "export the recording as CSV";
    let known: &[(&[u8], usize, &str)] = &[
        (b"PK\x03\x04", 0, "a zip archive or spreadsheet"),
        (b"\x89HDF", 0, "an HDF5 file"),
        (b"PAR1", 0, "a Parquet file within another"),
        (b"%PDF", 0, "a PDF"),
        (b"\x89PNG", 0, "a picture"),
        (b"c3d", usize::MAX, "a C3D file"),
        (b"MATLAB 5", 0, "a MATLAB file"),
        (b"MD\x00\x00", 0, "an Axivity CWA file"),
    ];
    if is_fit(bytes) {
        return Err(unusable("this is a FIT file, which cannot be read here").with_remedy(
            "pass it on its own to a build with the feature `fit`, or export the samples as CSV",
        ));
    }
    for (magic, offset, what) in known {
        if *offset != usize::MAX && bytes.get(*offset..).is_some_and(|b| b.starts_with(magic)) {
            return Err(Error::new(ErrorKind::Malformed, format!("this is {what}, not text"))
                .with_remedy(text_export));
        }
    }
    Ok(())
}

fn refuse_binary(bytes: &[u8]) -> Result<(), Error> {
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or_default();
    let odd = head
        .iter()
        .filter(|&&b| (b < 0x20 && !matches!(b, b'\t' | b'\r' | b'\n' | 0x0c)) || b == 0x7f)
        .count();
    // Text has no control characters; one in a hundred is tolerated for stray bytes of a serial link (*chosen*).
    if head.contains(&0) || odd * 100 > head.len() {
        return Err(malformed("this is a binary file, not text").with_remedy("export the recording as CSV"));
    }
    Ok(())
}

/// Decodes bytes as UTF-8, otherwise as Windows-1252, which spreadsheets write.
pub(in crate::read) fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).expect("memory");
        encoder.finish().expect("memory")
    }

    #[test]
    fn every_wrapping_gives_the_same_text() {
        let plain = "time,x,y,z\n0.0,1,2,3\n";
        let utf16: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked: Vec<u8> =
            [0xfe, 0xff].into_iter().chain(plain.encode_utf16().flat_map(u16::to_be_bytes)).collect();
        let bom: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(plain.bytes()).collect();
        let old = plain.replace('\n', "\r");
        for bytes in
            [plain.as_bytes(), old.as_bytes(), &utf16, &marked, &bom, &gz(plain.as_bytes()), &gz(&bom)]
        {
            assert_eq!(text(bytes, MAX_TEXT).expect("text").bytes, plain.as_bytes());
        }
    }

    #[test]
    fn a_gzip_bomb_stops_at_the_limit() {
        let bomb = gz(&vec![b'1'; 1 << 20]);
        assert!(text(&bomb, 1 << 16).is_err_and(|e| e.message().contains("decompresses")));
        // A ratio of a thousand: stopped at the size that is always accepted.
        let rows = "1.0,2.0,3.0\n".repeat((HARMLESS as usize + (1 << 20)) / 12);
        let bomb = gz(rows.as_bytes());
        assert!(bomb.len() as u64 * MAX_RATIO < rows.len() as u64);
        assert!(text(&bomb, MAX_TEXT).is_err_and(|e| e.message().contains("100 times")));
    }

    #[test]
    fn what_is_no_text_is_named() {
        for (bytes, word) in [
            (&b"PK\x03\x04rest"[..], "zip"),
            (b"\x0e\x10\x00\x00\x00\x00\x00\x00.FIT", "FIT"),
            (b"", "empty"),
            (b" \n\n", "empty"),
            (b"\x00\x01\x02\x03\x04abc", "binary"),
        ] {
            assert!(text(bytes, MAX_TEXT).is_err_and(|e| e.message().contains(word)), "{word}");
        }
    }
}
