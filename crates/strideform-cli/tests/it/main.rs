//! Every test of the command line, in one binary: each runs `strideform` as a user would.

mod analyze;
mod batch;
mod batch_common;
mod batch_resume;
mod batch_stale;
mod common;
mod compare;
mod edits;
mod escaped;
mod failed_once;
mod hostile;
mod interrupts;
mod people;
mod recordings;
mod report;
mod rerun;
mod season;
mod status;
mod trend;
mod validate;
mod verdicts;
mod watch;
mod watch_files;
