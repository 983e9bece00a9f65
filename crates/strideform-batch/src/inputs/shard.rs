//! A job divided into parts that machines can work on independently.

use std::fmt;
use std::str::FromStr;

/// One of several parts of a job, written `3/8`.
///
/// ```
/// use strideform_batch::inputs::Shard;
///
/// let shard: Shard = "3/8".parse()?;
/// assert!((1..=8).filter(|part| format!("{part}/8").parse::<Shard>().is_ok_and(|s| s.contains("a.csv"))).count() == 1);
/// # Ok::<(), String>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    part: u32,
    of: u32,
}

impl Shard {
    /// True for inputs of this part: CRC-32 (IEEE) of the input's text modulo the number of parts, counted from 1. It can be
    /// computed in any language, and adding a file does not move others to another part.
    pub fn contains(self, input: &str) -> bool {
        crc32fast::hash(input.as_bytes()) % self.of == self.part - 1
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text.split_once('/').map(|(part, of)| (part.trim().parse(), of.trim().parse()));
        match numbers {
            Some((Ok(part), Ok(of))) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("write it as I/N with I from 1 to N, e.g. 3/8".to_owned()),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_from_one_to_n_only() {
        assert_eq!("3/8".parse(), Ok(Shard { part: 3, of: 8 }));
        for text in ["0/8", "9/8", "3", "3/", "-1/2", "1/0", "a/b"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
    }

    #[test]
    fn every_input_is_in_one_part_and_parts_are_about_the_same_size() {
        for of in [1, 2, 3, 8, 10] {
            let mut sizes = vec![0_u32; of as usize];
            for i in 0..2000 {
                let input = format!("study/runner_{:03}/shank-left_{i:04}.csv", i / 10);
                let holders: Vec<usize> = (1..=of)
                    .filter(|&part| Shard { part, of }.contains(&input))
                    .map(|p| p as usize)
                    .collect();
                assert_eq!(holders.len(), 1);
                sizes[holders[0] - 1] += 1;
            }
            // Four standard deviations of a fair draw: 4·√(2000·p·(1−p)).
            let p = 1.0 / f64::from(of);
            let tolerance = 4.0 * (2000.0 * p * (1.0 - p)).sqrt();
            for size in &sizes {
                assert!((f64::from(*size) - 2000.0 * p).abs() <= tolerance, "{of}: {sizes:?}");
            }
        }
    }

    #[test]
    fn the_part_of_a_text_never_changes() {
        // zlib.crc32(b"runs/a.csv") % 4 + 1 in Python.
        assert_eq!(crc32fast::hash(b"runs/a.csv"), 0x5643_7920);
    }
}
