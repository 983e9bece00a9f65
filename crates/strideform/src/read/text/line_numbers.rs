//! Line numbers of rows, which nearly always increase by one.

/// The line of every row, stored as the rows at which the line number jumps.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::read) struct Lines {
    /// Row and line, wherever the line number is not one more than that of the preceding row.
    jumps: Vec<(usize, u64)>,
    rows: usize,
    next: u64,
}

impl Lines {
    /// Rows on lines 1, 2, 3…
    pub(in crate::read) fn counted(rows: usize) -> Self {
        let jumps = if rows > 0 { vec![(0, 1)] } else { Vec::new() };
        Self { jumps, rows, next: rows as u64 + 1 }
    }

    pub(in crate::read) fn len(&self) -> usize {
        self.rows
    }

    pub(in crate::read) fn push(&mut self, line: u64) {
        if self.jumps.is_empty() || line != self.next {
            self.jumps.push((self.rows, line));
        }
        self.rows += 1;
        self.next = line + 1;
    }

    /// The line of a row.
    pub(in crate::read) fn get(&self, row: usize) -> Option<u64> {
        if row >= self.rows {
            return None;
        }
        let at = self.jumps.partition_point(|(from, _)| *from <= row).checked_sub(1)?;
        self.jumps.get(at).map(|(from, line)| line + (row - from) as u64)
    }

    /// Adds the rows of `other`, whose lines count from `above`.
    pub(in crate::read) fn append(&mut self, other: &Self, above: u64) {
        for (i, &(from, line)) in other.jumps.iter().enumerate() {
            let to = other.jumps.get(i + 1).map_or(other.rows, |next| next.0);
            if self.jumps.is_empty() || line + above != self.next {
                self.jumps.push((self.rows, line + above));
            }
            self.rows += to - from;
            self.next = line + above + (to - from) as u64;
        }
    }

    /// Keeps the flagged rows.
    pub(in crate::read) fn retain(&mut self, keep: &[bool]) {
        let mut out = Self::default();
        for (row, _) in keep.iter().enumerate().filter(|(_, k)| **k) {
            if let Some(line) = self.get(row) {
                out.push(line);
            }
        }
        *self = out;
    }

    pub(in crate::read) fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_rows() {
        let of = |list: &[u64]| {
            let mut lines = Lines::default();
            list.iter().for_each(|l| lines.push(*l));
            lines
        };
        let (a, b) = (of(&[2, 3, 4, 7, 8]), of(&[0, 1, 5]));
        assert_eq!(
            (0..6).map(|r| a.get(r)).collect::<Vec<_>>(),
            [2, 3, 4, 7, 8].map(Some).into_iter().chain([None]).collect::<Vec<_>>()
        );
        let mut both = a.clone();
        both.append(&b, 9);
        assert_eq!(both, of(&[2, 3, 4, 7, 8, 9, 10, 14]));
        both.retain(&[true, false, true, true, true, false, true, true]);
        assert_eq!(both, of(&[2, 4, 7, 8, 10, 14]));
    }
}
