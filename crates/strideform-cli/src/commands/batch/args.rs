//! What may be written after `strideform batch`.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;

use crate::options::{MethodChoice, ReadArgs, RunArgs};

const HELP: &str = "\
A ROOT is a file, PLACEMENT=FILE, a folder, or a pattern in quotes. Folders are
searched to the bottom; one with a session.toml is one run, otherwise every
csv, tsv, txt or fit file (also .gz) is a run of its own, its placement read
from its name or header.

One file that cannot be read costs one row of --failures; a recording without
running is a row with status 4. Finished work is kept in a folder beside the
output until the tables are written: after a crash, a kill or Ctrl-C, the same
command with --resume goes on where it was.

Examples:
  strideform batch study/ --out runs.parquet --failures failures.csv
  strideform batch 'runs/**/shank-*.csv' --out runs.csv --jobs 4
  find /data -name '*.fit' | strideform batch --list - --out runs.parquet
  strideform batch study/ --out part-3.parquet --shard 3/8 --resume";

/// Arguments of `batch`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct BatchArgs {
    /// Files, folders, session folders, patterns such as 'runs/**/*.csv'.
    #[arg(required_unless_present = "list", value_name = "ROOT")]
    pub roots: Vec<String>,
    /// Take inputs from a file, one a line (`-` for standard input).
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// How to read them.
    #[command(flatten)]
    pub read: ReadArgs,
    /// The runner and the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// The table of runs, one row an input; FILE ends in .parquet or .csv.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: PathBuf,
    /// A table of every contact with its metrics; FILE ends in .parquet or .csv.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub strides: Option<PathBuf>,
    /// Inputs that could not be used, with line, column and reason (CSV).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub failures: Option<PathBuf>,
    /// Recordings analysed at the same time [default: one a core].
    #[arg(long, value_name = "N", help_heading = "The job")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Go on with an interrupted job; what it finished is not done again.
    #[arg(long, help_heading = "The job")]
    pub resume: bool,
    /// Do part I of N: the same inputs always fall to the same part.
    #[arg(long, value_name = "I/N", help_heading = "The job")]
    pub shard: Option<Shard>,
    /// Use another table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
    /// Use another method for a stage, e.g. contacts=ID (see `methods`).
    #[arg(long, value_name = "STAGE=ID", help_heading = "Methods")]
    pub method: Vec<MethodChoice>,
}

/// One of `of` parts of a job, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shard {
    part: u32,
    of: u32,
}

impl Shard {
    /// True for inputs of this part: CRC-32 (IEEE) of the input's text modulo N, counted from 1, so that any language
    /// finds the same part and a new file moves no other.
    pub(super) fn holds(self, input: &str) -> bool {
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
    fn every_input_falls_to_one_part_and_parts_are_of_like_size() {
        for of in [1, 2, 3, 8, 10] {
            let mut sizes = vec![0_u32; of as usize];
            for i in 0..2000 {
                let input = format!("study/runner_{:03}/shank-left_{i:04}.csv", i / 10);
                let holders: Vec<usize> =
                    (1..=of).filter(|&part| Shard { part, of }.holds(&input)).map(|p| p as usize).collect();
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
    fn the_part_of_a_text_is_fixed_for_all_time() {
        // zlib.crc32(b"runs/a.csv") % 4 + 1 in Python.
        assert_eq!(crc32fast::hash(b"runs/a.csv"), 0x5643_7920);
    }
}
