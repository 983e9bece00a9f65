//! Help for the tests and benches of strideform: the paths of test data, and the virtual runner under a short name.
//!
//! Not published. What is packaged builds and tests without it.

pub mod data;
pub mod random_runs;

pub use strideform_virtual as runner;
