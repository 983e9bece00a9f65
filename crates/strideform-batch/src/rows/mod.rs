//! Turns the files of one input into a row of results or a row of failures.

mod failure_row;
mod no_running;
mod run_row;
mod task;

pub use failure_row::FailureRow;
pub use no_running::{activities, no_running};
pub use run_row::run_row;
pub use task::{InputRows, InputTask};
