//! Help for the tests and benches of strideform: a virtual runner whose truth is exact, and the paths of test data.
//!
//! The virtual runner checks the *implementation*: frames, signs, filters, timing, uncertainty. It says nothing about
//! accuracy on people, and no figure obtained from it may be quoted as if it did.

pub mod data;
pub mod runner;
