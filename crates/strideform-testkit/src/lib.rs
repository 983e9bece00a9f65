//! Helpers for the tests and benches of strideform: paths of test data, and the virtual runner under a short name.
//!
//! Not published; the packaged crates build and test without it.

pub mod data;
pub mod fitted;
pub mod random_runs;

pub use strideform_virtual as runner;
