//! What the crate writes, of real analyses.

mod tables;
