//! Damage as transfers, editors and malice do it.

use rand::RngExt;
use rand::rngs::StdRng;

/// What breaks parsers: limits of numbers, marks of structure, bytes of other encodings.
const PIECES: [&[u8]; 28] = [
    b"",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"\t",
    b"\"",
    b"'",
    b"=",
    b"[[",
    b"]]",
    b"{",
    b"#",
    b"\0",
    b"-",
    b"NaN",
    b"inf",
    b"1e308",
    b"-1e-308",
    b"9223372036854775807",
    b"4294967295",
    b"0x1p3",
    b"2026-02-30T25:61:61",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1f\x8b\x08",
    b"../",
    b"\xf0\x9f\x8f\x83",
];

/// A copy of `seed` with one to six damages; some take a piece of `other`.
pub(crate) fn damaged(seed: &[u8], other: &[u8], rng: &mut StdRng) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..rng.random_range(1..7) {
        let at = rng.random_range(0..=bytes.len());
        let end = (at + rng.random_range(0..40_usize)).min(bytes.len());
        match rng.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << rng.random_range(0..8_u8)),
            3 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b = rng.random()),
            4 => drop(bytes.splice(at..end, PIECES[rng.random_range(0..PIECES.len())].iter().copied())),
            5 => drop(bytes.splice(at..at, PIECES[rng.random_range(0..PIECES.len())].iter().copied())),
            6 => {
                let again: Vec<u8> = bytes.get(at..end).unwrap_or_default().repeat(rng.random_range(1..9));
                drop(bytes.splice(at..at, again));
            }
            _ => {
                let from = rng.random_range(0..=other.len());
                let to = (from + rng.random_range(0..400_usize)).min(other.len());
                drop(bytes.splice(at..end, other.get(from..to).unwrap_or_default().iter().copied()));
            }
        }
    }
    bytes
}
