//! Lines that no table has: far too long, or filled with NUL bytes where a disk or a transfer failed.

use crate::error::Error;
use crate::read::errors::malformed;

/// Bytes of the longest line (*chosen*: 4096 columns of 24 characters have a tenth of it).
pub(in crate::read) const MAX_LINE: usize = 1 << 20;
/// NUL bytes in a row that are damage (*chosen*: single ones are stray bytes of a serial link, and a bad cell).
const NUL_RUN: usize = 4;

/// Checks a text piece by piece as it is read.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Guard {
    /// Bytes since the last line end.
    open: usize,
    /// Bytes seen.
    seen: u64,
    nuls: bool,
}

impl Guard {
    /// A guard for text in which a NUL byte is damage.
    pub(in crate::read) fn of_text() -> Self {
        Self { nuls: true, ..Self::default() }
    }

    /// Takes the next piece of the text.
    pub(in crate::read) fn check(&mut self, text: &[u8]) -> Result<(), Error> {
        if self.nuls
            && let Some(at) = nul_run(text)
        {
            return Err(damaged(self.seen + at as u64));
        }
        // Pieces, so that a long line in the middle is found without a look at every line.
        for piece in text.chunks(MAX_LINE / 4) {
            let end = |b: &u8| matches!(b, b'\n' | b'\r');
            match piece.iter().position(end) {
                Some(first) if self.open + first <= MAX_LINE => {
                    let last = piece.iter().rposition(end).unwrap_or(first);
                    self.open = piece.len() - last - 1;
                }
                None if self.open + piece.len() <= MAX_LINE => self.open += piece.len(),
                _ => return Err(too_long(self.seen.saturating_sub(self.open as u64))),
            }
            self.seen += piece.len() as u64;
        }
        Ok(())
    }
}

/// Where the first run of NUL bytes begins.
fn nul_run(text: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(rest) = text.get(from..).filter(|rest| rest.contains(&0)) {
        let at = from + rest.iter().position(|b| *b == 0)?;
        let run = text.get(at..)?.iter().take(NUL_RUN).take_while(|b| **b == 0).count();
        if run == NUL_RUN {
            return Some(at);
        }
        from = at + run;
    }
    None
}

fn damaged(at: u64) -> Error {
    malformed(format!("the file is damaged: from byte {at} on it holds NUL bytes instead of text"))
        .with_remedy("copy it again from the device; if it cannot be had whole, remove that part")
}

fn too_long(at: u64) -> Error {
    malformed(format!("the line that begins at byte {at} is longer than {} MB", MAX_LINE >> 20))
        .with_remedy("a recording has one short line per sample; export it again")
}

/// Checks a text that is held in memory.
pub(in crate::read) fn check(text: &[u8]) -> Result<(), Error> {
    Guard::of_text().check(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_and_runs_of_nul_are_refused_wherever_pieces_end() {
        let line = b"0.01,1.0,2.0,3.0\n";
        let mut long = line.repeat(100_000);
        check(&long).expect("a table");
        let at = long.len();
        long.extend(vec![b'1'; MAX_LINE + MAX_LINE / 2]);
        long.extend(line);
        for piece in [1000, MAX_LINE / 4 + 7, long.len()] {
            let mut guard = Guard::of_text();
            let error = long.chunks(piece).try_for_each(|p| guard.check(p)).expect_err("a long line");
            assert!(error.message().contains("longer than 1 MB"), "{error}");
        }
        let mut nul = long.get(..at).expect("text").to_vec();
        nul.extend([b'1', 0, b',', 0, 0, 0, 0, 0]);
        let error = check(&nul).expect_err("NUL");
        assert!(error.message().contains(&format!("byte {}", at + 3)), "{error}");
        assert!(check(b"1,\0,2\n").is_ok(), "a stray byte is a bad cell");
    }
}
