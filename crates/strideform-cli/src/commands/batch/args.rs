//! Arguments of `strideform batch`.

use std::path::PathBuf;

use clap::Args;
use strideform_batch::inputs::Shard;

use crate::options::{MethodChoice, ReadArgs, RunArgs};

const HELP: &str = "\
A ROOT is a file, PLACEMENT=FILE, a folder, or a pattern in quotes. Folders are
searched recursively; one with a session.toml is one run, otherwise every csv,
tsv, txt or fit file (also .gz) is a run of its own, with its placement read
from its name or header.

--placement is for files that do not say where the sensor was worn; one that
says otherwise is a failure. Files of a manifest are relative to its folder.

A file that cannot be read becomes a row of --failures; a recording without
running becomes a row with status 4. Finished work is kept in a folder next to
the output until the tables are written: after a crash, a kill or Ctrl-C, run
the same command with --resume to continue.

Examples:
  strideform batch study/ --out runs.parquet --failures failures.csv
  strideform batch --manifest runners.csv --out runs.csv
  strideform batch 'runs/**/shank-*.csv' --out runs.csv --jobs 4
  find /data -name '*.fit' | strideform batch --list - --out runs.parquet
  strideform batch study/ --out part-3.parquet --shard 3/8 --resume";

/// Arguments of `batch`.
#[derive(Debug, Args)]
#[command(after_help = HELP)]
pub(crate) struct BatchArgs {
    /// Files, folders, session folders, patterns such as 'runs/**/*.csv'.
    #[arg(required_unless_present_any = ["list", "manifest"], value_name = "ROOT")]
    pub roots: Vec<String>,
    /// Take inputs from a file, one per line (`-` for standard input).
    #[arg(long, value_name = "FILE")]
    pub list: Option<PathBuf>,
    /// Take inputs from a CSV table with a column `file` and, as far as known,
    /// placement, device, runner, mass, height, leg_length, speed, slope, surface.
    #[arg(long, value_name = "FILE")]
    pub manifest: Option<PathBuf>,
    /// How to read them.
    #[command(flatten)]
    pub read: ReadArgs,
    /// The runner and the run.
    #[command(flatten)]
    pub run: RunArgs,
    /// The table of runs, one row per input; FILE ends in .parquet or .csv.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub out: PathBuf,
    /// A table of every contact with its metrics; FILE ends in .parquet or .csv.
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub strides: Option<PathBuf>,
    /// Inputs that could not be used, with line, column and reason (CSV).
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    pub failures: Option<PathBuf>,
    /// Recordings analysed at the same time [default: RAYON_NUM_THREADS, or one per core].
    #[arg(long, value_name = "N", help_heading = "The job")]
    pub jobs: Option<std::num::NonZeroUsize>,
    /// Resume an interrupted job; finished inputs are not analysed again.
    #[arg(long, help_heading = "The job")]
    pub resume: bool,
    /// Do part I of N; an input is always in the same part.
    #[arg(long, value_name = "I/N", help_heading = "The job")]
    pub shard: Option<Shard>,
    /// Analyse the one input that FOLDER names and keep its rows there; the program calls itself so.
    #[arg(long, value_name = "FOLDER", hide = true)]
    pub apart: Option<PathBuf>,
    /// Use another table of rules for the form faults (TOML).
    #[arg(long, value_name = "FILE", help_heading = "Methods")]
    pub faults: Option<PathBuf>,
    /// Use another method for a stage, e.g. contacts=ID (see `methods`).
    #[arg(long, value_name = "STAGE=ID", help_heading = "Methods")]
    pub method: Vec<MethodChoice>,
    /// Judge form even where a sensor's movement contradicts its placement.
    #[arg(long, help_heading = "Methods")]
    pub trust_placement: bool,
}
